"""The report of a read film as files: a page, the film drawn over, pictures of the faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.exports.film_drawing import Pixels
from backspotter.exports.film_overlay import Overlay
from backspotter.exports.film_stills import around, enlarged, jpeg
from backspotter.exports.film_writing import FilmWriter
from backspotter.exports.report_faults import picture_name
from backspotter.exports.report_page import report_page
from backspotter.lift.analysis import FramesSeen, LiftAnalysis
from backspotter.lift.film import Film

PAGE: Final = "report.html"
FILM: Final = "annotated.mp4"

STILL_PX, MOST_ENLARGED = 800, 2.5
"""How long the longer side of a fault's picture is [px], where that does not enlarge it more."""

Told = Callable[[str, float], None]
"""Is told what is being done, and how much of it is, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFiles:
    """What was written. ``analysis`` is the one given, with the names of the faults' pictures."""

    page: Path
    film: Path | None
    pictures: tuple[Path, ...]
    analysis: LiftAnalysis


def silent(what: str, done: float) -> None:
    """Tells nobody."""


def write_report(
    analysis: LiftAnalysis,
    film_path: Path | str,
    out_dir: Path | str,
    *,
    annotate: bool = True,
    progress: Told = silent,
    threads: int = 2,
) -> ReportFiles:
    """Writes report.html, annotated.mp4 and a picture of every fault into a folder.

    The film is streamed, so memory does not grow with its length. Each file appears whole or not
    at all.

    Parameters
    ----------
    film_path : the film that the analysis is of
    out_dir : made where it is not there
    annotate : whether annotated.mp4 is written; pictures of faults are in any case
    progress : is told how far it is

    Raises
    ------
    InputError : the film cannot be read (any more), or would be written over
    OSError : the folder cannot be written to
    """
    folder = Path(out_dir)
    folder.mkdir(parents=True, exist_ok=True)
    drawn = folder / FILM if annotate else None
    _check_apart(Path(film_path), drawn)
    pictures = _drawn(analysis, Film(film_path, threads=threads), drawn, progress, threads)
    for name, picture in pictures.items():
        _put(folder / name, picture)
    page = report_page(analysis, pictures, FILM if annotate else None)
    _put(folder / PAGE, page.encode("utf-8", "replace"))
    return ReportFiles(
        page=folder / PAGE,
        film=drawn,
        pictures=tuple(folder / name for name in pictures),
        analysis=with_pictures(analysis, pictures),
    )


def _check_apart(film: Path, drawn: Path | None) -> None:
    """Raises where the drawn film would take the place of the film itself."""
    if drawn is not None and drawn.exists() and film.exists() and drawn.samefile(film):
        expected = f"a film that is not {FILM} of the same folder"
        raise InputError("out", given=str(drawn), expected=expected, do="name another folder")


def _put(to: Path, content: bytes) -> None:
    part = to.with_name(to.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)


def with_pictures(analysis: LiftAnalysis, pictures: Mapping[str, bytes]) -> LiftAnalysis:
    """The analysis with the name of each fault's picture, where there is one."""
    reps = []
    for rep in analysis.reps:
        named = ((fault, picture_name(rep, fault)) for fault in rep.faults)
        faults = tuple(replace(f, picture=name if name in pictures else None) for f, name in named)
        reps.append(replace(rep, faults=faults))
    return replace(analysis, reps=tuple(reps))


def _drawn(
    analysis: LiftAnalysis, film: Film, to: Path | None, told: Told, threads: int
) -> dict[str, bytes]:
    """Goes through the film once: draws it over where asked, and keeps the faults' pictures."""
    wanted = wanted_pictures(analysis)
    last = max(wanted, default=-1)
    overlay = Overlay(analysis, film.size, film.scale)
    pictures: dict[str, bytes] = {}
    count = len(analysis.frames.times_s)
    with ExitStack() as open_:
        writer = open_.enter_context(FilmWriter(film, to, threads=threads)) if to else None
        for frame in film.frames():
            if writer is None and frame.index > last:
                break
            place = min(frame.index, count - 1)
            if names := wanted.get(frame.index):
                pictures |= dict.fromkeys(names, still(analysis, frame.picture, place, film.scale))
            if writer is not None:
                overlay.draw(frame.picture, place)
                writer.add(frame.t_s, frame.picture)
            told("drawing the film", min((frame.index + 1) / count, 1.0))
    return pictures


def wanted_pictures(analysis: LiftAnalysis) -> dict[int, list[str]]:
    """Names of the pictures to keep, by the frame nearest to where each fault is largest."""
    wanted: dict[int, list[str]] = {}
    for rep in analysis.reps:
        for fault in rep.faults:
            nearest = int(np.argmin(np.abs(analysis.frames.times_s - fault.peak_s)))
            wanted.setdefault(nearest, []).append(picture_name(rep, fault))
    return wanted


def still(analysis: LiftAnalysis, picture: Pixels, frame: int, scale: float) -> bytes:
    """A JPEG of one frame's lifter with everything drawn in, enlarged where they are small."""
    frames = analysis.frames
    height, width = picture.shape[:2]
    rows, columns = cut_out(frames, scale, (width, height))
    tall = max(rows.stop - rows.start, columns.stop - columns.start)
    times = float(np.clip(STILL_PX / tall, 1, MOST_ENLARGED))
    large = enlarged(picture, times)
    overlay = Overlay(analysis, (large.shape[1], large.shape[0]), scale / times)
    for before in np.flatnonzero(frames.rep[:frame] == frames.rep[frame]):
        overlay.grow(int(before))
    overlay.draw(large, frame, with_panel=False)
    part = (slice(round(s.start * times), round(s.stop * times)) for s in (rows, columns))
    return jpeg(large[tuple(part)])


def cut_out(frames: FramesSeen, scale: float, size: tuple[int, int]) -> tuple[slice, slice]:
    """The part of the picture in which the lifter and the bar are through all repetitions."""
    during, drawn = frames.rep > 0, frames.drawn
    tracks = drawn.landmarks, drawn.back, drawn.bar
    places = np.concatenate([track[during].reshape(-1, 2) for track in tracks])
    return around(places / scale, size)
