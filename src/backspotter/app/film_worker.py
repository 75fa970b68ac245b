"""One film of many, in a process of its own: the job comes as JSON, how it ended goes out as JSON.

``python -m backspotter.app.film_worker < job.json``
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from backspotter.errors import BackspotterError

if TYPE_CHECKING:
    from backspotter.lift.analysis import LiftAnalysis

MOST_BYTES: Final = 8 << 30
"""Addresses that one film may use; reading one takes about one."""


def main() -> int:
    """Reads the job, limits itself, and says how it ended."""
    job = json.load(sys.stdin)
    _limit(int(job["core"]))
    try:
        outcome, why = _read(job), ""
    except BackspotterError as error:
        outcome, why = "unusable", str(error)
    except MemoryError:
        outcome, why = "failed", "it needs too much memory"
    print(json.dumps({"outcome": outcome, "why": why}))  # noqa: T201  its one answer
    return 0


def _limit(core: int) -> None:
    """One core, and so much memory, where the system can do that."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    with suppress(AttributeError, OSError):
        allowed = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {allowed[core % len(allowed)]})


def _read(job: dict[str, Any]) -> str:
    from backspotter.app.film import analyse
    from backspotter.app.film_batch import KEY
    from backspotter.app.film_folder import write_folder
    from backspotter.exports.film_report import write_report
    from backspotter.spine.body import Lifter

    def page(found: LiftAnalysis, folder: Path) -> LiftAnalysis:
        """The report's page and pictures; no film drawn over, which would take as long again."""
        return write_report(found, job["film"], folder, annotate=False, threads=1).analysis

    lifter = Lifter(mass_kg=job["mass_kg"], height_m=job["height_m"], sex=job["sex"])
    found = analyse(
        job["film"],
        load_kg=job["load_kg"],
        lifter=lifter,
        style=job["style"],
        plate_mm=job["plate_mm"],
        threads=1,
    )
    write_folder(found, Path(job["out"]), adds=[page], beside={KEY: job["key"] + "\n"})
    return "done" if found.is_judged else "cannot_judge"


if __name__ == "__main__":
    sys.exit(main())
