"""Films that ``make_data.py`` kept, as inputs and targets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from backspotter.lift.back_inputs import AVERAGE, Size, inputs
from backspotter.lift.quantiles import Floats

PARTS = ("landmarks", "back", "truth")
NAMES = ("inputs", "targets", "body", "film", "time", "phase")


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """n moments: ``inputs`` (n, k), ``targets`` (n, 2) lumbar and thoracic flexion [deg], ``body``
    and ``film`` (n,) they are of, ``time`` (n,) [s], ``phase`` (n,), ``about`` by film."""

    inputs: Floats
    targets: Floats
    body: Floats
    film: Floats
    time: Floats
    phase: np.ndarray
    about: tuple[dict, ...]

    def of(self, chosen: np.ndarray) -> Examples:
        """Some of them."""
        return Examples(**{n: getattr(self, n)[chosen] for n in NAMES}, about=self.about)

    def by_film(self, name: str) -> np.ndarray:
        """A fact about each moment's film."""
        return np.array([self.about[int(f)][name] for f in self.film])


@dataclass(frozen=True, slots=True)
class Kept:
    """A film as ``make_data.py`` kept it: what is known of it, and of n moments ``landmarks``,
    ``back`` and ``truth`` (n, …): lumbar and thoracic flexion [deg], time [s]."""

    about: dict
    size: Size
    landmarks: Floats
    back: Floats
    truth: Floats


def films_in(file: Path) -> Iterator[Kept]:
    """The films of one body."""
    with np.load(file) as kept:
        for name in sorted(name for name in kept.files if name.startswith("about_")):
            place, facts = name.removeprefix("about_"), json.loads(str(kept[name]))
            male = facts["sex"] == "male"
            size = Size(mass_kg=facts["mass_kg"], height_m=facts["height_m"], male=male)
            parts = (kept[f"{part}_{place}"].astype(float) for part in PARTS)
            yield Kept(facts, size, *parts)


def files_of(folder: Path, *sets: str) -> list[Path]:
    """The files of every body of these sets."""
    return [file for set_ in sets for file in sorted(folder.glob(f"{set_}-*[0-9].npz"))]


def read(folder: Path, *sets: str) -> Examples:
    """Every moment of these sets whose line of the back was found."""
    parts, about = [], []
    for body, file in enumerate(files_of(folder, *sets)):
        for film in films_in(file):
            x = inputs(film.landmarks, film.back, film.about["facing"], film.size)
            n, phases = len(x), np.array(film.about["phase"])
            of = (np.full(n, body), np.full(n, len(about)), film.truth[:, 2], phases)
            parts.append((x, film.truth[:, :2], *of))
            about.append(film.about)
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    whole = Examples(**dict(zip(NAMES, columns, strict=True)), about=tuple(about))
    return whole.of(np.isfinite(whole.inputs).all(axis=1))


def without_size(inputs: Floats) -> Floats:
    """Inputs (n, k) of the single-frame network where nobody said how tall and heavy the lifter
    is."""
    bare = inputs.copy()
    bare[:, -3:] = (*AVERAGE, 0.0)
    return bare
