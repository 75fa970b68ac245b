"""Draws a film frame by frame, encodes it, and writes its truth beside it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from backspotter.errors import InputError
from backspotter.synth.arrays import Floats, Mask, Pixels
from backspotter.synth.body import Posed
from backspotter.synth.camera import Camera
from backspotter.synth.encode import check_encoder, encode
from backspotter.synth.lens import Grain, captioned, thrown_lines
from backspotter.synth.motion import Moment
from backspotter.synth.recording import Recording
from backspotter.synth.renderer import Renderer
from backspotter.synth.scene import Scene
from backspotter.synth.shown import of_film
from backspotter.synth.stage import Stage, stage
from backspotter.synth.task import FilmTask
from backspotter.synth.timeline import Timeline, frame_times
from backspotter.synth.truth import film_truth, frame_truth

Progress = Callable[[int, int], None]
"""Told how many frames are done, and of how many."""

SHUTTER_STEPS: Final = 4
"""Moments that a blurred picture is made of."""

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
    scenes : how each take looks, None for a plain scene
    recording : how it is stored
    cuts : where each lies, as a share of the film, and what share of the set it leaves out
    about : what the truth says of the film beside that: its name, the set it belongs to
    """

    takes: tuple[FilmTask, ...]
    recording: Recording
    scenes: tuple[Scene | None, ...] = (None,)
    cuts: tuple[tuple[float, float], ...] = ()
    about: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not len(self.takes) == len(self.scenes) == len(self.cuts) + 1:
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
    stages = [stage(*take) for take in zip(film.takes, film.scenes, strict=True)]
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
    takes = np.array([timeline.take(t_s) for t_s in times])
    for take, set_ in enumerate(stages):
        draw = _Drawing(set_)
        for t_s in map(float, times[takes == take]):
            at_s = timeline.set_time(t_s)
            picture = draw.picture(at_s, len(frames))
            frames.append(draw.truth(at_s) | {"t_s": round(t_s, 6)})
            yield picture
            progress(len(frames), len(times))


_Placed = tuple[Posed, tuple[float, float], float]
"""A posed body, the bar's middle at (Y, Z) [m], and when [s]."""


class _Drawing:
    """Draws one take: shutter, sensor and captions, and the truth of each frame."""

    def __init__(self, set_: Stage) -> None:
        self.set, scene, task = set_, set_.scene, set_.task
        trap = task.lift.style == "trap_bar"
        self.renderer = Renderer(
            set_.lifter, set_.camera, trap=trap, scene=scene, load_kg=task.load_kg
        )
        self.grain = Grain(set_.camera.width, set_.camera.height, scene.noise, scene.seed)
        self.lines = thrown_lines(scene.rng("captions"), task.load_kg) if scene.captions else []
        self._last: tuple[float, _Placed] | None = None

    def picture(self, at_s: float, number: int) -> Pixels:
        """The frame of this moment of the set, the shutter open around it."""
        open_s = self.set.scene.blur_share / self.set.task.fps
        steps = np.linspace(-0.5, 0.5, SHUTTER_STEPS) * open_s if open_s else np.zeros(1)
        clean = self.renderer.exposed([self._posed(max(at_s + step, 0.0)) for step in steps])
        noisy = self.grain.on(clean, number)
        return captioned(noisy, self.lines) if self.lines else noisy

    def truth(self, at_s: float) -> dict[str, Any]:
        """What is known of that moment."""
        posed, bar, _ = self._posed(at_s)
        camera = self.set.camera.at(at_s)
        hidden = self.renderer.hidden(posed, bar, at_s)
        return frame_truth(
            self.set,
            self._moment(at_s),
            posed,
            camera=camera,
            surface=self.renderer.surface(posed),
            covered=partial(_covered, hidden, camera),
        )

    def _moment(self, at_s: float) -> Moment:
        return self.set.motion.moment(at_s)

    def _posed(self, at_s: float) -> _Placed:
        """Body, bar and time; a moment asked for again, for its truth, is not posed again."""
        if self._last is None or self._last[0] != at_s:
            posture = self._moment(at_s).posture
            self._last = at_s, (self.set.lifter.posed(posture), posture.bar, at_s)
        return self._last[1]


def _covered(hidden: Mask, camera: Camera, points: Floats) -> Mask:
    """Which points (n, 2) [px] something stands before; those off the picture are not asked."""
    safe = np.nan_to_num(points, nan=-1.0)
    place = np.clip(safe.astype(int), 0, [camera.width - 1, camera.height - 1])
    return np.asarray(hidden[place[:, 1], place[:, 0]])


def _truth(film: Film, timeline: Timeline, set_: Stage, frames: list[dict[str, Any]]) -> str:
    about = {"name": film.about.get("name", ""), "set_": film.about.get("set", "free")}
    cuts = [cut.at_s for cut in timeline.cuts]
    of_file = of_film(film.recording, set_.scene, cuts, **about)
    document = timeline.retimed(film_truth(set_, frames, of_file))
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
