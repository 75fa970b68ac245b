"""Every number of the model that is not geometry: where it comes from, and how sure it is.

The numbers stand in ``parameters.toml``; a row that was published names its claim in the
evidence tables, one that was fitted says to what, and one that nobody published is an assumption
and says so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, TypeAlias

Basis: TypeAlias = Literal["published", "assumption", "fitted"]

BASIS_WORDS = MappingProxyType[Basis, str](
    {
        "published": "published",
        "assumption": "assumption of ours; nobody published it in this form",
        "fitted": "fitted to the Wilke rows by training/fit_spine_gains.py",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One number [unit]; ``sd`` is how far a body or a measurement may be from it."""

    id: str
    value: float
    unit: str
    basis: Basis
    say: str
    sd: float = 0.0
    claims: tuple[str, ...] = ()


@cache
def parameters() -> Mapping[str, Parameter]:
    """Every row of ``parameters.toml`` by id, read-only."""
    table = files("backspotter.spine").joinpath("parameters.toml").read_text(encoding="utf-8")
    rows = (
        Parameter(**{**row, "claims": tuple(row.get("claims", ()))})
        for row in tomllib.loads(table)["parameter"]
    )
    return MappingProxyType({row.id: row for row in rows})


def value(id_: str) -> float:
    """The number with this id, in its own unit."""
    return parameters()[id_].value


def spread(id_: str) -> float:
    """The standard deviation of the number with this id, in its own unit."""
    return parameters()[id_].sd
