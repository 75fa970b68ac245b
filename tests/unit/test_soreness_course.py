"""The course: what it is called, from which entries, and what it does with odd ones."""

from __future__ import annotations

import re

import pytest

from backspotter.errors import InputError
from backspotter.soreness import Bout, Course, Entry, follow, forecast
from backspotter.soreness.curve import OrdinaryPeople, delayed_weight, usual_size
from backspotter.soreness.draws import even_normals, evenly_chosen
from backspotter.soreness.posterior import fit
from backspotter.soreness.verdict import HOLDS, lowest_before_rise, verdict_rows

COURSES = """
told                                                  | verdict           rule
                                                      | nothing_entered   COURSE-NOTHING
24:4                                                  | on_course         COURSE-ON
12:2 24:4 48:3 72:1                                   | on_course         COURSE-ON
24:3 48:4 72:3                                        | on_course         COURSE-ON
24:4 48:2 72:0                                        | on_course         COURSE-GONE
8:2 24:3 36:4 48:5 60:4 72:3                          | on_course         COURSE-ON
24:3 40:5 62:5 86:4 98:3 120:2                        | slower            COURSE-SLOWER
24:2 48:3 72:2 97:2                                   | slower            COURSE-SLOWER
24:2 48:2 72:2 97:2                                   | not_like_soreness COURSE-FLAT
8:4 24:5 36:5 48:5 60:5 72:5                          | not_like_soreness COURSE-STAYS
12:3 24:4 36:2 48:1 60:2 72:4                         | not_like_soreness COURSE-RETURN
6:1 24:2 48:4 72:7                                    | not_like_soreness COURSE-STAYS
80:7                                                  | not_like_soreness COURSE-INTENSE
24:6 48:7 73:7                                        | not_like_soreness COURSE-INTENSE
71:7                                                  | on_course         COURSE-ON
"""
ROWS = [line.split("|") for line in COURSES.strip().splitlines()[1:]]


def told(words: str) -> list[Entry]:
    pairs = (pair.split(":") for pair in words.split())
    return [Entry(at_h=float(hour), sore=float(sore)) for hour, sore in pairs]


def course(words: str, *, bouts: tuple[Bout, ...] = (Bout(at_h=0.0),)) -> Course:
    entries = told(words)
    return follow(bouts, entries, now_h=max((each.at_h for each in entries), default=10.0))


@pytest.mark.parametrize(("words", "wanted"), ROWS)
def test_what_a_course_is_called(words, wanted):
    found = course(words)
    assert [found.verdict, found.rule] == wanted.split()


def test_every_verdict_has_a_condition_and_the_other_way_round():
    assert [row.id for row in verdict_rows()] == list(HOLDS)


@pytest.mark.parametrize("sore", range(11))
@pytest.mark.parametrize("hour", [2, 12, 24, 48, 71, 72, 90, 120])
def test_one_entry_alone_alarms_only_by_a_floor(hour, sore):
    found = course(f"{hour}:{sore}")
    if found.verdict == "not_like_soreness":
        assert found.rule == "COURSE-INTENSE"
        assert (hour > 72, sore >= 7) == (True, True)


def test_the_same_entries_give_the_same_course_to_the_last_digit():
    one, other = (course("12:2 24:4 48:3") for _ in range(2))
    assert one.end_h == other.end_h
    assert (one.fitted.high == other.fitted.high).all()


def test_the_fit_follows_the_entries():
    low, high = course("24:2 36:2"), course("24:6 36:6")
    assert low.peak.value < 3 < 5 < high.peak.value


def test_two_sessions_add_up():
    two = [Bout(at_h=0.0), Bout(at_h=40.0)]
    alone = follow(two[:1], told("30:3"), now_h=41.0)
    both = follow(two, told("30:3"), now_h=41.0)
    at = [60.0]
    assert forecast(both, at).middle[0] > forecast(alone, at).middle[0] + 0.5


def test_a_second_session_excuses_a_second_rise():
    words = "12:3 24:4 36:2 47:1 62:3 72:4"
    assert course(words).rule == "COURSE-RETURN"
    assert course(words, bouts=(Bout(at_h=0.0), Bout(at_h=48.0))).verdict == "on_course"


def test_what_lies_in_the_future_or_before_the_session_does_not_count():
    entries = told("24:3 30:9")
    found = follow([Bout(at_h=0.0)], [*entries, Entry(at_h=-300.0, sore=9.0)], now_h=25.0)
    assert [entry.at_h for entry in found.entries] == [24.0]


def test_a_number_under_a_painkiller_says_only_how_sore_at_least():
    plain = [Entry(at_h=24.0, sore=4.0), Entry(at_h=30.0, sore=0.0)]
    under = [plain[0], Entry(at_h=30.0, sore=0.0, under_painkiller=True)]
    dulled = follow([Bout(at_h=0.0)], under, now_h=30.0)
    believed = follow([Bout(at_h=0.0)], plain, now_h=30.0)
    assert forecast(dulled, [36.0]).middle[0] > forecast(believed, [36.0]).middle[0] + 0.5


def test_habit_and_little_work_make_less_of_it():
    hard = Bout(at_h=0.0)
    assert usual_size(Bout(at_h=0.0, days_since=7.0)) < usual_size(hard)
    assert usual_size(Bout(at_h=0.0, days_since=64.0)) == usual_size(hard)
    assert usual_size(Bout(at_h=0.0, size=0.25)) < usual_size(hard)
    assert delayed_weight(Bout(at_h=0.0, hardness=0.4)) == 0.0
    assert delayed_weight(Bout(at_h=0.0, hardness=0.55)) == 1.0


def test_more_lowering_means_a_later_peak():
    held, lowered = (course("", bouts=(Bout(at_h=0.0, lowered=x),)) for x in (0.1, 1.0))
    assert held.peak_h.value + 6 < lowered.peak_h.value


def test_there_has_to_be_a_session():
    with pytest.raises(InputError, match="bouts"):
        follow([Bout(at_h=0.0)], [], now_h=300.0)


@pytest.mark.parametrize("given", [-1, 11, float("nan"), "4", True, None])
def test_a_number_that_cannot_be_is_refused(given):
    with pytest.raises(InputError, match="sore"):
        Entry(at_h=1.0, sore=given)


def test_many_entries_leave_enough_people():
    entries = told(" ".join(f"{hour}:{3 if hour < 60 else 1}" for hour in range(6, 120, 6)))
    bouts = tuple(Bout(at_h=float(hour)) for hour in (-72, -24, 0))
    assert fit(OrdinaryPeople(bouts), entries).effective > 50


def test_even_normals_are_normal():
    found = even_normals(1024, 6)
    assert abs(found.mean(axis=0)).max() < 0.03
    assert abs(found.std(axis=0) - 1).max() < 0.03


def test_each_is_chosen_in_its_share():
    chosen = evenly_chosen(even_normals(2, 1)[:, 0] * 0 + [1.0, 3.0], 400)
    assert (chosen == 1).sum() == 300


def test_the_lowest_is_the_one_after_the_highest():
    assert lowest_before_rise(told("1:1 2:5 3:2 4:4")) == (2.0, 3.0)
    assert lowest_before_rise([]) == (0.0, 0.0)


def test_hours_in_words_have_their_unit_and_say_after_what():
    for row in verdict_rows():
        for number in re.findall(r"\{(?:peak|end|usual|since)[^}]*\}(.{0,16})", row.say):
            assert number.startswith(" hours"), row.say
        if "{peak" in row.say:
            assert "hours after the lift" in row.say
