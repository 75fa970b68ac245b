"""The whole of it for one set of frames: from posture and load to what each level carries."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Final

import numpy as np

from backspotter.spine.arrays import Array
from backspotter.spine.body import (
    REFERENCE_HEIGHT_M,
    REFERENCE_MASS_KG,
    Body,
    Lifter,
    body_of,
)
from backspotter.spine.chain import Angles, Placed
from backspotter.spine.dynamics import Hands, Moving, Net, net
from backspotter.spine.geometry import disc_slopes, fascicles, groups, levels, lines
from backspotter.spine.parameters import value
from backspotter.spine.passive import at_full_flexion, full_flexion, passive_extensor_moment
from backspotter.spine.pressure import extensor_moment, highest_moment, upward_force
from backspotter.spine.reaction import reaction
from backspotter.spine.sharing import BLOCK, share

STRONG_ENOUGH: Final = 50.0
"""Strength taken when the lifter's own is unknown: no muscle reaches its limit, and with none at
its limit the sharing does not depend on strength."""

HELD_AT: Final = 0.436
"""Lumbar flexion at which largest moments are meant: 25° [rad]."""

FALLING_OFF: Final = (1.0, 0.91, 0.82, 0.73, 0.65, 0.58)
"""Moment at each level over that at L5/S1 under a weight held bent forward (the model's own)."""

HELD_WITHIN: Final = 0.5
HALVINGS: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Tissue:
    """How this body's tissue differs from the nominal one; each a number or (n,)."""

    extensor_arm: Array | float = 1.0
    coactivation: Array | float = 1.0
    passive: Array | float = 1.0
    passive_arm: Array | float = 1.0
    passive_obliquity_deg: Array | float = 0.0
    pressure: Array | float = 1.0
    disc_deg: Array | float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What each lumbar level carries, (n, 6) from L5/S1 up unless said otherwise.

    ``net_moment``, ``passive``, ``pressure``, ``reserve`` [N m]; ``compression``, ``shear``,
    ``tension`` (passive tissue's pull), ``extensor_force`` (of all extensors that pass the level)
    [N]; ``groups`` (n, g) force of each muscle group [N];
    ``muscle`` (n, 6) moment of all muscles [N m]; ``needed`` (n,) strength as a share of an
    average man's; ``limbs`` (n, 4) net moment at hip, knee, ankle and shoulder, both sides, in
    the sense that turns what they carry backward [N m].
    """

    net_moment: Array
    passive: Array
    pressure: Array
    muscle: Array
    reserve: Array
    compression: Array
    shear: Array
    tension: Array
    extensor_force: Array
    groups: Array
    needed: Array
    limbs: Array

    @property
    def passive_share(self) -> Array:
        """Share of the net moment at L5/S1 that passive tissue takes, (n,)."""
        return self._share(self.passive)

    @property
    def pressure_share(self) -> Array:
        """Share of it that pressure in the belly takes, (n,)."""
        return self._share(self.pressure)

    def _share(self, part: Array) -> Array:
        """Nothing where there is hardly any moment."""
        whole = self.net_moment[:, 0]
        return np.asarray(np.where(whole > 1.0, part[:, 0] / np.maximum(whole, 1.0), 0.0))


def carried(
    body: Body,
    angles: Angles,
    placed: Placed,
    hands: Hands,
    *,
    moving: Moving | None = None,
    tissue: Tissue | None = None,
    mass_factor: Array | float = 1.0,
) -> Carried:
    """What the lower back carries in each frame; frames are worked on in blocks.

    Raises
    ------
    InputError : lumbar flexion far beyond the range
    """
    found = net(body, placed, hands, moving=moving, mass_factor=mass_factor)
    tissue = tissue or Tissue()
    blocks = [
        _block(body, angles.lumbar[cut], placed.pelvis[cut], _cut(found, cut), _part(tissue, cut))
        for cut in (slice(k, k + BLOCK) for k in range(0, len(angles), BLOCK))
    ]
    return Carried(
        **{
            field.name: np.concatenate([getattr(block, field.name) for block in blocks])
            for field in fields(Carried)
        }
    )


def _cut(found: Net, cut: slice) -> Net:
    return Net(moment=found.moment[:, cut], force=found.force[:, cut])


def _part(tissue: Tissue, cut: slice) -> Tissue:
    changed = {
        field.name: given[cut]
        for field in fields(Tissue)
        if isinstance(given := getattr(tissue, field.name), np.ndarray)
    }
    return replace(tissue, **changed)


def _block(body: Body, flexion: Array, pelvis: Array, found: Net, tissue: Tissue) -> Carried:
    moment = found.moment[:6].T
    line = lines(flexion)
    gain = np.where(_extends(), value("extensor_arm_gain") * _column(tissue.extensor_arm), 1.0)
    force, strength = _strength(body), _strength_factor(body)
    capacity = line.arms * (body.size * (force * gain * strength))[..., None]
    pressure = _pressure(body, moment, tissue)
    lowest = _coactivation(body, pressure[:, 0], tissue) / strength
    passive = _passive(body, flexion, moment - pressure, tissue)
    shared = share(capacity, moment - passive - pressure, lowest)
    pull = shared.activation * force * strength
    tension = passive / (value("passive_arm") * body.size * _column(tissue.passive_arm))
    along, across = _pulls(line.along, line.across, pull, tension, tissue)
    along = along - upward_force(pressure, body)
    slope = disc_slopes(flexion) + pelvis[:, None] + np.deg2rad(_column(tissue.disc_deg))
    contact = reaction(found.force[:6].transpose(1, 0, 2), along, across, slope)
    return Carried(
        net_moment=moment,
        passive=passive,
        pressure=pressure,
        muscle=moment - passive - pressure - shared.reserve,
        reserve=shared.reserve,
        compression=contact.compression,
        shear=contact.shear,
        tension=tension,
        extensor_force=pull @ _extensors_passing(),
        groups=pull @ _membership(),
        needed=(moment - passive - pressure)[:, 0] / average_strength(body),
        limbs=found.moment[6:].T,
    )


def _pulls(
    along: Array, across: Array, pull: Array, tension: Array, tissue: Tissue
) -> tuple[Array, Array]:
    """What muscles and passive tissue pull the upper part with, at each level (n, j) [N].

    Muscles keep their lines in space where a disc slopes more than drawn; ligaments go with it.
    """
    slant = np.deg2rad(value("passive_obliquity") + _column(tissue.passive_obliquity_deg))
    down = np.matmul(pull[:, None, :], along)[:, 0]
    back = np.matmul(pull[:, None, :], across)[:, 0]
    more = np.deg2rad(_column(tissue.disc_deg))
    sloped_down = down * np.cos(more) + back * np.sin(more)
    sloped_back = back * np.cos(more) - down * np.sin(more)
    return sloped_down + tension * np.cos(slant), sloped_back - tension * np.sin(slant)


def _pressure(body: Body, moment: Array, tissue: Tissue) -> Array:
    part = value("pressure_share_of_moment") * np.asarray(tissue.pressure)
    return np.repeat(extensor_moment(moment[:, 0], body, share=part)[:, None], 6, axis=1)


def _passive(body: Body, flexion: Array, demand: Array, tissue: Tissue) -> Array:
    """Passive tissue's moment at each level; it never takes more than there is to carry, because
    nobody pulls himself further into his end range with the belly: assumption."""
    whole = passive_extensor_moment(
        flexion, full_flexion=full_flexion(body), at_full=at_full_flexion(body)
    )
    offered = (whole * tissue.passive)[:, None] * np.array([level.passive for level in levels()])
    return np.asarray(np.minimum(offered, np.maximum(demand, 0.0)))


def _column(number: Array | float) -> Array:
    return np.asarray(number, dtype=float)[..., None]


def _strength_factor(body: Body) -> float:
    given = body.lifter.max_extension_N_m
    return STRONG_ENOUGH if given is None else given / _held_as_drawn() / body.moment_scale


def average_strength(body: Body) -> float:
    """Largest back extension moment of an average man of this mass and height [N m]."""
    return value("average_extension_moment") * body.moment_scale


@cache
def _held_as_drawn() -> float:
    """The largest moment at L5/S1 that the muscles as drawn hold on the reference man [N m].

    Every level has to be in balance at once, so it is less than what they could give at L5/S1
    alone: moments fall off up the spine as under a weight held bent forward, and are raised until
    a level can no longer be held.
    """
    body = body_of(Lifter(mass_kg=REFERENCE_MASS_KG, height_m=REFERENCE_HEIGHT_M))
    line = lines(np.full(1, HELD_AT))
    gain = np.where(_extends(), value("extensor_arm_gain"), 1.0)
    capacity = line.arms * (_strength(body) * gain)[..., None]
    lowest = np.where(_extends(), 0.0, value("abdominal_coactivation"))[None]
    low, high = 1.0, 2000.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        left = share(capacity, middle * np.array([FALLING_OFF]), lowest).reserve
        low, high = (middle, high) if np.abs(left).max() < HELD_WITHIN else (low, middle)
    return low


def _strength(body: Body) -> Array:
    return _areas() * value("muscle_stress") * (body.mass_kg / REFERENCE_MASS_KG)


@cache
def _areas() -> Array:
    return np.array([each.pcsa_cm2 for each in fascicles()])


@cache
def _extends() -> Array:
    return np.array([each.acts == "extensor" for each in fascicles()])


@cache
def _extensors_passing() -> Array:
    """1 where an extensor fascicle (row) passes a level (column)."""
    passes = lines(np.zeros(1)).arms[0] != 0
    return np.asarray(passes & _extends()[:, None], dtype=float)


@cache
def _membership() -> Array:
    """1 where a fascicle (row) belongs to a group (column)."""
    return np.array([[float(each.group == id_) for id_ in groups()] for each in fascicles()])


def _coactivation(body: Body, pressure: Array, tissue: Tissue) -> Array:
    """Least activation of every fascicle: the belly's muscles stay on for stability, and more so
    the more pressure they make, (n, m)."""
    strain = pressure / highest_moment(body)
    least = value("abdominal_coactivation") * tissue.coactivation
    least = least + value("pressure_coactivation") * strain
    return np.where(_extends(), 0.0, least[:, None])
