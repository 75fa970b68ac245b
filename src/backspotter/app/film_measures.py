"""What the rows of faults look at, through one repetition, each with its band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.app.film_moved import LEAST_STANDING, UPRIGHT_DEG, Moved
from backspotter.app.film_places import Places
from backspotter.errors import InputError
from backspotter.evidence.faults import fault_rules
from backspotter.lift.arrays import Floats
from backspotter.lift.faults import Banded, RepSeen
from backspotter.lift.flexion import Flexion
from backspotter.lift.reps import Rep
from backspotter.lift.upper_back import upper_back_lean
from backspotter.spine.body import Lifter, body_of
from backspotter.spine.rep import Lift, set_up

MOMENTS: Final = 61
"""Moments of the way up at which everything is looked at."""

ON_TOP: Final = 7

# What "rendered films" showed below was looked at by hand when this was made; no command prints it.

PITCH_GAIN: Final = 1.25
"""A trunk that pitches within a third of a second is seen to pitch this much less, places being
smoothed over 0.2 s; as on four rendered films (true 8 to 17 degrees)."""

PITCHES_S: Final = 0.35
"""How long a pitch takes that is smoothed away by that much; of one that takes twice as long a
quarter of it is lost."""

PITCH_DEG: Final = 4.5
"""Half-width of a change of the trunk's lean within a second: what the network always gets wrong
is the same before and after. Assumption."""

LEAN_BACK_DEG: Final = 7.0
"""Half-width with hip and shoulder in sight: on eight rendered films the trunk was then off by 2.5
degrees (root mean square), 3.7 at most. With the hip behind the plate, as it mostly is at the top,
the same, if the line of the upper back, which is in sight, leans back by as much within so many
degrees (off by 4 and 1 on two rendered films). Where all landmarks together say how the trunk
leans, 36 repetitions of tuning and kept films were off by 1.9 degrees, nine in ten by under 3.5; a
trunk that leans back far is read about 3 too upright, so the band is kept."""

LEAN_BACK_ALONE_DEG: Final = 9.0
"""Half-width where that is taken, or the upper back does not say the same: at the top of seven
rendered films the trunk was off by up to 7 degrees."""

LEAST_VISIBLE: Final = 0.5
"""The network's own word for a hip or shoulder that is to be seen. Assumption."""

HIP_M: Final = 0.05
"""Half-width of the height of hips over knees, both in sight. Assumption."""

SUMO_KNEE_M: Final = 0.06
"""How much lower than the hips' line the knees look in sumo: they point outward, so the near one is
nearer to the camera, below whose lens it is. As on three rendered films."""

STYLE_M: Final = 0.06
"""And over where a style has them on this lifter's legs, whose length the film tells."""

LEGS: Final = (0.85, 1.2)
"""How much longer than average for the height legs can look: assumption."""

DRIFT_M: Final = 0.03
HIDDEN_TIMES: Final = 1.7
"""How much wider where hip or knee are hidden. Assumption."""

MOST_YAW_DEG: Final = 35.0
"""Beyond it no angle is told from one side. Assumption."""


@dataclass(frozen=True, slots=True)
class Course:
    """The moments of a repetition at which it is looked at, (n,); ``up`` on the way up."""

    times: Floats
    up: np.ndarray

    def of(self, times_s: Floats, values: Floats) -> Floats:
        """A series of frames at these moments; NaN beside a gap."""
        return np.asarray(np.interp(self.times, times_s, values))


def course_of(rep: Rep, times_s: Floats) -> Course:
    """From lift-off to lockout, and until the bar is lowered; one that failed until it sinks."""
    first = rep.lift_off.value if rep.lift_off else float(times_s[rep.low])
    top = rep.pulled_until.value if rep.pulled_until else float(times_s[rep.high])
    last = rep.lowering.value if rep.lowering and not rep.from_the_top else top
    last = max(last, min(top + 0.2, float(times_s[-1])))
    up = np.linspace(first, top, MOMENTS)
    on_top = np.linspace(top, last, ON_TOP + 1)[1:]
    return Course(np.append(up, on_top), np.arange(MOMENTS + ON_TOP) < MOMENTS)


