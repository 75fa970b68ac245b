"""What was taken back as a mistake counts no more: the one place where a history is put right.

A check-in from between a flag and its correction counts as if it had answered no to what that flag
stood on. What another flag still stands on, open or examined, stays. The record is kept as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from backspotter.app.history import CheckedIn, Corrected, History, KeptFlag
from backspotter.triage.flag_signs import Stood, leans_on, never_said, taken_back


def as_it_counts(history: History) -> History:
    """The history without what was taken back, and without the flags that it had raised.

    Parameters
    ----------
    history : as it stood at one moment, so with no correction that came later
    """
    flags, corrected = history.flags or (), history.corrected
    if not corrected and not any(flag.was_mistake for flag in flags):
        return history
    stay = tuple(flag for flag in flags if not flag.was_mistake)
    return replace(
        history,
        check_ins=tuple(_counting(each, flags, corrected) for each in history.check_ins),
        flags=None if history.flags is None else stay,
    )


def fields_taken_back(
    at: datetime, flags: Sequence[KeptFlag], corrected: Sequence[Corrected] = ()
) -> frozenset[str]:
    """The fields of a check-in of a moment that count as never said."""
    stood = [_stood(flag) for flag in flags]
    return never_said(at, stood, (each.sign for each in corrected if each.at >= at))


def mistakes_at(at: datetime, flags: Sequence[KeptFlag]) -> tuple[KeptFlag, ...]:
    """The flags that counted at a moment and were a mistake, as it turned out."""
    return tuple(flag for flag in flags if flag.was_mistake and _stood(flag).was_in_force(at))


def _counting(
    checked: CheckedIn, flags: Sequence[KeptFlag], corrected: Sequence[Corrected]
) -> CheckedIn:
    back = fields_taken_back(checked.at, flags, corrected)
    return replace(checked, check_in=taken_back(checked.check_in, back)) if back else checked


def _stood(flag: KeptFlag) -> Stood:
    return Stood(
        fields=leans_on(flag.rule, (name for name, _ in flag.signs)),
        opened=flag.opened,
        ended=flag.ended,
        was_mistake=flag.was_mistake,
    )
