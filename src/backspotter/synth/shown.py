"""What a film's truth says of its file and its look, beside what was lifted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from backspotter.synth.recording import Recording
from backspotter.synth.scene import Scene

SETS: Final = ("train", "tuning", "test", "free")


def of_film(
    recording: Recording,
    scene: Scene,
    cuts_s: Sequence[float],
    *,
    name: str = "",
    set_: str = "free",
) -> dict[str, Any]:
    """The fields that belong to the film; ``cuts_s`` on the film's own clock [s]."""
    return {
        "name": name,
        "set": set_,
        **recording.for_truth(),
        "captions": scene.captions,
        "motion_blur": scene.blur_share > 0,
        "cuts_s": [round(at, 6) for at in cuts_s],
    }


def of_lifter(scene: Scene) -> dict[str, Any]:
    """What is worn, and the colour of the skin."""
    return {"clothing": scene.clothing, "head": scene.head, "skin": scene.skin}
