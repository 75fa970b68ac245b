"""Every link of somebody's own pages leads somewhere: to a page, a file, or a place on a page."""

from __future__ import annotations

import re
import sys
from collections import Counter
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

from backspotter.app.journal_choice import NAMED
from backspotter.levels import Level
from tests.check_walks import client
from tests.filmed import desk_in, film_read_before
from tests.journals import fast_folder

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
import demo_journal

pytestmark = pytest.mark.needs("av", install="pip install 'backspotter[film]'")
BASE = "http://127.0.0.1"
TWO = 2
FIRST = ("/", "/check", "/course", "/plan", "/film", "/back", "/log", "/you", "/rules")
ANSWERS = {
    Level.normal_soreness: {"onset": "next_day", "quality": ["sore"], "hours_since_lift": 30},
    Level.self_care: {"onset": "during_rep", "quality": ["sharp"], "pain_now": 5},
    Level.see_clinician: {"leg_tingling": "yes", "pain_now": 3, "hours_since_lift": 30},
    Level.urgent_care: {"fever": "yes", "pain_now": 5},
    Level.emergency: {"urine_cannot_pass": "yes"},
}


@pytest.fixture(scope="module")
def web():
    """A journal of nine weeks with a film that was read."""
    with fast_folder() as folder:
        before = NAMED.set(None)
        try:
            demo_journal.main(folder / "j.db")
        finally:
            NAMED.reset(before)
        with desk_in(folder) as desk:
            film_read_before(desk, demo_journal.NOW)
        with client(folder / "j.db", now=lambda: demo_journal.NOW, works_on_films=False) as made:
            yield made


def followed_from(web, *first):
    """The pages that these lead to, two of a kind: status, and words where it is a page."""
    pages, waiting, kinds = {}, [urljoin(BASE, each) for each in first], Counter()
    while waiting:
        address = urldefrag(waiting.pop())[0]
        kind = re.sub(r"\d+", "0", urlsplit(address).path)
        if address in pages or kinds[kind] == TWO:
            continue
        kinds[kind] += 1
        got = web.get(address, follow_redirects=True)
        is_page = "html" in got.headers.get("content-type", "")
        pages[address] = (got.status_code, got.text if is_page else "")
        waiting += links(address, pages[address][1])
    return pages


def links(address, html):
    """What a page leads to or takes something from, of this server."""
    given = re.findall(r'\b(?:href|src|data-source)="([^"]+)"', html)
    found = (urljoin(address, unescape(each)) for each in given)
    return [each for each in found if urlsplit(each).netloc == urlsplit(BASE).netloc]


def dead(pages, on=()):
    """Links that lead nowhere: where they stand, and where they would lead.

    ``on`` : the pages whose links are looked at; all without it
    """
    places = {
        address: set(map(unescape, re.findall(r'\bid="([^"]+)"', html)))
        for address, (_, html) in pages.items()
    }
    found = []
    for address in on or pages:
        for link in links(address, pages[address][1]):
            to, place = urldefrag(link)
            if to not in pages:  # one more of a kind
                continue
            if pages[to][0] != 200 or (place and unquote(place) not in places[to]):
                found.append((address, link))
    return found


def test_no_link_of_the_main_pages_and_of_a_film_is_dead(web):
    pages = followed_from(web, *FIRST)
    assert dead(pages) == []
    assert any(re.fullmatch(rf"{BASE}/film/\w{{16,}}", each) for each in pages)


@pytest.mark.parametrize("level", ANSWERS, ids=str)
def test_no_link_of_an_answer_is_dead(web, level):
    kept = web.post("/api/v1/check-ins", json={"check_in": ANSWERS[level]}).json()
    assert kept["answer"]["level"] == level.name
    page = f"{BASE}/check/answer/{kept['id']}"
    html = web.get(page).text
    pages = {page: (200, html)}
    to = {urldefrag(each)[0] for each in links(page, html)} - {page}
    for each in to:
        got = web.get(each, follow_redirects=True)
        pages[each] = (got.status_code, got.text)
    assert dead(pages, on=[page]) == []
    assert "/rules#" in html


def test_a_dead_link_is_found():
    html = '<a href="/there#here"> <a href="/there#gone"> <a href="/gone">'
    pages = {f"{BASE}/": (200, html), f"{BASE}/there": (200, '<p id="here">')}
    pages[f"{BASE}/gone"] = (404, "")
    assert {link for _, link in dead(pages)} == {f"{BASE}/there#gone", f"{BASE}/gone"}
