"""How a film looks, the lift apart: clothes, bar, room, lamps, camera, picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from backspotter.errors import InputError
from backspotter.synth.arrays import Floats
from backspotter.synth.bar import PLATES, Bar, loaded_bar
from backspotter.synth.camera import Camera, Shake, placed
from backspotter.synth.clothes import CLOTHING, HEADS, LEGS, Outfit
from backspotter.synth.light import LAMPS
from backspotter.synth.paints import SKINS
from backspotter.synth.textures import FLOORS, WALLS

MIRRORS: Final = ("", "beside", "ahead")
CHOICES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "clothing": CLOTHING,
        "legs": LEGS,
        "head": HEADS,
        "plate": PLATES,
        "wall": tuple(WALLS),
        "floor": tuple(FLOORS),
        "lamps": tuple(LAMPS),
        "mirror": MIRRORS,
    }
)
LIMITS: Final[Mapping[str, tuple[float, float, str]]] = MappingProxyType(
    {
        "skin": (0, len(SKINS) - 1, ""),
        "plate_radius_m": (0.14, 0.24, "m"),
        "camera_height_m": (0.3, 1.8, "m"),
        "camera_distance_m": (2.0, 7.0, "m"),
        "yaw_deg": (-180, 180, "degrees"),
        "roll_deg": (-15, 15, "degrees"),
        "filled": (0.15, 0.95, "of the picture"),
        "aim_ahead_m": (-1.0, 1.0, "m"),
        "aim_up_m": (-0.8, 0.8, "m"),
        "posts_ahead_m": (-1.0, 1.0, "m"),
        "bystander_aside_m": (-1.5, 1.5, "m"),
        "shake_px": (0, 40, "pixels"),
        "distortion": (-0.2, 0.2, ""),
        "exposure": (0.3, 2.5, ""),
        "noise": (0, 25, "steps of 256"),
        "blur_share": (0, 1, "of the time between frames"),
        "wall_m": (1.5, 5.0, "m"),
        "seed": (0, 2**32 - 1, ""),
    }
)
WHOLE: Final = ("skin", "seed")
CAN_BE_LEFT_OUT: Final = ("bystander_aside_m",)
SWITCHES: Final = ("belt", "posts", "bystander", "decoys", "captions")
RADII_M: Final = (0.225, 0.225, 0.19, 0.16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """How a film looks.

    Parameters
    ----------
    clothing, legs, head : kinds of ``CHOICES``; ``skin`` a place in ``SKINS``, light to dark
    belt : worn over the shirt
    plate, plate_radius_m : kind of plates and radius of the full ones [m]
    posts, bystander, decoys : a rack, another person, round things on and at the wall
    posts_ahead_m : how much further ahead of the lifter the rack stands than it was thrown [m]
    bystander_aside_m : the other person stands between camera and lifter, so far off the line
        between them to the side that the lifter faces; left out, wherever they were thrown [m]
    mirror : on the wall ``beside`` (behind the lifter) or ``ahead`` of the lifter, or none
    wall, floor, lamps : by name; ``wall_m`` from the lifter to the wall beside [m]
    camera_height_m, camera_distance_m : above the floor, level from the lifter [m]
    yaw_deg : from the side (0) to the front (90) or, below zero, to the rear [deg]
    roll_deg : tilt, the lifter's front goes down [deg]
    filled : share of the picture that the lift fills
    aim_ahead_m, aim_up_m : how far off the middle of the lift the camera aims [m]
    shake_px : how far a hand moves the picture [px], 0 on a stand
    distortion : of the lens (k1)
    exposure : of the sensor, 1 is even; ``noise`` its standard deviation
    blur_share : how long the shutter is open, of the time between frames; 0 freezes
    captions : text over the picture
    seed : throws colours, places and patterns

    Raises
    ------
    InputError : what is not among the choices or within the limits
    """

    clothing: str = "tight"
    legs: str = "shorts"
    head: str = "hair"
    skin: int = 1
    belt: bool = False
    plate: str = "bumper"
    plate_radius_m: float = 0.225
    posts: bool = False
    posts_ahead_m: float = 0.0
    mirror: str = ""
    bystander: bool = False
    bystander_aside_m: float | None = None
    decoys: bool = False
    wall: str = "block"
    wall_m: float = 2.4
    floor: str = "platform"
    lamps: str = "bright"
    camera_height_m: float = 1.0
    camera_distance_m: float = 4.2
    yaw_deg: float = 0.0
    roll_deg: float = 0.0
    filled: float = 0.92
    aim_ahead_m: float = 0.0
    aim_up_m: float = 0.0
    shake_px: float = 0.0
    distortion: float = 0.0
    exposure: float = 1.0
    noise: float = 1.5
    blur_share: float = 0.0
    captions: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        for name, known in CHOICES.items():
            if getattr(self, name) not in known:
                offered = ", ".join(word or "none" for word in known)
                raise InputError(name, given=getattr(self, name), expected=f"one of {offered}")
        for name, (low, high, unit) in LIMITS.items():
            if getattr(self, name) is not None or name not in CAN_BE_LEFT_OUT:
                _check_number(name, getattr(self, name), low, high, unit)
        for name in SWITCHES:
            if not isinstance(getattr(self, name), bool):
                raise InputError(name, given=getattr(self, name), expected="true or false")

    @classmethod
    def thrown(cls, rng: np.random.Generator, **fixed: Any) -> Scene:
        """A plausible scene; what is ``fixed`` is taken as it is."""
        thrown = _worn(rng) | _around(rng) | _filmed(rng) | {"seed": int(rng.integers(2**32))}
        return cls(**(thrown | fixed))

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Scene:
        """From ``document``, as ``asdict`` writes it.

        Raises
        ------
        InputError : an unknown name
        """
        known = {field.name for field in fields(cls)}
        for name in document:
            if name not in known:
                raise InputError("scene", given=name, expected=f"one of {', '.join(sorted(known))}")
        return cls(**document)

    def document(self) -> dict[str, Any]:
        """All choices, for JSON; ``Scene.of`` reads it."""
        return asdict(self)

    def but(self, **changes: Any) -> Scene:
        """The same scene with some choices changed."""
        return replace(self, **changes)

    @property
    def outfit(self) -> Outfit:
        """What the lifter wears."""
        return Outfit(self.clothing, self.legs, self.head, self.belt)

    def rng(self, what: str) -> np.random.Generator:
        """Dice of its own for each thing, so that one more thing does not change the others."""
        return np.random.default_rng([self.seed, *what.encode()])

    def bar(self, load_kg: float, *, trap: bool = False) -> Bar:
        """The loaded bar."""
        return loaded_bar(self.plate, self.plate_radius_m, load_kg, trap=trap)

    def camera(self, points: Floats, width: int, height: int, side: int = 1) -> Camera:
        """A camera that sees all points (n, 3) [m]."""
        shake = Shake(self.shake_px, self.seed) if self.shake_px else None
        return placed(
            points,
            yaw_deg=self.yaw_deg,
            width=width,
            height=height,
            side=side,
            height_m=self.camera_height_m,
            distance_m=self.camera_distance_m,
            roll_deg=self.roll_deg,
            k1=self.distortion,
            filled=self.filled,
            aside_m=(self.aim_ahead_m, self.aim_up_m),
            shake=shake,
        )

    def truth(self) -> dict[str, Any]:
        """The ``scene`` of a film's truth."""
        return {
            "plate": self.plate,
            "posts": self.posts,
            "mirror": bool(self.mirror),
            "bystander": self.bystander,
            "wall": self.wall,
            "lamps": self.lamps,
            "decoys": self.decoys,
        }