def rep_seen(
    moved: Moved,
    rep: Rep,
    place: int,
    *,
    style: str,
    at: Places,
    flexion: Flexion,
    lifter: Lifter,
) -> RepSeen:
    """A repetition as the rows of faults look at it; ``place`` of it among those that count."""
    course = course_of(rep, moved.times_s)
    measures: dict[str, Banded] = {}
    withheld: dict[str, str] = {}
    for found in (
        _of_the_back(course, moved, flexion, place),
        _of_the_body(course, moved, at, style, lifter),
        _of_the_bar(course, moved, at),
    ):
        measures |= {name: each for name, each in found.items() if isinstance(each, Banded)}
        withheld |= {name: each for name, each in found.items() if isinstance(each, str)}
    knee = float(course.of(moved.times_s, moved.angles.knee.value)[0])
    return RepSeen(
        style=style,
        times=course.times,
        up=course.up,
        risen_m=_risen(course, moved),
        knee_deg=knee if np.isfinite(knee) else None,
        measures=measures,
        withheld=withheld,
        completed=rep.completed,
    )


Found = dict[str, Banded | str]


def _risen(course: Course, moved: Moved) -> Floats:
    """Of the bar since lift-off; by the shoulders' share of time where it was not seen."""
    if moved.bar is None:
        return np.full(len(course.times), np.nan)
    height = course.of(moved.times_s, moved.bar.smooth.value)
    return np.asarray(height - height[0])


def _of_the_back(course: Course, moved: Moved, flexion: Flexion, place: int) -> Found:
    if flexion.withheld is not None:
        return dict.fromkeys(("lumbar_change", "lumbar_at_lift_off"), flexion.withheld)
    value = course.of(moved.times_s, flexion.lumbar[:, 0])
    start, change = flexion.at_lift_off[place], flexion.change[place]
    if not np.isfinite(change).all() or not np.isfinite(start).all():
        why = "the line of the back was not seen well enough in this repetition"
        return dict.fromkeys(("lumbar_change", "lumbar_at_lift_off"), why)
    since = _as_large_as(value - start[0], course, change)
    ones = np.ones(len(course.times))
    return {
        "lumbar_change": since,
        "lumbar_at_lift_off": Banded(
            value=start[0] * ones, low=start[1] * ones, high=start[2] * ones
        ),
    }


def _as_large_as(since: Floats, course: Course, change: Floats) -> Banded:
    """The course of a change, its largest value and band being what was judged of the whole."""
    most = float(np.nanmax(np.where(course.up, since, -np.inf), initial=-np.inf))
    share = since / most if most > 1e-6 else np.zeros(len(since))
    peak = np.clip(share, 0.0, 1.0)
    value, low, high = (peak * end for end in change)
    return Banded(value=value, low=low, high=high)


def _of_the_body(course: Course, moved: Moved, at: Places, style: str, lifter: Lifter) -> Found:
    if not abs(moved.yaw[0]) <= MOST_YAW_DEG:
        why = "the camera stands too far off the side"
        names = ("lean_back", "hips_below_knees", "hips_above_style", "trunk_pitch")
        return dict.fromkeys(names, why)
    trunk = course.of(moved.times_s, moved.angles.trunk.value)
    hip, knee = (course.of(moved.times_s, place[:, 1]) for place in (at.hip, at.knee))
    hidden = course.of(
        moved.times_s, (moved.angles.hip_hidden | moved.angles.knee_hidden).astype(float)
    )
    wider = np.where(hidden > 0.5, HIDDEN_TIMES, 1.0)
    knee = knee + (SUMO_KNEE_M if style == "sumo" else 0.0)
    return {
        "trunk_pitch": Banded.of(_gain(course) * (trunk - trunk[0]), PITCH_DEG),
        "hips_below_knees": Banded.of(knee - hip, HIP_M * wider),
        "hips_above_style": _above_style(hip, wider, style, lifter, at.leg_m),
        "lean_back": _lean_back(course, moved, trunk),
    }


def _gain(course: Course) -> Floats:
    """How much more a trunk pitched than is seen, by the time it took since lift-off (n,)."""
    took = np.maximum(course.times - course.times[0], PITCHES_S)
    return np.asarray(1 + (PITCH_GAIN - 1) * (PITCHES_S / took) ** 2)


