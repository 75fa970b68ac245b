"""What the lower back carries: shapes of the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.spine.arrays import Array
from backspotter.spine.body import Body
from backspotter.spine.chain import Placed
from backspotter.spine.rep import Lift, Rep

NOT_ENOUGH_N_M: Final = 0.5
"""A level that is further from balance than this is more than the muscles can do."""


@dataclass(frozen=True, slots=True)
class Banded:
    """Numbers with their 90 % band, (n,) each."""

    value: Array
    low: Array
    high: Array
    unit: str


@dataclass(frozen=True, slots=True)
class LevelLoads:
    """One lumbar level: net extension moment [N·m], force of the extensors that pass it [N],
    compression [N], shear [N] (positive where the upper vertebra is held back from sliding
    forward)."""

    moment: Banded
    extensor_force: Banded
    compression: Banded
    shear: Banded


@dataclass(frozen=True, slots=True, kw_only=True)
class SpineLoads:
    """What the lower back carries, for n frames.

    ``levels`` from L5/S1 up; ``muscles`` (n,) force of each group, both sides [N];
    ``passive_share`` (n,) of the net moment at L5/S1 that passive tissue takes;
    ``pressure_share`` the same for pressure in the belly; ``joints`` (n,) net extension moment at
    hip, knee, ankle, both sides [N m]; ``power`` (n,) by joint, lumbar levels together [W], for
    series; ``single_equivalent`` (n,) compression at L4/L5 from one muscle 6 cm behind the disc
    [N]; ``strength_needed`` (n,) about, as a multiple of an average person's of this size;
    ``deficit`` (n,) moment that the lifter's given strength cannot hold [N m].
    """

    body: Body
    times: Array | None
    levels: Mapping[str, LevelLoads]
    muscles: Mapping[str, Array]
    passive_share: Banded
    pressure_share: Array
    joints: Mapping[str, Array]
    power: Mapping[str, Array] | None
    single_equivalent: Array
    strength_needed: Array
    deficit: Array
    assumed: tuple[str, ...]
    placed: Placed

    @property
    def is_feasible(self) -> bool:
        """Whether the strength that was given holds every frame."""
        return not np.any(self.deficit > NOT_ENOUGH_N_M)

    def __len__(self) -> int:
        return len(self.passive_share.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepLoads:
    """A rep and what it loads."""

    lift: Lift
    load_kg: float
    rep: Rep
    loads: SpineLoads
