"""The faults of every repetition, with what to say of them and what they cost."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from backspotter.app.film_cost import Without, cost_of
from backspotter.lift.analysis import FaultSeen, Withheld
from backspotter.lift.band import Band
from backspotter.lift.faults import Fault, RepSeen, faults


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
    return tuple(_said(fault, without) for fault in found), tuple(named.values())


def _said(fault: Fault, without: Without) -> FaultSeen:
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
        cost=cost_of(fault, without),
    )


def sized(size: float, unit: str) -> str:
    """A size as people say it."""
    return f"{size:.0f}°" if unit == "deg" else f"{100 * size:.0f} cm"
