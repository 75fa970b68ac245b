"""Renders a suite of films into a folder, and goes on where an earlier run stopped."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from time import process_time
from typing import Any, Final

from backspotter.errors import BackspotterError, InputError
from backspotter.synth.film import Made as Filmed
from backspotter.synth.film import Progress, make_film, truth_file
from backspotter.synth.spec import film_of
from backspotter.synth.suite_plan import Spec, plan

MANIFEST: Final = "manifest.json"
VERSION: Final = 1
MOST_WORKERS: Final = 64
LESS_PITCH_DEG: Final = 3.0
"""Steps in which less is asked of a lifter who cannot pitch the trunk so far."""

Told = Callable[[str, int, int], None]
"""Told which film, how many of its frames are done, and of how many."""

Maker = Callable[[Spec, Path, Told], dict[str, Any]]
"""Makes one film; what the manifest says of it beside its specification."""


@dataclass(slots=True)
class Suite:
    """A suite in a folder: what is asked for, and what of it is there.

    Parameters
    ----------
    set_, count, seed : decide the films
    folder : where they are
    done : name to what the manifest says of a film that is whole
    failed : name to why it is not there
    """

    set_: str
    count: int
    seed: int
    folder: Path
    done: dict[str, dict[str, Any]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    @property
    def document(self) -> dict[str, Any]:
        """The manifest."""
        specs = plan(self.set_, self.count, self.seed)
        there = [spec for spec in specs if spec["name"] in self.done]
        films = [{"spec": spec, "took_s": None, **self.done[spec["name"]]} for spec in there]
        return {
            "version": VERSION,
            "set": self.set_,
            "n": self.count,
            "seed": self.seed,
            "films": films,
            "failed": [{"name": name, "why": why} for name, why in sorted(self.failed.items())],
        }

    def keep(self) -> None:
        """Writes the manifest, whole or not at all."""
        part = self.folder / f".{MANIFEST}.{os.getpid()}.part"
        try:
            part.write_text(json.dumps(self.document, indent=1, ensure_ascii=False) + "\n", "utf-8")
            part.replace(self.folder / MANIFEST)
        except OSError as error:
            part.unlink(missing_ok=True)
            given = f"{self.folder} ({error.strerror or error})"
            raise InputError("out", given=given, expected="a folder that can be written") from None


def opened(set_: str, count: int, seed: int, folder: Path) -> Suite:
    """The suite in this folder, with the films that an earlier run left whole.

    Raises
    ------
    InputError : no such set, no such folder, or another suite is in it
    """
    specs = plan(set_, count, seed)
    _make(folder)
    _tidy(folder)
    suite = Suite(set_, count, seed, folder)
    earlier = _manifest(folder / MANIFEST)
    if earlier is None:
        return suite
    asked = {"set": set_, "n": count, "seed": seed}
    there = {name: earlier.get(name) for name in asked}
    if there != asked:
        given = ", ".join(f"{name} {value}" for name, value in there.items())
        raise InputError(
            "out",
            given=f"a suite of {given}",
            expected="the same suite, to go on with it",
            do="choose another folder",
        )
    wanted = {spec["name"]: spec for spec in specs}
    for film in earlier["films"]:
        name = film["spec"]["name"]
        if film["spec"] == wanted.get(name) and is_whole(folder, name):
            suite.done[name] = {key: value for key, value in film.items() if key != "spec"}
    return suite


def render(suite: Suite, *, workers: int = 1, told: Told, maker: Maker | None = None) -> None:
    """Makes the films that are missing; one that cannot be made does not stop the others.

    Raises
    ------
    InputError : no such number of workers, or the folder can no longer be written
    """
    if not 1 <= workers <= MOST_WORKERS:
        raise InputError("workers", given=workers, expected=f"1 to {MOST_WORKERS}")
    specs = plan(suite.set_, suite.count, suite.seed)
    missing = [spec for spec in specs if spec["name"] not in suite.done]
    make = maker or make_one
    made = (
        _in_turn(missing, suite.folder, told, make)
        if workers == 1
        else _in_parallel(missing, suite.folder, told, make, workers)
    )
    for name, found, why in made:
        if why is None:
            suite.done[name] = found
        else:
            suite.failed[name] = why
        suite.keep()
    suite.keep()


def make_one(spec: Spec, folder: Path, told: Told) -> dict[str, Any]:
    """One film of a suite in its folder; a lifter whose knees cannot make up for the pitch of the
    trunk that was thrown pitches as far as they can, and the truth says how far. ``took_s`` is of
    the processor, so that others at work on the machine count little."""
    out = folder / f"{spec['name']}.mp4"
    began = process_time()
    made = _made(spec, out, lambda done, of: told(spec["name"], done, of))
    return {
        "film": out.name,
        "truth": truth_file(out).name,
        "frames": made.frames,
        "seconds": round(made.seconds, 3),
        "bytes": out.stat().st_size,
        "took_s": round(process_time() - began, 1),
    }


def _made(spec: Spec, out: Path, progress: Progress) -> Filmed:
    try:
        return make_film(film_of(spec), out, progress)
    except InputError as error:
        asked = spec["task"].get("hips_first_deg", 0.0)
        if error.field != "hips_first_deg" or asked <= 0:
            raise
    less = max(asked - LESS_PITCH_DEG, 0.0)
    return _made({**spec, "task": {**spec["task"], "hips_first_deg": less}}, out, progress)


def is_whole(folder: Path, name: str) -> bool:
    """Whether a film and its truth are there, and the truth is one whole document."""
    film = folder / f"{name}.mp4"
    try:
        with truth_file(film).open(encoding="utf-8") as file:
            truth = json.load(file)
        return film.stat().st_size > 0 and len(truth["frames"]) == truth["film"]["frames"]
    except (OSError, ValueError, KeyError, TypeError):
        return False


Made = tuple[str, dict[str, Any], str | None]


def _attempt(spec: Spec, folder: Path, told: Told, make: Maker) -> Made:
    try:
        return spec["name"], make(spec, folder, told), None
    except BackspotterError as error:
        return spec["name"], {}, str(error)


def _in_turn(specs: Sequence[Spec], folder: Path, told: Told, make: Maker) -> Iterator[Made]:
    for spec in specs:
        yield _attempt(spec, folder, told, make)


def _apart(spec: Spec, folder: Path, make: Maker) -> Made:
    """In a process of its own, which tells nobody how far it is."""
    return _attempt(spec, folder, lambda name, done, of: None, make)


def _in_parallel(
    specs: Sequence[Spec], folder: Path, told: Told, make: Maker, workers: int
) -> Iterator[Made]:
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        try:
            for each in as_completed([pool.submit(_apart, spec, folder, make) for spec in specs]):
                found = each.result()
                told(found[0], 1, 1)
                yield found
        except BrokenProcessPool:
            raise BackspotterError(
                "a process that drew a film was stopped from outside, perhaps for want of memory; "
                "the same command goes on from here, perhaps with fewer workers"
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        given = f"{folder} ({error.strerror or error})"
        raise InputError("out", given=given, expected="a folder") from None
    if not os.access(folder, os.W_OK):
        raise InputError("out", given=str(folder), expected="a folder that can be written to")


def _tidy(folder: Path) -> None:
    """Removes half-written files of runs that were killed."""
    for part in folder.glob(".*.part"):
        process = part.name.split(".")[-2]
        if process.isdigit() and not _is_running(int(process)):
            part.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    if os.name == "nt":  # there a signal of 0 is not a question
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _manifest(path: Path) -> dict[str, Any] | None:
    """What an earlier run left; none where there is none, or none that can be read."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    is_one = isinstance(document, dict) and isinstance(document.get("films"), list)
    return document if is_one else None
