"""What is asked of a film."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from backspotter.errors import InputError
from backspotter.spine.rep import Lift
from backspotter.synth.asked import (
    Limit,
    check_choice,
    check_numbers,
    check_switches,
    plain,
    read,
)
from backspotter.synth.meshes import PLATE_RADIUS_M
from backspotter.synth.plan import Build, RepPlan

STYLES: Final = ("conventional", "sumo", "trap_bar", "romanian", "stiff_leg")
WITH_THE_LEGS: Final = ("conventional", "sumo", "trap_bar")
SEXES: Final = ("male", "female")
APPROACHES: Final = ("at_the_bar", "standing", "walking")
MOST_REPS: Final = 10
LIMITS: Final[MappingProxyType[str, Limit]] = MappingProxyType(
    {
        "height_m": (1.45, 2.05, "m"),
        "mass_kg": (40, 200, "kg"),
        "load_kg": (20, 500, "kg"),
        "plate_radius_m": (0.16, 0.24, "m"),
        "yaw_deg": (-180, 180, "degrees"),
        "fps": (24, 240, "frames a second"),
        "seed": (0, 2**32 - 1, ""),
        "width": (160, 3840, "pixels"),
        "height": (160, 3840, "pixels"),
        "bends": (0, 3, ""),
    }
)
WHOLE: Final = ("seed", "width", "height", "bends")
SWITCHES: Final = ("mirrored", "leaves", "vary")
WIDEST: Final = 2.4
"""Longer side of a picture over its shorter side, at most."""

PARTS: Final[Mapping[str, type]] = MappingProxyType({"lift": Lift, "build": Build, "reps": RepPlan})


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmTask:
    """A film to be made.

    Parameters
    ----------
    lift : style and stance; where ``reps`` is a number, also flexion at the start, rounding, hips,
        bar and pace of every rep
    sex, height_m, mass_kg, build : of the lifter [m, kg]
    reps : how many, or each one's plan
    vary : reps that are only counted differ a little from the first, as people's do
    approach : at the bar from the first picture on, standing over it, or walking up to it
    bends : how often the lifter bends forward and comes up without the bar before the first rep
    leaves : the lifter stands up without the bar after the last rep
    load_kg : on the bar, with the bar; it changes the truth, not the picture [kg]
    plate_radius_m : of the biggest plates, on which the bar stands [m]
    yaw_deg : camera from the side (0) to the front (90) or, below zero, to the rear [deg]
    fps : frames a second; ``width``, ``height`` of the picture [px]
    seed : decides clothes, colours, noise, and how reps vary
    mirrored : camera at the lifter's left, lamp and wall with it

    Raises
    ------
    InputError : what cannot be filmed
    """

    lift: Lift
    sex: str = "male"
    height_m: float = 1.76
    mass_kg: float = 80.0
    build: Build = field(default=Build())
    reps: int | tuple[RepPlan, ...] = 1
    vary: bool = True
    approach: str = "at_the_bar"
    bends: int = 0
    leaves: bool = False
    load_kg: float = 100.0
    plate_radius_m: float = PLATE_RADIUS_M
    yaw_deg: float = 0.0
    fps: float = 30.0
    seed: int = 0
    width: int = 1280
    height: int = 720
    mirrored: bool = False

    def __post_init__(self) -> None:
        for name, kind in (("lift", Lift), ("build", Build)):
            if not isinstance(getattr(self, name), kind):
                raise InputError(name, given=getattr(self, name), expected="an object of fields")
        check_choice("style", self.lift.style, STYLES)
        check_choice("sex", self.sex, SEXES)
        check_choice("approach", self.approach, APPROACHES)
        check_numbers(self, LIMITS)
        check_switches(self, SWITCHES)
        self._check_reps()
        self._check_way_in()
        self._check_picture()

    def _check_reps(self) -> None:
        count: object = len(self.reps) if isinstance(self.reps, tuple) else self.reps
        if type(count) is not int or not 1 <= count <= MOST_REPS:
            raise InputError("reps", given=count, expected=f"1 to {MOST_REPS}")
        if isinstance(self.reps, tuple):
            for one in self.reps:
                if not isinstance(one, RepPlan):
                    raise InputError("reps", given=one, expected="a number, or a plan for each rep")
            self._check_order(self.reps)

    def _check_order(self, plans: tuple[RepPlan, ...]) -> None:
        """A touch needs a bar in the hands that comes down; a Romanian never puts it down."""
        if self.lift.how.from_the_top:
            for name, usual in (("dropped", False), ("touch_and_go", False), ("reach", 1.0)):
                if any(getattr(one, name) != usual for one in plans):
                    raise InputError(name, given="a Romanian", expected="a lift from the floor")
        bent = any(one.hips_first_deg or one.hips_below_knee_m is not None for one in plans)
        if bent and self.lift.style not in WITH_THE_LEGS:
            expected = "a lift with the legs: conventional, sumo or trap-bar"
            given = self.lift.style.replace("_", "-")
            raise InputError("hips_first_deg", given=given, expected=expected)
        before: RepPlan | None = None
        for one in plans:
            if one.touch_and_go and (before is None or before.dropped):
                raise InputError(
                    "touch_and_go",
                    given="a bar that nobody lowers",
                    expected="a rep before it that is not dropped",
                )
            before = one

    def _check_way_in(self) -> None:
        moves = self.approach != "at_the_bar" or self.bends or self.leaves
        if moves and self.lift.how.from_the_top:
            raise InputError("approach", given="a Romanian", expected="a lift from the floor")
        if self.bends and self.approach == "at_the_bar":
            expected = "standing or walking, to bend without the bar"
            raise InputError("approach", given="at-the-bar", expected=expected)

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

    @property
    def plans(self) -> tuple[RepPlan, ...]:
        """Every rep's plan: as given, or the lift's with what varies from rep to rep."""
        if isinstance(self.reps, tuple):
            return self.reps
        first = _as_lifted(self.lift)
        rng = np.random.default_rng([int(self.seed), 4])
        count = int(self.reps)
        rest = [first.varied(rng, n / MOST_REPS) for n in range(1, count)]
        return (first, *(rest if self.vary else [first] * (count - 1)))

    def to_json(self) -> dict[str, Any]:
        """Plain values that ``from_json`` reads back; what is as it is by itself is left out."""
        return dict(plain(self))

    @classmethod
    def from_json(cls, given: object) -> FilmTask:
        """A film from what ``to_json`` wrote or a person did.

        Raises
        ------
        InputError : a field that is not known, or a value that does not fit
        """
        return read(cls, given, PARTS)


def _as_lifted(lift: Lift) -> RepPlan:
    low = lift.how.lumbar_deg if lift.lumbar_deg is None else lift.lumbar_deg
    return RepPlan(
        lumbar_deg=low,
        rounding_deg=lift.rounding_deg,
        hips_higher_m=lift.hips_higher_m,
        drift_m=max(lift.bar_further_m, 0.0),
        up_s=lift.up_s,
        down_s=lift.down_s,
    )
