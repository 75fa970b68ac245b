"""How much script a screen brings when there are entries, as decision 11 says."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from tests.filmed import desk_in, film_read_before
from tests.journals import fast_folder
from tests.lifters import fill, journal_at
from tests.pages import served

pytestmark = pytest.mark.needs("av", install="pip install 'backspotter[film]'")
DECISION = Path(__file__).parents[2] / "docs" / "decisions" / "0011-web.md"
NEAR_KB = 1.0


@pytest.fixture(scope="module")
def scripts():
    """The script of a screen, compressed [kB]."""
    with fast_folder() as folder:
        with journal_at(folder / "j.db"):
            fill(datetime.now(UTC).astimezone())
        with desk_in(folder) as desk:
            film = film_read_before(desk).id
        with (
            served(folder / "j.db", works_on_films=False) as url,
            httpx.Client(base_url=url) as client,
        ):
            yield lambda path: brought(client, path.format(film=film))


def brought(client: httpx.Client, path: str) -> float:
    files = re.findall(r'<script src="([^"]+)"', client.get(path).text)
    assert files
    return sum(sent(client, file) for file in files) / 1000


def sent(client: httpx.Client, file: str) -> int:
    with client.stream("GET", file, headers={"Accept-Encoding": "gzip"}) as answer:
        return sum(len(each) for each in answer.iter_raw())


@pytest.mark.parametrize(
    ("path", "called"), [("/course", "the course"), ("/film/{film}", "the page of a film")]
)
def test_the_decision_says_how_much_script_a_screen_brings(scripts, path, called):
    said = re.search(rf"([\d.]+) kB on {called}", DECISION.read_text(encoding="utf-8"))
    assert said, called
    assert abs(scripts(path) - float(said[1])) < NEAR_KB


@pytest.mark.parametrize("path", ["/", "/check", "/film", "/plan", "/log", "/you", "/offline"])
def test_no_other_screen_brings_more_than_the_decision_says(scripts, path):
    said = re.search(r"at most ([\d.]+) kB elsewhere", DECISION.read_text(encoding="utf-8"))
    assert said
    assert scripts(path) < float(said[1]) + NEAR_KB
