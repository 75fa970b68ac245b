"""Whether an honest reader should decline the back, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from backspotter.synth.outline import LUMBAR

DECLINE_YAW_DEG: Final = 30.0
EITHER_WAY_YAW_DEG: Final = 20.0
LEAST_TORSO_PX: Final = 100.0
MOST_HIDDEN: Final = 0.25
"""Share of the pull in which the lower back's outline may be hidden, and of its points in a frame
that count as hidden."""

Frames = Sequence[dict[str, Any]]


def off_the_side(yaw_deg: float) -> float:
    """How far a camera is from either pure side view, 0 to 90 [deg]."""
    return abs((yaw_deg + 90.0) % 180.0 - 90.0)


def decline(
    frames: Frames, reps: Sequence[dict[str, Any]], yaw_deg: float, cuts_s: Sequence[float]
) -> dict[str, Any]:
    """The truth's verdict: decline or not, either way where oblique, and the first reason."""
    yaw, hidden = off_the_side(yaw_deg), hidden_share(frames)
    cut = [t for t in cuts_s for rep in reps if rep["begin_s"] < t < rep["end_s"]]
    reason = None
    if yaw >= DECLINE_YAW_DEG:
        reason = f"camera {yaw:g} degrees off the side"
    elif cut:
        reason = f"a cut inside a rep, at {cut[0]:.2f} s"
    elif torso_px(frames) < LEAST_TORSO_PX:
        reason = f"torso {torso_px(frames):.0f} px long"
    elif hidden > MOST_HIDDEN:
        reason = f"lower back hidden in {hidden:.0%} of the pull"
    either = reason is None and yaw >= EITHER_WAY_YAW_DEG
    return {"decline": reason is not None, "either_way": either, "reason": reason}


def torso_px(frames: Frames) -> float:
    """Longest distance from hip to shoulder in the picture [px]."""
    joints = [frame["joints_px"] for frame in frames]
    sides = ("left", "right")
    return max(
        float(np.hypot(*np.subtract(at[f"shoulder_{side}"], at[f"hip_{side}"])))
        for at in joints
        for side in sides
    )


def hidden_share(frames: Frames) -> float:
    """Share of the pull in which more than a quarter of the lower back's outline is hidden."""
    pulled = [frame for frame in frames if frame["phase"] == "lifting"]
    hidden = [_hidden(frame["back_outline_px"]) for frame in pulled]
    return float(np.mean(hidden)) if hidden else 0.0


def _hidden(outline: list[list[float | None]] | None) -> bool:
    if outline is None:
        return True
    points = outline[LUMBAR]
    return sum(x is None for x, _ in points) > MOST_HIDDEN * len(points)
