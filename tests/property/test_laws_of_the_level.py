"""Laws of the level, named for what would hurt someone if they failed."""

from __future__ import annotations

import json
from itertools import combinations

import pytest
from hypothesis import assume, event, example, given
from hypothesis import strategies as st

from backspotter.levels import Level
from backspotter.triage.assess import Assessment, _assessment, assess
from backspotter.triage.check_in import UNKNOWN, CheckIn, as_document, check_in_from
from backspotter.triage.floors import floors
from tests.check_ins import (
    ANSWERS,
    DENIED,
    FLAG_SIGNS,
    FLAGS,
    NERVE_SIGNS,
    SPHINCTER_SIGNS,
    STARTS,
    answers,
    check_ins,
    flags,
)

EXCEPTED = {
    "pregnant": {"PREG-01"},
    "worse_hour_by_hour": {"COMP-01"},
    "back_skin_numb": {"COMP-02"},
    "long_steroids": {"FX-02S"},
    "osteoporosis": {"FX-02S"},
}
"""Rules that let go of a sign: plain soreness, pain known to be mild, an onset known not sudden."""

FLOORS = {floor.id for floor in floors()}
BETTER = st.sampled_from(["easing", "gone"])


def rules(assessment: Assessment) -> set[str]:
    """The floors that hold."""
    return {reason.rule for reason in assessment.reasons} & FLOORS


def thought_out_anew(check_in: CheckIn) -> Assessment:
    """The assessment, not from what is remembered of an equal check-in."""
    _assessment.cache_clear()
    return assess(check_in)


@given(check_in=check_ins(), flag=flags())
def test_adding_a_red_flag_never_lowers_the_level(check_in, flag):
    field, present = flag
    before, after = assess(check_in), assess(check_in.with_(**{field: present}))
    event(f"from {before.level.name}")
    assert after.level >= before.level
    assert rules(after) >= rules(before), "it silences a rule"


def test_no_red_flag_excuses_another():
    alone = {flag: assess(CheckIn(**dict([flag]))) for flag in FLAGS}
    for one, other in combinations(FLAGS, 2):
        both = assess(CheckIn(**dict([one, other])))
        assert rules(both) >= rules(alone[one]) | rules(alone[other]), (one, other)
        assert both.level >= max(alone[one].level, alone[other].level), (one, other)


@given(check_in=check_ins(), present=st.lists(flags(), max_size=6))
def test_adding_several_red_flags_never_lowers_the_level(check_in, present):
    assert assess(check_in.with_(**dict(present))).level >= assess(check_in).level


@given(check_in=check_ins())
def test_the_level_never_stands_above_what_it_could_rise_to(check_in):
    assessment = assess(check_in)
    event(f"could rise to {assessment.could_rise_to.name}")
    assert assessment.level <= assessment.could_rise_to
    assert assessment.so_far == (assessment.level < assessment.could_rise_to)


@given(check_in=check_ins(), flag=flags())
def test_a_no_to_a_red_flag_raises_nothing(check_in, flag):
    field, present = flag
    before = assess(check_in.with_(**{field: UNKNOWN}))
    after = assess(check_in.with_(**{field: DENIED[present]}))
    assert after.level <= before.level
    assert after.could_rise_to <= before.could_rise_to


@pytest.mark.parametrize("start", STARTS, ids=["unknown", "denied", "sore", "ranking decides"])
def test_a_no_to_each_red_flag_raises_nothing(start):
    for field, present in FLAGS:
        before = assess(CheckIn(**{**start, field: UNKNOWN}))
        after = assess(CheckIn(**{**start, field: DENIED[present]}))
        assert after.level <= before.level, field
        assert after.could_rise_to <= before.could_rise_to, field


@given(check_in=check_ins(), data=st.data())
def test_no_answer_takes_the_level_above_what_it_could_rise_to(check_in, data):
    before = assess(check_in)
    open_fields = [name for name in ANSWERS if not before.check_in.knows(name)]
    field = data.draw(st.sampled_from(open_fields))
    value = data.draw(ANSWERS[field])
    event(f"could rise to {before.could_rise_to.name}")
    assert assess(check_in.with_(**{field: value})).level <= before.could_rise_to


