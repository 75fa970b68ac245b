"""What a check need not ask: only what profile and log leave no doubt of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from backspotter.app.check_under_way import under_way
from backspotter.app.known_before import known_before
from backspotter.app.profile import changed
from backspotter.journal.codec import SETS, SORENESSES
from backspotter.journal.entries import add
from backspotter.journal.journal import opened
from tests.check_walks import all_asked_on, asks_for, begin, client, key_on
from tests.journals import NOON, check, fast_folder, lifted, place_in, sore
from tests.lifters import journal_at

HOURS = 30


@pytest.fixture
def folder():
    with fast_folder() as made, journal_at(made / "j.db"):
        yield made


@pytest.fixture
def web(folder):
    with client(folder / "j.db", now=lambda: NOON) as made:
        yield made


def log(folder, *hours, exact=True):
    with opened(place_in(folder)) as journal:
        for each in hours:
            done = replace(lifted(0), at=NOON - timedelta(hours=each), exact=exact)
            add(journal, SETS, done, entered=NOON)


def born(age):
    changed(now=NOON, birth_year=NOON.year - age)


def found():
    return {each.field: each.value for each in known_before(now=NOON)}


def test_age_and_lift_are_known_by_profile_and_log(folder):
    born(34)
    log(folder, HOURS)
    assert found() == {"hours_since_lift": HOURS, "age": 34}


@pytest.mark.parametrize(("age", "is_known"), [(17, True), (18, False), (70, True), (71, False)])
def test_an_age_is_asked_where_a_birthday_would_decide(folder, age, is_known):
    born(age)
    assert ("age" in found()) == is_known


def drilled(folder):
    with opened(place_in(folder)) as journal:
        drill = replace(lifted(0, load_kg=None), at=NOON - timedelta(hours=2), exercise="Hip hinge")
        add(journal, SETS, drill, entered=NOON)


def hurt(pain, hours):
    def then(folder):
        log(folder, HOURS)
        with opened(place_in(folder)) as journal:
            add(journal, SORENESSES, sore(pain, at=NOON - timedelta(hours=hours)), entered=NOON)

    return then


def checked(folder):
    log(folder, HOURS)
    with opened(place_in(folder)) as journal:
        check(journal, at=NOON - timedelta(hours=HOURS + 40), pain_now=3)


def at_hours(*hours):
    return lambda folder: log(folder, *hours)


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param(at_hours(), id="none"),
        pytest.param(at_hours(97), id="long ago"),
        pytest.param(at_hours(20, 70), id="two"),
        pytest.param(at_hours(20, 24), id="two on one day"),
        pytest.param(drilled, id="drills alone"),
        pytest.param(hurt(4, HOURS + 40), id="sore before"),
        pytest.param(checked, id="a check before"),
    ],
)
def test_a_lift_is_asked_about_where_it_is_in_doubt(folder, kept):
    kept(folder)
    assert found() == {}


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param(at_hours(HOURS, HOURS + 2), id="two sets"),
        pytest.param(hurt(4, HOURS - 20), id="sore since"),
        pytest.param(hurt(0, HOURS + 40), id="well before"),
        pytest.param(hurt(4, HOURS + 15 * 24), id="sore long before"),
    ],
)
def test_a_lift_is_known_where_it_is_not(folder, kept):
    kept(folder)
    assert found() == {"hours_since_lift": HOURS}


def test_a_lift_of_which_only_the_day_is_known_is_asked_about(folder):
    log(folder, HOURS, exact=False)
    assert found() == {}


def go_through(web, at, *, until):
    """The questions that come, each skipped, up to one."""
    asked = []
    while at.startswith("/check/step/"):
        html = web.get(at).text
        asked += all_asked_on(html)
        if asks_for(html, until):
            return at, html
        none = {"none": "1"} if 'name="line"' in html else {"skip": "1"}
        at = web.post(at, data={"key": key_on(html), **none}).headers["location"]
    raise AssertionError((until, asked))


def started(web, *take):
    sent = {"way": "questions", "country": "GB", "take": take}
    return web.post("/check/start", data=sent).headers["location"]


def test_what_is_known_is_offered_shown_and_can_be_asked_for_after_all(folder, web):
    born(34)
    log(folder, HOURS)
    html = web.get("/check").text
    assert "You are 33 or 34" in html
    assert "The lift was 30 hours ago, Sun 1 Mar, 06:00" in html
    at, html = go_through(web, started(web, "age", "hours_since_lift"), until="How did it begin")
    assert "Counts: the lift was 30 hours ago, from your log." in html
    form = {"key": key_on(html), "ask": "hours_since_lift"}
    asks = web.post(at, data=form).headers["location"]
    assert asks_for(web.get(asks).text, "How many hours ago was the lift?")
    assert "from your log" not in web.get(asks).text
    _, html = go_through(web, asks, until="Walking")
    assert "Counts: age 33 or 34, from your profile." in html


def test_what_was_unticked_is_asked(folder, web):
    log(folder, HOURS)
    go_through(web, started(web), until="How many hours ago")


@pytest.mark.parametrize("take", [(), ("age",)])
def test_in_own_words_the_age_is_taken_only_where_it_was_left_ticked(folder, web, take):
    born(34)
    sent = {"way": "words", "country": "GB", "take": take}
    tell = web.post("/check/start", data=sent).headers["location"]
    key = key_on(web.get(tell).text)
    told = "Deadlifted yesterday, today my low back is stiff and sore on both sides, a 3."
    web.post(tell, data={"key": key, "text": told})
    at = web.post("/check/read", data={"key": key}).headers["location"]
    assert at.startswith("/check/step/")
    found = under_way(now=NOON)
    assert found is not None
    assert found.draft.interview.check_in.knows("age") is bool(take)


def test_nothing_is_taken_from_anywhere_else_by_a_form(folder, web):
    born(18)
    go_through(web, started(web, "age", "pain_now"), until="How bad is it now")
    go_through(web, begin(web), until="How many hours ago")
