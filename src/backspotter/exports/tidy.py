"""Everything that stands in a journal as tidy tables: one row a thing, one column a fact.

Times are in UTC, with the offset of the person's clock in a column of its own [s]; masses in kg,
lengths in m, angles in degrees, pain and effort of ten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from backspotter.journal.records import Batch, CheckInKept, Entry, FilmKept, Flag, Profile, Soreness
from backspotter.training.log import BodyMass, LoggedSet, Night, Water

Row: TypeAlias = dict[str, Any]
Columns: TypeAlias = Mapping[str, type]
"""What a column holds: ``str``, ``float``, ``int``, ``bool``, ``date`` or ``datetime``."""

ENTRY: Final = {"id": int, "entered": datetime, "import": int}
AT: Final = {"at": datetime, "at_offset_s": int}
BAND: Final = ("value", "low", "high")
REP_NUMBERS: Final = (
    *("lift_off_s", "knee_pass_s", "lockout_s", "lowering_s", "end_s", "rom_m"),
    *("mean_concentric_velocity_m_s", "peak_velocity_m_s"),
)
FLEXION: Final = ("from_upright_at_lift_off", "change_from_set_up")
LOADS: Final = ("moment_N_m", "compression_N", "shear_N")
COLUMNS: Final[Mapping[str, Columns]] = MappingProxyType(
    {
        "checks": {**ENTRY, **AT, "level": str, "level_alone": str, "country": str, "text": str,
                   "engine": str},
        "answers": {"check": int, "field": str, "value": str, "number": float},
        "soreness": {**ENTRY, **AT, "pain_now": float, "pain_worst": float,
                     "under_painkiller": bool, "note": str},
        "activities": {"soreness": int, "activity": str, "ability": float},
        "totals": {"soreness": int, "score": str, "total": float},
        "helped": {"soreness": int, "helped": str},
        "sets": {**ENTRY, **AT, "exercise": str, "style": str, "load_kg": float, "reps": int,
                 "rpe": float, "rest_s": float, "seconds": float, "warm_up": bool, "failed": bool,
                 "exact": bool, "order": int, "workout": str, "note": str, "typed": str},
        "nights": {**ENTRY, "woke": date, "asleep_h": float, "in_bed_h": float, "source": str},
        "body_masses": {**ENTRY, **AT, "mass_kg": float, "source": str, "typed": str},
        "waters": {**ENTRY, "day": date, "litres": float, "source": str},
        "profiles": {**ENTRY, "height_m": float, "mass_kg": float, "sex": str, "birth_year": int,
                     "units": str, "country": str},
        "flags": {"id": int, "check": int, "rule": str, "level": str, "words": str,
                  "opened": datetime, "how": str, "by": str, "ended": datetime, "note": str},
        "films": {"film": str, "made": datetime, "set": int, "engine": str, "grade": str,
                  "style": str, "reps": int},
        "film_numbers": {"film": str, "rep": int, "what": str, "value": float, "low": float,
                         "high": float, "cannot_judge": str},
        "film_faults": {"film": str, "rep": int, "code": str, "onset": str, "at_s": float,
                        "size": float, "low": float, "high": float, "unit": str,
                        "chance": float},
        "imports": {"id": int, "at": datetime, "name": str, "source": str, "added": int,
                    "skipped": int, "doubtful": int},
    }
)  # fmt: skip


def checks(entries: Iterable[Entry[CheckInKept]]) -> tuple[list[Row], list[Row]]:
    """Checks, and their answers one by one."""
    found: list[Row] = []
    said: list[Row] = []
    for each in entries:
        kept = each.value
        names = ("country", "text", "engine")
        levels = {"level": kept.level.name, "level_alone": kept.level_alone.name}
        found.append(
            {**_entry(each), **_at(kept.at), **levels, **{n: getattr(kept, n) for n in names}}
        )
        for name, given in kept.answers.items():
            for value in given if isinstance(given, list) else [given]:
                number = float(value) if isinstance(value, int | float) else None
                said.append(
                    {"check": each.id, "field": name, "value": f"{value}", "number": number}
                )
    return found, said


def soreness(entries: Iterable[Entry[Soreness]]) -> dict[str, list[Row]]:
    """Days of how the back felt, and what was said on each."""
    found: dict[str, list[Row]] = {
        name: [] for name in ("soreness", "activities", "totals", "helped")
    }
    names = ("pain_now", "pain_worst", "under_painkiller", "note")
    for each in entries:
        value, of = each.value, {"soreness": each.id}
        row = {**_entry(each), **_at(value.at), **{name: getattr(value, name) for name in names}}
        found["soreness"].append(row)
        found["activities"] += [{**of, "activity": a, "ability": n} for a, n in value.function]
        found["totals"] += [{**of, "score": name, "total": n} for name, n in value.scores]
        found["helped"] += [{**of, "helped": words} for words in value.helped]
    return found


def plain(
    table: str,
    entries: Iterable[
        Entry[LoggedSet] | Entry[Night] | Entry[BodyMass] | Entry[Water] | Entry[Profile]
    ],
) -> list[Row]:
    """Entries whose fields are columns already."""
    own = [name for name in COLUMNS[table] if name not in {*ENTRY, *AT, "typed"}]
    rows = []
    for each in entries:
        value = each.value
        at = _at(value.at) if isinstance(value, LoggedSet | BodyMass) else {}
        typed = {"typed": each.typed} if "typed" in COLUMNS[table] else {}
        rows.append({**_entry(each), **at, **{n: getattr(value, n) for n in own}, **typed})
    return rows


def flags(given: Iterable[Flag]) -> list[Row]:
    """Flags, and how each ended."""
    return [
        {
            **{name: getattr(each, name) for name in ("id", "rule", "words", "how", "by", "note")},
            "check": each.check_in,
            "level": each.level.name,
            "opened": _utc(each.opened),
            "ended": _utc(each.at),
        }
        for each in given
    ]


def films(given: Iterable[FilmKept]) -> dict[str, list[Row]]:
    """Readings of films: one row each, their numbers with bands, and their faults."""
    found: dict[str, list[Row]] = {name: [] for name in ("films", "film_numbers", "film_faults")}
    for each in given:
        summary, name = each.summary, each.sha256[:16]
        reps: Sequence[Mapping[str, Any]] = summary.get("reps", ())
        found["films"].append(
            {
                "film": name,
                "made": _utc(each.made),
                "set": each.set_id,
                "engine": each.engine,
                "grade": summary.get("quality", {}).get("grade"),
                "style": summary.get("style"),
                "reps": len(reps),
            }
        )
        for rep in reps:
            of = {"film": name, "rep": rep["index"]}
            found["film_numbers"] += [{**of, **row} for row in _numbers(rep)]
            found["film_faults"] += [{**of, **_fault(fault)} for fault in rep.get("faults", ())]
    return found


def _numbers(rep: Mapping[str, Any]) -> Iterable[Row]:
    flexion, loads = rep.get("lumbar_flexion_deg") or {}, rep.get("loads") or {}
    said = {name: rep.get(name) for name in REP_NUMBERS}
    said |= {f"lumbar_{name}_deg": flexion.get(name, flexion) for name in FLEXION}
    said |= {name: loads.get(name, loads) for name in LOADS}
    for what, given in said.items():
        if isinstance(given, int | float):
            yield {"what": what, "value": given}
        elif given:
            names = (*BAND, "cannot_judge")
            yield {"what": what, **{name: given.get(name) for name in names}}


def _fault(fault: Mapping[str, Any]) -> Row:
    size = fault.get("size") or {}
    names = ("code", "onset", "at_s", "unit")
    return {
        **{name: fault.get(name) for name in names},
        "size": size.get("value"),
        "low": size.get("low"),
        "high": size.get("high"),
        "chance": fault.get("confidence"),
    }


def imports(given: Iterable[Batch]) -> list[Row]:
    """What was brought in from files."""
    names = ("id", "name", "source", "added", "skipped", "doubtful")
    return [{**{n: getattr(each, n) for n in names}, "at": _utc(each.at)} for each in given]


def _entry(each: Entry[Any]) -> Row:
    return {"id": each.id, "entered": _utc(each.entered), "import": each.batch}


def _at(at: datetime) -> Row:
    offset = at.utcoffset()
    return {"at": _utc(at), "at_offset_s": int(offset.total_seconds()) if offset else 0}


def _utc(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC) if at is not None else None
