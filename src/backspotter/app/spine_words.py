"""What the back carries in plain words, the same for every face."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import mean

import numpy as np

from backspotter.spine.differences import Difference
from backspotter.spine.results import RepLoads, SpineLoads
from backspotter.spine.validation import Checked

MINUTE_S = 60.0


def band(found: Mapping[str, float | None]) -> str:
    """``770 (725 to 815)``."""
    value, low, high = (found[name] for name in ("value", "low", "high"))
    if value is None or low is None or high is None:
        return "–"
    return f"{rounded(value)} ({rounded(low)} to {rounded(high)})"


def change(found: Difference) -> str:
    """``−70 (−71 to −69)``, or ``=`` where the band includes zero or rounds to it."""
    if not found.is_measurable:
        return "="
    return f"{_signed(found.value)} ({_signed(found.low)} to {_signed(found.high)})"


def in_one_line(found: SpineLoads) -> str:
    """What a posture asks of the back, in one sentence."""
    low_back = found.levels["L5/S1"]
    frame = int(np.nanargmax(low_back.moment.value))
    moment, compression = low_back.moment.value[frame], low_back.compression.value[frame]
    passive = 100 * found.passive_share.value[frame]
    words = (
        f"At L5/S1 the back holds {rounded(moment)} N·m, and the disc carries "
        f"{rounded(compression)} N of compression; ligaments and resting tissue take "
        f"{passive:.0f} % of the moment"
    )
    if not found.is_feasible:
        lacking = float(np.nanmax(found.deficit))
        words += f". That is {rounded(lacking)} N·m more than the strength that was given"
    return f"{words}."


def rep_in_words(one: RepLoads, work: Mapping[str, float]) -> Iterator[str]:
    """Who moves the bar, who holds the spine."""
    whole = sum(work.values())
    legs = 100 * (work["hip"] + work["knee"]) / whole
    yield (
        f"On the way up hips and knees do {legs:.0f} % of the work of the joints "
        f"({work['hip'] + work['knee']:.0f} of {whole:.0f} J), the lower back "
        f"{100 * work['lumbar'] / whole:.0f} %."
    )
    up = one.rep.during("lifting")
    passive = one.loads.passive_share.value[up]
    yield f"Passive tissue takes up to {100 * passive.max():.0f} % of the moment at L5/S1."
    single = float(one.loads.single_equivalent.max())
    yield f"The plainest model, one muscle 6 cm behind L4/L5, says {rounded(single)} N there."
    needed = float(one.loads.strength_needed.max())
    yield f"It takes {needed:.1f} times the back strength of an average person of this size."


def validation_in_words(rows: Sequence[Checked]) -> Iterator[str]:
    """How well the model does, with what it leaves out."""
    fitted = [row for row in rows if row.row.fitted]
    others = [row for row in rows if not row.row.fitted and row.predicted is not None]
    error = mean(abs(row.error_pct or 0.0) for row in fitted)
    left_out = mean(abs(row.loo_error_pct or 0.0) for row in fitted)
    yield (
        f"Two gains fitted to {len(fitted)} rows: mean error {error:.1f} %, and {left_out:.1f} % "
        "for a row that is left out of the fit."
    )
    within = sum(bool(row.is_within) for row in others)
    yield f"{within} of the {len(others)} other rows lie within the model's own 90 % band."
    listed = sum(row.predicted is None for row in rows)
    yield f"{listed} rows are listed and not modelled (lying, sitting, walking)."


def before_one_hour(seconds: float) -> str:
    """A length of time in words."""
    return f"{seconds:.0f} s" if seconds < 2 * MINUTE_S else f"{seconds / MINUTE_S:.0f} min"


def rounded(number: float) -> str:
    """A number with three digits at most: more than the model knows."""
    if abs(number) < 1:
        return f"{number:.2g}"
    places = max(len(str(int(abs(number)))) - 3, 0)
    words = f"{round(number, -places):,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    return words.replace("-", "\N{MINUS SIGN}")


def _signed(number: float) -> str:
    sign = "\N{MINUS SIGN}" if number < 0 else "+"
    return sign + rounded(abs(number))
