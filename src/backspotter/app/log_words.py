"""A set as a lifter writes it down: ``conventional 3x5 @ 140 rpe 8``."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from backspotter.app.in_units import within
from backspotter.errors import InputError
from backspotter.spine.posture import LOAD_KG
from backspotter.training.formats.cells import unit_of
from backspotter.training.units import Unit
from backspotter.training.variants import STYLES

MOST_SETS = 30
MOST_REPS = 1000
HIGHEST_RPE = 10.0
LONGEST = 200

NUMBER = r"(\d{1,4}(?:[.,]\d{1,3})?)"
SETS_AND_REPS = re.compile(r"(?<![\w.,])(\d{1,3})\s*[x×]\s*(\d{1,4})(?![\w.,])", re.IGNORECASE)
RPE = re.compile(rf"@?\s*\brpe\s*{NUMBER}(?![\d.,])", re.IGNORECASE)
WEIGHT = re.compile(
    rf"(?:@\s*{NUMBER}\s*(kgs?|lbs?)?|(?<![\w.,]){NUMBER}\s*(kgs?|lbs?))(?![\w.,])", re.IGNORECASE
)
EXPECTED = "a lift, sets×reps and a weight, such as “conventional 3x5 @ 140 rpe 8”"


@dataclass(frozen=True, slots=True)
class Written:
    """Sets of one lift.

    ``style`` : where the lift is called by it; ``load_kg`` [kg]; ``typed`` : the weight as it was
    written.
    """

    exercise: str
    style: str | None
    sets: int
    reps: int
    load_kg: float | None = None
    rpe: float | None = None
    typed: str = ""


def written_sets(words: str, *, units: Unit = "kg") -> Written:
    """What a line says.

    Parameters
    ----------
    units : of a weight that names none

    Raises
    ------
    InputError : no such line, or a number that cannot be
    """
    if len(words) > LONGEST:
        raise InputError("log", given=f"{len(words)} characters", expected=EXPECTED)
    rest, rpe = _cut(RPE, words)
    rest, counts = _cut(SETS_AND_REPS, rest)
    rest, weight = _cut(WEIGHT, rest)
    exercise = " ".join(rest.split())
    if counts is None or not exercise or re.search(r"[@\d]", exercise):
        raise InputError("log", given=words, expected=EXPECTED)
    number, unit, typed = _weight(weight, units)
    return checked(
        Written(
            exercise,
            style_named(exercise),
            int(counts[1]),
            int(counts[2]),
            None if number is None else within("load", number, unit, LOAD_KG),
            _number(rpe[1]) if rpe else None,
            typed,
        )
    )


def from_fields(
    exercise: str,
    sets: int,
    reps: int | None,
    load: float | None,
    unit: Unit,
    rpe: float | None = None,
) -> Written:
    """What the fields of a form say.

    Parameters
    ----------
    load : on the bar, with the bar, in ``unit``

    Raises
    ------
    InputError : no lift, no reps, or a number that cannot be
    """
    name = " ".join(exercise.split())
    if not name or reps is None:
        given = "no repetitions" if name else "no lift"
        raise InputError("reps" if name else "exercise", given=given, expected=EXPECTED)
    if len(name) > LONGEST:
        given = f"{len(name)} characters"
        raise InputError("exercise", given=given, expected=f"at most {LONGEST}")
    in_kg = None if load is None else within("load", load, unit, LOAD_KG)
    typed = "" if load is None else f"{load:g} {unit}"
    return checked(Written(name, style_named(name), sets, reps, in_kg, rpe, typed))


def style_named(exercise: str) -> str | None:
    """The style that a lift is called by, such as ``trap bar``; else its name is asked later.

    What other names mean is looked up whenever a set is used (``training.variants``), so that a
    better table helps old sets too.
    """
    plain = "_".join(exercise.casefold().replace("-", " ").replace("_", " ").split())
    return plain if plain in STYLES else None


def checked(written: Written) -> Written:
    """The same sets, where every number of them can be.

    Raises
    ------
    InputError : one that cannot
    """
    _in_range("sets", written.sets, 1, MOST_SETS)
    _in_range("reps", written.reps, 1, MOST_REPS)
    _in_range("rpe", written.rpe, 1, HIGHEST_RPE)
    return written


def _cut(pattern: re.Pattern[str], words: str) -> tuple[str, re.Match[str] | None]:
    """The words without what the pattern finds, and what it found."""
    found = pattern.search(words)
    if found is None:
        return words, None
    return f"{words[: found.start()]} {words[found.end() :]}", found


def _weight(found: re.Match[str] | None, units: Unit) -> tuple[float | None, Unit, str]:
    if found is None:
        return None, units, ""
    typed = found[1] or found[3]
    unit = unit_of(found[2] or found[4] or units) or units
    return _number(typed), unit, f"{typed} {unit}"


def _number(typed: str) -> float:
    return float(typed.replace(",", "."))


def _in_range(field: str, given: float | None, low: float, high: float) -> None:
    if given is not None and not (math.isfinite(given) and low <= given <= high):
        raise InputError(field, given=f"{given:g}", expected=f"{low:g} to {high:g}")
