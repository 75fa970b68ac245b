"""An emergency that stands, and one that was a mistake: every face says the same of it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from backspotter.app.course import NO_FORECAST
from backspotter.app.journal_history import history_of
from backspotter.app.plan_words import course_in_words
from backspotter.app.track_course import followed
from backspotter.cli import main as command_line
from backspotter.journal.codec import CHECK_INS, SETS, SORENESSES
from backspotter.journal.entries import add, current
from backspotter.journal.flags import flags
from backspotter.journal.journal import opened
from backspotter.levels import Level
from backspotter.training.log import LoggedSet
from tests.check_walks import ORDINARY, WALKS, begin, client, step, walk
from tests.journals import fast_folder, place_in, sore

NOW = datetime.now(UTC)
NUMB = {**ORDINARY, "Toilet": ["Numb or odd"], "which": ["Numb, tingling"]}


@pytest.fixture
def folder():
    with fast_folder() as made:
        yield made


@pytest.fixture
def web(folder):
    with client(folder / "j.db", now=lambda: NOW) as made, opened(place_in(folder)) as journal:
        lift = LoggedSet(at=NOW - timedelta(hours=30), exercise="Deadlift", load_kg=140.0, reps=5)
        add(journal, SETS, lift, entered=NOW)
        add(journal, SORENESSES, sore(4, at=NOW - timedelta(hours=8)), entered=NOW)
        yield made


def command(folder, capsys, *words):
    code = command_line.run(["--journal", str(folder / "j.db"), *words])
    return code, capsys.readouterr().out


def taken_back(web, folder):
    with opened(place_in(folder)) as journal:
        for flag in flags(journal, only_open=True):
            said = {"mistaken": "yes", "never": "yes", "note": "the wrong line"}
            assert web.post(f"/you/flags/{flag.id}/mistake", data=said).status_code == 303


def test_a_new_check_first_says_what_is_open_and_offers_the_short_way(web, folder):
    assert "Still open" not in web.get("/check").text
    answer = walk(web, NUMB)
    html = web.get("/check").text
    card = html[html.index("Still open: emergency") : html.index("Or the whole check")]
    assert "Feeling has changed between the legs" in card
    assert f'href="{answer}"' in card
    assert 'href="/you#flags"' in card
    assert "Something is new: 4 screens" in card
    assert 'value="questions"' in html, "the whole check stays possible"


def test_what_is_new_takes_four_screens_and_lowers_nothing(web, folder):
    walk(web, NUMB)
    at, steps = begin(web, way="new"), 0
    while not at.startswith("/check/answer/"):
        at, steps = step(web, at, ORDINARY), steps + 1
    assert steps == 4
    assert "level-emergency" in web.get(at).text
    with opened(place_in(folder)) as journal:
        kept = current(journal, CHECK_INS)[-1].value
    assert kept.answers["saddle_numb"] == "no"
    assert "pain_now" not in kept.answers, "what was not asked is not known"


def test_a_lower_flag_does_not_change_how_a_check_begins(web):
    walk(web, WALKS[next(each for each in WALKS if each.name == "see_clinician")])
    assert "Still open" not in web.get("/check").text


@pytest.mark.parametrize("sign", ["saddle_numb", "leg_tingling"])
def test_no_face_forecasts_while_a_sign_is_open(web, folder, capsys, sign):
    assert "In days: worst" in web.get("/course").text
    assert web.get("/course/curve.json").json()["coming"]
    told = {"check_in": {sign: "yes", "pain_now": 3, "hours_since_lift": 30}}
    assert web.post("/api/v1/check-ins", json=told).is_success
    html = web.get("/course").text
    assert NO_FORECAST in html
    assert "In days: worst" not in html
    assert web.get("/course/curve.json").json()["coming"] == []
    assert "to come" not in html
    picture = web.get("/course/picture.svg").text
    assert "to come for you" not in picture
    assert "on course" not in picture
    for document in (
        web.get("/api/v1/track").json(),
        json.loads(command(folder, capsys, "track", "--json")[1]),
    ):
        course = document["course"]
        assert (course["gone_h"], course["no_forecast"]) == (None, NO_FORECAST)
        assert max(row["hours"] for row in course["fitted"]) <= course["hours_since"]
    shown = " ".join(command(folder, capsys, "track")[1].split())
    assert NO_FORECAST in shown
    assert "Gone at" not in shown
    assert "to come" not in shown
    assert_no_forecast(web, folder, capsys)


def assert_no_forecast(web, folder, capsys):
    """No page, document or command says when it will be worst or gone, nor that it is on course."""
    pages = [web.get(path).text for path in ("/", "/course", "/plan", "/course/picture.svg")]
    documents = [web.get(f"/api/v1/{each}").json()["course"] for each in ("track", "plan")]
    said = [command(folder, capsys, each)[1] for each in ("track", "plan")]
    said += [command(folder, capsys, each, "--json")[1] for each in ("track", "plan")]
    for each in (*pages, *said, *(course["reason"] for course in documents)):
        words = " ".join(each.split())
        assert not re.search(r"gone (by|after) about|worst (comes )?at about", words), words
    assert [course["reason"] for course in documents] == [NO_FORECAST] * 2


def test_nor_while_a_session_has_no_number_yet(web, folder, capsys):
    with opened(place_in(folder)) as journal:
        again = LoggedSet(at=NOW - timedelta(hours=2), exercise="Deadlift", load_kg=140.0, reps=5)
        add(journal, SETS, again, entered=NOW)
    for path in ("/", "/course", "/plan"):
        html = web.get(path).text
        assert "it is gone by about" in html, "the session alone forecasts"
        assert "Nothing was entered yet" in html
        assert "Nothing entered yet:" not in html
    assert web.post("/api/v1/check-ins", json={"check_in": {"saddle_numb": "yes"}}).is_success
    assert_no_forecast(web, folder, capsys)
    for path in ("/", "/plan"):
        assert "the check says more, and that counts" in web.get(path).text


def test_nor_while_the_last_check_says_to_be_seen(web):
    lasting = {"pain_days": 60, "pain_now": 4, "trend": "unchanged", "hours_since_lift": 30}
    assert web.post("/api/v1/check-ins", json={"check_in": lasting}).json()["level"] == (
        "see_clinician"
    )
    html = web.get("/course").text
    assert "No forecast: " in html
    assert "In days: worst" not in html
    assert web.get("/course/curve.json").json()["coming"] == []


def test_nor_while_it_goes_down_slowly(web, folder):
    assert web.post("/api/v1/check-ins", json={"check_in": {"saddle_numb": "yes"}}).is_success
    with opened(place_in(folder)) as journal:
        course = followed(history_of(journal), NOW).course
    for verdict in ("on_course", "slower", "nothing_entered"):
        words = course_in_words(replace(course, verdict=verdict), Level.emergency)
        assert words.endswith("the check says more, and that counts.")


def test_after_a_mistake_every_face_says_the_same(web, folder, capsys):
    answer = walk(web, NUMB)
    number = int(answer.rpartition("/")[2])
    taken_back(web, folder)
    for page in ("/", answer, "/course", "/plan"):
        assert "level-emergency" not in web.get(page).text
    assert "Without what you said was a mistake" in web.get("/").text
    assert "Made anew" in web.get(answer).text
    assert "In days: worst" in web.get("/course").text
    (check,) = web.get("/api/v1/track").json()["checks"]
    one = web.get(f"/api/v1/check-ins/{number}").json()
    (in_words,) = json.loads(command(folder, capsys, "track", "--json")[1])["checks"]
    assert {check["level"], one["level"], one["answer"]["level"], in_words["level"]} == {
        web.get("/api/v1/track").json()["level"]
    }
    assert check["level"] != "emergency"
    assert len(check["taken_back"]) == len(one["taken_back"]) == 1
    with opened(place_in(folder)) as journal:
        kept = current(journal, CHECK_INS)[0].value
    assert (kept.level.name, kept.answers["saddle_numb"]) == ("emergency", "yes")
