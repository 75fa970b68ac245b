"""Middles and shape of a plate from the edges of all frames together."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backspotter.lift.plate_crests import KEPT
from backspotter.lift.plate_fit import THICKNESS, fitted
from backspotter.lift.plate_follow import Seen
from backspotter.lift.plate_rim import ANGLES, OUTWARD, RAYS

LEVEL = np.array([640.0, 360.0])
N = 80


def seen(*, width=80.0, height=80.0, thickness=0.0, wrong=0.0, hidden=0.0):
    """Edges as they would be seen, the truth of the middles, and the rim."""
    rng = np.random.default_rng(5)
    middle = np.stack([np.full(N, 600.0), np.linspace(600.0, 430.0, N)], axis=1)
    rim = 1 / np.hypot(np.cos(ANGLES) / width, np.sin(ANGLES) / height)
    far = np.maximum(thickness * ((LEVEL - middle) @ OUTWARD.T - rim), 0.0)
    off = rng.normal(0, 0.8, (N, 2))
    edge = rim + far - off @ OUTWARD.T + rng.normal(0, 0.3, (N, RAYS))
    edge = np.where(rng.random((N, RAYS)) < wrong, edge - 4.0, edge)
    sharp = np.where(rng.random((N, RAYS)) < hidden, 0.0, 0.7)
    nothing = np.zeros((N, RAYS, KEPT), np.float16)
    shown = Seen(
        times_s=np.arange(N) / 30,
        middle=middle + off,
        alike=np.ones(N),
        edge=edge,
        sharp=sharp,
        place=nothing,
        clear=nothing,
        radius_px=float(rim.mean()),
    )
    return shown, middle, rim


def test_middles_are_better_than_they_were_followed():
    shown, middle, rim = seen()
    found = fitted(shown, rim, LEVEL, thickness=0.0)
    assert np.abs(found.middle - middle).max() < 0.25
    assert np.abs(shown.middle - middle).max() > 1.5
    assert found.agreed.min() > 0.95


@pytest.mark.parametrize(("width", "height"), [(80, 80), (70, 80), (60, 80)])
def test_height_and_width_of_the_rim_are_found(width, height):
    shown, _, rim = seen(width=width, height=height)
    found = fitted(shown, rim * 1.01, LEVEL, thickness=0.0)
    assert found.height_px == pytest.approx(height, rel=0.01)
    assert found.width_px == pytest.approx(width, rel=0.02)


def test_a_fifth_of_the_rays_on_a_ring_within_and_half_hidden_do_no_harm():
    shown, middle, rim = seen(wrong=0.2, hidden=0.5)
    found = fitted(shown, rim, LEVEL, thickness=0.0)
    assert np.abs(found.middle - middle).max() < 0.6
    assert found.height_px == pytest.approx(80.0, rel=0.01)


def test_the_far_face_that_looks_over_the_top_is_taken_off():
    shown, middle, rim = seen(thickness=THICKNESS)
    known, ignored = (fitted(shown, rim, LEVEL, thickness=t) for t in (THICKNESS, 0.0))
    way = middle[0, 1] - middle[-1, 1]
    off = [abs(f.middle[0, 1] - f.middle[-1, 1] - way) for f in (known, ignored)]
    assert off[0] < 0.3
    assert off[1] > 2 * off[0]


def test_frames_that_were_not_seen_stay_empty():
    shown, *_, rim = seen()
    edge = shown.edge.copy()
    edge[10:20] = np.nan
    found = fitted(replace(shown, edge=edge), rim, LEVEL)
    assert np.isnan(found.middle[10:20]).all()
    assert (found.agreed[10:20] == 0).all()
    assert np.isfinite(found.middle[20:]).all()
