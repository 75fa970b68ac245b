"""``backspotter export``, ``restore`` and ``delete``: all of it out, back in, and away."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from backspotter.app.counted import counted, entered
from backspotter.cli.asking import agreed, clock, print_json
from backspotter.cli.terminal import hanging, has_person, make_console, read_line
from backspotter.errors import InputError

WRITTEN = Parameter(allow_leading_hyphen=True, negative="", show_default=False)
SWITCH = Parameter(negative="", show_default=False)
EVERYTHING = "everything"

export = App(name="export", help_format="plaintext", help="Everything in one file.")


@export.command
def csv(
    *, out: Annotated[str | None, WRITTEN] = None, json: Annotated[bool, SWITCH] = False
) -> int:
    """Every table as CSV, in one zip file. No cell is taken for a formula.

    Parameters
    ----------
    out
        the file to write; a name with the date in this folder without it
    json
        as one JSON document: "export" in docs/journal.schema.json
    """
    from backspotter.app.giving import tables

    return _written(*tables(out, now=clock()), json)


@export.command
def backup(
    *, out: Annotated[str | None, WRITTEN] = None, json: Annotated[bool, SWITCH] = False
) -> int:
    """Every entry in one file, for restore. Of films it holds what was found, not the films.

    Parameters
    ----------
    out
        the file to write; a name with the date in this folder without it
    json
        as one JSON document: "export" in docs/journal.schema.json
    """
    from backspotter.app.giving import back_up

    return _written_backup(*back_up(out, now=clock()), json)


@export.command
def pdf(
    *,
    out: Annotated[str | None, WRITTEN] = None,
    name: Annotated[str, WRITTEN] = "",
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """A summary of this episode for a clinician: one page, and the detail behind it.

    Parameters
    ----------
    out
        the file to write; a name with the date in this folder without it
    name
        yours, if it is to stand there
    json
        as one JSON document: "export" in docs/journal.schema.json
    """
    from backspotter.app.clinic_out import write_pdf

    return _written(
        *write_pdf(out, name=name, now=clock()),
        json,
        "entry, as a summary,",
        "entries, as a summary,",
    )


@export.command
def fhir(
    *,
    out: Annotated[str | None, WRITTEN] = None,
    name: Annotated[str, WRITTEN] = "",
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """Every entry as a FHIR R4 bundle, for a clinic's programs; merge brings it in again.

    Parameters
    ----------
    out
        the file to write; a name with the date in this folder without it
    name
        yours, if it is to stand there
    json
        as one JSON document: "export" in docs/journal.schema.json
    """
    from backspotter.app.clinic_bundle import write_fhir

    return _written(*write_fhir(out, name=name, now=clock()), json, "resource")


@export.command
def parquet(
    *, out: Annotated[str | None, WRITTEN] = None, json: Annotated[bool, SWITCH] = False
) -> int:
    """Tidy tables of everything as Parquet, one file for each, for notebooks.

    Parameters
    ----------
    out
        the folder to write them to, made where it is missing; a name with the date without it
    json
        as one JSON document: "export" in docs/journal.schema.json
    """
    from backspotter.app.tables import write_parquet

    return _written(*write_parquet(out, now=clock()), json)


def restore(
    file: str, *, yes: Annotated[bool, SWITCH] = False, json: Annotated[bool, SWITCH] = False
) -> int:
    """Put a backup in the place of all that the journal holds.

    Parameters
    ----------
    file
        a backup, as export backup writes it
    yes
        do not ask
    json
        as one JSON document: "restore" in docs/journal.schema.json
    """
    from backspotter.app.giving import (
        NOT_IN_A_BACKUP,
        entries_in,
        entries_there,
        restore,
        seen_backup,
    )
    from backspotter.app.journal_choice import place

    seen, there = seen_backup(file), entries_there()
    holds = counted(entries_in(seen), "entry", "entries")
    question = (
        f"The backup of {seen.made:%Y-%m-%d %H:%M} holds {holds}, with what was corrected since. "
        f"It takes the place of the {counted(there, 'entry', 'entries')} in {place()}, counted "
        "the same way, flags that are open included. Go on?"
    )
    if there and not agreed("restore", question, yes=yes, on_stderr=json):
        return 0
    done = restore(file)
    if json:
        made, where = done.made.isoformat(), str(place())
        return print_json({"restored": entries_in(done), "made": made, "journal": where})
    print(f"Restored {holds} into {place()}; what was there before is in a snapshot.")
    if done.tables["film"].rows:
        print(NOT_IN_A_BACKUP)
    return 0


def delete(
    what: str,
    number: int | None = None,
    *,
    yes: Annotated[bool, SWITCH] = False,
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """Delete one entry with its history, or everything. It cannot be undone.

    Parameters
    ----------
    what
        everything, or one of check-in, soreness, set, night, body-mass, water, profile
    number
        of the entry
    yes
        do not ask
    json
        as one JSON document: "delete" in docs/journal.schema.json
    """
    from backspotter.app.giving import delete_one
    from backspotter.app.journal_choice import place

    where = str(place())
    if what == EVERYTHING:
        if number is not None:
            raise InputError("delete", given=number, expected="everything, and no number")
        return _delete_everything(yes, json)
    if number is None:
        do = "see track and log list"
        raise InputError("delete", given=f"{what}, no number", expected="its number", do=do)
    question = f"Delete {what} {number}, its history and every snapshot? It cannot be undone."
    if not agreed("delete", question, yes=yes, on_stderr=json):
        return 0
    gone = delete_one(what, number)
    if json:
        return print_json({"deleted": gone, "journal": where})
    print(f"Deleted {what} {number} and every snapshot.")
    return 0


def _delete_everything(yes: bool, json: bool) -> int:
    from backspotter.app.giving import delete_everything, entries_there
    from backspotter.app.journal_choice import place
    from backspotter.errors import BackspotterError

    where = str(place())
    try:
        there = counted(entries_there(), "entry", "entries")
    except BackspotterError:
        there = "all entries"
    question = (
        f"Delete {there} in {where}, what was corrected and flags included, with every "
        "snapshot, film and imported file? "
        "It cannot be undone."
    )
    if not yes and not _wants_it_all_gone(question, on_stderr=json):
        return 0
    gone = delete_everything()
    if json:
        return print_json({"deleted": gone, "journal": where})
    are = counted(gone, "entry", "entries")
    print(f"Deleted. {are} and all that was beside them are gone from {where}.")
    return 0


def _wants_it_all_gone(question: str, *, on_stderr: bool) -> bool:
    """Whether the person wants everything deleted, with a backup first where they want one."""
    if not has_person():
        return agreed("delete", question, yes=False)
    console = make_console(on_stderr=on_stderr)
    hanging(console, "", question, style="bold")
    hanging(console, "", "y = delete, b = write a backup first and then delete, Enter = stop")
    answer = read_line(console).lower()
    if answer == "b":
        from backspotter.app.giving import back_up

        file, rows = back_up(None, now=clock())
        hanging(
            console, "", f"Wrote {counted(entered(rows), 'entry', 'entries')} to {file.absolute()}."
        )
    return answer in ("y", "yes", "b")


def _written(file: Path, rows: dict[str, int], json: bool, one: str = "row", many: str = "") -> int:
    if json:
        return print_json({"file": str(file), "rows": rows})
    count = counted(sum(rows.values()), one, many)
    print(f"Wrote {count} to {file}. It holds what you entered: keep it to yourself.")
    return 0


def _written_backup(file: Path, rows: dict[str, int], json: bool) -> int:
    """Counted as restore counts it again."""
    if json:
        return _written(file, rows, json)
    from backspotter.app.giving import NOT_IN_A_BACKUP

    code = _written(file, {"": entered(rows)}, json, "entry", "entries")
    if rows.get("film"):
        print(NOT_IN_A_BACKUP)
    return code
