"""What to do before lifting, chosen by what was found, and the sets that lead up to the work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from backspotter.training.limits import Prescription
from backspotter.training.plates import Loaded, Rack, loaded_down
from backspotter.training.units import to_kg
from backspotter.training.variants import rules

PARTS: Final = ("general", "hips", "hamstrings", "lower_back", "hinge", "control")
STIFF: Final = ("hips", "front_of_hips", "hamstrings", "lower_back")
LEADING: Final = ((0.4, 5), (0.6, 3), (0.8, 2))
"""Sets before the work: share of its weight, and repetitions; assumption."""

LEAST_APART: Final = 1.5
"""A leading set is left out when its weight is not above the one before by this [kg]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the choice goes by."""

    faults: frozenset[str] = frozenset()
    stiff: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    pain: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmUp:
    """One thing to do: how, how long, why, and for what it was chosen."""

    id: str
    part: str
    name: str
    how: str
    minutes: float
    why: str
    chosen_for: tuple[str, ...]
    claims: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadingSet:
    """A set before the work."""

    load: Loaded
    reps: int


@cache
def _table() -> dict[str, Any]:
    return rules("warm_up.toml")


def warm_up(found: Found, *, with_load: bool) -> tuple[WarmUp, ...]:
    """What to do before the session, in the order of the body's parts.

    Rows that answer a finding come first; parts that nothing was found for get their usual row,
    as far as the minutes go.
    """
    rows = [row for row in _table()["row"] if _may(row, found, with_load)]
    asked = [row for row in rows if _chosen_for(row, found)]
    parts = {row["part"] for row in asked}
    usual = [row for row in rows if row.get("always") and row["part"] not in parts]
    general = [row for row in usual if row["part"] == "general"]
    others = [row for row in usual if row["part"] != "general"]
    by_need = sorted(asked, key=lambda row: -len(_chosen_for(row, found)))
    kept = _that_fit([*general, *by_need, *others])
    in_order = sorted(kept, key=lambda row: PARTS.index(row["part"]))
    return tuple(_as_value(row, found) for row in in_order)


def _that_fit(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    most_minutes, most_rows = (_table()["choice"][name] for name in ("most_minutes", "most_rows"))
    kept: list[dict[str, Any]] = []
    for row in rows:
        so_far = sum(each["minutes"] for each in kept)
        if len(kept) < most_rows and so_far + row["minutes"] <= most_minutes:
            kept.append(row)
    return kept


def _may(row: dict[str, Any], found: Found, with_load: bool) -> bool:
    hurts = found.pain is not None and found.pain > row.get("most_pain", 10.0)
    return (with_load or not row.get("loaded")) and not hurts


def _chosen_for(row: dict[str, Any], found: Found) -> tuple[str, ...]:
    codes = (*row.get("faults", ()),)
    kinds = ((codes, found.faults), (row.get("stiff", ()), found.stiff))
    hits = [each for names, known in kinds for each in names if each in known]
    hits += [
        name for name in row.get("regions", ()) if any(r.endswith(name) for r in found.regions)
    ]
    return tuple(hits)


def _as_value(row: dict[str, Any], found: Found) -> WarmUp:
    kept = ("id", "part", "name", "how", "minutes", "why", "basis")
    named = {name: row[name] for name in kept}
    return WarmUp(**named, chosen_for=_chosen_for(row, found), claims=tuple(row["claims"]))


def leading_sets(work: Prescription, rack: Rack) -> tuple[LeadingSet, ...]:
    """The sets that lead up to the work, lighter to heavier, each rounded down to plates."""
    found: list[LeadingSet] = []
    if not work.sets:
        return ()
    for share, reps in LEADING:
        load = loaded_down(share * work.kg, rack)
        if load is None:
            load = loaded_down(min(rack_bar_kg(rack), work.kg), rack)
        last = found[-1].load.kg if found else 0.0
        if load is not None and last + LEAST_APART < load.kg < work.kg - LEAST_APART:
            found.append(LeadingSet(load=load, reps=reps))
    return tuple(found)


def rack_bar_kg(rack: Rack) -> float:
    """The empty bar [kg]."""
    return to_kg(rack.bar, rack.unit)
