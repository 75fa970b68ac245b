"""One lifting task as the model sees it: a body, its angles over time, and what the hands hold."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Final

import numpy as np

from backspotter.spine.arrays import Array, Mask
from backspotter.spine.body import Body
from backspotter.spine.chain import Angles, Placed, place
from backspotter.spine.dynamics import Hands, Moving, net
from backspotter.spine.equilibrium import Carried, Tissue, carried
from backspotter.spine.geometry import disc_slopes, turned
from backspotter.spine.parameters import value
from backspotter.spine.passive import BEYOND, full_flexion


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """How well the task itself is known: standard deviations."""

    trunk_deg: float = 3.0
    lumbar_deg: float = 5.0
    load_ahead_m: float = 0.015
    body_mass: float = 0.04


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A posture held still (n = 1) or a series of n frames.

    Parameters
    ----------
    body : scaled segments
    angles : (n,) each [rad]
    lift, push : force given to the load, up and ahead, (n,) [N]
    load_ahead : distance of the load ahead of L5/S1, (n,) [m]; none where the hands hold it
        where the arms put it
    moving : accelerations; none for postures held still
    doubt : how well posture and load are known
    """

    body: Body
    angles: Angles
    lift: Array
    push: Array
    load_ahead: Array | None = None
    moving: Moving | None = None
    doubt: Doubt = field(default_factory=Doubt)

    def __len__(self) -> int:
        return len(self.angles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How far things are from the nominal task; (k,) each, so that k variants are worked out."""

    trunk_deg: Array
    lumbar_deg: Array
    load_ahead_m: Array
    trunk_mass_ahead_m: Array
    body_mass: Array
    extensor_arm: Array
    coactivation: Array
    passive: Array
    passive_arm: Array
    passive_obliquity_deg: Array
    pressure: Array
    disc_deg: Array
    model_compression: Array
    model_shear: Array

    def __len__(self) -> int:
        return len(self.trunk_deg)


OF_TISSUE: Final = tuple(each.name for each in fields(Tissue))
FLATTEST, ROUNDEST = -0.6, 1.9
"""Lumbar flexion that the grid of geometry covers [rad]."""


def placed(task: Task) -> Placed:
    """Where the body is in every frame."""
    return place(task.body, task.angles)


def solved(task: Task) -> Carried:
    """What the back carries in the nominal task.

    Raises
    ------
    InputError : lumbar flexion far beyond the range
    """
    at = place(task.body, task.angles)
    return carried(task.body, task.angles, at, hands_of(task, at), moving=task.moving)


def variants(task: Task, shift: Shift) -> Carried:
    """What the back carries in every variant; frames run fastest, so reshape by (k, n, …)."""
    k, n = len(shift), len(task)
    many = repeated(task, k)

    def spread_out(numbers: Array) -> Array:
        return np.repeat(numbers, n)

    angles = replace(
        many.angles,
        trunk=many.angles.trunk + np.deg2rad(spread_out(shift.trunk_deg)),
        lumbar=_kept(many, np.deg2rad(spread_out(shift.lumbar_deg))),
    )
    ahead = value("trunk_mass_ahead") * task.body.size + spread_out(shift.trunk_mass_ahead_m)
    at = place(task.body, angles, trunk_ahead_m=ahead)
    hands = hands_of(many, at)
    hands = replace(hands, at=hands.at + spread_out(shift.load_ahead_m)[:, None] * [1.0, 0.0])
    tissue = Tissue(**{name: spread_out(getattr(shift, name)) for name in OF_TISSUE})
    found = carried(
        task.body,
        angles,
        at,
        hands,
        moving=many.moving,
        tissue=tissue,
        mass_factor=spread_out(shift.body_mass),
    )
    factor = spread_out(shift.model_compression)[:, None]
    extra = spread_out(shift.model_shear)[:, None] * found.compression
    return replace(found, compression=found.compression * factor, shear=found.shear + extra)


def whole_frames(task: Task) -> Mask:
    """Which frames have everything, (n,) of bool."""
    arrays = [getattr(task.angles, each.name) for each in fields(Angles)]
    arrays += [task.lift, task.push, *([] if task.load_ahead is None else [task.load_ahead])]
    good = np.isfinite(np.stack(arrays)).all(axis=0)
    if task.moving is not None:
        good &= np.isfinite(task.moving.turns).all(axis=0)
    return np.asarray(good)


def only(task: Task, good: Mask) -> Task:
    """The task with these frames alone."""
    angles = Angles(**{each.name: getattr(task.angles, each.name)[good] for each in fields(Angles)})
    moving = task.moving and replace(
        task.moving, centres=task.moving.centres[:, good], turns=task.moving.turns[:, good]
    )
    ahead = None if task.load_ahead is None else task.load_ahead[good]
    return replace(
        task,
        angles=angles,
        lift=task.lift[good],
        push=task.push[good],
        load_ahead=ahead,
        moving=moving,
    )


def axial_weight(task: Task, level: int) -> Array:
    """What a level carries of weight and inertia, along its disc's axis, (n,) [N]."""
    at = placed(task)
    force = net(task.body, at, hands_of(task, at), moving=task.moving).force[level]
    slope = disc_slopes(task.angles.lumbar)[:, level] + at.pelvis
    return turned(force[:, 0], force[:, 1], -slope)[1]


def _kept(task: Task, by: Array) -> Array:
    """Lumbar flexion moved by this much, but never beyond what a back can do."""
    most = min(BEYOND * full_flexion(task.body), ROUNDEST)
    return np.asarray(np.clip(task.angles.lumbar + by, FLATTEST, most))


def repeated(task: Task, k: int) -> Task:
    """The task k times over; its frames run fastest."""
    angles = Angles(
        **{each.name: np.tile(getattr(task.angles, each.name), k) for each in fields(Angles)}
    )
    moving = task.moving and Moving(
        centres=np.tile(task.moving.centres, (1, k, 1)), turns=np.tile(task.moving.turns, (1, k))
    )
    return replace(
        task,
        angles=angles,
        lift=np.tile(task.lift, k),
        push=np.tile(task.push, k),
        load_ahead=None if task.load_ahead is None else np.tile(task.load_ahead, k),
        moving=moving,
    )


def hands_of(task: Task, at: Placed) -> Hands:
    """What the hands hold, and where."""
    where = at.grip
    if task.load_ahead is not None:
        where = np.stack([at.joints[0, :, 0] + task.load_ahead, at.grip[:, 1]], axis=-1)
    return Hands(at=where, push=task.push, lift=task.lift)
