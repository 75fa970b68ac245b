"""What cannot wait stands first on every face, an open emergency with the number to call."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from backspotter.cli import main as command_line
from backspotter.journal.journal import opened
from backspotter.journal.profile import set_profile
from tests.check_walks import client
from tests.journals import fast_folder, place_in

NOW = datetime.now(UTC)
PAGES = ("/", "/course", "/plan", "/check")
TINGLES, STUCK = {"pain_now": 3, "leg_tingling": "yes"}, {"urine_cannot_pass": "yes"}


@pytest.fixture
def folder():
    with fast_folder() as made:
        yield made


class Clock:
    now = NOW - timedelta(hours=3)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def web(folder, clock):
    with client(folder / "j.db", now=lambda: clock.now) as made:
        yield made


def checked(web, clock, told, **more):
    kept = web.post("/api/v1/check-ins", json={"check_in": told, **more})
    assert kept.is_success, kept.text
    clock.now += timedelta(hours=1)
    return f"/check/answer/{kept.json()['id']}"


def page(web, path):
    return " ".join(unescape(web.get(path).text).split())


def says_where(folder, country):
    with opened(place_in(folder)) as journal:
        set_profile(journal, entered=NOW, country=country)


def test_the_number_to_call_is_on_every_page_while_an_emergency_is_open(web, folder, clock):
    says_where(folder, "GB")
    checked(web, clock, TINGLES)
    assert not any("tel:" in page(web, path) for path in PAGES)
    emergency = checked(web, clock, STUCK)
    for path in PAGES:
        html = page(web, path)
        assert 'href="tel:999">Call 999</a>' in html, path
        assert f'href="{emergency}"' in html, path


def test_where_no_country_is_known_it_asks_for_it_after_the_call(web, folder, clock):
    checked(web, clock, STUCK)
    for path in PAGES:
        html = page(web, path)
        assert "Call your emergency number." in html
        assert 'href="/you#country"' in html
        assert "tel:" not in html
    kept = web.post("/you/body", data={"country": "US"}).headers["location"]
    assert 'href="tel:911"' in page(web, kept), "at once, where it was said"
    assert all('href="tel:911"' in page(web, path) for path in PAGES)


def test_else_the_country_of_the_check_counts(web, clock):
    checked(web, clock, STUCK, country="AT")
    for path in PAGES:
        assert 'href="tel:144"' in page(web, path)
        assert 'href="tel:112"' in page(web, path)


def test_every_page_calls_the_number_of_the_answer(web, folder, clock):
    says_where(folder, "GB")
    clock.now = NOW + timedelta(minutes=1)
    answer = checked(web, clock, STUCK, country="US")
    for path in (answer, *PAGES):
        html = page(web, path)
        assert 'href="tel:911"' in html, path
        assert 'href="tel:999"' not in html, path


def test_an_older_answer_says_first_that_a_later_check_says_more(web, folder, clock):
    says_where(folder, "GB")
    calm = checked(web, clock, {"pain_now": 3, "saddle_numb": "no"})
    assert "says more" not in page(web, calm)
    emergency = checked(web, clock, STUCK)
    html = page(web, calm)
    first = html.index("A later check says more: emergency.")
    assert first < html.index("Check of"), "before anything else"
    line = html[first : html.index("Check of")]
    assert f'<a href="{emergency}">What to do now</a>' in line
    assert 'href="tel:999"' in line
    assert "says more" not in page(web, emergency)


def test_a_sign_that_can_wait_is_said_too_without_a_call(web, clock):
    calm = checked(web, clock, {"pain_now": 3, "saddle_numb": "no"})
    checked(web, clock, TINGLES)
    html = page(web, calm)
    assert "A later check says more: see a clinician." in html
    assert "tel:" not in html


def test_signs_that_cannot_wait_are_read_out_before_those_that_can(web, folder, clock, capsys):
    checked(web, clock, TINGLES)
    answer = checked(web, clock, STUCK)
    calm = checked(web, clock, {"pain_now": 2})
    for path in ("/", "/you", "/plan", calm):
        html = page(web, path)
        assert html.lower().rindex("pass urine") < html.lower().rindex("tingl"), path
    kept = web.get(f"/api/v1/check-ins/{answer.rpartition('/')[2]}").json()
    for flags in (kept["flags"], web.get("/api/v1/track").json()["flags"], listed(folder, capsys)):
        assert [each["level"] for each in flags] == ["emergency", "see_clinician"]


def listed(folder, capsys):
    command_line.run(["--journal", str(folder / "j.db"), "flags", "--json"])
    return json.loads(capsys.readouterr().out)["flags"]
