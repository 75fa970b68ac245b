"""The journal as a FHIR bundle."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from backspotter.app.clinic import nothing_to_tell
from backspotter.app.giving import out_file, write_for_one
from backspotter.app.journal_choice import journal, place

if TYPE_CHECKING:
    from backspotter.journal.coming import Coming
    from backspotter.journal.journal import Journal
    from backspotter.journal.records import CheckInKept


def write_fhir(out: str | None, *, name: str, now: datetime) -> tuple[Path, dict[str, int]]:
    """Write every entry that stands as a FHIR R4 bundle; where it is, and resources by type.

    Parameters
    ----------
    name : of the person, where they want it there
    now : with its zone

    Raises
    ------
    InputError : an empty journal, no such folder, a file that cannot be written, or no
        fhir.resources
    JournalError : the journal cannot be read
    """
    from backspotter import __version__
    from backspotter.exports.fhir.bundle import Written, bundle
    from backspotter.journal.holding import held
    from backspotter.journal.identity import person_key

    file = out_file(out, f"backspotter-{now:%Y-%m-%d-%H%M%S}.fhir.json")
    if not place().is_there:
        raise nothing_to_tell()
    with journal() as found, found.at_one_moment() as opened:
        with opened.reading() as connection:
            holds = held(connection, opened.person)
            person = person_key(connection, opened.person)
        counting = _counting(opened, holds)
    if not holds.entries:
        raise nothing_to_tell()
    about = Written(
        person=person,
        name=" ".join(name.split()),
        made=now,
        program=__version__,
        counting=counting,
    )
    document = bundle(holds, about)
    write_for_one(file, json.dumps(document, indent=1, ensure_ascii=False).encode())
    kinds = Counter(each["resource"]["resourceType"] for each in document["entry"])
    return file, dict(sorted(kinds.items()))


def _counting(opened: Journal, holds: Coming) -> dict[str, CheckInKept]:
    """By identity, the checks of which something was taken back, as they count."""
    from backspotter.app.checks_counted import as_they_count
    from backspotter.journal.codec import CHECK_INS

    checks = [each for each in holds.entries if each.kind is CHECK_INS]
    counted = as_they_count(opened, [CHECK_INS.from_cells(each.cells) for each in checks])
    pairs = zip(checks, counted, strict=True)
    return {entry.identity: value for entry, value in pairs if value.taken_back}
