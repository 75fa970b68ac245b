"""A dressed body: skin, garments, shoes and hair as one mesh that follows the bones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats, Ints, Mask, smooth_step
from backspotter.synth.body import Shape
from backspotter.synth.clothes import Garment, Outfit, Tailor, edge_of
from backspotter.synth.hair import Brim, Tail
from backspotter.synth.meshes import shoe
from backspotter.synth.paints import PLACE
from backspotter.synth.raster import BOTH_SIDES, TRIMMED
from backspotter.synth.surface import Bound, Ties, normals, taut

LYING: Final = 0.6
"""How much of its ease cloth loses where it lies on the body: assumption."""


@dataclass(frozen=True, slots=True)
class Part:
    """Triangles of one figure or thing: ``faces`` (F, 3), ``material`` (F,), ``flags`` (F,) of the
    raster, ``cut`` (V,), places at ``rest`` (V, 3) and which faces are of the ``trunk`` (F,)."""

    faces: Ints
    material: Ints
    flags: Ints
    cut: Floats
    rest: Floats
    trunk: Mask


class _Worn:
    """A garment cut out: its own vertices, each over one of the body's."""

    def __init__(self, garment: Garment, skin: Ints, rest: Floats, at: int) -> None:
        mine = skin[(garment.inside[skin] > 0).any(axis=1)]
        self.over, local = np.unique(mine, return_inverse=True)
        self.faces = local.reshape(-1, 3).astype(np.int32)
        self.at, self.garment = at, garment
        rim = edge_of(self.faces, len(self.over))
        self.ties = Ties.of(self.faces, len(self.over))
        hangs = garment.hang.any() and garment.sweeps > 5
        self.strings = self.ties.upright(rest[self.over]) if hangs else self.ties
        pick = (part[self.over].astype(np.float32) for part in (garment.ease, garment.loose))
        self.ease: Floats
        self.ease, loose = pick
        self.loose: Floats = np.where(rim, np.float32(0), loose)
        self.hang = garment.hang[self.over].astype(np.float32)
        self.cut = garment.inside[self.over].astype(np.float32)

    def __len__(self) -> int:
        return len(self.over)

    def over_body(self, skin: Floats, out_ward: Floats) -> Floats:
        """Where the cloth lies (n, 3) over the posed skin (V, 3): drawn taut over hollows, standing
        off as it is wide, lying on what looks up and hanging from what looks down."""
        base, out = skin[self.over], out_ward[self.over]
        if self.garment.sweeps:
            base = taut(base, out, self.strings, self.loose, self.garment.sweeps)
            out = normals(base, self.faces)
        up = out[:, 2]
        lies = 1 - LYING * np.clip(up, 0, 1) * (self.hang > 0)
        cloth: Floats = base + out * (self.ease * lies)[:, None]
        cloth[:, 2] -= self.hang * smooth_step(0.05, 0.9, -up)
        if self.hang.any():
            cloth = taut(cloth, out, self.ties, np.minimum(self.loose, 0.5), 2)
        return np.asarray(cloth, np.float32)


