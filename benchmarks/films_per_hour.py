"""Films an hour with one worker and with two, each on one core.

    python -m benchmarks.films_per_hour [FILM] [--films 8] [--rounds 1] [--write]

As many copies of one film are read as ``backspotter batch`` reads a folder, first by one worker and
then by two: each film in a process of its own, tied to one core, the report written.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from benchmarks.machine import machine
from benchmarks.section import write_section

FILM: Final = Path(__file__).resolve().parents[1] / "tests/data/films/neutral.mp4"
ASKED: Final = ("--load-kg=100", "--height-cm=168", "--mass-kg=64", "--sex=female")
HOUR_S: Final = 3600.0
WORKERS: Final = (1, 2)


def films_an_hour(films: Path, out: Path, workers: int) -> float:
    """How many films so many workers read in an hour, at the pace of this folder.

    Raises
    ------
    SystemExit : a film could not be read
    """
    count = len(list(films.iterdir()))
    command = ("batch", str(films), *ASKED, f"--workers={workers}", "--out", str(out))
    began = perf_counter()
    ran = subprocess.run(
        [sys.executable, "-m", "backspotter", *command], stdout=subprocess.DEVNULL, check=False
    )
    took = perf_counter() - began
    if ran.returncode or len(list(out.glob("*/summary.json"))) != count:
        raise SystemExit(f"not every film was read (exit code {ran.returncode})")
    return count * HOUR_S / took


def measured(film: Path, count: int, rounds: int) -> dict[int, list[float]]:
    """Films an hour by number of workers, in turn, so often."""
    found: dict[int, list[float]] = {workers: [] for workers in WORKERS}
    with tempfile.TemporaryDirectory() as name:
        films = Path(name) / "films"
        films.mkdir()
        for number in range(count):
            shutil.copy(film, films / f"{number}.mp4")
        for turn in range(rounds):
            for workers in WORKERS:
                out = Path(name) / f"out-{turn}-{workers}"
                found[workers].append(films_an_hour(films, out, workers))
    return found


def shown(found: dict[int, Sequence[float]], count: int) -> str:
    """The best of each, since other work only slows, and how many times more two are."""
    best = {workers: max(paces) for workers, paces in found.items()}
    lines = [f"{count} copies of a film; the best of {len(found[WORKERS[0]])}\n"]
    lines += [f"- {workers} at a time: {pace:.0f} films an hour" for workers, pace in best.items()]
    lines.append(f"- {best[WORKERS[1]] / best[WORKERS[0]]:.2f} times as many with two")
    return "\n".join(lines)


def main() -> int:
    """Measure and show it."""
    asked = argparse.ArgumentParser(description="Films an hour with one worker and with two.")
    asked.add_argument("film", nargs="?", type=Path, default=FILM)
    asked.add_argument("--films", type=int, default=8)
    asked.add_argument("--rounds", type=int, default=1)
    asked.add_argument("--write", action="store_true", help="write docs/team-load.md too")
    given: Any = asked.parse_args()
    before = f"{machine()}; load before: {os.getloadavg()[0]:.1f}"
    said = shown(measured(given.film, given.films, given.rounds), given.films)
    print(f"{said}\n\n{before}")
    if given.write:
        write_section("hour", f"{said}\n\n{before}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
