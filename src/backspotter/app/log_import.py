"""Brings a log of another program in: read, shown first, then kept all at once, or taken back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backspotter.app.journal_choice import journal
from backspotter.errors import InputError
from backspotter.journal.whole import refuse_endless
from backspotter.training.formats import Asked, Found, Preview, preview
from backspotter.training.formats.preview import Progress
from backspotter.training.log import LoggedSet
from backspotter.training.sessions import style_in

if TYPE_CHECKING:
    from backspotter.journal.imports import Arrival, Brought
    from backspotter.journal.records import Undone

LARGEST_KEPT = 50_000_000
"""Bytes of a file up to which its original is kept too."""

READ_AT_ONCE = 1 << 20
OURS, EXPECTED = "a journal of ours", "a log of another program"
KIND = {
    "LoggedSet": "sets of other exercises",
    "Night": "nights",
    "BodyMass": "body masses",
    "Water": "days of water",
}


class JournalOfOurs(InputError):
    """A backup or a bundle of ours, which is brought in another way."""


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read. ``new``, ``there`` : rows that would come in, and rows kept before."""

    preview: Preview
    arrival: Arrival
    new: int
    there: int

    @property
    def doubtful(self) -> tuple[Found, ...]:
        """What would come in, and should be looked at."""
        return self.preview.doubtful

    @property
    def deadlifts(self) -> list[tuple[str, str, int]]:
        """Exercises that are deadlifts: the name in the log, its style, and how many sets."""
        sets = [each.value for each in self.preview.found if isinstance(each.value, LoggedSet)]
        counts = Counter((one.exercise, style) for one in sets if (style := style_in(one)))
        return [(name, style, count) for (name, style), count in counts.most_common()]

    @property
    def others(self) -> list[tuple[str, int]]:
        """What else would come in, by kind, with how many."""
        pulls = sum(count for _, _, count in self.deadlifts)
        kinds = Counter(KIND[type(each.value).__name__] for each in self.preview.found)
        kinds[KIND["LoggedSet"]] -= pulls
        return [(kind, count) for kind, count in kinds.most_common() if count > 0]

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why entries cannot come in, with how many, most frequent first."""
        return Counter(each.why for each in self.preview.skipped if not each.choice).most_common()


def read_log(path: str, asked: Asked, *, progress: Progress, name: str = "") -> Read:
    """What a file would bring in, beside what is in the journal already.

    Parameters
    ----------
    name : what the file is called, where it lies under another name
    progress : told how much of the file is read, of how much

    Raises
    ------
    InputError : it cannot be read, or holds what a journal cannot keep
    JournalError : the journal cannot be read
    """
    from backspotter.journal.imports import Arrival, Item
    from backspotter.journal.imports import preview as beside_the_journal

    file = Path(path)
    hashed, original = _bytes_of(file)
    if is_a_journal(original):
        do = f"backspotter merge {file.name} brings it in"
        raise JournalOfOurs("log import", given=OURS, expected=EXPECTED, do=do)
    seen = preview(file, asked, progress)
    items = [Item(value=each.value, key=each.key, typed=each.typed) for each in seen.found]
    arrival = Arrival(
        name=name or file.name,
        source=seen.format,
        sha256=hashed,
        items=items,
        doubtful=len(seen.doubtful),
        original=original,
    )
    with journal() as opened:
        new, there = beside_the_journal(opened, arrival)
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


def is_a_journal(content: bytes | None) -> bool:
    """Whether a file looks like a backup or a bundle of ours."""
    if content is None:
        return False
    is_backup = content.startswith(b"PK") and b"tables/soreness.jsonl" in content
    return is_backup or b'"resourceType"' in content[:200]


def _bytes_of(file: Path) -> tuple[str, bytes | None]:
    """The hash of a file, and its bytes where it is small enough to be kept."""
    digest, kept = sha256(), bytearray()
    try:
        refuse_endless("import", file)
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
