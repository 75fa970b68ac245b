"""The second page for a clinician: every entry of a fortnight, all signs, reasons and sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from backspotter.app.clinic import DETAIL, Told
from backspotter.app.clinic_signs import Group, answer_of
from backspotter.app.clinic_words import (
    clipped,
    day,
    ended_words,
    film_lines,
    moment,
    pain_words,
    sentence,
    set_lines,
)
from backspotter.app.plain_words import LEVEL_NAMES
from backspotter.evidence import sources

if TYPE_CHECKING:
    from backspotter.journal.records import CheckInKept, Soreness

MOST_ENTRIES: Final = 60
MOST_SOURCES: Final = 14
NOTE: Final = 400


def detail(told: Told, groups: Sequence[Group]) -> dict[str, Any]:
    """Every text of the second page."""
    since = told.last - DETAIL
    entries = _entries(told, since)
    return {
        "since": f"{day(since)} to {day(told.last)} {told.last.year}",
        "entries": entries[-MOST_ENTRIES:],
        "left_out": max(len(entries) - MOST_ENTRIES, 0),
        "sessions": _sessions(told, since),
        "signs": [_signs(group) for group in groups],
        "films": _films(told, since),
        "reasons": _reasons(told.check_ins),
        "sources": _sources(told.check_ins),
    }


def _entries(told: Told, since: datetime) -> list[list[str]]:
    rows = [(each.at, _sore(each)) for each in told.soreness if each.at >= since]
    rows += [(each.at, _check(each)) for each in told.check_ins if each.at >= since]
    for flag in told.flags:
        if flag.at is not None and flag.at >= since:
            note = f" ({clipped(flag.note, NOTE)})" if flag.note else ""
            rows.append((flag.at, f"Flag {flag.rule}: {ended_words(flag)}{note}"))
    rows.sort(key=lambda row: row[0])
    nights = [night for night in told.nights if night.woke >= since.date() and night.asleep_h]
    shown = [[moment(at), words] for at, words in rows]
    if nights:
        slept = ", ".join(f"{day(night.woke)} {night.asleep_h:.3g} h" for night in nights)
        shown.append(["Nights", clipped(slept, 2 * NOTE)])
    return shown


def _sore(entry: Soreness) -> str:
    parts = [sentence(pain_words(entry))]
    parts += [f"{clipped(name, 60)} {ability:g}" for name, ability in entry.function]
    parts += [f"{clipped(score, 40).replace('_', ' ')} {value:g}" for score, value in entry.scores]
    parts += [f"helped: {clipped(', '.join(entry.helped), 120)}"] if entry.helped else []
    parts += [f"“{clipped(entry.note, NOTE)}”"] if entry.note else []
    return "; ".join(parts)


def _check(kept: CheckInKept) -> str:
    words = f" “{clipped(kept.text, NOTE)}”" if kept.text.strip() else ""
    return f"Check: {LEVEL_NAMES[kept.level]}, version {clipped(kept.engine, 20)}.{words}"


def _sessions(told: Told, since: datetime) -> list[list[str]]:
    """Each day's work as it was logged."""
    recent = sorted(
        (one for one in told.sets if one.at >= since), key=lambda one: (one.at, one.order)
    )
    days = groupby(recent, key=lambda one: one.at.date())
    lines = ((each, set_lines(done, told.unit)) for each, done in days)
    return [[day(each), clipped("; ".join(said), 2 * NOTE)] for each, said in lines]


def _signs(group: Group) -> dict[str, Any]:
    rows = [[each.words, answer_of(each)] for each in group.signs]
    return {"title": group.title, "rows": rows}


def _films(told: Told, since: datetime) -> list[dict[str, Any]]:
    found = []
    for film in told.films:
        if film.made >= since:
            head, shown, withheld = film_lines(film)
            lines = [*shown, *(f"Not judged: {each}" for each in withheld)]
            found.append({"head": f"{moment(film.made)}: {head}", "lines": lines[:20]})
    return found


def _reasons(checks: Sequence[CheckInKept]) -> list[list[str]]:
    """Why the last check came to its level: rule, words, sources by their short names."""
    return [
        [str(row.get("rule", "")), clipped(str(row.get("words", "")), NOTE), _named(row)]
        for row in _rows(checks, "reasons")
    ]


def _named(row: dict[str, Any]) -> str:
    ids = [str(each) for each in row.get("source", ())]
    return ", ".join(sources()[each].short if each in sources() else each for each in ids)


def _sources(checks: Sequence[CheckInKept]) -> list[str]:
    """The works that the reasons lean on, and how far each was read."""
    ids = dict.fromkeys(str(s) for row in _rows(checks, "reasons") for s in row.get("source", ()))
    known = [sources()[each] for each in ids if each in sources()]
    lines = [f"{each.citation} ({each.how_verified})" for each in known]
    return lines[:MOST_SOURCES]


def _rows(checks: Sequence[CheckInKept], name: str) -> list[dict[str, Any]]:
    found = checks[-1].answer.get(name) if checks else None
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
