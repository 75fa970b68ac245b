"""The emergency that is open, and the number to call: on every page that speaks of the back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backspotter.app.checks_counted import counted_check
from backspotter.app.flags import cannot_wait
from backspotter.app.profile import country_now
from backspotter.levels import Level
from backspotter.triage.advice import numbers_of
from backspotter.web.answer_view import dialled

if TYPE_CHECKING:
    from backspotter.journal.records import Flag


@dataclass(frozen=True, slots=True)
class ToCall:
    """The numbers to dial; none where no country is known."""

    call: tuple[str, ...]


def to_call(country: str) -> ToCall:
    """The numbers to dial in an emergency in a country; empty for not said."""
    return ToCall(dialled(numbers_of(country).emergency))


@dataclass(frozen=True, slots=True)
class CallNow:
    """An open emergency; ``call`` : the numbers to dial, none where no country is known."""

    flag: Flag
    call: tuple[str, ...]


def call_now() -> CallNow | None:
    """The open emergency with its numbers; None where none is open.

    The numbers are those of the answer: of where the check was made, else of the profile.

    Raises
    ------
    JournalError : the journal cannot be read
    """
    first = next((each for each in cannot_wait() if each.level is Level.emergency), None)
    if first is None:
        return None
    check = counted_check(first.check_in)
    country = country_now(check.country if check is not None else "")
    return CallNow(first, dialled(numbers_of(country).emergency))
