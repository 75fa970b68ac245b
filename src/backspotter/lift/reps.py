"""Repetitions from the bar's height: what is one, what is not, and when everything happened.

A repetition is a rise of the bar to the top. From a dead stop, touch-and-go, dropped, or from the
top (Romanian) are all repetitions. A bar that leaves the floor, ends short of the others or short
of standing, and comes down again is a repetition that failed, and numbered among the others. Any
other rise is an attempt and has no number; a bounce after a drop is neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats
from backspotter.lift.band import NINE_TENTHS, Band, around
from backspotter.lift.bar_height import BarHeight
from backspotter.lift.events import GATHERING, leaves, reaches, sinks, tops_out
from backspotter.lift.rates import HALF_WIDTH_S, smoothed
from backspotter.lift.turns import Rise, bridged, rises

LEAST_RISE_M: Final = 0.06
"""Smaller moves of the bar are taking up slack, rolling and setting down: assumption."""

WHOLE: Final = 0.8
"""Share of the usual rise that a whole repetition reaches: assumption."""

UPRIGHT_DEG: Final = 25.0
"""A trunk that leans more at the top has not locked out, where single bones say how it leans:
assumption."""

BENT_DEG: Final = 45.0
"""By single bones a rise is said to have failed from this lean at the highest on; between the two
nothing is said, as a plate hides the hip at the top. Assumption."""

STARTS_HIGH: Final = 0.7
"""Share of the first rise that the bar comes down before it, in a set that starts from the top."""

HANGS: Final = 0.2
"""A bar that turns this share of its rise above the floor is not set down: assumption."""

GRAVITY: Final = 9.81
DROPPED: Final = 0.8
"""Share of the speed of free fall that a bar reaches that was dropped: assumption."""

BOUNCE_S: Final = 0.7
"""A rise so soon after a drop landed, and small, is the bar's bounce."""

TOUCH_S: Final = 0.25
"""A bar that lies still for less has only touched the floor: assumption."""

CAME_DOWN: Final = 0.5
"""Share of its rise that a bar has to sink again before a repetition is said to have failed; one
that is still up as the film ends may have gone on. Assumption."""

LEAST_TRIED_S: Final = 0.3
"""A rise that is over sooner is a bar that is shifted or set down hard, not pulled: assumption."""


FOLLOWED: Final = 0.044
"""Half-width of the band of a way that was followed in the picture, as a share of it, beside what
is known of the scale: the edge that is followed is partly that of plates behind the near one, and a
shake is not taken out to the last pixel. Of 40 films drawn as a suite has them (set tuning, seeds
11 and 12), 37 ranges were within 4.6 %, by hand."""

PEAK_SHARE: Final = 0.02
"""What smoothing can take off a fastest moment, as a share: assumption."""

NOISE_SPEED: Final = 12.0
"""Noise of a speed [m/s] for each metre of noise in one height, at 30 frames a second, smoothed
over 0.15 s to each side; it falls with the power of 1.5 of that."""

PEAK_OF_RISE: Final = 0.12
PEAK_HALF_WIDTH_S: Final = (HALF_WIDTH_S, 0.4)
"""Over how much of a rise its speed is smoothed to each side of its fastest moment, as a share of
the time it takes, and at least and at most [s]: slow pulls are as noisy as fast ones."""

