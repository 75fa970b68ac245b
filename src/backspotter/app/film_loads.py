"""What each repetition loaded the lower back with: the film's angles through the spine model."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np

from backspotter.app.film_moved import Moved
from backspotter.app.film_places import Places
from backspotter.errors import InputError
from backspotter.lift.analysis import CannotJudge, LoadsSeen
from backspotter.lift.arrays import Flags, Floats
from backspotter.lift.band import Band
from backspotter.lift.flexion import Flexion
from backspotter.lift.rates import smoothed
from backspotter.lift.reps import Rep
from backspotter.spine.arrays import Array
from backspotter.spine.body import Lifter, body_of
from backspotter.spine.loads import loads
from backspotter.spine.posture import LIMITS, Posture
from backspotter.spine.results import Banded, SpineLoads
from backspotter.spine.same_moment import Moment
from backspotter.spine.task import Doubt

GRAVITY: Final = 9.81
MOST_G: Final = 0.6
"""A bar is not counted as pulled harder than this beyond its weight [g]; more is a jolt that a
film cannot measure. Assumption."""

MOST_YAW_DEG: Final = 35.0
SEEN: Final = Doubt(trunk_deg=4.3, lumbar_deg=5.0, load_ahead_m=0.03, body_mass=0.04)
"""Standard deviations of what a film shows: the trunk's from the band of its angle."""

GUESSED_LUMBAR_DEG: Final = 10.0
UNKNOWN_BODY: Final = 0.15
ARM_DEG: Final = 30.0
"""Straight arms are not further from hanging down than this in a lift: assumption."""

SMOOTHED_S: Final = 0.2
BEFORE_FLOOR_S: Final = 0.2
"""From so long before the bar meets the floor on, smoothing mixes the floor's push in [s]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filmed:
    """A repetition as its loads are worked out, n frames: ``times`` [s], the ``posture``,
    ``load_kg`` as heavy as it was felt, whose it is, how well it is known, what was assumed."""

    times: Floats
    posture: Posture
    load_kg: Array
    lifter: Lifter
    doubt: Doubt
    assumed: tuple[str, ...]

    def at(self, at_s: float) -> Moment:
        """The frame nearest to a moment [s], as the model has it."""
        frame = int(np.argmin(np.abs(self.times - at_s)))
        angles = {each.name: getattr(self.posture, each.name) for each in fields(Posture)}
        return Moment(
            posture=Posture(
                **{name: each[[frame]] for name, each in angles.items() if each is not None}
            ),
            load_kg=float(self.load_kg[frame]),
            lifter=self.lifter,
            doubt=self.doubt,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Frames' loads at L5/S1, (n, 3) value, low, high, NaN outside repetitions; each repetition's
    largest; and each as it was posed, or why it was not."""

    moment: Floats
    compression: Floats
    shear: Floats
    reps: tuple[LoadsSeen | CannotJudge, ...]
    filmed: tuple[Filmed | CannotJudge, ...]


def loaded(moved: Moved, at: Places, flexion: Flexion, *, lifter: Lifter, load_kg: float) -> Loaded:
    """Every repetition, failed or not, and its frames."""
    names = ("moment", "compression", "shear")
    series = {name: np.full((len(moved.times_s), 3), np.nan) for name in names}
    found, posed = [], []
    for rep in moved.counted:
        part = _held(moved, rep)
        filmed = _filmed(moved, at, flexion, part, lifter, load_kg)
        one = _one(filmed)
        if isinstance(one, SpineLoads):
            for name in names:
                series[name][part] = _columns(getattr(one.levels["L5/S1"], name))
            found.append(_largest(one, moved.times_s[part]))
        else:
            found.append(one)
        posed.append(one if isinstance(one, CannotJudge) else filmed)
    return Loaded(**series, reps=tuple(found), filmed=tuple(posed))


def _held(moved: Moved, rep: Rep) -> Flags:
    """(n,) frames in which the bar hangs in the hands, from lift-off."""
    times = moved.times_s
    first = rep.lift_off.value if rep.lift_off else float(times[rep.low])
    if rep.from_the_top and rep.lowering:
        first = rep.lowering.value
    top = rep.lockout.value if rep.lockout else float(times[rep.high])
    landed = rep.floor.value - BEFORE_FLOOR_S if rep.floor and not rep.from_the_top else rep.end_s
    last = rep.lowering.value if rep.dropped and rep.lowering else max(landed, top)
    return np.asarray((times >= first) & (times <= last))


