"""What counts as a fault of a rep: the rows of ``faults.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRule:
    """A definition: ``measure`` less ``beyond``, where it applies, is ``at_least`` that [unit].

    ``within_m`` limits it to the bar's first rise [m], ``until`` to a share of its way, and
    ``knee_under`` to lifts that begin with the knee bent less [deg]. ``evidence_needed`` is what
    a film has to show before the fault is told.
    """

    id: str
    code: str
    onset: str
    say: str
    measure: str
    at_least: float
    unit: str
    styles: tuple[str, ...]
    status: str
    evidence_needed: str
    beyond: float = 0.0
    within_m: float | None = None
    until: float | None = None
    knee_under: float | None = None


@cache
def fault_rules() -> tuple[FaultRule, ...]:
    """Every row, in the order of the table."""
    text = files("backspotter.evidence").joinpath("faults.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["fault"]
    return tuple(FaultRule(**row | {"styles": tuple(row["styles"])}) for row in rows)
