"""A posture as people give it, in degrees, and what is inferred where something is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Final, TypeAlias

import numpy as np

from backspotter.errors import InputError
from backspotter.spine.arrays import Array
from backspotter.spine.body import Body
from backspotter.spine.chain import Angles, hip_to_shoulder, place
from backspotter.spine.passive import BEYOND, full_flexion
from backspotter.spine.rep import set_up
from backspotter.spine.task import Doubt

Degrees: TypeAlias = float | Array | None

LIMITS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "trunk_deg": (-30.0, 115.0),
        "hip_to_shoulder_deg": (-30.0, 115.0),
        "lumbar_flexion_deg": (-35.0, 90.0),
        "thigh_deg": (-130.0, 60.0),
        "shank_deg": (-60.0, 75.0),
        "upper_arm_deg": (-180.0, 180.0),
        "forearm_deg": (-180.0, 180.0),
    }
)
LOAD_KG: Final = (0.0, 600.0)
AHEAD_M: Final = (-0.30, 1.20)
BEYOND_HANDS_M: Final = 0.40
"""How far the middle of a load may be ahead of the hands that hold it: half a large crate."""

LUMBAR_PER_TRUNK: Final = 0.35
"""Lumbar flexion for each degree of trunk inclination in a lift: assumption, 25° at 72°."""

THIGH_PER_TRUNK, SHANK_PER_TRUNK = -0.85, 0.08
"""As in the set-up of a conventional deadlift: assumption."""

OF_INFERRED = Doubt(trunk_deg=8.0, lumbar_deg=10.0, load_ahead_m=0.04, body_mass=0.15)
OF_GIVEN = Doubt()
OF_ARMS_M: Final = 0.02
"""Doubt about where the load is when the arms' angles are given [m]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posture:
    """Segment angles from the vertical [deg], positive where the upper end is ahead.

    Each is one number, or one for each frame of a series (NaN where it was not seen). What is
    left out is inferred and reported. ``trunk_deg`` is of what L5/S1 carries: 0 in upright
    standing, 90 where the line from L5/S1 to the shoulder is level. ``hip_to_shoulder_deg`` may
    stand in its place: the line that a film shows. ``lumbar_flexion_deg`` is zero in upright
    standing.

    Raises
    ------
    InputError : an angle that no body reaches, both trunk angles, or series of different lengths
    """

    trunk_deg: Degrees = None
    hip_to_shoulder_deg: Degrees = None
    lumbar_flexion_deg: Degrees = None
    thigh_deg: Degrees = None
    shank_deg: Degrees = None
    upper_arm_deg: Degrees = None
    forearm_deg: Degrees = None

    def __post_init__(self) -> None:
        for name, limits in LIMITS.items():
            check_span(name, getattr(self, name), limits, "degrees")
        if self.trunk_deg is not None and self.hip_to_shoulder_deg is not None:
            expected = "one of them: they are two measures of the same lean"
            raise InputError(
                "posture", given="trunk_deg and hip_to_shoulder_deg", expected=expected
            )
        sizes = {np.size(given) for given in self._given().values() if np.size(given) != 1}
        if len(sizes) > 1:
            given = ", ".join(f"{n} frames" for n in sorted(sizes))
            raise InputError("posture", given=given, expected="series of one length")

    def __len__(self) -> int:
        return max((np.size(given) for given in self._given().values()), default=1)

    @property
    def leans(self) -> bool:
        """Whether the trunk's inclination was given, in either measure."""
        return self.trunk_deg is not None or self.hip_to_shoulder_deg is not None

    def _given(self) -> dict[str, float | Array]:
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: given for name, given in found.items() if given is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A whole posture: angles (n,) [rad], what was inferred, and how well it is known."""

    angles: Angles
    assumed: tuple[str, ...]
    doubt: Doubt


def check_span(
    name: str, given: Degrees, limits: tuple[float, float], unit: str, do: str = ""
) -> None:
    """Raise on numbers outside these limits; NaN passes, as a gap.

    Raises
    ------
    InputError : not a number, or outside the limits
    """
    if given is None:
        return
    low, high = limits
    expected = f"{low:g} to {high:g} {unit}"
    try:
        numbers = np.atleast_1d(np.asarray(given, dtype=float))
    except (TypeError, ValueError):
        raise InputError(name, given=given, expected=expected, do=do) from None
    if isinstance(given, bool) or numbers.ndim != 1 or not numbers.size:
        raise InputError(name, given=given, expected=expected, do=do)
    if np.any(np.isinf(numbers)) or np.any(numbers < low) or np.any(numbers > high):
        worst = numbers[np.argmax(np.where(np.isnan(numbers), -1, np.abs(numbers)))]
        raise InputError(name, given=f"{worst:g}", expected=expected, do=do)


def filled(posture: Posture, body: Body, load_kg: Array | float, load_ahead_m: Degrees) -> Filled:
    """The posture with everything that was left out.

    Raises
    ------
    InputError : a load out of reach, more lumbar flexion than this person has
    """
    ahead = 0.0 if load_ahead_m is None else load_ahead_m
    count = _frames(len(posture), np.size(load_kg), np.size(ahead))
    assumed: list[str] = []
    trunk = _lean(posture, body, load_kg, count, assumed)
    lumbar = _lumbar(posture, body, trunk, count, assumed)
    thigh = _or_inferred(posture.thigh_deg, THIGH_PER_TRUNK * trunk, "thigh", count, assumed)
    shank = _or_inferred(posture.shank_deg, SHANK_PER_TRUNK * trunk, "shank", count, assumed)
    nothing, ones = np.zeros(count), np.ones(count)
    angles = Angles(
        trunk=_from_the_hip(posture, body, np.deg2rad(trunk), np.deg2rad(lumbar)),
        lumbar=np.deg2rad(lumbar),
        thigh=np.deg2rad(thigh),
        shank=np.deg2rad(shank),
        upper_arm=nothing,
        forearm=nothing,
        thigh_seen=ones,
        shank_seen=ones,
    )
    upper, fore = _arms(posture, body, angles, load_ahead_m, count, assumed)
    return Filled(
        angles=replace(angles, upper_arm=upper, forearm=fore),
        assumed=tuple(assumed),
        doubt=_doubt(posture, body, load_ahead_m),
    )


def _frames(*sizes: int) -> int:
    """How many frames there are: one size for all but single numbers."""
    several = sorted({size for size in sizes if size != 1})
    if len(several) > 1:
        given = ", ".join(f"{size} frames" for size in several)
        raise InputError("posture", given=given, expected="series of one length")
    return several[0] if several else 1


def _lean(
    posture: Posture, body: Body, load_kg: Array | float, count: int, assumed: list[str]
) -> Array:
    """The trunk's lean in the measure in which it was given; inferred, from hip to shoulder."""
    given = posture.hip_to_shoulder_deg if posture.trunk_deg is None else posture.trunk_deg
    if given is not None:
        return _series(given, count)
    if not np.any(np.asarray(load_kg) > 0):
        assumed.append("standing upright: no trunk angle and no load given")
        return np.zeros(count)
    angle = float(np.rad2deg(set_up(body).trunk[0]))
    assumed.append(f"trunk {angle:.0f}° forward, as this body starts a conventional deadlift")
    return np.full(count, angle)