AROUND_PEAK_S: Final = 0.4
"""To each side, in which it is looked at how far single heights lie off the smoothed ones [s]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rep:
    """One repetition or attempt. Moments are bands [s], none where they were not seen.

    ``index`` from 1 among repetitions, those that failed with them; none for an attempt
    ``begin`` the rep's first moment; ``end`` its last
    ``lift_off``, ``lockout`` start and end of the way up, of one that failed the highest it got;
        ``lowering``, ``floor`` of the way down
    ``rom_m`` how far the bar rose; ``mean_speed``, ``peak_speed`` on the way up [m/s]; none where
        the bar was not seen
    ``reached`` its rise as a share of the usual one
    ``low``, ``high``, ``after`` frames at the lowest before, the highest, and the lowest after
    ``doubts`` what was not seen
    """

    index: int | None
    begin_s: float
    end_s: float
    lift_off: Band | None
    lockout: Band | None
    lowering: Band | None
    floor: Band | None
    rom_m: Band | None
    mean_speed: Band | None
    peak_speed: Band | None
    reached: float
    completed: bool
    dropped: bool
    touch_and_go: bool
    from_the_top: bool
    low: int
    high: int
    after: int
    doubts: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Whether the bar left the floor, did not get to the top, and came down again."""
        return self.index is not None and not self.completed

    @property
    def pulled_until(self) -> Band | None:
        """When the pull is over: lockout, and where the bar never got there, as it sinks."""
        return self.lockout if self.completed else self.lowering or self.lockout


def reps(
    bar: BarHeight,
    trunk_deg: Floats | None = None,
    size_share: float = 0.03,
    *,
    upright_deg: Floats | float = UPRIGHT_DEG,
    bent_deg: Floats | float = BENT_DEG,
) -> list[Rep]:
    """All repetitions, failed ones among them, and attempts of a film, in order.

    Parameters
    ----------
    bar : its height over time
    trunk_deg : (n,) lean of the trunk, NaN where not known; tells whether a top is a lockout
    size_share : half-width of the scale's band as a share of it
    upright_deg, bent_deg : up to which lean the trunk is upright, and from which it surely is not,
        in every frame (n,) or in all [deg]
    """
    height = bridged(bar.times_s, bar.smooth.value)
    unknown = np.full(len(height), np.nan)
    trunk = unknown if trunk_deg is None else trunk_deg
    found = _without_bounces(bar, rises(height, LEAST_RISE_M))
    if not found:
        return []
    hangs = _hangs(height, found)
    set_ = [rise for rise, hung in zip(found, hangs, strict=True) if hung] or found
    usual = _usual(height, set_)
    result = []
    for place, rise in enumerate(found):
        if rise not in set_:
            continue
        before = found[place - 1] if place else None
        there = InFilm(bar, height, rise, before, hangs[place])
        far = there.rose >= WHOLE * usual
        whole = far and not (trunk - upright_deg)[rise.high] > 0
        short = not far or bool((trunk - bent_deg)[rise.high] > 0)
        one = replace(rep_of(there, usual, size_share), completed=whole)
        result.append((one, whole or (short and _came_down(there, usual))))
    return _counted(result)


@dataclass(frozen=True, slots=True)
class InFilm:
    """A rise in its film, the one before it, and whether the lifter starts from the top."""

    bar: BarHeight
    height: Floats
    rise: Rise
    before: Rise | None
    from_the_top: bool

    @property
    def rose(self) -> float:
        return float(self.height[self.rise.high] - self.height[self.rise.low])

    @property
    def top_before(self) -> int:
        """The last high before the low, as a frame."""
        first = 0 if self.before is None else self.before.high
        part = self.height[first : self.rise.low + 1]
        close = np.flatnonzero(part > np.nanmax(part) - 0.02 * self.rose)
        return first + int(close[-1])


def _usual(height: Floats, found: Sequence[Rise]) -> float:
    """The rise of a whole rep: the median of those that come near the largest [m]."""
    rose = np.array([height[each.high] - height[each.low] for each in found])
    return float(np.median(rose[rose >= WHOLE * rose.max()]))


def _came_down(one: InFilm, usual: float) -> bool:
    """Whether a rise was pulled off the floor, and the bar came down to it again."""
    height, rise = one.height, one.rise
    on_floor = height[rise.low] - np.nanmin(height) <= HANGS * usual
    took = one.bar.times_s[rise.high] - one.bar.times_s[rise.low]
    fell = height[rise.high] - height[rise.after]
    return bool(
        not one.from_the_top and on_floor and took >= LEAST_TRIED_S and fell > CAME_DOWN * one.rose
    )


