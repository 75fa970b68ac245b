"""Signs that cannot wait are read out before those that can, on every face."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from backspotter.cli import main as command_line
from tests.check_walks import client
from tests.journals import fast_folder

NOW = datetime.now(UTC)
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
