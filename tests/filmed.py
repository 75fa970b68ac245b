"""A film that was read before: the stick lifter's set, judged by the real job, on a real shelf."""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import numpy as np

from backspotter.app.film_archive import write_archive
from backspotter.app.film_asked import Asked
from backspotter.app.film_desk import Desk, gather, hand_over
from backspotter.app.film_job import KINDS, work
from backspotter.app.film_order import Order
from backspotter.app.film_reading import FilmRead
from backspotter.app.film_shelf import Clip
from backspotter.jobs import Job, queue_at
from backspotter.journal.journal import opened
from backspotter.journal.place import Place, jobs_address
from tests.films import film_of
from tests.journals import NOON
from tests.lifted import LIFTER, SIZE, film_read

ORDER = Order(asked=Asked(lifter=LIFTER, load_kg=140.0, style="conventional", plate_mm=450.0))
REPS = 2


@cache
def stick_film() -> Path:
    """A film as long as the stick lifter's set; its picture shows how far it is."""
    read = tracks()
    folder = _folder("stick-")
    times = tuple(float(t) for t in read.tracks.times_s)
    return film_of(
        folder / "set.mp4", times_s=times, size=(SIZE[0] // 2, SIZE[1] // 2), picture=_stripe
    )


def _stripe(number: int, of: int, width: int, height: int) -> np.ndarray:
    picture = np.full((height, width, 3), 70, np.uint8)
    picture[:, : max(round(width * number / of), 1)] = (60, 90, 110)
    return picture


@contextmanager
def desk_in(folder: Path) -> Iterator[Desk]:
    """One person's films and a list of jobs that nobody works on."""
    with opened(Place(folder / "j.db")) as journal:
        queue = queue_at(jobs_address(journal.place), KINDS)
        try:
            yield Desk(journal, queue)
        finally:
            queue.close()


def handed_over(desk: Desk, *, read: bool = True, mark: bytes = b"") -> tuple[Job, Clip]:
    """The job of a film that was uploaded; as if the network had seen the lifter in it already.

    ``mark`` : at its end, so that it is another film
    """
    clip = desk.shelf.new()
    clip.film.write_bytes(stick_film().read_bytes() + mark)
    return hand_over(desk, with_tracks(clip) if read else clip, ORDER, NOON), clip


def film_read_before(desk: Desk, now: datetime = NOON) -> Clip:
    """A film that was uploaded, read and judged."""
    clip = desk.shelf.new()
    shutil.copytree(_judged(), clip.folder, dirs_exist_ok=True)
    clip.film.write_bytes(stick_film().read_bytes())
    return done(desk, hand_over(desk, clip, ORDER, now), now)


@cache
def _judged() -> Path:
    """What the job makes of the film, once for all tests."""
    with TemporaryDirectory() as name, desk_in(Path(name)) as desk:
        clip = desk.shelf.new()
        clip.film.write_bytes(stick_film().read_bytes())
        done(desk, hand_over(desk, with_tracks(clip), ORDER, NOON))
        kept = _folder("judged-")
        for part in ("read", "runs"):
            shutil.copytree(clip.folder / part, kept / part)
        for file in ("small.mp4", "thumb.jpg"):
            shutil.copy(clip.folder / file, kept / file)
        return kept


def _folder(prefix: str) -> Path:
    """A folder that stays until the tests are over."""
    folder = Path(mkdtemp(prefix=prefix))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def with_tracks(clip: Clip) -> Clip:
    """The film as if the network had seen the stick lifter in it."""
    clip.read.mkdir(mode=0o700)
    write_archive(tracks(), clip.read)
    return clip


@cache
def tracks() -> FilmRead:
    """What the network would have seen in it."""
    return film_read(reps=REPS, drift_m=0.12)


def done(desk: Desk, job: Job, now: datetime = NOON) -> Clip:
    """The job done here and now, as a worker does it, and its result fetched."""
    table: Any = desk.queue
    held = table.table.take()
    assert held is not None
    assert held.job.id == job.id
    table.table.done(held, work(job.payload, lambda progress, doing: None))
    gather(desk, now)
    return Clip(Path(str(job.payload["folder"])))
