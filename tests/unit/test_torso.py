"""How long the torso is in the picture, by landmarks and by size."""

from __future__ import annotations

import numpy as np
import pytest

from backspotter.lift.band import Band
from backspotter.lift.torso import (
    APART,
    BY_SHAPE_SD,
    CONTRADICT,
    LEAST_FRAMES,
    OF_HEIGHT,
    torso_by_both,
    torso_by_shape,
    torso_px,
)
from backspotter.lift.tracks import PLACE


def scale(px_per_m):
    return Band(value=px_per_m, low=0.95 * px_per_m, high=1.05 * px_per_m)


def test_the_longest_counts_and_a_single_wild_frame_does_not():
    hip = np.zeros((40, 2))
    shoulder = np.stack([np.zeros(40), -np.linspace(60, 117, 40)], axis=1)
    found = torso_px(hip, shoulder)
    assert found == pytest.approx(100, rel=0.06)
    shoulder[3] = [0, -500]
    assert torso_px(hip, shoulder) == pytest.approx(found, rel=0.02)
    assert np.isnan(torso_px(hip * np.nan, shoulder))


def test_size_counts_more_than_landmarks_that_a_hood_moves():
    seen, by_size = 110.0, 98.0
    found = torso_by_both(seen, scale(by_size / OF_HEIGHT / 1.8), 1.8)
    assert by_size < found < (seen + by_size) / 2


def test_a_scale_that_cannot_be_leaves_it_to_the_landmarks():
    wrong = 110.0 * np.exp(CONTRADICT + 0.05)
    assert torso_by_both(110.0, scale(wrong / OF_HEIGHT / 1.8), 1.8) == 110.0


def test_without_height_or_scale_the_landmarks_have_to_do():
    assert torso_by_both(110.0, None, 1.8) == 110.0
    assert torso_by_both(110.0, scale(400.0), None) == 110.0
    assert torso_by_both(float("nan"), scale(400.0), 1.8) == pytest.approx(400 * 1.8 * OF_HEIGHT)
    assert APART > 1


def pull(*, leg: float = 170.0, frames: int = 20):
    """Landmarks of one who rises from a bend, facing right; the near side is the right [px]."""
    lean = np.deg2rad(np.linspace(75, 5, frames))
    along = np.stack([np.sin(lean), -np.cos(lean)], axis=1)
    found = np.zeros((frames, 33, 4))
    hip = np.array([300.0, 300.0])
    for side, aside in (("left", 4.0), ("right", 0.0)):
        for name, place in (
            ("hip", np.tile(hip, (frames, 1))),
            ("shoulder", hip + 100 * along),
            ("ear", hip + 130 * along),
            ("ankle", np.tile(hip + np.array([0.0, leg]), (frames, 1))),
        ):
            found[:, PLACE[f"{side}_{name}"], :2] = place + np.array([aside, 0.0])
    return found


def test_a_torso_is_told_by_leg_and_head_beside_it_however_large_it_is_filmed():
    found = torso_by_shape(pull(), "right")
    assert 70 < found < 100
    assert torso_by_shape(3 * pull(), "right") == pytest.approx(3 * found)
    assert torso_by_shape(pull(leg=190.0), "right") > 1.01 * found


def test_a_few_frames_or_ones_without_anybody_tell_no_torso():
    assert np.isnan(torso_by_shape(pull(frames=LEAST_FRAMES - 1), "right"))
    assert np.isnan(torso_by_shape(pull() * np.nan, "right"))
    gap = pull()
    gap[3] = np.nan
    assert np.isfinite(torso_by_shape(gap, "right"))


def test_what_is_off_by_less_counts_more():
    size = scale(98.0 / OF_HEIGHT / 1.8)
    by_shape = torso_by_both(110.0, size, 1.8, seen_sd=BY_SHAPE_SD)
    assert torso_by_both(110.0, size, 1.8) < by_shape < 110.0
