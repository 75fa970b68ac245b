"""The faults of every repetition, with what to say of them and what they cost."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from backspotter.app.film_cost import Without, cost_of
from backspotter.lift.analysis import FaultSeen, Withheld
from backspotter.lift.band import Band
from backspotter.lift.faults import Fault, RepSeen, faults
from backspotter.spine.course import way_up


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultWords:
    """A row of ``film_words.toml``."""

    say: str
    cue: str
    practise: str
    status: str


@cache
def fault_words() -> dict[str, FaultWords]:
    """Every row, by the id of the fault's."""
    text = files("backspotter.app").joinpath("film_words.toml").read_text(encoding="utf-8")
    return {id_: FaultWords(**row) for id_, row in tomllib.loads(text).items()}


def faults_of(
    seen: RepSeen, without: Without
) -> tuple[tuple[FaultSeen, ...], tuple[Withheld, ...]]:
    """The faults of a repetition, and the rows that could not be judged."""
    found, left = faults(seen)
    named = {row.code: Withheld(row.code, row.why) for row in left}
    said = (_said(fault, without, way_up_at(seen, fault.peak_s)) for fault in found)
    return tuple(said), tuple(named.values())


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


def _said(fault: Fault, without: Without, share_up: float) -> FaultSeen:
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
        cost=cost_of(fault, without, share_up=share_up),
    )


def sized(size: float, unit: str) -> str:
    """A size as people say it."""
    return f"{size:.0f}°" if unit == "deg" else f"{100 * size:.0f} cm"
