"""What this lifter's back carries in a lift that is asked for: asked, worked out, put in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import numpy as np

from backspotter.app.back_possible import Possible, possible
from backspotter.app.given_as import SPANS
from backspotter.app.journal_choice import journal
from backspotter.app.profile import known
from backspotter.app.spine_explained import Section, explained
from backspotter.app.spine_out import peaks
from backspotter.app.spine_words import band, before_one_hour, rounded
from backspotter.errors import InputError
from backspotter.exports.carried_picture import carried_picture
from backspotter.spine.body import AGE_Y, Lifter
from backspotter.spine.compare import compare, difference
from backspotter.spine.differences import Compared
from backspotter.spine.dose import Dose, of_set
from backspotter.spine.fatigue import AfterSet, after_sets, recovery_time
from backspotter.spine.loads import rep_loads
from backspotter.spine.rep import Lift, styles
from backspotter.spine.results import RepLoads
from backspotter.training.sessions import style_in

KEPT: Final = 24
LOAD_KG: Final = 100.0
"""Where nothing was logged: assumption."""

REPS, RPE, REST_S = 5, 8.0, 180.0
MOST_REPS: Final = 30
"""Whoever is younger is no case for the model's range of age."""

LOOKS_AT: Final = 60
LEVELS: Final = ("L5/S1", "L4/L5")
QUANTITIES: Final = (
    ("moment_N_m", "Net moment", "N·m"),
    ("extensor_force_N", "Pull of the back muscles", "N"),
    ("compression_N", "Compression", "N"),
    ("shear_N", "Shear", "N"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A lift, the weight on the bar with the bar [kg], and how often."""

    lift: Lift
    load_kg: float
    reps: int

    def __post_init__(self) -> None:
        low, high = SPANS["load_kg"]
        if not low <= self.load_kg <= high:
            expected = f"{low:g} to {high:g} kg"
            raise InputError("load", given=f"{self.load_kg:g} kg", expected=expected)
        if not 1 <= self.reps <= MOST_REPS:
            raise InputError("reps", given=self.reps, expected=f"1 to {MOST_REPS}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What comes of it: the rep, its highest numbers with bands, the set, and the usual lift.

    ``usual`` : what this lift adds next to the style as it usually is; none where it is that.
    ``instead`` : how the lifter stands where nobody of this size gets into what was asked.
    """

    asked: Asked
    rep: RepLoads
    frame: int
    dose: Dose
    after: AfterSet
    usual: Compared | None
    instead: str = ""

    @property
    def table(self) -> list[tuple[str, list[str]]]:
        """Rows of numbers for reading: what with its unit, and at each level value and band."""
        found = peaks(self.rep)
        return [
            (f"{say} [{unit}]", [band(found[level][key]) for level in LEVELS])
            for key, say, unit in QUANTITIES
        ]

    @property
    def highest(self) -> list[tuple[str, str]]:
        """Compression and moment at L5/S1: value with its unit, and the band around it."""
        found = peaks(self.rep)["L5/S1"]
        said = []
        for key, _, unit in (QUANTITIES[2], QUANTITIES[0]):
            value, low, high = (rounded(found[key][end] or 0.0) for end in ("value", "low", "high"))
            said.append((f"{value} {unit}", f"{low} to {high}"))
        return said

    @property
    def passive(self) -> Mapping[str, float]:
        """Highest share of the moment at L5/S1 that passive tissue takes on the way up [%]."""
        up = self.rep.rep.during("lifting")
        share = self.rep.loads.passive_share
        frame = int(np.argmax(np.where(up, share.value, -1.0)))
        ends = (("value", share.value), ("low", share.low), ("high", share.high))
        return {name: 100 * float(end[frame]) for name, end in ends}

    @property
    def fresh_in(self) -> str:
        """Rest until the muscles are fresh again, in words."""
        return before_one_hour(recovery_time(self.after.tired))

    @property
    def picture(self) -> str:
        """The lifter at the highest compression, as SVG."""
        how = self.asked.lift.how.say
        title = f"{how[:1].upper()}{how[1:]} at its highest compression"
        return carried_picture(self.rep, frame=self.frame, title=title)


def carried(asked: Asked, lifter: Lifter) -> Carried:
    """What a lift loads on this back, or the nearest to it that this body gets into.

    Raises
    ------
    InputError : a lift that this body does not get into at all
    """
    nearest = _possible(asked.lift, lifter)
    asked = replace(asked, lift=nearest.lift)
    one = _rep(asked.lift, asked.load_kg, lifter)
    compression = one.loads.levels["L5/S1"].compression.value
    usual = Lift(style=asked.lift.style)
    return Carried(
        asked=asked,
        rep=one,
        frame=int(np.argmax(compression)),
        dose=of_set(one, asked.reps),
        after=after_sets([(one, asked.reps, RPE, REST_S)])[0],
        usual=None if asked.lift == usual else _against(asked.lift, usual, asked.load_kg, lifter),
        instead=nearest.instead,
    )


def changed(asked: Asked, lifter: Lifter) -> tuple[Compared, ...]:
    """What one change would add or save, most relief first.

    Raises
    ------
    InputError : a posture that this body cannot take
    """
    return _changes(_possible(asked.lift, lifter).lift, asked.load_kg, lifter)


@lru_cache(maxsize=4)
def told(lifter: Lifter, load_kg: float) -> tuple[Section, ...]:
    """What the lower back does in a deadlift, with this lifter's numbers.

    Raises
    ------
    InputError : a body or load that cannot be
    """
    return explained(lifter, load_kg)


def lifter_known(now: datetime) -> Lifter:
    """The person as the model takes them, with the newest body mass.

    Raises
    ------
    InputError : a body mass and a height that do not belong to one person
    JournalError : it cannot be read
    """
    from backspotter.journal.codec import BODY_MASSES
    from backspotter.journal.entries import current

    found = known()
    with journal() as opened:
        masses = current(opened, BODY_MASSES, latest=1)
    born = found.birth_year
    sex: Any = found.sex or "unknown"
    return Lifter(
        mass_kg=masses[-1].value.mass_kg if masses else found.mass_kg,
        height_m=found.height_m,
        sex=sex,
        age_y=None if born is None else _age_of_the_model(now.year - born),
    )


def _age_of_the_model(years: int) -> float | None:
    """An age that the model knows something of; none for others."""
    return float(years) if AGE_Y[0] <= years <= AGE_Y[1] else None


def last_lifted() -> tuple[str, float]:
    """Style and heaviest weight [kg] of the last day with a deadlift; a usual one without."""
    from backspotter.journal.codec import SETS
    from backspotter.journal.entries import current

    with journal() as opened:
        sets = [each.value for each in current(opened, SETS, latest=LOOKS_AT)]
    pulled = [
        (one.at.date(), one.load_kg, style)
        for one in sets
        if (style := style_in(one)) in styles() and style is not None and one.load_kg
    ]
    if not pulled:
        return "conventional", LOAD_KG
    _, load_kg, style = max(pulled)
    return style, load_kg


@lru_cache(maxsize=KEPT)
def _possible(lift: Lift, lifter: Lifter) -> Possible:
    return possible(lift, lifter)


@lru_cache(maxsize=KEPT)
def _rep(lift: Lift, load_kg: float, lifter: Lifter) -> RepLoads:
    return rep_loads(lift, load_kg=load_kg, lifter=lifter)


@lru_cache(maxsize=KEPT)
def _against(lift: Lift, usual: Lift, load_kg: float, lifter: Lifter) -> Compared:
    return difference(lift, usual, load_kg=load_kg, lifter=lifter)


@lru_cache(maxsize=KEPT)
def _changes(lift: Lift, load_kg: float, lifter: Lifter) -> tuple[Compared, ...]:
    return compare(lift, load_kg=load_kg, lifter=lifter)
