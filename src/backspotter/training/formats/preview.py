"""What a file would bring in, with doubts, and what it would not, with reasons; nothing is kept."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Final, TypeAlias

from backspotter.training.log import BodyMass, LoggedSet, Night, Water
from backspotter.training.units import Unit

Value: TypeAlias = LoggedSet | Night | BodyMass | Water
Progress: TypeAlias = Callable[[int, int], None]
"""Told how many bytes are read, and of how many."""

KEY_DIGITS: Final = 32
EARLIEST_YEAR: Final = 1950


def silent(done: int, of: int) -> None:
    """No progress is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a file cannot say by itself.

    ``zone`` : of times that are written without one. ``unit`` : of weights in a file that names
    none, None where nobody was asked yet. ``lifter`` : whose meets, in a file of many lifters.
    ``now`` : what lies after it, or long before there were such logs, is left out unless
    ``unlikely`` asks for it; where ``now`` is None, days are not looked at.
    """

    zone: tzinfo
    unit: Unit | None = None
    lifter: str | None = None
    now: datetime | None = None
    unlikely: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One value that would come in.

    ``key`` : the same for the same entry in a later export of the same log. ``typed`` : the weight
    as it was written, with its unit. ``doubts`` : what a person should look at.
    """

    value: Value
    key: str
    line: int
    typed: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """One entry that would not come in, and why.

    ``choice`` : it can be read, and comes in where it is asked for
    """

    line: int
    why: str
    text: str = ""
    choice: bool = False


Entry: TypeAlias = Found | Skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """All that a file would bring in."""

    format: str
    found: tuple[Found, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...] = field(default=())

    @property
    def left_out(self) -> tuple[Skipped, ...]:
        """What does not come in unless it is chosen."""
        return tuple(each for each in self.skipped if each.choice)

    @property
    def doubtful(self) -> tuple[Found, ...]:
        """What would come in, but should be looked at."""
        return tuple(each for each in self.found if each.doubts)


def gathered(format_: str, entries: Iterable[Entry], notes: tuple[str, ...] = ()) -> Preview:
    """The preview of these entries."""
    found: list[Found] = []
    skipped: list[Skipped] = []
    for entry in entries:
        if isinstance(entry, Found):
            found.append(entry)
        else:
            skipped.append(entry)
    return Preview(format=format_, found=tuple(found), skipped=tuple(skipped), notes=notes)


def with_likely_days(seen: Preview, asked: Asked) -> Preview:
    """The preview without what lies in the future or before 1950, unless that is asked for."""
    if asked.now is None:
        return seen
    found: list[Found] = []
    skipped = list(seen.skipped)
    for each in seen.found:
        why = _unlikely(each.value, asked.now)
        if why and not asked.unlikely:
            skipped.append(Skipped(line=each.line, why=why, choice=True))
        else:
            found.append(replace(each, doubts=(why, *each.doubts)) if why else each)
    return replace(seen, found=tuple(found), skipped=tuple(skipped))


def _unlikely(value: Value, now: datetime) -> str:
    """What is doubtful about the day of a value; nothing where it can be."""
    if isinstance(value, LoggedSet | BodyMass):
        day = compared = value.at.date()
        if day.year >= EARLIEST_YEAR:
            compared = value.at.astimezone(now.tzinfo).date()
    else:
        day = compared = value.woke if isinstance(value, Night) else value.day
    said = f"date: {day.day} {day:%b} {day.year}"
    if day.year < EARLIEST_YEAR:
        return f"{said} is before {EARLIEST_YEAR}"
    return f"{said} is still to come" if compared > now.date() else ""


def once(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Without entries that stand twice, for logs that number their sets."""
    seen: set[str] = set()
    for entry in entries:
        if isinstance(entry, Found) and entry.key in seen:
            yield Skipped(line=entry.line, why="the same entry stands twice in the file")
            continue
        if isinstance(entry, Found):
            seen.add(entry.key)
        yield entry


class Keys:
    """Keys for entries that may rightly be alike: the second of two like ones gets its own."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def numbered(self, *parts: object) -> str:
        """The key of the next entry made of these parts."""
        plain = key(*parts)
        self._seen[plain] += 1
        return key(plain, self._seen[plain])


def key(*parts: object) -> str:
    """A name for an entry made of these parts, the same on every machine."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:KEY_DIGITS]
