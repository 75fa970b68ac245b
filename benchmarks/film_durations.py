"""``python -m benchmarks.film_durations [FILM …]``: how long reading a film takes on one core.

Each film is read as ``backspotter batch`` reads one: in a process of its own, on one core, the
report written. What is kept in film_durations.csv beside this is the processor time, which other
work on the machine changes less than the clock; ``benchmarks.cluster`` draws from it. Where films
are named they are only shown.
"""

from __future__ import annotations

import csv
import resource
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from backspotter.app.film_asked import Asked
from backspotter.app.film_batch import Job, asked_document, key_of, one_film
from backspotter.lift.film import Film
from backspotter.spine.body import Lifter
from benchmarks.machine import machine
from benchmarks.section import write_section
from benchmarks.tables import table

ROOT: Final = Path(__file__).resolve().parents[1]
TABLE: Final = Path(__file__).with_name("film_durations.csv")
COLUMNS: Final = ("film", "width", "height", "frames", "film_s", "processor_s")


def usual() -> list[Path]:
    """The films of this repository."""
    return [ROOT / "docs/demo/demo.mp4", *sorted((ROOT / "tests/data/films").glob("*.mp4"))]


def measured(film: Path) -> tuple[str, int, int, int, float, float]:
    """A row of the table."""
    asked = Asked(lifter=Lifter(mass_kg=80.0, height_m=1.76, sex="male"), load_kg=140.0)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / film.stem
        job = Job(name=film.stem, film=film, key=key_of(film, asked), folder=out)
        before = _used()
        ended = one_film(job, asked_document(asked), 0)
        used = _used() - before
    if ended.outcome not in ("done", "cannot_judge"):
        raise SystemExit(f"{film.name}: {ended.why}")
    about = Film(film).facts
    size = (about.width, about.height, about.frames)
    return (film.stem, *size, round(about.duration_s, 2), round(used, 2))


def _used() -> float:
    """Processor time of everything that this process started and that has ended [s]."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(films: Sequence[Path]) -> int:
    """Measures them; the kept table is written where it is of all of this repository's."""
    rows = []
    for film in films or usual():
        rows.append(measured(film))
        print(*rows[-1], sep="\t", flush=True)
    if not films:
        _write(rows)
        write_section("durations", f"{table(COLUMNS, rows)}\n\n{machine()}")
    return 0


def _write(rows: Sequence[Sequence[object]]) -> None:
    with TABLE.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(COLUMNS)
        out.writerows(rows)


if __name__ == "__main__":
    sys.exit(main([Path(each) for each in sys.argv[1:]]))