def _hangs(height: Floats, found: Sequence[Rise]) -> list[bool]:
    """Which rises start from a bar that hangs in the hands (Romanian): all that were let down from
    a top first, if the film starts with one or most of them turn well above the floor. In such a
    set the bar is first taken up; that is no repetition."""
    rose = np.array([height[each.high] - height[each.low] for each in found])
    first = height[: found[0].low + 1]
    starts_high = bool(np.nanmax(first) - height[found[0].low] > STARTS_HIGH * rose[0])
    floor = np.nanmin(height)
    turns = np.array([height[each.low] - floor for each in found]) > HANGS * rose
    if starts_high:
        return [bool(each > 0.5 * rose.max()) for each in rose]
    if len(found) > 2 and turns[1:].all():
        return [bool(each) for each in turns]
    return [False] * len(found)


def _without_bounces(bar: BarHeight, found: Sequence[Rise]) -> list[Rise]:
    """Rises that are the lifter's."""
    kept: list[Rise] = []
    for rise in found:
        if kept and _bounced(bar, kept[-1], rise):
            last = kept[-1]
            kept[-1] = Rise(low=last.low, high=last.high, after=last.after)
        else:
            kept.append(rise)
    return kept


def _bounced(bar: BarHeight, before: Rise, rise: Rise) -> bool:
    height = bar.smooth.value
    small = height[rise.high] - height[rise.low] < 0.5 * (height[before.high] - height[before.low])
    soon = bar.times_s[rise.high] - bar.times_s[before.after] < BOUNCE_S
    return bool(small and soon and _dropped(bar, before))


def _dropped(bar: BarHeight, rise: Rise) -> bool:
    """Whether the bar fell."""
    down = bar.smooth.speed[rise.high : rise.after + 1]
    fall = bar.smooth.value[rise.high] - bar.smooth.value[rise.after]
    if not np.isfinite(down).any() or not fall > LEAST_RISE_M:
        return False
    return bool(-np.nanmin(down) > DROPPED * np.sqrt(2 * GRAVITY * fall))


def rep_of(one: InFilm, usual: float, size_share: float) -> Rep:
    """The repetition of one rise, not counted yet; ``usual`` is the rise of a whole one [m]."""
    bar, rise, times, raw = one.bar, one.rise, one.bar.times_s, one.bar.height_m
    lift_off = leaves(times, raw, rise.low, rise.high)
    lockout = tops_out(times, raw, rise.low, rise.high)
    lowering, floor = _down_first(one) if one.from_the_top else _down_after(one)
    rom = around(one.rose, size_share * one.rose, FOLLOWED * one.rose, 2 * bar.sd_m)
    first, last = (lowering, lockout) if one.from_the_top else (lift_off, floor or lowering)
    return Rep(
        index=None,
        begin_s=first.value if first else float(times[rise.low]),
        end_s=last.value if last else float(times[rise.high if one.from_the_top else rise.after]),
        lift_off=lift_off,
        lockout=lockout,
        lowering=lowering,
        floor=floor,
        rom_m=rom,
        mean_speed=_mean_speed(rom, lift_off, lockout),
        peak_speed=_peak_speed(one, size_share),
        reached=one.rose / usual,
        completed=True,
        dropped=_dropped(bar, rise),
        touch_and_go=_touched(one),
        from_the_top=one.from_the_top,
        low=rise.low,
        high=rise.high,
        after=rise.after,
        doubts=_doubts(one, lift_off, lockout),
    )


def _down_after(one: InFilm) -> tuple[Band | None, Band | None]:
    """When the bar starts down after the rise and when it meets the floor."""
    rise, times, raw = one.rise, one.bar.times_s, one.bar.height_m
    if not one.height[rise.high] - one.height[rise.after] > 0.5 * one.rose:
        return None, None
    return sinks(times, raw, rise.high, rise.after), reaches(times, raw, rise.high, _landed(one))


