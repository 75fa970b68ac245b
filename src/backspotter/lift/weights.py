"""The pose networks' files: which ones, by what hash, and where they lie.

They are Google's BlazePose networks (Apache-2.0), put in place by ``make assets`` and never part
of the repository.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from backspotter.errors import InputError

FOLDER: Final = Path(__file__).parent / "weights"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """One network: its file here, its name in the package, the hash of both."""

    file: str
    packed: str
    sha256: str


WEIGHTS: Final = {
    "detector": Weights(
        file="pose_detector.tflite",
        packed="pose_solution_packed_assets.data",
        sha256="a63c614bef30d35947f13be361820b1e4e3bec9cfeebf4d11216a18373108e85",
    ),
    "lite": Weights(
        file="pose_landmark_lite.tflite",
        packed="pose_landmark_lite.tflite",
        sha256="f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61",
    ),
    "full": Weights(
        file="pose_landmark_full.tflite",
        packed="pose_landmark_full.tflite",
        sha256="e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
    ),
    "heavy": Weights(
        file="pose_landmark_heavy.tflite",
        packed="pose_landmark_heavy.tflite",
        sha256="59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",
    ),
}


def weights_file(name: str) -> Path:
    """Where a network lies.

    Raises
    ------
    InputError : it has not been put in place
    """
    file = FOLDER / WEIGHTS[name].file
    if not file.is_file():
        do = "put it in place: make assets"
        raise InputError("film", given="no pose network", expected=f"the file {file.name}", do=do)
    return file
