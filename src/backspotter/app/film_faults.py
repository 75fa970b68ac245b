"""The faults of every repetition, with what to say of them and what they cost."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np

from backspotter.app.film_cost import cost_of
from backspotter.app.film_loads import Filmed
from backspotter.lift.analysis import CannotJudge, Cost, FaultSeen, Withheld
from backspotter.lift.arrays import Floats
from backspotter.lift.band import Band
from backspotter.lift.faults import Fault, RepSeen, faults
from backspotter.spine.course import way_up


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultWords:
    """A row of ``film_words.toml``."""

    say: str
    cue: str
    practise: str
    undone: str
    status: str


@cache
def fault_words() -> dict[str, FaultWords]:
    """Every row, by the id of the fault's."""
    text = files("backspotter.app").joinpath("film_words.toml").read_text(encoding="utf-8")
    return {id_: FaultWords(**row) for id_, row in tomllib.loads(text).items()}


def faults_of(
    seen: RepSeen, filmed: Filmed | CannotJudge, times_s: Floats
) -> tuple[tuple[FaultSeen, ...], tuple[Withheld, ...]]:
    """The faults of a repetition, and the rows that could not be judged.

    Parameters
    ----------
    filmed : the repetition as it is loaded, or why it was not worked out
    times_s : of the film's frames: a fault is shown and priced in one of them (n,) [s]
    """
    found, left = faults(seen)
    frames = times_s if isinstance(filmed, CannotJudge) else filmed.times
    found = tuple(_in_a_frame(fault, frames) for fault in found)
    named = {row.code: Withheld(row.code, row.why) for row in left}
    return tuple(_said(fault, seen, filmed) for fault in found), tuple(named.values())


def _in_a_frame(fault: Fault, times_s: Floats) -> Fault:
    return replace(fault, peak_s=float(times_s[np.argmin(np.abs(times_s - fault.peak_s))]))


def way_up_at(seen: RepSeen, at_s: float) -> float:
    """The share of its way up that the bar has done at this moment [s], 0 to 1; where it was not
    seen, as the model of a repetition has it at that share of the time."""
    times = seen.times[seen.up]
    risen = seen.risen_m[seen.up]
    if np.isfinite(risen).all() and risen.max() > 0:
        return float(np.clip(np.interp(at_s, times, risen) / risen.max(), 0.0, 1.0))
    share = (at_s - times[0]) / (times[-1] - times[0])
    way = way_up(len(times) - 1)
    return float(np.interp(share, np.linspace(0.0, 1.0, len(way)), way))


def _cost(fault: Fault, seen: RepSeen, filmed: Filmed | CannotJudge) -> Cost | CannotJudge:
    if isinstance(filmed, CannotJudge):
        return filmed
    above = seen.measures.get("hips_above_style")
    return cost_of(
        fault,
        filmed.at(fault.peak_s),
        share_up=way_up_at(seen, fault.peak_s),
        hips_above_style_m=float(above.value[0]) if above is not None else None,
        undone=fault_words()[fault.id].undone,
        completed=seen.completed,
    )


def _said(fault: Fault, seen: RepSeen, filmed: Filmed | CannotJudge) -> FaultSeen:
    words = fault_words()[fault.id]
    return FaultSeen(
        row=fault.id,
        code=fault.code,
        onset=fault.onset,
        at_s=fault.at_s,
        peak_s=fault.peak_s,
        size=Band(value=fault.size, low=fault.low, high=fault.high),
        unit=fault.unit,
        confidence=fault.confidence,
        say=words.say.format(size=sized(fault.size, fault.unit)),
        cue=words.cue,
        practise=words.practise,
        cost=_cost(fault, seen, filmed),
    )


def sized(size: float, unit: str) -> str:
    """A size as people say it."""
    return f"{size:.0f}°" if unit == "deg" else f"{100 * size:.0f} cm"
