"""The one line that a list shows of a film, and the curve of the lower back since lift-off."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backspotter.app.film_cost_words import when_of
from backspotter.exports.film_frames import back_change, page_charts
from backspotter.exports.report_parts import kind_of
from backspotter.exports.report_said import finding, in_short, worst_fault
from backspotter.lift.analysis import CannotJudge
from tests.read_films import all_withheld, analysis_of, plain_truth

TIMES = np.arange(60) / 30.0
SEEN = analysis_of(plain_truth(TIMES, reps=2))


def with_reps(*reps):
    return replace(SEEN, reps=tuple(reps))


def test_the_line_names_what_costs_most_and_how_often_it_was():
    assert finding(SEEN) == "The lower back gave way after lift-off in 1 of 2 reps"
    one = SEEN.reps[0]
    cheap = replace(one.faults[0], code="bar_drift", cost=CannotJudge("not posed"), confidence=1.0)
    both = with_reps(replace(one, faults=(cheap, *one.faults)))
    assert worst_fault(both)[1] is one.faults[0]
    assert finding(both) == "The lower back gave way after lift-off, and 1 other thing"


def test_silence_is_not_taken_for_praise():
    clean = [replace(rep, faults=()) for rep in SEEN.reps]
    assert finding(with_reps(*clean)) == "Nothing beyond the limits in what could be judged"
    unseen = [replace(rep, flexion=CannotJudge("a rack hides it")) for rep in clean]
    assert finding(with_reps(*unseen)) == "The lower back was not judged: a rack hides it"
    in_part = replace(clean[0].flexion, change_from_set_up=CannotJudge("the line was not seen"))
    half = with_reps(replace(clean[0], flexion=in_part), clean[1])
    assert finding(half) == "The lower back was not judged in 1 repetition: the line was not seen"


def test_what_cannot_be_judged_says_why():
    assert finding(all_withheld(SEEN)) == "Cannot judge, because filmed from the front"
    assert finding(with_reps()) == "Cannot judge, because no repetition was found"


def failed(rep):
    return replace(rep, completed=False, lockout_s=CannotJudge("the bar did not reach the top"))


def test_a_rep_that_failed_is_said_to_have_failed():
    first, second = SEEN.reps
    assert in_short(with_reps(failed(first))) == (
        "1 repetition was found. It failed: the bar came down before it was at the top. "
        "1 thing to look at."
    )
    assert in_short(with_reps(first, failed(second))).startswith(
        "2 repetitions were found. 1 of them failed: the bar came down before it was at the top."
    )
    assert "failed" not in in_short(SEEN)
    assert kind_of(failed(first)) == "failed"
    assert kind_of(first) != "failed"


def test_of_a_rep_that_failed_the_bar_is_never_said_to_be_at_the_top():
    assert when_of(1.0) == "with the bar at the top"
    assert when_of(1.0, completed=False) == "with the bar as high as it got"
    assert when_of(0.66, completed=False) == "with the bar 66 % of the way that it got"


def test_the_lower_back_of_a_rep_that_failed_counts_until_the_bar_sinks():
    rep = failed(SEEN.reps[0])
    change = back_change(with_reps(rep))
    up = (rep.lift_off_s.value <= TIMES) & (rep.lowering_s.value >= TIMES)
    assert np.isfinite(change[up]).all()
    assert np.isnan(change[~up]).all()


def test_the_lower_back_counts_from_lift_off_and_only_on_the_way_up():
    change = back_change(SEEN)
    rep = SEEN.reps[0]
    up = (rep.lift_off_s.value <= TIMES) & (rep.lockout_s.value >= TIMES)
    inside = rep.end_s.value > TIMES
    assert np.isfinite(change[up]).all()
    assert np.isnan(change[inside & ~up]).all()
    assert abs(change[up][0, 0]) < 3
    low, high = change[up][:, 1], change[up][:, 2]
    assert (np.diff(high - low) >= -1e-9).all()
    assert np.isnan(back_change(all_withheld(SEEN))).all()


def test_a_trunk_upside_down_is_somebody_not_seen_yet():
    trunk = SEEN.frames.trunk.copy()
    trunk[0] = (-170, -175, -165)
    frames = replace(SEEN.frames, trunk=trunk)
    curve = page_charts(replace(SEEN, frames=frames))[1].lines[0]
    assert np.isnan(curve.values[0])
    assert np.isfinite(curve.values[1])
