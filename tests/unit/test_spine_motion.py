"""Derivatives of a series: the same as one parabola fitted at each frame, one after another."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backspotter.spine import motion
from backspotter.spine.motion import FEWEST, REACH, WIDTH_S, derivatives


def one_by_one(times: np.ndarray, values: np.ndarray) -> np.ndarray:
    """A parabola for each frame, by least squares with weights."""
    width = max(WIDTH_S, 1.2 * float(np.median(np.diff(times))))
    found = []
    for at in times:
        near = np.flatnonzero(np.abs(times - at) < REACH * width)
        first, last = near[0], near[-1] + 1
        while last - first < FEWEST:
            first, last = max(first - 1, 0), min(last + 1, len(times))
        apart = (times[first:last] - at) / width
        weight = np.exp(-(apart**2) / 4)
        terms = np.stack([apart**0, apart, apart**2], axis=1) * weight[:, None]
        fitted = np.linalg.lstsq(terms, values[first:last] * weight[:, None], rcond=None)[0]
        found.append([fitted[0], fitted[1] / width, 2 * fitted[2] / width**2])
    return np.moveaxis(np.array(found), 1, 0)


@given(count=st.integers(FEWEST, 40), even=st.booleans(), seed=st.integers(0, 999), part=st.data())
def test_all_frames_at_once_are_as_one_after_another(count, even, seed, part):
    draw = np.random.default_rng(seed)
    steps = np.full(count, 0.01) if even else draw.uniform(0.004, 0.1, count)
    times, values = np.cumsum(steps), draw.normal(size=(count, 2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(motion, "LARGEST_PART", part.draw(st.sampled_from([1, 200, 2_000_000])))
        found = np.stack(derivatives(times, values))
    wanted = one_by_one(times, values)
    for own, theirs in zip(found, wanted, strict=True):
        assert own == pytest.approx(theirs, rel=1e-9, abs=1e-9 * np.abs(theirs).max())


def test_a_frame_far_from_all_others_is_itself_and_stands_still():
    times = np.array([0.0, 0.01, 0.02, 0.03, 0.04, 0.05, 60.0])
    smooth, velocity, acceleration = derivatives(times, np.arange(7.0)[:, None])
    assert (smooth[-1, 0], velocity[-1, 0], acceleration[-1, 0]) == pytest.approx((6, 0, 0))
