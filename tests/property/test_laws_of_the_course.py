"""Laws of the course, named for what would hurt or mislead someone if they failed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backspotter.app.course import WORSE, assessed_with_course, handed_over
from backspotter.soreness import Bout, Entry, alarm, follow, forecast
from backspotter.soreness.scores import function_mean, said_by, scores
from backspotter.triage.assess import assess
from backspotter.triage.check_in import TRENDS, CheckIn

FEW = settings(max_examples=max(40, settings.default.max_examples // 50))
HOURS = st.floats(0.5, 160.0)
SORE = st.integers(0, 10)


@st.composite
def entries(draw: st.DrawFn, *, most: int = 8) -> list[Entry]:
    hours = draw(st.lists(HOURS, max_size=most, unique=True))
    under = st.booleans() if draw(st.integers(0, 3)) == 3 else st.just(False)
    return [
        Entry(at_h=hour, sore=float(draw(SORE)), under_painkiller=draw(under)) for hour in hours
    ]


@st.composite
def bouts(draw: st.DrawFn) -> list[Bout]:
    before = draw(st.lists(st.floats(-100.0, -12.0), max_size=2))
    share = st.floats(0.0, 1.0)
    return [
        Bout(at_h=at, lowered=draw(share), hardness=draw(share), size=draw(st.floats(0.2, 4.0)))
        for at in (*before, 0.0)
    ]


@FEW
@given(bouts=bouts(), told=entries())
def test_bands_are_ordered_and_on_the_scale(bouts, told):
    course = follow(bouts, told, now_h=165.0)
    ahead = forecast(course, [170.0, 200.0])
    for band in (course.expected, course.fitted, ahead):
        assert np.isfinite(band.middle).all()
        assert (band.low >= 0).all()
        assert (band.low <= band.middle).all()
        assert (band.middle <= band.high).all()
        assert (band.high <= 10).all()
    for span in (course.peak_h, course.peak, course.end_h):
        assert span.low <= span.value <= span.high


def test_sessions_that_ended_together_may_stand_in_any_order():
    light, heavy, last = (
        Bout(at_h=-12.0, lowered=0.0, hardness=0.0),
        Bout(at_h=-12.0, lowered=0.0, hardness=1.0),
        Bout(at_h=0.0, lowered=0.0, hardness=0.0),
    )
    one, other = (follow(b, [], now_h=165.0) for b in ([light, heavy, last], [heavy, light, last]))
    assert one.end_h == other.end_h


@FEW
@given(bouts=bouts(), told=entries(), data=st.data())
def test_the_order_of_entries_and_sessions_does_not_matter(bouts, told, data):
    one = follow(bouts, told, now_h=165.0)
    shuffled = data.draw(st.permutations(told)), data.draw(st.permutations(bouts))
    other = follow(shuffled[1], shuffled[0], now_h=165.0)
    assert (one.verdict, one.trend, one.end_h) == (other.verdict, other.trend, other.end_h)


@FEW
@given(told=entries(), by=st.integers(-10_000, 10_000))
def test_the_clock_it_is_counted_on_does_not_matter(told, by):
    here = follow([Bout(at_h=0.0)], told, now_h=165.0)
    moved = [replace(each, at_h=each.at_h + by) for each in told]
    there = follow([Bout(at_h=float(by))], moved, now_h=165.0 + by)
    assert here.verdict == there.verdict
    assert here.end_h.value == pytest.approx(there.end_h.value, abs=3.0)
    assert here.fitted.middle == pytest.approx(there.fitted.middle, abs=0.05)


@FEW
@given(told=entries())
def test_one_entry_or_none_alarms_only_by_the_floor(told):
    course = follow([Bout(at_h=0.0)], told[:1], now_h=165.0)
    assert course.verdict != "not_like_soreness" or course.rule == "COURSE-INTENSE"


@FEW
@given(
    told=entries(),
    pain=SORE | st.none(),
    since=st.sampled_from([None, 10, 30, 71, 80, 100]),
    trend=st.sampled_from([*TRENDS, "unknown"]),
)
def test_the_course_never_lowers_what_the_check_says(told, pain, since, trend):
    check_in = CheckIn(pain_now=pain, hours_since_lift=since, trend=trend)
    course = follow([Bout(at_h=0.0)], told, now_h=165.0)
    raised, _ = assessed_with_course(check_in, course)
    assert raised.level >= assess(check_in).level
    assert raised.check_in.pain_now == pain


@FEW
@given(told=entries())
def test_nothing_is_handed_over_while_it_may_be_soreness(told):
    course = follow([Bout(at_h=0.0)], told, now_h=165.0)
    handed = handed_over(course.alarm)
    assert (handed.trend != "") == (course.verdict == "not_like_soreness")
    assert handed.trend in ("", *WORSE[2:])


@FEW
@given(bouts=bouts(), told=entries(), now=st.floats(1.0, 260.0), data=st.data())
def test_an_alarm_is_the_same_whether_or_not_the_curves_are_drawn(bouts, told, now, data):
    ended = [bout.at_h for bout in data.draw(st.permutations(bouts))]
    found = alarm(ended, told, now_h=now, bouts=lambda: bouts)
    if now > 240.0:
        assert found is None
    else:
        assert found == follow(bouts, told, now_h=now).alarm


@FEW
@given(told=entries(), now=st.floats(1.0, 59.0))
def test_no_curve_is_fitted_for_an_alarm_of_the_first_days_but_for_a_return(told, now):
    def refused():
        raise AssertionError("a curve was asked for")

    sore = [each.sore for each in sorted(told, key=lambda each: each.at_h) if each.at_h <= now]
    never_up = all(later <= before for before, later in pairwise(sore))
    if never_up:
        alarm([0.0], told, now_h=now, bouts=refused)


@given(first=st.floats(0, 10), then=st.floats(0, 10))
def test_a_score_cannot_get_better_and_worse(first, then):
    pain = scores()["pain"]
    assert (said_by(pain, first, then), said_by(pain, then, first)) != ("better", "better")


@given(each=st.lists(st.floats(0, 10), min_size=1, max_size=5))
def test_the_mean_of_function_lies_among_its_parts(each):
    assert min(each) - 1e-9 <= function_mean(each) <= max(each) + 1e-9
