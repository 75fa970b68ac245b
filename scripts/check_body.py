"""Checks the body as it is drawn here against the package anny, which poses the same body itself.

    python -m venv build/anny && build/anny/bin/pip install anny==0.6.2
    PYTHONPATH=src build/anny/bin/python scripts/check_body.py [--write]

It needs anny with all its needs (PyTorch among them, gigabytes), hence an environment of its own.
Prints how far surface and joints are apart at rest and posed; --write keeps some of anny's numbers
in tests/data/body.json, which the tests hold this package to. Exit code 1: they are too far apart.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import Any, Final

import anny
import numpy as np
import torch

from backspotter.synth.body import Shape, shape
from backspotter.synth.rotations import about_x

KEPT: Final = Path(__file__).resolve().parent.parent / "tests/data/body.json"
CLOSE_MM: Final = 0.1
BODIES: Final[dict[str, dict[str, float]]] = {
    "female": {"muscle": 0.8, "weight": 0.3, "height": 0.4, "proportions": 0.2},
    "male": {"muscle": 0.55, "weight": 0.7, "height": 0.65, "proportions": 0.8},
}
BENT_DEG: Final = {
    "spine04": 15.0,
    "spine03": 12.0,
    "spine02": 9.0,
    **{f"upperleg01.{side}": -60.0 for side in "LR"},
    **{f"lowerleg01.{side}": 50.0 for side in "LR"},
}
"""Turns of each bone on its parent, about the axis to the lifter's left [deg]."""

SHIFT_M: Final = (0.0, 0.1, -0.2)
VERTICES: Final = 20
JOINTS: Final = (
    "spine05",
    "spine02",
    "neck01",
    "upperarm01.R",
    "wrist.R",
    "lowerleg01.R",
    "foot.R",
)


def main(words: list[str]) -> int:
    """The exit code."""
    warnings.simplefilter("ignore")  # old names of anny, which 0.6.2 still has
    model = anny.create_fullbody_model(
        all_phenotypes=True,
        topology="default",
        remove_unattached_vertices=True,
        triangulate_faces=True,
        skinning_method="lbs",
    )
    furthest, kept = 0.0, []
    for sex, lines in BODIES.items():
        ours, theirs = shape(sex, lines), posed_by_anny(model, sex, lines)
        furthest = max(furthest, told(sex, ours, theirs))
        kept.append(numbers(sex, lines, ours, theirs))
    if "--write" in words:
        KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 0 if furthest <= CLOSE_MM else 1


def posed_by_anny(model: Any, sex: str, lines: dict[str, float]) -> dict[str, np.ndarray]:
    """Surface and joints by name, at rest and posed, all by anny alone [m]."""
    usual = {"age": 2 / 3, "cupsize": 0.5, "firmness": 0.5}
    usual |= dict.fromkeys(("african", "asian", "caucasian"), 0.5)
    values = {**usual, **lines, "gender": float(sex == "female")}
    how = {name: torch.tensor([value], dtype=model.dtype) for name, value in values.items()}
    rest = model(pose_parameters=None, phenotype_kwargs=how)["rest_bone_poses"][0]
    deltas = torch.eye(4, dtype=model.dtype).repeat(1, len(model.bone_labels), 1, 1)
    deltas[0, 0, :3, :3] = rest[0, :3, :3]  # the root stays as it is, and is shifted
    shift = torch.tensor(SHIFT_M, dtype=model.dtype)
    deltas[0, 0, :3, 3] = rest[0, :3, :3] @ (rest[0, :3, 3] + shift)
    for bone, angle in BENT_DEG.items():
        deltas[0, model.bone_labels.index(bone), :3, :3] = torch.tensor(about_x(angle))
    found = model(pose_parameters=deltas, phenotype_kwargs=how, pose_parameterization="local-ref")
    places = {
        "rest": found["rest_vertices"][0],
        "posed": found["vertices"][0],
        "joints at rest": found["rest_bone_poses"][0, :, :3, 3],
        "joints posed": found["bone_poses"][0, :, :3, 3],
    }
    return {name: place.numpy() for name, place in places.items()} | {"bones": model.bone_labels}


def posed_here(ours: Shape) -> dict[str, np.ndarray]:
    """The same by this package."""
    local = {bone: about_x(angle) for bone, angle in BENT_DEG.items()}
    bones = ours.skeleton(local, np.array(SHIFT_M), {})
    skin = ours.skinned(bones.turns, bones.shifts)
    joints = {"joints at rest": ours.heads, "joints posed": bones.heads}
    return {"rest": ours.vertices, "posed": skin, **joints}


def in_order(ours: Shape, theirs: dict[str, Any]) -> dict[str, np.ndarray]:
    """What anny has, in this package's order of vertices and joints."""
    of_bone = [list(theirs["bones"]).index(bone) for bone in ours.data.bones]
    of_vertex = [
        int(np.argmin(((theirs["rest"] - vertex) ** 2).sum(1))) for vertex in ours.vertices
    ]
    rows = {"rest": of_vertex, "posed": of_vertex}
    return {
        name: theirs[name][rows.get(name, of_bone)]
        for name in ("rest", "posed", "joints at rest", "joints posed")
    }


def told(sex: str, ours: Shape, theirs: dict[str, Any]) -> float:
    """Prints how far apart the two are; the furthest [mm]."""
    here, there = posed_here(ours), in_order(ours, theirs)
    apart = {
        name: 1e3 * float(np.linalg.norm(here[name] - there[name], axis=1).max()) for name in here
    }
    said = ", ".join(f"{name} {most:.4f} mm" for name, most in apart.items())
    print(f"{sex}, {len(ours.vertices)} vertices and {len(ours.heads)} joints: {said}")
    return max(apart.values())


def numbers(
    sex: str, lines: dict[str, float], ours: Shape, theirs: dict[str, Any]
) -> dict[str, Any]:
    """Some of anny's numbers, by this package's order."""
    there = in_order(ours, theirs)
    picked = np.linspace(0, len(ours.vertices) - 1, VERTICES).astype(int)
    joints = {bone: ours.data.bones.index(bone) for bone in JOINTS}
    return {
        "sex": sex,
        "phenotype": lines,
        "bent_deg": BENT_DEG,
        "shift_m": SHIFT_M,
        "vertices": {str(n): np.round(there["posed"][n], 5).tolist() for n in picked},
        "joints": {
            bone: np.round(there["joints posed"][n], 5).tolist() for bone, n in joints.items()
        },
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
