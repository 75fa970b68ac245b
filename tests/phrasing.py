"""The phrasing matrices in ``tests/data``: is each warning sign read as it was meant?

A row names an item (a warning sign), a form (how it is put) and what is expected: ``raised``,
``not_raised``, or ``free`` where either may be right.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from backspotter.app.check import check_text
from backspotter.levels import Level
from backspotter.triage.assess import assess
from backspotter.triage.check_in import CheckIn
from tests.labelled import DATA, rows

BUILD = "phrasing_build.jsonl"
SEEN = "phrasing_seen.jsonl"
FRESH = "phrasing_fresh.jsonl"
APART = "phrasing_apart.jsonl"
VARIED = "phrasing_varied.jsonl"
UNREAD = "phrasing_unread.jsonl"
VOICES = "phrasing_voices.jsonl"
OWN_WORDS = "phrasing_own_words.jsonl"
PHYSIO = "phrasing_physio.jsonl"
DESK = "phrasing_desk.jsonl"
HELD_OUT = "phrasing_kept.jsonl"
WARD = "phrasing_ward.jsonl"
PORCH = "phrasing_porch.jsonl"
QUAY = "phrasing_quay.jsonl"

RAISED, NOT_RAISED, FREE = "raised", "not_raised", "free"
PRESENT = ("yes", "unable")
FUNCTIONS = ("walking", "standing", "sitting")
SORE = CheckIn(
    hours_since_lift=30,
    onset="next_day",
    quality=frozenset(["dull"]),
    pain_now=3,
    trend="easing",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One phrasing of one item."""

    id: str
    item: str
    form: str
    text: str
    expect: str


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A phrasing with what became of it."""

    row: Row
    is_raised: bool
    level: Level

    @property
    def is_wrong(self) -> bool:
        """Whether a sign was missed, or raised where it is not there."""
        return self.row.expect != FREE and self.is_raised != (self.row.expect == RAISED)

    @property
    def is_too_low(self) -> bool:
        """Whether a sign that was read counts for less than its floor."""
        return self.is_raised and self.row.expect == RAISED and self.level < floor(self.row.item)


@cache
def items() -> Mapping[str, tuple[str, ...]]:
    """The fields that raise each item: any one of them will do."""
    table = tomllib.loads((DATA / "phrasing_items.toml").read_text(encoding="utf-8"))
    return {item: tuple(fields) for item, fields in table["fields"].items()}


@cache
def matrix(name: str) -> tuple[Row, ...]:
    """The rows of one matrix, in its order."""
    return tuple(Row(**row) for row in rows(name))


@cache
def read_rows(name: str) -> tuple[ReadRow, ...]:
    """Every row of one matrix, read and assessed once."""
    return tuple(_read(row) for row in matrix(name))


def _read(row: Row) -> ReadRow:
    answer = check_text(row.text)
    assessment = answer.assessment
    said = (getattr(assessment.check_in, field) for field in items()[row.item])
    is_raised = answer.judged and any(value in PRESENT for value in said)
    return ReadRow(row, is_raised, assessment.level)


@cache
def floor(item: str) -> Level:
    """The least that any of the item's fields counts for: in somebody who is plainly sore."""
    return min(assess(SORE.with_(**{field: _present(field)})).level for field in items()[item])


def _present(field: str) -> str:
    return "unable" if field in FUNCTIONS else "yes"


def by_form(read: Iterable[ReadRow]) -> Iterator[tuple[str, int, int, int]]:
    """For each form: how many rows, how many raised, how many wrong."""
    read = list(read)
    total, raised, wrong = (
        Counter(each.row.form for each in chosen)
        for chosen in (
            read,
            [each for each in read if each.is_raised],
            [each for each in read if each.is_wrong],
        )
    )
    return ((form, total[form], raised[form], wrong[form]) for form in total)
