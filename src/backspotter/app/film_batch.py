"""Many films: each in a process of its own that is limited, results kept by what made them.

A film is done again only if the film, what reads it or what was asked has changed. One
that cannot be used, takes too long or too much memory does not stop the others.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from backspotter import __version__
from backspotter.app.film_asked import Asked
from backspotter.app.film_folder import OURS, as_text
from backspotter.app.film_reader import reader_mark
from backspotter.errors import InputError

FILMS: Final = (".mp4", ".mov", ".mkv", ".webm", ".m4v", ".avi")
MANIFEST: Final = "batch.json"
KEY: Final = "key.txt"
MOST_SECONDS: Final = 3600.0
"""A film that takes longer is given up on."""

MOST_FILMS: Final = 100_000
CHUNK: Final = 1 << 20
WORKER: Final = "backspotter.app.film_worker"

Outcome: TypeAlias = Literal["done", "cannot_judge", "unusable", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One film to be read: its ``name`` among the results, and the ``key`` of what makes them."""

    name: str
    film: Path
    key: str
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a film ended; ``why`` where there is no result, ``again`` if it was there already."""

    name: str
    key: str
    outcome: Outcome
    why: str = ""
    again: bool = False


Runs: TypeAlias = Callable[[list[Job], Mapping[str, Any]], Iterator[Ended]]
"""Reads films somewhere, with what was asked; gives how each ended as it ends."""


def jobs(folder: Path, out: Path, asked: Asked) -> list[Job]:
    """Every film in a folder and below, in order of name.

    Raises
    ------
    InputError : no such folder, or no film in it
    """
    refuse_missing(folder)
    inside = out.resolve()
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in FILMS and path.is_file() and inside not in path.resolve().parents
    )
    if not found or len(found) > MOST_FILMS:
        expected = f"films that end in {', '.join(FILMS)}"
        raise InputError("dir", given=f"{folder} ({len(found)} films)", expected=expected)
    names = _names(found, folder)
    return [
        Job(name=name, film=film, key=key_of(film, asked), folder=out / name)
        for name, film in zip(names, found, strict=True)
    ]


def refuse_missing(folder: Path) -> None:
    """Raise where there is no such folder.

    Raises
    ------
    InputError : it is not there, or is a file
    """
    if not folder.is_dir():
        raise InputError("dir", given=str(folder), expected="a folder with films")


def _names(films: list[Path], folder: Path) -> list[str]:
    """The films' paths below the folder, without the suffix where that is enough to tell them
    apart."""
    plain = [
        film.relative_to(folder).with_suffix("").as_posix().replace("/", "--") for film in films
    ]
    whole = [film.relative_to(folder).as_posix().replace("/", "--") for film in films]
    pairs = zip(plain, whole, strict=True)
    return [short if plain.count(short) == 1 else long.replace(".", "-") for short, long in pairs]


def key_of(film: Path, asked: Asked) -> str:
    """Of the film's bytes, all that reads it (``reader_mark``) and everything that was asked."""
    digest = hashlib.sha256()
    try:
        with film.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except OSError:
        digest.update(str(film).encode())
    digest.update(json.dumps([reader_mark(), asked_document(asked)], sort_keys=True).encode())
    return digest.hexdigest()


def asked_document(asked: Asked) -> dict[str, Any]:
    """What was asked, as plain values."""
    lifter = asked.lifter
    by_hand = {"spans": [list(span) for span in asked.spans]} if asked.spans else {}
    return {
        **by_hand,
        "load_kg": asked.load_kg,
        "style": asked.style,
        "plate_mm": asked.plate_mm,
        "height_m": lifter.height_m,
        "mass_kg": lifter.mass_kg,
        "sex": lifter.sex,
    }


def batch(
    work: list[Job],
    asked: Asked,
    out: Path,
    *,
    run: Runs,
    told: Callable[[Ended], None] = lambda ended: None,
) -> list[Ended]:
    """Every film read, those that are there already left alone; how each ended, in order of name.

    Parameters
    ----------
    run : where films are read: ``local``, or ``film_cluster.dask``
    told : is told of each film as it ends

    Raises
    ------
    InputError : a folder that cannot be written
    """
    known = _known(out)
    ended = {}
    for one in _ends(work, asked, known, run):
        ended[one.name] = one
        told(one)
        _note(out, known, one)
    return [ended[job.name] for job in work]


