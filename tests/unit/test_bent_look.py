"""The lifter found again beside somebody who stands right behind."""

from __future__ import annotations

import numpy as np
import pytest

from backspotter.lift.arrays import Floats, Pixels
from backspotter.lift.bent_look import MOST_TRIES, TURNS_DEG, BentLook
from backspotter.lift.film import Frame
from backspotter.lift.lifter import lean_deg
from backspotter.lift.pose.landmarks import Pose
from backspotter.lift.pose.region import Region
from backspotter.lift.track_making import Seen
from backspotter.lift.tracks import PLACE
from tests.looks import PICTURE, frame, kept

HIP, TORSO, THIGH = np.array([300.0, 400.0]), 130.0, 110.0
BYSTANDER = HIP + np.array([40.0, -10.0])
FRAMES = 40
RISES_AT, UP_AT = 20, 30


def lifters_lean(index: int) -> float:
    """Bent over the bar, then up [deg]."""
    share = np.clip((index - RISES_AT) / (UP_AT - RISES_AT), 0, 1)
    return float(80 * (1 - share))


def by(ahead: float, down: float) -> Floats:
    return np.array([ahead, down])


def body(hip: Floats, lean: float) -> Floats:
    turned = np.deg2rad(lean)
    shoulder = hip + TORSO * np.array([np.sin(turned), -np.cos(turned)])
    found = np.ones((33, 4))
    for side in ("left", "right"):
        for joint, place in (
            ("shoulder", shoulder),
            ("hip", hip),
            ("knee", hip + by(0.0, THIGH)),
            ("heel", hip + by(0.0, 2 * THIGH)),
            ("foot_index", hip + by(30.0, 2 * THIGH)),
            ("ear", shoulder + by(0.0, -30.0)),
        ):
            found[PLACE[f"{side}_{joint}"], :2] = place
    found[PLACE["nose"], :2] = shoulder + by(15.0, -30.0)
    return found


def pose(landmarks: Floats, presence: float = 1.0) -> Pose:
    square = Region(x=HIP[0], y=HIP[1], side=600.0)
    return Pose(
        landmarks=landmarks,
        world_m=np.zeros((33, 3)),
        presence=presence,
        mask=np.zeros((256, 256)),
        region=square,
        look_next=square,
    )


class Network:
    """Sees the lifter through squares turned about as the trunk leans, else whoever is upright."""

    def __init__(self, presence: float = 1.0, *, lifter_is_there: bool = True) -> None:
        self.index, self.presence, self.lifter_is_there = 0, presence, lifter_is_there

    def __call__(self, picture: Pixels, region: Region) -> Pose:
        lean = lifters_lean(self.index)
        if self.lifter_is_there and abs(np.rad2deg(region.turn) - lean) < 25:
            return pose(body(HIP, lean), self.presence)
        return pose(body(BYSTANDER, 2.0), self.presence)


def first_looks(lean: float = 2.0) -> list[Seen]:
    return [kept(frame(n), pose(body(BYSTANDER, lean))) for n in range(FRAMES)]


def again(network: Network) -> list[Seen]:
    bent = BentLook(first_looks(), network, kept, crowded=True)
    assert bent.is_needed
    for index in range(FRAMES):
        network.index = index
        bent.see(frame(index))
    return bent.seen


def leans(seen: list[Seen]) -> Floats:
    return lean_deg(np.array([one.landmarks for one in seen]))


def test_the_bent_lifter_is_followed_up_to_the_top():
    seen = again(Network())
    assert [one.index for one in seen] == list(range(FRAMES))
    assert leans(seen) == pytest.approx([lifters_lean(n) for n in range(FRAMES)], abs=1e-6)


@pytest.mark.parametrize(
    "network", [Network(lifter_is_there=False), Network(presence=0.5)], ids=["nobody", "unsure"]
)
def test_where_nobody_bent_is_seen_for_sure_the_first_looks_stand(network):
    assert leans(again(network)) == pytest.approx(2.0)


def test_nobody_bent_is_looked_for_without_end():
    looks = []

    def network(picture: Pixels, region: Region) -> Pose:
        looks.append(region)
        return pose(body(BYSTANDER, 2.0))

    bent = BentLook(first_looks(), network, kept, crowded=True)
    for index in range(FRAMES):
        for again_ in range(20):
            bent.see(Frame(index=index, t_s=20 * index + again_, picture=PICTURE))
    assert len(looks) == MOST_TRIES * len(TURNS_DEG) * 2 * 2


@pytest.mark.parametrize(("lean", "crowded"), [(50.0, True), (2.0, False)])
def test_who_bends_or_is_alone_is_not_looked_for_again(lean, crowded):
    assert not BentLook(first_looks(lean), Network(), kept, crowded=crowded).is_needed
    assert not BentLook([], Network(), kept, crowded=True).is_needed
