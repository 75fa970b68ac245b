"""The course's forms without a browser: once, corrected, deleted, and what they refuse."""

from datetime import timedelta

import pytest

from backspotter.app.journal_choice import journal
from backspotter.app.log_entry import add_sets
from backspotter.app.log_words import written_sets
from backspotter.app.profile import changed
from backspotter.app.tracking import so_far
from backspotter.app.when import chosen_time, usual_times
from tests.journals import check, fast_folder
from tests.web_client import NOW, Clock, alert_in, client_on, key_in


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def client(clock):
    with fast_folder() as folder, client_on(folder / "j.db", clock) as opened:
        yield opened


def entries():
    return [each.value for each in so_far()[0]]


def tap(client, pain, **more):
    key = key_in(client.get("/course").text)
    return client.post("/course/pain", data={"key": key, "pain": pain, **more})


def test_a_tap_keeps_a_number_and_shows_it(client):
    told = tap(client, "4")
    assert told.status_code == 303
    assert "Kept: 4 of 10, Wed 4 Mar, 18:30." in client.get(told.headers["location"]).text
    assert [each.pain_now for each in entries()] == [4.0]


def test_the_same_form_sent_twice_keeps_one_entry(client):
    data = {"key": key_in(client.get("/course").text), "pain": "4"}
    first, second = (client.post("/course/pain", data=data) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert len(entries()) == 1


def test_forgot_to_log_it_yesterday(client):
    tap(client, "5", when="yesterday")
    assert entries()[0].at == (NOW - timedelta(days=1)).replace(hour=20, minute=0)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"pain": ""}, "This needs a number from 0 to 10"),
        ({"pain": "11"}, "This needs a number from 0 to 10. Given: 11."),
        (
            {"pain": "4", "activity1": "shoes"},
            "or neither of them. Given: “shoes” without a number.",
        ),
        ({"pain": "four"}, "This needs a number. Given: four."),
        ({"pain": "nan"}, "This needs a number from 0 to 10"),
        ({"pain": "4", "when": "tomorrow"}, "one of the times that are offered"),
        ({"pain": "4", "when": "other", "at": "2027-01-01T10:00"}, "not in the future"),
        ({"pain": "4", "when": "now", "at": "2026-03-01T10:00"}, "choose “Another time”"),
        ({"pain": "4", "worst": "2"}, "at least 4, as now"),
        ({"pain": "4", "roland_morris": "25"}, "0 to 24"),
        ({"pain": "4", "activity1": "run", "ability1": "x"}, "an activity and 0 to 10"),
        (
            {"pain": "4", "activity1": "", "ability1": "3"},
            "Give an activity and its number, or neither of them.",
        ),
        ({"pain": "4", "note": "word" * 600}, "at most 2000"),
        ({"pain": "4", "key": "short"}, "16 to 64 letters"),
    ],
)
def test_bad_input_is_one_line_and_keeps_what_was_typed(client, data, said):
    key = key_in(client.get("/course/entry/new").text)
    typed = {"key": key, "helped": "heat, a walk", **data}
    told = client.post("/course/entry/new", data=typed)
    assert told.status_code == 422
    assert alert_in(told.text).count(said) == 1
    assert 'value="heat, a walk"' in told.text
    assert entries() == []


def test_details_are_kept(client):
    key = key_in(client.get("/course/entry/new").text)
    typed = {
        "key": key,
        "pain": "3",
        "worst": "6",
        "painkiller": "yes",
        "helped": "heat, walking",
        "activity1": "tie my shoes",
        "ability1": "6,5",
        "roland_morris": "7",
        "note": "stairs",
    }
    assert client.post("/course/entry/new", data=typed).status_code == 303
    kept = entries()[0]
    assert (kept.pain_worst, kept.under_painkiller, kept.helped) == (6.0, True, ("heat", "walking"))
    assert kept.function == (("tie my shoes", 6.5),)
    assert kept.scores == (("roland_morris", 7.0),)


def test_a_correction_keeps_its_time(client, clock):
    tap(client, "4")
    clock.later(hours=3)
    told = client.get("/course/entry/1")
    assert "As it was: Wed 4 Mar, 18:30" in told.text
    client.post("/course/entry/1", data={"pain": "6", "when": "same"})
    assert [(each.pain_now, each.at) for each in entries()] == [(6.0, NOW)]


def test_a_deleted_entry_is_gone(client):
    tap(client, "4")
    assert client.post("/course/entry/1/delete").status_code == 303
    assert entries() == []


@pytest.mark.parametrize("number", ["7", "0", "-1", "99999999999999999999"])
@pytest.mark.parametrize("way", ["get", "post"])
def test_an_entry_that_is_not_ones_own_is_not_there(client, number, way):
    assert getattr(client, way)(f"/course/entry/{number}").status_code == 404
    assert client.post(f"/course/entry/{number}/delete").status_code == 404


def test_the_curve_has_bands_entries_and_sessions(client):
    assert client.get("/course/curve.json").json() == {"has_course": False}
    assert client.get("/course/picture.svg").status_code == 404
    at = NOW - timedelta(hours=30)
    add_sets(written_sets("conventional 3x5 @ 140"), at=at, now=NOW)
    tap(client, "4")
    curve = client.get("/course/curve.json").json()
    assert curve["sessions"] == [0.0]
    assert curve["entries"] == [[30.0, 4.0, False]]
    assert curve["own"][-1][0] <= curve["now"] == 30.0 <= curve["coming"][0][0]
    assert all(low <= middle <= high for _, middle, low, high in curve["usual"])
    assert client.get("/course/picture.svg").headers["content-type"] == "image/svg+xml"


def test_an_open_sign_is_named_whatever_the_numbers_do(client):
    with journal() as opened:
        check(opened, at=NOW - timedelta(days=1), leg_tingling="yes", pain_now=2)
    tap(client, "0")
    shown = client.get("/course").text
    assert "A sign is open until somebody has examined it" in shown
    assert 'href="/you#flags"' in shown


def test_what_is_no_soreness_says_so_and_forecasts_nothing(client):
    at = NOW - timedelta(hours=100)
    add_sets(written_sets("conventional 3x5 @ 140"), at=at, now=NOW)
    for pain, when in (("7", "yesterday"), ("8", "morning"), ("9", "now")):
        tap(client, pain, when=when)
    shown = client.get("/course").text
    assert "does not look like soreness any more" in shown
    assert "No forecast" in shown
    assert client.get("/course/curve.json").json()["coming"] == []


def test_the_number_to_call_is_that_of_the_country(client):
    tap(client, 4)
    assert "call your emergency number now" in client.get("/course").text
    changed(now=NOW, country="DE")
    assert "call 112 now" in client.get("/course").text


@pytest.mark.parametrize("place", ["/course", "/course/entry/new", "/log"])
def test_no_time_is_offered_that_has_not_been(client, clock, place):
    clock.now = NOW.replace(hour=6, minute=1)
    early = client.get(place).text
    assert "This morning" not in early
    assert "Yesterday evening, 20:00" in early
    clock.now = NOW.replace(hour=8, minute=0)
    assert "This morning, 8:00" in client.get(place).text


@pytest.mark.parametrize("hour", range(24))
def test_every_time_that_is_offered_is_taken(hour):
    now = NOW.replace(hour=hour, minute=1)
    for value, _ in usual_times(now):
        assert chosen_time(value, "", now=now) <= now