def _down_first(one: InFilm) -> tuple[Band | None, Band | None]:
    """When the bar starts down before the rise and when it turns."""
    low, times, raw = one.rise.low, one.bar.times_s, one.bar.height_m
    top = one.top_before
    return sinks(times, raw, top, low), reaches(times, raw, top, low, GATHERING)


def _landed(one: InFilm) -> int:
    """The first frame after the rise in which the bar is down, before any bounce."""
    rise = one.rise
    part = one.height[rise.high : rise.after + 1]
    down = int(np.flatnonzero(part < part[-1] + max(0.03 * one.rose, 0.008))[0])
    while down + 1 < len(part) and part[down + 1] < part[down]:
        down += 1
    return rise.high + down


def _touched(one: InFilm) -> bool:
    """Whether the bar only touched the floor before the rise."""
    return one.before is not None and not one.from_the_top and _rest_s(one) < TOUCH_S


def _rest_s(one: InFilm) -> float:
    """How long the bar lay still before the rise [s]."""
    low = one.rise.low
    still = np.abs(one.height - one.height[low]) < max(0.02 * one.rose, 0.006)
    moving = np.flatnonzero(~still)
    before, after = moving[moving < low], moving[moving > low]
    first = int(before[-1]) + 1 if len(before) else 0
    last = int(after[0]) - 1 if len(after) else len(still) - 1
    return float(one.bar.times_s[last] - one.bar.times_s[first])


def _mean_speed(rom: Band, start: Band | None, end: Band | None) -> Band | None:
    if start is None or end is None or end.value <= start.value:
        return None
    took = end.value - start.value
    doubt = np.hypot(start.high - start.low, end.high - end.low) / 2
    speed = rom.value / took
    return around(speed, speed * doubt / took, (rom.high - rom.low) / 2 / took)


def _peak_speed(one: InFilm, size_share: float) -> Band | None:
    """The fastest on the way up; none where part of it was not seen."""
    bar, rise = one.bar, one.rise
    up = slice(rise.low, rise.high + 1)
    if not np.isfinite(bar.smooth.speed[up]).all():
        return None
    took = float(bar.times_s[rise.high] - bar.times_s[rise.low])
    half = float(np.clip(PEAK_OF_RISE * took, *PEAK_HALF_WIDTH_S))
    smooth = smoothed(bar.times_s, bar.height_m, half)
    at = rise.low + int(np.nanargmax(smooth.speed[up]))
    fastest = float(smooth.speed[at])
    noise = NOISE_SPEED * (HALF_WIDTH_S / half) ** 1.5 * _noise(bar, smooth.value, at)
    return around(
        fastest,
        size_share * fastest,
        FOLLOWED * fastest,
        PEAK_SHARE * fastest,
        NINE_TENTHS * noise,
    )


def _noise(bar: BarHeight, value: Floats, at: int) -> float:
    """How far single heights lie off the smoothed ones about a frame (root mean square) [m]."""
    near = np.abs(bar.times_s - bar.times_s[at]) <= AROUND_PEAK_S
    off = (bar.height_m - value)[near]
    off = off[np.isfinite(off)]
    return max(float(np.sqrt((off**2).mean())) if len(off) else 0.0, bar.sd_m)


def _doubts(one: InFilm, lift_off: Band | None, lockout: Band | None) -> tuple[str, ...]:
    seen = np.isfinite(one.bar.height_m[one.rise.low : one.rise.high + 1])
    found = []
    if not seen.all():
        found.append(f"the bar was hidden in {1 - seen.mean():.0%} of the way up")
    if lift_off is None:
        found.append("the moment of lift-off was not seen")
    if lockout is None:
        found.append("the moment of lockout was not seen")
    return tuple(found)


def _counted(found: Sequence[tuple[Rep, bool]]) -> list[Rep]:
    """Numbers from 1 for those that are repetitions, done or failed."""
    counted, number = [], 0
    for rep, is_one in found:
        number += is_one
        counted.append(replace(rep, index=number if is_one else None))
    return counted
