"""What the network of changes looks at: a moment of a film beside an earlier one of the same back.

Most of what makes two backs look alike or not (build, cloth, camera) is the same at both moments.
So a change is read from the pair, not from two readings: each by itself is off by more than the
difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.lift.arrays import Flags, Floats, Ints
from backspotter.lift.back_inputs import Size, inputs
from backspotter.lift.back_inputs import names as names_of_one
from backspotter.lift.outline import axis_of
from backspotter.lift.tracks import PLACE

NEAR: Final = ("knee", "ear", "elbow", "wrist", "heel", "foot_index", "ankle")
PLACES: Final = ("mid hip", "mid shoulder", *(f"near {joint}" for joint in NEAR))
KNEE, FOOT = PLACES.index("near knee"), PLACES.index("near ankle")
MOVING: Final = PLACES[:6]
"""Whose way is taken, from the ankle; the foot stands."""

BENT_THEN: Final = (
    *(f"shape {order} of the back" for order in range(5)),
    *("near knee along", "near knee out", "trunk sine", "trunk cosine", "knee bend", "hip bend"),
    *("mass index", "man", "size known"),
)
"""What is told of the earlier moment itself. Told more of it, a network learns its bodies by heart,
and reads others worse."""

OF_THEN: Final = tuple(names_of_one().index(name) for name in BENT_THEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """A back at n moments of one film.

    ``inputs`` (n, k) of ``back_inputs``, NaN where the line of the back was not found
    ``places`` (n, 9, 2) of ``PLACES``, ahead and up [px]
    ``length`` (n,) from mid hip to mid shoulder [px]
    """

    inputs: Floats
    places: Floats
    length: Floats

    def of(self, chosen: Flags | Ints) -> Looks:
        """Some of them."""
        return Looks(
            inputs=self.inputs[chosen], places=self.places[chosen], length=self.length[chosen]
        )

    def mean(self) -> Looks:
        """One look, the mean of these."""
        return Looks(
            inputs=self.inputs.mean(axis=0, keepdims=True),
            places=self.places.mean(axis=0, keepdims=True),
            length=self.length.mean(keepdims=True),
        )

    @property
    def known(self) -> Flags:
        """(n,) which have everything."""
        return np.asarray(
            np.isfinite(self.inputs).all(axis=1) & np.isfinite(self.places).all(axis=(1, 2))
        )


def looks(landmarks_px: Floats, back_px: Floats, facing: int, size: Size) -> Looks:
    """The back at every moment; parameters as of ``back_inputs.inputs``."""
    hip, shoulder = axis_of(landmarks_px)
    near = "right" if facing == 1 else "left"
    joints = [landmarks_px[:, PLACE[f"{near}_{joint}"], :2] for joint in NEAR]
    return Looks(
        inputs=inputs(landmarks_px, back_px, facing, size),
        places=np.stack([hip, shoulder, *joints], axis=1) * np.array([facing, -1.0]),
        length=np.hypot(*(shoulder - hip).T),
    )


def names() -> tuple[str, ...]:
    """Of every input of a pair, in order."""
    one = names_of_one()
    ways = [f"way of {place} {axis}" for place in MOVING for axis in ("ahead", "up")]
    return (
        *(f"then {name}" for name in BENT_THEN),
        *(f"change of {name}" for name in one),
        *("how much longer the trunk looks", *ways, "shank"),
    )


def pairs(now: Looks, then: Looks) -> Floats:
    """What the network reads (n, k), in lengths of the trunk as it looked then; ``then`` has as
    many looks as ``now``, or one."""
    length = then.length[:, None, None]
    moved, stood = ((one.places - one.places[:, FOOT : FOOT + 1]) / length for one in (now, then))
    ways = (moved - stood)[:, : len(MOVING)].reshape(len(now.length), -1)
    shank = np.linalg.norm(stood[:, KNEE], axis=1)
    many = np.ones((len(now.length), 1))
    return np.concatenate(
        [
            then.inputs[:, OF_THEN] * many,
            now.inputs - then.inputs,
            np.log(now.length / then.length)[:, None],
            ways,
            shank[:, None] * many,
        ],
        axis=1,
    )