def _ends(work: list[Job], asked: Asked, known: Mapping[str, Any], run: Runs) -> Iterator[Ended]:
    """How films ended that are there already, then the others as they end."""
    before = {job.name: _before(job, known) for job in work}
    yield from (one for one in before.values() if one is not None)
    left = [job for job in work if before[job.name] is None]
    if left:
        yield from run(left, asked_document(asked))


def local(workers: int) -> Runs:
    """Processes on this machine, so many at a time."""

    def run(work: list[Job], asked: Mapping[str, Any]) -> Iterator[Ended]:
        with ThreadPoolExecutor(max_workers=workers) as pool:
            running = [pool.submit(one_film, job, asked, n % workers) for n, job in enumerate(work)]
            try:
                for future in as_completed(running):
                    yield future.result()
            finally:
                for future in running:
                    future.cancel()

    return run


def _before(job: Job, known: Mapping[str, Any]) -> Ended | None:
    """How a film ended earlier, if nothing has changed since."""
    row = known.get(job.name)
    if not isinstance(row, dict) or row.get("key") != job.key:
        return None
    outcome = row.get("outcome")
    if outcome in ("done", "cannot_judge") and not _holds(job):
        return None
    if outcome not in ("done", "cannot_judge", "unusable"):
        return None
    return Ended(
        name=job.name, key=job.key, outcome=outcome, why=str(row.get("why", "")), again=True
    )


def _holds(job: Job) -> bool:
    """Whether the folder holds results of this very key."""
    try:
        key = (job.folder / KEY).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return False
    return key == job.key and (job.folder / OURS).is_file()


def one_film(job: Job, asked: Mapping[str, Any], core: int) -> Ended:
    """One film in a process of its own, on one core."""
    given = {**asked, "film": str(job.film), "out": str(job.folder), "key": job.key, "core": core}
    try:
        ran = subprocess.run(  # a fixed command; the film's name goes in as JSON
            [sys.executable, "-m", WORKER],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            timeout=MOST_SECONDS,
            env={**os.environ, **ONE_CORE},
            check=False,
        )
    except subprocess.TimeoutExpired:
        why = f"it took more than {MOST_SECONDS / 60:.0f} minutes"
        return Ended(name=job.name, key=job.key, outcome="failed", why=why)
    return _ended(job, ran)


ONE_CORE: Final = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def _ended(job: Job, ran: subprocess.CompletedProcess[str]) -> Ended:
    lines = ran.stdout.strip().splitlines()
    with suppress(ValueError, IndexError, KeyError, TypeError):
        said = json.loads(lines[-1])
        return Ended(name=job.name, key=job.key, outcome=said["outcome"], why=said["why"])
    last = (ran.stderr.strip().splitlines() or [""])[-1][:200]
    why = f"its process ended with {ran.returncode} ({last})" if last else "its process was ended"
    return Ended(name=job.name, key=job.key, outcome="failed", why=why)


def _known(out: Path) -> dict[str, Any]:
    """How films ended in earlier runs; nothing where that cannot be read."""
    try:
        found = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    rows = found.get("films") if isinstance(found, dict) else None
    return dict(rows) if isinstance(rows, dict) else {}


def _note(out: Path, known: dict[str, Any], one: Ended) -> None:
    """The manifest with one more film in it; never half-written."""
    known[one.name] = {"key": one.key, "outcome": one.outcome, "why": one.why}
    document = {"version": 1, "engine": __version__, "films": dict(sorted(known.items()))}
    waiting = out / f".{MANIFEST}.{os.getpid()}"
    try:
        out.mkdir(parents=True, exist_ok=True)
        waiting.write_text(as_text(document), encoding="utf-8")
        waiting.replace(out / MANIFEST)
    except OSError as error:
        given = f"{out.name} ({error.strerror or error})"
        raise InputError("out", given=given, expected="a folder that can be written") from None
