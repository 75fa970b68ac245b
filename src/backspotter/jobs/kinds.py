"""Kinds of jobs: which function does a kind's work, and how much it may take.

The function is named here, by the program, and never by a job, so that what comes from outside
chooses data and not code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final, TypeAlias

from backspotter.errors import InputError

Tell: TypeAlias = Callable[[float, str], None]
"""Is told how much is done, 0 to 1, and what is being done in a word or two."""

Work: TypeAlias = Callable[[Mapping[str, Any], Tell], str]
"""Does the work of a payload; gives the path or id of what it made.

An error of ``backspotter.errors`` says that it cannot be done at all; any other one, that it may be
tried again. It may be run again after it ran, and must then make the same.
"""

GIB: Final = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one job may take: processor and wall time [s], addresses and written file [bytes].

    The process of a film takes about one GiB of addresses that are used, and several that are
    only reserved by its runtime; the default is that of ``backspotter batch``.
    """

    cpu_s: int = 3600
    wall_s: float = 3600.0
    memory: int = 8 * GIB
    file_size: int = 4 * GIB
    network: bool = False
    """Whether it may reach one; without, it is cut off where the system lets us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """``work`` names the function, as ``package.module:function``.

    ``attempts`` : a job that broke so often is set aside
    ``back_off_s`` : pause before the second attempt; doubled each time [s]
    """

    work: str
    limits: Limits = field(default_factory=Limits)
    attempts: int = 3
    back_off_s: float = 10.0


@dataclass(frozen=True, slots=True)
class Kinds:
    """All kinds that a program knows.

    ``lease_s`` : a worker that is not heard of for so long has lost its job to another one [s]
    """

    of: Mapping[str, Kind]
    lease_s: float = 30.0

    def __getitem__(self, name: str) -> Kind:
        """The kind of this name.

        Raises
        ------
        InputError : there is none
        """
        found = self.of.get(name)
        if found is None:
            expected = f"one of {', '.join(sorted(self.of))}"
            raise InputError("kind", given=name, expected=expected)
        return found


def kinds_named(name: str) -> Kinds:
    """The kinds under a name such as ``backspotter.app.film_job:KINDS``.

    Raises
    ------
    InputError : nothing of that kind is there
    """
    found = _named(name, "kinds")
    if not isinstance(found, Kinds):
        raise InputError("kinds", given=name, expected="package.module:KINDS")
    return found


def work_named(name: str) -> Work:
    """The function under a name such as ``backspotter.app.film_job:read``.

    Raises
    ------
    InputError : nothing of that kind is there
    """
    found = _named(name, "work")
    if not callable(found):
        raise InputError("work", given=name, expected="package.module:function")
    work: Work = found
    return work


def _named(name: str, what: str) -> object:
    module, _, member = name.partition(":")
    try:
        return getattr(import_module(module), member)
    except (ImportError, AttributeError, ValueError):
        raise InputError(what, given=name, expected="package.module:NAME") from None
