"""What comes from another journal, or goes to one: by identity, without a number of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backspotter.journal.codec import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingEntry:
    """An entry of another journal. ``replaces`` : identities of what it corrects, newest first."""

    kind: Kind[Any]
    identity: str
    cells: Mapping[str, Any]
    entered: datetime
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingFlag:
    """A flag of another journal. ``check_in`` : its identity; ``end`` : its cells, if any."""

    check_in: str
    cells: Mapping[str, Any]
    end: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingFilm:
    """What another journal keeps of a film. ``of_set`` : the identity of the set it shows."""

    cells: Mapping[str, Any]
    of_set: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """All that comes in, in any order.

    ``name``, ``source``, ``sha256`` : of the file. ``profile_only_if_none`` : a profile counts only
    where there is none here.
    """

    name: str
    source: str
    sha256: str
    entries: Sequence[ComingEntry] = ()
    flags: Sequence[ComingFlag] = ()
    films: Sequence[ComingFilm] = ()
    profile_only_if_none: bool = False
