"""The bar's way up as a row of postures: this body, this style, this rep's plan.

Legs and back open as in the spine engine's model of a rep; the pelvis is turned so that the line
from hips to shoulders leans as it should, the bar hangs from straight arms and keeps clear of
shins and thighs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.spine.arrays import Array
from backspotter.spine.course import (
    flexion_left,
    knee_left,
    rounded,
    shank_back,
    smooth,
    trunk_left,
)
from backspotter.spine.rep import Lift
from backspotter.synth.plan import RepPlan
from backspotter.synth.posing import BAR_RADIUS_M, Lifter, Posture
from backspotter.synth.start import (
    levels,
    lumbar_at_start,
    started,
    thoracic_at_start,
    trunk_angle,
)

GAZE: Final = 0.6
"""How much of the trunk's lean the neck makes up for: assumption."""

KNEE_STANDING_DEG: Final = 3.0
SHANK_STANDING_DEG: Final = -2.0
"""At lockout the hips stay behind the ankles, so that bar and body balance over mid-foot."""

NODES: Final = 41
BACK_NODES: Final = 9
ROUNDS: Final = 3
CLEAR_M: Final = 0.008
RISES_M: Final = 0.0005
"""A bar at the top rises at least so much from step to step of leaning back; elbows give way."""

MOST_BENT_DEG: Final = 75.0

PITCHED_AT: Final = 0.22
"""Of the way of the joints: where hips that rise first have pitched the trunk the most."""

PITCHED_BY_M: Final = 0.07
"""How far the bar has come by then [m]."""

LEVELLED_AT: Final = 0.78
"""Of the way of the joints: where trunk and knees are back on their usual course."""

BACK_SHARES: Final = {"lumbar": -0.7, "thoracic": -0.1, "shank": 0.12}
"""How a lean backward at the top is shared, in parts of its size: assumption."""


@dataclass(frozen=True, slots=True)
class Way:
    """The way up: the bar's ``height`` (n,) [m] and the postures, of which the last ones may lean
    back beyond ``standing``."""

    height: Array
    postures: tuple[Posture, ...]

    @property
    def bottom(self) -> Posture:
        """As the bar leaves the floor."""
        return self.postures[0]

    @property
    def top(self) -> Posture:
        """At lockout."""
        return self.postures[-1]

    @property
    def standing(self) -> Posture:
        """Upright with the bar, before any lean backward."""
        return self.postures[NODES - 1]

    @property
    def standing_share(self) -> float:
        """How far on its way the bar is then."""
        return float((self.standing.bar[1] - self.height[0]) / (self.height[-1] - self.height[0]))

    def at(self, height: float) -> Posture:
        """The posture with the bar at this height [m]."""
        place = float(np.interp(height, self.height, np.arange(len(self.height))))
        first = min(int(place), len(self.postures) - 2)
        return mixed(self.postures[first], self.postures[first + 1], place - first)

    def at_share(self, share: float) -> Posture:
        """The posture with the bar so far on its way, 0 on the floor and 1 at the top."""
        return self.at(float(self.height[0] + share * (self.height[-1] - self.height[0])))


def way(lifter: Lifter, lift: Lift, plan: RepPlan, floor_m: float) -> Way:
    """The way up of a bar that stands ``floor_m`` above the floor (Romanian: turns there).

    Raises
    ------
    InputError : a back bent further than backs bend, or a posture that this body cannot take
    """
    _check_back(lift, plan)
    ideal = lifter.midfoot_y - plan.drift_m * _swing(_UP)
    bars = ideal
    for _ in range(ROUNDS):
        postures = _postures(lifter, lift, plan, bars, floor_m)
        if lifter.stance.handles_ahead:
            break
        bars = _clear(lifter, postures, ideal)
    postures = _postures(lifter, lift, plan, bars, floor_m)
    postures += _backs(lifter, plan, postures[-1])
    height = np.array([posture.bar[1] for posture in postures])
    if np.any(np.diff(height) <= 0):
        raise InputError(
            "film",
            given=f"a {lift.how.say} with these proportions",
            expected="a posture in which the bar rises all the way",
            do="choose another height or style, or a smaller fault",
        )
    return Way(height, tuple(postures))