def camera_truth(scene: Scene, camera: Camera) -> dict[str, Any]:
    """The ``camera`` of a film's truth."""
    return {
        "position_m": [round(float(x), 5) for x in camera.position],
        "target_m": [round(float(x), 5) for x in camera.target],
        "fov_deg": round(camera.fov_deg, 5),
        "yaw_deg": scene.yaw_deg,
        "pitch_deg": round(camera.pitch_deg, 3),
        "roll_deg": scene.roll_deg,
        "side": "right" if camera.side == 1 else "left",
        "shake_px": scene.shake_px,
        "distortion": scene.distortion,
    }


def _check_number(name: str, given: Any, low: float, high: float, unit: str) -> None:
    number = isinstance(given, int | float) and not isinstance(given, bool)
    if not number or not low <= given <= high:
        shown = f"{given:g}" if number else given
        raise InputError(name, given=shown, expected=f"{low:g} to {high:g} {unit}".strip())
    if name in WHOLE and int(given) != given:
        raise InputError(name, given=given, expected="a whole number")


def _one(rng: np.random.Generator, words: tuple[Any, ...]) -> Any:
    return words[int(rng.integers(len(words)))]


def _between(rng: np.random.Generator, low: float, high: float, digits: int = 3) -> float:
    return round(float(rng.uniform(low, high)), digits)


def _worn(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "clothing": _one(rng, CLOTHING),
        "legs": _one(rng, LEGS),
        "head": _one(rng, HEADS),
        "skin": int(rng.integers(len(SKINS))),
        "belt": bool(rng.random() < 0.25),
    }


def _around(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "plate": _one(rng, PLATES),
        "plate_radius_m": _one(rng, RADII_M),
        "posts": bool(rng.random() < 0.25),
        "mirror": _one(rng, ("", "", "", "beside", "ahead")),
        "bystander": bool(rng.random() < 0.3),
        "decoys": bool(rng.random() < 0.4),
        "wall": _one(rng, tuple(WALLS)),
        "wall_m": _between(rng, 1.8, 3.6),
        "floor": _one(rng, tuple(FLOORS)),
        "lamps": _one(rng, tuple(LAMPS)),
    }


def _filmed(rng: np.random.Generator) -> dict[str, Any]:
    level = rng.random() < 0.5
    return {
        "camera_height_m": _between(rng, 0.3, 1.6),
        "camera_distance_m": _between(rng, 2.2, 6.0),
        "yaw_deg": _between(rng, -20, 25, 1),
        "roll_deg": 0.0 if level else _between(rng, -5, 5, 1),
        "filled": _between(rng, 0.55, 0.95),
        "aim_ahead_m": _between(rng, -0.15, 0.15),
        "aim_up_m": _between(rng, -0.1, 0.15),
        "shake_px": 0.0 if rng.random() < 0.6 else _between(rng, 2, 14, 1),
        "distortion": _between(rng, -0.08, 0.03),
        "exposure": _between(rng, 0.75, 1.3),
        "noise": _between(rng, 0.5, 6, 1),
        "blur_share": _one(rng, (0.0, 0.25, 0.5)),
        "captions": bool(rng.random() < 0.15),
    }
