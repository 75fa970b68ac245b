"""Laws of the flags: what was raised stays until it was examined, or was a mistake."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from backspotter.journal.flags import as_open, end_flag, flags
from backspotter.journal.journal import opened
from backspotter.levels import Level
from backspotter.triage.assess import assess
from backspotter.triage.check_in import CheckIn
from backspotter.triage.flags import OpenFlag, assess_with_flags, raised, stays
from backspotter.triage.floors import floors
from tests.check_ins import PLAINLY_SORE, check_ins
from tests.check_ins import flags as red_flags
from tests.journals import NOON, check, fast_folder, place_in

STAYING = [floor for floor in floors() if stays(floor.id)]


def open_flags():
    floor = st.sampled_from(STAYING)
    made = floor.map(lambda each: OpenFlag(rule=each.id, level=each.level, words=each.say))
    return st.lists(made, max_size=4)


@given(check_in=check_ins(), standing=open_flags())
def test_the_level_is_never_below_an_open_flag_nor_below_the_check_in_alone(check_in, standing):
    found, alone = assess_with_flags(check_in, standing), assess(check_in)
    assert found.level == max([alone.level, *(flag.level for flag in standing)])
    assert found.could_rise_to >= found.level
    assert {flag.rule for flag in standing} <= {reason.rule for reason in found.reasons}
    assert found.relevant <= alone.relevant, "a flag makes no question more useful"
    if found.level is not Level.emergency and found.level > alone.level:
        assert found.would_change[-1].level == alone.level


@given(check_in=check_ins())
def test_without_flags_nothing_changes(check_in):
    assert assess_with_flags(check_in, ()) == assess(check_in)


@given(sequence=st.lists(check_ins(), min_size=1, max_size=6))
def test_over_any_sequence_the_level_never_falls_below_what_was_raised(sequence):
    standing: dict[str, OpenFlag] = {}
    for check_in in sequence:
        found = assess_with_flags(check_in, tuple(standing.values()))
        assert found.level >= max([Level.normal_soreness, *(f.level for f in standing.values())])
        for floor in raised(check_in):
            standing.setdefault(
                floor.id, OpenFlag(rule=floor.id, level=floor.level, words=floor.say)
            )


QUIET = {**PLAINLY_SORE, "pain_now": 0, "pain_worst": 1, "trend": "gone"}
AFTER = st.sampled_from(
    [{}, QUIET, {**QUIET, "painkiller_relief_only": "yes"}, {"pain_now": 0}, PLAINLY_SORE]
)


@settings(max_examples=12)
@given(flag=red_flags(), later=st.lists(AFTER, min_size=1, max_size=4), data=st.data())
def test_kept_in_a_journal_only_examined_or_mistake_ends_a_flag(flag, later, data):
    field, value = flag
    with fast_folder() as folder, opened(place_in(folder)) as journal:
        first = check(journal, **{**PLAINLY_SORE, field: value})
        floor_level = max([Level.normal_soreness, *(each.level for each in first.flags)])
        for days, said in enumerate(later, start=1):
            kept = check(journal, at=NOON + timedelta(days=days), **said)
            assert kept.assessment.level >= floor_level
            assert {each.id for each in first.flags} <= {each.id for each in kept.flags}
        now = NOON + timedelta(days=30)
        for each in flags(journal, only_open=True):
            how = data.draw(st.sampled_from(["examined", "mistake"]))
            end_flag(journal, each.id, how=how, by="GP", at=now, entered=now)
        assert as_open(flags(journal)) == ()
        after = check(journal, at=now + timedelta(days=1), **PLAINLY_SORE)
        assert after.assessment == assess(CheckIn(**PLAINLY_SORE))
        assert len(flags(journal)) >= len(first.flags), "what was raised is no more known"
