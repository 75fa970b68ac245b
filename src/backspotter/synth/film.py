"""Draws a film frame by frame, encodes it, and writes its truth beside it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import numpy as np

from backspotter.errors import InputError
from backspotter.synth.arrays import Pixels
from backspotter.synth.renderer import Renderer
from backspotter.synth.stage import Stage, stage
from backspotter.synth.task import FilmTask
from backspotter.synth.truth import film_truth, frame_truth

Progress = Callable[[int, int], None]
"""Told how many frames are done, and of how many."""

NOISE_SD: Final = 1.5
"""Of the sensor, in steps of 256."""

CLOCK: Final = 90_000
"""Ticks a second of the film's time stamps."""

QUALITY: Final = {"preset": "veryfast", "crf": "20"}


def truth_file(film: Path) -> Path:
    """Where a film's truth lies."""
    return film.with_suffix(".truth.json")


def make_film(task: FilmTask, out: Path, progress: Progress = lambda done, of: None) -> Stage:
    """Writes the film and its truth; neither is there until both are whole.

    Raises
    ------
    InputError : what cannot be filmed or written, or a part that is not installed
    """
    _check_encoder()
    _check_place(out)
    set_ = stage(task)
    frames: list[dict[str, Any]] = []
    with _both_or_none(out) as (film, truth):
        pictures = _pictures(set_, frames, progress)
        _encoded(pictures, task, film)
        document = film_truth(set_, frames)
        truth.write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")
    return set_


def _pictures(set_: Stage, frames: list[dict[str, Any]], progress: Progress) -> Iterator[Pixels]:
    """Every picture in turn; the truth of each is added to ``frames``."""
    rng = np.random.default_rng(int(set_.task.seed))
    trap = set_.task.lift.style == "trap_bar"
    renderer = Renderer(set_.lifter, set_.camera, rng, trap=trap)
    noise = rng.normal(0, NOISE_SD, (set_.camera.height, set_.camera.width)).round()
    grain = noise.astype(np.int16)[..., None]
    for done, moment in enumerate(set_.motion.moments(set_.task.fps), start=1):
        posed = set_.lifter.posed(moment.posture)
        frames.append(frame_truth(set_, moment, posed))
        picture = renderer.frame(posed, moment.posture.bar)
        shift = tuple(int(n) for n in rng.integers(grain.shape[:2]))
        noisy = picture + np.roll(grain, shift, axis=(0, 1))
        yield np.clip(noisy, 0, 255).astype(np.uint8)
        progress(done, set_.frames)


def _encoded(pictures: Iterator[Pixels], task: FilmTask, to: Path) -> None:
    """H.264 in one thread, so that the same pictures give the same bytes."""
    import av

    with av.open(str(to), "w", format="mp4") as container:
        rate = Fraction(task.fps).limit_denominator(1001)
        stream = container.add_stream("libx264", rate=rate, options=QUALITY)
        stream.width, stream.height, stream.pix_fmt = int(task.width), int(task.height), "yuv420p"
        context = stream.codec_context
        context.time_base, context.thread_count = Fraction(1, CLOCK), 1
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = round(number / task.fps * CLOCK), Fraction(1, CLOCK)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def _check_encoder() -> None:
    try:
        import av  # noqa: F401
    except ImportError:
        raise InputError(
            "synth",
            given="no encoder",
            expected="the package av",
            do="install it: make setup-synth",
        ) from None


def _check_place(out: Path) -> None:
    if out.suffix.lower() != ".mp4":
        raise InputError("out", given=str(out), expected="a file that ends in .mp4")
    if out.is_dir() or not out.parent.is_dir():
        raise InputError("out", given=str(out), expected="a file in a folder that is there")
    if not os.access(out.parent, os.W_OK):
        raise InputError("out", given=str(out), expected="a folder that can be written to")


@contextmanager
def _both_or_none(out: Path) -> Iterator[tuple[Path, Path]]:
    """Two files to write beside the final ones, which take their places at the end."""
    final = (out, truth_file(out))
    parts = tuple(file.with_name(f".{file.name}.{os.getpid()}.part") for file in final)
    try:
        yield parts[0], parts[1]
        for part, file in zip(parts, final, strict=True):
            part.replace(file)
    except OSError as error:
        given = f"{out} ({error.strerror or error})"
        raise InputError("out", given=given, expected="a file that can be written") from None
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
