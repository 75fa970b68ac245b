"""From the cells of one row to a set with its doubts, the same for every app."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from backspotter.training.formats.cells import Weight, effort, repetitions, seconds
from backspotter.training.formats.preview import Entry, Found, Skipped, key
from backspotter.training.formats.table import Row
from backspotter.training.log import LoggedSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a row says of a set, cell by cell, before it is judged."""

    row: Row
    at: datetime | None
    exercise: str
    weight: Weight
    reps: str
    rpe: str = ""
    seconds: str = ""
    distance: str = ""
    order: int = 1
    workout: str = ""
    note: str = ""
    warm_up: bool = False
    exact: bool = True
    parts: tuple[object, ...] = ()
    """What tells this entry from others in its log, beside time, exercise, weight and reps."""


def judged(written: Written) -> Entry:
    """The set, or why it is none."""
    if written.at is None:
        return _left(written, "the date cannot be read")
    if not written.exercise:
        return _left(written, "no exercise is named")
    reps, rep_doubts = repetitions(written.reps)
    rpe, rpe_doubts = effort(written.rpe)
    held = seconds(written.seconds)
    if not reps and not written.weight.kg and _went_somewhere(written.distance):
        return _left(written, "no set: time and distance only")
    if not reps and written.weight.kg is None and not held and not written.weight.doubts:
        return _left(written, "no weight, repetitions or time")
    one = LoggedSet(
        at=written.at,
        exercise=written.exercise,
        load_kg=written.weight.kg,
        reps=reps or None,
        rpe=rpe,
        seconds=held if not reps else None,
        warm_up=written.warm_up,
        exact=written.exact,
        order=written.order,
        workout=written.workout,
        note=written.note,
    )
    missing = ("reps: none given",) if not reps and not rep_doubts and not held else ()
    doubts = (*written.weight.doubts, *rep_doubts, *rpe_doubts, *missing)
    return Found(
        value=one,
        key=key_of(written),
        line=written.row.line,
        typed=written.weight.typed,
        doubts=doubts,
    )


def key_of(written: Written) -> str:
    """The same for the same entry in a later export."""
    at = written.at.replace(tzinfo=None).isoformat() if written.at else ""
    what = (written.exercise, written.weight.typed, written.reps.strip(), written.rpe.strip())
    return key(at, *what, *written.parts)


def doubted(entry: Entry, *doubts: str) -> Entry:
    """The same entry, with more to look at."""
    if isinstance(entry, Skipped) or not doubts:
        return entry
    return replace(entry, doubts=(*entry.doubts, *doubts))


def noted(entry: Entry, words: str) -> Entry:
    """The same set, with words in its note."""
    if isinstance(entry, Skipped) or not words or not isinstance(entry.value, LoggedSet):
        return entry
    note = f"{entry.value.note}; {words}" if entry.value.note else words
    return replace(entry, value=replace(entry.value, note=note))


def _left(written: Written, why: str) -> Skipped:
    return Skipped(line=written.row.line, why=why, text=written.row.text)


def _went_somewhere(distance: str) -> bool:
    return any(digit in distance for digit in "123456789")
