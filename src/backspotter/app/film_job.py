"""The work on one film, in a process of its own: read, copied small, judged, its pictures taken.

Each step is left out where its result is there already, so that a job which was killed goes on, and
a correction does not read the film again. What is found is put in place in one step.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from backspotter.app.film_archive import read_archive, write_archive
from backspotter.app.film_order import Order, order_of
from backspotter.app.film_reading import FilmRead
from backspotter.app.film_shelf import CURRENT, RUNS, THUMB, Clip, write_document, write_text
from backspotter.errors import InputError
from backspotter.jobs import Kind, Kinds, Limits, Tell
from backspotter.lift.film_facts import FilmFacts

KIND: Final = "film"
MOST_SECONDS: Final = 3600
KINDS: Final = Kinds(
    {
        KIND: Kind(
            work="backspotter.app.film_job:work",
            limits=Limits(cpu_s=MOST_SECONDS, wall_s=2.0 * MOST_SECONDS),
        )
    }
)
SEEN_AT: Final = "BACKSPOTTER_FILMS_SEEN_AT"
"""The environment variable in which a worker says under which path it sees the folder of films."""

NAMED: Final = "backspotter.app.film_job:KINDS"
SUMMARY, LINE = "summary.json", "line.json"

MOST_PIXELS_IN_ALL: Final = 1e11
"""Width times height times frames: ten minutes of full HD at 60 a second with some to spare, or
three of 4K."""

Told = Callable[[str, float], None]
STEPS: Final[Mapping[str, tuple[float, float]]] = {
    "looking for the lifter": (0.02, 0.55),
    "following the bar": (0.55, 0.78),
    "making a copy to watch": (0.78, 0.90),
    "working out the set": (0.90, 0.94),
    "taking pictures": (0.94, 0.99),
}
"""Which part of the whole each step is, about."""


def work(payload: Mapping[str, Any], tell: Tell) -> str:
    """The id of the film, once it is read and judged.

    Parameters
    ----------
    payload : ``folder`` of the film, and the ``key`` of what is asked

    Raises
    ------
    InputError : the film cannot be used, or what was asked of it cannot be
    """
    clip, key = Clip(_seen_at(Path(payload["folder"]))), str(payload["key"])
    if not clip.folder.is_dir():
        raise InputError("film", given="one that was deleted", expected="a film that is there")
    order = order_of(clip, key)
    told = _told(tell)
    if not clip.run_of(key).is_dir():
        read = _read(clip, told)
        _judge(clip, key, order, read, told)
    write_text(clip.folder / CURRENT, key)
    _tidy(clip, key, order)
    return clip.id


def _seen_at(folder: Path, environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of a film as this host sees it: person and film are the same everywhere."""
    here = environment.get(SEEN_AT)
    return Path(here) / folder.parent.name / folder.name if here else folder


def _told(tell: Tell) -> Told:
    """Tells how much is done of everything, and never less than before."""
    most = 0.0

    def told(what: str, done: float) -> None:
        nonlocal most
        first, last = STEPS.get(what, (0.0, 0.0))
        most = max(most, first + (last - first) * done)
        tell(most, what)

    return told


def _read(clip: Clip, told: Told) -> FilmRead:
    """What was followed through the film, from before or now; and the copy of it is there."""
    from backspotter.app.film_reading import read_film
    from backspotter.lift.film import Film

    read = _read_before(clip)
    if read is None:
        _check_there(clip)
        told("looking for the lifter", 0.0)
        _check_whole_size(Film(clip.film, threads=1).facts)
        with _made(clip, clip.read) as folder:
            write_archive(read_film(clip.film, told, threads=1), folder)
        # as a later correction will see it
        read = read_archive(clip.read, FilmRead)
    if not clip.small.is_file():
        _copy(clip, told)
    return read


def _read_before(clip: Clip) -> FilmRead | None:
    with suppress(InputError):
        return read_archive(clip.read, FilmRead)
    return None


def _check_there(clip: Clip) -> None:
    if not clip.film.is_file():
        expected = "the film itself, to read it anew"
        raise InputError("film", given="deleted", expected=expected, do="upload it again")


def _copy(clip: Clip, told: Told) -> None:
    from backspotter.exports.film_small import write_small
    from backspotter.lift.film import Film

    _check_there(clip)
    write_small(Film(clip.film, threads=1), clip.small, told)
    clip.small.chmod(0o600)


def _check_whole_size(facts: FilmFacts) -> None:
    if facts.width * facts.height * facts.frames > MOST_PIXELS_IN_ALL:
        given = f"{facts.width} × {facts.height} pixels, {facts.frames} frames"
        expected = "fewer pixels in all"
        do = "cut it to the one set, or save it in full HD"
        raise InputError("film", given=given, expected=expected, do=do)


def _judge(clip: Clip, key: str, order: Order, read: FilmRead, told: Told) -> None:
    from backspotter.app.film import analysed
    from backspotter.app.film_summary import summary
    from backspotter.exports.film_pictures import pictures_of
    from backspotter.exports.film_report import with_pictures
    from backspotter.exports.report_said import finding
    from backspotter.lift.film import Film

    told("working out the set", 0.0)
    found = analysed(read, order.asked, name="your film", baseline=order.earlier)
    told("working out the set", 1.0)
    pictures = pictures_of(found, Film(clip.small, threads=1), told)
    found = with_pictures(found, pictures)
    with _made(clip, clip.run_of(key)) as folder:
        for name, picture in pictures.items():
            _write(folder / name, picture)
        write_archive(found, folder)
        write_document(folder / SUMMARY, summary(found))
        write_document(folder / LINE, {"finding": finding(found)})
    if THUMB in pictures:
        _write(clip.folder / THUMB, pictures[THUMB])


class _made:  # noqa: N801  reads as a word
    """A folder that gets its name when it is whole; one of that name gives way."""

    def __init__(self, clip: Clip, name: Path) -> None:
        self.name = name
        self.part = clip.folder / f".{name.name}-{uuid4().hex[:8]}"

    def __enter__(self) -> Path:
        self.part.mkdir(mode=0o700)
        return self.part

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.name.parent.mkdir(mode=0o700, exist_ok=True)
            shutil.rmtree(self.name, ignore_errors=True)
            self.part.replace(self.name)
        shutil.rmtree(self.part, ignore_errors=True)


def _write(to: Path, content: bytes) -> None:
    part = to.with_name(f".{to.name}.part")
    with open(part, "wb", opener=_own) as stream:
        stream.write(content)
    part.replace(to)


def _own(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _tidy(clip: Clip, key: str, order: Order) -> None:
    """Removes earlier results, and the film itself unless it is wanted."""
    for each in (clip.folder / RUNS).iterdir():
        if each.name != key:
            shutil.rmtree(each, ignore_errors=True)
    for each in clip.folder.glob(".*-????????"):
        shutil.rmtree(each, ignore_errors=True)
    if not order.keeps_film:
        clip.film.unlink(missing_ok=True)
