"""A set as a lifter writes it down, and times as people type them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from backspotter.app.log_words import Written, written_sets
from backspotter.app.when import MachineZone, day_from, time_from, zone_named
from backspotter.errors import InputError
from backspotter.training.units import KG_PER_LB

LINES = {
    "conventional 3x5 @ 140 rpe 8": ("conventional", "conventional", 3, 5, 140, 8),
    "conventional 3x5 @140kg @rpe 8.5": ("conventional", "conventional", 3, 5, 140, 8.5),
    "Romanian Deadlift 3×8 @ 100,5 kg": ("Romanian Deadlift", None, 3, 8, 100.5, None),
    "sumo 1x3 @ 405 lbs RPE 9,5": ("sumo", "sumo", 1, 3, 405 * KG_PER_LB, 9.5),
    "trap-bar 5 x 5 180 kg": ("trap-bar", "trap_bar", 5, 5, 180, None),
    "Back extension 3x15": ("Back extension", None, 3, 15, None, None),
    "140kg deadlift 1x5": ("deadlift", None, 1, 5, 140, None),
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_can_be_read(line):
    found = written_sets(line)
    assert (
        found.exercise, found.style, found.sets, found.reps, found.load_kg, found.rpe,
    ) == LINES[line]  # fmt: skip


def test_a_weight_without_a_unit_is_in_the_unit_in_use_and_kept_as_it_was_typed():
    found = written_sets("sumo 1x5 @ 315", units="lb")
    assert (found.load_kg, found.typed) == (315 * KG_PER_LB, "315 lb")


@pytest.mark.parametrize(
    "line",
    [
        "", "140", "3x5", "3x5 @ 140", "sumo", "sumo @ 140", "sumo 3x5 @ heavy", "sumo 0x5 @ 1",
        "sumo 3x5 @ 5000", "sumo 99x5 @ 100", "sumo 3x5 @ 140 rpe 11", "sumo 3x5x2 @ 100",
        "sumo 3x5 @ 100 @ 120", "sumo 1.5x5 @ 100", "x" * 300, "sumo 3x99999 @ 100",
    ],
)  # fmt: skip
def test_a_line_that_cannot(line):
    with pytest.raises(InputError):
        written_sets(line)


NOW = datetime(2026, 3, 2, 20, 0).astimezone()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-03-02 18:30", datetime(2026, 3, 2, 18, 30).astimezone()),
        ("2026-03-02T18:30", datetime(2026, 3, 2, 18, 30).astimezone()),
        ("2026-03-01", datetime(2026, 3, 1).astimezone()),
        ("18:30", datetime(2026, 3, 2, 18, 30).astimezone()),
        ("2026-03-02T10:00-05:00", datetime(2026, 3, 2, 10, tzinfo=timezone(-timedelta(hours=5)))),
        ("2026-03-02T10:00Z", datetime(2026, 3, 2, 10, tzinfo=timezone.utc)),  # noqa: UP017
    ],
)
def test_a_time(typed, expected):
    found = time_from(typed, now=NOW)
    assert (found, found.utcoffset()) == (expected, expected.utcoffset())


def test_days_and_zones():
    assert day_from("2026-03-01", now=NOW) == date(2026, 3, 1)
    for typed in ("2026-03-03", "yesterday", "1800-01-01", ""):
        with pytest.raises(InputError):
            day_from(typed, now=NOW)
    assert str(zone_named("Europe/Berlin")) == "Europe/Berlin"
    here = datetime(2026, 7, 1, 12, tzinfo=MachineZone())
    assert here.utcoffset() == datetime(2026, 7, 1, 12).astimezone().utcoffset()
    assert here.tzname()
    for name in ("Mars/Base", "../../etc/passwd", "/etc/passwd"):
        with pytest.raises(InputError):
            zone_named(name)


def test_a_lift_without_a_weight_has_none():
    assert written_sets("sumo 1x5") == Written("sumo", "sumo", 1, 5)
