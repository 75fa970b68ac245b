"""Going through what was read: facts first, then what is unclear, an emergency before all."""

from __future__ import annotations

from backspotter.app.agreement import as_agreed, begin, next_unclear, with_fact, with_unclear
from backspotter.reading.model import NOT_ENGLISH, READABLE, Heard, Reading, Unclear
from backspotter.triage.check_in import CheckIn

SAID_BOTH_WAYS = Unclear("leg_tingling", "tingly, then not", "said both ways", "yes")
FOOT = Unclear("foot_drop", "foot felt funny", "could be weakness", "yes")
READING = Reading(
    "…",
    CheckIn(pain_now=4, quality=["dull", "stiff"], leg_tingling="yes"),
    (Heard("pain_now", 4, "4/10", 0, 4), Heard("quality", frozenset({"dull"}), "dull", 5, 9)),
    (SAID_BOTH_WAYS, FOOT),
)


def test_what_is_unclear_counts_neither_way_before_it_is_asked():
    assert begin(READING).check_in.leg_tingling == "unknown"


def test_every_unclear_mention_is_asked_once():
    agreement = begin(READING)
    assert next_unclear(agreement, READING) == SAID_BOTH_WAYS
    agreement = with_unclear(agreement, SAID_BOTH_WAYS, "no")
    assert next_unclear(agreement, READING) == FOOT
    agreement = with_unclear(agreement, FOOT, "unknown")
    assert next_unclear(agreement, READING) is None
    assert (agreement.check_in.leg_tingling, agreement.check_in.foot_drop) == ("no", "yes")
    assert agreement.unsure == ("foot_drop",)


def test_an_emergency_is_not_held_up_by_what_is_unclear():
    agreement = with_fact(begin(READING), "saddle_numb", "yes")
    assert next_unclear(agreement, READING) is None


def test_what_was_corrected_is_no_longer_shown_as_read():
    agreement = with_unclear(begin(READING), FOOT, "unknown")
    corrected = with_fact(agreement, "pain_now", 6)
    reading = as_agreed(READING, corrected.check_in, corrected)
    assert [each.field for each in reading.heard] == ["quality"]
    assert reading.unclear == (FOOT,)


def test_a_language_that_could_not_be_read_is_no_problem_once_answers_were_given():
    reading = Reading("…", CheckIn(), (), (), NOT_ENGLISH)
    assert as_agreed(reading, CheckIn(), begin(reading)).problem == READABLE
