"""Everything a plan is made from: what one person entered, logged and was told, as values.

The journal hands over the same values as a history document does. Times know their zone; a day is
the day where the person was.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from backspotter.journal.records import Profile, Soreness
from backspotter.levels import Level
from backspotter.training.log import BodyMass, LoggedSet, Night, SessionNote
from backspotter.training.recovery import MEANS
from backspotter.triage.check_in import CheckIn


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedIn:
    """A check-in, and when it was made."""

    at: datetime
    check_in: CheckIn


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmNote:
    """What a film of a set showed: codes of faults, rounding at the set-up told apart.

    ``of`` : the set, where it is in the log; ``peaks_n`` : the highest compression at L5/S1 in each
    repetition [N], none where one could not be judged.
    """

    at: datetime
    style: str
    faults: frozenset[str]
    of: LoggedSet | None = None
    peaks_n: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """Somebody examined the back.

    ``signs``, ``rules`` : what it was about, as fields of the check-in or ids of floors; where both
    are empty, all that was open.
    """

    at: datetime
    by: str
    signs: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A sign that was entered by mistake."""

    at: datetime
    sign: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFlag:
    """A flag as the journal keeps it.

    ``rule`` : the floor that a check-in met; ``level`` : what it allows at least; ``signs`` : the
    warning signs that met it, with their values; ``ended`` : when it was examined, or seen to be a
    mistake, None while it is open.
    """

    opened: datetime
    rule: str
    level: Level
    words: str
    signs: tuple[tuple[str, str], ...] = ()
    ended: datetime | None = None
    was_examined: bool = False

    @property
    def was_mistake(self) -> bool:
        """Whether it was taken back: the sign was never there."""
        return self.ended is not None and not self.was_examined

    def is_open(self, now: datetime) -> bool:
        """Whether it was in force at a moment."""
        return self.opened <= now and (self.ended is None or self.ended > now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """The total of a score, by its id in ``soreness.scores``."""

    at: datetime
    score: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """One person's whole past, in any order.

    ``flags`` : as the journal keeps them; None where they follow from the check-ins.
    """

    profile: Profile = field(default_factory=Profile)
    sets: tuple[LoggedSet, ...] = ()
    nights: tuple[Night, ...] = ()
    body_mass: tuple[BodyMass, ...] = ()
    check_ins: tuple[CheckedIn, ...] = ()
    soreness: tuple[Soreness, ...] = ()
    sessions: tuple[SessionNote, ...] = ()
    films: tuple[FilmNote, ...] = ()
    examined: tuple[Examined, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    scores: tuple[Scored, ...] = ()
    flags: tuple[KeptFlag, ...] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing that a plan could start from was ever entered."""
        return not (self.sets or self.check_ins or self.soreness)

    @property
    def filmed(self) -> dict[LoggedSet, tuple[float, ...]]:
        """The sets that a film shows, with the peaks it saw [N]; of several films the last."""
        return {each.of: each.peaks_n for each in self.films if each.of and each.peaks_n}

    @property
    def helped(self) -> frozenset[str]:
        """What helped before: what the profile says, and what words of entries name."""
        return self.profile.helped | _means(self.soreness, "helped")

    @property
    def made_worse(self) -> frozenset[str]:
        """What made it worse, as ``helped``."""
        return self.profile.made_worse | _means(self.soreness, "made_worse")


def _means(sore: tuple[Soreness, ...], name: str) -> frozenset[str]:
    words = {word for each in sore for word in getattr(each, name)}
    return frozenset(mean for mean in MEANS if any(_says(word, mean) for word in words))


def _says(words: str, mean: str) -> bool:
    """Whether somebody's own words name a means: ``a walk`` is walking."""
    stem = mean.removesuffix("ing")
    return any(word.startswith(stem) for word in words.casefold().split())