def hung(lifter: Lifter, posture: Posture) -> Posture:
    """The bar hung from straight arms."""
    shoulder, hand = lifter.shoulder(posture), lifter.hand_place("R", posture.bar)
    level = (shoulder[0] - hand[0]) ** 2 + (shoulder[1] - hand[1]) ** 2
    hang = float(np.sqrt(max(lifter.reach**2 - level, 0.0)))
    return replace(posture, bar=(posture.bar[0], float(shoulder[2]) - hang))


def mixed(a: Posture, b: Posture, share: float) -> Posture:
    """So far from one posture to the other; hands on the bar, feet planted."""

    def mix(x: float, y: float) -> float:
        return x + (y - x) * share

    one, two, three = map(mix, a.lumbar, b.lumbar)
    return Posture(
        shank=mix(a.shank, b.shank),
        knee=mix(a.knee, b.knee),
        pelvis=mix(a.pelvis, b.pelvis),
        lumbar=(one, two, three),
        thoracic=mix(a.thoracic, b.thoracic),
        neck=mix(a.neck, b.neck),
        opened=mix(a.opened, b.opened),
        bar=(mix(a.bar[0], b.bar[0]), mix(a.bar[1], b.bar[1])),
    )


_UP: Final = np.linspace(0.0, 1.0, NODES)


def _check_back(lift: Lift, plan: RepPlan) -> None:
    low = lumbar_at_start(lift, plan)
    if low + plan.rounding_deg > MOST_BENT_DEG:
        given = f"{low:g} and {plan.rounding_deg:g} more"
        raise InputError("lumbar_deg", given=given, expected=f"{MOST_BENT_DEG:g} in all")


def _swing(up: Array) -> Array:
    """Share of its drift that the bar is ahead by: none at both ends."""
    return np.asarray(smooth(up / 0.30) * (1 - smooth((up - 0.42) / 0.50)))


def _pitched(up: Array) -> Array:
    """Share of what hips that rise first change: all of it early on, nothing at both ends."""
    gone = (up - PITCHED_AT) / (LEVELLED_AT - PITCHED_AT)
    return np.asarray(smooth(up / PITCHED_AT) * (1 - smooth(gone)))


def lumbar_on_the_way(low: float, plan: RepPlan, up: Array) -> Array:
    """Flexion at shares of the way [deg]; its most is ``rounding_deg`` above ``low``."""
    own = low * flexion_left(up)
    bump = rounded(up, plan.rounding_from) * flexion_left(up - plan.rounding_from)
    if not plan.rounding_deg:
        return np.asarray(own)
    least, most = 0.0, 3 * plan.rounding_deg + abs(low)
    for _ in range(50):
        middle = (least + most) / 2
        enough = float((own + middle * bump).max()) - low >= plan.rounding_deg
        least, most = (least, middle) if enough else (middle, most)
    return np.asarray(own + most * bump)


def _postures(
    lifter: Lifter, lift: Lift, plan: RepPlan, bars: Array, floor_m: float
) -> list[Posture]:
    first, lean = started(lifter, lift, plan, (float(bars[0]), floor_m))
    bent = knee_left(_UP, lift.how.knee_first)
    knee = first.knee * bent + KNEE_STANDING_DEG * (1 - bent)
    shank = first.shank * bent + SHANK_STANDING_DEG * (1 - bent)
    shank = shank - lift.how.shank_back_deg * shank_back(_UP)
    lumbar = lumbar_on_the_way(lumbar_at_start(lift, plan), plan, _UP)
    thoracic = thoracic_at_start(lift, plan) * flexion_left(_UP)
    end = trunk_angle(lifter, lifter.upright(first))
    trunk = end + (lean - end) * trunk_left(_UP)
    rows = [
        Posture(
            shank=float(shank[n]),
            knee=float(knee[n]),
            pelvis=0.0,
            lumbar=levels(float(lumbar[n])),
            thoracic=float(thoracic[n]),
            neck=0.0,
            opened=float(1 - (1 - first.opened) * bent[n]),
            bar=(float(bars[n]), floor_m),
        )
        for n in range(NODES)
    ]
    if plan.hips_first_deg:
        rows, trunk = _hips_first(lifter, plan, rows, trunk)
    return [
        hung(lifter, _leant(lifter, row, float(at))) for row, at in zip(rows, trunk, strict=True)
    ]


def _leant(lifter: Lifter, posture: Posture, trunk: float) -> Posture:
    """The pelvis turned so that the line from hips to shoulders leans by ``trunk`` [deg]."""
    pelvis = trunk - trunk_angle(lifter, posture)
    return replace(posture, pelvis=pelvis, neck=-GAZE * trunk)


