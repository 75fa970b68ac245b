"""Days, sets, flags and films in the few words that a clinician reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from backspotter.app.counted import counted
from backspotter.exports.report_words import (
    GRADE_TITLES,
    STYLES,
    banded,
    fault_title,
    size_words,
    sure_words,
)
from backspotter.lift.band import Band
from backspotter.training.sessions import style_in
from backspotter.training.units import Unit, from_kg

if TYPE_CHECKING:
    from backspotter.journal.records import FilmKept, Flag, Soreness
    from backspotter.training.log import LoggedSet

TIMES: Final = "\N{MULTIPLICATION SIGN}"
MORE: Final = "…"


def day(at: date | datetime) -> str:
    """Such as ``Mon 2 Mar``."""
    return f"{at:%a} {at.day} {at:%b}"


def moment(at: datetime) -> str:
    """Such as ``Mon 2 Mar, 18:30``."""
    return f"{day(at)}, {at:%H:%M}"


def dated(at: datetime, now: datetime) -> str:
    """Such as ``Mon 2 Mar``, with the year where it is not this one."""
    return day(at) if at.year == now.year else f"{day(at)} {at.year}"


def sentence(words: str) -> str:
    """The words with a large first letter; names in them stay as they are."""
    return words[:1].upper() + words[1:]


def clipped(words: str, most: int) -> str:
    """One line of at most so many characters."""
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= most else one_line[: most - 1].rstrip() + MORE


def set_lines(sets: Iterable[LoggedSet], unit: Unit = "kg") -> list[str]:
    """Sets, alike ones together where the first of them stood: ``Deadlift 3 × 5, 140 kg, RPE 8``.

    Parameters
    ----------
    unit : in which loads are said
    """
    found = []
    for (name, load, reps, rpe, warm_up), count in Counter(map(_alike, sets)).items():
        work = f"{count} {TIMES} {reps}" if reps is not None else counted(count, "set")
        parts = [f"{name} {work}"]
        parts += [mass_words(load, unit)] if load is not None else []
        parts += [f"RPE {rpe:g}"] if rpe is not None else []
        parts += ["warm-up"] if warm_up else []
        found.append(", ".join(parts))
    return found


def mass_words(mass_kg: float, unit: Unit) -> str:
    """A mass [kg] in the person's unit, one decimal at most: ``185 lb``, ``83.9 kg``."""
    return f"{round(from_kg(mass_kg, unit), 1):g} {unit}"


def _alike(one: LoggedSet) -> tuple[str, float | None, int | None, float | None, bool]:
    name = clipped(one.exercise, 60) or STYLES.get(style_in(one) or "", "a set")
    return name, one.load_kg, one.reps, one.rpe, one.warm_up


def pain_words(entry: Soreness) -> str:
    """Such as ``pain 4, worst 6, under a painkiller``."""
    parts = [f"pain {entry.pain_now:g}"]
    parts += [f"worst {entry.pain_worst:g}"] if entry.pain_worst is not None else []
    parts += ["under a painkiller"] if entry.under_painkiller else []
    return ", ".join(parts)


def ended_words(flag: Flag) -> str:
    """How a flag was resolved, or that it is open."""
    if flag.is_open or flag.at is None:
        return "OPEN: no examination noted"
    if flag.how == "examined":
        return f"examined by {clipped(flag.by, 60)}, {day(flag.at)}"
    return f"said to be a mistake, {day(flag.at)}"


def film_lines(film: FilmKept) -> tuple[str, list[str], list[str]]:
    """What a film is, what it showed with its doubt, and what could not be judged and why."""
    summary = film.summary
    quality = _table(summary, "quality")
    grade = GRADE_TITLES.get(str(quality.get("grade")), "")
    style = str(summary.get("style", "")).replace("-", "_")
    reps = _rows(summary, "reps")
    repetitions = f"{len(reps)} repetition{'' if len(reps) == 1 else 's'}"
    head = ", ".join(part for part in (STYLES.get(style, ""), repetitions, grade.lower()) if part)
    shown = [*_flexion(reps), *_faults(reps)]
    withheld = [f"{row.get('what')}: {row.get('why')}" for row in _rows(summary, "withheld")]
    if quality.get("grade") == "cannot_judge":
        withheld += [str(each) for each in quality.get("reasons", ())]
    return head, shown, withheld


def _flexion(reps: Sequence[Mapping[str, Any]]) -> list[str]:
    """The repetition in which the lower back gave way most."""
    changes = [_band(_table(rep, "lumbar_flexion_deg").get("change_from_set_up")) for rep in reps]
    known = [band for band in changes if band is not None]
    if not known:
        return []
    most = max(known, key=lambda band: band.value)
    return [f"Lower back bent further after lift-off by {banded(most, '°')} at most (9 in 10)"]


def _faults(reps: Sequence[Mapping[str, Any]]) -> list[str]:
    found: dict[tuple[str, str], list[tuple[Any, Mapping[str, Any]]]] = {}
    for rep in reps:
        for row in _rows(rep, "faults"):
            found.setdefault((str(row.get("code")), str(row.get("onset"))), []).append(
                (rep.get("index"), row)
            )
    return [_fault(code, onset, rows) for (code, onset), rows in found.items()]


def _fault(code: str, onset: str, rows: Sequence[tuple[Any, Mapping[str, Any]]]) -> str:
    which = ", ".join(str(index) for index, _ in rows)
    surest = max((row for _, row in rows), key=lambda row: float(row.get("confidence") or 0))
    size = _band(surest.get("size"))
    parts = [f"{fault_title(code, onset)} (rep {which})"]
    parts += [size_words(size, str(surest.get("unit")))] if size is not None else []
    return ", ".join([*parts, sure_words(float(surest.get("confidence") or 0))])


def _band(given: object) -> Band | None:
    if not isinstance(given, Mapping) or not {"value", "low", "high"} <= given.keys():
        return None
    ends = {name: float(given[name]) for name in ("value", "low", "high")}
    return Band(**ends)


def _table(given: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = given.get(name)
    return found if isinstance(found, Mapping) else {}


def _rows(given: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = given.get(name)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []
