"""Film time and set time over cuts, and what a cut does to the truth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backspotter.errors import InputError
from backspotter.synth.timeline import Cut, Timeline

REP = {"index": 1, "lift_off_s": 1.0, "lockout_s": 3.0, "lowering_s": 3.5, "end_s": 5.0}
NEXT = {"index": 2, "lift_off_s": 7.0, "lockout_s": 9.0, "lowering_s": 9.5, "end_s": 11.0}
FREE = {"decline": False, "either_way": False, "reason": None}
TRUTH = {"reps": [REP, NEXT], "decline_back": FREE}

gaps = st.floats(0.01, 3.0)
cuts = st.lists(st.tuples(gaps, st.floats(0.0, 3.0)), max_size=3)


@given(cuts, st.floats(0, 15))
def test_every_moment_of_the_film_shows_one_of_the_set(given_cuts, film_s):
    at, made = 0.0, []
    for gap, skip in given_cuts:
        at += gap
        made.append(Cut(at, skip))
    line = Timeline(tuple(made))
    assert line.film_time(line.set_time(film_s)) == pytest.approx(film_s)
    assert line.set_time(film_s) <= film_s + line.skipped_s + 1e-9


def test_what_was_cut_out_is_not_in_the_film():
    line = Timeline((Cut(2.0, 4.0),))
    assert line.set_time(1.9) == 1.9
    assert line.set_time(2.0) == 6.0
    assert line.film_time(5.99) is None
    assert [line.take(t) for t in (0.0, 1.99, 2.0)] == [0, 0, 1]


def test_a_film_without_cuts_keeps_its_truth():
    assert Timeline().retimed(TRUTH) == TRUTH


def test_a_cut_between_reps_moves_what_follows():
    found = Timeline((Cut(5.5, 1.0),)).retimed(TRUTH)
    assert found["reps"][0] == REP
    assert found["reps"][1]["lift_off_s"] == 6.0
    assert found["decline_back"] == FREE


@pytest.mark.parametrize("cut", [Cut(2.0), Cut(2.0, 0.5), Cut(0.5, 1.0), Cut(4.0, 4.0)])
def test_a_cut_inside_a_rep_declines_the_back(cut):
    found = Timeline((cut,)).retimed(TRUTH)
    assert found["decline_back"]["decline"]
    assert found["decline_back"]["reason"] == "a cut inside a rep"


def test_events_that_were_cut_out_are_null():
    (first, second) = Timeline((Cut(2.0, 6.0),)).retimed(TRUTH)["reps"]
    assert (first["lift_off_s"], first["lockout_s"], first["end_s"]) == (1.0, None, None)
    assert (second["lift_off_s"], second["lockout_s"]) == (None, 3.0)


def test_a_rep_that_was_cut_out_whole_is_no_rep_of_the_film():
    found = Timeline((Cut(0.5, 5.0),)).retimed(TRUTH)
    assert [rep["index"] for rep in found["reps"]] == [1]
    assert found["reps"][0]["lift_off_s"] == 2.0
    assert found["decline_back"] == FREE


def test_a_fault_moves_with_its_rep():
    rep = {**NEXT, "faults": [{"code": "bar_drift", "at_s": 8.0}]}
    found = Timeline((Cut(6.0, 0.5),)).retimed({**TRUTH, "reps": [REP, rep]})
    assert found["reps"][1]["faults"] == [{"code": "bar_drift", "at_s": 7.5}]


def test_shares_of_a_set_become_seconds():
    line = Timeline.of_shares([(0.5, 0.2)], 10.0)
    assert line.cuts == (Cut(4.0, 2.0),)
    with pytest.raises(InputError, match="some of the set left"):
        Timeline.of_shares([(0.2, 0.6), (0.5, 0.5)], 10.0)


def test_cuts_rise():
    with pytest.raises(InputError, match="times that rise"):
        Timeline((Cut(3.0), Cut(2.0)))
