"""The journal as a FHIR bundle."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from pathlib import Path

from backspotter.app.clinic import nothing_to_tell
from backspotter.app.giving import out_file, write_for_one
from backspotter.app.journal_choice import journal, place


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
    with journal() as opened, opened.reading() as connection:
        holds = held(connection, opened.person)
        person = person_key(connection, opened.person)
    if not holds.entries:
        raise nothing_to_tell()
    about = Written(person=person, name=" ".join(name.split()), made=now, program=__version__)
    document = bundle(holds, about)
    write_for_one(file, json.dumps(document, indent=1, ensure_ascii=False).encode())
    kinds = Counter(each["resource"]["resourceType"] for each in document["entry"])
    return file, dict(sorted(kinds.items()))
