"""Looks of a network at frames of nothing, for the tests of second looks."""

from __future__ import annotations

import numpy as np

from backspotter.lift.film import Frame
from backspotter.lift.outline import Edges
from backspotter.lift.pose.landmarks import Pose
from backspotter.lift.track_making import Seen
from backspotter.lift.tracks import ALONG

PICTURE = np.zeros((8, 8, 3), np.uint8)
NOWHERE, NOTHING = np.full((len(ALONG), 2), np.nan), np.full(len(ALONG), np.nan)
NO_EDGES = Edges(points=NOWHERE, picture_points=NOWHERE, softness=NOTHING, step=NOTHING)


def kept(frame: Frame, found: Pose) -> Seen:
    return Seen(
        index=frame.index,
        t_s=frame.t_s,
        landmarks=found.landmarks,
        world_m=found.world_m,
        presence=found.presence,
        sharpness=0.5,
        facing_right=NO_EDGES,
        facing_left=NO_EDGES,
        look_next=found.look_next,
    )


def frame(index: int) -> Frame:
    return Frame(index=index, t_s=index / 10, picture=PICTURE)
