"""A check that a person is in the middle of on a page: kept in the journal until its answer."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from backspotter.app.documents import plain_errors
from backspotter.app.draft import Draft, answer_of, draft_document, draft_from
from backspotter.app.interview import Interview, Line, for_what_is_new
from backspotter.app.journal_choice import journal
from backspotter.app.keeping import KeptAnswer, kept
from backspotter.app.known_before import FROM
from backspotter.app.profile import country_now
from backspotter.app.ticks import Ticks
from backspotter.errors import InputError
from backspotter.journal.drafts import draft_of, drop_draft, keep_draft
from backspotter.triage.check_in import SIGNS, CheckIn

KIND = "check"
KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A check before its answer.

    ``key`` : under which its answer is kept once. ``ticks`` : lines of the step ``ticked_at`` that
    are still to be told apart. ``age_h`` : since it was last gone on with [h]. ``taken`` : fields
    that were not asked for, as they were kept before.
    """

    draft: Draft
    key: str
    ticks: Ticks | None = None
    ticked_at: int = 0
    age_h: float = 0.0
    taken: tuple[str, ...] = ()

    @property
    def step(self) -> int:
        """The step it has come to, from one."""
        return len(self.draft.interview.earlier) + 1

    @property
    def has_answers(self) -> bool:
        """Whether anything was said that would be lost."""
        told = self.draft.interview.check_in.with_(**dict.fromkeys(self.taken))
        return self.step > 1 or bool(self.draft.text) or told != CheckIn()

    def with_(self, **changes: Any) -> UnderWay:
        """The same check with a changed draft."""
        return replace(self, draft=replace(self.draft, **changes))


def begun(
    country: str = "",
    *,
    in_words: bool = False,
    only_new: bool = False,
    taken: Mapping[str, float] | None = None,
) -> UnderWay:
    """A check at its beginning.

    Parameters
    ----------
    country : two-letter code that chooses the number to call; empty for not said
    in_words : whether the person tells it in their own words first
    only_new : whether only signs that cannot wait are asked for
    taken : what was kept before and is not asked for, by field
    """
    told = CheckIn().with_(**(taken or {}))
    interview = for_what_is_new(country) if only_new else Interview(told, country)
    draft = Draft(interview, agreed=not in_words)
    return UnderWay(draft, secrets.token_hex(KEY_BYTES), taken=tuple(taken or ()))


def asked_after_all(check: UnderWay, field: str) -> UnderWay:
    """The same check with a field asked for that was taken from what was kept before.

    Steps that were answered stay as they were.
    """
    if field not in check.taken:
        return check
    interview = check.draft.interview
    told = interview.check_in.with_(**{field: None})
    left = tuple(each for each in check.taken if each != field)
    return replace(check.with_(interview=replace(interview, check_in=told)), taken=left)


def under_way(*, now: datetime) -> UnderWay | None:
    """The check this person is in the middle of, brought up to now; none where there is none.

    Raises
    ------
    InputError : what was kept is damaged, or from another version
    JournalError : it cannot be read
    """
    with journal() as opened:
        document = draft_of(opened, KIND)
    if document is None:
        return None
    try:
        draft, age_h = draft_from(document["draft"], now=now)
        ticks, at = _ticks(document["ticks"]), int(document["ticked_at"])
        taken = tuple(name for name in document.get("taken", ()) if name in FROM)
        return UnderWay(draft, str(document["key"]), ticks, at, age_h, taken)
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError("check", given=repr(error), expected="a check of ours") from None


def keep(check: UnderWay, *, now: datetime) -> None:
    """Keep what was said so far.

    Raises
    ------
    JournalError : it cannot be written
    """
    document = {
        "draft": draft_document(check.draft, now=now),
        "key": check.key,
        "ticks": _ticks_document(check.ticks),
        "ticked_at": check.ticked_at,
        "taken": list(check.taken),
    }
    with journal() as opened:
        keep_draft(opened, KIND, document, now=now)


def drop() -> None:
    """Forget the check that is under way; nothing happens where none is.

    Raises
    ------
    JournalError : it cannot be written
    """
    with journal() as opened:
        drop_draft(opened, KIND)


def finished(check: UnderWay, *, now: datetime) -> KeptAnswer:
    """The answer, kept once under the key of the check; what was under way is forgotten then.

    Raises
    ------
    JournalError : the answer was kept, and the check under way cannot be forgotten
    """
    interview = check.draft.interview
    country = country_now() or interview.country
    done = kept(
        answer_of(check.with_(interview=replace(interview, country=country)).draft),
        now=now,
        key=check.key,
    )
    if done.id is not None:
        drop()
    return done


def _ticks_document(ticks: Ticks | None) -> dict[str, Any] | None:
    if ticks is None:
        return None
    several = [[line.ask, list(line.signs)] for line in ticks.several]
    return {"present": list(ticks.present), "several": several}


def _ticks(document: dict[str, Any] | None) -> Ticks | None:
    if document is None:
        return None
    with plain_errors("check"):
        several = tuple(Line(str(ask), _signs(signs)) for ask, signs in document["several"])
    return Ticks(_signs(document["present"]), several)


def _signs(names: list[str]) -> tuple[str, ...]:
    if not set(names) <= set(SIGNS):
        raise TypeError("not all of them are signs")
    return tuple(names)
