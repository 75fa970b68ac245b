"""How long the torso is in the picture, by landmarks and by size."""

from __future__ import annotations

import numpy as np
import pytest

from backspotter.lift.band import Band
from backspotter.lift.torso import APART, CONTRADICT, OF_HEIGHT, torso_by_both, torso_px


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
