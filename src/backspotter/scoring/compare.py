"""One film's result beside its truth: every comparison a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from backspotter.scoring.figures import Case
from backspotter.scoring.match import Matched, Pair
from backspotter.scoring.result import Result, Said
from backspotter.scoring.truth import DECLINE, USABLE, TrueRep, Truth
from backspotter.spine.arrays import Array, Mask

SEVERE_DEG: Final = 25.0
CALM_DEG: Final = 15.0
"""Between the two, a flag is neither right nor wrong."""

ROUNDING: Final = "lumbar_rounding after_lift_off"
EVENTS: Final = {
    "event.lift_off": "lift_off_s",
    "event.lockout": "lockout_s",
    "event.knee_pass": "knee_pass_s",
    "event.lowering": "lowering_s",
}
SPEEDS: Final = {
    "bar.mean_velocity": "mean_concentric_velocity_m_s",
    "bar.peak_velocity": "peak_velocity_m_s",
}
BACK: Final = {
    "lumbar.change": ("change_from_set_up", "band.lumbar_change"),
    "lumbar.from_upright": ("from_upright_at_lift_off", "band.from_upright"),
}
FRAMES: Final = {
    "angle.trunk": "trunk_deg",
    "angle.hip": "hip_deg",
    "angle.knee": "knee_deg",
    "bar.height": "bar_y_m",
    "bar.ahead": "bar_x_m",
}
EVERY_FRAME: Final = {
    "angle.trunk_all": "trunk_deg",
    "angle.hip_all": "hip_deg",
    "angle.knee_all": "knee_deg",
}
BACK_FRAMES: Final = {
    "lumbar.frames": "lumbar_flexion_deg",
    "thoracic.frames": "thoracic_flexion_deg",
}


def cases(truth: Truth, result: Result, same: Matched) -> list[Case]:
    """Every comparison that this truth allows.

    A film whose back should be declined says nothing about flexion; where the whole film was
    declined with it, nothing about reps either. Each rep counts the same, whatever its frames.
    """
    pieces: list[Iterable[tuple[str, float | None]]] = [_verdict(truth, result)]
    if truth.verdict != DECLINE or result.grade != "cannot_judge":
        pieces += [_reps(same), _failed(same), *map(_rep, same.pairs), _scale(truth, result)]
        pieces += [_frames(truth, result, rep, FRAMES) for rep in truth.reps]
        pieces += [_frames(truth, result, rep, EVERY_FRAME, all_=True) for rep in truth.reps]
    if truth.verdict != DECLINE:
        pieces += [_back(pair) for pair in same.pairs]
        pieces += [_frames(truth, result, rep, BACK_FRAMES) for rep in truth.reps]
        pieces += [_lumbar_frames(truth, result, rep) for rep in truth.reps]
        pieces += [_flags(truth, same)]
    return [Case(truth.name, figure, number) for piece in pieces for figure, number in piece]


def _verdict(truth: Truth, result: Result) -> Iterator[tuple[str, float]]:
    if truth.verdict == DECLINE:
        yield "back.declined", float(not result.judges_the_back)
    elif truth.verdict == USABLE:
        yield "back.judged", float(result.judges_the_back)


def _reps(same: Matched) -> Iterator[tuple[str, float]]:
    for found, reps in ((1.0, same.pairs), (0.0, same.missed)):
        yield from (("reps.found", found) for _ in reps)
    for real, said in ((1.0, same.pairs), (0.0, same.extra)):
        yield from (("reps.real", real) for _ in said)


def _failed(same: Matched) -> Iterator[tuple[str, float]]:
    """Reps that failed and are told as that."""
    for _, said in same.failed:
        yield "reps.failed", float(said is not None and not said.completed)


def _rep(pair: Pair) -> Iterator[tuple[str, float | None]]:
    """Events, range of motion and speeds."""
    true, said = pair
    for figure, name in EVENTS.items():
        if name in true.events:
            yield figure, _off(said.numbers[name], true.events[name])
    for figure, name in SPEEDS.items():
        if name in true.sizes:
            yield figure, _off(said.numbers[name], true.sizes[name])
            yield from _band("band.bar", said.numbers[name], true.sizes[name])
    rom = true.sizes.get("rom_m")
    if rom is not None and rom > 0:
        off = _off(said.numbers["rom_m"], rom)
        yield "bar.rom", None if off is None else 100 * off / rom
        yield from _band("band.bar", said.numbers["rom_m"], rom)


def _back(pair: Pair) -> Iterator[tuple[str, float | None]]:
    true, said = pair
    for figure, (name, band) in BACK.items():
        if name in true.sizes:
            yield figure, _off(said.numbers[name], true.sizes[name])
            yield from _band(band, said.numbers[name], true.sizes[name])


def _scale(truth: Truth, result: Result) -> Iterator[tuple[str, float | None]]:
    if truth.px_per_m is None:
        return
    off = _off(result.px_per_m, truth.px_per_m)
    yield "scale", None if off is None else 100 * off / truth.px_per_m
    yield from _band("band.scale", result.px_per_m, truth.px_per_m)


def _off(said: Said, true: float) -> float | None:
    return None if said.value is None else abs(said.value - true)


def _band(figure: str, said: Said, true: float) -> Iterator[tuple[str, float]]:
    holds = said.holds(true)
    if said.value is not None and holds is not None:
        yield figure, float(holds)


def _frames(
    truth: Truth, result: Result, rep: TrueRep, figures: dict[str, str], *, all_: bool = False
) -> Iterator[tuple[str, float | None]]:
    """The mean error over the frames of a rep: of what could be seen, or ``all_`` of them."""
    for figure, name in figures.items():
        of = _of(truth, rep, name, all_=all_)
        if of is None or result.frames is None:
            continue
        off = np.abs(result.frames.at(name, truth.t_s[of]) - truth.columns[name][of])
        yield figure, _mean(off)


def _lumbar_frames(
    truth: Truth, result: Result, rep: TrueRep
) -> Iterator[tuple[str, float | None]]:
    """Change since lift-off up to lockout, and how many frames lie in their band."""
    name = "lumbar_flexion_deg"
    of = _of(truth, rep, name)
    if of is None or result.frames is None:
        return
    times, true = truth.t_s[of], truth.columns[name][of]
    low, high = (result.frames.at(f"{name}_{end}", times) for end in ("low", "high"))
    is_banded = np.isfinite(low + high)
    if is_banded.any():
        yield "band.lumbar_frames", float(np.mean(((low <= true) & (true <= high))[is_banded]))
    start, end = (rep.events.get(each) for each in ("lift_off_s", "lockout_s"))
    if start is None or end is None:
        return
    up = (times >= start) & (times <= end)
    set_up = np.interp(start, truth.t_s, truth.columns[name])
    change = true[up] - set_up
    said = result.frames.at(name, times[up]) - result.frames.at(name, np.array([start]))
    if up.any():
        yield "lumbar.change_frames", _mean(np.abs(said - change))


def _of(truth: Truth, rep: TrueRep, name: str, *, all_: bool = False) -> Mask | None:
    """The frames of a rep in which a value could be seen, or all; none where there are none."""
    if name not in truth.columns:
        return None
    of = (truth.rep == rep.index) & np.isfinite(truth.columns[name])
    of &= all_ | truth.seen[name]
    return of if of.any() else None


def _mean(off: Array) -> float | None:
    given = off[np.isfinite(off)]
    return float(given.mean()) if len(given) else None


def _flags(truth: Truth, same: Matched) -> Iterator[tuple[str, float]]:
    """Severe rounding found, and calm reps left alone.

    On films that can be judged a rep that was missed or withheld is one that was not found; on
    those that may go either way only what was judged counts.
    """
    for true, said in same.pairs:
        change = true.sizes.get("change_from_set_up")
        is_judged = said.numbers["change_from_set_up"].value is not None
        if change is None or not (is_judged or truth.verdict == USABLE):
            continue
        is_flagged = any(fault.key == ROUNDING for fault in said.faults)
        if change >= SEVERE_DEG:
            yield "severe.found", float(is_flagged)
        if change < CALM_DEG:
            yield "calm.not_flagged", float(not is_flagged)
        if is_flagged and (change >= SEVERE_DEG or change < CALM_DEG):
            yield "severe.right", float(change >= SEVERE_DEG)
    if truth.verdict == USABLE:
        missed = (rep.sizes.get("change_from_set_up", 0.0) for rep in same.missed)
        yield from (("severe.found", 0.0) for change in missed if change >= SEVERE_DEG)