@given(check_in=check_ins(), later=answers(most=24))
def test_no_sequence_of_answers_takes_the_level_above_what_it_could_rise_to(check_in, later):
    lowest = assess(check_in).could_rise_to
    for field, value in later.items():
        if assess(check_in).check_in.knows(field):
            continue
        check_in = check_in.with_(**{field: value})
        assessment = assess(check_in)
        assert assessment.level <= lowest
        assert assessment.could_rise_to <= lowest
        lowest = assessment.could_rise_to


@given(check_in=check_ins(), sign=st.sampled_from(NERVE_SIGNS), trend=BETTER, relief=st.booleans())
def test_getting_better_never_cancels_a_nerve_sign(check_in, sign, trend, relief):
    said = check_in.with_(**{sign: "yes"})
    better = said.with_(trend=trend, painkiller_relief_only="yes" if relief else "no")
    alone = assess(CheckIn(**{sign: "yes"})).level
    if sign in SPHINCTER_SIGNS and said.sphincter_change_old_and_assessed == "yes":
        alone = Level.urgent_care
    assert assess(better).level >= alone


@given(check_in=check_ins(), sign=st.sampled_from(NERVE_SIGNS), trend=BETTER)
def test_getting_better_shuts_no_door_for_a_nerve_sign(check_in, sign, trend):
    """The sign may still come to light: what it alone would give stays within reach."""
    better = assess(check_in.with_(**{sign: UNKNOWN}, trend=trend))
    alone = assess(CheckIn(**{sign: "yes"})).level
    if sign in SPHINCTER_SIGNS and check_in.sphincter_change_old_and_assessed == "yes":
        alone = Level.urgent_care
    assert better.could_rise_to >= alone


@given(check_in=check_ins(), relief=st.sampled_from(["yes", "no"]))
def test_relief_from_painkillers_never_lowers_the_level(check_in, relief):
    helped = assess(check_in.with_(painkiller_relief_only=relief))
    before = assess(check_in.with_(painkiller_relief_only=UNKNOWN))
    assert helped.level >= before.level
    assert rules(helped) >= rules(before), "it silences a rule"


@given(flag=flags(), check_in=check_ins())
def test_a_rule_that_one_sign_sets_off_is_set_off_by_it_in_any_company(flag, check_in):
    field, present = flag
    assume(check_in.sphincter_change_old_and_assessed != "yes")
    alone = rules(assess(CheckIn(**{field: present})))
    among = rules(assess(check_in.with_(**{field: present})))
    assert alone - EXCEPTED.get(field, set()) <= among


@given(said=answers(), data=st.data())
def test_the_order_of_answers_is_irrelevant(said, data):
    check_in, shuffled = CheckIn(), CheckIn()
    for name, value in said.items():
        check_in = check_in.with_(**{name: value})
    for name in data.draw(st.permutations(list(said))):
        shuffled = shuffled.with_(**{name: said[name]})
        assess(shuffled)
    assert assess(shuffled) == thought_out_anew(check_in)


@given(check_in=check_ins())
def test_the_same_check_in_gives_the_same_assessment(check_in):
    again = CheckIn(**as_document(check_in))
    assert again == check_in
    assert assess(again) == thought_out_anew(check_in)


@given(check_in=check_ins())
def test_a_check_in_survives_its_document(check_in):
    document = as_document(check_in)
    assert check_in_from(json.loads(json.dumps(document))) == check_in
    assert as_document(check_in_from(document)) == document


@given(check_in=check_ins())
@example(check_in=CheckIn(hours_since_lift=48, onset="next_day"))
@example(check_in=CheckIn(hours_since_lift=48, onset="next_day", pain_days=1))
def test_what_is_judged_says_nothing_that_was_not_said(check_in):
    """All that assessing adds to a check-in is how long the pain can have lasted at most."""
    told = assess(check_in).check_in
    differs = {name for name in ANSWERS if getattr(told, name) != getattr(check_in, name)}
    assert differs <= {"pain_days"}
    assert not differs or not check_in.knows("pain_days")


def test_every_red_flag_is_one_that_a_rule_looks_at():
    """A sign that is asked for as a flag and moves nothing would be asked for nothing."""
    looked_at = frozenset().union(*(floor.condition.fields for floor in floors()))
    assert FLAG_SIGNS
    assert [name for name in FLAG_SIGNS if name not in looked_at] == []
