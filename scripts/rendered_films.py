"""Draws two hundred small films of four lifters and reads them, for docs/notebooks/films.ipynb.

    python scripts/rendered_films.py FOLDER                  draw, read, and write the table
    python scripts/rendered_films.py FOLDER --workers 2      read on two cores
    python scripts/rendered_films.py FOLDER --count 8        the first films, to try it

A run that was stopped goes on where it was. The table is docs/notebooks/films.csv, or where --table
says. The exit code is that of ``backspotter batch``.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np

from backspotter.scoring.match import matched
from backspotter.scoring.result import FLEXION, SIZES, read_result
from backspotter.scoring.truth import read_truth
from backspotter.synth.suite import is_whole, make_one
from backspotter.synth.suite_plan import Spec, hypercube

COUNT: Final = 200
SEED: Final = 20261127
FILMS: Final = "films"
RESULTS: Final = "results"
TABLE: Final = Path(__file__).resolve().parent.parent / "docs" / "notebooks" / "films.csv"
COMPARED: Final = (*FLEXION, *SIZES)
STYLE: Final = "conventional"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filmed:
    """A lifter whose films are read in one batch: sex, size and what is on the bar [m, kg]."""

    name: str
    sex: str
    height_m: float
    mass_kg: float
    load_kg: float


LIFTERS: Final = (
    Filmed(name="a", sex="male", height_m=1.81, mass_kg=84.0, load_kg=140.0),
    Filmed(name="b", sex="female", height_m=1.68, mass_kg=64.0, load_kg=90.0),
    Filmed(name="c", sex="male", height_m=1.72, mass_kg=78.0, load_kg=180.0),
    Filmed(name="d", sex="female", height_m=1.76, mass_kg=74.0, load_kg=110.0),
)
PICTURE: Final = {"width": 640, "height": 600, "fps": 24, "crf": 22}
"""As small as a trunk of about 108 pixels allows: below 100 the reader does not judge the back."""

RANGES: Final = {
    "task": {"lumbar_deg": (4.0, 30.0), "rounding_deg": (0.0, 32.0), "up_s": (0.8, 1.6)},
    "scene": {"yaw_deg": (0.0, 18.0), "shake_px": (0.0, 2.0)},
}
CHOICES: Final[Mapping[str, Mapping[str, tuple[Any, ...]]]] = {
    "task": {"clothing": ("tight", "tight", "t_shirt"), "head": ("hair", "cap"), "skin": (0, 2, 4)},
    "scene": {
        "side": ("right", "left"),
        "plate": ("bumper", "iron"),
        "floor": ("platform", "rubber", "concrete"),
        "wall": ("block", "brick", "plaster", "dark"),
        "lamps": ("bright", "overhead", "warm"),
    },
}


Planned: TypeAlias = tuple[Filmed, Spec]


def planned(count: int) -> list[Planned]:
    """The first of the films, and whose each is; conditions are spread evenly over all of them."""
    names = [(g, n) for table in (RANGES, CHOICES) for g, row in table.items() for n in row]
    places = hypercube(COUNT, len(names), np.random.default_rng(SEED))[:count]
    return [
        (LIFTERS[number % len(LIFTERS)], _spec(number, dict(zip(names, row, strict=True))))
        for number, row in enumerate(places)
    ]


def _spec(number: int, place: Mapping[tuple[str, str], float]) -> Spec:
    lifter = LIFTERS[number % len(LIFTERS)]
    spec: Spec = {
        "name": f"{lifter.name}-{number:03d}",
        "seed": SEED + number,
        "task": {"style": STYLE, "reps": 1, "down_s": 0.9, "load_kg": lifter.load_kg},
        "scene": {},
        "file": dict(PICTURE),
    }
    spec["task"] |= {name: getattr(lifter, name) for name in ("sex", "height_m", "mass_kg")}
    for group, rows in RANGES.items():
        for name, (low, high) in rows.items():
            spec[group][name] = round(float(low + place[group, name] * (high - low)), 2)
    for group, choices in CHOICES.items():
        for name, values in choices.items():
            spec[group][name] = values[int(place[group, name] * len(values))]
    return spec


def draw(spec: Spec, folder: Path) -> None:
    """The film and its truth, unless they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    if not is_whole(folder, spec["name"]):
        make_one(spec, folder, lambda name, done, of: None)


