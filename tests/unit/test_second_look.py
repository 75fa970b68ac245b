"""A second look at frames in which the hips were put on the hands."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backspotter.lift.arrays import Floats, Pixels
from backspotter.lift.pose.landmarks import Pose
from backspotter.lift.pose.region import Region
from backspotter.lift.second_look import SecondLook
from backspotter.lift.track_making import Seen
from backspotter.lift.tracks import PLACE
from tests.looks import frame, kept

LEAN = 60.0
HIP, TORSO, THIGH = np.array([300.0, 400.0]), 130.0, 110.0


def landmarks(*, hips_on_hands: bool) -> Floats:
    """Bent over by 60 degrees, hips where they are or at the knees."""
    lean = np.deg2rad(LEAN)
    shoulder = HIP + TORSO * np.array([np.sin(lean), -np.cos(lean)])
    knee = HIP + THIGH * np.array([0.6, 0.8])
    hip = knee + np.array([2.0, -10.0]) if hips_on_hands else HIP
    found = np.ones((33, 4))
    for side in ("left", "right"):
        for joint, place in (("shoulder", shoulder), ("hip", hip), ("knee", knee)):
            found[PLACE[f"{side}_{joint}"], :2] = place
    return found


def pose(*, hips_on_hands: bool, region: Region) -> Pose:
    return Pose(
        landmarks=landmarks(hips_on_hands=hips_on_hands),
        world_m=np.zeros((33, 3)),
        presence=1.0,
        mask=np.zeros((256, 256)),
        region=region,
        look_next=Region(x=HIP[0], y=HIP[1], side=600.0),
    )


def looked(index: int, *, hips_on_hands: bool) -> Seen:
    return kept(frame(index), pose(hips_on_hands=hips_on_hands, region=Region(x=0, y=0, side=1)))


class Network:
    """Finds the hips only through a square turned along the trunk, as the real one does."""

    def __init__(self) -> None:
        self.squares: list[Region] = []

    def __call__(self, picture: Pixels, region: Region) -> Pose | None:
        self.squares.append(region)
        along = abs(np.rad2deg(region.turn) - LEAN) < 15
        return pose(hips_on_hands=not along, region=region)


def again(
    seen: list[Seen], missed: list[tuple[int, float]], network: Network, frames: int
) -> SecondLook:
    second = SecondLook(seen, missed, network, kept)
    for index in range(frames):
        second.see(frame(index))
    return second


def hips(seen: list[Seen]) -> Floats:
    return np.array([one.landmarks[PLACE["left_hip"], :2] for one in seen])


def test_hips_on_the_hands_are_found_through_a_square_along_the_trunk() -> None:
    first = [looked(n, hips_on_hands=n < 6) for n in range(20)]
    second = again(first, [], Network(), 20)
    assert [one.index for one in second.seen] == list(range(20))
    assert hips(second.seen) == pytest.approx(np.tile(HIP, (20, 1)))


def head_down(one: Seen) -> Seen:
    """The same, with everything above the hips as far below them, and standing straight."""
    found = one.landmarks.copy()
    for side in ("left", "right"):
        found[PLACE[f"{side}_shoulder"], :2] = HIP + np.array([0.0, TORSO])
        found[PLACE[f"{side}_knee"], :2] = HIP - np.array([0.0, THIGH])
    return replace(one, landmarks=found)


def test_who_stands_on_the_head_is_looked_at_again() -> None:
    first = [looked(n, hips_on_hands=False) for n in range(20)]
    first[:4] = map(head_down, first[:4])
    second = again(first, [], Network(), 20)
    shoulders = [one.landmarks[PLACE["left_shoulder"], 1] for one in second.seen]
    assert max(shoulders) < HIP[1]


def test_a_film_that_is_upside_down_throughout_is_left_as_it_is() -> None:
    first = [head_down(looked(n, hips_on_hands=False)) for n in range(20)]
    assert not again(first, [], Network(), 20).is_needed


def test_a_film_seen_right_is_not_looked_at_again() -> None:
    network = Network()
    second = again([looked(n, hips_on_hands=False) for n in range(20)], [], network, 20)
    assert not second.is_needed
    assert not network.squares


def test_a_look_that_comes_out_no_better_is_not_taken() -> None:
    first = [looked(n, hips_on_hands=n < 6) for n in range(20)]

    def stubborn(picture: Pixels, region: Region) -> Pose:
        return pose(hips_on_hands=True, region=region)

    second = SecondLook(first, [], stubborn, kept)
    for index in range(20):
        second.see(frame(index))
    assert second.seen == first


def test_frames_in_which_nobody_was_seen_are_tried_near_a_good_look_only() -> None:
    network = Network()
    first = [looked(n, hips_on_hands=False) for n in range(100, 110)]
    missed = [(0, 0.0), (98, 9.8), (99, 9.9)]
    second = again(first, missed, network, 110)
    assert [one.index for one in second.seen] == list(range(98, 110))


def test_without_one_good_look_nothing_is_tried() -> None:
    assert not SecondLook([], [(0, 0.0)], Network(), kept).is_needed


def found_small(one: Seen) -> Seen:
    """The same body seen smaller, as in a square that has still to grow."""
    landmarks = one.landmarks.copy()
    landmarks[:, :2] = HIP + (landmarks[:, :2] - HIP) * 0.6
    return replace(one, landmarks=landmarks, look_next=replace(one.look_next, side=210.0))


def test_who_was_found_small_at_first_is_looked_at_again_through_a_usual_square() -> None:
    first = [looked(n, hips_on_hands=False) for n in range(20)]
    first[:4] = map(found_small, first[:4])
    network = Network()
    second = again(first, [], network, 20)
    assert second.is_needed
    assert all(square.side == 600.0 for square in network.squares)
    right = looked(0, hips_on_hands=False).landmarks
    assert second.seen[0].landmarks == pytest.approx(right)


def test_looks_that_stay_small_are_left_out() -> None:
    first = [looked(n, hips_on_hands=False) for n in range(20)]
    first[:4] = map(found_small, first[:4])
    second = SecondLook(first, [], lambda picture, region: None, kept)
    for index in range(20):
        second.see(frame(index))
    assert [one.index for one in second.seen] == list(range(4, 20))
