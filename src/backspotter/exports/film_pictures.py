"""Pictures of a film that was read before, from a copy of it with the same frames."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from backspotter.exports.film_drawing import Pixels
from backspotter.exports.film_report import cut_out, still, wanted_pictures
from backspotter.exports.film_stills import enlarged, jpeg
from backspotter.lift.analysis import LiftAnalysis
from backspotter.lift.band import Band
from backspotter.lift.film import Film

THUMB: Final = "thumb.jpg"
THUMB_PX: Final = 360
"""How long the longer side of the small picture is [px]."""

Told = Callable[[str, float], None]


def pictures_of(analysis: LiftAnalysis, film: Film, told: Told) -> dict[str, bytes]:
    """A JPEG of every fault, and a small one of the set, by name.

    Parameters
    ----------
    film : with the frames of the film that the analysis is of, of any size

    Raises
    ------
    InputError : the film cannot be read
    """
    wanted = wanted_pictures(analysis)
    scale = analysis.film.width / film.size[0]
    count = len(analysis.frames.times_s)
    shown = _typical(analysis)
    last = max([shown, *wanted])
    found: dict[str, bytes] = {}
    for frame in film.frames():
        place = min(frame.index, count - 1)
        if names := wanted.get(frame.index):
            found |= dict.fromkeys(names, still(analysis, frame.picture, place, scale))
        if frame.index == min(shown, count - 1):
            found[THUMB] = _small(analysis, frame.picture, scale)
        told("taking pictures", min((frame.index + 1) / (last + 1), 1.0))
        if frame.index >= last:
            break
    return found


def _typical(analysis: LiftAnalysis) -> int:
    """A frame that shows what it is about: the bar passing the knee, else the middle."""
    times = analysis.frames.times_s
    for rep in analysis.reps:
        for moment in (rep.knee_pass_s, rep.lift_off_s):
            if isinstance(moment, Band):
                return int(np.argmin(np.abs(times - moment.value)))
    return len(times) // 2


def _small(analysis: LiftAnalysis, picture: Pixels, scale: float) -> bytes:
    size = (picture.shape[1], picture.shape[0])
    part = picture
    if analysis.reps:
        rows, columns = cut_out(analysis.frames, scale, size)
        part = picture[rows, columns]
    return jpeg(enlarged(part, THUMB_PX / max(part.shape[:2])))