def _from_the_hip(posture: Posture, body: Body, lean: Array, lumbar: Array) -> Array:
    return lean if posture.trunk_deg is None else hip_to_shoulder(body, lean, lumbar)


def _lumbar(posture: Posture, body: Body, trunk: Array, count: int, assumed: list[str]) -> Array:
    most = float(np.rad2deg(full_flexion(body)))
    if posture.lumbar_flexion_deg is None:
        inferred = np.clip(LUMBAR_PER_TRUNK * trunk, -5.0, 0.9 * most)
        assumed.append(f"lumbar flexion {_spoken(inferred)}, as usual with such a trunk angle")
        return inferred
    given = _series(posture.lumbar_flexion_deg, count)
    largest = float(np.max(given, initial=-np.inf, where=np.isfinite(given)))
    if largest > BEYOND * most:
        raise InputError(
            "lumbar_flexion_deg",
            given=f"{largest:g}",
            expected=f"at most {BEYOND * most:.0f}, a fifth beyond the range at this age",
            do="zero is upright standing; trunk inclination is another angle",
        )
    return given


def _or_inferred(
    given: Degrees, inferred: Array, name: str, count: int, assumed: list[str]
) -> Array:
    if given is not None:
        return _series(given, count)
    assumed.append(f"{name} {_spoken(inferred)} from the vertical")
    return inferred


