"""A kept answer as a page shows it: grouped, in words, with times on the clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from backspotter.app.check_again import AfterCheck
from backspotter.app.not_alone import first_line
from backspotter.app.plain_words import (
    LEVEL_NAMES,
    TOPIC_WORDS,
    fact_in_words,
    screen_in_words,
)
from backspotter.errors import InputError
from backspotter.journal.records import CheckInKept
from backspotter.levels import Level
from backspotter.triage.advice import CountryNumbers, numbers_of
from backspotter.triage.assess import reported_in_words, signs_that_decide
from backspotter.triage.check_in import FIELDS, check_in_kept
from backspotter.triage.questions import screen_of, words_of

FIRST_TOPICS: Final = ("action", "tell")
MARKS: Final = {"for": "+", "against": "−", "note": "·"}
MARK_WORDS: Final = {"for": "speaks for it", "against": "speaks against it", "note": "also"}
MOST_SIGNS_NAMED: Final = 3
MOST_SCREENS_NAMED: Final = 4
DIALLED: Final = re.compile(r"\d[\d ]*\d")


@dataclass(frozen=True, slots=True)
class Why:
    """One reason, with the mark of what it speaks for, its sources, and the level it sets."""

    mark: str
    mark_words: str
    words: str
    rule: str
    sources: tuple[str, ...]
    level: str


@dataclass(frozen=True, slots=True)
class Move:
    """What would move the level, which way, and to where."""

    up: bool
    to: Level
    words: str


@dataclass(frozen=True, slots=True)
class Share:
    """One thing it could be, with its share and range in percent, or why there is none."""

    words: str
    share: int | None
    low: int
    high: int
    withheld: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An answer, ready to be shown."""

    first: str
    """What is said before all else; mostly nothing."""
    action: tuple[str, ...]
    tell: tuple[str, ...]
    topics: tuple[tuple[str, tuple[str, ...]], ...]
    how_final: str
    so_far: bool
    most_like: str
    why: tuple[Why, ...]
    reported: str
    """The signs behind the level, in plain words; empty where no sign was reported."""
    again: tuple[AfterCheck, ...]
    moves: tuple[Move, ...]
    shares: tuple[Share, ...]
    not_asked: tuple[tuple[str, tuple[str, ...]], ...]
    read: tuple[tuple[str, str], ...]
    unclear: tuple[tuple[str, str, str], ...]
    numbers: CountryNumbers
    call: tuple[str, ...]
    advice_line: tuple[str, ...]


def view_of(kept: CheckInKept, *, again: tuple[AfterCheck, ...] = ()) -> View:
    """What a page shows of a kept answer; what an older version did not say is left out.

    Parameters
    ----------
    again : when to check again
    """
    given, level = kept.answer, kept.level
    rows = _rows(given, "do_now")
    numbers = _numbers(kept.country)
    return View(
        first=first_line(kept.text, kept.country) or str(given.get("first", "")),
        action=_topic(rows, "action"),
        tell=_topic(rows, "tell"),
        topics=_topics(rows),
        how_final=_how_final(given),
        so_far=bool(given.get("so_far")),
        most_like=str(given.get("most_like", "")),
        why=tuple(_why(given, level)),
        reported=_reported(kept),
        again=again,
        moves=tuple(_moves(given, level)),
        shares=tuple(_share(each) for each in _rows(given, "mechanisms")),
        not_asked=tuple(_not_asked(given)),
        read=tuple(_read(given)),
        unclear=tuple(_unclear(given)),
        numbers=numbers,
        call=dialled(numbers.emergency),
        advice_line=dialled(numbers.advice),
    )


def dialled(words: str) -> tuple[str, ...]:
    """The numbers to dial in words such as ``144 or 112``; none where there are none."""
    return tuple(" ".join(found.split()) for found in DIALLED.findall(words))


