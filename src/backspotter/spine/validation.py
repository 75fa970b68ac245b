"""Predicted against published, row by row, each prediction with the model's own band."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from types import MappingProxyType
from typing import Final

import numpy as np

from backspotter.spine.arrays import Array, Mask
from backspotter.spine.chain import LUMBAR
from backspotter.spine.equilibrium import Carried
from backspotter.spine.fit import left_out_errors
from backspotter.spine.published import Row, lift_of, rows, task_of
from backspotter.spine.rep import rep, set_up
from backspotter.spine.task import Shift, Task, only, placed, solved, variants
from backspotter.spine.uncertainty import NINETY, SEED, draws_of

DRAWS: Final = 400
ANGLE_SD_DEG: Final = 6.0
"""How much lifters of one style differ in an angle at lift-off: assumption."""

WAY_SD: Final = 0.06
"""How much they differ in the way of the bar: assumption."""

HIP: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A row with what the model says: value and 90 % band in the row's unit."""

    row: Row
    predicted: float | None = None
    low: float | None = None
    high: float | None = None
    loo_error_pct: float | None = None

    @property
    def error_pct(self) -> float | None:
        """How far the prediction is off [%]."""
        if self.predicted is None:
            return None
        return 100 * (self.predicted / self.row.published - 1)

    @property
    def is_within(self) -> bool | None:
        """Whether the published number lies in the model's band."""
        if self.low is None or self.high is None:
            return None
        return bool(self.low <= self.row.published <= self.high)


def validate() -> tuple[Checked, ...]:
    """Every published row, predicted where the model covers it."""
    left_out = left_out_errors()
    return tuple(_checked(row, left_out.get(row.id)) for row in rows())


def _checked(row: Row, left_out: float | None) -> Checked:
    if row.not_modelled:
        return Checked(row=row)
    value, low, high = MEASURES[row.measure](row)
    return Checked(row=row, predicted=value, low=low, high=high, loo_error_pct=left_out)


Found = tuple[float, float, float]


def _of_level(field: str, row: Row) -> Callable[[Carried], Array]:
    place = LUMBAR.index(row.level)
    read = attrgetter(field)
    return lambda found: np.asarray(read(found)[:, place])


def _hips(found: Carried) -> Array:
    return np.asarray(found.limbs[:, HIP])


def _peak(row: Row, quantity: Callable[[Carried], Array]) -> Found:
    """The largest value of a quantity over the task, with its band there."""
    frame = _peak_frame(row.task, quantity)
    return _with_band(quantity(solved(frame)), quantity(variants(frame, _draws(frame))))


def _peak_frame(name: str, quantity: Callable[[Carried], Array]) -> Task:
    task = task_of(name)
    values = quantity(solved(task))
    return only(task, np.arange(len(values)) == int(np.argmax(values)))


def _draws(task: Task, apart: int = 0) -> Shift:
    return draws_of(task, DRAWS, SEED, apart=apart)


def _with_band(value: Array, drawn: Array) -> Found:
    low, high = np.percentile(drawn, [5, 95])
    return float(value[0]), float(low), float(high)


def _ratio(row: Row, quantity: Callable[[Carried], Array]) -> Found:
    """Of two tasks of the same person [%]: the body is drawn once for both."""
    over, under = (_peak_frame(name, quantity) for name in (row.task, row.against))
    value = quantity(solved(over)) / quantity(solved(under))
    drawn = quantity(variants(over, _draws(over))) / quantity(
        variants(under, _draws(under, apart=1))
    )
    return _with_band(100 * value, 100 * drawn)


def _newtons_per_moment(row: Row) -> Found:
    def quantity(found: Carried) -> Array:
        place = LUMBAR.index(row.level)
        return np.asarray(found.compression[:, place] / found.net_moment[:, place])

    frame = _peak_frame(row.task, _of_level("net_moment", row))
    return _with_band(quantity(solved(frame)), quantity(variants(frame, _draws(frame))))


def _trunk(name: str) -> float:
    return float(np.rad2deg(set_up(*lift_of(name)).trunk[0]))


def _angle(value: float, sd: float = ANGLE_SD_DEG) -> Found:
    return value, value - NINETY * sd, value + NINETY * sd


def _trunk_difference(row: Row) -> Found:
    return _angle(_trunk(row.against) - _trunk(row.task))


def _hip_flexion(row: Row) -> Found:
    body, lift = lift_of(row.task)
    angles = set_up(body, lift)
    pelvis = placed(only(task_of(row.task), _first(row.task))).pelvis[0]
    return _angle(float(np.rad2deg(pelvis - angles.thigh[0])), 2 * ANGLE_SD_DEG)


def _first(name: str) -> Mask:
    return np.asarray(np.arange(len(task_of(name))) == 0)


def _bar_way(name: str) -> float:
    height = rep(*lift_of(name)).height
    return float(height.max() - height.min())


def _bar_way_ratio(row: Row) -> Found:
    ratio = 100 * _bar_way(row.task) / _bar_way(row.against)
    off = NINETY * WAY_SD * np.sqrt(2)
    return ratio, ratio * (1 - off), ratio * (1 + off)


MEASURES: Final[Mapping[str, Callable[[Row], Found]]] = MappingProxyType(
    {
        "compression": lambda row: _peak(row, _of_level("compression", row)),
        "peak_compression": lambda row: _peak(row, _of_level("compression", row)),
        "peak_moment": lambda row: _peak(row, _of_level("net_moment", row)),
        "peak_shear": lambda row: _peak(row, _of_level("shear", row)),
        "peak_hip_moment": lambda row: _peak(row, _hips),
        "compression_ratio": lambda row: _ratio(row, _of_level("compression", row)),
        "peak_moment_ratio": lambda row: _ratio(row, _of_level("net_moment", row)),
        "newtons_per_moment": _newtons_per_moment,
        "trunk_at_lift_off": lambda row: _angle(_trunk(row.task)),
        "trunk_difference": _trunk_difference,
        "bar_way_ratio": _bar_way_ratio,
        "hip_flexion": _hip_flexion,
    }
)
"""What the model can be asked for a row: prediction, lower and upper end of the 90 % band."""
