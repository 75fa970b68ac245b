"""``python -m benchmarks.film_report FILM.mp4 …``: what drawing over a film and writing it again
cost, in processor time with one thread: drawing alone, and all of it, against the film's length.
What is drawn is a stick lifter who fills the picture: no reader and no weights are needed."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from backspotter.exports.film_overlay import Overlay
from backspotter.exports.film_report import write_report
from backspotter.lift.analysis import LiftAnalysis
from backspotter.lift.film import Film
from tests.read_films import analysis_of, plain_truth

SECONDS_A_REP = 4.0


def main() -> int:
    """Measure every film named."""
    print(f"{'film':24} {'drawn at':>10} {'drawing':>12} {'of length':>10} {'all':>6}")
    for name in sys.argv[1:]:
        measure(Path(name))
    return 0


def measure(path: Path) -> None:
    """One line: size, drawing a picture, drawing and everything as shares of the film's length."""
    film = Film(path, threads=1)
    analysis = stick_figure(film)
    lasts = film.facts.duration_s
    drawing, pictures = drawing_s(film, analysis)
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        write_report(analysis, path, folder, threads=1)
    every = time.process_time() - began
    size = f"{film.size[0]}x{film.size[1]}"
    each = f"{1000 * drawing / pictures:.1f} ms"
    print(f"{path.name:24} {size:>10} {each:>12} {drawing / lasts:>10.2f} {every / lasts:>6.2f}")


def stick_figure(film: Film) -> LiftAnalysis:
    """A lifter who bends and stands for as long as the film lasts."""
    times = np.array([frame.t_s for frame in film.frames()])
    reps = max(round(float(times[-1]) / SECONDS_A_REP), 1)
    size = (film.facts.width, film.facts.height)
    return analysis_of(plain_truth(times, size=size, reps=reps))


def drawing_s(film: Film, analysis: LiftAnalysis) -> tuple[float, int]:
    """Processor time of the drawing alone [s], and how many pictures there were."""
    overlay, spent, pictures = Overlay(analysis, film.size, film.scale), 0.0, 0
    for frame in film.frames():
        began = time.thread_time()
        overlay.draw(frame.picture, frame.index)
        spent, pictures = spent + time.thread_time() - began, pictures + 1
    return spent, pictures


if __name__ == "__main__":
    sys.exit(main())
