"""How far the lower and upper back are bent, frame by frame and rep by rep, with bands.

Two small networks of our own read it from the line of the back, the joints and the body's size:
one how far it is bent, the other how far it has bent since the set-up of the same repetition. They
were trained on rendered lifters as the real pose network sees them (training/flexion). The skin is
not the spine: this is an estimate, and on real films only its changes have been ranked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import Final, Protocol

import numpy as np

from backspotter.lift.arrays import Flags, Floats
from backspotter.lift.back_change import Looks, looks, pairs
from backspotter.lift.back_inputs import Size
from backspotter.lift.band import Band
from backspotter.lift.quantiles import QuantileNetwork, load
from backspotter.lift.tracks import Tracks
from backspotter.lift.view import limit

FILE: Final = "flexion_network.npz"
CHANGE_FILE: Final = "flexion_change_network.npz"
LUMBAR, THORACIC = 0, 1
SET_UP_S: Final = 0.35
"""How long before lift-off the back's own shape is taken from [s]."""

SMOOTHED_S: Final = 0.3
"""Over how long frames are put together by their median [s]."""

LONGEST_GAP_S: Final = 0.4
"""Between frames that were read, up to which values are put in [s]."""

EASED_S: Final = 0.3
"""Before lockout, in which the curve goes back from the change to what each frame says [s]."""

