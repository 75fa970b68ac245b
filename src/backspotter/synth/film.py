"""Draws a film frame by frame, encodes it, and writes its truth beside it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from backspotter.errors import InputError
from backspotter.synth.arrays import Floats, Pixels
from backspotter.synth.encode import check_encoder, encode
from backspotter.synth.recording import Recording
from backspotter.synth.renderer import Renderer
from backspotter.synth.stage import Stage, stage
from backspotter.synth.task import FilmTask
from backspotter.synth.timeline import Timeline, frame_times
from backspotter.synth.truth import film_truth, frame_truth

Progress = Callable[[int, int], None]
"""Told how many frames are done, and of how many."""

NOISE_SD: Final = 1.5
"""Of the sensor, in steps of 256."""

TIMES_STREAM: Final = 1
"""Keeps the dice of the frame times apart from those of the picture."""


def truth_file(film: Path) -> Path:
    """Where a film's truth lies."""
    return film.with_suffix(".truth.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """A film to be made.

    Parameters
    ----------
    takes : what is filmed; after each cut of the ``timeline`` the next one, of the same set
    recording : how it is stored
    about : what the truth says of the film beside that: its name, the set it belongs to
    """

    takes: tuple[FilmTask, ...]
    recording: Recording
    timeline: Timeline = Timeline()
    about: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        cuts = len(self.timeline.cuts)
        if len(self.takes) != cuts + 1:
            raise InputError("takes", given=len(self.takes), expected=f"{cuts + 1}: cuts and one")

    @classmethod
    def of(cls, task: FilmTask) -> Film:
        """One take, stored in the usual way."""
        size = {"width": int(task.width), "height": int(task.height), "fps": task.fps}
        return cls(takes=(task,), recording=Recording(**size))

    @property
    def seed(self) -> int:
        """Decides noise and frame times."""
        return int(self.takes[0].seed)


@dataclass(frozen=True, slots=True)
class Made:
    """A film that was made: what it was made from, how many frames, how long [s]."""

    stage: Stage
    frames: int
    seconds: float


def make_film(film: Film, out: Path, progress: Progress = lambda done, of: None) -> Made:
    """Writes the film and its truth; neither is there until both are whole.

    Raises
    ------
    InputError : what cannot be filmed or written, or a part that is not installed
    """
    check_encoder()
    _check_place(out)
    stages = [stage(take) for take in film.takes]
    seconds = stages[0].motion.seconds - film.timeline.skipped_s
    rng = np.random.default_rng([film.seed, TIMES_STREAM])
    times = frame_times(seconds, film.recording, rng)
    frames: list[dict[str, Any]] = []
    with _both_or_none(out) as (picture_file, text_file):
        pictures = _pictures(film, stages, times, frames, progress)
        encode(pictures, times, film.recording, picture_file)
        text_file.write_text(_truth(film, stages[0], frames), encoding="utf-8")
    return Made(stages[0], len(times), seconds)


def _pictures(
    film: Film,
    stages: Sequence[Stage],
    times: Floats,
    frames: list[dict[str, Any]],
    progress: Progress,
) -> Iterator[Pixels]:
    """Every picture in turn; the truth of each is added to ``frames``."""
    rng = np.random.default_rng(film.seed)
    drawn = -1
    for done, t_s in enumerate(map(float, times), start=1):
        take = film.timeline.take(t_s)
        if take != drawn:
            set_, drawn = stages[take], take
            trap = set_.task.lift.style == "trap_bar"
            renderer = Renderer(set_.lifter, set_.camera, rng, trap=trap)
            noise = rng.normal(0, NOISE_SD, (set_.camera.height, set_.camera.width)).round()
            grain = noise.astype(np.int16)[..., None]
        moment = set_.motion.moment(film.timeline.set_time(t_s))
        posed = set_.lifter.posed(moment.posture)
        frames.append(frame_truth(set_, moment, posed) | {"t_s": round(t_s, 6)})
        shift = tuple(int(n) for n in rng.integers(grain.shape[:2]))
        noisy = renderer.frame(posed, moment.posture.bar) + np.roll(grain, shift, axis=(0, 1))
        yield np.clip(noisy, 0, 255).astype(np.uint8)
        progress(done, len(times))


def _truth(film: Film, set_: Stage, frames: list[dict[str, Any]]) -> str:
    document = film.timeline.retimed(film_truth(set_, frames))
    if document["version"] > 1:
        cuts = {"cuts_s": [cut.at_s for cut in film.timeline.cuts]}
        document["film"] |= {**film.recording.for_truth(), **cuts, **film.about}
    return json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n"


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
