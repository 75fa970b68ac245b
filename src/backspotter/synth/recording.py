"""How a film is stored: size, frame rate, rotation, codec, depth, compression, sound."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from backspotter.errors import InputError
from backspotter.spine.arrays import is_number

CODECS: Final = ("h264", "hevc")
BITS: Final = (8, 10)
ROTATIONS: Final = (0, 90, 180, 270)
FPS: Final = (24.0, 240.0)
CRF: Final = (0.0, 51.0)
KBPS: Final = (50.0, 200_000.0)
MOST_KB: Final = (10.0, 1_000_000.0)
SIDE: Final = (16.0, 7680.0)
NTSC: Final = 1001
"""Denominator of 29.97 and its kin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """How a film is stored.

    Parameters
    ----------
    width, height : of the displayed picture [px], even
    fps : frames a second; the most common one where ``variable``
    variable : frames come unevenly and some are left out, as from a phone in poor light
    rotation : by how much a player turns the stored picture clockwise to show it upright [deg]
    codec, bits : h264 or hevc, with 8 or 10 bits a colour
    crf : compression at even quality, 0 (none) to 51
    kbps : compression at an even bit rate instead [kbit/s]
    most_kb : upper limit of the file's size [kB]; quality gives way where it must
    sound : whether there is a sound track

    Raises
    ------
    InputError : what cannot be stored
    """

    width: int = 1280
    height: int = 720
    fps: float = 30.0
    variable: bool = False
    rotation: int = 0
    codec: str = "h264"
    bits: int = 8
    crf: float = 20.0
    kbps: float | None = None
    most_kb: float | None = None
    sound: bool = False

    def __post_init__(self) -> None:
        for name, span in (("width", SIDE), ("height", SIDE), ("fps", FPS), ("crf", CRF)):
            _check_number(name, getattr(self, name), span)
        for name, span in (("kbps", KBPS), ("most_kb", MOST_KB)):
            if getattr(self, name) is not None:
                _check_number(name, getattr(self, name), span)
        _check_choice("codec", self.codec, CODECS)
        _check_choice("bits", self.bits, BITS)
        _check_choice("rotation", self.rotation, ROTATIONS)
        if self.width % 2 or self.height % 2:
            size = f"{self.width} × {self.height}"
            raise InputError("width and height", given=size, expected="even numbers of pixels")

    @property
    def rate(self) -> Fraction:
        """Frames a second as a fraction, so that 29.97 is 30000/1001."""
        for top in (24_000, 30_000, 48_000, 60_000, 120_000, 240_000):
            if abs(self.fps - top / NTSC) < 5e-3:
                return Fraction(top, NTSC)
        return Fraction(self.fps).limit_denominator(NTSC)

    @property
    def is_turned(self) -> bool:
        """Whether the stored picture lies on its side."""
        return self.rotation in (90, 270)

    def for_truth(self) -> dict[str, object]:
        """What the truth says about the file."""
        names = ("width", "height", "fps", "variable", "rotation", "codec", "bits")
        return {name: getattr(self, name) for name in names}


def _check_number(name: str, given: Any, span: tuple[float, float]) -> None:
    low, high = span
    if not is_number(given) or not low <= given <= high:
        raise InputError(name, given=given, expected=f"{low:g} to {high:g}")


def _check_choice(name: str, given: object, known: tuple[object, ...]) -> None:
    if isinstance(given, bool) or given not in known:
        raise InputError(name, given=given, expected=f"one of {', '.join(map(str, known))}")
