"""When to check again: every face says the same times, they come, and none is at night."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from icalendar import Calendar

from backspotter.app.check_again import again_at
from backspotter.app.said_days import said_moment
from backspotter.cli import asking, track
from backspotter.cli import main as command_line
from backspotter.journal.codec import SETS, SORENESSES
from backspotter.journal.entries import add
from backspotter.journal.journal import opened
from backspotter.levels import Level
from backspotter.training.log import LoggedSet
from backspotter.triage.advice import night, recheck_hours
from backspotter.triage.check_in import CheckIn
from backspotter.web.pages import moment
from tests.check_walks import client
from tests.journals import fast_folder, place_in, sore

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
DULL = {"pain_now": 4, "saddle_numb": "no", "onset": "next_day"}


@pytest.fixture
def folder():
    with fast_folder() as made:
        yield made


class Clock:
    now = NOON


@pytest.fixture
def clock(monkeypatch):
    told = Clock()
    for module in (asking, track):
        monkeypatch.setattr(module, "clock", lambda: told.now)
    return told


@pytest.fixture
def web(folder, clock):
    with client(folder / "j.db", now=lambda: clock.now) as made:
        yield made


def lifted(folder, at):
    with opened(place_in(folder)) as journal:
        one = LoggedSet(at=at, exercise="Deadlift", load_kg=140.0, reps=5)
        add(journal, SETS, one, entered=at)


def checked(web, **told):
    made = web.post("/api/v1/check-ins", json={"check_in": DULL | told})
    assert made.is_success, made.text
    return made.json()["id"]


def said(folder, capsys, *words):
    command_line.run(["--journal", str(folder / "j.db"), *words])
    return " ".join(capsys.readouterr().out.split())


def page(web, path):
    return " ".join(unescape(web.get(path).text).split())


def confirmed(web):
    """The times to check again in the calendar file."""
    found = Calendar.from_ical(web.get("/plan/calendar.ics").content).walk("VEVENT")
    return [
        each.decoded("dtstart")
        for each in found
        if each["uid"].startswith("recheck") and each["status"] == "CONFIRMED"
    ]


def times_on_every_face(web, folder, capsys):
    """When to check again, after seeing that no face says otherwise."""
    documents = [
        *(web.get(f"/api/v1/{each}").json() for each in ("track", "plan")),
        *(json.loads(said(folder, capsys, each, "--json")) for each in ("track", "plan")),
    ]
    told = [[datetime.fromisoformat(at) for at in each["recheck"]] for each in documents]
    assert told == [confirmed(web)] * 4
    return told[0]


def assert_pages_say(web, folder, capsys, *, due=None, ahead=None):
    """Every page and command that names the first time names this one, as due or as to come."""
    first = due or ahead
    for path in ("/course", "/plan"):
        words = "Time to check again: due since" if due else "Check again"
        assert f"{words} {moment(first)}" in page(web, path)
    for each in ("track", "plan"):
        words = "Time to check again: due since" if due else "Check again:"
        assert f"{words} {said_moment(first)}." in said(folder, capsys, each)
    today = page(web, "/")
    assert ("Time to check again" in today) is bool(due)
    if due:
        assert f"Due since {moment(due)}." in today
    if ahead:
        assert f"Next check: <strong>{moment(ahead)}</strong>" in today


@pytest.mark.parametrize("hours", [None, 6.0])
def test_every_face_says_the_same_times_and_they_come(web, folder, capsys, clock, hours):
    """Where the check does not say how long ago the lift was, the log does."""
    lifted(folder, NOON - timedelta(hours=6))
    number = checked(web) if hours is None else checked(web, hours_since_lift=hours)
    times = [NOON + timedelta(hours=each) for each in (18, 42, 66)]  # 06:00 is no night
    assert times_on_every_face(web, folder, capsys) == times
    assert_pages_say(web, folder, capsys, ahead=times[0])
    answer = page(web, f"/check/answer/{number}")
    for at in times:
        assert f"<strong>{moment(at)}</strong>" in answer
    assert "24 h after the lift" in answer

    clock.now = NOON + timedelta(hours=20)
    assert times_on_every_face(web, folder, capsys) == times
    assert_pages_say(web, folder, capsys, due=times[0], ahead=times[1])
    clock.now = NOON + timedelta(hours=100)
    assert times_on_every_face(web, folder, capsys) == times[-1:]
    assert_pages_say(web, folder, capsys, due=times[-1])
    checked(web, pain_now=2)
    assert times_on_every_face(web, folder, capsys)[0] > clock.now


def test_without_any_session_it_counts_from_the_check(web, folder, capsys, clock):
    checked(web)
    times = [NOON + timedelta(days=each) for each in (1, 2, 3)]
    clock.now += timedelta(hours=5)
    assert times_on_every_face(web, folder, capsys) == times, "and not from now"
    assert_pages_say(web, folder, capsys, ahead=times[0])


def test_without_any_check_it_counts_from_the_last_number(web, folder, capsys, clock):
    lifted(folder, NOON - timedelta(hours=6))
    with opened(place_in(folder)) as journal:
        add(journal, SORENESSES, sore(3, at=NOON), entered=NOON)
    clock.now += timedelta(hours=5)
    times = times_on_every_face(web, folder, capsys)
    assert times[0] == NOON + timedelta(hours=18)
    assert_pages_say(web, folder, capsys, ahead=times[0])


def test_a_session_after_the_check_moves_nothing(web, folder, capsys, clock):
    checked(web)
    clock.now += timedelta(hours=5)
    lifted(folder, clock.now - timedelta(hours=1))
    assert times_on_every_face(web, folder, capsys)[0] == NOON + timedelta(days=1)


def test_a_check_long_past_does_not_silence_a_new_soreness(web, folder, capsys, clock):
    checked(web)
    clock.now += timedelta(days=14)
    lifted(folder, clock.now - timedelta(hours=20))
    with opened(place_in(folder)) as journal:
        add(journal, SORENESSES, sore(6, at=clock.now), entered=clock.now)
    times = times_on_every_face(web, folder, capsys)
    assert times
    assert times[0] == clock.now + timedelta(hours=4)


def test_what_is_urgent_stays_due(web, folder, capsys, clock):
    checked(web, fever="yes")
    clock.now += timedelta(days=20)
    assert_pages_say(web, folder, capsys, due=times_of_urgent()[-1])


def times_of_urgent():
    told = CheckIn(hours_since_lift=None)
    return [NOON + timedelta(hours=each) for each in recheck_hours(told, Level.urgent_care)]


def test_what_can_wait_waits_for_the_morning(web, folder, capsys):
    checked(web, hours_since_lift=36.5)  # 48 h after the lift is 23:30
    assert times_on_every_face(web, folder, capsys)[0] == datetime(2026, 3, 5, 7, tzinfo=UTC)
    assert_pages_say(web, folder, capsys, ahead=datetime(2026, 3, 5, 7, tzinfo=UTC))


def test_the_command_that_keeps_a_check_says_the_same(web, folder, capsys, tmp_path):
    file = tmp_path / "told.json"
    file.write_text(json.dumps(DULL | {"hours_since_lift": 36.5}))
    shown = said(folder, capsys, "check", "--from", str(file))
    assert "Thursday 5 March, 07:00 (56 h after the lift)" in shown
    assert times_on_every_face(web, folder, capsys)[0] == datetime(2026, 3, 5, 7, tzinfo=UTC)
    assert "in about 12 hours" in said(folder, capsys, "check", "--no-save", "--from", str(file))


def test_what_is_urgent_does_not(web, folder, capsys, clock):
    clock.now = NOON + timedelta(hours=6)
    checked(web, fever="yes")
    assert times_on_every_face(web, folder, capsys)[0] == NOON + timedelta(hours=12)


def test_an_emergency_waits_for_no_check(web, folder, capsys):
    checked(web, saddle_numb="yes")
    assert times_on_every_face(web, folder, capsys) == []


def test_a_back_that_is_well_is_left_alone(web, folder, capsys):
    checked(web, pain_now=0, trend="gone", hours_since_lift=30.0)
    assert times_on_every_face(web, folder, capsys) == []


NIGHTS = """
at     is said as
21:59  4 21:59
22:00  5 07:00
00:30  4 07:00
05:59  4 07:00
06:00  4 06:00
"""


@pytest.mark.parametrize(
    ("at", "day", "said_at"), [row.split() for row in NIGHTS.split("\n")[2:-1]]
)
def test_the_night_is_from_ten_to_six(at, day, said_at):
    at, then = (datetime.fromisoformat(f"2026-03-0{d}T{h}Z") for d, h in ((4, at), (day, said_at)))
    assert again_at(at, [0.0], Level.self_care) == (then,)
    assert again_at(at, [0.0], Level.urgent_care) == (at,)


def test_the_night_is_an_assumption_of_ours():
    assert (night().from_h, night().to_h, night().basis) == (22, 6, "judgement")
    assert recheck_hours(CheckIn(hours_since_lift=36.5), Level.self_care)[0] == 11.5, "no clock"
