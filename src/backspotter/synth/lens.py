"""What a sensor adds to a picture, and what an editor writes over it: functions on pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from backspotter.synth.arrays import Floats, Ints, Pixels
from backspotter.synth.compiled import compiled
from backspotter.synth.glyphs import HIGH, lettered

STEP: Final = 7919
"""A prime, so that grain never comes back within a film."""

EDGE: Final = 0.04
"""Of the picture's shorter side, left free beside a caption."""


def blurred(lights: Iterable[Floats]) -> Floats:
    """The mean of the light (H, W, 3) of moments while the shutter is open."""
    total: Floats | None = None
    count = 0
    for light in lights:
        total = light.copy() if total is None else total + light
        count += 1
    if total is None:
        raise ValueError("no light to blur")
    return np.asarray(total / np.float32(count), np.float32)


class Grain:
    """A sensor's noise: ``deviation`` in steps of 256, thrown by ``seed``; one field of it is laid
    over each frame at another place, and bright parts have less."""

    def __init__(self, width: int, height: int, deviation: float, seed: int) -> None:
        rng = np.random.default_rng(seed)
        field = rng.normal(0, deviation, (height + 64, width + 64, 3))
        luma = field.mean(axis=2, keepdims=True) * 1.2
        self.field = np.clip(np.round(luma + 0.6 * field), -127, 127).astype(np.int8)

    def on(self, picture: Pixels, number: int) -> Pixels:
        """The picture (H, W, 3) of frame ``number`` with noise."""
        out = np.empty_like(picture)
        start = (number * STEP % 64, number * (STEP + 12) % 61)
        _grainy(picture, self.field, start, out)
        return out


@compiled
def _grainy(picture: Pixels, field: Ints, start: tuple[int, int], out: Pixels) -> None:
    for i in range(picture.shape[0]):
        for j in range(picture.shape[1]):
            for k in range(3):
                value = np.int32(picture[i, j, k])
                noise = np.int32(field[i + start[0], j + start[1], k]) * (384 - value)
                noisy = int(value) + ((int(noise) + 128) >> 8)
                out[i, j, k] = min(max(noisy, 0), 255)


def captioned(
    picture: Pixels,
    lines: Sequence[str],
    *,
    top: bool = False,
    boxed: bool = True,
    ink: tuple[int, int, int] = (255, 255, 255),
) -> Pixels:
    """The picture (H, W, 3) with lines of text in its upper or lower left corner."""
    out = picture.copy()
    short = min(picture.shape[:2])
    scale, edge = max(1, short // 200), int(EDGE * short)
    step = (HIGH + 3) * scale
    y = edge if top else picture.shape[0] - edge - step * len(lines)
    for line in lines:
        text = np.kron(lettered(line), np.ones((scale, scale), bool))
        text = text[:, : picture.shape[1] - 2 * edge]
        if boxed:
            pad = 2 * scale
            around = out[y - pad : y + text.shape[0] + pad, edge - pad : edge + text.shape[1] + pad]
            around[:] = around // 3
        out[y : y + text.shape[0], edge : edge + text.shape[1]][text] = ink
        y += step
    return out


def thrown_lines(rng: np.random.Generator, load_kg: float) -> list[str]:
    """Something that people write over a lift."""
    first = (
        f"DEADLIFT {load_kg:.0f} KG",
        f"{load_kg:.0f}KG X {rng.integers(1, 6)}",
        "DEADLIFT DAY",
    )
    second = ("", f"SET {rng.integers(1, 5)}", f"RPE {rng.integers(6, 10)}", "WEEK 4 DAY 2")
    lines = [first[int(rng.integers(3))], second[int(rng.integers(4))]]
    return [line for line in lines if line]
