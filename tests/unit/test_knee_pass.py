"""When the bar passes the knees, by how high it is and how tall the lifter is."""

from __future__ import annotations

import numpy as np
import pytest

from backspotter.lift.knee_pass import KNEE_OF_HEIGHT, knee_pass_by_height

TIMES = np.linspace(0.0, 2.0, 61)
HEIGHT_M = 1.75
KNEE_M = KNEE_OF_HEIGHT * HEIGHT_M


def test_the_moment_is_where_the_bar_is_as_high_as_the_knees_of_so_tall_a_lifter():
    bar = 0.225 + 0.3 * TIMES
    found = knee_pass_by_height(TIMES, bar, HEIGHT_M, 0, 60)
    assert found.value == pytest.approx((KNEE_M - 0.225) / 0.3, abs=1e-3)
    assert found.high - found.value == pytest.approx(0.0364 / 0.3, rel=0.02)
    assert found.low < found.value
    taller = knee_pass_by_height(TIMES, bar, 2.0, 0, 60)
    assert taller.value > found.value + 0.2


def test_unseen_frames_are_gone_over_and_a_bar_that_is_above_or_stays_below_passes_nothing():
    bar = 0.225 + 0.3 * TIMES
    hidden = np.where((TIMES > 0.9) & (TIMES < 1.1), np.nan, bar)
    whole = knee_pass_by_height(TIMES, bar, HEIGHT_M, 0, 60)
    assert knee_pass_by_height(TIMES, hidden, HEIGHT_M, 0, 60).value == pytest.approx(whole.value)
    assert knee_pass_by_height(TIMES, bar + 0.4, HEIGHT_M, 0, 60) is None
    assert knee_pass_by_height(TIMES, 0.4 * bar, HEIGHT_M, 0, 60) is None


def test_a_way_that_ends_within_the_band_ends_the_band():
    bar = 0.225 + 0.3 * TIMES
    last = int(np.argmax(bar > KNEE_M)) + 1
    found = knee_pass_by_height(TIMES, bar, HEIGHT_M, 0, last)
    assert found.high == TIMES[last]
