"""Pixels for a metre: at the near plate, from its diameter, and at the lifter, who is further away.

Three things tell the scale, and each checks the others: the plate's diameter (asked; else 450 mm is
the likely one), the lifter's height, and gravity where the bar falls freely.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.lift.arrays import Floats
from backspotter.lift.band import NINE_TENTHS, Band, around
from backspotter.lift.bar import BarTrack
from backspotter.lift.rates import stretches

LIKELY_MM: Final = 450.0
"""Of competition plates (IWF, IPF rules) and of bumpers and most iron plates from 20 kg."""

PLATES_MM: Final = (100.0, 500.0)
PLATE_SD: Final = 0.003
"""A plate's diameter varies by 1 to 2 mm of 450."""

INFERRED_LOW: Final = 0.93
"""Where nobody said what plate it is, the scale can be this much lower than a 450 mm plate's and
higher by as much: worn, odd or a rim found wrongly. Assumption."""

HALF_BAR_M: Final = 0.735
"""From the middle of the bar to the outer face of its first big plate; less on a trap bar."""

NEAREST_M, USUAL_M, FURTHEST_M = 2.0, 3.5, 8.0
"""From camera to lifter in phone films: assumption."""

SEGMENTS_OF_HEIGHT: Final = 0.80
"""From ankle over knee and hip to shoulder, as a share of stature: 0.779 between joints (Drillis,
Contini 1966), and the network's shoulder lies higher than the joint, in rendered films by 2 %."""

SEGMENTS_SD: Final = 0.05
"""Of that share between people, and of a pose network's joints: assumption."""

NEARER: Final = (1.03, 1.6)
"""How much larger things at the near plate look than at the lifter, at least and at most."""

GRAVITY: Final = 9.81
LEAST_FALL_S: Final = 0.15
FREE: Final = 0.9
"""A fall with this much of the acceleration expected is free."""

LEAST_FALL_FRAMES: Final = 5
EVEN: Final = 0.012
"""How far from a parabola a fall may be, in plate radii."""

HELD_BACK: Final = 1.15
"""Hands and air slow a bar: the true scale can be so much higher. Assumption."""

LEAST_FALL: Final = 0.2
"""How far a bar must fall in that time, in plate radii, to be looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """``near`` at the near plate and ``lifter`` at the lifter [px/m], where they are from in plain
    words, and what does not fit (none, or a few words each)."""

    near: Band
    lifter: Band
    source: str
    doubts: tuple[str, ...]


def scale(
    track: BarTrack | None,
    *,
    plate_mm: float | None = None,
    height_m: float | None = None,
    segments_px: float | None = None,
) -> Scale | None:
    """Pixels for a metre; none where neither plate nor body tell.

    Parameters
    ----------
    plate_mm : diameter of the largest plate, as asked [mm]
    height_m : of the lifter [m]
    segments_px : the lifter's ankle-knee-hip-shoulder line, straightened; see ``segments``

    Raises
    ------
    InputError : a plate that nobody makes
    """
    _check(plate_mm)
    body = _from_body(height_m, segments_px)
    if track is None or not np.isfinite(track.radius_px):
        return None if body is None else _without_plate(body)
    near, source = _from_plate(track, plate_mm)
    fall = gravity(track)
    if fall is not None and _fits(near, fall):
        near, source = _narrowed(near, fall), f"{source}; the bar falls as it should"
    return Scale(
        near=near,
        lifter=_lifter(near, body),
        source=source,
        doubts=(*_against_body(near, body), *_against_fall(near, fall)),
    )


def _check(plate_mm: float | None) -> None:
    if plate_mm is not None and not PLATES_MM[0] <= plate_mm <= PLATES_MM[1]:
        raise InputError(
            "plate_mm",
            given=plate_mm,
            expected=f"{PLATES_MM[0]:g} to {PLATES_MM[1]:g} mm",
            do="measure the largest plate across",
        )


def _from_plate(track: BarTrack, plate_mm: float | None) -> tuple[Band, str]:
    """At the near plate [px/m], and its source."""
    value = track.radius_px / ((plate_mm or LIKELY_MM) / 2000)
    read = NINE_TENTHS * value * track.radius_sd_px / track.radius_px
    if plate_mm is not None:
        return around(
            value, read, NINE_TENTHS * PLATE_SD * value
        ), f"plate of {plate_mm:g} mm, as asked"
    wide = around(value, read, (1 - INFERRED_LOW) * value)
    return wide, f"plate taken to be {LIKELY_MM:g} mm, the likely one"


def _from_body(height_m: float | None, segments_px: float | None) -> Band | None:
    """At the lifter [px/m]."""
    if height_m is None or segments_px is None or not segments_px > 0:
        return None
    value = segments_px / (SEGMENTS_OF_HEIGHT * height_m)
    return around(value, NINE_TENTHS * SEGMENTS_SD * value)


def _without_plate(body: Band) -> Scale:
    nearer = [far / (far - HALF_BAR_M) for far in (FURTHEST_M, USUAL_M, NEAREST_M)]
    near = Band(value=body.value * nearer[1], low=body.low * nearer[0], high=body.high * nearer[2])
    return Scale(near=near, lifter=body, source="the lifter's height", doubts=())


def _lifter(near: Band, body: Band | None) -> Band:
    """At the lifter: what the plate's scale leaves possible, and where it is known, height."""
    shares = [(far - HALF_BAR_M) / far for far in (NEAREST_M, USUAL_M, FURTHEST_M)]
    wide = Band(value=near.value * shares[1], low=near.low * shares[0], high=near.high * shares[2])
    if body is None:
        return wide
    low, high = max(wide.low, body.low), min(wide.high, body.high)
    if low >= high:
        return Band(value=body.value, low=min(wide.low, body.low), high=max(wide.high, body.high))
    return Band(value=min(max(body.value, low), high), low=low, high=high)