def _above_style(
    hip: Floats, wider: Floats, style: str, lifter: Lifter, leg_m: float
) -> Banded | str:
    usual = hip_of_style(style, lifter, leg_m)
    if usual is None:
        return "how high this style has the hips on this lifter is not known"
    return Banded.of(hip - usual, STYLE_M * wider)


def hip_of_style(style: str, lifter: Lifter, leg_m: float) -> float | None:
    """How high above the ankle a style has this lifter's hips as the bar leaves the floor [m].

    Parameters
    ----------
    leg_m : thigh and shank together, as the film shows them [m]; NaN where it does not
    """
    body = body_of(lifter)
    try:
        posture = set_up(body, Lift(style=style))
    except InputError:
        return None
    thigh = body.segments["thigh"].length_m * posture.thigh_seen
    shank = body.segments["shank"].length_m * posture.shank_seen
    up = float((shank * np.cos(posture.shank) + thigh * np.cos(posture.thigh))[0])
    longer = leg_m / float((thigh + shank)[0])
    return up * float(np.clip(longer, *LEGS)) if np.isfinite(longer) else up


def _lean_back(course: Course, moved: Moved, trunk: Floats) -> Banded | str:
    """Where bones alone say how the trunk leans, the hip is reckoned behind the plate: where the
    upper back, which is in sight, says less, that counts; where it makes the difference between a
    fault and none, nothing is said."""
    tracks, times = moved.read.tracks, moved.times_s
    clear = np.minimum(tracks.visibility("near_hip"), tracks.visibility("near_shoulder"))
    seen = (np.nan_to_num(course.of(times, clear)) >= LEAST_VISIBLE) & np.isfinite(trunk)
    if not seen[~course.up].any():
        return "the lifter is hidden at the top"
    known = upright_deg(moved)
    leant = (UPRIGHT_DEG if known is None else known) - trunk
    by_bones = moved.angles.hip_hidden & ~moved.angles.together
    hidden = course.of(times, by_bones.astype(float)) > 0.5
    by_back = course.of(times, _upper_back(moved))
    two = hidden & np.isfinite(by_back)
    agree = two & (np.abs(by_back - leant) <= LEAN_BACK_DEG)
    value = np.select([agree, two], [(leant + by_back) / 2, np.minimum(leant, by_back)], leant)
    if _contradict(leant, by_back, seen & two & ~agree & ~course.up):
        return "a plate hides the hip at the top, and the upper back does not say the same"
    alone = (hidden & ~agree) | (known is None)
    half = np.where(alone, LEAN_BACK_ALONE_DEG, LEAN_BACK_DEG)
    return Banded.of(np.where(seen, value, np.nan), half)


def _contradict(one: Floats, other: Floats, where: np.ndarray) -> bool:
    """Whether one is a fault and the other is not, in any of these moments."""
    (least,) = (rule.at_least for rule in fault_rules() if rule.measure == "lean_back")
    return bool((where & ((one >= least) != (other >= least))).any())


def _upper_back(moved: Moved) -> Floats:
    """How much further back the line of the upper back leans than in this lifter's own standing
    (n,) [deg]; NaN where either was not seen."""
    lean = upper_back_lean(moved.read.tracks)
    standing = lean[moved.standing & np.isfinite(lean)]
    if len(standing) < LEAST_STANDING:
        return np.full(len(lean), np.nan)
    return np.asarray(np.median(standing) - lean)


def upright_deg(moved: Moved) -> float | None:
    """This lifter's trunk in upright standing [deg]; none where it was not seen."""
    seen = moved.angles.trunk.value[moved.standing]
    return float(np.median(seen)) if len(seen) >= LEAST_STANDING else None


def _of_the_bar(course: Course, moved: Moved, at: Places) -> Found:
    ahead = course.of(moved.times_s, at.ahead_m)
    if not np.isfinite(ahead[course.up]).any():
        return {"bar_ahead": "the bar was not seen"}
    if not abs(moved.yaw[0]) <= MOST_YAW_DEG:
        return {"bar_ahead": "the camera stands too far off the side"}
    return {"bar_ahead": Banded.of(ahead, DRIFT_M)}
