"""Rotations in space, and the middle joint of a limb of two bones."""

from __future__ import annotations

import math

import numpy as np

from backspotter.synth.arrays import Floats


def rotation(axis: Floats, angle: float) -> Floats:
    """Rotation matrix (3, 3) about a unit axis (3,) by an angle [rad]."""
    x, y, z = (float(part) for part in axis)
    turn = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + math.sin(angle) * turn + (1 - math.cos(angle)) * turn @ turn)


def about_x(degrees: float) -> Floats:
    """About the axis to the lifter's left: positive bends a trunk forward [deg]."""
    angle = math.radians(degrees)
    cosine, sine = math.cos(angle), math.sin(angle)
    return np.array([[1.0, 0.0, 0.0], [0.0, cosine, -sine], [0.0, sine, cosine]])


def about_y(degrees: float) -> Floats:
    """About the axis to the rear [deg]."""
    return rotation(np.array([0, 1.0, 0]), float(np.deg2rad(degrees)))


def about_z(degrees: float) -> Floats:
    """About the vertical [deg]."""
    return rotation(np.array([0, 0, 1.0]), float(np.deg2rad(degrees)))


def cross(a: Floats, b: Floats) -> Floats:
    """The direction square to both (3,); faster for one pair than NumPy's own."""
    (ax, ay, az), (bx, by, bz) = a.tolist(), b.tolist()
    return np.array([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx])


def unit(vector: Floats) -> Floats:
    """The same direction, of length one."""
    return np.asarray(vector / math.sqrt(vector @ vector))


def between(start: Floats, end: Floats) -> Floats:
    """The smallest rotation that takes one direction to another."""
    start, end = unit(start), unit(end)
    axis = cross(start, end)
    sine = float(np.linalg.norm(axis))
    if sine < 1e-12:
        return np.eye(3)
    return rotation(axis / sine, float(np.arctan2(sine, start @ end)))


def frame(along: Floats, aside: Floats) -> Floats:
    """Axes (3, 3) in columns: ``along``, the part of ``aside`` square to it, and their product."""
    first = unit(along)
    second = unit(aside - first * (aside @ first))
    return np.stack([first, second, cross(first, second)], axis=1)


def twist(axis: Floats, start: Floats, end: Floats) -> float:
    """How far ``start`` turns about ``axis`` to point as ``end`` does [rad]."""
    start, end = (unit(v - axis * (v @ axis)) for v in (start, end))
    return float(np.arctan2(cross(start, end) @ axis, start @ end))


def middle_joint(start: Floats, end: Floats, upper: float, lower: float, toward: Floats) -> Floats:
    """Knee or elbow (3,) of a limb from ``start`` to ``end``, bent ``toward`` a direction."""
    reach = end - start
    along = unit(reach)
    length = min(float(np.linalg.norm(reach)), (upper + lower) * 0.99999)
    ahead = (upper**2 - lower**2 + length**2) / (2 * length)
    aside = np.sqrt(max(upper**2 - ahead**2, 0.0))
    return np.asarray(start + along * ahead + unit(toward - along * (toward @ along)) * aside)
