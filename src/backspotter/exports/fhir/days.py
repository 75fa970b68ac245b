"""How the back felt, and what was lifted, slept, weighed and drunk, as Observations."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean
from typing import Any, Final

from backspotter.exports.fhir.parts import (
    Resource,
    by_key,
    component,
    instant,
    legal,
    note_in,
    observation,
    own_id,
    pain_code,
    pain_in,
    pain_value,
    reference,
    value,
    value_in,
    when,
)
from backspotter.journal.codec import BODY_MASSES, NIGHTS, SESSIONS, SETS, WATERS, Kind
from backspotter.journal.coming import ComingEntry
from backspotter.journal.times import kept_time
from backspotter.soreness.scores import scores

FUNCTION: Final = "function"
TOTAL: Final = "total:"
OF_TEN: Final = "of 10"
MEANS: Final = {"helped": "What helped", "made_worse": "What made it worse"}
FUNCTION_CALLED: Final = "Own activities, 0 (cannot) to 10 (as before): the mean"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How the cells of one kind of entry become an observation.

    ``cells`` : each with its words, its unit, and what it is when nothing was said. ``main`` : the
    cell that is the observation's own value. ``on`` : the cell with the day, where it has no time.
    """

    part: str
    called: str
    cells: Mapping[str, tuple[str, str, object]]
    main: str = ""
    on: str = ""


SHAPES: Final[Mapping[str, Shape]] = {
    SETS.name: Shape(
        part="set",
        called="A set of a lift",
        cells={
            "exercise": ("Exercise", "", ""),
            "style": ("Style", "", None),
            "load_kg": ("Load on the bar, with the bar", "kg", None),
            "reps": ("Repetitions", "", None),
            "rpe": ("Effort, 1 to 10", OF_TEN, None),
            "rest_s": ("Rest", "s", None),
            "seconds": ("Held for", "s", None),
            "warm_up": ("Warm-up", "", 0),
            "failed": ("Failed", "", 0),
            "exact": ("The time is exact", "", 0),
            "place": ("Place in the session", "", 0),
            "workout": ("Workout", "", ""),
            "typed": ("Weight as it was written", "", ""),
        },
    ),
    NIGHTS.name: Shape(
        part="night",
        called="Sleep of the night that ended on this day",
        cells={
            "asleep_h": ("Asleep", "h", None),
            "in_bed_h": ("In bed", "h", None),
            "source": ("Said by", "", ""),
        },
        main="asleep_h",
        on="woke",
    ),
    SESSIONS.name: Shape(
        part="session",
        called="Pain while a session of this day was done, 0 to 10",
        cells={"pain_during": ("Pain, 0 to 10", OF_TEN, None)},
        main="pain_during",
        on="day",
    ),
    BODY_MASSES.name: Shape(
        part="body-mass",
        called="Body mass",
        cells={
            "mass_kg": ("Body mass", "kg", None),
            "source": ("Said by", "", ""),
            "typed": ("Weight as it was written", "", ""),
        },
        main="mass_kg",
    ),
    WATERS.name: Shape(
        part="water",
        called="Water drunk on this day",
        cells={"litres": ("Water", "l", None), "source": ("Said by", "", "")},
        main="litres",
        on="day",
    ),
}
YES_OR_NO: Final = frozenset(("warm_up", "failed", "exact"))


def plain(person: str, entry: ComingEntry) -> Resource:
    """A set, a night, a body mass or water."""
    shape, cells = SHAPES[entry.kind.name], entry.cells
    at = str(cells[shape.on]) if shape.on else when(cells["at_utc"], cells["at_offset_s"])
    parts = [
        component(name, words, bool(cells[name]) if name in YES_OR_NO else cells[name], unit)
        for name, (words, unit, _) in shape.cells.items()
        if name != shape.main and cells[name] not in (None, "")
    ]
    main = cells.get(shape.main) if shape.main else None
    more = value(main, shape.cells[shape.main][1]) if main is not None else {}
    return observation(
        person,
        entry.identity,
        shape.part,
        called=shape.called,
        at=at,
        entered=instant(entry.entered),
        components=parts,
        note=str(cells.get("note", "")),
        **more,
    )


