"""How the load of one lift differs from that of another: in which numbers, and from where on a
difference is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from backspotter.spine.arrays import Array
from backspotter.spine.chain import LUMBAR
from backspotter.spine.equilibrium import Carried
from backspotter.spine.rep import Lift

STEPS: Final[Mapping[str, float]] = MappingProxyType({"N": 10.0, "kN": 0.01, "N·m": 1.0, "1": 0.01})
"""To what a difference is rounded where it is told, by unit: assumption."""

TOLD: Final[Mapping[str, float]] = MappingProxyType({"N": 100.0, "N·m": 1.0, "1": 0.01})
"""And where it is told of a film, whose bands are wider: forces in kN with one decimal."""

NOTHING: Final = "no measurable difference"
"""How a difference reads that is none beyond its doubt."""

L5_S1: Final = LUMBAR.index("L5/S1")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its 90 % band, in the unit beside it; "1" is a share."""

    value: float
    low: float
    high: float
    unit: str


@dataclass(frozen=True, slots=True)
class Difference(Amount):
    """How much more (positive) or less one lift loads than another, with a 90 % band."""

    @property
    def is_measurable(self) -> bool:
        """Whether neither the number nor any end of its band is zero as it is told: rounded."""
        return self._is_beyond(STEPS[self.unit] / 2)

    @property
    def is_plain(self) -> bool:
        """The same as it is told of a film."""
        return self._is_beyond(TOLD[self.unit] / 2)

    def _is_beyond(self, least: float) -> bool:
        return min(self.value, self.low) >= least or max(self.value, self.high) <= -least


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """What one thing adds at L5/S1, and what there is without it.

    ``moment`` that the back holds [N m]; ``compression``, ``shear`` [N]; ``extensor_force``, the
    pull of all extensors that pass there [N]; ``passive_share`` of the moment that ligaments and
    resting tissue take. ``without`` : the same numbers without it.
    """

    moment: Difference
    compression: Difference
    shear: Difference
    extensor_force: Difference
    passive_share: Difference
    without: Mapping[str, Amount] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared(Differing):
    """One change of a rep and what it does: each number is the rep's highest, and the passive share
    that at the highest compression."""

    id: str
    say: str
    lift: Lift


Read = Mapping[str, tuple[float, Array]]
"""Of each quantity what it is, and the same drawn with all that is uncertain (draws,)."""

QUANTITIES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "moment": ("net_moment", "N·m"),
        "compression": ("compression", "N"),
        "shear": ("shear", "N"),
        "extensor_force": ("extensor_force", "N"),
        "passive_share": ("passive_share", "1"),
    }
)
"""Of each the name in ``Carried``, and the unit."""


def reader(quantity: str) -> Callable[[Carried], Array]:
    """What reads a quantity at L5/S1, (n,)."""
    read = attrgetter(QUANTITIES[quantity][0])

    def at_l5s1(found: Carried) -> Array:
        values = np.asarray(read(found))
        return values if values.ndim == 1 else values[:, L5_S1]

    return at_l5s1


def differing(*, now: Read, then: Read) -> Differing:
    """One thing next to without it: ``then`` is with it, ``now`` without; both drawn with the same
    errors, so that what they share does not blur the difference."""
    return Differing(**_parts(now, then))


def compared(id_: str, say: str, lift: Lift, *, now: Read, then: Read) -> Compared:
    """One lift next to another: ``then`` is with the change, ``now`` without; drawn alike."""
    return Compared(id=id_, say=say, lift=lift, **_parts(now, then))


def _parts(now: Read, then: Read) -> dict[str, Any]:
    without = {
        name: Amount(now[name][0], *_ends(now[name][1]), unit)
        for name, (_, unit) in QUANTITIES.items()
    }
    more = {
        name: Difference(then[name][0] - now[name][0], *_ends(then[name][1] - now[name][1]), unit)
        for name, (_, unit) in QUANTITIES.items()
    }
    return {**more, "without": without}


def _ends(drawn: Array) -> tuple[float, float]:
    low, high = np.percentile(drawn, [5, 95])
    return float(low), float(high)
