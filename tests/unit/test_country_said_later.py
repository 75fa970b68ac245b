"""Where the country is said only after a check, or not with it: the number to call is shown."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from rich.console import Console

from backspotter.app import draft as drafts
from backspotter.app.draft import Draft
from backspotter.app.interview import Interview
from backspotter.app.journal_choice import NAMED
from backspotter.cli import main as command_line
from backspotter.cli.conversation import Conversation
from backspotter.journal.drafts import draft_of
from backspotter.journal.journal import opened
from backspotter.journal.profile import set_profile
from backspotter.levels import Level
from backspotter.mcp.tools import assess
from backspotter.triage.check_in import CheckIn
from tests.check_walks import WALKS, begin, client, walk
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


def says_where(folder, country="GB"):
    with opened(place_in(folder)) as journal:
        set_profile(journal, entered=NOW, country=country)


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


def test_a_check_with_a_country_of_its_own_keeps_it(web, folder):
    answer = walk(web, STUCK, address=begin(web, country="DE"))
    says_where(folder, "GB")
    assert 'href="tel:112"' in web.get(answer).text
    assert 'href="tel:999"' not in web.get(answer).text


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