def _against_body(near: Band, body: Band | None) -> tuple[str, ...]:
    if body is None:
        return ()
    if near.high / body.low < NEARER[0]:
        return ("the plate looks too small for the lifter's height: is it smaller than taken?",)
    if near.low / body.high > NEARER[1]:
        return ("the plate looks too large for the lifter's height: is it larger than taken?",)
    return ()


def _fits(near: Band, fall: Band) -> bool:
    """Whether a fall is free and says the same."""
    return fall.value > FREE * near.value and fall.low <= near.high and near.low <= fall.high


def _narrowed(near: Band, fall: Band) -> Band:
    low, high = max(near.low, fall.low), min(near.high, fall.high)
    return Band(value=min(max(near.value, low), high), low=low, high=high)


def _against_fall(near: Band, fall: Band | None) -> tuple[str, ...]:
    """Nothing falls faster than freely; slower is only a bar that was not let go of."""
    if fall is None or fall.low <= near.high:
        return ()
    return ("the bar falls faster than anything can: is the plate larger than taken?",)


def segments(ankle: Floats, knee: Floats, hip: Floats, shoulder: Floats) -> float:
    """Length of the line ankle-knee-hip-shoulder, straightened [px]; each part as long as it is
    seen in the tenth of frames in which it looks longest, as turning only shortens it.

    Parameters
    ----------
    ankle, knee, hip, shoulder : (n, 2) of the near side [px], NaN where not known
    """
    parts = [
        np.hypot(*(one - other).T) for one, other in ((ankle, knee), (knee, hip), (hip, shoulder))
    ]
    if not all(np.isfinite(part).any() for part in parts):
        return float("nan")
    return float(sum(np.nanpercentile(part, 90) for part in parts))


def gravity(track: BarTrack) -> Band | None:
    """At the near plate, from a bar in free fall [px/m]; none where it does not fall long enough.

    Hands and air only slow a bar, so the true scale may be higher: the band is wider upward.
    """
    best: Band | None = None
    for stretch in stretches(track.times_s, track.y_px):
        found = _fastest_fall(track.times_s[stretch], track.y_px[stretch], track.radius_px)
        if found is not None and (best is None or found.value > best.value):
            best = found
    return best


def _fastest_fall(times: Floats, y_px: Floats, radius_px: float) -> Band | None:
    """The stretch whose acceleration is largest and even, as pixels for a metre."""
    best: Band | None = None
    for first in range(len(times)):
        last = int(np.searchsorted(times, times[first] + LEAST_FALL_S)) + 1
        if last > len(times) or last - first < LEAST_FALL_FRAMES:
            continue
        if y_px[last - 1] - y_px[first] < LEAST_FALL * radius_px:
            continue
        found = _fall(times[first:last] - times[first], y_px[first:last], radius_px)
        if found is not None and (best is None or found.value > best.value):
            best = found
    return best


def _fall(since: Floats, y_px: Floats, radius_px: float) -> Band | None:
    """Pixels for a metre if this is a fall from rest; none if it is no even acceleration."""
    found, cover = np.polyfit(since, y_px, 2, cov="unscaled")[:2]
    left = y_px - np.polyval(found, since)
    noise = max(float(np.sqrt((left**2).sum() / (len(since) - 3))), 0.1)
    pulled, speed = float(2 * found[0]), float(found[1] + 2 * found[0] * since[-1])
    sd = 2 * noise * float(np.sqrt(cover[0, 0]))
    if noise > EVEN * radius_px or sd > 0.1 * pulled or speed < 0.5 * pulled * since[-1]:
        return None
    value, spread = pulled / GRAVITY, NINE_TENTHS * sd / GRAVITY
    return Band(value=value, low=value - spread, high=(value + spread) * HELD_BACK)
