"""A journal to look at: nine weeks of one lifter, a sore back since Thursday, and a check.

Everything is made up, and the same every time: ``python scripts/demo_journal.py FILE``.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from backspotter.app import log_entry, profile, tracking
from backspotter.app.check import check_text
from backspotter.app.journal_choice import NAMED
from backspotter.app.keeping import kept
from backspotter.app.log_words import written_sets

NOW = datetime(2026, 3, 7, 9, 30, tzinfo=timezone(timedelta(hours=1)))
"""Saturday morning, a day and a half after the last session."""

FIRST = datetime(2026, 1, 5, 18, 0, tzinfo=NOW.tzinfo)
WEEKS = 9
REPORT = (
    "Deadlifted Thursday evening, 4 sets of 5 at 147.5. Since Friday morning my low back is stiff "
    "and dull on both sides, no numbness, eases when I walk."
)
PAINS = ((16, 3.0), (24, 5.0), (34, 5.0), (39, 4.0))
"""Hours after the last session, and how much it hurt."""


def main(file: Path) -> int:
    """Makes the journal; 1 where something is there already."""
    if file.exists():
        print(f"{file} is there already", file=sys.stderr)
        return 1
    NAMED.set(str(file))
    _know_the_lifter()
    last = _log_sessions()
    for hours, pain in PAINS:
        at = last + timedelta(hours=hours)
        value = tracking.soreness_from(at=at, pain=pain, function=("tie my shoes=7",))
        tracking.add_soreness(value, now=at)
    kept(check_text(REPORT, "GB"), now=NOW - timedelta(hours=2))
    return 0


def _know_the_lifter() -> None:
    profile.changed(
        now=FIRST,
        height_m=1.81,
        mass_kg=84.0,
        sex="male",
        birth_year=1992,
        units="kg",
        plates="25,20,15,10,5,2.5,1.25",
        bar=20.0,
        country="GB",
    )


def _log_sessions() -> datetime:
    """Two sessions a week, heavier on Thursday; when the last one was."""
    at = FIRST
    for week in range(WEEKS):
        monday = FIRST + timedelta(weeks=week)
        for days, load in ((0, 100.0 + 2.5 * week), (3, 127.5 + 2.5 * week)):
            at = monday + timedelta(days=days)
            typed = f"conventional {4 if days else 3}x5 @ {load:g} rpe {8 if days else 6}"
            log_entry.add_sets(written_sets(typed, units="kg"), at=at, now=at)
            night = at + timedelta(hours=13)
            log_entry.add_night(7.4 - 0.3 * (week % 3), woke=night.date(), now=night)
    return at


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: demo_journal.py FILE")
    sys.exit(main(Path(sys.argv[1])))
