"""Which reported rep is which true one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backspotter.scoring.result import SaidRep
from backspotter.scoring.truth import TrueRep

Pair = tuple[TrueRep, SaidRep]


@dataclass(frozen=True, slots=True)
class Matched:
    """Reps that are the same, true ones that were missed, reported ones that are not there.

    A rep that is said to have failed is never the same as one that counts. Reported reps that
    overlap a true one that does not count are in none of these. ``failed`` are the true ones that
    failed, each with what was said of it, none where nothing was.
    """

    pairs: tuple[Pair, ...]
    missed: tuple[TrueRep, ...]
    extra: tuple[SaidRep, ...]
    failed: tuple[tuple[TrueRep, SaidRep | None], ...] = ()


def matched(truth: Sequence[TrueRep], said: Sequence[SaidRep]) -> Matched:
    """Reps that overlap in time, the nearest lift-offs first, each rep once."""
    near = sorted(
        (abs(_start(one) - other.span[0]), n, m)
        for n, one in enumerate(truth)
        for m, other in enumerate(said)
        if _overlap(one, other) and (other.completed or not one.counts)
    )
    pairs: dict[int, int] = {}
    for _, n, m in near:
        if n not in pairs and m not in pairs.values():
            pairs[n] = m
    lenient = {m for n, one in enumerate(truth) if not one.counts for m in _overlapping(one, said)}
    taken = set(pairs.values()) | lenient
    return Matched(
        tuple((truth[n], said[m]) for n, m in sorted(pairs.items()) if truth[n].counts),
        tuple(one for n, one in enumerate(truth) if n not in pairs and one.counts),
        tuple(other for m, other in enumerate(said) if m not in taken),
        tuple(
            (one, said[pairs[n]] if n in pairs else None)
            for n, one in enumerate(truth)
            if one.failed
        ),
    )


def _overlapping(one: TrueRep, said: Sequence[SaidRep]) -> list[int]:
    return [m for m, other in enumerate(said) if _overlap(one, other)]


def _overlap(one: TrueRep, other: SaidRep) -> bool:
    span = one.span
    return span is not None and span[0] < other.span[1] and other.span[0] < span[1]


def _start(one: TrueRep) -> float:
    return one.span[0] if one.span else 0.0
