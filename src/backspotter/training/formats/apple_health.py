"""Apple Health: nights, water, body mass and strength workouts of an export, as XML or zip.

The same night or glass is often recorded by several sources; one source is taken for each night
and for each day. Sleep belongs to the day of waking.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from backspotter.training.formats import apple_stream
from backspotter.training.formats.cells import number, unit_of
from backspotter.training.formats.preview import (
    Entry,
    Found,
    Preview,
    Progress,
    Skipped,
    gathered,
    key,
)
from backspotter.training.log import BodyMass, LoggedSet, Night, Water
from backspotter.training.units import to_kg

SAY: Final = "Apple Health"
SLEEP: Final = "HKCategoryTypeIdentifierSleepAnalysis"
WATER: Final = "HKQuantityTypeIdentifierDietaryWater"
MASS: Final = "HKQuantityTypeIdentifierBodyMass"
STRENGTH: Final = {
    "HKWorkoutActivityTypeTraditionalStrengthTraining": "Traditional strength training",
    "HKWorkoutActivityTypeFunctionalStrengthTraining": "Functional strength training",
}
STAGES: Final = ("AsleepCore", "AsleepDeep", "AsleepREM")
LITRES: Final = {"ml": 1e-3, "l": 1.0, "fl_oz_us": 29.5735e-3, "fl_oz_imp": 28.4131e-3}
TO_DAY: Final = timedelta(hours=6)
"""Sleep that ends by six in the evening belongs to that day, later sleep to the next."""

LONGEST_NIGHT: Final = timedelta(hours=24)
MASS_KG: Final = (30.0, 250.0)
MOST_LITRES: Final = 20.0

Span = tuple[datetime, datetime]


def is_one(start: bytes) -> bool:
    """Whether a file that begins so can be one."""
    return start[:4] == b"PK\x03\x04" or b"<HealthData" in start or b"<!DOCTYPE Health" in start


@dataclass(slots=True)
class _Slept:
    """What one source recorded of one night."""

    asleep: list[Span] = field(default_factory=list)
    in_bed: list[Span] = field(default_factory=list)
    staged: bool = False


@dataclass(slots=True)
class _Heard:
    """What has been read so far, by day and source."""

    nights: dict[date, dict[str, _Slept]] = field(default_factory=lambda: defaultdict(dict))
    water: dict[date, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    mass: dict[date, dict[str, tuple[datetime, float]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    mass_count: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    workouts: list[Entry] = field(default_factory=list)
    skipped: list[Entry] = field(default_factory=list)


def preview(path: Path, progress: Progress) -> Preview:
    """What the export would bring in, read in one pass.

    Raises
    ------
    InputError : no such export, or one that is broken or far larger than one can be
    """
    heard = _Heard()
    for line, (tag, given) in enumerate(apple_stream.elements(path, progress), start=1):
        _hear(heard, tag, given, line)
    notes = ("Where several sources recorded the same night or day, one of them was taken.",)
    everything = [*_nights(heard), *_water(heard), *_masses(heard), *heard.workouts]
    return gathered(SAY, [*everything, *heard.skipped], notes)


def _hear(heard: _Heard, tag: str, given: dict[str, str], line: int) -> None:
    kind = given.get("type" if tag == "Record" else "workoutActivityType", "")
    if kind not in (SLEEP, WATER, MASS, *STRENGTH):
        return
    start, end = _time(given.get("startDate")), _time(given.get("endDate"))
    if start is None or end is None or not timedelta(0) <= end - start <= LONGEST_NIGHT:
        why = "its start and end cannot be"
        heard.skipped.append(Skipped(line=line, why=why, text=f"{kind} {given.get('startDate')}"))
    elif kind == SLEEP:
        _hear_sleep(heard, given, (start, end))
    elif kind in STRENGTH:
        heard.workouts.append(_workout(STRENGTH[kind], given, (start, end), line))
    else:
        _hear_amount(heard, kind, given, start, line)


def _hear_sleep(heard: _Heard, given: dict[str, str], span: Span) -> None:
    value, source = given.get("value", ""), given.get("sourceName", "")
    slept = heard.nights[(span[1] + TO_DAY).date()].setdefault(source, _Slept())
    if value.endswith("InBed"):
        slept.in_bed.append(span)
    elif "Asleep" in value:
        slept.asleep.append(span)
        slept.staged |= value.endswith(STAGES)


def _hear_amount(heard: _Heard, kind: str, given: dict[str, str], at: datetime, line: int) -> None:
    try:
        value = number(given.get("value", ""))
    except ValueError:
        value = None
    source, unit = given.get("sourceName", ""), given.get("unit", "")
    if kind == WATER and value is not None and unit.lower() in LITRES:
        day = heard.water[at.date()]
        day[source] = day.get(source, 0.0) + value * LITRES[unit.lower()]
        return
    known = unit_of(unit)
    kg = to_kg(value, known) if value is not None and known else None
    if kind == MASS and kg is not None and MASS_KG[0] <= kg <= MASS_KG[1]:
        heard.mass[at.date()].setdefault(source, (at, kg))
        heard.mass_count[source] += 1
        return
    text = f"{given.get('value')} {unit}"
    heard.skipped.append(Skipped(line=line, why="an amount that cannot be read", text=text))


def _nights(heard: _Heard) -> Iterator[Entry]:
    for line, (woke, sources) in enumerate(sorted(heard.nights.items()), start=1):
        source, slept = max(sources.items(), key=lambda each: _how_good(each[1]))
        asleep, in_bed = _hours(slept.asleep), _hours(slept.in_bed)
        value = Night(woke=woke, asleep_h=asleep, in_bed_h=in_bed, source=source)
        doubts = () if asleep is not None else ("sleep: only time in bed is known",)
        yield Found(value=value, key=key(SAY, "night", woke), line=line, doubts=doubts)


def _how_good(slept: _Slept) -> tuple[bool, bool, float]:
    """Stages before a bare night, sleep before time in bed, then the longer one."""
    return slept.staged, bool(slept.asleep), _hours(slept.asleep) or 0.0


def _hours(spans: list[Span]) -> float | None:
    """Length of the union [h]; None where there is nothing."""
    if not spans:
        return None
    total, reached = timedelta(0), min(start for start, _ in spans)
    for start, end in sorted(spans):
        if end > reached:
            total += end - max(start, reached)
            reached = end
    return round(total.total_seconds() / 3600, 4)


def _water(heard: _Heard) -> Iterator[Entry]:
    for line, (day, sources) in enumerate(sorted(heard.water.items()), start=1):
        source, litres = max(sources.items(), key=lambda each: (each[1], each[0]))
        if litres > MOST_LITRES:
            yield Skipped(line=line, why=f"{litres:.1f} l of water in a day", text=str(day))
            continue
        value = Water(day=day, litres=round(litres, 4), source=source)
        yield Found(value=value, key=key(SAY, "water", day), line=line)


def _masses(heard: _Heard) -> Iterator[Entry]:
    """One a day, from the source that weighs most often."""
    for line, (day, sources) in enumerate(sorted(heard.mass.items()), start=1):
        source = max(
            sources, key=lambda name: (heard.mass_count[name], -sources[name][0].timestamp())
        )
        at, kg = sources[source]
        value = BodyMass(at=at, mass_kg=round(kg, 3), source=source)
        yield Found(value=value, key=key(SAY, "mass", day), line=line)


def _workout(name: str, given: dict[str, str], span: Span, line: int) -> Found:
    value = LoggedSet(
        at=span[0],
        exercise=name,
        seconds=(span[1] - span[0]).total_seconds(),
        workout=given.get("sourceName", ""),
        note="a workout without its sets",
    )
    return Found(value=value, key=key(SAY, name, span[0].isoformat()), line=line)


def _time(text: str | None) -> datetime | None:
    """A time with its zone, as ``2026-03-02 06:15:00 +0100``."""
    try:
        return datetime.strptime(text or "", "%Y-%m-%d %H:%M:%S %z")
    except ValueError:
        return None
