"""Reads films whose truth is known, each as its lifter would: size, weight and style given.

    python scripts/read_films.py FILMS RESULTS [NAME ...]

A film that was read already is left alone. Exit code 1: one could not be read; the others were.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from backspotter.app.film import analyse
from backspotter.app.film_folder import write_folder
from backspotter.errors import BackspotterError
from backspotter.spine.body import Lifter

ENDS = ".truth.json"


def read_one(film: Path, truth: dict[str, Any], out: Path) -> None:
    """The film's results in their folder.

    Raises
    ------
    BackspotterError : not a film that can be read
    """
    lifter = truth["lifter"]
    found = analyse(
        film,
        load_kg=truth["load_kg"],
        lifter=Lifter(
            mass_kg=lifter["mass_asked_kg"], height_m=lifter["height_asked_m"], sex=lifter["sex"]
        ),
        style=truth["style"],
        plate_mm=2000 * truth["plate_radius_m"],
    )
    write_folder(found, out)


def main(arguments: list[str]) -> int:
    """The exit code."""
    if len(arguments) < 2:
        print("expected a folder of films and one for results", file=sys.stderr)
        return 2
    films, results = Path(arguments[0]), Path(arguments[1])
    results.mkdir(parents=True, exist_ok=True)
    failed = 0
    for file in sorted(films.glob(f"*{ENDS}")):
        name = file.name.removesuffix(ENDS)
        if (arguments[2:] and name not in arguments[2:]) or (results / name).exists():
            continue
        truth = json.loads(file.read_text(encoding="utf-8"))
        try:
            read_one(film_of(film_folder=films, name=name), truth, results / name)
            print(f"{name}: read")
        except BackspotterError as error:
            failed += 1
            print(f"{name}: {error}", file=sys.stderr)
    return 1 if failed else 0


def film_of(film_folder: Path, name: str) -> Path:
    """The film beside its truth."""
    return film_folder / f"{name}.mp4"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
