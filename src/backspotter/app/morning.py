"""A coach's morning: who needs a look today, and why. No scores of people; quiet when nothing is.

Every reason comes from data of a kind that the athlete shares, and from nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from backspotter.app.as_of import as_of
from backspotter.app.clinic_signs import Group, signs_asked
from backspotter.app.course import held
from backspotter.app.history import History
from backspotter.app.journal_history import history_of
from backspotter.app.plain_words import LEVEL_NAMES
from backspotter.app.plan import plan
from backspotter.app.track_course import Followed, followed
from backspotter.journal.films import films
from backspotter.journal.shares import Shared
from backspotter.levels import Level
from backspotter.training.sessions import RECENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backspotter.journal.journal import Journal
    from backspotter.journal.records import FilmKept

NOT_KNOWN: Final = "No forecast: whether a warning sign is open is not shared."
LOOKS_BACK: Final = timedelta(days=14)
NEW: Final = timedelta(days=2)
"""A film or a course that is older was seen on another morning."""

MISSED_AFTER: Final = timedelta(hours=12)
"""How late a re-check is before it counts as missed: assumption."""

WORTH_A_LOOK: Final = Level.see_clinician
OFF_COURSE: Final = ("slower", "not_like_soreness")
URGENCY: Final = ("level", "course", "recheck", "guard", "film")
"""What comes first among reasons without a level of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why somebody needs a look. ``kind`` is one of ``URGENCY``; ``level`` where it is a level."""

    kind: str
    words: str
    level: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Athlete:
    """Somebody who shares, with every reason to look at them today, the most urgent first."""

    person: int
    name: str
    kinds: frozenset[str]
    reasons: tuple[Reason, ...]

    @property
    def urgency(self) -> tuple[int, int, str]:
        """Sorts the most urgent first; those with the same by name."""
        levels = [int(each.level) for each in self.reasons if each.level is not None]
        first = min((URGENCY.index(each.kind) for each in self.reasons), default=len(URGENCY))
        return (-max(levels, default=-1), first, self.name)


def morning(journal: Journal, shared: Iterable[Shared], now: datetime) -> list[Athlete]:
    """Everybody who shares, the most urgent first.

    Parameters
    ----------
    journal : any of the place; each athlete's rows are read as theirs

    Raises
    ------
    JournalError : it cannot be read
    """
    found = [athlete(journal, each, now) for each in shared]
    return sorted(found, key=lambda each: each.urgency)


def athlete(journal: Journal, shared: Shared, now: datetime) -> Athlete:
    """One who shares, with the reasons to look at them today."""
    theirs = replace(journal, person=shared.person)
    whole = as_of(history_of(theirs, since=now - RECENT), now).history
    history = seen_through(whole, shared.kinds)
    kept = films(theirs) if "films" in shared.kinds else []
    reasons = (
        *_of_the_level(history, shared.kinds, now),
        *_of_the_course(history, shared.kinds, now),
        *_of_the_plan(history, shared.kinds, now),
        *_of_the_films(kept, now),
    )
    return Athlete(
        person=shared.person, name=shared.name, kinds=shared.kinds, reasons=tuple(reasons)
    )


def seen_through(history: History, kinds: frozenset[str]) -> History:
    """A history with nothing in it but data of the kinds that are shared."""
    kept = history
    if "answers" not in kinds:
        kept = replace(kept, check_ins=(), examined=(), corrected=(), flags=())
    if "course" not in kinds:
        kept = replace(kept, soreness=(), scores=(), sessions=())
    if "films" not in kinds:
        kept = replace(kept, films=())
    if "log" not in kinds:
        kept = replace(kept, sets=(), nights=(), body_mass=())
    return kept


def course_shared(journal: Journal, kinds: frozenset[str], now: datetime) -> Followed | None:
    """Where the back of a person stands, by what they share; None where they share no course.

    Without the answers nobody can see whether a sign is open, so there is no forecast.

    Parameters
    ----------
    journal : of the person

    Raises
    ------
    JournalError : it cannot be read
    """
    if "course" not in kinds:
        return None
    found = followed(seen_through(history_of(journal, since=now - RECENT), kinds), now)
    if "answers" in kinds or found.course is None:
        return found
    return replace(found, course=held(found.course, NOT_KNOWN))


def _of_the_level(history: History, kinds: frozenset[str], now: datetime) -> Iterable[Reason]:
    """The level as it stands, and a re-check that was missed."""
    if "answers" not in kinds:
        return
    for flag in history.flags or ():
        if flag.is_open(now):
            yield Reason(kind="level", words=f"open: {flag.words}", level=flag.level)
    last = max(history.check_ins, key=lambda each: each.at, default=None)
    if last is None or now - last.at > LOOKS_BACK:
        return
    stands = followed(history, last.at)
    if stands.level is not None and stands.level >= WORTH_A_LOOK:
        words = f"last check: {LEVEL_NAMES[stands.level]}"
        yield Reason(kind="level", words=words, level=stands.level)
    if "course" in kinds:
        yield from _missed(stands, history, now)


def _missed(stands: Followed, history: History, now: datetime) -> Iterable[Reason]:
    """A re-check that is due and was not made, neither by a check nor by an entry of soreness."""
    told = [each.at for each in history.check_ins] + [each.at for each in history.soreness]
    due = min(stands.recheck, default=None)
    if due is not None and now - due > MISSED_AFTER and max(told) < due:
        yield Reason(kind="recheck", words=f"no re-check since {due:%A %H:%M}")


def _of_the_course(history: History, kinds: frozenset[str], now: datetime) -> Iterable[Reason]:
    """A course that leaves what is usual."""
    if "course" not in kinds:
        return
    recent = [each for each in history.soreness if now - each.at <= NEW]
    course = followed(history, now).course if recent else None
    if course is not None and course.verdict in OFF_COURSE:
        yield Reason(kind="course", words=course.reason)


def _of_the_plan(history: History, kinds: frozenset[str], now: datetime) -> Iterable[Reason]:
    """A guard that holds the next session, where the log is shared too."""
    if "log" not in kinds or not history.sets:
        return
    seen = as_of(history, now)
    most = plan(seen.history, today=now).limits.most_limiting
    if most is not None and now - max(each.at for each in history.sets) <= LOOKS_BACK:
        yield Reason(kind="guard", words=f"next session held: {most.words}")


def _of_the_films(kept: Sequence[FilmKept], now: datetime) -> Iterable[Reason]:
    """New films whose back could not be judged."""
    for each in kept:
        if now - each.made > NEW:
            continue
        for one in each.summary.get("withheld", ()):
            if isinstance(one, dict) and one.get("what") == "lower back":
                yield Reason(kind="film", words=f"film of {each.made:%A}: {one.get('why')}")


def signs_shared(theirs: Journal, kinds: frozenset[str], now: datetime) -> tuple[Group, ...]:
    """Which warning signs the checks of the last fourteen days asked; none without ``answers``.

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.app.checks_counted import counted_checks
    from backspotter.journal.codec import CHECK_INS
    from backspotter.journal.entries import current

    if "answers" not in kinds:
        return ()
    kept = current(theirs, CHECK_INS, since=now - LOOKS_BACK)
    found = [each.value for each in counted_checks(theirs, kept)]
    return signs_asked(found) if found else ()
