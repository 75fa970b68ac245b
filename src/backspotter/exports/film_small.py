"""A small copy of a film to watch on a page: same pictures, upright, no sound, no metadata."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from backspotter.exports.film_writing import FilmWriter
from backspotter.lift.film import Film

KEYFRAME_S: Final = 0.5
"""A player finds any moment fast where whole pictures come so often."""

Told = Callable[[str, float], None]


def write_small(film: Film, to: Path, told: Told, *, threads: int = 1) -> None:
    """The copy, whole or not at all. It has every frame that ``film.frames()`` gives, in order.

    Raises
    ------
    InputError : the film cannot be read
    OSError : the copy cannot be written
    """
    count = max(film.facts.frames, 1)
    every = max(round(KEYFRAME_S * film.facts.frame_rate), 1)
    with FilmWriter(film, to, threads=threads, sound=False, keyframe_every=every) as writer:
        for frame in film.frames():
            writer.add(frame.t_s, frame.picture)
            told("making a copy to watch", min((frame.index + 1) / count, 1.0))
