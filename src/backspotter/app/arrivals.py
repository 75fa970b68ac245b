"""Files that a person sent and has not decided on yet: in a folder of their own, one of each kind.

They lie beside the journal, for this person's eyes only, and go when it is decided, when another
one comes, or with everything else.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, TypeAlias
from uuid import uuid4

from backspotter.app.journal_choice import journal, place
from backspotter.errors import InputError

Kind: TypeAlias = Literal["import", "restore"]
LONGEST_NAME: Final = 120
NO_NAME: Final = "a file without a name"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits for a decision.

    ``name`` : what the person's machine calls it, for showing alone. ``asked`` : what was said
    about it since.
    """

    file: Path
    name: str
    asked: Mapping[str, str] = field(default_factory=dict)


def new_file(kind: Kind) -> Path:
    """Where the next file of a kind is to be written; the one before is forgotten.

    Raises
    ------
    InputError : there is no room for it
    JournalError : the journal cannot be written
    """
    forget(kind)
    return own_folder(kind) / "file"


def own_folder(name: str) -> Path:
    """A new folder among the arrivals, for something that is about to come or to go.

    Raises
    ------
    InputError : there is no room for it
    JournalError : the journal cannot be read
    """
    from backspotter.journal.place import OWN_FOLDER, make_own_folder

    folder = _folder()
    own = folder / f"{_mine(name)}-{uuid4()}"
    try:
        folder.parent.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)
        make_own_folder(folder)
        make_own_folder(own)
    except OSError as error:
        given = f"no room ({error.strerror})"
        raise InputError("upload", given=given, expected="a disk with room") from None
    return own


def arrived(kind: Kind, file: Path, name: str, *, now: datetime) -> None:
    """Remember that a file is whole, and what it is called.

    Raises
    ------
    JournalError : it cannot be written
    """
    _keep(kind, Waiting(file, shown_name(name)), now)


def said(kind: Kind, waiting: Waiting, asked: Mapping[str, str], *, now: datetime) -> None:
    """Remember what a person said about a file that waits.

    Raises
    ------
    JournalError : it cannot be written
    """
    _keep(kind, Waiting(waiting.file, waiting.name, asked), now)


def waiting(kind: Kind) -> Waiting | None:
    """The file of a kind that waits; none where there is none.

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.journal.drafts import draft_of

    with journal() as opened:
        found = draft_of(opened, kind)
    if found is None:
        return None
    file = _folder() / str(found["folder"]) / "file"
    return Waiting(file, found["name"], found["asked"]) if file.is_file() else None


def forget(kind: Kind) -> None:
    """Remove the file of a kind that waits, and what is left of others.

    Raises
    ------
    JournalError : it cannot be written
    """
    from backspotter.journal.drafts import drop_draft

    for each in _folder().glob(f"{_mine(kind)}-*"):
        shutil.rmtree(each, ignore_errors=True)
    with journal() as opened:
        drop_draft(opened, kind)


def drop_file(file: Path) -> None:
    """Remove a file that did not arrive whole."""
    shutil.rmtree(file.parent, ignore_errors=True)


def remove_mine() -> None:
    """Remove every file of this person that waits.

    Raises
    ------
    JournalError : it cannot be read whose they are
    """
    for each in _folder().glob(f"{_mine('*')}-*"):
        shutil.rmtree(each, ignore_errors=True)


def shown_name(name: str) -> str:
    """A name from elsewhere as one short printable line, without folders."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(letter for letter in last if letter.isprintable()).strip()
    return plain[:LONGEST_NAME] or NO_NAME


def _keep(kind: Kind, found: Waiting, now: datetime) -> None:
    from backspotter.journal.drafts import keep_draft

    row = {"folder": found.file.parent.name, "name": found.name, "asked": dict(found.asked)}
    with journal() as opened:
        keep_draft(opened, kind, row, now=now)


def _mine(name: str) -> str:
    """How the folders of this person begin; several may share a place."""
    with journal() as opened:
        return f"{name}-{opened.person}"


def _folder() -> Path:
    from backspotter.journal.place import arrivals_folder

    return arrivals_folder(place())
