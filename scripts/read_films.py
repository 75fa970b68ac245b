"""Reads films whose truth is known, each as its lifter would: size, weight and style given.

    python scripts/read_films.py FILMS RESULTS [NAME ...]

A film that was read already is left alone, as long as film, truth and reader are the same; results
that another version of the reader made are removed before anything is read. Exit code 1: a film
could not be read; the others were.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from backspotter.app.film import analyse
from backspotter.app.film_asked import Asked
from backspotter.app.film_batch import KEY, key_of
from backspotter.app.film_folder import check_out, write_folder
from backspotter.errors import BackspotterError
from backspotter.spine.body import Lifter

ENDS = ".truth.json"


def asked_of(truth: dict[str, Any]) -> Asked:
    """What a lifter who knows size, weight, plates and style would ask of the film."""
    lifter = truth["lifter"]
    return Asked(
        load_kg=truth["load_kg"],
        lifter=Lifter(
            mass_kg=lifter["mass_asked_kg"], height_m=lifter["height_asked_m"], sex=lifter["sex"]
        ),
        style=truth["style"].replace("-", "_"),
        plate_mm=2000 * truth["plate_radius_m"],
    )


def read_one(film: Path, asked: Asked, out: Path) -> None:
    """The film's results in their folder, with the key of what made them.

    Raises
    ------
    BackspotterError : not a film that can be read
    """
    key = key_of(film, asked)
    found = analyse(
        film,
        load_kg=asked.load_kg,
        lifter=asked.lifter,
        style=asked.style,
        plate_mm=asked.plate_mm,
    )
    write_folder(found, out, beside={KEY: key + "\n"})


def is_read(film: Path, asked: Asked, out: Path) -> bool:
    """Whether the folder holds what this reader makes of this film. Results of another film or
    another version of the reader are removed, so that their numbers are never shown as ours.

    Raises
    ------
    BackspotterError : a folder that holds something else beside results
    """
    if not out.exists():
        return False
    key = out / KEY
    if key.is_file() and key.read_text(encoding="utf-8").strip() == key_of(film, asked):
        return True
    check_out(out)
    shutil.rmtree(out)
    return False


def main(arguments: list[str]) -> int:
    """The exit code."""
    if len(arguments) < 2:
        print("expected a folder of films and one for results", file=sys.stderr)
        return 2
    films, results = Path(arguments[0]), Path(arguments[1])
    results.mkdir(parents=True, exist_ok=True)
    try:
        left = unread(films, results, arguments[2:])
    except BackspotterError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    failed = 0
    for name, asked in left.items():
        try:
            read_one(film_of(film_folder=films, name=name), asked, results / name)
            print(f"{name}: read", flush=True)
        except BackspotterError as error:
            failed += 1
            print(f"{name}: {error}", file=sys.stderr)
    return 1 if failed else 0


def unread(films: Path, results: Path, only: list[str]) -> dict[str, Asked]:
    """The films that are to be read, by name, and what is asked of each; old results are gone.

    Raises
    ------
    BackspotterError : a folder that holds something else beside results
    """
    left = {}
    for file in sorted(films.glob(f"*{ENDS}")):
        name = file.name.removesuffix(ENDS)
        asked = asked_of(json.loads(file.read_text(encoding="utf-8")))
        wanted = not only or name in only
        if wanted and not is_read(film_of(film_folder=films, name=name), asked, results / name):
            left[name] = asked
    return left


def film_of(film_folder: Path, name: str) -> Path:
    """The film beside its truth."""
    return film_folder / f"{name}.mp4"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
