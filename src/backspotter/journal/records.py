"""What the journal hands out: values as they were entered, each with its place in the history."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from backspotter.levels import Level
from backspotter.training.plates import Rack, standard_rack
from backspotter.training.proposal import Scheme
from backspotter.training.units import Unit

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Generic[Value]):
    """One entry.

    ``replaces`` : the entry that this one corrects. ``batch`` : the import it is from. ``typed`` :
    the weight as it was written, with its unit.
    """

    id: int
    value: Value
    entered: datetime
    replaces: int | None = None
    batch: int | None = None
    typed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Soreness:
    """How the back felt at one time.

    ``pain_now``, ``pain_worst`` : 0 to 10. ``function`` : the person's own activities, each from 0
    (cannot) to 10 (as before). ``scores`` : typed totals of other questionnaires. ``helped``,
    ``made_worse`` : what the person says did that. ``under_painkiller`` : the pain is what is left
    of it.
    """

    at: datetime
    pain_now: float
    pain_worst: float | None = None
    under_painkiller: bool = False
    function: tuple[tuple[str, float], ...] = ()
    scores: tuple[tuple[str, float], ...] = ()
    helped: tuple[str, ...] = ()
    made_worse: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInKept:
    """One check: what was said, and what came of it.

    ``answers`` : the check-in as a document; ``text`` : the words it was read from, if any.
    ``level_alone`` : what this check-in gave by itself; ``level`` : with the flags open then.
    ``answer`` : the whole answer as a document; ``engine`` : the version that gave it.
    ``taken_back`` : not kept; where the check is shown as it counts, what was a mistake in it.
    """

    at: datetime
    answers: dict[str, Any]
    level: Level
    level_alone: Level
    answer: dict[str, Any]
    engine: str
    country: str = ""
    text: str = ""
    taken_back: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What holds until it is changed: body, units, equipment, and how this person lifts.

    ``height_m`` [m], ``mass_kg`` [kg]. ``units`` : what weights are shown in, ``kg`` or ``lb``.
    ``bar`` and ``plates`` : of the bar, and of each plate there is a pair of, in ``rack_units``;
    None for a common gym's, no plates for a bar alone. ``style`` : of the lift model, empty for the
    one pulled most; ``scheme`` : how training goes on; ``stiff`` : places that feel stiff;
    ``helped``, ``made_worse`` : means, as ``training.recovery`` names them.
    """

    height_m: float | None = None
    mass_kg: float | None = None
    sex: str = ""
    birth_year: int | None = None
    units: str = ""
    rack_units: str = ""
    bar: float | None = None
    plates: tuple[float, ...] | None = None
    country: str = ""
    style: str = ""
    scheme: Scheme = field(default_factory=Scheme)
    stiff: frozenset[str] = frozenset()
    helped: frozenset[str] = frozenset()
    made_worse: frozenset[str] = frozenset()

    @property
    def rack(self) -> Rack:
        """The bar and plates; a common gym's in its unit where they were not said."""
        unit: Unit = "lb" if (self.rack_units or self.units) == "lb" else "kg"
        usual = standard_rack(unit)
        bar = usual.bar if self.bar is None else self.bar
        return Rack(unit=unit, bar=bar, plates=usual.plates if self.plates is None else self.plates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A warning sign that a check-in raised.

    ``rule`` : the floor that held; ``level`` : the lowest level that it allows.
    ``how`` : empty while it is open, else ``examined`` or ``mistake``; ``by`` and ``at`` : who
    examined it, and when.
    """

    id: int
    check_in: int
    rule: str
    level: Level
    words: str
    opened: datetime
    how: str = ""
    by: str = ""
    at: datetime | None = None
    note: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still in force."""
        return not self.how


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One import. ``added``, ``skipped`` : rows that came in, and rows that were there before."""

    id: int
    name: str
    source: str
    sha256: str
    at: datetime
    added: int
    skipped: int
    doubtful: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What an undo took away: entries of the import, and corrections of them."""

    batch: int
    removed: int
    corrections: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmKept:
    """What was found in a film. ``sha256`` : of the film. ``set_id`` : the set it shows."""

    sha256: str
    engine: str
    parameters: dict[str, Any]
    summary: dict[str, Any]
    made: datetime
    set_id: int | None = None
