"""``python -m benchmarks.soreness [--people N] [--json] [--write]``: how well a course is followed.

Invented people with curves that the program does not have (``soreness_people.py``): whether the
bands hold what they say, whether forecasts beat the last value and a straight line, how often
ordinary soreness raises an alarm by 72 hours, how much of what is not soreness does, and how long
one refit takes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from string import Template
from time import process_time
from typing import Final

import numpy as np

from backspotter.exports.axes import Axis
from backspotter.exports.curves import Curve, Plot, draw_plot
from backspotter.exports.look import QUIET, WARM, heading, note
from backspotter.exports.svg import page, written
from backspotter.soreness import Bout, Entry, follow, forecast
from backspotter.soreness.validation import Checked, validate
from benchmarks.machine import machine
from benchmarks.shares import Share
from benchmarks.soreness_people import INJURIES, Person, healthy, injured
from benchmarks.tables import table

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "benchmarks-soreness.md"
PICTURE: Final = ROOT / "docs" / "benchmarks-soreness.svg"
SEED: Final = 2026
"""Not one of the seeds 1 and 2, with which the limits of the verdicts were set."""

BOUTS: Final = (Bout(at_h=0.0),)
AHEAD_H: Final = (6, 12, 18, 24, 30, 36, 42, 48)
FROM_H: Final = (24.0, 36.0, 48.0)
MARKS_H: Final = (48.0, 72.0, 96.0, 120.0)


@dataclass(frozen=True, slots=True)
class Ahead:
    """Forecasts so many hours ahead: mean error of ours and of the two others, and the bands."""

    hours: float
    count: int
    ours: float
    last_value: float
    straight_line: float
    in_band: float


@dataclass(frozen=True, slots=True)
class Alarms:
    """Of so many people of one kind, how many had an alarm by each mark."""

    kind: str
    of: int
    by_h: dict[str, int]


@dataclass(frozen=True, slots=True)
class Found:
    """What one run found."""

    machine: str
    people: int
    ahead: list[Ahead]
    alarms: list[Alarms]
    one_entry_alarms: int
    one_entry_of: int
    refit_ms: float
    refit_worst_ms: float


def main() -> int:
    """Measure and show it."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.soreness", description=__doc__)
    options.add_argument("--people", type=int, default=1000, help="healthy people to invent")
    options.add_argument("--json", action="store_true", help="print the numbers as JSON")
    options.add_argument("--write", action="store_true", help="write the page under docs/ too")
    chosen = options.parse_args()
    found = measure(chosen.people)
    shown = page_of(found, validate())
    if chosen.write:
        PAGE.write_text(shown, encoding="utf-8")
        PICTURE.write_text(picture(found), encoding="utf-8")
        print(f"wrote {PAGE.relative_to(ROOT)}", file=sys.stderr)
    print(json.dumps(asdict(found), indent=2) if chosen.json else shown)
    return 0


