"""Laws of a mistake: what was taken back leaves no trace but its record."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backspotter.app.answer import answer_document
from backspotter.app.as_of import as_of
from backspotter.app.checks_counted import counted_checks
from backspotter.app.journal_history import history_of
from backspotter.app.keeping import as_the_last_days_have_it
from backspotter.app.plan import plan
from backspotter.app.plan_out import plan_document
from backspotter.app.today import rechecks
from backspotter.app.track_course import followed
from backspotter.journal.checks import end_flag, flags, keep_check
from backspotter.journal.codec import CHECK_INS, SETS, SORENESSES
from backspotter.journal.entries import add, current
from backspotter.journal.journal import Journal, opened
from backspotter.triage.assess import assess
from backspotter.triage.check_in import UNKNOWN, CheckIn
from backspotter.triage.flag_signs import STATES, flag_fields
from tests.check_ins import PLAINLY_SORE
from tests.journals import NOON, check, fast_folder, lifted, place_in, sore

SIGNS = st.sampled_from([*sorted(flag_fields()), *STATES])
QUIET = {**PLAINLY_SORE, "pain_now": 2, "trend": "easing"}
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
    """End as a mistake what is open here and not there; whether the first check raised it."""
    there = {flag.rule for flag in flags(other)}
    wrong = [flag for flag in flags(journal) if flag.rule not in there]
    for flag in wrong:
        end_flag(journal, flag.id, how="mistake", at=NOW, entered=NOW)
    return any(flag.opened == FIRST for flag in wrong)


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
        "due": rechecks(checks[-1].value, now),
    }


@settings(max_examples=12)
@given(
    sign=SIGNS,
    again=st.booleans(),
    others=st.lists(st.sampled_from([QUIET, PLAINLY_SORE, {"pain_now": 3}]), max_size=2),
)
def test_after_a_mistake_all_is_as_if_the_sign_had_never_been_said(sign, again, others):
    yes, no = ("unable", UNKNOWN) if sign in STATES else ("yes", "no")
    repeated = [PLAINLY_SORE, *others]
    said = [
        {**each, sign: yes if place == 0 or again else no} for place, each in enumerate(repeated)
    ]
    unsaid = [{**each, sign: no} for each in repeated]
    with (
        fast_folder() as here,
        fast_folder() as there,
        opened(place_in(here)) as journal,
        opened(place_in(there)) as other,
    ):
        _filled(journal, said)
        _filled(other, unsaid)
        assume(_taken_back(journal, other))
        assert _what_is_said(journal) == _what_is_said(other)
        kept = current(journal, CHECK_INS)[0].value
        assert kept.answers[sign] == yes, "the record is kept"


@settings(max_examples=8)
@given(sign=SIGNS, how=st.sampled_from(["open", "examined"]))
def test_an_open_or_examined_sign_counts_as_before(sign, how):
    yes = "unable" if sign in STATES else "yes"
    with fast_folder() as folder, opened(place_in(folder)) as journal:
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