LEAST_READ: Final = 0.6
"""Share of the pull that has to be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flexion:
    """Flexion through a film, n frames, r reps; bands hold nine times in ten on rendered films.

    ``lumbar``, ``thoracic`` (n, 3) value, low, high [deg], NaN where not judged
    ``at_lift_off``, ``change`` (r, 3) of the lower back: from upright standing as the bar leaves
        the floor, and the largest change from there before lockout; NaN where not judged
    ``withheld`` : why nothing is said of the back, None where something is
    """

    lumbar: Floats
    thoracic: Floats
    at_lift_off: Floats
    change: Floats
    withheld: str | None = None


class Pull(Protocol):
    """A rep, as far as the back asks."""

    @property
    def lift_off(self) -> Band | None:
        """When the bar leaves the floor [s]."""

    @property
    def lockout(self) -> Band | None:
        """When it is at the top [s]."""


def back_flexion(
    tracks: Tracks, reps: Sequence[Pull], *, size: Size | None = None, yaw_deg: float = 0.0
) -> Flexion:
    """The back's flexion through a film, or why it cannot be judged.

    Parameters
    ----------
    tracks : the lifter, n frames
    reps : those that are judged
    size : of the lifter's body; unknown sizes widen the band
    yaw_deg : of the camera off the side [deg]
    """
    net = network()
    seen = looks(tracks.landmarks_px, tracks.back.picture_px, tracks.facing, size or Size())
    strange = net.distance(seen.inputs) > net.farthest
    why = _not_judged(tracks, reps, seen.inputs, strange, yaw_deg)
    if why is not None:
        return _nothing(len(strange), len(reps), why)
    read = net(np.where(strange[:, None], np.nan, seen.inputs))
    lumbar, thoracic = (_through(tracks.times_s, read[:, place]) for place in (LUMBAR, THORACIC))
    at = [_at_lift_off(tracks.times_s, lumbar, rep) for rep in reps]
    usable, changes = seen.known & ~strange, change_network()
    since = [since_set_up(tracks.times_s, seen, usable, rep, changes) for rep in reps]
    for rep, start, change in zip(reps, at, since, strict=True):
        lumbar = _as_it_changed(tracks.times_s, lumbar, rep, start, change)
    return Flexion(
        lumbar=lumbar,
        thoracic=thoracic,
        at_lift_off=np.array(at).reshape(-1, 3),
        change=np.array([largest(one, changes) for one in since]).reshape(-1, 3),
    )


@cache
def network() -> QuantileNetwork:
    """The trained network that is part of the package."""
    with as_file(files("backspotter.lift").joinpath(FILE)) as path:
        return load(path)


@cache
def change_network() -> QuantileNetwork:
    """The one that was trained on pairs of moments."""
    with as_file(files("backspotter.lift").joinpath(CHANGE_FILE)) as path:
        return load(path)


def _not_judged(
    tracks: Tracks, reps: Sequence[Pull], given: Floats, strange: Flags, yaw_deg: float
) -> str | None:
    """Why the back of this film cannot be judged, None where it can."""
    if limit("yaw_deg").grade(abs(yaw_deg)) == "cannot_judge":
        return f"camera {abs(yaw_deg):.0f}° off the side: the back's outline is not its profile"
    pulled = _in_pulls(tracks.times_s, reps) & tracks.measured
    if not pulled.any():
        return "the lifter was not followed through the pull"
    seen: Flags = np.asarray(np.isfinite(given).all(axis=1))
    if seen[pulled].mean() < LEAST_READ:
        return "the line of the back is hidden in much of the pull"
    if strange[pulled & seen].mean() > 1 - LEAST_READ:
        return "the back looks unlike anything the estimate was learned from"
    return None


def _in_pulls(times: Floats, reps: Sequence[Pull]) -> Flags:
    found = np.zeros(len(times), bool)
    for rep in reps:
        found |= _pull(times, rep)
    return found


def _pull(times: Floats, rep: Pull) -> Flags:
    """The frames (n,) from lift-off to lockout; none where one of them was not seen."""
    if rep.lift_off is None or rep.lockout is None:
        return np.zeros(len(times), bool)
    return np.asarray((times >= rep.lift_off.value) & (times <= rep.lockout.value))


def _nothing(n: int, reps: int, why: str) -> Flexion:
    return Flexion(
        lumbar=np.full((n, 3), np.nan),
        thoracic=np.full((n, 3), np.nan),
        at_lift_off=np.full((reps, 3), np.nan),
        change=np.full((reps, 3), np.nan),
        withheld=why,
    )


def _through(times: Floats, read: Floats) -> Floats:
    """Value, low, high (n, 3) of every frame: medians over neighbours, short gaps filled."""
    low, middle, high = read.T
    known = np.flatnonzero(np.isfinite(middle))
    found = np.full((len(times), 3), np.nan)
    if not len(known):
        return found
    at = times[known]
    near = np.abs(at[:, None] - at) <= SMOOTHED_S / 2
    smooth = np.array(
        [[np.median(part[known][row]) for part in (middle, low, high)] for row in near]
    )
    for column in range(3):
        found[:, column] = np.interp(times, at, smooth[:, column])
    after = np.searchsorted(at, times, side="left")
    gap = np.append(np.diff(at), np.inf)[np.clip(after - 1, 0, None)]
    exact = np.isin(np.arange(len(times)), known)
    outside = (times < at[0]) | (times > at[-1]) | (gap > LONGEST_GAP_S)
    found[outside & ~exact] = np.nan
    return found


def _at_lift_off(times: Floats, lumbar: Floats, rep: Pull) -> Floats:
    """Flexion as the bar leaves the floor (3,), from the frames just before."""
    if rep.lift_off is None:
        return np.full(3, np.nan)
    before = (times >= rep.lift_off.value - SET_UP_S) & (times <= rep.lift_off.value)
    chosen = lumbar[before]
    if not np.isfinite(chosen[:, 0]).any():
        return np.full(3, np.nan)
    return np.asarray(np.nanmedian(chosen, axis=0))


def since_set_up(
    times: Floats, seen: Looks, usable: Flags, rep: Pull, net: QuantileNetwork
) -> Floats:
    """Change of the lower back since the frames before lift-off (n, 3), within the pull [deg]."""
    found = np.full((len(times), 3), np.nan)
    if rep.lift_off is None:
        return found
    before = (times >= rep.lift_off.value - SET_UP_S) & (times <= rep.lift_off.value) & usable
    pulled = _pull(times, rep)
    now = pulled & usable
    if not before.any() or not now.any():
        return found
    then = seen.of(before).mean()
    found[now] = net(pairs(seen.of(now), then))[:, LUMBAR]
    through = _through(times, found)
    return np.where(pulled[:, None], through, np.nan)


def _as_it_changed(
    times: Floats, lumbar: Floats, rep: Pull, start: Floats, since: Floats
) -> Floats:
    """Flexion (n, 3) with the pull as the set-up and the change since then have it; each frame's
    band stays as wide as it was."""
    if rep.lockout is None:
        return lumbar
    share = np.clip((rep.lockout.value - times) / EASED_S, 0.0, 1.0)
    shift = share * (start[0] + since[:, 0] - lumbar[:, 0])
    return np.asarray(lumbar + np.where(np.isfinite(shift), shift, 0.0)[:, None])


def largest(since: Floats, net: QuantileNetwork) -> Floats:
    """The largest change from the set-up before lockout (3,), never below nought."""
    if not np.isfinite(since[:, 0]).any():
        return np.full(3, np.nan)
    value, low, high = since[int(np.nanargmax(since[:, 0]))]
    wide = float(net.of_change[LUMBAR])
    change = max(float(value), 0.0)
    return np.array(
        [change, max(change - wide * float(value - low), 0.0), change + wide * float(high - value)]
    )
