"""Repetitions that a person marked: measured between the borders, and nothing else is counted."""

from __future__ import annotations

import numpy as np
import pytest

from backspotter.app.film import SET_BY_HAND, analysed
from backspotter.app.film_asked import Asked
from backspotter.app.film_batch import asked_document
from backspotter.errors import InputError
from backspotter.lift.bar_height import bar_height
from backspotter.lift.reps import reps
from backspotter.lift.reps_given import checked_spans, reps_between
from tests.lifted import ASKED, LIFTER, back_bends, film_read


@pytest.fixture(scope="module")
def read():
    return film_read(reps=2)


def asked_with(*spans):
    return Asked(
        lifter=LIFTER, load_kg=140.0, style="conventional", plate_mm=450.0, spans=tuple(spans)
    )


def borders(found):
    return [(rep.start_s.value, rep.end_s.value) for rep in found.reps]


def test_borders_where_they_were_found_change_no_measure(read):
    found = analysed(read, ASKED, name="a.mp4", back=back_bends(8.0))
    again = analysed(read, asked_with(*borders(found)), name="a.mp4", back=back_bends(8.0))
    assert borders(again) == borders(found)
    for one, other in zip(found.reps, again.reps, strict=True):
        assert other.rom_m.value == pytest.approx(one.rom_m.value, rel=0.01)
        assert other.lift_off_s.value == pytest.approx(one.lift_off_s.value, abs=0.03)
        assert other.lockout_s.value == pytest.approx(one.lockout_s.value, abs=0.03)
    assert SET_BY_HAND in again.notes
    assert SET_BY_HAND not in found.notes


def test_a_rep_that_was_left_out_is_not_counted(read):
    found = analysed(read, ASKED, name="a.mp4", back=back_bends(8.0))
    second = borders(found)[1]
    again = analysed(read, asked_with(second), name="a.mp4", back=back_bends(8.0))
    assert borders(again) == [second]
    assert [rep.index for rep in again.reps] == [1]
    assert set(again.frames.rep[again.frames.times_s < second[0]]) == {0}
    assert again.given.spans == (second,)


def test_borders_are_among_what_makes_a_result():
    assert "spans" not in asked_document(ASKED)
    assert asked_document(asked_with((3.0, 5.0)))["spans"] == [[3.0, 5.0]]


def test_a_span_in_which_the_bar_lies_still_is_refused(read):
    with pytest.raises(InputError, match=r"0\.10 to 0\.90 s.*on its way up"):
        analysed(read, asked_with((0.1, 0.9)), name="a.mp4", back=back_bends(8.0))


@pytest.mark.parametrize(
    "spans",
    [
        [(2.0, 1.0)],
        [(1.0, 3.0), (2.0, 4.0)],
        [(-1.0, 2.0)],
        [(0.0, float("nan"))],
        [(n, n + 0.5) for n in range(51)],
    ],
)
def test_borders_that_cannot_be_are_one_line(spans):
    with pytest.raises(InputError, match="reps: got"):
        checked_spans(spans)


def test_from_the_top_the_way_down_comes_first(read):
    bar = bar_height(read.bar, 300.0)
    whole = reps(bar)
    top, end = whole[0].lockout.value, whole[1].lockout.value
    (found,) = reps_between(bar, [(top, end)])
    assert found.from_the_top
    assert found.lowering.value < found.lift_off.value < found.lockout.value
    assert np.isclose(found.lockout.value, end, atol=0.05)


def test_where_the_bar_is_hidden_the_shoulders_count(read):
    from dataclasses import replace

    hidden = replace(read, bar=None)
    found = analysed(hidden, ASKED, name="a.mp4", back=back_bends(8.0))
    again = analysed(hidden, asked_with(borders(found)[0]), name="a.mp4", back=back_bends(8.0))
    assert borders(again) == borders(found)[:1]
    assert again.reps[0].doubts == found.reps[0].doubts
