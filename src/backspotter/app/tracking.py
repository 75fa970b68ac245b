"""How the back felt, entry by entry: taken with its scores, checked, kept, and read back."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from backspotter.app.journal_choice import journal
from backspotter.errors import InputError
from backspotter.soreness.scores import MOST_ACTIVITIES, scores

if TYPE_CHECKING:
    from backspotter.journal.records import CheckInKept, Entry, Flag, Soreness

MOST_PAIN = 10.0
MOST_ABILITY = 10.0
LONGEST_ACTIVITY = 100
LONGEST_NOTE = 2000
SHOWN = 20


def soreness_from(
    *,
    at: datetime,
    pain: float,
    worst: float | None = None,
    under_painkiller: bool = False,
    function: Sequence[str] = (),
    totals: Sequence[str] = (),
    helped: str = "",
    made_worse: str = "",
    note: str = "",
) -> Soreness:
    """An entry from what was typed.

    Parameters
    ----------
    pain, worst : 0 to 10
    function : such as ``tie my shoes=6``: 0 cannot, 10 as before
    totals : such as ``roland_morris=7``
    helped, made_worse : such as ``heat, walking``

    Raises
    ------
    InputError : a number out of range, a score that is not known, a text that is too long
    """
    from backspotter.journal.records import Soreness

    now_pain = _in_range("pain", pain, 0.0, MOST_PAIN)
    worst_pain = None if worst is None else _in_range("worst", worst, 0.0, MOST_PAIN)
    if worst_pain is not None and worst_pain < now_pain:
        raise InputError(
            "worst", given=f"{worst_pain:g}", expected=f"at least {now_pain:g}, as now"
        )
    if len(function) > MOST_ACTIVITIES:
        expected = f"at most {MOST_ACTIVITIES} activities"
        raise InputError("function", given=f"{len(function)} activities", expected=expected)
    return Soreness(
        at=at,
        pain_now=now_pain,
        pain_worst=worst_pain,
        under_painkiller=under_painkiller,
        function=_once("function", (_activity(each) for each in function)),
        scores=_once("score", (_total(each) for each in totals)),
        helped=_listed("helped", helped),
        made_worse=_listed("made_worse", made_worse),
        note=_short("note", note, LONGEST_NOTE),
    )


def add_soreness(value: Soreness, *, now: datetime, corrects: int | None = None) -> int:
    """Keep an entry, and give its number.

    Raises
    ------
    InputError : an entry to correct that is not there
    JournalError : it cannot be kept
    """
    from backspotter.journal.codec import SORENESSES
    from backspotter.journal.entries import add

    with journal() as opened:
        return add(opened, SORENESSES, value, entered=now, corrects=corrects)


def so_far(
    most: int = SHOWN,
) -> tuple[list[Entry[Soreness]], list[Entry[CheckInKept]], list[Flag]]:
    """The last entries and checks as they count, oldest first; open flags, the most urgent first.

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.app.checks_counted import counted_checks
    from backspotter.app.flags import most_urgent_first
    from backspotter.journal.codec import CHECK_INS, SORENESSES
    from backspotter.journal.entries import current
    from backspotter.journal.flags import flags

    with journal() as opened:
        sore = current(opened, SORENESSES, latest=most)
        checks = counted_checks(opened, current(opened, CHECK_INS, latest=most))
        return sore, checks, most_urgent_first(flags(opened, only_open=True))


def _listed(field: str, typed: str) -> tuple[str, ...]:
    return tuple(word for each in typed.split(",") if (word := _short(field, each)))


def _activity(typed: str) -> tuple[str, float]:
    name, number = _pair("function", typed, "an activity and 0 to 10, such as “tie my shoes=6”")
    short = _short("function", name, LONGEST_ACTIVITY)
    return short, _in_range("function", number, 0.0, MOST_ABILITY)


def _total(typed: str) -> tuple[str, float]:
    name, number = _pair("score", typed, "a name and its total, such as roland_morris=7")
    known = name.strip().lower().replace("-", "_").replace(" ", "_")
    totals = {id_: score for id_, score in scores().items() if score.asks == "total"}
    if known not in totals:
        raise InputError("score", given=name, expected="one of " + ", ".join(totals))
    return known, totals[known].accept(number)


def _pair(field: str, typed: str, expected: str) -> tuple[str, float]:
    name, equals, number = typed.rpartition("=")
    try:
        value = float(number.replace(",", "."))
    except ValueError:
        raise InputError(field, given=typed, expected=expected) from None
    if not equals or not name.strip():
        raise InputError(field, given=typed, expected=expected)
    return name, value


def _once(field: str, pairs: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    found = tuple(pairs)
    names = [name for name, _ in found]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(field, given=f"{twice} twice", expected="each once")
    return found


def _in_range(field: str, given: float, low: float, high: float) -> float:
    if not math.isfinite(given) or not low <= given <= high:
        raise InputError(field, given=f"{given:g}", expected=f"a number from {low:g} to {high:g}")
    return float(given)


def _short(field: str, given: str, most: int = LONGEST_ACTIVITY) -> str:
    words = given.strip()
    if len(words) > most:
        raise InputError(field, given=f"{len(words)} characters", expected=f"at most {most}")
    return words
