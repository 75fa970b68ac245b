"""The answer before the questions have ended: what it counts, says and leads back to."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest

from backspotter.journal.codec import CHECK_INS
from backspotter.journal.entries import current
from backspotter.journal.journal import opened
from backspotter.levels import Level
from tests.check_walks import ORDINARY, WALKS, asked_on, begin, client, key_on, step, walk
from tests.journals import fast_folder, place_in

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SO_FAR = "/check/so-far"
OFFER = 'class="offer"'


@pytest.fixture
def folder():
    with fast_folder() as made:
        yield made


@pytest.fixture
def web(folder):
    with client(folder / "j.db", now=lambda: NOW) as made:
        yield made


def level_on(html):
    return re.search(r'class="level level-(\w+)', html)[1]


def checks(folder):
    with opened(place_in(folder)) as journal:
        return [each.value for each in current(journal, CHECK_INS)]


def past_the_signs(web, *, form):
    """Past the screens that hold every sign of an emergency, each sent as this form."""
    at = begin(web)
    for _ in range(4):
        html = web.get(at).text
        assert OFFER not in html
        assert f'href="{SO_FAR}"' in html, "it can be opened at any time"
        at = web.post(at, data={"key": key_on(html), **form}).headers["location"]
    return at


def tick(web, at, line):
    """Tick one line; where that leads."""
    sent = web.post(at, data={"key": key_on(web.get(at).text), "line": str(line)})
    return sent.headers["location"]


def test_there_is_none_before_a_check_is_begun(web):
    assert web.get(SO_FAR).headers["location"] == "/check"
    begin(web, way="words")
    assert web.get(SO_FAR).headers["location"] == "/check/tell"


def test_at_first_it_says_that_emergencies_were_not_asked(web, folder):
    at = begin(web)
    html = unescape(web.get(SO_FAR).text)
    assert "The answer so far" in html
    assert "So far: it could rise to “emergency”, because not asked: toilet and sex" in html
    assert "Not every sign of an emergency was asked yet." in html
    assert f'href="{at}"' in html
    assert checks(folder) == []


def test_it_is_offered_once_each_sign_of_an_emergency_was_asked(web, folder):
    at = past_the_signs(web, form={"none": "1"})
    assert OFFER in web.get(at).text
    html = unescape(web.get(SO_FAR).text)
    assert level_on(html) == "self_care"
    assert "Every sign that alone means an emergency was asked." in html
    assert "soreness and a strain are not told apart here" in html
    assert "because not asked: what happened" in html
    assert f'href="{at}"' in html
    assert "Stop here" not in html, "a low level is final only where every flag was shown"
    key = key_on(web.get(at).text)
    assert web.post(SO_FAR, data={"key": key}).headers["location"] == SO_FAR
    assert checks(folder) == []
    assert level_on(web.get(walk(web, ORDINARY, address=at)).text) == "normal_soreness"


def test_what_was_skipped_is_named_and_not_taken_for_a_no(web):
    past_the_signs(web, form={"skip": "1"})
    html = unescape(web.get(SO_FAR).text)
    assert "Skipped, and not known: passing urine is harder to start" in html
    assert "could rise to “emergency”" in html


def test_a_line_that_is_not_told_apart_counts_with_all_its_signs(web, folder):
    at = tick(web, begin(web), 4)
    html = web.get(at).text
    assert asked_on(html) == "Which of these?"
    assert html.index('href="tel:999"') < html.index("<h1"), "the action comes first"
    so_far = unescape(web.get(SO_FAR).text)
    assert level_on(so_far) == "emergency"
    assert "did not say which. All of it counts until you do" in so_far
    assert 'href="tel:999"' in so_far
    assert f'href="{at}"' in so_far
    kept = web.post(SO_FAR, data={"key": key_on(so_far)}).headers["location"]
    assert level_on(web.get(kept).text) == "emergency"
    assert checks(folder)[0].answers["saddle_numb"] == "yes"
    assert "foot_drop" not in checks(folder)[0].answers
    assert web.post(SO_FAR, data={"key": key_on(so_far)}).headers["location"] == kept


def test_nothing_is_called_for_where_a_line_may_be_less(web):
    at = step(web, begin(web), ORDINARY)
    which = tick(web, at, 2)
    assert "tel:" not in web.get(which).text
    assert level_on(web.get(SO_FAR).text) == "urgent_care"


def test_what_cannot_wait_may_end_the_questions(web, folder):
    answers = {**ORDINARY, "Your legs": ["Leg or foot weak"], "which": ["The foot drags"]}
    at = begin(web)
    for _ in range(3):
        at = step(web, at, answers)
    html = unescape(web.get(SO_FAR).text)
    assert level_on(html) == "urgent_care"
    assert "the foot drags" in html
    kept = web.post(SO_FAR, data={"key": key_on(html)}).headers["location"]
    assert "So far: it could rise" in unescape(web.get(kept).text)
    assert checks(folder)[0].answers["foot_drop"] == "yes"


def test_an_open_flag_counts(web):
    walk(web, WALKS[Level.see_clinician])
    past_the_signs(web, form={"none": "1"})
    html = web.get(SO_FAR).text
    assert level_on(html) == "see_clinician"
    assert "Open until somebody has examined it" in html
