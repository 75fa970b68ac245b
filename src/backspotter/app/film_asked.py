"""What is asked of a film beside the film itself, checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from backspotter.errors import InputError
from backspotter.lift.analysis import LiftGiven
from backspotter.lift.reps_given import Span, checked_spans
from backspotter.spine.arrays import is_number
from backspotter.spine.body import Lifter
from backspotter.spine.posture import LOAD_KG

STYLES: Final = ("conventional", "sumo", "trap_bar", "romanian", "stiff_leg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The lifter, the load on the bar with the bar [kg], and what was said of style and plate.

    ``spans`` where the person said that repetitions begin and end [s]; found without them.
    """

    lifter: Lifter
    load_kg: float
    style: str | None = None
    plate_mm: float | None = None
    spans: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        low, high = LOAD_KG
        if not is_number(self.load_kg) or not 0 < self.load_kg <= high:
            expected = f"more than {low:g} and at most {high:g} kg, the bar included"
            raise InputError("load_kg", given=self.load_kg, expected=expected)
        if self.style is not None and self.style not in STYLES:
            shown = ", ".join(style.replace("_", "-") for style in STYLES)
            raise InputError("style", given=self.style, expected=f"one of {shown}")
        object.__setattr__(self, "spans", checked_spans(self.spans))

    @property
    def given(self) -> LiftGiven:
        """As the analysis repeats it."""
        return LiftGiven(
            load_kg=float(self.load_kg),
            height_m=self.lifter.height_m,
            mass_kg=self.lifter.mass_kg,
            sex=self.lifter.sex,
            plate_mm=self.plate_mm,
            spans=self.spans,
        )


def style_named(words: str | None) -> str | None:
    """A style as people write it, as its row is called."""
    return None if words is None else words.strip().lower().replace("-", "_").replace(" ", "_")
