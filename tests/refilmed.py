"""A kept film once more: other pictures of the same frames, at other times."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.films import film_of

if TYPE_CHECKING:
    from backspotter.app.film import LiftAnalysis

Picture = np.ndarray
Course = Sequence[tuple[int, float]]
"""Of each frame of the new film, which frame of the old one it shows, and when [s]."""

FILMS = Path(__file__).parent / "data/films"


def read(film: Path, truth: Mapping[str, Any], **more: Any) -> LiftAnalysis:
    """A film read as of the lifter that was drawn."""
    from backspotter.app.film import analyse
    from backspotter.spine.body import Lifter

    of = truth["lifter"]
    lifter = Lifter(mass_kg=of["mass_kg"], height_m=of["height_m"], sex=of["sex"])
    return analyse(film, load_kg=truth["load_kg"], lifter=lifter, style=truth["style"], **more)


@cache
def times_of(film: Path) -> tuple[float, ...]:
    """When each frame of a film is shown [s]."""
    from backspotter.lift.film import Film

    return tuple(frame.t_s for frame in Film(film).frames())


def every(film: Path, step: int = 1, *, stretched: float = 1.0) -> Course:
    """One frame of so many, at its own time; or the whole film shown so many times slower."""
    whole = [(number, stretched * t_s) for number, t_s in enumerate(times_of(film))]
    return whole[::step]


def repeated(film: Path, times: int) -> Course:
    """Every frame shown so many times as fast after each other."""
    shown = times_of(film)
    lasts = (shown[-1] - shown[0]) / (len(shown) - 1)
    parts = [(number, part) for number in range(len(shown)) for part in range(times)]
    return [(number, shown[number] + lasts * part / times) for number, part in parts]


def again(
    film: Path,
    out: Path,
    *,
    course: Course | None = None,
    picture: Callable[[Picture], Picture] = np.asarray,
    crf: int = 16,
) -> Path:
    """Writes a film anew, each picture made of one of the old (height, width, 3).

    Parameters
    ----------
    crf : how much is lost, 0 (nothing) to 51
    """
    from backspotter.lift.film import Film

    shown = every(film) if course is None else course
    frames = Film(film).frames()
    now = next(frames)
    height, width = picture(now.picture).shape[:2]

    def made(number: int, of: int, *size: int) -> Picture:
        nonlocal now
        while now.index < shown[number][0]:
            now = next(frames)
        return np.ascontiguousarray(picture(now.picture))

    return film_of(
        out,
        times_s=[t_s for _, t_s in shown],
        size=(width, height),
        picture=made,
        encoded={"crf": str(crf), "preset": "veryfast"},
    )
