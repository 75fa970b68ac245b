"""What is going on in every frame: still, lifting, lockout, lowering, down."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats, Ints
from backspotter.lift.reps import Rep

PHASES: Final = ("still", "lifting", "lockout", "lowering", "down")


def phases(times_s: Floats, reps: Sequence[Rep]) -> tuple[list[str], Ints]:
    """Each frame's phase (n,), and the rep's index (n,), 0 between reps and in attempts.

    A moment that was not seen is taken from the frame nearest to it.
    """
    names = np.full(len(times_s), "still", dtype=object)
    index = np.zeros(len(times_s), np.int64)
    for rep in reps:
        spans = _spans(times_s, rep)
        for name, (first, last) in spans.items():
            names[(times_s >= first) & (times_s < last)] = name
        within = (times_s >= rep.begin_s) & (times_s < max(last for _, last in spans.values()))
        index[within] = rep.index or 0
    _between(names)
    return list(names), index


def _spans(times_s: Floats, rep: Rep) -> dict[str, tuple[float, float]]:
    up = rep.lift_off.value if rep.lift_off else float(times_s[rep.low])
    top = rep.pulled_until.value if rep.pulled_until else float(times_s[rep.high])
    if rep.from_the_top:
        down = rep.lowering.value if rep.lowering else rep.begin_s
        return {"lowering": (down, up), "lifting": (up, top)}
    lower = rep.lowering.value if rep.lowering else top
    floor = rep.floor.value if rep.floor else max(rep.end_s, lower)
    return {"lifting": (up, top), "lockout": (top, lower), "lowering": (lower, floor)}


def _between(names: np.ndarray) -> None:
    """What lies between two reps: down after a lowering, lockout after a lift."""
    moving = np.flatnonzero(names != "still")
    for before, after in pairwise(moving):
        if after - before > 1:
            names[before + 1 : after] = "down" if names[before] == "lowering" else "lockout"
