"""Lines, letters and colours over a film do what they say, and never leave the picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backspotter.exports.film_back import back_lines
from backspotter.exports.film_colours import WITHHELD, colour_of
from backspotter.exports.film_drawing import dashed, dot, line, panel
from backspotter.exports.film_letters import LETTERS, width_of, write
from backspotter.exports.film_overlay import WIDEST, Overlay, bar_speed, panel_rows
from tests.read_films import all_withheld, analysis_of, plain_truth

WHITE = (255, 255, 255)
TIMES = np.arange(24) / 30


def black(width=120, height=90):
    return np.zeros((height, width, 3), np.uint8)


def ink_of(picture):
    """How much of the picture is white [px]."""
    return picture[..., 0].sum() / 255


@pytest.mark.parametrize("turn", [0, 17, 45, 90, 133, 180, 271])
@pytest.mark.parametrize("width", [2.0, 3.5, 6.0])
def test_a_line_holds_its_length_times_its_width_whichever_way_it_runs(turn, width):
    picture, long = black(), 50.0
    way = np.array([np.cos(np.radians(turn)), np.sin(np.radians(turn))])
    middle = np.array([60.0, 45.0])
    line(
        picture,
        np.stack([middle - way * long / 2, middle + way * long / 2]),
        width=width,
        colour=WHITE,
    )
    whole = long * width + np.pi * width**2 / 4
    assert ink_of(picture) == pytest.approx(whole, rel=0.04, abs=2)


def test_half_a_line_that_leaves_the_picture_is_half_a_line():
    inside, across = black(), black()
    line(inside, np.array([[10.0, 45], [110, 45]]), width=4, colour=WHITE)
    line(across, np.array([[60.0, 45], [900, 45]]), width=4, colour=WHITE)
    assert across[:, :56].sum() == 0
    assert (across[:, 70:105] == inside[:, 70:105]).all()


@given(
    points=st.lists(
        st.tuples(st.floats(-400, 500), st.floats(-400, 500)) | st.just((np.nan, np.nan)),
        min_size=1,
        max_size=6,
    ),
    width=st.floats(0.5, 20),
)
def test_no_line_raises_wherever_it_lies(points, width):
    picture = black(40, 30)
    places = np.array(points, float)
    line(picture, places, width=width, colour=WHITE, edge=(9, 9, 9))
    dashed(picture, places, width=width, colour=WHITE)
    dot(picture, places[0], width, WHITE)
    panel(picture, (round(width) - 30, 5), (50, 70), WHITE, 0.5)


def test_what_lies_outside_changes_nothing():
    picture = black()
    line(picture, np.array([[-50.0, -20], [-10, 200]]), width=5, colour=WHITE, edge=WHITE)
    dot(picture, np.array([500.0, 40]), 8, WHITE)
    panel(picture, (200, 10), (30, 30), WHITE, 1.0)
    assert picture.sum() == 0


def test_a_gap_in_the_points_is_a_gap_in_the_line():
    picture = black()
    points = np.array([[10.0, 45], [40, 45], [np.nan, np.nan], [80, 45], [110, 45]])
    line(picture, points, width=3, colour=WHITE)
    assert picture[45, 20:35, 0].all()
    assert picture[45, 85:105, 0].all()
    assert picture[:, 45:75].sum() == 0


def test_a_colour_laid_over_itself_stays_and_nothing_runs_over():
    picture = np.full((20, 20, 3), 255, np.uint8)
    panel(picture, (0, 0), (20, 20), WHITE, 0.37)
    assert (picture == 255).all()
    panel(picture, (0, 0), (20, 20), (0, 0, 0), 1.0)
    assert (picture == 0).all()


def test_every_word_of_the_panel_can_be_written():
    analysis = analysis_of(plain_truth(TIMES, reps=2))
    speed = bar_speed(analysis.frames)
    words = {row for frame in range(24) for row in panel_rows(analysis.frames, speed, 2, frame)}
    words |= {WIDEST, "not seen", "walking taking up lockout", "-−–0123456789"}
    gone = all_withheld(analysis).frames
    words |= set(panel_rows(gone, bar_speed(gone), 0, 3))
    assert set("".join(words).lower()) - set(LETTERS) <= {" ", "-"}


def test_text_is_as_wide_as_it_says_and_stays_there():
    picture = black(300, 40)
    end = write(picture, (10, 10), "bar 0.42 m/s", high=12, colour=WHITE)
    assert end - 10 == pytest.approx(width_of("bar 0.42 m/s", 12))
    columns = np.flatnonzero(picture.any(axis=(0, 2)))
    assert columns[0] >= 8
    assert columns[-1] <= end + 1


def test_more_bend_is_warmer_and_what_is_not_known_is_grey():
    colours = np.array([colour_of(deg) for deg in range(0, 46, 5)])
    warmth = colours[:, 0].astype(int) - colours[:, 2]
    assert (np.diff(warmth) > 0).all()
    assert colour_of(float("nan")) == WITHHELD
    assert colour_of(-30) == colour_of(0)
    assert colour_of(90) == colour_of(45)


def test_the_bars_speed_is_its_rise_by_time():
    truth = plain_truth(np.arange(60) / 30)
    for number, frame in enumerate(truth["frames"]):
        frame["bar_y_m"] = 0.2 + 0.5 * number / 30
    assert bar_speed(analysis_of(truth).frames) == pytest.approx(0.5)


def test_the_path_grows_within_a_rep_and_begins_anew_with_the_next():
    analysis = analysis_of(plain_truth(np.arange(40) / 30, reps=2))
    overlay = Overlay(analysis, (192, 128), 1.0)
    drawn = []
    for frame in range(40):
        overlay.grow(frame)
        patch = overlay.trail.patch
        assert patch is not None
        drawn.append(int((patch.away < 1).sum()))
    assert drawn[9] > drawn[2]
    assert drawn[20] < drawn[19]


def test_the_line_of_the_back_goes_with_the_lifter_between_looks():
    frames = analysis_of(plain_truth(TIMES)).frames
    whole = frames.drawn.back
    seen = np.full_like(whole, np.nan)
    seen[::6] = whole[::6]
    found = back_lines(replace(frames, drawn=replace(frames.drawn, back=seen)))
    assert np.abs(found[:19] - whole[:19]).max() < 2.5
    assert np.isnan(found[19:]).all()


def test_the_line_of_the_back_is_not_guessed_over_a_long_gap():
    frames = analysis_of(plain_truth(np.arange(60) / 30)).frames
    seen = frames.drawn.back.copy()
    seen[10:40] = np.nan
    found = back_lines(replace(frames, drawn=replace(frames.drawn, back=seen)))
    assert np.isnan(found[10:40]).all()
    assert found[:10] == pytest.approx(seen[:10])


def test_nothing_is_drawn_over_a_lifter_who_was_not_seen():
    analysis = all_withheld(analysis_of(plain_truth(TIMES)))
    picture = black(192, 128)
    Overlay(analysis, (192, 128), 1.0).draw(picture, 5, with_panel=False)
    assert picture.sum() == 0
