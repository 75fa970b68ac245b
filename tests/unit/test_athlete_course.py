"""The course on a coach's page: drawn from what is shared and from nothing else."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest

from backspotter.journal.codec import SETS, SORENESSES
from backspotter.journal.entries import add
from backspotter.journal.shares import looks, share
from tests.accounts import NOW, of, team
from tests.journals import NOON, check, lifted, sore

NOTE = "No course is drawn"


@pytest.fixture(scope="module")
def made(database):
    with team(database) as built:
        theirs = of(built.journal, built.people["other"])
        add(theirs, SETS, lifted(0), entered=NOON)
        for hours, pain in ((18, 3.0), (26, 4.5)):
            at = NOON + timedelta(hours=hours)
            add(theirs, SORENESSES, sore(pain, at=at), entered=at)
        yield built


def shown(made, *kinds):
    lifter = made.people["other"]
    share(of(made.journal, lifter), made.people["coach"], kinds, now=NOW)
    return made.clients["coach"].get(f"/athletes/{lifter.person}").text


def drawn(page):
    found = re.search(r'data-curve="([^"]+)"', page)
    return json.loads(unescape(found[1])) if found else None


def test_it_is_drawn_as_the_lifters_own_page_draws_it(made):
    own = made.clients["other"].get("/course/curve.json").json()
    page = shown(made, "answers", "course", "log")
    assert drawn(page) == own
    assert [sore for _, sore, _ in own["entries"]] == [3.0, 4.5]
    assert "<noscript><svg" in page
    assert "Theirs, 9 in 10" in page
    assert NOTE not in page


def test_there_is_no_forecast_while_a_sign_is_open_or_where_nobody_can_see_whether_one_is(made):
    unseen = shown(made, "course", "log")
    theirs = of(made.journal, made.people["other"])
    check(theirs, leg_tingling="yes", pain_now=3, at=NOW - timedelta(hours=1))
    for page in (unseen, shown(made, "answers", "course", "log")):
        assert drawn(page)["entries"]
        assert drawn(page)["coming"] == []
        assert not re.search("to come for them|gone by about|on course", page, re.I)
    assert "whether a warning sign is open is not shared" in unseen


def test_without_the_sessions_nothing_is_drawn_and_it_says_why(made):
    page = shown(made, "course")
    assert drawn(page) is None
    assert NOTE in page


@pytest.mark.parametrize("kinds", [("log",), ("answers", "log"), ("answers", "films", "log")])
def test_without_the_course_no_number_of_it_is_on_the_page(made, kinds):
    page = shown(made, *kinds)
    assert drawn(page) is None
    assert NOTE not in page
    assert "4.5" not in page


def test_it_is_one_look(made):
    theirs = of(made.journal, made.people["other"])
    before = len(looks(theirs))
    shown(made, "course", "log")
    assert len(looks(theirs)) - before <= 1
    assert looks(theirs)[0].kinds == ("course", "log")


def test_kinds_have_the_names_the_lifter_ticked_and_signs_come_with_the_checks(made):
    page = shown(made, "course", "log")
    ticked = made.clients["other"].get("/account").text
    for words in ("Pain and function", "Sets and nights"):
        assert words in ticked
        assert words.lower() in page
    assert "Shares: course" not in page
    theirs = of(made.journal, made.people["other"])
    check(theirs, at=NOW - timedelta(hours=2), leg_tingling="yes", saddle_numb="no")
    assert "Not asked is not a no" not in shown(made, "course", "log")
    page = shown(made, "answers")
    signs = page.partition('id="signs"')[2].partition("</section>")[0]
    rows = [re.findall(r"<td>([^<]*)</td>", row) for row in signs.split("<tr>")[2:]]
    assert any("saddle" in no or "numb" in no for _, no, _ in rows)
    assert any(yes != "–" for yes, _, _ in rows)
    assert any(left != "–" for _, _, left in rows)
