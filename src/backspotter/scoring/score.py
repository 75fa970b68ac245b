"""Results against truths: figures for all films, for those from the side, and group by group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from backspotter.errors import InputError
from backspotter.scoring.compare import cases
from backspotter.scoring.faults import Counted, FaultScore, counted, fault_scores
from backspotter.scoring.figures import ALL, SIDE_ON, Case, Found, figures, summed
from backspotter.scoring.groups import WAYS, in_order
from backspotter.scoring.match import matched
from backspotter.scoring.result import find_result, read_result
from backspotter.scoring.truth import DECLINE, EITHER_WAY, USABLE, Truth, read_truths


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmScore:
    """One film: its group for each way of grouping, and what was compared; ``answered`` is
    whether there is a result."""

    name: str
    verdict: str
    is_side_on: bool
    groups: Mapping[str, str]
    answered: bool
    cases: tuple[Case, ...]
    faults: tuple[Counted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """All films; ``notes`` say what could not be scored."""

    films: tuple[FilmScore, ...]
    notes: tuple[str, ...]

    def of(self, is_in: Callable[[FilmScore], bool] = lambda film: True) -> list[Found]:
        """Every figure over some of the films."""
        own = [case for film in self.films if is_in(film) for case in film.cases]
        return [summed(figure, own) for figure in figures().values()]

    def scope(self, name: str) -> list[Found]:
        """Every figure over all films, or those from the side."""
        return self.of(lambda film: name == ALL or film.is_side_on)

    def aimed(self) -> list[Found]:
        """Every figure over the films that its aim is stated for."""
        both = zip(self.scope(SIDE_ON), self.scope(ALL), strict=True)
        return [every if every.figure.over == ALL else side for side, every in both]

    def faults(self, name: str = SIDE_ON) -> list[FaultScore]:
        """All faults together, and each kind."""
        own = [
            fault for film in self.films if name == ALL or film.is_side_on for fault in film.faults
        ]
        return fault_scores(own)

    def grouped(self, way: str) -> Iterator[tuple[str, int, list[Found]]]:
        """For each group: its name, how many films, and every figure."""
        for name in in_order(way, {film.groups[way] for film in self.films}):
            count = sum(film.groups[way] == name for film in self.films)
            yield name, count, self.of(partial(_is_in, way, name))

    @property
    def ways(self) -> list[str]:
        """The ways of grouping."""
        return list(WAYS)

    @property
    def counts(self) -> dict[str, int]:
        """Films in all, with a result, and by what an honest reader should do with the back."""
        verdicts = Counter(film.verdict for film in self.films)
        answered = sum(film.answered for film in self.films)
        kinds = {kind: verdicts[kind] for kind in (USABLE, EITHER_WAY, DECLINE)}
        return {"films": len(self.films), "answered": answered, **kinds}


def _is_in(way: str, name: str, film: FilmScore) -> bool:
    return film.groups[way] == name


def score(results: Path, truth: Path) -> Score:
    """What results are worth.

    Parameters
    ----------
    results : a folder with NAME/summary.json or NAME.summary.json, or one summary
    truth : a folder with NAME.truth.json, or one truth

    Raises
    ------
    InputError : nothing to score, or a file that cannot be used
    """
    for name, path in (("results", results), ("truth", truth)):
        if not path.exists():
            raise InputError(name, given=str(path), expected="a file or folder that is there")
    truths = read_truths(truth)
    if results.is_file() and len(truths) > 1:
        expected = f"a folder, for {len(truths)} truths"
        raise InputError("results", given="one file", expected=expected)
    notes: Counter[str] = Counter()
    films = tuple(_film(each, results, notes) for each in truths)
    if not any(film.answered for film in films):
        expected = f"{truths[0].name}/summary.json, or {truths[0].name}.summary.json"
        raise InputError("results", given=f"none of {len(films)} films", expected=expected)
    return Score(films=films, notes=tuple(_said(notes, len(films))))


def _film(truth: Truth, results: Path, notes: Counter[str]) -> FilmScore:
    summary = find_result(results, truth.name)
    found = [Case(truth.name, "films.answered", float(summary is not None))]
    faults: list[Counted] = []
    if summary is not None:
        result = read_result(summary)
        same = matched(truth.reps, result.reps)
        found += cases(truth, result, same)
        faults = counted(truth, same)
        notes.update(f"not in the truth: {name}" for name in truth.missing)
        if result.note:
            notes[result.note] += 1
    return FilmScore(
        name=truth.name,
        verdict=truth.verdict,
        is_side_on=truth.is_side_on,
        groups=truth.groups,
        answered=summary is not None,
        cases=tuple(found),
        faults=tuple(faults),
    )


def _said(notes: Mapping[str, int], of: int) -> Sequence[str]:
    return [f"{note} ({count} of {of} films)" for note, count in notes.items()]
