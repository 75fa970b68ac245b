"""What is asked of one rep, and of the body that does it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.synth.asked import Limit, check_numbers, check_switches

BUILD_LIMITS: Final = MappingProxyType(
    {
        "muscle": (0.0, 1.0, ""),
        "proportions": (0.0, 1.0, ""),
        "legs": (0.88, 1.12, "of the average length"),
        "arms": (0.88, 1.12, "of the average length"),
        "trunk": (0.92, 1.10, "of the average length"),
        "shoulders": (0.94, 1.10, "of the average width"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """How a body is built, at a given height and mass.

    Parameters
    ----------
    muscle : 0 to 1; left out, whatever reaches the mass best, a lifter's first
    proportions : 0 (ideal) to 1 (uncommon), as the body model has it
    legs, arms, trunk : lengths before the body is brought to its height, 1 is the model's average
    shoulders : their width, likewise
    """

    muscle: float | None = None
    proportions: float = 0.5
    legs: float = 1.0
    arms: float = 1.0
    trunk: float = 1.0
    shoulders: float = 1.0

    def __post_init__(self) -> None:
        check_numbers(self, BUILD_LIMITS, optional=("muscle",))


PLAN_LIMITS: Final[MappingProxyType[str, Limit]] = MappingProxyType(
    {
        "lumbar_deg": (-15.0, 70.0, "degrees"),
        "rounding_deg": (0.0, 45.0, "degrees"),
        "rounding_from": (0.0, 0.35, "of the way up"),
        "thoracic_deg": (-10.0, 40.0, "degrees"),
        "knee_deg": (8.0, 125.0, "degrees"),
        "hips_higher_m": (-0.30, 0.30, "m"),
        "hips_below_knee_m": (-0.10, 0.12, "m"),
        "hips_first_deg": (0.0, 30.0, "degrees"),
        "hyperextension_deg": (0.0, 30.0, "degrees"),
        "drift_m": (0.0, 0.16, "m"),
        "up_s": (0.4, 10.0, "s"),
        "down_s": (0.3, 10.0, "s"),
        "sticking": (0.0, 0.85, "of the speed"),
        "top_s": (0.1, 10.0, "s"),
        "pause_s": (0.0, 20.0, "s"),
        "reach": (0.15, 1.0, "of the way up"),
        "stall_s": (0.0, 5.0, "s"),
    }
)
CAN_BE_LEFT_OUT: Final = ("lumbar_deg", "thoracic_deg", "knee_deg", "hips_below_knee_m")
SWITCHES: Final = ("touch_and_go", "dropped")


@dataclass(frozen=True, slots=True, kw_only=True)
class RepPlan:
    """One rep as it is to be done; left alone, a clean one.

    Parameters
    ----------
    lumbar_deg : flexion of the lower back as the bar leaves the floor; as the style has it when
        left out [deg]
    rounding_deg : how far it gives way beyond that before lockout [deg]
    rounding_from : share of the way up at which that begins
    thoracic_deg : flexion of the upper back as the bar leaves the floor, whatever the lower back
        does; a quarter of the lower back's when left out [deg]
    knee_deg : bend of the knees at the start; as the style has it when left out [deg]
    hips_higher_m : instead, hips higher at the start than this style has them on this body [m]
    hips_below_knee_m : or how far the hips are below the knees at the start [m]
    hips_first_deg : how far the trunk pitches forward while the bar rises by less than 10 cm [deg]
    hyperextension_deg : how far the trunk leans back beyond upright at the top [deg]
    drift_m : how far ahead of mid-foot the bar swings on the way up; legs may push it further [m]
    up_s, down_s : from the floor to the top, and back [s]
    sticking : how much slower the bar is at its sticking point, as a share
    top_s : at the top before the bar is lowered [s]
    pause_s : on the floor before this rep, with the hands on the bar [s]
    reach : share of the way up that the bar gets; below 1 the rep is not completed
    stall_s : how long it hangs there before it comes down [s]
    touch_and_go : this rep begins from the touch of the one before, without a pause
    dropped : let go at the top; the bar falls and bounces, the lifter stays standing

    Raises
    ------
    InputError : a number out of range, or two wishes that exclude each other
    """

    lumbar_deg: float | None = None
    rounding_deg: float = 0.0
    rounding_from: float = 0.0
    thoracic_deg: float | None = None
    knee_deg: float | None = None
    hips_higher_m: float = 0.0
    hips_below_knee_m: float | None = None
    hips_first_deg: float = 0.0
    hyperextension_deg: float = 0.0
    drift_m: float = 0.0
    up_s: float = 1.8
    down_s: float = 1.6
    sticking: float = 0.35
    top_s: float = 0.6
    pause_s: float = 0.9
    reach: float = 1.0
    stall_s: float = 0.0
    touch_and_go: bool = False
    dropped: bool = False

    def __post_init__(self) -> None:
        check_numbers(self, PLAN_LIMITS, optional=CAN_BE_LEFT_OUT)
        check_switches(self, SWITCHES)
        asked = (self.knee_deg, self.hips_higher_m or None, self.hips_below_knee_m)
        if sum(each is not None for each in asked) > 1:
            given, one = "more than one", "one of knee_deg, hips_higher_m and hips_below_knee_m"
            raise InputError("hips", given=given, expected=one)
        if self.reach < 1 and (self.dropped or self.hyperextension_deg):
            raise InputError("reach", given=self.reach, expected="1 where a rep is to have a top")

    @property
    def completed(self) -> bool:
        """Whether the bar gets to the top."""
        return self.reach >= 1

    def varied(self, rng: np.random.Generator, tired: float) -> RepPlan:
        """The same rep as people repeat it: a little slower when ``tired`` (0 to 1), a little
        different each time."""
        pace, back, slow = rng.normal(0, 0.03), rng.normal(0, 1.0), rng.normal(0, 0.10)
        lumbar = self.lumbar_deg
        return replace(
            self,
            up_s=_kept("up_s", self.up_s * (1 + 0.15 * tired + pace)),
            down_s=_kept("down_s", self.down_s * (1 + 2 * rng.normal(0, 0.03))),
            pause_s=_kept("pause_s", self.pause_s * (1 + slow)),
            top_s=_kept("top_s", self.top_s * (1 + slow)),
            lumbar_deg=None if lumbar is None else _kept("lumbar_deg", lumbar + back),
        )


def _kept(name: str, value: float) -> float:
    low, high, _ = PLAN_LIMITS[name]
    return float(min(max(value, low), high))
