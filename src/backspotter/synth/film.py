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
from backspotter.synth.body import Posed
from backspotter.synth.encode import check_encoder, encode
from backspotter.synth.motion import Moment
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
    takes : what is filmed; after each cut the next one, of the same set
    recording : how it is stored
    cuts : where each lies, as a share of the film, and what share of the set it leaves out
    about : what the truth says of the film beside that: its name, the set it belongs to
    """

    takes: tuple[FilmTask, ...]
    recording: Recording
    cuts: tuple[tuple[float, float], ...] = ()
    about: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.takes) != len(self.cuts) + 1:
            expected = f"{len(self.cuts) + 1}: one more than cuts"
            raise InputError("takes", given=len(self.takes), expected=expected)

    @classmethod
    def of(cls, task: FilmTask) -> Film:
        """One take, stored in the usual way."""
        width, height = int(task.width), int(task.height)
        return cls(takes=(task,), recording=Recording(width=width, height=height, fps=task.fps))

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
    timeline = Timeline.of_shares(film.cuts, stages[0].motion.seconds)
    seconds = stages[0].motion.seconds - timeline.skipped_s
    rng = np.random.default_rng([film.seed, TIMES_STREAM])
    times = frame_times(seconds, film.recording, rng)
    frames: list[dict[str, Any]] = []
    with _both_or_none(out) as (picture_file, text_file):
        pictures = _pictures(stages, timeline, times, frames, progress)
        encode(pictures, times, film.recording, picture_file)
        text_file.write_text(_truth(film, timeline, stages[0], frames), encoding="utf-8")
    return Made(stages[0], len(times), seconds)


def _pictures(
    stages: Sequence[Stage],
    timeline: Timeline,
    times: Floats,
    frames: list[dict[str, Any]],
    progress: Progress,
) -> Iterator[Pixels]:
    """Every picture in turn; the truth of each is added to ``frames``."""
    rng = np.random.default_rng(int(stages[0].task.seed))
    takes = np.array([timeline.take(t_s) for t_s in times])
    for take, set_ in enumerate(stages):
        draw = _Drawing(set_, rng)
        for t_s in map(float, times[takes == take]):
            moment = set_.motion.moment(timeline.set_time(t_s))
            posed = set_.lifter.posed(moment.posture)
            frames.append(frame_truth(set_, moment, posed) | {"t_s": round(t_s, 6)})
            yield draw.picture(posed, moment)
            progress(len(frames), len(times))


class _Drawing:
    """Draws one take, with the grain of a sensor."""

    def __init__(self, set_: Stage, rng: np.random.Generator) -> None:
        trap = set_.task.lift.style == "trap_bar"
        self.renderer = Renderer(set_.lifter, set_.camera, rng, trap=trap)
        noise = rng.normal(0, NOISE_SD, (set_.camera.height, set_.camera.width)).round()
        self.rng, self.grain = rng, noise.astype(np.int16)[..., None]

    def picture(self, posed: Posed, moment: Moment) -> Pixels:
        shift = tuple(int(n) for n in self.rng.integers(self.grain.shape[:2]))
        clean = self.renderer.frame(posed, moment.posture.bar)
        noisy = clean + np.roll(self.grain, shift, axis=(0, 1))
        return np.asarray(np.clip(noisy, 0, 255), np.uint8)


def _truth(film: Film, timeline: Timeline, set_: Stage, frames: list[dict[str, Any]]) -> str:
    document = timeline.retimed(film_truth(set_, frames))
    if document["version"] > 1:
        cuts = {"cuts_s": [round(cut.at_s, 6) for cut in timeline.cuts]}
        document["film"] |= {**film.recording.for_truth(), **cuts, **film.about}
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


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
