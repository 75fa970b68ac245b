"""Values of a document, read strictly: what was given, what was expected, what to do."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, Final

from backspotter.errors import InputError
from backspotter.spine.body import HEIGHT_M, MASS_KG
from backspotter.spine.posture import LOAD_KG
from backspotter.training.variants import STYLES

LONGEST: Final = 500
MOST_LISTED: Final = 16
A_DAY: Final = len("2026-03-01")
SPANS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "load_kg": LOAD_KG,
        "load_lb": (0.0, 1323.0),
        "rpe": (1.0, 10.0),
        "rest_s": (0.0, 86_400.0),
        "seconds": (0.0, 86_400.0),
        "reps": (0.0, 1000.0),
        "order": (0.0, 10_000.0),
        "asleep_h": (0.0, 24.0),
        "in_bed_h": (0.0, 24.0),
        "mass_kg": MASS_KG,
        "height_m": HEIGHT_M,
        "pain": (0.0, 10.0),
        "pain_during": (0.0, 10.0),
        "function": (0.0, 10.0),
        "sets": (1.0, 20.0),
        "reps_low": (1.0, 50.0),
        "reps_high": (1.0, 50.0),
    }
)
"""What a number may be, by its name."""


def an_object(what: str, given: object, names: Iterable[str]) -> dict[str, Any]:
    """The object, with these names and no others."""
    known = tuple(names)
    if not isinstance(given, dict):
        kind = "a list" if isinstance(given, list) else given
        raise InputError(what, given=kind, expected=f"an object with {', '.join(known)}")
    for name in given:
        if name not in known:
            near = get_close_matches(str(name)[:80], known, n=1)
            hint = f"did you mean {near[0]}?" if near else ""
            expected = f"one of {', '.join(known)}"
            raise InputError(what, given=str(name), expected=expected, do=hint)
    return given


def moment(name: str, given: object) -> datetime:
    """A moment with its zone."""
    at, exact = moment_or_day(name, given)
    if not exact:
        raise no_moment(name, given)
    return at


def moment_or_day(name: str, given: object) -> tuple[datetime, bool]:
    """A moment with its zone; a day alone is its noon in UTC, and not exact."""
    if not isinstance(given, str) or len(given) > LONGEST:
        raise no_moment(name, given)
    try:
        at = datetime.fromisoformat(given)
        if len(given) <= A_DAY:
            return datetime.combine(at.date(), time(12), tzinfo=UTC), False
    except ValueError:
        raise no_moment(name, given) from None
    if at.tzinfo is None or not 1900 <= at.year <= 2200:
        raise no_moment(name, given)
    return at, True


def no_moment(name: str, given: object) -> InputError:
    """What to say where no moment was given."""
    expected = "a time with its zone, such as 2026-03-01T18:30:00+01:00"
    return InputError(name, given="nothing" if given is None else given, expected=expected)


def a_day(name: str, given: object) -> date:
    """A day."""
    try:
        return date.fromisoformat(given)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise InputError(name, given=given, expected="a day, such as 2026-03-01") from None


def a_text(name: str, given: object) -> str:
    """A short text."""
    if not isinstance(given, str) or len(given) > LONGEST:
        raise InputError(name, given=given, expected=f"text of at most {LONGEST} characters")
    return given


def one_of(name: str, given: object, allowed: tuple[str, ...]) -> str:
    """One of these words."""
    if isinstance(given, str) and given in allowed:
        return given
    listed = (
        ", ".join(allowed) if len(allowed) <= MOST_LISTED else f"one of its {len(allowed)} names"
    )
    raise InputError(name, given="nothing" if given is None else given, expected=listed)


def a_style(name: str, given: object) -> str | None:
    """A style of the lift model, or None."""
    return None if given is None else one_of(name, given, STYLES)


def some_of(name: str, given: object, allowed: tuple[str, ...]) -> frozenset[str]:
    """Some of these words."""
    if given is None:
        return frozenset()
    if not isinstance(given, list):
        raise InputError(name, given=given, expected="a list")
    return frozenset(one_of(name, each, allowed) for each in given)


def a_switch(name: str, row: Mapping[str, Any], key: str, *, usual: bool = False) -> bool:
    """True or false."""
    given = row.get(key)
    if given is None:
        return usual
    if not isinstance(given, bool):
        raise InputError(f"{name}.{key}", given=given, expected="true or false")
    return given


def is_number(name: str, given: object) -> float:
    """A finite number."""
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise InputError(name, given=given, expected="a number")
    if not math.isfinite(given):
        raise InputError(name, given=given, expected="a finite number")
    return float(given)


def a_number(name: str, row: Mapping[str, Any], key: str) -> float | None:
    """A number of this row within its limits, None where it is left out."""
    given = row.get(key)
    if given is None:
        return None
    low, high = SPANS[key]
    number = is_number(f"{name}.{key}", given)
    if not low <= number <= high:
        raise InputError(f"{name}.{key}", given=given, expected=f"from {low:g} to {high:g}")
    return number


def a_whole(name: str, row: Mapping[str, Any], key: str) -> int | None:
    """A whole number of this row, None where it is left out."""
    number = a_number(name, row, key)
    if number is not None and number != int(number):
        raise InputError(f"{name}.{key}", given=row[key], expected="a whole number")
    return None if number is None else int(number)


def needed(name: str, row: Mapping[str, Any], key: str) -> float:
    """A number of this row that may not be left out."""
    number = a_number(name, row, key)
    if number is None:
        raise InputError(f"{name}.{key}", given="nothing", expected="a number")
    return number
