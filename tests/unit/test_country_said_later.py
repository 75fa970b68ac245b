"""Where the country is said only after a check, or not with it: the number to call is shown."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from rich.console import Console

from backspotter.app import draft as drafts
from backspotter.app.draft import Draft
from backspotter.app.interview import Interview
from backspotter.app.journal_choice import NAMED
from backspotter.cli import main as command_line
from backspotter.cli.conversation import Conversation
from backspotter.journal.codec import CHECK_INS
from backspotter.journal.drafts import draft_of
from backspotter.journal.entries import current
from backspotter.journal.journal import opened
from backspotter.journal.profile import set_profile
from backspotter.levels import Level
from backspotter.mcp.tools import assess
from backspotter.triage.advice import numbers_of, told_since
from backspotter.triage.check_in import CheckIn
from tests.check_walks import WALKS, begin, client, step, walk
from tests.journals import fast_folder, place_in

NOW = datetime.now(UTC)
STUCK = WALKS[Level.emergency]
TOLD = {"urine_cannot_pass": "yes"}
NOT_SAID = "your emergency number"


@pytest.fixture
def folder():
    with fast_folder() as made:
        yield made


@pytest.fixture
def web(folder):
    with client(folder / "j.db", now=lambda: NOW) as made:
        yield made


def says_where(folder, country="GB", *, at=NOW):
    with opened(place_in(folder)) as journal:
        set_profile(journal, entered=at, country=country)


def test_an_emergency_shows_the_number_once_the_person_said_where_they_are(web):
    answer = walk(web, STUCK, address=begin(web, country=""))
    before = web.get(answer).text
    assert "Your country is not known here" in before
    assert 'href="/you#country"' in before
    assert web.post("/you/body", data={"country": "GB"}).status_code == 303
    html = web.get(answer).text
    assert 'href="tel:999"' in html
    assert "Your country is not known here" not in html
    assert NOT_SAID not in html
    kept = web.get(f"/api/v1/check-ins/{answer.rpartition('/')[2]}").json()
    assert NOT_SAID not in json.dumps(kept["answer"]["do_now"])
    assert "999" in json.dumps(kept["answer"]["do_now"])


def test_a_country_that_was_put_right_shows_on_the_answers_before(web, folder, capsys):
    """On the answer and on every page that calls for something, in the API and the terminal."""
    answer = walk(web, STUCK, address=begin(web, country="DE"))
    assert 'href="tel:112"' in web.get(answer).text
    says_where(folder, "GB")
    number = answer.rpartition("/")[2]
    for path in (answer, "/", "/check", "/course", "/plan"):
        html = web.get(path).text
        assert 'href="tel:999"' in html, path
        assert "112" not in html.replace("#112", ""), path
    kept = web.get(f"/api/v1/check-ins/{number}").json()
    said = json.dumps(kept["answer"]["do_now"])
    assert "999" in said
    assert "112" not in said
    with opened(place_in(folder)) as journal:
        (record,) = current(journal, CHECK_INS)
    assert record.value.country == "DE", "the record stays as it was answered"


def test_a_check_made_elsewhere_since_keeps_the_country_it_was_made_in(web, folder):
    says_where(folder, "GB", at=NOW - timedelta(hours=1))
    told = {"check_in": TOLD, "country": "US"}
    number = web.post("/api/v1/check-ins", json=told).json()["id"]
    assert 'href="tel:911"' in web.get(f"/check/answer/{number}").text
    with opened(place_in(folder)) as journal:
        set_profile(journal, entered=NOW + timedelta(minutes=5), mass_kg=80.0)
    assert 'href="tel:911"' in web.get(f"/check/answer/{number}").text, "no country was said since"


def test_a_check_under_way_ends_with_the_country_that_was_put_right(web, folder):
    at = begin(web, country="DE")
    says_where(folder, "GB")
    which = step(web, at, STUCK)
    assert 'href="tel:999"' in web.get(which).text
    assert 'href="tel:999"' in web.get("/check/so-far").text
    assert 'href="tel:999"' in web.get(walk(web, STUCK, address=which)).text


def test_advice_of_an_older_version_changes_its_numbers_alone():
    before, now = numbers_of("DE"), numbers_of("GB")
    words = f"Ring 112 now. Not 1124. Or ask {before.advice} (at 12 h)."
    told = told_since(words, now, before=before)
    assert told == f"Ring {now.emergency} now. Not 1124. Or ask {now.advice} (at 12 h)."


def test_a_check_that_was_begun_before_that_ends_with_the_number(web, folder):
    at = begin(web, country="")
    assert under_way_country(folder) == ""
    says_where(folder)
    assert 'href="tel:999"' in web.get(walk(web, STUCK, address=at)).text


def under_way_country(folder):
    with opened(place_in(folder)) as journal:
        return draft_of(journal, "check")["draft"]["country"]


def test_the_programs_ways_in_take_the_country_of_the_profile(web, folder):
    for path in ("/api/v1/assess", "/api/v1/check-ins"):
        assert NOT_SAID in web.post(path, json={"check_in": TOLD}).text
    says_where(folder)
    for told in ({"check_in": TOLD}, {"text": "I cannot pee since deadlifts yesterday."}):
        for path in ("/api/v1/assess", "/api/v1/check-ins"):
            said = web.post(path, json=told).text
            assert NOT_SAID not in said
            assert "999" in said
    assert "911" in web.post("/api/v1/assess", json={"check_in": TOLD, "country": "US"}).text


def command(folder, capsys, *words):
    command_line.run(["--journal", str(folder / "j.db"), "check", *words])
    return capsys.readouterr().out


def test_the_command_line_does_where_it_keeps_the_check(web, folder, capsys):
    words = ("--text", "I cannot pee since deadlifts yesterday.", "--json")
    says_where(folder)
    assert "999" in command(folder, capsys, *words)
    assert "911" in command(folder, capsys, *words, "--country", "US")
    assert NOT_SAID in command(folder, capsys, *words, "--no-save")


def test_the_terminal_does_not_ask_for_what_the_profile_says(tmp_path):
    console = Console(file=StringIO(), width=80)
    talk = Conversation(console, tmp_path / "draft.json", at_home="GB")
    assert talk._country("") == "GB"
    assert "999" in console.file.getvalue()
    assert talk._country("US") == "US"


def test_a_conversation_that_goes_on_takes_it_where_none_was_said(tmp_path, monkeypatch):
    for said, counts in (("", "GB"), ("DE", "DE")):
        file = tmp_path / f"draft{said}.json"
        told = Interview(CheckIn(urine_cannot_pass="yes"), said)
        drafts.save(Draft(told, agreed=True), file, now=datetime.now(UTC))
        talk = Conversation(Console(file=StringIO(), width=80), file, at_home="GB")
        monkeypatch.setattr(talk, "_wants_to_go_on", lambda age_h: True)
        monkeypatch.setattr(talk, "_ask_pages", lambda: None)
        assert talk.run("").country == counts


def test_an_assistant_does(web, folder):
    says_where(folder)
    token = NAMED.set(str(folder / "j.db"))
    try:
        told = assess(check_in=TOLD)
    finally:
        NAMED.reset(token)
    assert "999" in json.dumps(told.structured_content["do_now"])