def _numbers(country: str) -> CountryNumbers:
    try:
        return numbers_of(country)
    except InputError:
        return numbers_of("")


def _rows(given: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return [row for row in given.get(name) or () if isinstance(row, dict)]


def _topic(rows: Iterable[Mapping[str, Any]], topic: str) -> tuple[str, ...]:
    return tuple(str(row["words"]) for row in rows if row["topic"] == topic)


def _topics(
    rows: Sequence[Mapping[str, Any]],
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    rest = [row for row in rows if row["topic"] not in FIRST_TOPICS]
    return tuple(
        (TOPIC_WORDS.get(topic, topic), tuple(str(row["words"]) for row in group))
        for topic, group in groupby(rest, key=lambda row: str(row["topic"]))
    )


def _how_final(given: Mapping[str, Any]) -> str:
    if not given.get("so_far"):
        return "No further answer could raise this."
    highest = LEVEL_NAMES[Level[given["could_rise_to"]]]
    named = [screen for screen, _ in _not_asked(given)]
    because = f", because not asked: {_first_few(named, MOST_SCREENS_NAMED)}" if named else ""
    return f"So far: it could rise to “{highest}”{because}."


def _first_few(words: Sequence[str], most: int) -> str:
    more = len(words) - most
    return "; ".join(words[:most]) + (f"; and {more} more" if more > 0 else "")


def _not_asked(given: Mapping[str, Any]) -> Iterable[tuple[str, tuple[str, ...]]]:
    asked = list(screen_of())
    rows = [row for row in _rows(given, "not_asked") if row["field"] in screen_of()]
    rows.sort(key=lambda row: asked.index(row["field"]))
    names: dict[str, list[str]] = {}
    for row in rows:
        names.setdefault(screen_in_words(screen_of()[row["field"]]), []).append(row["words"])
    return ((screen, tuple(words)) for screen, words in names.items())


def _why(given: Mapping[str, Any], level: Level) -> Iterable[Why]:
    rows = [row for row in _rows(given, "reasons") if not _is_overruled(row, level)]
    for row in sorted(rows, key=lambda each: list(MARKS).index(each["speaks"])):
        mark = row["speaks"]
        yield Why(
            mark=MARKS[mark],
            mark_words=MARK_WORDS[mark],
            words=row["words"],
            rule=row["rule"],
            sources=tuple(row["source"]),
            level=row["level"] or "",
        )


def _reported(kept: CheckInKept) -> str:
    try:
        check_in = check_in_kept(kept.answers)
    except InputError:
        return ""
    return reported_in_words(signs_that_decide(check_in, kept.level))


def _is_overruled(row: Mapping[str, Any], level: Level) -> bool:
    """Whether this is what the ranking alone would have said, where a rule decided."""
    return row["speaks"] == "note" and row["level"] not in (None, level.name)


def _moves(given: Mapping[str, Any], level: Level) -> Iterable[Move]:
    for row in _rows(given, "would_change"):
        to = Level[row["level"]]
        named = [words_of(name) for name in row["fields"] if name in FIELDS]
        yield Move(to > level, to, _first_few(named, MOST_SIGNS_NAMED) if named else row["words"])


def _share(row: Mapping[str, Any]) -> Share:
    figures = [row.get(name) for name in ("probability", "low", "high")]
    if None in figures:
        return Share(str(row["words"]), None, 0, 0, str(row.get("withheld", "")))
    share, low, high = (round(100 * float(part or 0)) for part in figures)
    return Share(str(row["words"]), share, low, high, "")


def _read(given: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for row in _rows(given, "read"):
        if row["field"] in FIELDS:
            yield fact_in_words(row["field"], row["value"]), " ".join(str(row["words"]).split())


def _unclear(given: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    for row in _rows(given, "unclear"):
        if row["field"] in FIELDS:
            counts = fact_in_words(row["field"], row["taken_as"])
            yield " ".join(str(row["words"]).split()), str(row["why"]), counts