def _arms(
    posture: Posture,
    body: Body,
    angles: Angles,
    load_ahead: Degrees,
    count: int,
    assumed: list[str],
) -> tuple[Array, Array]:
    if posture.upper_arm_deg is not None or posture.forearm_deg is not None:
        upper = posture.forearm_deg if posture.upper_arm_deg is None else posture.upper_arm_deg
        fore = posture.upper_arm_deg if posture.forearm_deg is None else posture.forearm_deg
        if posture.upper_arm_deg is None or posture.forearm_deg is None:
            assumed.append("arms straight: only one arm angle given")
        assert upper is not None
        assert fore is not None
        return np.deg2rad(_series(upper, count)), np.deg2rad(_series(fore, count))
    if load_ahead is None:
        assumed.append("arms hanging straight down, the load in the hands")
        return np.zeros(count), np.zeros(count)
    straight = _toward(body, angles, _series(load_ahead, count))
    assumed.append(f"arms straight to the load, {_spoken(np.rad2deg(straight))} from the vertical")
    return straight, straight


def _toward(body: Body, angles: Angles, ahead: Array) -> Array:
    """The angle of straight arms whose hands are this far ahead of L5/S1 [rad]."""
    at = place(body, angles)
    reach = (at.shoulder[:, 0] - at.joints[0, :, 0] - ahead) / body.arm_m
    far = np.max(np.abs(reach), initial=0.0, where=np.isfinite(reach)) * body.arm_m
    if far > body.arm_m + BEYOND_HANDS_M:
        raise InputError(
            "load_ahead_of_l5s1_m",
            given=f"{np.nanmax(np.abs(ahead)):g}",
            expected=f"a load within reach of arms of {body.arm_m:.2f} m",
            do="metres ahead of the joint between the lowest vertebra and the pelvis",
        )
    return np.arcsin(np.clip(reach, -1.0, 1.0))


def _doubt(posture: Posture, body: Body, load_ahead: Degrees) -> Doubt:
    arms = posture.upper_arm_deg is not None or posture.forearm_deg is not None
    if load_ahead is not None:
        load = OF_GIVEN.load_ahead_m
    else:
        load = OF_ARMS_M if arms else OF_INFERRED.load_ahead_m
    knows_body = body.mass_is_known and body.sex_is_known
    return Doubt(
        trunk_deg=OF_GIVEN.trunk_deg if posture.leans else OF_INFERRED.trunk_deg,
        lumbar_deg=(
            OF_INFERRED.lumbar_deg if posture.lumbar_flexion_deg is None else OF_GIVEN.lumbar_deg
        ),
        load_ahead_m=load if body.height_is_known else 1.5 * load,
        body_mass=OF_GIVEN.body_mass if knows_body else OF_INFERRED.body_mass,
    )


def _series(given: Degrees, count: int) -> Array:
    return np.array(np.broadcast_to(np.asarray(given, dtype=float), (count,)))


def _spoken(degrees: Array) -> str:
    known = degrees[np.isfinite(degrees)]
    if not len(known):
        return "unknown"
    low, high = known.min(), known.max()
    return f"{low:.0f}°" if round(low) == round(high) else f"{low:.0f}° to {high:.0f}°"
