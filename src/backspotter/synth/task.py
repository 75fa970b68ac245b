"""What is asked of a film."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from backspotter.errors import InputError
from backspotter.spine.arrays import is_number
from backspotter.spine.rep import Lift

STYLES: Final = ("conventional", "sumo", "trap_bar", "romanian")
SEXES: Final = ("male", "female")
LIMITS: Final = MappingProxyType(
    {
        "reps": (1, 10, ""),
        "height_m": (1.45, 2.05, "m"),
        "mass_kg": (40, 200, "kg"),
        "load_kg": (20, 500, "kg"),
        "yaw_deg": (0, 45, "degrees"),
        "fps": (24, 60, "frames a second"),
        "seed": (0, 2**32 - 1, ""),
        "width": (160, 3840, "pixels"),
        "height": (160, 3840, "pixels"),
    }
)
WHOLE: Final = ("reps", "seed", "width", "height")
WIDEST: Final = 2.4
"""Longer side of a picture over its shorter side, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmTask:
    """A film to be made.

    Parameters
    ----------
    lift : style, flexion at the start and rounding after lift-off
    sex, height_m, mass_kg : of the lifter [m, kg]
    load_kg : on the bar, with the bar; it changes the truth, not the picture [kg]
    yaw_deg : camera from the side (0) toward the front [deg]
    fps : frames a second; ``width``, ``height`` of the picture [px]
    seed : decides clothes, colours and noise
    mirrored : camera at the lifter's left, lamp and wall with it

    Raises
    ------
    InputError : what cannot be filmed
    """

    lift: Lift
    sex: str = "male"
    height_m: float = 1.76
    mass_kg: float = 80.0
    reps: int = 1
    load_kg: float = 100.0
    yaw_deg: float = 0.0
    fps: float = 30.0
    seed: int = 0
    width: int = 1280
    height: int = 720
    mirrored: bool = False

    def __post_init__(self) -> None:
        for name, chosen, known in (
            ("style", self.lift.style, STYLES),
            ("sex", self.sex, SEXES),
        ):
            if chosen not in known:
                offered = ", ".join(known).replace("_", "-")
                raise InputError(name, given=chosen, expected=f"one of {offered}")
        for name, (low, high, unit) in LIMITS.items():
            given = getattr(self, name)
            if not is_number(given) or not low <= given <= high:
                shown = given if not is_number(given) else f"{given:g}"
                raise InputError(name, given=shown, expected=f"{low:g} to {high:g} {unit}".strip())
        self._check_picture()

    def _check_picture(self) -> None:
        for name in WHOLE:
            if int(getattr(self, name)) != getattr(self, name):
                raise InputError(name, given=getattr(self, name), expected="a whole number")
        if self.width % 2 or self.height % 2:
            size = f"{self.width} × {self.height}"
            raise InputError("width and height", given=size, expected="even numbers of pixels")
        if max(self.width, self.height) > WIDEST * min(self.width, self.height):
            size = f"{self.width} × {self.height}"
            expected = f"a longer side at most {WIDEST:g} times the shorter"
            raise InputError("width and height", given=size, expected=expected)

    @property
    def side(self) -> int:
        """1 where the camera stands at the lifter's right, -1 at the left."""
        return -1 if self.mirrored else 1
