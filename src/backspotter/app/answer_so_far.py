"""The answer before the questions have ended: what stands, and what could still raise it.

Nothing of it is kept. What was not asked is unknown, never no; a line that was ticked and not yet
told apart counts with all its signs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from backspotter.app.draft import answer_of
from backspotter.app.emergency_signs import all_asked, not_known
from backspotter.app.interview import Line
from backspotter.app.keeping import KeptAnswer, not_kept
from backspotter.app.profile import country_now

if TYPE_CHECKING:
    from backspotter.app.check_under_way import UnderWay
    from backspotter.app.draft import Draft
    from backspotter.app.ticks import Ticks


@dataclass(frozen=True, slots=True)
class SoFar:
    """An answer as things stand.

    ``counts_all`` : lines that were ticked and not told apart. ``all_asked`` : whether every sign
    that alone means emergency was asked. ``passed_over`` : those of them that were skipped.
    """

    stands: KeptAnswer
    counts_all: tuple[Line, ...]
    all_asked: bool
    passed_over: tuple[str, ...]


def so_far(check: UnderWay, *, now: datetime) -> SoFar:
    """The answer to a check that is under way, as it would be if it ended here.

    Parameters
    ----------
    now : with its zone
    """
    counted = _where_they_are(with_open_lines(check))
    interview = counted.draft.interview
    return SoFar(
        stands=draft_so_far(counted.draft, now=now),
        counts_all=check.ticks.several if check.ticks else (),
        all_asked=all_asked(interview),
        passed_over=tuple(name for name in not_known(interview) if name in interview.skipped),
    )


def _where_they_are(check: UnderWay) -> UnderWay:
    """With the country that the profile has by now."""
    interview = check.draft.interview
    return check.with_(interview=replace(interview, country=country_now() or interview.country))


def draft_so_far(draft: Draft, *, now: datetime) -> KeptAnswer:
    """The answer to a draft as things stand, beside the open flags; nothing is kept.

    Parameters
    ----------
    now : with its zone
    """
    interview = draft.interview
    told = replace(interview, country=interview.country or country_now())
    return not_kept(answer_of(replace(draft, interview=told)), now=now)


def with_open_lines(check: UnderWay) -> UnderWay:
    """The check with what was ticked and not yet told apart: all of it counts."""
    if check.ticks is None:
        return check
    interview = check.draft.interview
    told = interview.check_in.with_(**dict.fromkeys(_signs_in(check.ticks), "yes"))
    return replace(check.with_(interview=replace(interview, check_in=told)), ticks=None)


def _signs_in(ticks: Ticks) -> list[str]:
    return [*ticks.present, *(sign for line in ticks.several for sign in line.signs)]
