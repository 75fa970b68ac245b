"""Where the lifter's joints and the line of the back are, at the time of every frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, Protocol

import numpy as np

from backspotter.lift.arrays import Flags, Floats

Side = Literal["left", "right"]

LANDMARKS: Final = (
    *("nose", "left_eye_inner", "left_eye", "left_eye_outer"),
    *("right_eye_inner", "right_eye", "right_eye_outer", "left_ear", "right_ear"),
    *("mouth_left", "mouth_right", "left_shoulder", "right_shoulder", "left_elbow"),
    *("right_elbow", "left_wrist", "right_wrist", "left_pinky", "right_pinky", "left_index"),
    *("right_index", "left_thumb", "right_thumb", "left_hip", "right_hip", "left_knee"),
    *("right_knee", "left_ankle", "right_ankle", "left_heel", "right_heel"),
    *("left_foot_index", "right_foot_index"),
)
"""The 33 landmarks, in the order of the arrays; left and right are the lifter's own."""

PLACE: Final = {name: index for index, name in enumerate(LANDMARKS)}

ALONG: Final = np.linspace(-0.1, 1.1, 61)
"""Where the rays to the back's outline start, as shares of the way from hip to shoulder."""

INNER: Final = np.linspace(0.1, 0.9, 41)
"""The shares between which the shape of the back is measured."""


class Landmarks(Protocol):
    """Places of a lifter's landmarks, over n frames."""

    @property
    def facing(self) -> Literal[1, -1]: ...
    def at(self, name: str) -> Floats:
        """(n, 2) of one landmark [px]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackOutline:
    """The back's edge in the person mask, frame by frame, on rays square to the hip-shoulder axis.

    NaN where the network did not run or a ray found no edge. Pixels of the displayed picture.

    ``points_px`` (n, 61, 2) where each ray of ``ALONG`` crosses the mask's edge
    ``picture_px`` (n, 61, 2) where the picture itself has its steepest step near there
    ``softness_px`` (n, 61) how wide the mask's edge is there
    ``step_in_light`` (n, 61) how much the picture itself changes across the edge, 0 to 1
    ``confidence`` (n,) 0 to 1: sharp edge, agreement of mask and picture, pixels on the torso
    ``covered`` (n, 61) whether something that stands there hides it; none in what was kept before
        that was looked at
    """

    points_px: Floats
    picture_px: Floats
    softness_px: Floats
    step_in_light: Floats
    confidence: Floats
    covered: Flags | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameQuality:
    """What each frame is good for, (n,) each; NaN where it was not looked at.

    ``presence`` the network's own chance that a person is there, 0 to 1
    ``torso_px`` length from mid hip to mid shoulder [px of the displayed picture]
    ``light`` mean brightness of the picture, 0 to 1
    ``contrast`` spread of brightness (standard deviation), 0 to 1
    ``sharpness`` how crisp the picture is around the lifter; see ``view.py``
    ``others`` people seen beside the lifter, at the last look
    """

    presence: Floats
    torso_px: Floats
    light: Floats
    contrast: Floats
    sharpness: Floats
    others: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracks:
    """One lifter through one film; n frames.

    Places are pixels of the displayed picture, x right, y down, pixel centres at .5; times are
    seconds from the first frame. Between frames that the network saw, places are interpolated;
    where the lifter is lost for longer they are NaN.

    ``times_s`` (n,) every frame's time [s], increasing
    ``measured`` (n,) the network ran on this frame and found the lifter
    ``landmarks_px`` (n, 33, 4) x, y [px], depth toward the camera negative [px], visibility 0 to 1;
        smoothed, left and right put right; order of ``LANDMARKS``
    ``raw_px`` (n, 33, 4) as the network gave them, NaN between
    ``world_m`` (n, 33, 3) as the network guesses them, from mid hip [m]; x right, y down, z away
    ``near_side`` the lifter's side toward the camera
    ``facing`` +1 where the lifter faces the picture's right, -1 its left
    ``cuts_s`` times of the first frame after each cut [s]
    ``tilt_deg`` how far what is upright leans to the picture's right (the camera's roll) [deg];
        NaN where the picture has too few upright lines
    ``meeting_deg`` how much further it leans at the picture's right edge than in its middle,
        positive where the camera looks down; 0 where that is not known [deg]
    ``size_px`` (width, height) of the displayed picture
    """

    times_s: Floats
    measured: Flags
    landmarks_px: Floats
    raw_px: Floats
    world_m: Floats
    near_side: Side
    facing: Literal[1, -1]
    back: BackOutline
    quality: FrameQuality
    cuts_s: tuple[float, ...]
    size_px: tuple[int, int]
    tilt_deg: float = float("nan")
    meeting_deg: float = 0.0

    def at(self, name: str) -> Floats:
        """(n, 2) of one landmark [px]; ``near_hip``, ``far_knee``, ``mid_shoulder`` work too."""
        return np.asarray(self.landmarks_px[:, places_of(name, self.near_side), :2].mean(axis=1))

    def visibility(self, name: str) -> Floats:
        """(n,) of one landmark, 0 to 1; the lower of two for ``mid_``."""
        return np.asarray(self.landmarks_px[:, places_of(name, self.near_side), 3].min(axis=1))


def places_of(name: str, near: Side) -> list[int]:
    """Indices of a landmark by its name, or by near, far or mid."""
    which, _, joint = name.partition("_")
    far = "left" if near == "right" else "right"
    sides = {"near": (near,), "far": (far,), "mid": ("left", "right")}.get(which)
    if sides is None:
        return [PLACE[name]]
    return [PLACE[f"{side}_{joint}"] for side in sides]
