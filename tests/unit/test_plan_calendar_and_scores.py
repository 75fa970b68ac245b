"""The calendar of a plan: stable ids, updates that replace; and scores within their ranges."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from backspotter.app.history_in import history_from
from backspotter.app.journal_history import history_of
from backspotter.app.plan import plan
from backspotter.app.plan_calendar import due_of
from backspotter.errors import InputError
from backspotter.exports.calendar import Due, calendar, sequence
from backspotter.journal.codec import SORENESSES
from backspotter.journal.entries import add
from backspotter.journal.journal import opened
from backspotter.soreness.scores import function_mean, said_by, scores
from tests.journals import NOON, check, fast_folder, place_in, sore

FOLDER = Path(__file__).parents[1] / "data" / "scenarios"
WRITTEN = datetime(2026, 3, 16, 20, tzinfo=UTC)


def events(file: bytes) -> dict[str, object]:
    found = Calendar.from_ical(file).walk("VEVENT")
    return {str(event["uid"]): event for event in found}


def due_in(name: str, today: date) -> Due:
    document = json.loads((FOLDER / f"{name}.history.json").read_text(encoding="utf-8"))
    return due_of(plan(history_from(document), today=today))


def test_the_session_is_a_day_with_its_weight_and_reason():
    found = events(calendar(due_in("poor-sleep", date(2026, 3, 16)), written=WRITTEN))
    session = found["session.me@backspotter"]
    assert session["dtstart"].dt == date(2026, 3, 16)
    assert "97.5 kg, 2 × 7" in str(session["summary"])
    assert "sleep" in str(session["description"])
    assert str(session["description"]).startswith("As of Monday 16 March: ")
    assert str(session["status"]) == "CONFIRMED"


def test_a_higher_number_of_before_is_not_said_to_be_the_pain_of_now():
    with fast_folder() as folder, opened(place_in(folder)) as journal:
        quality = {"onset": "next_day", "quality": ["sore"], "trend": "easing"}
        check(journal, **quality, pain_now=4, hours_since_lift=30, at=NOON - timedelta(hours=3))
        add(journal, SORENESSES, sore(1, at=NOON - timedelta(hours=1)), entered=NOON)
        found = plan(history_of(journal), today=NOON)
    said = "Pain of 4 of 10 was the highest of the last 12 hours (the last number is 1)"
    assert said in [each.words.partition(")")[0] + ")" for each in found.limits.reasons]
    held = next(each for each in found.limits.reasons if each.id == "PAIN-HOLD")
    assert held.would_lift == "No number above 3 for 12 hours."


def test_a_later_file_has_the_same_ids_and_higher_numbers():
    due = due_in("ordinary-soreness", date(2026, 3, 11))
    one = events(calendar(due, written=WRITTEN))
    other = events(calendar(due, written=WRITTEN + timedelta(minutes=1)))
    assert one.keys() == other.keys()
    assert len(one) == 4
    for uid in one:
        assert other[uid]["sequence"] > one[uid]["sequence"]


def test_what_is_no_longer_due_is_cancelled():
    found = events(calendar(due_in("saddle-numb", date(2026, 3, 10)), written=WRITTEN))
    assert {str(event["status"]) for event in found.values()} == {"CANCELLED"}


def test_a_first_file_cancels_nothing_and_a_later_one_what_was_given():
    due = due_in("ordinary-soreness", date(2026, 3, 11))
    none = due_in("saddle-numb", date(2026, 3, 10))
    first = events(calendar(replace(due, given=frozenset()), written=WRITTEN))
    assert {str(event["status"]) for event in first.values()} == {"CONFIRMED"}
    later = events(calendar(replace(none, given=due.names), written=WRITTEN))
    assert later.keys() == first.keys()
    assert {str(event["status"]) for event in later.values()} == {"CANCELLED"}


def test_a_time_to_check_again_says_what_to_do_and_rings():
    found = events(calendar(due_in("ordinary-soreness", date(2026, 3, 11)), written=WRITTEN))
    event = found["recheck-1.me@backspotter"]
    assert "make a check" in str(event["description"])
    (alarm,) = event.walk("VALARM")
    assert (str(alarm["action"]), alarm["trigger"].dt) == ("DISPLAY", timedelta(0))
    assert not [
        each for each in found.values() if str(each["status"]) == "CANCELLED" if each.walk("VALARM")
    ]


def test_the_same_plan_at_the_same_time_is_the_same_file():
    due = due_in("ordinary-soreness", date(2026, 3, 11))
    assert calendar(due, written=WRITTEN) == calendar(due, written=WRITTEN)


def test_several_people_are_told_apart():
    due = due_in("poor-sleep", date(2026, 3, 16))
    one, other = (events(calendar(due, written=WRITTEN, owner=who)) for who in ("ann", "bo-2"))
    assert not one.keys() & other.keys()


@pytest.mark.parametrize("owner", ["", "a b", "x\r\nBEGIN:VEVENT", "ä"])
def test_an_owner_that_cannot_be_an_id_is_refused(owner):
    with pytest.raises(InputError, match="owner"):
        calendar(due_in("poor-sleep", date(2026, 3, 16)), written=WRITTEN, owner=owner)


def test_words_from_a_log_cannot_break_a_line():
    due = Due(
        day=date(2026, 3, 1),
        session="Deadlift\r\nBEGIN:VEVENT",
        about="x\nEND:VCALENDAR",
        rechecks=(),
        fallback=WRITTEN,
    )
    assert len(events(calendar(due, written=WRITTEN))) == 4


def test_a_time_needs_its_zone_and_numbers_only_grow():
    with pytest.raises(InputError, match="zone"):
        calendar(due_in("poor-sleep", date(2026, 3, 16)), written=datetime(2026, 3, 1))  # noqa: DTZ001
    assert sequence(datetime(1999, 1, 1, tzinfo=UTC)) == 0


CHANGES = """
pain          6 4   better
pain          6 5   no_clear_change
pain          4 2   better
pain          4 3   no_clear_change
pain          3 5   worse
pain          3 4   worse
pain          0 0   no_clear_change
function      4 6   better
function      6 4   worse
function      5 6   no_clear_change
roland_morris 20 14 better
roland_morris 20 15 no_clear_change
roland_morris 8 13  worse
oswestry      40 20 no_threshold
"""


@pytest.mark.parametrize("line", CHANGES.strip().splitlines())
def test_what_a_change_says(line):
    score, first, then, wanted = line.split()
    assert said_by(scores()[score], float(first), float(then)) == wanted


@pytest.mark.parametrize(
    ("score", "given"),
    [("pain", 11), ("pain", 3.5), ("roland_morris", 25), ("orebro_short", -1), ("oswestry", "20")],
)
def test_a_total_out_of_range_is_refused(score, given):
    with pytest.raises(InputError, match=score):
        scores()[score].accept(given)


def test_no_words_of_a_questionnaire_are_shipped():
    assert {each.asks for each in scores().values() if each.id not in ("pain", "function")} == {
        "total"
    }


def test_function_is_the_mean_of_one_to_five():
    assert function_mean([4, 6, 8]) == 6.0
    for bad in ([], [1] * 6):
        with pytest.raises(InputError):
            function_mean(bad)
