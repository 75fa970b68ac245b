"""What only drawing and encoding know of a film; whoever draws fills it in for the truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

SETS: Final = ("train", "tuning", "test", "free")
CLOTHING: Final = ("tight", "t_shirt", "hoodie")
HEADS: Final = ("hair", "cap", "long_hair")
PLATES: Final = ("bumper", "iron", "dark")
CODECS: Final = ("h264", "hevc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What stands around the lifter."""

    plate: str = "bumper"
    posts: bool = False
    mirror: bool = False
    bystander: bool = False
    wall: str = "plain"
    lamps: str = "one"
    decoys: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Name and set of the film, how it is encoded, what is worn, what is around.

    Parameters
    ----------
    cuts_s : times at which the picture jumps [s]
    shake_px : how far the hand moves the picture; ``distortion`` of the lens (k1)
    """

    name: str = ""
    set: str = "free"
    variable: bool = False
    rotation: int = 0
    codec: str = "h264"
    bits: int = 8
    cuts_s: tuple[float, ...] = ()
    captions: bool = False
    motion_blur: bool = False
    clothing: str = "t_shirt"
    head: str = "hair"
    skin: int = 0
    shake_px: float = 0.0
    distortion: float = 0.0
    scene: Scene = field(default=Scene())

    @property
    def of_film(self) -> Mapping[str, Any]:
        """The fields that belong to the film."""
        names = ("name", "set", "variable", "rotation", "codec", "bits", "captions", "motion_blur")
        return {name: getattr(self, name) for name in names} | {"cuts_s": list(self.cuts_s)}

    @property
    def of_lifter(self) -> Mapping[str, Any]:
        """The fields that belong to the lifter."""
        return {name: getattr(self, name) for name in ("clothing", "head", "skin")}

    @property
    def of_scene(self) -> Mapping[str, Any]:
        """The scene."""
        return {name: getattr(self.scene, name) for name in Scene.__slots__}
