"""``python -m benchmarks.plan [--json] [--write]``: a plan on ten years of training.

A made-up log of 50,000 sets: five kinds of training a week for ten years, deadlifts among them,
with check-ins, numbers of pain and nights. Times are processor time, so that a busy machine does
not count.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from string import Template
from time import process_time
from typing import Any, Final

from backspotter.app import plan_loads
from backspotter.app.history import History
from backspotter.app.history_in import history_from
from backspotter.app.plan import plan
from backspotter.app.plan_flags import assessed
from benchmarks.machine import machine
from benchmarks.tables import table

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "benchmarks-plan.md"
SETS: Final = 50_000
TODAY: Final = date(2026, 3, 16)
FIRST: Final = datetime(2016, 3, 14, 18, tzinfo=UTC)
OTHERS: Final = ("Bench Press (Barbell)", "Squat (Barbell)", "Pull Up", "Overhead Press (Barbell)")
TIMES: Final = 15
A_SESSION: Final = 20
EVERY_DAYS: Final = 3651 * A_SESSION / SETS


@dataclass(frozen=True, slots=True)
class Found:
    """What one run found: milliseconds, and seconds for reading the file."""

    machine: str
    sets: int
    deadlift_sets: int
    file_mb: float
    read_s: float
    first_ms: float
    plan_ms: float
    worst_ms: float
    small_ms: float
    journal_first_ms: float
    journal_ms: float


def main() -> int:
    """Measure and show it."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.plan", description=__doc__)
    options.add_argument("--json", action="store_true", help="print the numbers as JSON")
    options.add_argument("--write", action="store_true", help="write the page under docs/ too")
    chosen = options.parse_args()
    found = measure()
    shown = page_of(found)
    if chosen.write:
        PAGE.write_text(shown, encoding="utf-8")
        print(f"wrote {PAGE.relative_to(ROOT)}", file=sys.stderr)
    print(json.dumps(asdict(found), indent=2) if chosen.json else shown)
    return 0


def ten_years() -> dict[str, Any]:
    """A history document with 50,000 sets, one in ten a deadlift."""
    sets: list[dict[str, Any]] = []
    day = 0
    while len(sets) < SETS:
        at = FIRST + timedelta(days=day * EVERY_DAYS)
        for place in range(A_SESSION):
            pulls = day % 5 == 0 and place < 10
            name = "Deadlift (Barbell)" if pulls else OTHERS[place % 4]
            when = (at + timedelta(minutes=3 * place)).isoformat()
            sets.append(
                {
                    "at": when,
                    "exercise": name,
                    "load_kg": 60 + 10 * (place % 9),
                    "reps": 5,
                    "rpe": 7,
                }
            )
        day += 1
    return {
        "profile": {"mass_kg": 84, "height_m": 1.8, "sex": "male"},
        "sets": sets[:SETS],
        "nights": [
            {"woke": (TODAY - timedelta(days=n)).isoformat(), "asleep_h": 7} for n in range(3650)
        ],
        "check_ins": [
            {"at": (_now() - timedelta(days=5 * n)).isoformat(), "check_in": {"pain_now": n % 3}}
            for n in range(300)
        ],
        "soreness": [
            {"at": (_now() - timedelta(hours=9 * n)).isoformat(), "pain": n % 4}
            for n in range(3000)
        ],
    }


def _now() -> datetime:
    return datetime(2026, 3, 16, 10, tzinfo=UTC)


def measure() -> Found:
    """Every measurement, one after another."""
    document = ten_years()
    written = json.dumps(document)
    history, read_ms = _timed(lambda: history_from(json.loads(written)))
    small = History(profile=history.profile, check_ins=history.check_ins[:1])
    plan(small, today=TODAY)
    _, first_ms = _timed(lambda: _cold(history))
    took = [_timed(lambda: plan(history, today=TODAY))[1] for _ in range(TIMES)]
    return Found(
        machine=machine(),
        sets=len(history.sets),
        deadlift_sets=sum("Deadlift" in one.exercise for one in history.sets),
        file_mb=len(written) / 1e6,
        read_s=read_ms / 1e3,
        first_ms=first_ms,
        plan_ms=statistics.median(took),
        worst_ms=max(took),
        small_ms=statistics.median(
            _timed(lambda: plan(small, today=TODAY))[1] for _ in range(TIMES)
        ),
        **_from_a_journal(),
    )


def _from_a_journal() -> dict[str, float]:
    """With reading, in a process of its own: the first plan, and the middle one of several."""
    command = (sys.executable, "-m", "benchmarks.plan_from_journal")
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    found = json.loads(done.stdout)
    return {
        "journal_first_ms": found["read_first_ms"] + found["plan_first_ms"],
        "journal_ms": found["read_ms"] + found["plan_ms"],
    }


def _cold(history: History) -> None:
    """As in a new process: nothing kept of bodies or check-ins."""
    plan_loads._peaks.cache_clear()
    assessed.cache_clear()
    plan(history, today=TODAY)


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = process_time()
    found = work()
    return found, 1000 * (process_time() - began)


def page_of(found: Found) -> str:
    """The page as Markdown."""
    rows = (
        ("a plan", f"{found.plan_ms:.0f} ms", f"{found.worst_ms:.0f} ms", "under 100 ms"),
        ("the first plan of a process", f"{found.first_ms:.0f} ms", "", ""),
        (
            "a plan from a journal, with reading it",
            f"{found.journal_ms:.0f} ms",
            "",
            "under 100 ms",
        ),
        ("the same as the first of a process", f"{found.journal_first_ms:.0f} ms", "", ""),
        ("a plan on an empty log", f"{found.small_ms:.1f} ms", "", ""),
        ("reading the file", f"{found.read_s:.2f} s", "", ""),
    )
    text = Template((Path(__file__).parent / "plan.md").read_text(encoding="utf-8"))
    return text.substitute(
        machine=found.machine,
        sets=f"{found.sets:,}",
        pulls=f"{found.deadlift_sets:,}",
        file=f"{found.file_mb:.1f} MB",
        rows=table(("what", "in the middle", "worst of 15", "aim"), rows),
    )


if __name__ == "__main__":
    sys.exit(main())
