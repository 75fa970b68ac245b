"""Net joint moments and forces from the hands and the bar down: inverse dynamics of the chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.spine.arrays import Array
from backspotter.spine.body import Body
from backspotter.spine.chain import PARTS, Placed, carries, parts_of

GRAVITY: Final = 9.80665
"""[m/s²]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What the hands hold: where it acts, (n, 2) from the hip [m], and the force the lifter gives
    to it: ``push`` ahead and ``lift`` up, (n,) [N]. At rest the lift is its weight."""

    at: Array
    push: Array
    lift: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Moving:
    """Accelerations of the parts' centres (parts, n, 2) [m/s²], and of their forward turns
    (parts, n) [rad/s²]."""

    centres: Array
    turns: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Net:
    """At each joint: the extension moment it must give (joints, n) [N m], and the force it must
    give to what it carries, ahead and up (joints, n, 2) [N]."""

    moment: Array
    force: Array


def weight_in_hands(at: Array, load_kg: Array | float, *, gravity: float = GRAVITY) -> Hands:
    """A load held still."""
    lift = np.broadcast_to(np.asarray(load_kg * gravity, dtype=float), (len(at),))
    return Hands(at=at, push=np.zeros(len(at)), lift=lift)


def net(
    body: Body,
    placed: Placed,
    hands: Hands,
    *,
    moving: Moving | None = None,
    mass_factor: Array | float = 1.0,
    gravity: float = GRAVITY,
) -> Net:
    """Net moment and force at every joint; extension is positive at all of them but the ankle.

    Parameters
    ----------
    body, placed : the lifter and where the parts are
    hands : what is held
    moving : accelerations; none for a posture held still
    mass_factor : (n,) factor on all body masses
    gravity : [m/s²]; zero leaves inertia alone
    """
    parts = parts_of(body)
    mass = np.array([parts[name].mass_kg for name in PARTS])[:, None] * mass_factor
    inertia = np.array([parts[name].inertia for name in PARTS])[:, None] * mass_factor
    x, y = placed.centres[..., 0], placed.centres[..., 1]
    ahead, up, spin = _accelerations(moving, x)
    fx, fy = mass * ahead, mass * (up + gravity)
    about_hip = x * fy - y * fx - inertia * spin
    total = carries() @ about_hip + (hands.at[:, 0] * hands.lift - hands.at[:, 1] * hands.push)
    force = np.stack([carries() @ fx + hands.push, carries() @ fy + hands.lift], axis=-1)
    jx, jy = placed.joints[..., 0], placed.joints[..., 1]
    return Net(moment=total - jx * force[..., 1] + jy * force[..., 0], force=force)


def _accelerations(moving: Moving | None, like: Array) -> tuple[Array, Array, Array]:
    if moving is None:
        nothing = np.zeros_like(like)
        return nothing, nothing, nothing
    return moving.centres[..., 0], moving.centres[..., 1], moving.turns