class Figure:
    """A body in its clothes.

    Parameters
    ----------
    shape : the body at rest
    outfit : what it wears
    """

    def __init__(self, shape: Shape, outfit: Outfit) -> None:
        self.shape, self.outfit, data = shape, outfit, shape.data
        self.tailor = Tailor(shape)
        self.bound = Bound.of(data.weights)
        self.all_faces = data.faces.astype(np.int32)
        self.skin_faces = self.all_faces[: data.skin_faces]
        garments = self.tailor.garments(outfit)
        self.worn: list[_Worn] = []
        count = len(shape.vertices)
        for garment in garments:
            self.worn.append(_Worn(garment, self.skin_faces, shape.vertices, count))
            count += len(self.worn[-1])
        foot = data.weights[:, shape.index("foot.R")] > 0.5
        sole_z = float(shape.vertices[self.skin_faces][..., 2].min())
        self.shoe = shoe(shape.vertices[foot], sole_z)
        self.shoe_rest = self.shoe.vertices - [0, 0, sole_z]
        self.extras = self._on_the_head(outfit.head)
        self.part = self._part(garments)
        self._last: tuple[Floats, Floats, tuple[Floats, Floats]] | None = None

    def _on_the_head(self, kind: str) -> list[Brim | Tail]:
        skull = self.tailor.marks.head > 0.9
        if kind == "cap":
            return [Brim(self.shape, skull)]
        return [Tail(self.shape, skull)] if kind == "long_hair" else []

    def _bare(self, garments: list[Garment]) -> Ints:
        """Which faces of skin and eyes are not wholly covered."""
        hidden = self.tailor.bare_foot()
        for garment in garments:
            hidden = hidden | np.asarray(garment.inside > garment.covers)
        return np.flatnonzero(~hidden[self.all_faces].all(axis=1))

    def _part(self, garments: list[Garment]) -> Part:
        bare = self._bare(garments)
        eye = bare >= len(self.skin_faces)
        faces: list[Ints] = [self.all_faces[bare]]
        material: list[Ints] = [np.where(eye, PLACE["eye"], PLACE["skin"])]
        flags: list[Ints] = [np.zeros(len(bare), np.uint8)]
        cut: list[Floats] = [np.ones(len(self.shape.vertices))]
        rest = [self.shape.vertices]
        for worn in self.worn:
            faces.append(worn.faces + worn.at)
            material.append(np.full(len(worn.faces), PLACE[worn.garment.material]))
            trimmed = (worn.cut[worn.faces] < 0).any(axis=1)
            flags.append(np.asarray(BOTH_SIDES + TRIMMED * trimmed, np.uint8))
            cut.append(worn.cut)
            rest.append(self.shape.vertices[worn.over])
        start = sum(map(len, rest))
        for mesh_faces, names, places in self._hard():
            faces.append(mesh_faces + start)
            material.append(np.array([PLACE[name] for name in names]))
            flags.append(np.zeros(len(mesh_faces), np.uint8))
            cut.append(np.ones(len(places)))
            rest.append(places)
            start += len(places)
        return self._joined(faces, material, flags, cut, rest)

    def _hard(self) -> list[tuple[Ints, tuple[str, ...], Floats]]:
        """Shoes, and what is on the head: faces, materials, places at rest."""
        mesh = self.shoe
        pairs = [(mesh.faces[:, ::flip], mesh.material, self.shoe_rest) for flip in (1, -1)]
        more = [(extra.faces, extra.material, extra.rest) for extra in self.extras]
        return [*pairs, *more]

    def _joined(
        self,
        faces: list[Ints],
        material: list[Ints],
        flags: list[Ints],
        cut: list[Floats],
        rest: list[Floats],
    ) -> Part:
        trunk = self.tailor.share("root", "spine", "pelvis", "clavicle", "shoulder01", "breast")
        over = [trunk > 0.45, *((trunk > 0.45)[worn.over] for worn in self.worn)]
        of_trunk = np.zeros(sum(map(len, rest)), bool)
        of_trunk[: sum(map(len, over))] = np.concatenate(over)
        whole = np.concatenate(faces).astype(np.int32)
        return Part(
            faces=whole,
            material=np.concatenate(material).astype(np.int32),
            flags=np.concatenate(flags),
            cut=np.concatenate(cut).astype(np.float32),
            rest=np.concatenate(rest).astype(np.float32),
            trunk=np.asarray(of_trunk[whole].all(axis=1)),
        )

    @cached_property
    def trunk_edges(self) -> Ints:
        """Edges (E, 2) of the trunk's skin and cloth, as vertices of ``placed``."""
        faces = self.part.faces[self.part.trunk]
        whole = (self.part.cut[faces] >= 0).all(axis=1)
        pairs = np.concatenate([faces[whole][:, corners] for corners in ([0, 1], [1, 2], [2, 0])])
        return np.unique(np.sort(pairs, axis=1), axis=0)

    def placed(self, turns: Floats, shifts: Floats) -> tuple[Floats, Floats]:
        """Vertices and normals (V, 3) of the whole figure for its bones' turns and shifts, to be
        read only: the same two arrays of bones give the same again."""
        if self._last is None or self._last[0] is not turns or self._last[1] is not shifts:
            self._last = turns, shifts, self._placed(turns, shifts)
        return self._last[2]

    def _placed(self, turns: Floats, shifts: Floats) -> tuple[Floats, Floats]:
        skin = self.bound.carried(self.shape.vertices, turns, shifts)
        skin[:, 2] = np.maximum(skin[:, 2], 0)
        out = normals(skin, self.all_faces)
        parts, sides = [skin], [out]
        for worn in self.worn:
            parts.append(worn.over_body(skin, out))
            sides.append(normals(parts[-1], worn.faces))
        for side, flip in (("R", 1), ("L", -1)):
            place = self.shape.index(f"foot.{side}")
            at = (self.shoe.vertices * [flip, 1, 1]) @ turns[place].T + shifts[place]
            parts.append(at.astype(np.float32))
            sides.append(normals(at, self.shoe.faces[:, ::flip]))
        for extra in self.extras:
            parts.append(extra.placed(turns, shifts).astype(np.float32))
            sides.append(normals(parts[-1], extra.faces))
        return np.concatenate(parts), np.concatenate(sides)
