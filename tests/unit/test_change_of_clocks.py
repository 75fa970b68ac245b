"""Times to check again across a change of the clocks: hours pass, the clock shows what it shows.

In Berlin the clocks went forward on 29 March 2026 at 2:00, and back on 25 October 2026 at 3:00.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from backspotter.app.check_again import again_after, again_at
from backspotter.app.when import MachineZone, as_said, hours_after, zone_of
from backspotter.journal.codec import CHECK_INS
from backspotter.journal.entries import current
from backspotter.journal.journal import opened
from backspotter.levels import Level
from tests.check_walks import client
from tests.journals import fast_folder, place_in

BERLIN = ZoneInfo("Europe/Berlin")
SPRING = datetime(2026, 3, 28, 18, 30, tzinfo=BERLIN)
AUTUMN = datetime(2026, 10, 24, 18, 30, tzinfo=BERLIN)


@pytest.fixture
def in_berlin(monkeypatch):
    """This machine in Berlin."""
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of a process cannot be set here")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def said(times):
    return [f"{at:%d %H:%M %z}" for at in times]


@pytest.mark.parametrize(
    ("since", "clock"),
    [
        (SPRING, ["29 19:30 +0200", "30 19:30 +0200"]),
        (AUTUMN, ["25 17:30 +0100", "26 17:30 +0100"]),
    ],
    ids=["forward", "back"],
)
def test_so_many_hours_pass_and_the_clock_shows_what_it_shows(since, clock):
    times = again_at(since, (24, 48), Level.urgent_care)
    assert [(at - since.astimezone(UTC)) / timedelta(hours=1) for at in times] == [24, 48]
    assert said(times) == clock


@pytest.mark.parametrize(
    ("since", "hours", "clock"),
    [(SPRING, 12, "29 07:30 +0200"), (AUTUMN, 12, "25 07:00 +0100")],
    ids=["forward", "back"],
)
def test_the_night_is_that_of_the_clock_then(since, hours, clock):
    """Twelve hours on it is 7:30 in spring, and 5:30 in autumn: only that is still night."""
    assert said(again_at(since, (hours,), Level.self_care)) == [clock]


@pytest.mark.parametrize("since", [SPRING, AUTUMN], ids=["forward", "back"])
def test_a_clock_that_knows_its_offset_alone_is_set_right_by_the_machine(in_berlin, since):
    plain = as_said(since)
    assert type(plain.tzinfo) is timezone
    zone = zone_of(plain)
    assert isinstance(zone, MachineZone)
    for hours in range(60):
        ours = hours_after(plain, hours, zone=zone)
        theirs = hours_after(since, hours, zone=BERLIN)
        assert as_said(ours) == as_said(theirs)
        assert (ours.replace(tzinfo=None), ours.fold) == (theirs.replace(tzinfo=None), theirs.fold)


def test_another_zone_than_the_machines_stays_as_it_is(in_berlin):
    there = datetime(2026, 3, 28, 18, 30, tzinfo=timezone(timedelta(hours=9)))
    assert zone_of(there) is there.tzinfo
    assert zone_of(SPRING) is BERLIN


@pytest.mark.parametrize(
    ("since", "after"), [(SPRING, "+02:00"), (AUTUMN, "+01:00")], ids=["forward", "back"]
)
def test_the_page_says_the_clock_of_that_day(in_berlin, since, after):
    """Seen before the change and after it, an answer says the same times."""
    clock = {"now": as_said(since)}
    told = {"pain_now": 4, "saddle_numb": "no", "onset": "next_day", "hours_since_lift": 10}
    with fast_folder() as folder, client(folder / "j.db", now=lambda: clock["now"]) as web:
        made = web.post("/api/v1/check-ins", json={"check_in": told})
        before = web.get(f"/check/answer/{made.json()['id']}").text
        with opened(place_in(folder)) as journal:
            (kept,) = (each.value for each in current(journal, CHECK_INS))
        times = again_after(kept, now=clock["now"])
        assert {at.at.isoformat()[-6:] for at in times[1:]} == {after}
        clock["now"] = as_said((since.astimezone(UTC) + timedelta(days=1)).astimezone(BERLIN))
        assert [at.at for at in again_after(kept, now=clock["now"])] == [at.at for at in times]
        later = web.get(f"/check/answer/{made.json()['id']}").text
        for at in times:
            words = f"{at.at:%a} {at.at.day} {at.at:%b}, {at.at:%H:%M}"
            assert words in before
            assert words in later