def _hips_first(
    lifter: Lifter, plan: RepPlan, rows: list[Posture], trunk: Array
) -> tuple[list[Posture], Array]:
    """The knees opened early and the trunk pitched, while the bar hardly rises."""
    share = _pitched(_UP)
    worst = int(np.argmax(share))
    lean = trunk + (trunk[0] + plan.hips_first_deg - trunk) * share / share[worst]
    heights = rows[0].bar[1] + PITCHED_BY_M * _UP[: worst + 1] / _UP[worst]
    opened = np.zeros(NODES)
    for n in range(1, worst + 1):
        knee = _knee_for_height(lifter, rows[n], float(lean[n]), float(heights[n]))
        opened[n] = rows[n].knee - knee
    opened[worst:] = opened[worst] * share[worst:] / share[worst]
    changed = [_opened(row, float(by)) for row, by in zip(rows, opened, strict=True)]
    return changed, np.asarray(lean)


def _opened(row: Posture, by: float) -> Posture:
    """The knee straighter by so much, a third of it in the shank [deg]."""
    return replace(row, knee=row.knee - by, shank=row.shank - by / 3)


def _knee_for_height(lifter: Lifter, row: Posture, lean: float, height: float) -> float:
    """Bend of the knee at which the bar is as high as that, the trunk leaning so [deg]."""
    leant = _leant(lifter, row, lean)
    hand = lifter.hand_place("R", row.bar)
    from_hips = lifter.shoulder(leant) - lifter.hips(leant)

    def bar(knee: float) -> float:
        shoulder = lifter.hips(_opened(leant, row.knee - knee)) + from_hips
        level = float(np.hypot(shoulder[0] - hand[0], shoulder[1] - hand[1]))
        return float(shoulder[2]) - float(np.sqrt(max(lifter.reach**2 - level**2, 0.0)))

    low, high = KNEE_STANDING_DEG, row.knee + 25.0
    if not bar(low) > height > bar(high):
        raise InputError(
            "hips_first_deg",
            given=f"a trunk that leans {lean:.0f} degrees",
            expected="a pitch that the knees can make up for",
            do="ask for less",
        )
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if bar(middle) > height else (low, middle)
    return (low + high) / 2


def _backs(lifter: Lifter, plan: RepPlan, top: Posture) -> list[Posture]:
    """Leaning back at the top, step by step, the bar against the thighs and never sinking."""
    if not plan.hyperextension_deg:
        return []
    upright, last = trunk_angle(lifter, lifter.upright(top)), top
    rows = []
    for share in np.linspace(0.0, 1.0, BACK_NODES)[1:]:
        size = float(share) * plan.hyperextension_deg
        row = replace(
            top,
            knee=KNEE_STANDING_DEG * (1 - float(share)),
            shank=top.shank + BACK_SHARES["shank"] * size,
            lumbar=levels(BACK_SHARES["lumbar"] * size),
            thoracic=BACK_SHARES["thoracic"] * size,
        )
        row = hung(lifter, _leant(lifter, row, upright - size))
        if not lifter.stance.handles_ahead:
            ahead = min(last.bar[0], _before_the_legs(lifter, row))
            row = hung(lifter, replace(row, bar=(ahead, row.bar[1])))
        last = replace(row, bar=(row.bar[0], max(row.bar[1], last.bar[1] + RISES_M)))
        rows.append(last)
    return rows


def _clear(lifter: Lifter, postures: list[Posture], ideal: Array) -> Array:
    """Where the bar is (n,) [m]: as wished, or ahead of shins and thighs that are in its way."""
    ahead = np.array([_before_the_legs(lifter, posture) for posture in postures])
    padded = np.pad(np.minimum(ahead, ideal), 2, mode="edge")
    even = np.convolve(padded, np.array([1, 2, 3, 2, 1]) / 9, mode="valid")
    return np.asarray(even)


def _before_the_legs(lifter: Lifter, posture: Posture) -> float:
    """The rearmost place of the bar that touches no leg [m]."""
    leg = lifter.legs(posture)
    near = leg[np.abs(leg[:, 2] - posture.bar[1]) < 0.02, 1]
    return float(near.min()) - BAR_RADIUS_M - CLEAR_M if len(near) else np.inf
