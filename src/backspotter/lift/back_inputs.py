"""What the flexion network looks at: the line of the back and the joints, in body coordinates.

Everything is seen from mid hip along the axis to mid shoulder, in lengths of that axis, as if the
lifter faced right. So size, place and mirror of the picture leave it as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats
from backspotter.lift.outline import axis_of, outward
from backspotter.lift.tracks import ALONG, PLACE

RAYS: Final = tuple(range(2, 59, 2))
"""Every second ray of ``ALONG`` from -0.06 to 1.06."""

BENDS: Final = 12
"""How many smooth shapes (Legendre polynomials) the line of the back is taken apart into; their
shares tell a small bend better than neighbouring rays do, which differ little."""

JOINTS: Final = ("knee", "ankle", "elbow", "ear", "heel", "foot_index")
PAIRS: Final = ("hip", "shoulder", "knee")
"""Joints whose left and right lie apart as the camera leaves the side."""

MOST_LOST: Final = 0.2
"""Share of rays without an edge that may be filled in from their neighbours."""


AVERAGE: Final = (27.0, 0.5)
"""Mass over height squared [kg/m²], and 1 for a man, 0 for a woman, where nobody said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What is known of the lifter's body: the skin lies further off the spine on a heavier one."""

    mass_kg: float | None = None
    height_m: float | None = None
    male: bool | None = None

    @property
    def numbers(self) -> tuple[float, float, float]:
        """As the network takes it: mass over height squared, man, whether the size is known."""
        known = self.mass_kg is not None and self.height_m is not None
        heavy = self.mass_kg / self.height_m**2 if self.mass_kg and self.height_m else AVERAGE[0]
        return heavy, AVERAGE[1] if self.male is None else float(self.male), float(known)


def names() -> tuple[str, ...]:
    """Of every input, in order."""
    rays = [f"shape {order} of the back" for order in range(BENDS)]
    joints = [f"near {joint} {axis}" for joint in JOINTS for axis in ("along", "out")]
    nose = ["nose along", "nose out"]
    pairs = [f"{pair} apart {axis}" for pair in PAIRS for axis in ("along", "out")]
    angles = ["trunk sine", "trunk cosine", "knee bend", "hip bend"]
    return (*rays, *joints, *nose, *pairs, *angles, "mass index", "man", "size known")


def inputs(landmarks_px: Floats, back_px: Floats, facing: int, size: Size) -> Floats:
    """What the network reads, (n, k); NaN where the line of the back was not found.

    Parameters
    ----------
    landmarks_px : (n, 33, 2 or more) in the order of ``LANDMARKS`` [px]
    back_px : (n, 61, 2) where the rays of ``ALONG`` cross the back's edge [px]
    facing : +1 where the lifter faces the picture's right, whose right side is then near; else -1
    size : of the lifter's body
    """
    hip, shoulder = axis_of(landmarks_px)
    axis = shoulder - hip
    length = np.maximum(np.hypot(axis[:, 0], axis[:, 1]), 1e-9)
    frame = np.stack([axis / length[:, None], outward(hip, shoulder, facing)], axis=1)

    def seen(points: Floats) -> Floats:
        """(n, ..., 2) along and out, in lengths of the axis."""
        from_hip = points - np.expand_dims(hip, tuple(range(1, points.ndim - 1)))
        turned = np.einsum("n...k,nak->n...a", from_hip, frame)
        return np.asarray(turned / np.expand_dims(length, tuple(range(1, points.ndim))))

    near, far = ("right", "left") if facing == 1 else ("left", "right")
    joints = seen(landmarks_px[:, [PLACE[f"{near}_{joint}"] for joint in JOINTS], :2])
    nose = seen(landmarks_px[:, [PLACE["nose"]], :2])
    apart = seen(landmarks_px[:, [PLACE[f"{near}_{p}"] for p in PAIRS], :2]) - seen(
        landmarks_px[:, [PLACE[f"{far}_{p}"] for p in PAIRS], :2]
    )
    trunk = np.arctan2(facing * axis[:, 0], -axis[:, 1])
    knee, ankle = joints[:, 0], joints[:, 1]
    columns = [
        _filled(seen(back_px)[..., 1])[:, RAYS] @ _shapes().T,
        *(part.reshape(len(hip), -1) for part in (joints, nose, apart)),
        np.stack([np.sin(trunk), np.cos(trunk)], axis=1),
        np.stack([_bend(-knee, ankle - knee), _bend(np.array([1.0, 0.0]), -knee)], axis=1),
        np.tile(size.numbers, (len(hip), 1)),
    ]
    return np.concatenate(columns, axis=1)


def _shapes() -> Floats:
    """(BENDS, rays) by which rays are taken apart."""
    along = np.linspace(-1, 1, len(RAYS))
    return np.asarray(np.linalg.pinv(np.polynomial.legendre.legvander(along, BENDS - 1)))


def _bend(upper: Floats, lower: Floats) -> Floats:
    """Signed angle from one direction to the other, (n,) [rad]."""
    upper = np.broadcast_to(upper, lower.shape)
    cross = upper[:, 0] * lower[:, 1] - upper[:, 1] * lower[:, 0]
    return np.asarray(np.arctan2(cross, (upper * lower).sum(axis=1)))


def _filled(out: Floats) -> Floats:
    """Rays (n, 61) with a few lost ones put between their neighbours; NaN where too many are."""
    lost = ~np.isfinite(out)
    full = out.copy()
    for row in np.flatnonzero(lost.any(axis=1)):
        known = ~lost[row]
        if lost[row].mean() > MOST_LOST:
            full[row] = np.nan
        else:
            full[row, lost[row]] = np.interp(ALONG[lost[row]], ALONG[known], out[row, known])
    return full
