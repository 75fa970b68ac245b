"""Trunk, hip and knee by all landmarks together: bodies that were never learned from, and what
holds for any film."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from backspotter.lift.angles import LUMBAR_SHARE
from backspotter.lift.angles_together import (
    FEWEST,
    HIP_AND_BACK,
    KNEE,
    POINTS,
    TRUNK,
    inputs_of,
    network,
    standing_ankles,
    together,
    whole_of,
    with_whole,
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
def pulls():
    """Inputs, true trunk, hip, knee, lumbar and whether it was lifted, of every moment of each look
    at a body the network never learned from."""
    with np.load(APART) as kept:
        which = 2 * kept["body"] + kept["look"]
        names = ("inputs", "angles", "lifting")
        return [tuple(kept[name][which == one] for name in names) for one in np.unique(which)]


@pytest.fixture(scope="module")
def apart(pulls):
    """What the network reads of all of them, and the angles."""
    read = [
        with_whole(x.astype(float), whole_of(x[lifting].astype(float))) for x, _, lifting in pulls
    ]
    return np.concatenate(read), np.concatenate([angles.astype(float) for _, angles, _ in pulls])


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
    assert off[:, TRUNK].mean() < 3.5
    assert off[:, KNEE].mean() < 4.5
    assert off[:, HIP_AND_BACK].mean() < 5.0


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


def test_what_the_whole_shows_is_told_by_the_frames_of_the_lift(pulls):
    """Somebody who walks about between repetitions, knees bent otherwise, is read the same."""
    inputs, _, lifting = pulls[0]
    lift = drawn(inputs[lifting])
    away = {name: at - 30.0 * name.endswith("knee") for name, at in lift.places.items()}
    both = Seen(1, {n: np.concatenate([at, away[n]]) for n, at in lift.places.items()})
    during = np.arange(2 * lifting.sum()) < lifting.sum()
    alone, told, not_told = together(lift), together(both, lifting=during), together(both)
    first = slice(0, int(lifting.sum()))
    off, without = (np.abs(each.knee[first] - alone.knee).mean() for each in (told, not_told))
    assert off < 1.0  # the trunk's length is told by every frame
    assert without > 3 * off


def test_the_whole_tells_more_than_one_moment(pulls):
    """The same moments with the whole of another body are read worse."""

    def off(told_by):
        return np.mean(
            [
                np.abs(
                    network()(
                        with_whole(x.astype(float), whole_of(other[0][other[2]].astype(float)))
                    )[:, KNEE, 1]
                    - angles[:, 2]
                ).mean()
                for (x, angles, _), other in zip(pulls, told_by, strict=True)
            ]
        )

    assert off(pulls) < 0.7 * off([*pulls[4:], *pulls[:4]])


def test_too_few_frames_tell_nothing_of_the_whole(apart):
    assert np.isnan(whole_of(apart[0][: FEWEST - 1, :50])).all()
    few = drawn(apart[0][: FEWEST - 1])
    assert np.isnan(together(few).trunk).all()


def test_landmarks_lost_or_unlike_a_lifter_s_are_not_answered(pulls):
    seen = drawn(pulls[0][0])
    assert np.isfinite(together(seen).trunk).all()
    lost = dict(seen.places)
    first = np.arange(len(pulls[0][0]))[:, None] < 2
    lost["far_knee"] = np.where(first, np.nan, lost["far_knee"])
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
