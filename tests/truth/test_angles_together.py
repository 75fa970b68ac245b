"""Trunk, hip and knee by all landmarks together: bodies that were never learned from, and what
holds for any film."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from backspotter.lift.angles import LUMBAR_SHARE
from backspotter.lift.angles_together import (
    HIP_AND_BACK,
    KNEE,
    POINTS,
    TRUNK,
    inputs_of,
    network,
    standing_ankles,
    together,
)
from backspotter.lift.bar import BarTrack

APART = Path(__file__).parent.parent / "data/angles-apart.npz"


@dataclass(frozen=True)
class Seen:
    """Landmarks of a film [px]."""

    facing: int
    places: dict[str, np.ndarray]

    def at(self, name: str) -> np.ndarray:
        return self.places[name]

    def moved(self, change) -> Seen:
        return replace(self, places={name: change(at) for name, at in self.places.items()})


@pytest.fixture(scope="module")
def apart():
    """Inputs and true trunk, hip, knee, lumbar of bodies the network never learned from."""
    with np.load(APART) as kept:
        return kept["inputs"].astype(float), kept["angles"].astype(float)


def drawn(inputs: np.ndarray) -> Seen:
    """Landmarks that give these inputs, in a picture of 1280 by 720."""
    names = [*POINTS, "near_ankle", "far_ankle"]
    places = inputs[:, : 2 * len(names)].reshape(len(inputs), len(names), 2)
    px = np.array([640.0, 400.0]) + 180.0 * places * [1, -1]
    return Seen(
        1, {n: px[:, k] for k, n in enumerate(names)} | {"near_hip": px[:, 0] * 0 + [640.0, 400.0]}
    )


def test_bodies_never_learned_from_are_read_as_near_as_is_said(apart):
    inputs, angles = apart
    answers = network()(inputs)
    off = np.abs(
        answers[:, :, 1]
        - np.column_stack([angles[:, :3], angles[:, 1] + LUMBAR_SHARE * angles[:, 3]])
    )
    assert off[:, TRUNK].mean() < 4.0
    assert off[:, KNEE].mean() < 7.0
    assert off[:, HIP_AND_BACK].mean() < 6.5


def test_a_trunk_that_leans_back_at_the_top_is_seen_to(apart):
    inputs, angles = apart
    back = angles[:, 0] < -6
    said = network()(inputs[back])[:, TRUNK, 1]
    assert np.mean(said - angles[back, 0]) < 4.0
    assert np.corrcoef(said, angles[back, 0])[0, 1] > 0.6


def test_bands_hold_about_nine_in_ten(apart):
    inputs, angles = apart
    low, _, high = np.moveaxis(network()(inputs)[:, :3], -1, 0)
    holds = ((low <= angles[:, :3]) & (angles[:, :3] <= high)).mean(axis=0)
    assert (holds >= [0.8, 0.8, 0.75]).all()


def test_where_and_how_large_and_which_way_the_lifter_faces_does_not_matter(apart):
    seen = drawn(apart[0][:40])
    ankles = standing_ankles(seen)
    first = inputs_of(seen, ankles)
    larger = seen.moved(lambda at: 1.7 * at + [31.0, -12.0])
    mirror = replace(seen.moved(lambda at: at * [-1.0, 1.0] + [1280.0, 0.0]), facing=-1)
    assert inputs_of(larger, standing_ankles(larger)) == pytest.approx(first)
    assert inputs_of(mirror, standing_ankles(mirror)) == pytest.approx(first)


def test_landmarks_lost_or_unlike_a_lifter_s_are_not_answered(apart):
    seen = drawn(np.repeat(apart[0][:1], 6, axis=0))
    assert np.isfinite(together(seen).trunk).all()
    lost = dict(seen.places)
    lost["far_knee"] = np.where(np.arange(6)[:, None] < 2, np.nan, lost["far_knee"])
    found = together(Seen(1, lost))
    assert np.isnan(found.trunk[:2]).all()
    assert np.isfinite(found.trunk[2:]).all()
    upside_down = {name: at * [1, -1] + [0, 800] for name, at in seen.places.items()}
    assert np.isnan(together(Seen(1, upside_down)).knee).all()


def test_an_ankle_behind_the_plate_is_not_taken_for_where_it_stands(apart):
    seen = drawn(np.repeat(apart[0][:1], 20, axis=0))
    near = seen.places["near_ankle"].copy()
    stands = near[0].copy()
    near[:12] -= [40.0, 60.0]
    x, y = np.where(np.arange(20)[:, None] < 12, near, 5000.0).T
    bar = BarTrack(
        times_s=np.arange(20) / 30,
        x_px=x,
        y_px=y,
        spread_px=np.ones(20),
        confidence=np.ones(20),
        radius_px=80.0,
        radius_sd_px=0.5,
        aspect=1.0,
        doubt=None,
    )
    guessed = Seen(1, {**seen.places, "near_ankle": near})
    assert standing_ankles(guessed, bar)[0] == pytest.approx(stands)
    assert standing_ankles(guessed)[0] != pytest.approx(stands)