def measure(people: int) -> Found:
    """Every measurement, one after another."""
    dice = np.random.default_rng(SEED)
    sore = [healthy(dice) for _ in range(people)]
    hurt = {kind: [injured(kind, dice) for _ in range(people // 3)] for kind in INJURIES}
    _say("forecasts and their bands")
    ahead = _forecasts(sore)
    _say("alarms")
    alarms = [_alarms("ordinary soreness", sore), *(_alarms(k, p) for k, p in hurt.items())]
    _say("one entry alone")
    alone = [follow(BOUTS, [e], now_h=e.at_h) for p in sore for e in p.entries[:8]]
    middle, worst = _refits(sore[:40])
    return Found(
        machine=machine(),
        people=people,
        ahead=ahead,
        alarms=alarms,
        one_entry_alarms=sum(c.verdict == "not_like_soreness" for c in alone),
        one_entry_of=len(alone),
        refit_ms=middle,
        refit_worst_ms=worst,
    )


def _say(words: str) -> None:
    print(f"{words} …", file=sys.stderr, flush=True)


def _forecasts(people: Sequence[Person]) -> list[Ahead]:
    rows: dict[int, list[tuple[float, ...]]] = {hours: [] for hours in AHEAD_H}
    for person in people:
        for start in FROM_H:
            told = [entry for entry in person.entries if entry.at_h <= start]
            if len(told) >= 2:
                _one_forecast(person, told, rows)
    return [_ahead(hours, np.array(found)) for hours, found in rows.items()]


def _one_forecast(
    person: Person, told: Sequence[Entry], rows: dict[int, list[tuple[float, ...]]]
) -> None:
    """What comes after is compared with what was reported, at the hour it was reported."""
    now = told[-1].at_h
    later = [entry for entry in person.entries if now < entry.at_h <= now + AHEAD_H[-1] + 3]
    if not later:
        return
    course = follow(BOUTS, told, now_h=now)
    band = forecast(course, [entry.at_h for entry in later])
    for place, entry in enumerate(later):
        hours = min(AHEAD_H, key=lambda mark, at=entry.at_h: abs(mark - (at - now)))
        inside = band.low[place] <= entry.sore <= band.high[place]
        rows[hours].append(
            (
                abs(float(band.middle[place]) - entry.sore),
                abs(told[-1].sore - entry.sore),
                abs(_line(told, entry.at_h) - entry.sore),
                float(inside),
            )
        )


def _line(told: Sequence[Entry], at_h: float) -> float:
    """The straight line through the last two entries, kept on the scale."""
    before, last = told[-2], told[-1]
    slope = (last.sore - before.sore) / max(last.at_h - before.at_h, 1.0)
    return float(np.clip(last.sore + slope * (at_h - last.at_h), 0, 10))


def _ahead(hours: float, found: np.ndarray) -> Ahead:
    ours, last, line, inside = (float(each) for each in found.mean(axis=0))
    return Ahead(hours, len(found), ours, last, line, inside)


def _alarms(kind: str, people: Sequence[Person]) -> Alarms:
    first = [_first_alarm(person) for person in people]
    by_h = {f"{mark:g}": sum(at <= mark for at in first) for mark in MARKS_H}
    return Alarms(kind, len(people), by_h)


def _first_alarm(person: Person) -> float:
    for place, entry in enumerate(person.entries):
        if entry.at_h > MARKS_H[-1]:
            break
        told = person.entries[: place + 1]
        if follow(BOUTS, told, now_h=entry.at_h).verdict == "not_like_soreness":
            return entry.at_h
    return float("inf")


def _refits(people: Iterable[Person]) -> tuple[float, float]:
    took = []
    for person in people:
        three = (Bout(at_h=-72.0), Bout(at_h=-24.0), Bout(at_h=0.0))
        took.append(
            _ms(lambda entries=person.entries, bouts=three: follow(bouts, entries, now_h=168.0))
        )
    return float(np.median(took)), max(took)


def _ms(work: Callable[[], object]) -> float:
    began = process_time()
    work()
    return 1000 * (process_time() - began)


def page_of(found: Found, checked: Sequence[Checked]) -> str:
    """The page as Markdown."""
    text = Template((Path(__file__).parent / "soreness.md").read_text(encoding="utf-8"))
    held = [each for each in checked if each.row.role == "held_out"]
    return text.substitute(
        machine=found.machine,
        people=found.people,
        ahead=_ahead_table(found.ahead),
        alarms=_alarm_table(found.alarms),
        one=f"{found.one_entry_alarms} of {found.one_entry_of:,}",
        refit=f"{found.refit_ms:.1f} ms in the middle, {found.refit_worst_ms:.1f} ms at worst",
        within=sum(each.is_within for each in held),
        held=len(held),
    )


def _ahead_table(rows: Sequence[Ahead]) -> str:
    head = ("hours ahead", "forecasts", "ours", "last value", "straight line", "skill", "in band")
    return table(head, (_ahead_row(row) for row in rows))


def _ahead_row(row: Ahead) -> tuple[str, ...]:
    best = min(row.last_value, row.straight_line)
    return (
        f"{row.hours:g}",
        f"{row.count:,}",
        f"{row.ours:.2f}",
        f"{row.last_value:.2f}",
        f"{row.straight_line:.2f}",
        f"{1 - row.ours / best:+.2f}",
        f"{100 * row.in_band:.0f} %",
    )


def _alarm_table(rows: Sequence[Alarms]) -> str:
    head = ("what it is", "people", *(f"by {mark:g} h" for mark in MARKS_H))
    body = (
        (row.kind, str(row.of), *(Share(hits, row.of).words() for hits in row.by_h.values()))
        for row in rows
    )
    return table(head, body)


def picture(found: Found) -> str:
    """An SVG picture: mean error by hours ahead, and how many reports lie in the bands."""
    title, below = "Forecasts of soreness", "invented people with curves the program does not have"
    drawing = page(960, 470, title=title, about=_ahead_table(found.ahead))
    heading(drawing, title, below, room=880)
    hours = np.array([row.hours for row in found.ahead], dtype=float)
    left, right = Axis(0, 48, 84, 470), Axis(0, 48, 560, 920)
    errors = Plot(
        "Mean error",
        "of 10",
        (
            Curve("ours", np.array([row.ours for row in found.ahead])),
            Curve("last", np.array([row.last_value for row in found.ahead]), WARM, "6 4"),
            Curve("line", np.array([row.straight_line for row in found.ahead]), QUIET, "2 4"),
        ),
        says_peak=False,
        high=240.0,
    )
    bands = Plot(
        "In the 90 % band",
        "%",
        (
            Curve("found", np.array([100 * row.in_band for row in found.ahead])),
            Curve("wanted", np.full(len(hours), 90.0), QUIET, "2 4"),
        ),
        most=100.0,
        says_peak=False,
        high=240.0,
    )
    draw_plot(drawing, errors, hours, left, 150, 390)
    draw_plot(drawing, bands, hours, right, 150, 390)
    for axis in (left, right):
        for tick in (12, 24, 36, 48):
            note(drawing, (axis.at(tick), 414), f"{tick} h", text_anchor="middle")
        note(drawing, (axis.end, 438), "ahead", text_anchor="end")
    return written(drawing)


if __name__ == "__main__":
    sys.exit(main())