def plain_cells(kind: Kind[Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """The cells again; inverse of ``plain``."""
    shape = SHAPES[kind.name]
    said = by_key(found.get("component", ()))
    if shape.main and "valueQuantity" in found:
        said[shape.main] = value_in(found)
    cells: dict[str, Any] = {}
    for name, (_, _, default) in shape.cells.items():
        given = said.get(name, default)
        cells[name] = int(given) if name in YES_OR_NO else given
    if shape.on:
        cells[shape.on] = str(found["effectiveDateTime"])
    else:
        cells |= time_cells(found["effectiveDateTime"])
    return cells | ({"note": note_in(found)} if kind is SETS else {})


def time_cells(given: object) -> dict[str, Any]:
    """The two cells of a time."""
    utc, offset_s = kept_time("effectiveDateTime", datetime.fromisoformat(str(given)))
    return {"at_utc": utc, "at_offset_s": offset_s}


def soreness(person: str, entry: ComingEntry) -> list[Resource]:
    """One day of following the back: pain; own activities; totals of questionnaires."""
    cells = entry.cells
    at, entered = when(cells["at_utc"], cells["at_offset_s"]), instant(entry.entered)
    parts = []
    worst = cells["pain_worst"]
    if worst is not None:
        parts.append(component("pain_worst", "Pain at its worst, 0 to 10", worst, OF_TEN))
    if cells["under_painkiller"]:
        parts.append(component("under_painkiller", "Under a painkiller", True))
    for name, called in MEANS.items():
        for place, words in enumerate(filter(None, json.loads(cells[name])), 1):
            parts.append(component(f"{name}.{place}", called, words))
    pain = observation(
        person,
        entry.identity,
        "",
        called=pain_code(),
        at=at,
        entered=entered,
        components=parts,
        note=cells["note"],
        **pain_value(cells["pain_now"]),
    )
    more: dict[str, Any] = {"derivedFrom": [reference(own_id(person, entry.identity))]}
    own = list(json.loads(cells["function"]).items())
    found = [pain]
    if own:
        found.append(_function(person, entry, own, at, entered))
    for name, total in json.loads(cells["scores"]).items():
        called = scores()[name].name if name in scores() else legal(name)
        part, said = f"{TOTAL}{name}", value(float(total))
        found.append(
            observation(
                person, entry.identity, part, called=called, at=at, entered=entered, **said, **more
            )
        )
    return found


def _function(
    person: str, entry: ComingEntry, own: Sequence[tuple[str, float]], at: str, entered: str
) -> Resource:
    parts = [
        component(f"activity.{place}", name, float(ability), OF_TEN)
        for place, (name, ability) in enumerate(own, 1)
    ]
    mean = value(fmean([ability for _, ability in own]), OF_TEN)
    return observation(
        person,
        entry.identity,
        FUNCTION,
        called=FUNCTION_CALLED,
        at=at,
        entered=entered,
        components=parts,
        derivedFrom=[reference(own_id(person, entry.identity))],
        **mean,
    )


def soreness_cells(found: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The cells again, from the observations of one entry by part; inverse of ``soreness``."""
    pain = found[""]
    said = by_key(pain.get("component", ()))
    own = found.get(FUNCTION, {}).get("component", ())
    worst = said.get("pain_worst")
    totals = {
        part.removeprefix(TOTAL): value_in(each)
        for part, each in found.items()
        if part.startswith(TOTAL)
    }
    return {
        **time_cells(pain["effectiveDateTime"]),
        "pain_now": pain_in(pain),
        "pain_worst": None if worst is None else float(worst),
        "under_painkiller": int(said.get("under_painkiller", False)),
        "function": _json({str(each["code"]["text"]): value_in(each) for each in own}),
        "scores": _json(totals),
        **{name: _json(_listed(said, name)) for name in MEANS},
        "note": note_in(pain),
    }


def _listed(said: Mapping[str, Any], name: str) -> list[Any]:
    return [words for key, words in said.items() if key.startswith(f"{name}.")]


def _json(given: object) -> str:
    return json.dumps(given, ensure_ascii=False, allow_nan=False)