def _filmed(
    moved: Moved, at: Places, flexion: Flexion, part: Flags, lifter: Lifter, load_kg: float
) -> Filmed | CannotJudge:
    if not abs(moved.yaw[0]) <= MOST_YAW_DEG:
        return CannotJudge("the camera stands too far off the side to tell the angles")
    posture, assumed = _posture(moved, at, flexion, part, lifter)
    return Filmed(
        times=moved.times_s[part],
        posture=posture,
        load_kg=np.asarray(load_kg * (1 + _pull(moved, part)), dtype=np.float64),
        lifter=lifter,
        doubt=_doubt(lifter, flexion.withheld is None),
        assumed=assumed,
    )


def _one(filmed: Filmed | CannotJudge) -> SpineLoads | CannotJudge:
    if isinstance(filmed, CannotJudge):
        return filmed
    try:
        one = loads(
            filmed.posture, load_kg=filmed.load_kg, lifter=filmed.lifter, doubt=filmed.doubt
        )
    except InputError as error:
        return CannotJudge(f"these angles are beyond the model ({error.field})")
    return _with(one, filmed.assumed)


def _with(one: SpineLoads, assumed: tuple[str, ...]) -> SpineLoads:
    return replace(one, assumed=(*one.assumed, *assumed))


def _posture(
    moved: Moved, at: Places, flexion: Flexion, part: Flags, lifter: Lifter
) -> tuple[Posture, tuple[str, ...]]:
    times = moved.times_s
    joints = moved.angles.chain.joints
    lumbar = flexion.lumbar[:, 0] if flexion.withheld is None else None
    arm = _arm(at, lifter)
    bent = {
        "hip_to_shoulder_deg": moved.angles.trunk.value,
        "lumbar_flexion_deg": lumbar,
        "thigh_deg": _lean(joints.hip, joints.knee),
        "shank_deg": _lean(joints.knee, joints.ankle),
        "upper_arm_deg": arm if np.isfinite(arm[part]).any() else None,
    }
    given = {
        name: np.asarray(_calm(times, values, LIMITS[name])[part], dtype=np.float64)
        for name, values in bent.items()
        if values is not None
    }
    assumed = ["the body's own acceleration is left out; the bar's is measured"]
    if lumbar is None:
        assumed.append("the back's shape is not judged: bent as is usual, with a wide band")
    return Posture(**given), tuple(assumed)


def _calm(times: Floats, values: Floats, limits: tuple[float, float]) -> Floats:
    """Smoothed and within what a body can do."""
    smooth = smoothed(times, values, SMOOTHED_S).value
    return np.clip(smooth, *limits)


def _lean(upper: Floats, lower: Floats) -> Floats:
    line = upper - lower
    return np.asarray(np.rad2deg(np.arctan2(line[:, 0], line[:, 1])))


def _arm(at: Places, lifter: Lifter) -> Floats:
    """Of straight arms from the vertical, the shoulder ahead positive (n,) [deg]."""
    reach = (at.shoulder[:, 0] - at.bar_x_m) / body_of(lifter).arm_m
    most = float(np.sin(np.deg2rad(ARM_DEG)))
    return np.asarray(np.rad2deg(np.arcsin(np.clip(reach, -most, most))))


def _pull(moved: Moved, part: Flags) -> Floats:
    """The bar's upward acceleration in its weights; nought where it was not seen."""
    if moved.bar is None:
        return np.zeros(int(part.sum()))
    slowed = moved.read.facts.slowed
    pull = moved.bar.smooth.acceleration[part] * slowed**2 / GRAVITY
    return np.asarray(np.clip(np.nan_to_num(pull), -MOST_G, MOST_G))


def _doubt(lifter: Lifter, knows_back: bool) -> Doubt:
    knows_body = lifter.mass_kg is not None and lifter.sex != "unknown"
    return Doubt(
        trunk_deg=SEEN.trunk_deg,
        lumbar_deg=SEEN.lumbar_deg if knows_back else GUESSED_LUMBAR_DEG,
        load_ahead_m=SEEN.load_ahead_m,
        body_mass=SEEN.body_mass if knows_body else UNKNOWN_BODY,
    )


def _columns(found: Banded) -> Floats:
    return np.stack([found.value, found.low, found.high], axis=1)


def _largest(one: SpineLoads, times: Floats) -> LoadsSeen | CannotJudge:
    level = one.levels["L5/S1"]
    peaks = {name: _peak(getattr(level, name)) for name in ("moment", "compression", "shear")}
    if not np.isfinite(level.compression.value).any():
        return CannotJudge("the lifter was lost in this repetition")
    when = float(times[int(np.nanargmax(level.compression.value))])
    return LoadsSeen(**peaks, at_s=when, assumed=tuple(dict.fromkeys(one.assumed)))


def _peak(found: Banded) -> Band:
    if not np.isfinite(found.value).any():
        return Band(value=float("nan"), low=float("nan"), high=float("nan"))
    frame = int(np.nanargmax(found.value))
    value, low, high = (float(end[frame]) for end in (found.value, found.low, found.high))
    return Band(value=value, low=low, high=high)
