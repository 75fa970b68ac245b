"""Laws of a mistake: what was taken back leaves no trace but its record."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from backspotter.app.answer import answer_document
from backspotter.app.as_of import as_of
from backspotter.app.checks_counted import counted_checks
from backspotter.app.journal_history import history_of
from backspotter.app.keeping import as_the_last_days_have_it
from backspotter.app.plan import plan
from backspotter.app.plan_out import plan_document
from backspotter.app.track_course import followed
from backspotter.journal.checks import keep_check
from backspotter.journal.codec import CHECK_INS, SETS, SORENESSES
from backspotter.journal.entries import add, current
from backspotter.journal.flags import end_flag, flags
from backspotter.journal.journal import Journal, opened
from backspotter.levels import Level
from backspotter.reading import read
from backspotter.triage.assess import assess
from backspotter.triage.check_in import UNKNOWN, CheckIn
from backspotter.triage.flag_signs import STATES, flag_fields, signs_met, taken_back
from backspotter.triage.flags import raised
from tests.check_ins import PLAINLY_SORE
from tests.journals import NOON, check, lifted, sore

SIGNS = st.sampled_from([*sorted(flag_fields()), *STATES])
QUIET = {**PLAINLY_SORE, "pain_now": 2, "trend": "easing"}
MUSCLE = ["muscle_swelling", "muscle_weakness_gross"]
FIRST, NOW = NOON + timedelta(days=1), NOON + timedelta(days=4)


def _filled(journal: Journal, said: list[dict[str, object]]) -> Journal:
    """A session, a number of pain, and a check every other time of day."""
    add(journal, SETS, lifted(0), entered=NOON)
    add(journal, SORENESSES, sore(4, at=NOON + timedelta(hours=20)), entered=NOON)
    for place, each in enumerate(said):
        _checked(journal, FIRST + timedelta(hours=12 * place), CheckIn(**each))
    return journal


def _checked(journal: Journal, at: datetime, told: CheckIn) -> None:
    """A check as every face keeps one: beside the course, with the whole answer."""
    course = as_the_last_days_have_it(journal, assess(told), at)
    kept = {"at": at, "engine": "test", "as_answer": answer_document, "as_followed": course}
    keep_check(journal, told, **kept)


def _taken_back(journal: Journal, other: Journal) -> bool:
    """End as a mistake what is open here and not there, till none is; whether the first raised it.

    A sign that another flag holds up still can raise a rule anew: that one is a mistake too.
    """
    there = {flag.rule for flag in flags(other)}
    while wrong := [f for f in flags(journal, only_open=True) if f.rule not in there]:
        end_flag(journal, wrong[0].id, how="mistake", at=NOW, entered=NOW)
    return any(flag.opened == FIRST for flag in flags(journal) if flag.rule not in there)


def _what_is_said(journal: Journal) -> dict[str, object]:
    history, now = history_of(journal), NOW + timedelta(hours=1)
    checks = counted_checks(journal, current(journal, CHECK_INS))
    stands = followed(history, now)
    course = stands.course
    return {
        "plan": plan_document(plan(history, today=now)),
        "level": stands.level,
        "recheck": stands.recheck,
        "course": None if course is None else (course.verdict, course.reason, course.can_forecast),
        "checks": [(c.value.level, c.value.level_alone, c.value.answers) for c in checks],
    }


@settings(max_examples=12)
@given(
    sign=SIGNS,
    again=st.booleans(),
    others=st.lists(st.sampled_from([QUIET, PLAINLY_SORE, {"pain_now": 3}]), max_size=2),
)
def test_after_a_mistake_all_is_as_if_the_sign_had_never_been_said(databases, sign, again, others):
    yes, no = ("unable", UNKNOWN) if sign in STATES else ("yes", "no")
    repeated = [PLAINLY_SORE, *others]
    said = [
        {**each, sign: yes if place == 0 or again else no} for place, each in enumerate(repeated)
    ]
    unsaid = [{**each, sign: no} for each in repeated]
    with (
        databases("sqlite").fresh() as here,
        databases("sqlite").fresh() as there,
        opened(here) as journal,
        opened(there) as other,
    ):
        _filled(journal, said)
        _filled(other, unsaid)
        assume(_taken_back(journal, other))
        assert _what_is_said(journal) == _what_is_said(other)
        kept = current(journal, CHECK_INS)[0].value
        assert kept.answers[sign] == yes, "the record is kept"


@settings(max_examples=8)
@given(sign=SIGNS, how=st.sampled_from(["open", "examined"]))
def test_an_open_or_examined_sign_counts_as_before(databases, sign, how):
    yes = "unable" if sign in STATES else "yes"
    with databases("sqlite").fresh() as place, opened(place) as journal:
        _filled(journal, [{**PLAINLY_SORE, sign: yes}, QUIET])
        for flag in flags(journal):
            if how == "examined":
                end_flag(journal, flag.id, how=how, by="GP", at=NOW, entered=NOW)
        history = history_of(journal)
        assert as_of(history, NOW).history.check_ins == history.check_ins
        checks = current(journal, CHECK_INS)
        assert counted_checks(journal, checks) == checks


def test_another_sign_of_the_same_rule_stays_open_after_a_mistake(place):
    with opened(place) as journal:
        check(journal, **{**PLAINLY_SORE, "leg_tingling": "yes"})
        check(journal, at=NOON + timedelta(days=1), **{**PLAINLY_SORE, "leg_numb_partial": "yes"})
        (flag,) = flags(journal)
        end_flag(journal, flag.id, how="mistake", at=NOW, entered=NOW)
        (still,) = flags(journal, only_open=True)
        assert still.rule == flag.rule
        assert still.opened == NOON + timedelta(days=1)
        first, second = (
            each.check_in for each in as_of(history_of(journal), NOW).history.check_ins
        )
        assert (first.leg_tingling, second.leg_numb_partial) == ("no", "yes")


def test_before_it_was_taken_back_it_counted(place):
    with opened(place) as journal:
        check(journal, **{**PLAINLY_SORE, "saddle_numb": "yes"})
        (flag,) = flags(journal)
        end_flag(journal, flag.id, how="mistake", at=NOW, entered=NOW)
        before = as_of(history_of(journal), NOW - timedelta(hours=1)).history
        assert before.check_ins[0].check_in.saddle_numb == "yes"
        assert plan(before, today=NOW - timedelta(hours=1)).flags


def test_a_sign_of_another_open_flag_stays(place):
    both = {**PLAINLY_SORE, "fever": "yes", "leg_tingling": "yes"}
    with opened(place) as journal:
        check(journal, **both)
        rules = {flag.rule: flag for flag in flags(journal)}
        end_flag(journal, rules["INF-01E"].id, how="mistake", at=NOW, entered=NOW)
        (told,) = (each.check_in for each in as_of(history_of(journal), NOW).history.check_ins)
        assert (told.fever, told.leg_tingling) == ("yes", "yes"), "both are open by other rules"


def test_an_age_that_was_a_mistake_is_not_known(place):
    with opened(place) as journal:
        check(journal, **{**PLAINLY_SORE, "age": 15, "onset": "during_rep", "quality": ["sharp"]})
        rules = {flag.rule: flag for flag in flags(journal)}
        end_flag(journal, rules["PARS-01"].id, how="mistake", at=NOW, entered=NOW)
        (told,) = (each.check_in for each in as_of(history_of(journal), NOW).history.check_ins)
        assert told.age is None


def test_what_a_history_document_takes_back_counts_no_more(place):
    from backspotter.app.history import Corrected

    with opened(place) as journal:
        _filled(journal, [{**PLAINLY_SORE, "saddle_numb": "yes"}, QUIET])
        said = replace(history_of(journal), flags=None)
    wrong = replace(said, corrected=(Corrected(at=NOW, sign="saddle_numb"),))
    after = plan(wrong, today=NOW + timedelta(hours=1))
    assert plan(said, today=NOW).state == "stop"
    assert after.state != "stop"
    assert after.step is None


PAIRS = st.sets(SIGNS, min_size=1, max_size=2).map(sorted)
PAINS = st.sampled_from([3, 9])


def _with_signs(signs: list[str], pain: int) -> CheckIn:
    said = {each: "unable" if each in STATES else "yes" for each in signs}
    return CheckIn(**{**PLAINLY_SORE, "pain_now": pain, **said})


def _highest(floors) -> int:
    return max((each.level for each in floors), default=Level.normal_soreness)


@settings(max_examples=max(60, settings.default.max_examples // 10))
@given(first=PAIRS, later=PAIRS, pains=st.tuples(PAINS, PAINS), which=st.integers(0, 5))
@example(first=["muscle_swelling", "pain_out_of_proportion"], later=MUSCLE, pains=(3, 3), which=0)
@example(
    first=["muscles_board_hard", "worse_hour_by_hour"],
    later=["worse_hour_by_hour"],
    pains=(3, 9),
    which=0,
)
@example(
    first=["muscle_weakness_gross", "pain_out_of_proportion"], later=MUSCLE, pains=(3, 3), which=0
)
def test_what_is_open_after_a_mistake_is_no_calmer_than_the_checks_left(
    databases, first, later, pains, which
):
    with databases("sqlite").fresh() as place, opened(place) as journal:
        _checked(journal, FIRST, _with_signs(first, pains[0]))
        _checked(journal, FIRST + timedelta(hours=12), _with_signs(later, pains[1]))
        mine = [flag for flag in flags(journal) if flag.opened == FIRST]
        assume(mine)
        wrong = mine[which % len(mine)]
        alone = signs_met(wrong.rule, _with_signs(first, pains[0]))
        end_flag(journal, wrong.id, how="mistake", at=NOW, entered=NOW)
        open_now = _highest(flags(journal, only_open=True))
        left = taken_back(_with_signs(later, pains[1]), [name for name, _ in alone])
        assert open_now >= _highest(raised(left))
        counts = as_of(history_of(journal), NOW + timedelta(hours=1)).history.check_ins[1]
        assert open_now >= _highest(raised(counts.check_in))


@pytest.mark.parametrize(
    ("rule", "first", "later", "pain"),
    [
        ("RHABDO-03", ["muscle_swelling", "pain_out_of_proportion"], MUSCLE, 3),
        ("COMP-01", ["muscles_board_hard", "worse_hour_by_hour"], ["worse_hour_by_hour"], 9),
        ("RHABDO-03", ["muscle_weakness_gross", "pain_out_of_proportion"], MUSCLE, 3),
    ],
)
def test_a_mistake_takes_back_only_what_the_rule_held_for(place, rule, first, later, pain):
    with opened(place) as journal:
        _checked(journal, FIRST, _with_signs(first, 3))
        _checked(journal, FIRST + timedelta(hours=12), _with_signs(later, pain))
        wrong = next(flag for flag in flags(journal) if flag.rule == rule)
        end_flag(journal, wrong.id, how="mistake", at=NOW, entered=NOW)
        still = next(flag for flag in flags(journal, only_open=True) if flag.rule == rule)
        assert (still.level, still.opened) == (Level.emergency, FIRST + timedelta(hours=12))
        assert counted_checks(journal, current(journal, CHECK_INS))[1].value.level is still.level


def test_a_check_that_meets_a_rule_twice_over_keeps_the_other_half_open(place):
    with opened(place) as journal:
        _checked(journal, FIRST, _with_signs([*MUSCLE, "pain_out_of_proportion"], 3))
        for left in (["pain_out_of_proportion"], MUSCLE):
            wrong = next(f for f in flags(journal, only_open=True) if f.rule == "RHABDO-03")
            (kept,) = (f for f in history_of(journal).flags if f.rule == wrong.rule and not f.ended)
            assert sorted(name for name, _ in kept.signs) == left
            end_flag(journal, wrong.id, how="mistake", at=NOW, entered=NOW)
        assert "RHABDO-03" not in {flag.rule for flag in flags(journal, only_open=True)}


def test_a_fact_of_life_is_not_taken_back_with_a_sign(place):
    with opened(place) as journal:
        _checked(journal, FIRST, _with_signs(["muscle_swelling", "sickle_cell_trait"], 3))
        for flag in flags(journal, only_open=True):
            end_flag(journal, flag.id, how="mistake", at=NOW, entered=NOW)
        (told,) = (each.check_in for each in as_of(history_of(journal), NOW).history.check_ins)
        assert (told.muscle_swelling, told.sickle_cell_trait) == ("no", "yes")


@pytest.mark.parametrize("problem", ["not_english", "perhaps_not_english"])
def test_no_calm_level_rests_on_a_text_that_was_read_in_part(place, problem):
    text = "I have a fever and my back is sore. Seit gestern ist mein Bein taub."
    reading = replace(read(text), problem=problem)
    with opened(place) as journal:
        answer = partial(answer_document, reading=reading)
        keep_check(journal, reading.check_in, at=FIRST, engine="test", as_answer=answer, text=text)
        (before,) = current(journal, CHECK_INS)
        assert before.value.answer["card"]
        while wrong := flags(journal, only_open=True):
            end_flag(journal, wrong[0].id, how="mistake", at=NOW, entered=NOW)
        assert counted_checks(journal, [before]) == [before]


def test_what_was_not_read_can_still_raise_a_check_made_anew(place):
    text = "I have a fever and cannot pass urine since deadlifts. Seit gestern ist mein Bein taub."
    reading = replace(read(text), problem="not_english")
    told = reading.check_in.with_(urine_cannot_pass="yes", fever="yes")
    with opened(place) as journal:
        answer = partial(answer_document, reading=reading)
        keep_check(journal, told, at=FIRST, engine="test", as_answer=answer, text=text)
        while wrong := [f for f in flags(journal, only_open=True) if f.level is Level.emergency]:
            end_flag(journal, wrong[0].id, how="mistake", at=NOW, entered=NOW)
        (counts,) = counted_checks(journal, current(journal, CHECK_INS))
        assert counts.value.level is Level.urgent_care
        assert counts.value.answer["so_far"] is True
        assert counts.value.answer["could_rise_to"] == "emergency"
        assert counts.value.answer["card"]["language"] == "Deutsch"
