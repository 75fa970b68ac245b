"""A person with some weeks of deadlifts and a sore back, put into a journal for a page to show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from backspotter.app.journal_choice import NAMED, journal
from backspotter.app.log_entry import add_night, add_sets
from backspotter.app.log_words import written_sets
from backspotter.app.profile import changed
from backspotter.app.tracking import add_soreness, soreness_from
from tests.journals import check


@contextmanager
def journal_at(file: Path) -> Iterator[None]:
    """Use cases of a test see the journal that a server has open."""
    token = NAMED.set(str(file))
    try:
        yield
    finally:
        NAMED.reset(token)


def fill(now: datetime, *, sore: bool = True, flagged: bool = False) -> None:
    """Body, bar, eight sessions, a night; soreness since the last one; a check."""
    changed(
        now=now,
        height_m=1.81,
        mass_kg=84.0,
        sex="male",
        birth_year=1990,
        units="kg",
        plates="25,25,20,15,10,5,2.5,1.25",
        bar=20.0,
        country="GB",
    )
    for place in range(8, 0, -1):
        line = f"conventional 3x5 @ {150 - 2 * place} rpe 7"
        at = now - timedelta(days=3.5 * place - 2)
        add_sets(written_sets(line), at=at, now=now)
    add_night(7.5, woke=now.date(), now=now)
    for hours, pain in ((30, 2), (18, 4), (5, 3)) if sore else ():
        at = now - timedelta(hours=hours)
        add_soreness(soreness_from(at=at, pain=pain, helped="heat"), now=now)
    said = {"leg_tingling": "yes"} if flagged else {}
    with journal() as opened:
        pain = 3 if sore else 0
        check(opened, at=now - timedelta(hours=2), pain_now=pain, trend="easing", **said)
