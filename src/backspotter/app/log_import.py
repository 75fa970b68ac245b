"""Brings a log of another program in: read, shown first, then kept all at once, or taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from backspotter.app.journal_choice import journal
from backspotter.errors import InputError

if TYPE_CHECKING:
    from datetime import tzinfo

    from backspotter.journal.imports import Arrival, Brought
    from backspotter.journal.records import Undone

LARGEST_KEPT = 50_000_000
"""Bytes of a file up to which its original is kept too."""

READ_AT_ONCE = 1 << 20
FORMATS = "backspotter.training.formats"
Progress = Callable[[int, int], None]


class Found(Protocol):
    """One value that would come in: see ``training.formats``."""

    @property
    def value(self) -> object:
        """A set, a night, a body mass or water."""

    @property
    def key(self) -> str:
        """The same for the same entry in a later export."""

    @property
    def line(self) -> int:
        """Where it stands in the file."""

    @property
    def typed(self) -> str:
        """The weight as it was written."""

    @property
    def doubts(self) -> Sequence[str]:
        """What a person should look at."""


class Skipped(Protocol):
    """One entry that would not come in."""

    @property
    def line(self) -> int:
        """Where it stands in the file."""

    @property
    def why(self) -> str:
        """Why it does not come in."""


class Preview(Protocol):
    """All that a file would bring in."""

    @property
    def format(self) -> str:
        """The program it is from."""

    @property
    def found(self) -> Sequence[Found]:
        """What would come in."""

    @property
    def skipped(self) -> Sequence[Skipped]:
        """What would not."""

    @property
    def notes(self) -> Sequence[str]:
        """What else a person should know."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file cannot say by itself: the zone of its times, the unit of its weights, whose."""

    zone: tzinfo
    unit: str | None = None
    lifter: str | None = None


Reader = Callable[[Path, Asked, Progress], Preview]


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read. ``new``, ``there`` : rows that would come in, and rows kept before."""

    preview: Preview
    arrival: Arrival
    new: int
    there: int

    @property
    def doubtful(self) -> list[Found]:
        """What would come in, and should be looked at."""
        return [each for each in self.preview.found if each.doubts]

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why entries would not come in, with how many, most frequent first."""
        return Counter(each.why for each in self.preview.skipped).most_common()


def read_log(path: str, asked: Asked, *, progress: Progress, reader: Reader | None = None) -> Read:
    """What a file would bring in, beside what is in the journal already.

    Parameters
    ----------
    progress : told how much of the file is read, of how much

    Raises
    ------
    InputError : it cannot be read, or holds what a journal cannot keep
    JournalError : the journal cannot be read
    """
    from backspotter.journal.imports import Arrival, Item, preview

    file = Path(path)
    hashed, original = _bytes_of(file)
    seen = (reader or read_by_format)(file, asked, progress)
    items = [Item(value=each.value, key=each.key, typed=each.typed) for each in seen.found]
    arrival = Arrival(
        name=file.name,
        source=seen.format,
        sha256=hashed,
        items=items,
        doubtful=sum(1 for each in seen.found if each.doubts),
        original=original,
    )
    with journal() as opened:
        new, there = preview(opened, arrival)
    return Read(seen, arrival, new, there)


def keep_log(read: Read, *, now: datetime, progress: Progress) -> Brought:
    """Keep what was read, all of it or nothing.

    Raises
    ------
    JournalError : it cannot be kept; the journal is as it was
    """
    from backspotter.journal.imports import bring_in

    with journal() as opened:
        return bring_in(opened, read.arrival, at=now, progress=progress)


def undo_import(batch: int) -> Undone:
    """Take an import back.

    Raises
    ------
    InputError : there is no such import
    JournalError : it cannot be written; the journal is as it was
    """
    from backspotter.journal.undoing import undo

    with journal() as opened:
        return undo(opened, batch)


def import_document(read: Read, brought: Brought) -> dict[str, Any]:
    """What an import did, as JSON has it; ``skipped`` counts all that did not come in."""
    return {
        "added": brought.added,
        "skipped": brought.skipped + len(read.preview.skipped),
        "doubtful": len(read.doubtful),
        "undo": brought.batch,
    }


def read_by_format(path: Path, asked: Asked, progress: Progress) -> Preview:
    """The file read by the reader of its format.

    Raises
    ------
    InputError : no format that is known
    """
    try:
        formats = import_module(FORMATS)
    except ModuleNotFoundError:
        do = "this version has no readers of other programs' logs"
        raise InputError("import", given=path.name, expected="a known format", do=do) from None
    given = formats.Asked(zone=asked.zone, unit=asked.unit, lifter=asked.lifter)
    found: Preview = formats.preview(path, given, progress)
    return found


def _bytes_of(file: Path) -> tuple[str, bytes | None]:
    """The hash of a file, and its bytes where it is small enough to be kept."""
    digest, kept = sha256(), bytearray()
    try:
        with file.open("rb") as stream:
            size = file.stat().st_size
            while part := stream.read(READ_AT_ONCE):
                digest.update(part)
                if size <= LARGEST_KEPT:
                    kept += part
    except (OSError, ValueError) as error:
        given = f"{file.name} ({getattr(error, 'strerror', None) or 'no such name'})"
        raise InputError("import", given=given, expected="a file to read") from None
    return digest.hexdigest(), bytes(kept) if size <= LARGEST_KEPT else None
