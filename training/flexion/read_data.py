"""Films that ``make_data.py`` kept, as inputs and targets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from backspotter.lift.back_inputs import AVERAGE, Size, inputs
from backspotter.lift.quantiles import Floats

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


def read(folder: Path, set_: str) -> Examples:
    """Every moment of a set whose line of the back was found."""
    parts, about = [], []
    for body, file in enumerate(sorted(folder.glob(f"{set_}-*[0-9].npz"))):
        with np.load(file) as kept:
            for place in range(2):
                if f"about_{place}" not in kept:
                    continue
                facts = json.loads(str(kept[f"about_{place}"]))
                size = Size(
                    mass_kg=facts["mass_kg"],
                    height_m=facts["height_m"],
                    male=facts["sex"] == "male",
                )
                landmarks = kept[f"landmarks_{place}"].astype(float)
                back = kept[f"back_{place}"].astype(float)
                x = inputs(landmarks, back, facts["facing"], size)
                truth = kept[f"truth_{place}"].astype(float)
                n, phases = len(x), np.array(facts["phase"])
                of = (np.full(n, body), np.full(n, len(about)), truth[:, 2], phases)
                parts.append((x, truth[:, :2], *of))
                about.append(facts)
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    whole = Examples(**dict(zip(NAMES, columns, strict=True)), about=tuple(about))
    return whole.of(np.isfinite(whole.inputs).all(axis=1))


def without_size(inputs: Floats) -> Floats:
    """Inputs (n, k) of the single-frame network where nobody said how tall and heavy the lifter
    is."""
    bare = inputs.copy()
    bare[:, -3:] = (*AVERAGE, 0.0)
    return bare
