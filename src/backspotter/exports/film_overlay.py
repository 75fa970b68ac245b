"""What is drawn over a read film: skeleton, line of the back, the bar's path, and a small panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.exports.film_back import back_lines
from backspotter.exports.film_colours import (
    BENT_DEG,
    EDGE,
    LIMB,
    PATH,
    QUIET,
    colour_of,
    colours_across,
)
from backspotter.exports.film_drawing import (
    Floats,
    Patch,
    Pixels,
    add_segment,
    dashed,
    dot,
    ink,
    line,
    panel,
    patch_around,
    ring,
)
from backspotter.exports.film_letters import width_of, write
from backspotter.exports.numbers import shown, span
from backspotter.lift.analysis import Drawn, FramesSeen, LiftAnalysis
from backspotter.lift.arrays import Ints
from backspotter.lift.tracks import ALONG, PLACE

LOWER: Final = (ALONG >= -0.02) & (ALONG <= 0.52)
UPPER: Final = (ALONG >= 0.48) & (ALONG <= 1.02)
"""Rays over the lower and the upper back."""

SMOOTH_S: Final = 0.12
"""Over this time a bar speed is averaged before it is shown [s]."""

BAR_SPEED_LEAST: Final = 0.03
"""A slower bar is shown as still [m/s]."""


def bar_speed(frames: FramesSeen) -> Floats:
    """(n,) upward speed of the bar [m/s], averaged over 0.12 s; NaN where it was not seen."""
    times, height = frames.times_s, frames.bar_y_m
    if len(times) < 3:
        return np.full(len(times), np.nan)
    speed = np.gradient(height, times)
    wide = max(round(SMOOTH_S / float(np.median(np.diff(times)))) | 1, 1)
    kernel = np.full(wide, 1 / wide)
    return np.asarray(np.convolve(np.pad(speed, wide // 2, mode="edge"), kernel, mode="valid"))


@dataclass(slots=True)
class _Trail:
    """The bar's path through one rep, grown frame by frame."""

    rep: int
    patch: Patch | None
    last: Floats | None = None


class Overlay:
    """Draws over the pictures of one film, in the order they are shown.

    ``size`` (width, height) of the pictures; ``scale`` times a place in them is the place in the
    displayed picture [px/px].
    """

    def __init__(self, analysis: LiftAnalysis, size: tuple[int, int], scale: float) -> None:
        self.frames = analysis.frames
        self.reps = len(analysis.reps)
        self.size, self.scale = size, scale
        self.limbs = limbs_of(self.frames.drawn) / scale
        self.back = back_lines(self.frames) / scale
        self.bar = self.frames.drawn.bar / scale
        self.speed = bar_speed(self.frames)
        self.unit = max(min(size) / 360, 0.75)
        self.trail = _Trail(-1, None)
        self.corner = _clear_side(self.limbs, self.bar, size)

    def draw(self, picture: Pixels, frame: int, *, with_panel: bool = True) -> None:
        """Everything of this frame, into the picture (height, width, 3)."""
        self.grow(frame)
        self._draw_path(picture, frame)
        self._draw_limbs(picture, frame)
        self._draw_back(picture, frame)
        if with_panel:
            self._draw_panel(picture, frame)

    def grow(self, frame: int) -> None:
        """Adds the bar's place in this frame to its path; a new rep begins a new path."""
        rep, at = int(self.frames.rep[frame]), self.bar[frame]
        if rep != self.trail.rep and rep:
            self.trail = _Trail(rep, self._room(rep))
        if not np.isfinite(at).all():
            self.trail.last = None
        elif self.trail.patch is not None and rep:
            last = at if self.trail.last is None else self.trail.last
            add_segment(self.trail.patch, last, at, 2.5 * self.unit + 1)
            self.trail.last = at

    def _draw_path(self, picture: Pixels, frame: int) -> None:
        if self.trail.patch is not None:
            ink(picture, self.trail.patch, 3.6 * self.unit, EDGE, 0.35)
            ink(picture, self.trail.patch, 2 * self.unit, PATH)
        at, radius = self.bar[frame], self.frames.drawn.plate_radius / self.scale
        ring(picture, at, radius, width=1.2 * self.unit, colour=PATH, edge=EDGE)
        dot(picture, at, 2.6 * self.unit, PATH, EDGE)

    def _room(self, rep: int) -> Patch | None:
        places = self.bar[self.frames.rep == rep]
        places = places[np.isfinite(places).all(axis=1)]
        return patch_around(places, 3 * self.unit + 2, self.size[::-1]) if len(places) else None

    def _draw_limbs(self, picture: Pixels, frame: int) -> None:
        for part in self.limbs[frame]:
            line(picture, part, width=1.7 * self.unit, colour=LIMB, edge=EDGE, opacity=0.85)
        for at in self.limbs[frame].reshape(-1, 2):
            dot(picture, at, 2.2 * self.unit, LIMB, EDGE)

    def _draw_back(self, picture: Pixels, frame: int) -> None:
        points, bent = self.back[frame], float(self.frames.lumbar[frame, 0])
        line(picture, points[UPPER][::2], width=1.8 * self.unit, colour=QUIET, edge=EDGE)
        stroke = line if np.isfinite(bent) else dashed
        width = 4 * self.unit
        stroke(picture, points[LOWER][::2], width=width, colour=colour_of(bent), edge=EDGE)

    def _draw_panel(self, picture: Pixels, frame: int) -> None:
        high, pad = 10.5 * self.unit, round(8 * self.unit)
        rows = panel_rows(self.frames, self.speed, self.reps, frame)
        wide = round(max(width_of(row, high) for row in (*rows, WIDEST)) + 2 * pad)
        tall = round(len(rows) * 2.05 * high + 1.6 * high + pad)
        left = pad if self.corner == "left" else self.size[0] - wide - pad
        panel(picture, (left, pad), (wide, tall), EDGE, 0.62)
        x, y = left + pad, 1.9 * pad
        for number, row in enumerate(rows):
            bold = 1.35 if number == 0 else 1.0
            write(picture, (x, y), row, high=high, colour=LIMB, bold=bold)
            y += 2.05 * high
        self._draw_scale(picture, (x, y), wide - 2 * pad, frame)

    def _draw_scale(
        self, picture: Pixels, at: tuple[float, float], wide: float, frame: int
    ) -> None:
        """The colours of the lower back from 0 to 45°, with a mark at this frame's."""
        deep = round(4 * self.unit)
        top, left = round(at[1]), round(at[0])
        part = picture[top : top + deep, left : left + round(wide)]
        part[:] = colours_across(round(wide))[: part.shape[1]]
        bent = float(self.frames.lumbar[frame, 0])
        if np.isfinite(bent):
            x = at[0] + wide * float(np.clip(bent / BENT_DEG[-1], 0, 1))
            mark = np.array([[x, at[1] - 2 * self.unit], [x, at[1] + deep + 2 * self.unit]])
            line(picture, mark, width=1.6 * self.unit, colour=LIMB, edge=EDGE)


