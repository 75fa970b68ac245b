"""Why a coach looks at somebody: each reason by what makes it, and the kind of data it is of."""

from datetime import timedelta

import pytest

from backspotter.app.morning import athlete
from backspotter.journal.codec import SETS, SORENESSES
from backspotter.journal.entries import add
from backspotter.journal.films import keep_film
from backspotter.journal.journal import opened
from backspotter.journal.records import FilmKept
from backspotter.journal.shares import KINDS, Shared
from backspotter.levels import Level
from tests.journals import NOON, check, lifted, sore

ALL = frozenset(KINDS)
WITHHELD = {"withheld": [{"what": "lower back", "why": "it was hidden"}], "reps": []}


@pytest.fixture
def journal(place):
    with opened(place) as made:
        yield made


def reasons(journal, kinds=ALL, *, hours=1.0):
    shared = Shared(person=journal.person, name="ann", kinds=frozenset(kinds))
    return {
        each.kind: each for each in athlete(journal, shared, NOON + timedelta(hours=hours)).reasons
    }


def pulled(journal):
    for minutes in range(0, 12, 3):
        add(journal, SETS, lifted(minutes - 60), entered=NOON)


def test_nothing_is_quiet(journal):
    assert reasons(journal) == {}


def test_a_level_and_its_open_sign(journal):
    check(journal, leg_tingling="yes", pain_now=5)
    assert reasons(journal)["level"].level is Level.see_clinician
    assert "level" not in reasons(journal, ALL - {"answers"})


def test_a_recheck_that_was_missed(journal):
    check(journal, hours_since_lift=5, quality=["dull"], pain_now=4)
    assert "recheck" not in reasons(journal, hours=20)
    assert "recheck" in reasons(journal, hours=72)
    assert "recheck" not in reasons(journal, ALL - {"course"}, hours=72), "it cannot be known"
    add(journal, SORENESSES, sore(2, at=NOON + timedelta(hours=60)), entered=NOON)
    assert "recheck" not in reasons(journal, hours=72)


def test_a_course_that_is_not_like_soreness(journal):
    pulled(journal)
    for hours, pain in ((24, 5), (48, 3), (72, 1), (96, 6), (108, 7), (119, 8)):
        add(journal, SORENESSES, sore(pain, at=NOON + timedelta(hours=hours)), entered=NOON)
    assert "course" in reasons(journal, hours=120)
    assert "course" not in reasons(journal, ALL - {"course"}, hours=120)


def test_a_guard_that_holds_the_next_session(journal):
    pulled(journal)
    add(journal, SORENESSES, sore(7, at=NOON + timedelta(hours=1)), entered=NOON)
    assert "guard" in reasons(journal, hours=2)
    assert "guard" not in reasons(journal, ALL - {"log"}, hours=2)


def test_a_film_whose_back_was_withheld_for_two_days(journal):
    keep_film(journal, FilmKept(sha256="x", engine="1", parameters={}, summary=WITHHELD, made=NOON))
    assert "it was hidden" in reasons(journal)["film"].words
    assert "film" not in reasons(journal, ALL - {"films"})
    assert "film" not in reasons(journal, hours=49)
