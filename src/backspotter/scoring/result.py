"""What a film reader found in a film, as far as it is scored: its summary and its frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from backspotter.errors import InputError
from backspotter.scoring.documents import Part, read_document
from backspotter.scoring.tables import Table, read_table
from backspotter.scoring.truth import EVENTS, Fault, read_fault

GRADES: Final = ("good", "fair", "poor", "cannot_judge")
SIZES: Final = ("rom_m", "mean_concentric_velocity_m_s", "peak_velocity_m_s")
FLEXION: Final = ("from_upright_at_lift_off", "change_from_set_up")


@dataclass(frozen=True, slots=True)
class Said:
    """A number with its band; ``value`` is none where it was withheld or left out."""

    value: float | None = None
    low: float | None = None
    high: float | None = None

    def holds(self, number: float) -> bool | None:
        """Whether the band holds a number; none where there is no band."""
        if self.low is None or self.high is None:
            return None
        return self.low <= number <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidRep:
    """A rep as it was reported: ``numbers`` by name, each perhaps withheld; not ``completed``
    where it is said to have failed."""

    numbers: Mapping[str, Said]
    span: tuple[float, float]
    faults: tuple[Fault, ...]
    completed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was reported of a film; ``frames`` none where there is no table, ``note`` says why."""

    grade: str
    px_per_m: Said
    reps: tuple[SaidRep, ...]
    frames: Table | None
    note: str = ""

    @property
    def judges_the_back(self) -> bool:
        """Whether it says how the lower back of any rep changed."""
        return any(rep.numbers["change_from_set_up"].value is not None for rep in self.reps)


def find_result(results: Path, name: str) -> Path | None:
    """The summary of a film among results, if there is one."""
    if results.is_file():
        return results
    places = (results / name / "summary.json", results / f"{name}.summary.json")
    return next((place for place in places if place.is_file()), None)


def read_result(summary: Path) -> Result:
    """A result from its summary and the table of frames beside it.

    Raises
    ------
    InputError : it cannot be read, or is no summary of a film
    """
    show = summary.name
    if summary.name == "summary.json":
        show = f"{summary.parent.name}/summary.json"
    document = read_document(summary, show=show)
    grade = document["quality"]["grade"]
    if grade.found not in GRADES:
        grade.wrong(f"one of {', '.join(GRADES)}")
    stem = summary.name.removesuffix("summary.json")
    table, note = read_table(summary.parent, stem)
    scale = document.maybe("scale")
    px_per_m = scale.maybe("px_per_m") if scale else None
    return Result(
        grade=grade.words(),
        px_per_m=said(px_per_m) if px_per_m else Said(),
        reps=tuple(_rep(part) for part in document["reps"].list()),
        frames=table,
        note=note,
    )


def said(part: Part) -> Said:
    """A number, a number with its band, or one that was withheld."""
    found = part.found
    if found is None or (isinstance(found, Mapping) and "cannot_judge" in found):
        return Said()
    if not isinstance(found, Mapping):
        return Said(part.number())
    value, low, high = (part[name].number() for name in ("value", "low", "high"))
    if low > high:
        part.wrong("low no higher than high")
    return Said(value, low, high)


def _rep(part: Part) -> SaidRep:
    part.object()
    numbers = {name: said(part[name]) for name in (*EVENTS, "start_s", "end_s", *SIZES)}
    flexion = part["lumbar_flexion_deg"]
    is_whole = "lumbar_flexion_deg" in part and "cannot_judge" not in flexion
    for name in FLEXION:
        numbers[name] = said(flexion[name]) if is_whole else Said()
    faults = part["faults"].list() if "faults" in part else []
    return SaidRep(
        numbers=numbers,
        span=_span(part, numbers),
        faults=tuple(read_fault(each) for each in faults),
        completed="completed" not in part or part["completed"].switch(),
    )


def _span(part: Part, numbers: Mapping[str, Said]) -> tuple[float, float]:
    """From lift-off to the end, or as much of that as was reported."""
    first = _first(numbers, ("lift_off_s", "start_s"))
    last = _first(numbers, ("end_s", "lowering_s", "lockout_s", "lift_off_s", "start_s"))
    if first is None or last is None:
        where = f"{part.file}: {part.where}"
        raise InputError(where, given="no times", expected="lift_off_s, or start_s")
    return min(first, last), max(first, last)


def _first(numbers: Mapping[str, Said], names: Sequence[str]) -> float | None:
    """The first of these that was given."""
    given = (numbers[name].value for name in names)
    return next((value for value in given if value is not None), None)