def read(lifter: Filmed, films: Path, results: Path, workers: int) -> int:
    """What ``backspotter batch`` says of a lifter's films; its exit code."""
    size = (f"--height-cm={lifter.height_m * 100:g}", f"--mass-kg={lifter.mass_kg:g}")
    asked = (f"--load-kg={lifter.load_kg:g}", *size, f"--sex={lifter.sex}", f"--style={STYLE}")
    command = (*("batch", str(films)), *asked, f"--workers={workers}", "--out", str(results))
    return subprocess.run([sys.executable, "-m", "backspotter", *command], check=False).returncode


def rows(films: Sequence[Planned], folder: Path) -> Iterator[dict[str, Any]]:
    """A row for each film that was read: what was drawn (``true_``), and what was read of it."""
    for lifter, spec in films:
        summary = folder / RESULTS / lifter.name / spec["name"] / "summary.json"
        if summary.is_file():
            truth = folder / FILMS / lifter.name / f"{spec['name']}.truth.json"
            yield {**_drawn(lifter, spec), **_read(summary, truth)}


def _drawn(lifter: Filmed, spec: Spec) -> dict[str, Any]:
    names = ("clothing", "yaw_deg", "wall", "lamps")
    every = {**spec["task"], **spec["scene"]}
    about = {"film": spec["name"], "lifter": lifter.name, "load_kg": lifter.load_kg}
    return {**about, **{name: every[name] for name in names}}


def _read(summary: Path, truth: Path) -> dict[str, Any]:
    known, found = read_truth(truth), read_result(summary)
    document = json.loads(summary.read_text(encoding="utf-8"))
    row: dict[str, Any] = {"grade": found.grade, "reps": len(found.reps)}
    for name in COMPARED:
        row[f"true_{name}"] = round(known.reps[0].sizes[name], 4)
    pairs = matched(known.reps, found.reps).pairs
    for name in COMPARED:
        said = pairs[0][1].numbers[name] if pairs else None
        row[name] = None if said is None else said.value
        row[f"{name}_low"] = None if said is None else said.low
        row[f"{name}_high"] = None if said is None else said.high
    row["rounding_found"] = bool(pairs) and any(
        fault.code == "lumbar_rounding" for fault in pairs[0][1].faults
    )
    row["withheld"] = _why(document)
    return row


def _why(document: Mapping[str, Any]) -> str:
    """Why the back was not judged; nothing where it was."""
    whole = (each["why"] for each in document["withheld"] if each["what"] == "lower back")
    return next(whole, "")


def write_table(found: Sequence[Mapping[str, Any]], file: Path) -> None:
    """The rows as CSV, whole or not at all."""
    part = file.with_name(f".{file.name}.part")
    with part.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, fieldnames=list(found[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(found)
    part.replace(file)


def main(folder: Path, count: int, workers: int, table: Path) -> int:
    """Draws what is missing, reads what has not been read, and writes the table."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    films = planned(count)
    for done, (lifter, spec) in enumerate(films, start=1):
        draw(spec, folder / FILMS / lifter.name)
        print(f"drawn {done} of {len(films)}", flush=True)
    drawn = {lifter for lifter, _ in films}
    codes = [
        read(lifter, folder / FILMS / lifter.name, folder / RESULTS / lifter.name, workers)
        for lifter in LIFTERS
        if lifter in drawn
    ]
    found = list(rows(films, folder))
    if found:
        write_table(found, table)
        print(f"{table}: {len(found)} films")
    return max(codes)


def arguments() -> ArgumentParser:
    """What can be given."""
    parser = ArgumentParser(description="Draws small films of four lifters, and reads them.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=COUNT, choices=range(1, COUNT + 1))
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--table", type=Path, default=TABLE)
    return parser


if __name__ == "__main__":
    given = arguments().parse_args()
    sys.exit(main(given.folder, given.count, given.workers, given.table))
