"""What was read from someone's words, put right by them before it counts.

Facts are agreed on first, then each unclear mention is settled. An emergency ends it early.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from backspotter.levels import Level
from backspotter.reading.model import READABLE, Heard, Reading, Unclear
from backspotter.triage.assess import assess
from backspotter.triage.check_in import CheckIn

COLLECTIONS = (frozenset, set, list, tuple)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a person has gone through what was read.

    ``settled`` names the unclear fields that were asked, ``unsure`` those that stayed unclear.
    """

    check_in: CheckIn
    facts_agreed: bool = False
    settled: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


def not_known(field: str) -> Any:
    """The value of a field that is not answered."""
    return getattr(CheckIn(), field)


def begin(reading: Reading) -> Agreement:
    """What was read, with everything unclear left open until it is asked."""
    unclear = {each.field: not_known(each.field) for each in reading.unclear}
    return Agreement(reading.check_in.with_(**unclear))


def with_fact(agreement: Agreement, field: str, value: Any) -> Agreement:
    """The agreement with one fact corrected, or dropped when the value is not known."""
    return replace(agreement, check_in=agreement.check_in.with_(**{field: value}))


def next_unclear(agreement: Agreement, reading: Reading) -> Unclear | None:
    """The next mention to ask about; none once all are settled, or nothing may wait."""
    if assess(agreement.check_in).level is Level.emergency:
        return None
    return next((each for each in reading.unclear if each.field not in agreement.settled), None)


def with_unclear(agreement: Agreement, unclear: Unclear, value: Any) -> Agreement:
    """The agreement with one mention settled; it counts as it was taken when nobody can tell."""
    field = unclear.field
    cannot_tell = value == not_known(field)
    counts = (unclear.taken_as or value) if cannot_tell else value
    return replace(
        with_fact(agreement, field, counts),
        settled=(*agreement.settled, field),
        unsure=(*agreement.unsure, field) if cannot_tell else agreement.unsure,
    )


def still_holds(check_in: CheckIn, heard: Heard) -> bool:
    """Whether a fact is still as it was read."""
    now = getattr(check_in, heard.field)
    if not isinstance(now, frozenset):
        return bool(now == heard.value)
    said = heard.value if isinstance(heard.value, COLLECTIONS) else [heard.value]
    return now.issuperset(said)


def as_agreed(reading: Reading, check_in: CheckIn, agreement: Agreement) -> Reading:
    """What was read, without what its owner corrected or settled."""
    heard = tuple(each for each in reading.heard if still_holds(check_in, each))
    unclear = tuple(each for each in reading.unclear if each.field in agreement.unsure)
    return replace(reading, heard=heard, unclear=unclear, problem=READABLE)
