"""Merges a backup or a FHIR bundle of another journal into this one: seen, then all at once."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from backspotter.app.counted import in_words
from backspotter.app.journal_choice import journal
from backspotter.errors import InputError
from backspotter.journal.whole import refuse_endless

if TYPE_CHECKING:
    from backspotter.journal.coming import Coming
    from backspotter.journal.imports import Brought
    from backspotter.journal.journal import Journal
    from backspotter.journal.merging import Foreseen

LARGEST: Final = 1_000_000_000
"""Bytes of a bundle: one of a hundred thousand sets is a fifth of it."""

ZIP: Final = b"PK"
NOTHING_DONE: Final = "nothing was changed"
EXPECTED: Final = "a backup, or a bundle that backspotter export fhir wrote"
SAME_FOR_LIFE: Final = {"birth_year": "year of birth", "sex": "sex"}


@dataclass(frozen=True, slots=True)
class Other:
    """Another journal that was read. ``doubts`` : why it may be another person's."""

    coming: Coming
    foreseen: Foreseen
    doubts: tuple[str, ...]

    @property
    def new(self) -> int:
        """How many rows would come in."""
        return sum(self.foreseen.new.values())

    @property
    def there(self) -> int:
        """How many are here already."""
        return sum(self.foreseen.there.values())

    @property
    def kinds(self) -> list[str]:
        """What would come in, in words."""
        return in_words(self.foreseen.new)


def read_other(path: str, *, name: str = "") -> Other:
    """What a file would bring in, beside what is here already.

    Parameters
    ----------
    name : under which it is listed; that of the file without it

    Raises
    ------
    InputError : no backup and no bundle of ours, a damaged one, or one of a newer version
    JournalError : the journal cannot be read
    """
    from backspotter.journal.merging import foresee

    file = Path(path)
    digest, start = _looked_at(file)
    with journal() as opened:
        coming = _backup(opened, file, digest) if start.startswith(ZIP) else _bundle(file, digest)
        named = replace(coming, name=name or coming.name)
        return Other(named, foresee(opened, named), _doubts(opened, named))


def keep_other(other: Other, *, now: datetime) -> Brought:
    """Keep what was read and is not here yet, all of it or nothing.

    Raises
    ------
    JournalError : it cannot be kept; the journal is as it was
    """
    from backspotter.journal.merging import merge_in

    with journal() as opened:
        return merge_in(opened, other.coming, at=now)


def merge_document(other: Other, brought: Brought) -> dict[str, Any]:
    """What a merge did, as JSON has it."""
    new = {name: count for name, count in other.foreseen.new.items() if brought.batch is not None}
    return {"added": brought.added, "skipped": other.there, "undo": brought.batch, "new": new}


def is_bundle(path: str) -> bool:
    """Whether a file is to be read as a bundle: it is no zip, as backups are."""
    try:
        return not _looked_at(Path(path))[1].startswith(ZIP)
    except InputError:
        return False


def _looked_at(file: Path) -> tuple[str, bytes]:
    """The hash of a file, and how it begins."""
    digest = sha256()
    try:
        refuse_endless("merge", file)
        with file.open("rb") as stream:
            start = stream.read(len(ZIP))
            digest.update(start)
            while part := stream.read(1 << 20):
                digest.update(part)
            if file.stat().st_size > LARGEST:
                raise InputError("merge", given="a file too large", expected=EXPECTED)
    except (OSError, ValueError) as error:
        given = f"{file.name} ({getattr(error, 'strerror', None) or 'no such name'})"
        raise InputError("merge", given=given, expected="a file to read") from None
    return digest.hexdigest(), start


def _backup(opened: Journal, file: Path, digest: str) -> Coming:
    from backspotter.journal.archive import coming_from_backup

    try:
        return coming_from_backup(opened.place, file, sha256=digest)
    except InputError as error:
        raise InputError("merge", given=error.given, expected=EXPECTED, do=error.do) from None


def _bundle(file: Path, digest: str) -> Coming:
    from backspotter.exports.fhir.reading import coming_from

    try:
        document = json.loads(file.read_bytes())
    except (ValueError, RecursionError):
        given = "neither of them"
        raise InputError("merge", given=given, expected=EXPECTED, do=NOTHING_DONE) from None
    return coming_from(document, name=file.name, sha256=digest)


def _doubts(opened: Journal, coming: Coming) -> tuple[str, ...]:
    """Where the two profiles say otherwise of what does not change."""
    from backspotter.journal.codec import PROFILES
    from backspotter.journal.profile import profile

    profiles = [each for each in coming.entries if each.kind is PROFILES]
    if not profiles:
        return ()
    theirs, mine = max(profiles, key=lambda each: each.entered).cells, profile(opened)
    return tuple(
        f"the {words} is {theirs[name]} there and {getattr(mine, name)} here: the same person?"
        for name, words in SAME_FOR_LIFE.items()
        if theirs[name] and getattr(mine, name) and theirs[name] != getattr(mine, name)
    )
