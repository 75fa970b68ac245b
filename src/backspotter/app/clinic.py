"""What a clinician is told: the last episode in the journal, as it stands at one moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from backspotter.app.journal_choice import journal, place
from backspotter.errors import InputError
from backspotter.training.sessions import PullSession, pull_sessions
from backspotter.training.units import Unit

if TYPE_CHECKING:
    from backspotter.app.track_course import Followed
    from backspotter.journal.journal import Journal
    from backspotter.journal.records import CheckInKept, FilmKept, Flag, Profile, Soreness
    from backspotter.training.log import BodyMass, LoggedSet, Night

DETAIL: Final = timedelta(days=14)
"""How far back the second page goes, from the last entry."""

SET_BEFORE: Final = timedelta(days=10)
"""How long before the first entry a session may be the one it began with: assumption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one person's journal says of their last episode, oldest first.

    ``now`` : when it is told. ``check_ins`` : as they count, without what was a mistake.
    ``sets`` : all of the log; ``flags`` : every one, open or ended. ``course`` : as followed now,
    or as it was at the last entry where no session is recent now.
    """

    now: datetime
    name: str
    profile: Profile
    body_mass: tuple[BodyMass, ...]
    check_ins: tuple[CheckInKept, ...]
    soreness: tuple[Soreness, ...]
    sets: tuple[LoggedSet, ...]
    nights: tuple[Night, ...]
    flags: tuple[Flag, ...]
    films: tuple[FilmKept, ...]
    followed: Followed
    course: Followed

    @property
    def began(self) -> datetime:
        """The first entry of the episode; the last set where nothing was entered."""
        entered = entries_at(self.check_ins, self.soreness)
        return entered[0] if entered else max(one.at for one in self.sets)

    @property
    def last(self) -> datetime:
        """The last thing that was entered of the back; the last set where nothing was."""
        entered = entries_at(self.check_ins, self.soreness)
        return entered[-1] if entered else max(one.at for one in self.sets)

    @property
    def unit(self) -> Unit:
        """In which this person reads weights."""
        return "lb" if self.profile.units == "lb" else "kg"

    @property
    def session(self) -> PullSession | None:
        """The deadlifts that came before the first entry; None where none are near."""
        found = pull_sessions(self.sets, until=self.began)
        if not found or self.began - found[-1].ended > SET_BEFORE:
            return None
        return found[-1]


def told_by_journal(*, now: datetime, name: str = "") -> Told:
    """What the journal of this command says.

    Parameters
    ----------
    now : with its zone
    name : of the person, where they want it there

    Raises
    ------
    InputError : nothing in the journal that could be told
    JournalError : it cannot be read
    """
    if not place().is_there:
        raise nothing_to_tell()
    with journal() as opened:
        return told(opened, now=now, name=name)


def nothing_to_tell() -> InputError:
    """What is said of a journal without an entry."""
    do = "backspotter check asks about your back, and track add keeps a day"
    return InputError("export", given="an empty journal", expected="an entry in it", do=do)


def told(opened: Journal, *, now: datetime, name: str = "") -> Told:
    """What an opened journal says.

    Raises
    ------
    InputError : nothing in it that could be told
    JournalError : it cannot be read
    """
    from backspotter.app.checks_counted import counted_checks
    from backspotter.app.journal_history import history_of
    from backspotter.app.track_course import followed
    from backspotter.journal.codec import CHECK_INS, SORENESSES
    from backspotter.journal.entries import current
    from backspotter.journal.films import films
    from backspotter.journal.flags import flags
    from backspotter.journal.profile import profile

    history = history_of(opened)
    checks = [each.value for each in counted_checks(opened, current(opened, CHECK_INS))]
    sore = [each.value for each in current(opened, SORENESSES)]
    moments = [*entries_at(checks, sore), *(one.at for one in history.sets)]
    if not moments:
        raise nothing_to_tell()
    began = episode_began(entries_at(checks, sore))
    current_course = followed(history, now)
    last = max(entries_at(checks, sore) or moments)
    return Told(
        now=now,
        name=" ".join(name.split()),
        profile=profile(opened),
        body_mass=history.body_mass,
        check_ins=tuple(each for each in checks if began and each.at >= began),
        soreness=tuple(each for each in sore if began and each.at >= began),
        sets=history.sets,
        nights=history.nights,
        flags=tuple(flags(opened)),
        films=tuple(films(opened)),
        followed=current_course,
        course=current_course if is_told(current_course) else followed(history, min(last, now)),
    )


def is_told(seen: Followed) -> bool:
    """Whether a course has an entry in it; a new session begins one without."""
    return seen.course is not None and bool(seen.course.entries)


def entries_at(checks: Iterable[CheckInKept], sore: Iterable[Soreness]) -> list[datetime]:
    """When something was entered of the back, oldest first."""
    return sorted([each.at for each in checks] + [each.at for each in sore])


def episode_began(entered: Sequence[datetime]) -> datetime | None:
    """The first entry of the last episode: no gap after it is longer than a quiet time."""
    from backspotter.journal.episodes import QUIET

    began = entered[-1] if entered else None
    for at in reversed(entered):
        if began is not None and began - at > QUIET:
            break
        began = at
    return began