WIDEST: Final = "lower back −14° (−22 to −16)"
"""A line as wide as any, so that the panel keeps its size."""


def panel_rows(frames: FramesSeen, speed: Floats, reps: int, frame: int) -> list[str]:
    """What the panel says: rep and phase, the bar's speed, the lower back's angle."""
    rep = int(frames.rep[frame])
    first = f"rep {rep} of {reps}" if rep else _done(frames.rep[: frame + 1], reps)
    return [
        first,
        frames.phase[frame],
        _speed_words(float(speed[frame])),
        _back_words(frames.lumbar[frame]),
    ]


def _done(so_far: Ints, reps: int) -> str:
    done = int(so_far.max(initial=0))
    return f"{done} of {reps} reps done" if done else f"{reps} {'rep' if reps == 1 else 'reps'}"


def _speed_words(speed: float) -> str:
    if not np.isfinite(speed):
        return "bar not seen"
    if abs(speed) < BAR_SPEED_LEAST:
        return "bar still"
    return f"bar {abs(speed):.2f} m/s {'up' if speed > 0 else 'down'}"


def _back_words(lumbar: Floats) -> str:
    value, low, high = (float(part) for part in lumbar)
    if not np.isfinite(value):
        return "lower back not judged"
    band = f" ({span(low, high, 1.0)})" if np.isfinite([low, high]).all() else ""
    return f"lower back {shown(value, 1.0)}°{band}"


def limbs_of(drawn: Drawn) -> Floats:
    """(n, 3, 4, 2) lines of the near side: trunk and leg, arm, foot; the last point may repeat."""
    near = drawn.near_side

    def mark(joint: str) -> Floats:
        return np.asarray(drawn.landmarks[:, PLACE[f"{near}_{joint}"]])

    leg = [drawn.shoulder, drawn.hip, drawn.knee, drawn.ankle]
    arm = [drawn.shoulder, mark("elbow"), mark("wrist"), mark("wrist")]
    toes = mark("foot_index").copy()
    toes[toes[:, 1] < drawn.ankle[:, 1]] = (
        np.nan
    )  # hidden by the plate, and guessed above the ankle
    foot = [drawn.ankle, toes, toes, toes]
    return np.stack([np.stack(part, axis=1) for part in (leg, arm, foot)], axis=1)


def _clear_side(limbs: Floats, bar: Floats, size: tuple[int, int]) -> str:
    """The upper corner with more room beside lifter and bar."""
    x = np.concatenate([limbs[..., 0].ravel(), bar[:, 0]])
    x = x[np.isfinite(x)]
    if not len(x):
        return "left"
    return "left" if float(x.min()) >= size[0] - float(x.max()) else "right"
