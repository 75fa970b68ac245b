"""The program as it is started: how long until it answers, how many lines, how much memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import IO, Any

from backspotter.triage.check_in import as_document
from benchmarks.speed import drawn
from tests.labelled import GENERATED, LIFTERS, reports

STARTS = 15
REPORT = (
    "Deadlifted Monday, today (Wed) my low back is stiff and dull on both sides, eases when I walk."
)
CHECK = (sys.executable, "-m", "backspotter", "check")
STARTED = {
    "one report, answered": (*CHECK, "--text", REPORT, "--json"),
    "Python alone": (sys.executable, "-c", "pass"),
    "Python with argparse": (sys.executable, "-c", "import argparse"),
}
LINES = 5_150
MARKS = (1_000, 10_000, 50_000, 100_000)
"""After how many lines the memory is looked at."""
SPARE = 200
"""Lines beyond the last mark, so that the program is still there to be looked at."""
DIFFERENT = 4_000
PATIENCE_S = 75.0


@dataclass(frozen=True, slots=True)
class Start:
    """How long a program takes from its start to its end: the median [ms]."""

    what: str
    median_ms: float
    times_python: float


@dataclass(frozen=True, slots=True)
class Lines:
    """How fast reports go through ``check --jsonl``, its start included.

    ``per_second`` of a file, on every core it is worth; ``piped_per_second`` on one.
    """

    reports: int
    per_second: float
    piped_per_second: float
    aim_per_second: float = 500.0


@dataclass(frozen=True, slots=True)
class Memory:
    """The most memory held until so many lines were answered, all processes together [MB]."""

    lines: int
    peak_mb: float


def starts() -> list[Start]:
    """Each program started many times in turn, so that a slow moment hits all of them."""
    took: dict[str, list[float]] = {what: [] for what in STARTED}
    for _ in range(STARTS):
        for what, command in STARTED.items():
            began = perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            took[what].append(1000 * (perf_counter() - began))
    bare = median(took["Python alone"])
    return [Start(what, median(times), median(times) / bare) for what, times in took.items()]


def throughput() -> Lines:
    """Every labelled report, again and again, through the command line."""
    texts = cycle(report.text for name in (LIFTERS, GENERATED) for report in reports(name))
    rows = ({"id": number, "text": text} for number, text in enumerate(islice(texts, LINES)))
    with TemporaryDirectory() as folder:
        file = _written(Path(folder) / "reports.jsonl", rows)
        began = perf_counter()
        subprocess.run((*CHECK, "--jsonl", str(file)), stdout=subprocess.DEVNULL, check=True)
        half = perf_counter()
        piped = {"input": file.read_bytes(), "stdout": subprocess.DEVNULL, "check": True}
        subprocess.run((*CHECK, "--jsonl", "-"), **piped)
        return Lines(LINES, LINES / (half - began), LINES / (perf_counter() - half))


def memory(*, patience_s: float = PATIENCE_S) -> list[Memory]:
    """The peak after each mark; stops at the last mark, or when patience runs out.

    Returns
    -------
    the marks that were reached, and where it stopped; nothing where this system does not tell
    """
    if not Path("/proc/self/status").exists():
        return []
    documents = cycle([as_document(check_in) for check_in in drawn(DIFFERENT)])
    rows = ({"id": n, "check_in": d} for n, d in enumerate(islice(documents, MARKS[-1] + SPARE)))
    with TemporaryDirectory() as folder:
        file = _written(Path(folder) / "check_ins.jsonl", rows)
        with subprocess.Popen((*CHECK, "--jsonl", str(file)), stdout=subprocess.PIPE) as program:
            assert program.stdout is not None
            found = list(_watched(program.pid, program.stdout, patience_s))
            program.kill()
    return found


def _watched(pid: int, answers: IO[bytes], patience_s: float) -> Iterator[Memory]:
    began = perf_counter()
    for count, _ in enumerate(answers, start=1):
        is_late = perf_counter() - began > patience_s
        if count in MARKS or is_late:
            yield Memory(count, sum(map(_peak_mb, (pid, *_children(pid)))))
        if is_late or count == MARKS[-1]:
            return


def _children(pid: int) -> list[int]:
    """The processes it started: one for each core in use."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _peak_mb(pid: int) -> float:
    """The most resident memory of a process so far [MB]."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024 / 1e6


def _written(file: Path, rows: Iterable[dict[str, Any]]) -> Path:
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    return file
