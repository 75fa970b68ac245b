"""``python -m benchmarks.plan_from_journal``: a plan out of a journal with ten years of training.

Prints the processor time of bringing 50,000 sets in, of reading what a plan looks back on, and of
the plan, as JSON. The journal is a file in a folder of its own, gone afterwards.
"""

from __future__ import annotations

import json
import statistics
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Final

from backspotter.app.history_in import history_from
from backspotter.app.journal_history import history_of
from backspotter.app.plan import plan
from backspotter.journal.imports import Arrival, Item, bring_in
from backspotter.journal.journal import opened
from backspotter.journal.place import Place
from backspotter.training.sessions import RECENT
from benchmarks.machine import machine
from benchmarks.plan import ten_years

NOW: Final = datetime(2026, 3, 16, 12, tzinfo=UTC)
TIMES: Final = 5
MS: Final = 1000.0


def main() -> int:
    """Measure and print."""
    sets = history_from(ten_years()).sets
    items = [Item(value=each, key=str(number)) for number, each in enumerate(sets)]
    arrival = Arrival(name="log", source="made up", sha256="none", items=items)
    with tempfile.TemporaryDirectory() as folder, opened(Place(Path(folder) / "j.db")) as journal:
        start = process_time()
        bring_in(journal, arrival, at=NOW)
        brought = process_time() - start
        reading, planning = [], []
        for _ in range(TIMES):
            start = process_time()
            history = history_of(journal, since=NOW - RECENT, pulls_until=NOW)
            read = process_time()
            plan(history, today=NOW)
            reading.append(read - start)
            planning.append(process_time() - read)
    found = {
        "machine": machine(),
        "sets": len(sets),
        "bring_in_s": round(brought, 2),
        "read_first_ms": round(MS * reading[0]),
        "read_ms": round(MS * statistics.median(reading)),
        "plan_first_ms": round(MS * planning[0]),
        "plan_ms": round(MS * statistics.median(planning)),
    }
    print(json.dumps(found, indent=2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
