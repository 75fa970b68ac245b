"""What decided is named: the sign that a person reported stands beside the rule, in plain words."""

import pytest

from backspotter.app.answer_in_words import answer_in_words
from backspotter.app.check import Answer, check_text
from backspotter.levels import Level
from backspotter.triage.assess import assess, signs_that_decide
from backspotter.triage.check_in import SIGNS, CheckIn
from backspotter.triage.floors import floors, signs_of
from backspotter.triage.questions import sign_words

SHARED = [
    (floor.id, name) for floor in floors() for name in signs_of(floor) if len(signs_of(floor)) > 1
]


@pytest.mark.parametrize(("rule", "sign"), SHARED)
def test_a_rule_of_several_signs_names_the_one_that_was_reported(rule, sign):
    found = assess(CheckIn(**{sign: "yes"}))
    reason = next((each for each in found.reasons if each.rule == rule), None)
    if reason is not None:
        assert sign_words()[sign][1:] in reason.words


def test_most_rules_of_several_signs_hold_for_one_alone():
    alone = [
        (rule, sign)
        for rule, sign in SHARED
        if any(each.rule == rule for each in assess(CheckIn(**{sign: "yes"})).reasons)
    ]
    assert len(alone) >= 20


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_that_raises_the_level_is_among_those_that_decide(sign):
    found = assess(CheckIn(**{sign: "yes"}))
    deciding = signs_that_decide(found.check_in, found.level)
    if found.level >= Level.urgent_care:
        assert deciding == (sign,)


def test_a_sign_that_was_denied_is_not_named():
    found = assess(CheckIn(foot_drop="yes", knee_gives_way="no"))
    (reason,) = [each for each in found.reasons if each.rule == "RAD-01"]
    assert "the foot drags" in reason.words
    assert "knee" not in reason.words


def test_no_sign_is_lost_among_many():
    told = CheckIn(saddle_numb="yes", urine_hard_to_start="yes", urine_cannot_pass="yes")
    words = answer_in_words(Answer(assess(told)))
    assert "You reported:" in words
    assert "cannot pass urine at all" in words


def test_it_is_named_where_it_was_read():
    words = answer_in_words(check_text("back sore since deadlifts, cannot pee at all"))
    assert "cannot pass urine at all" in words
