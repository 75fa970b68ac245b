"""Reads what is asked for from plain values, and writes it back: one line for what does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Final, TypeAlias, TypeVar

from backspotter.errors import InputError
from backspotter.spine.arrays import is_number

Limit: TypeAlias = tuple[float, float, str]
T = TypeVar("T")

MOST_NAMED: Final = 8


def check_numbers(given: object, limits: Mapping[str, Limit], optional: Iterable[str] = ()) -> None:
    """Every number within its limits; those of ``optional`` may be left out.

    Raises
    ------
    InputError : a number that is none, or out of its limits
    """
    for name, (low, high, unit) in limits.items():
        value = getattr(given, name)
        if value is None and name in optional:
            continue
        if not is_number(value) or not low <= value <= high:
            shown = f"{value:g}" if is_number(value) else value
            raise InputError(name, given=shown, expected=f"{low:g} to {high:g} {unit}".strip())


def check_switches(given: object, names: Iterable[str]) -> None:
    """Every one of these is true or false.

    Raises
    ------
    InputError : something else
    """
    for name in names:
        if not isinstance(getattr(given, name), bool):
            raise InputError(name, given=getattr(given, name), expected="true or false")


def check_choice(name: str, given: object, known: Iterable[str]) -> None:
    """One of the known words.

    Raises
    ------
    InputError : another
    """
    offered = tuple(known)
    if given not in offered:
        expected = f"one of {', '.join(offered)}".replace("_", "-")
        raise InputError(name, given=given, expected=expected)


def plain(value: object) -> Any:
    """Dataclasses as objects and tuples as lists, down to the last; defaults are left out."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            each.name: plain(getattr(value, each.name))
            for each in fields(value)
            if getattr(value, each.name) != each.default
        }
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return value


def read(kind: type[T], given: object, parts: Mapping[str, type]) -> T:
    """A dataclass from an object read from JSON.

    Parameters
    ----------
    parts : fields that are dataclasses themselves, or lists of them

    Raises
    ------
    InputError : no object, a field that is not known, or a value that does not fit
    """
    said = kind.__name__
    if not isinstance(given, Mapping):
        raise InputError(said, given=given, expected="an object with named fields")
    known = {each.name: each for each in fields(kind)}  # type: ignore[arg-type]
    for name in given:
        if name not in known:
            some = ", ".join(list(known)[:MOST_NAMED])
            raise InputError(said, given=name, expected=f"a field it has: {some} …")
    for name, each in known.items():
        if each.default is MISSING and each.default_factory is MISSING and name not in given:
            raise InputError(said, given=f"no {name}", expected=f"{name}")
    return kind(**{name: _part(value, parts.get(name), parts) for name, value in given.items()})


def _part(value: object, kind: type | None, parts: Mapping[str, type]) -> object:
    if isinstance(value, list):
        return tuple(_part(each, kind, parts) for each in value)
    if kind is not None and isinstance(value, Mapping):
        return read(kind, value, parts)
    return value
