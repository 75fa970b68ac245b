"""Every number that a course starts from, with its spread between people and where it is from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

Basis: TypeAlias = Literal["published", "chosen", "assumption"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One number [unit]; ``spread`` is the standard deviation of its logarithm between people."""

    id: str
    value: float
    spread: float
    unit: str
    basis: Basis
    say: str
    claims: tuple[str, ...]


@cache
def parameters() -> Mapping[str, Parameter]:
    """Every row of ``population.toml`` by id, read-only."""
    rows = table("population.toml")["parameter"]
    found = (Parameter(**{**row, "claims": tuple(row["claims"])}) for row in rows)
    return MappingProxyType({row.id: row for row in found})


def table(name: str) -> dict[str, Any]:
    """One of the tables beside this module."""
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def value(id_: str) -> float:
    """The middle of a number, in its own unit."""
    return parameters()[id_].value


def spread(id_: str) -> float:
    """How far its logarithm differs between people, one standard deviation."""
    return parameters()[id_].spread
