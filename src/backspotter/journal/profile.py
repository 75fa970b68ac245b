"""The profile as it stands: each time it is set it is written anew, so that its history stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from backspotter.journal import entries
from backspotter.journal.codec import PROFILES
from backspotter.journal.journal import Journal
from backspotter.journal.records import Profile


def profile(journal: Journal) -> Profile:
    """What is known of the person; empty where nothing was said.

    Raises
    ------
    JournalError : it cannot be read
    """
    found = entries.current(journal, PROFILES, latest=1)
    return found[0].value if found else Profile()


def set_profile(journal: Journal, *, entered: datetime, **changes: Any) -> Profile:
    """The profile with some of it said anew; the rest stays.

    Raises
    ------
    JournalError : it cannot be written
    """
    found = entries.current(journal, PROFILES, latest=1)
    before = found[0] if found else None
    value = replace(before.value if before else Profile(), **changes)
    if before is None or value != before.value:
        corrects = before.id if before else None
        entries.add(journal, PROFILES, value, entered=entered, corrects=corrects)
    return value
