"""A lifter's body as rigid segments: masses, lengths, centres of mass and inertia.

Adjusted Zatsiorsky–Seluyanov segments after de Leva [1]_, scaled by body mass and height. What is
not known about the lifter is filled in by an average and named, and widens every band.

References
----------
.. [1] de Leva P (1996) J Biomech 29(9):1223-1230. The numbers stand in ``segments.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal, TypeAlias, get_args

from backspotter.errors import InputError
from backspotter.spine.arrays import is_number

Sex: TypeAlias = Literal["male", "female", "unknown"]
SEXES: Final = get_args(Sex)

MASS_KG: Final = (30.0, 250.0)
HEIGHT_M: Final = (1.20, 2.30)
AGE_Y: Final = (10.0, 100.0)
STRENGTH_N_M: Final = (50.0, 2000.0)
PROPORTION: Final = (0.85, 1.15)
LEANEST, HEAVIEST = 10.0, 70.0
"""Body mass index [kg/m²] beyond which a mass and a height do not belong to one person."""

REFERENCE_HEIGHT_M: Final = 1.741
"""Stature of de Leva's men; the lumbar geometry is drawn for this height."""

REFERENCE_MASS_KG: Final = 73.0
"""Mass of de Leva's men; passive tissue and abdominal pressure are stated for such a man."""

AVERAGE: Final[Mapping[Sex, tuple[float, float]]] = {
    "male": (80.0, 1.76),
    "female": (65.0, 1.63),
    "unknown": (73.0, 1.70),
}
"""Mass [kg] and height [m] when nothing is known: assumption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifter:
    """What is known of a person; whatever is left out is unknown.

    Parameters
    ----------
    mass_kg, height_m : body mass [kg] and stature [m]
    sex : for segment masses and passive tissue
    age_y : for the range of lumbar flexion [years]
    max_extension_N_m : largest back extension moment this person can hold [N m]
    arm_length, leg_length, trunk_length : limb proportions, 1 = average for the height

    Raises
    ------
    InputError : a number that no adult or adolescent has
    """

    mass_kg: float | None = None
    height_m: float | None = None
    sex: Sex = "unknown"
    age_y: float | None = None
    max_extension_N_m: float | None = None  # noqa: N815
    arm_length: float = 1.0
    leg_length: float = 1.0
    trunk_length: float = 1.0

    def __post_init__(self) -> None:
        if self.sex not in SEXES:
            raise InputError("sex", given=self.sex, expected="male, female or unknown")
        _check("mass_kg", self.mass_kg, MASS_KG, "kg", do="convert pounds: 1 lb is 0.4536 kg")
        _check("height_m", self.height_m, HEIGHT_M, "m", do="metres, so 1.78 and not 178")
        _check("age_y", self.age_y, AGE_Y, "years")
        _check("max_extension_N_m", self.max_extension_N_m, STRENGTH_N_M, "N·m")
        for name in ("arm_length", "leg_length", "trunk_length"):
            _check(name, getattr(self, name), PROPORTION, "(1 is average for the height)")
        self._check_shape()

    def _check_shape(self) -> None:
        if self.mass_kg is None or self.height_m is None:
            return
        index = self.mass_kg / self.height_m**2
        if not LEANEST <= index <= HEAVIEST:
            given = f"{self.mass_kg:g} kg at {self.height_m:g} m"
            raise InputError(
                "lifter", given=given, expected="a body mass and height of one person (kg and m)"
            )


def _check(
    name: str, number: float | None, span: tuple[float, float], unit: str, *, do: str = ""
) -> None:
    if number is None:
        return
    low, high = span
    expected = f"{low:g} to {high:g} {unit}"
    if not is_number(number):
        raise InputError(name, given=number, expected=expected, do=do)
    if not low <= number <= high:
        raise InputError(name, given=f"{number:g}", expected=expected, do=do)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One rigid part, both sides together.

    ``com`` is the distance of its centre of mass from the proximal (for the trunk: lower) end
    [m]; ``gyration`` its sagittal radius of gyration about that centre [m].
    """

    mass_kg: float
    length_m: float
    com_m: float
    gyration_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A scaled body: ``segments`` by name, and what had to be assumed about it."""

    lifter: Lifter
    mass_kg: float
    height_m: float
    segments: Mapping[str, Segment]
    assumed: tuple[str, ...]
    mass_is_known: bool
    height_is_known: bool
    sex_is_known: bool

    @property
    def size(self) -> float:
        """Height over the reference height."""
        return self.height_m / REFERENCE_HEIGHT_M

    @property
    def moment_scale(self) -> float:
        """How moments of muscle and passive tissue scale: mass × height over the reference."""
        return self.size * self.mass_kg / REFERENCE_MASS_KG

    @property
    def arm_m(self) -> float:
        """Shoulder to the middle of the grip [m]."""
        return sum(self.segments[name].length_m for name in ("upper_arm", "forearm", "hand"))


def body_of(lifter: Lifter) -> Body:
    """The body of this lifter, with averages where nothing is known."""
    mass, height = AVERAGE[lifter.sex]
    assumed = []
    if lifter.mass_kg is None:
        assumed.append(f"body mass {mass:g} kg, an average")
    if lifter.height_m is None:
        assumed.append(f"height {height:.2f} m, an average")
    if lifter.sex == "unknown":
        assumed.append("body segments half way between a man's and a woman's (sex not given)")
    mass, height = lifter.mass_kg or mass, lifter.height_m or height
    return Body(
        lifter=lifter,
        mass_kg=mass,
        height_m=height,
        segments=_scaled(lifter, mass, height),
        assumed=tuple(assumed),
        mass_is_known=lifter.mass_kg is not None,
        height_is_known=lifter.height_m is not None,
        sex_is_known=lifter.sex != "unknown",
    )


def _scaled(lifter: Lifter, mass: float, height: float) -> dict[str, Segment]:
    proportions = {
        **dict.fromkeys(("upper_arm", "forearm", "hand"), lifter.arm_length),
        **dict.fromkeys(("thigh", "shank"), lifter.leg_length),
        **dict.fromkeys(("lower_trunk", "middle_trunk", "upper_trunk"), lifter.trunk_length),
    }
    return {
        name: _segment(row, lifter.sex, mass, height * proportions.get(name, 1.0))
        for name, row in _table().items()
    }


def _segment(row: Mapping[str, list[float]], sex: Sex, mass: float, height: float) -> Segment:
    def number(name: str) -> float:
        male, female = row[name]
        return {"male": male, "female": female, "unknown": (male + female) / 2}[sex]

    length = number("length") * height
    sides = row["sides"][0]
    return Segment(
        mass_kg=sides * number("mass") * mass,
        length_m=length,
        com_m=number("com") * length,
        gyration_m=number("gyration") * length,
    )


@cache
def _table() -> Mapping[str, Mapping[str, list[float]]]:
    text = files("backspotter.spine").joinpath("segments.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text))
