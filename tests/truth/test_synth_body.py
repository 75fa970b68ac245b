"""The body as it is drawn, held to numbers of the package whose files it is read from."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from backspotter.synth.body import shape
from backspotter.synth.rotations import about_x

BODIES = json.loads((Path(__file__).parents[1] / "data/body.json").read_text(encoding="utf-8"))
WITHIN_M = 2e-5

pytestmark = pytest.mark.needs("anny", install="make setup-synth")


@pytest.mark.parametrize("kept", BODIES, ids=[each["sex"] for each in BODIES])
def test_skin_and_joints_of_a_bent_body_are_where_anny_itself_puts_them(kept):
    """anny posed it by its own chain of bones and skinned it by its own code; what it found was
    written by scripts/check_body.py."""
    body = shape(kept["sex"], kept["phenotype"])
    turned = {bone: about_x(angle) for bone, angle in kept["bent_deg"].items()}
    bones = body.skeleton(turned, np.array(kept["shift_m"]), {})
    skin = body.skinned(bones.turns, bones.shifts)
    assert len(kept["vertices"]) == 20
    for number, place in kept["vertices"].items():
        assert skin[int(number)] == pytest.approx(place, abs=WITHIN_M)
    for bone, place in kept["joints"].items():
        assert bones.heads[body.index(bone)] == pytest.approx(place, abs=WITHIN_M)
    moved = np.linalg.norm(skin - body.vertices, axis=1)
    assert moved.max() > 0.3, "a posture that moves it far"
