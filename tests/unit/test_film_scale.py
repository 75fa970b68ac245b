"""Pixels for a metre, from plate, height and free fall."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backspotter.errors import InputError
from backspotter.lift.bar import BarTrack
from backspotter.lift.knee_pass import bar_beside_body, knee_pass
from backspotter.lift.scale import gravity, scale, segments
from tests.bar_courses import DEAD_STOP, Leg, course, length_s, pull, still

PX = 360.0
FALL = (
    still(0.5, 0),
    pull(),
    still(0.3, 0.5),
    Leg((1.0 / 9.81) ** 0.5, 0.0, "thrown"),
    still(0.5, 0),
)


def track(legs=DEAD_STOP, px: float = PX, *, noise_px: float = 0.2) -> BarTrack:
    times = np.arange(0.0, length_s(legs), 1 / 30)
    rows = 600 - px * (0.225 + course(legs, times))
    rows = rows + np.random.default_rng(1).normal(0, noise_px, len(times))
    return BarTrack(
        times_s=times,
        x_px=np.full(len(times), 400.0),
        y_px=rows,
        spread_px=np.full(len(times), noise_px),
        confidence=np.ones(len(times)),
        radius_px=0.225 * px,
        radius_sd_px=0.4,
        aspect=1.0,
        doubt=None,
    )


def test_an_asked_plate_gives_a_narrow_band_around_the_truth():
    found = scale(track(), plate_mm=450)
    assert found.near.value == pytest.approx(PX)
    assert (found.near.high - found.near.low) / PX < 0.04
    assert "as asked" in found.source
    assert found.doubts == ()


def test_an_inferred_plate_says_so_and_leaves_more_room():
    asked, inferred = scale(track(), plate_mm=450), scale(track())
    assert inferred.near.high - inferred.near.low > 2 * (asked.near.high - asked.near.low)
    assert "likely" in inferred.source


def test_the_lifter_is_further_away_than_the_plate():
    found = scale(track(), plate_mm=450)
    for metres in (2.0, 3.0, 4.2, 8.0):
        assert found.lifter.low <= PX * (metres - 0.735) / metres <= found.lifter.high
    assert found.lifter.high < found.near.value


def test_height_narrows_the_lifters_scale():
    free = scale(track(), plate_mm=450)
    found = scale(track(), plate_mm=450, height_m=1.80, segments_px=0.80 * 1.80 * 300)
    assert found.lifter.value == pytest.approx(300, rel=0.01)
    assert found.lifter.high - found.lifter.low < 0.7 * (free.lifter.high - free.lifter.low)


@pytest.mark.parametrize(("taken_mm", "word"), [(450, "small"), (200, "large")])
def test_a_plate_that_does_not_fit_the_lifter_is_doubted(taken_mm, word):
    true_mm = 250 if word == "small" else 450
    seen = replace(track(), radius_px=true_mm / 2000 * PX)
    found = scale(seen, plate_mm=taken_mm, height_m=1.80, segments_px=0.80 * 1.80 * 300)
    assert any(word in doubt for doubt in found.doubts)


def test_without_a_plate_height_still_gives_a_wide_scale():
    found = scale(None, height_m=1.80, segments_px=0.80 * 1.80 * 300)
    assert found.near.low <= PX <= found.near.high
    assert scale(None) is None


@pytest.mark.parametrize("px", [180.0, 360.0, 540.0])
def test_a_dropped_bar_weighs_the_scale(px):
    fall = gravity(track(FALL, px))
    assert fall.low <= px <= fall.high
    assert fall.value == pytest.approx(px, rel=0.12)
    assert "falls as it should" in scale(track(FALL, px)).source


def test_a_bar_let_down_says_nothing_about_the_scale():
    found = scale(track(DEAD_STOP))
    assert "falls" not in found.source
    assert found.doubts == ()


def test_a_bar_that_falls_too_fast_is_doubted():
    seen = replace(track(FALL), radius_px=0.225 * PX * 0.7)
    assert any("faster than anything" in doubt for doubt in scale(seen, plate_mm=450).doubts)


@pytest.mark.parametrize("plate_mm", [0.0, -450.0, 45.0, 4500.0, float("nan")])
def test_plates_that_nobody_makes_are_refused(plate_mm):
    with pytest.raises(InputError, match="plate_mm"):
        scale(track(), plate_mm=plate_mm)


def test_bones_turned_toward_the_camera_do_not_shorten_the_lifter():
    whole = np.array([[0.0, 100.0]] * 20)
    ends = [whole * n for n in range(4)]
    bent = [np.where(np.arange(20)[:, None] < 5, end, end * 0.7) for end in ends]
    assert segments(*bent) == pytest.approx(300)
    assert np.isnan(segments(*[np.full((5, 2), np.nan)] * 4))


def test_the_bar_passes_the_knee_when_it_is_as_high_in_its_own_plane():
    seen, found = track(), scale(track(), plate_mm=450, height_m=1.8, segments_px=0.8 * 1.8 * 300)
    further = found.lifter.value / found.near.value
    rows = bar_beside_body(seen, further, 720.0)
    at = np.searchsorted(-rows[24:60], -rows[42]) + 24
    knee = np.full(len(seen.times_s), rows[42])
    passed = knee_pass(seen, knee, found, 720.0, 24, 60)
    assert passed.value == pytest.approx(seen.times_s[at], abs=0.04)
    assert passed.low < passed.value < passed.high
    assert knee_pass(seen, np.full(len(knee), 2000.0), found, 720.0, 24, 60) is None
