"""One entry of the journal by its number, as it stands now; of this person alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backspotter.app.journal_choice import journal
from backspotter.errors import InputError

if TYPE_CHECKING:
    from backspotter.journal.codec import Kind
    from backspotter.journal.records import Entry

HIGHEST = 2**62


def standing_entry(word: str, id: int) -> Entry[Any] | None:
    """The entry with this number, or what took its place; None where this person has none.

    Parameters
    ----------
    word : of its kind, such as ``soreness`` or ``set``

    Raises
    ------
    JournalError : it cannot be read
    """
    from backspotter.journal.entries import history

    kind = kind_called(word)
    if kind is None or not 0 < id < HIGHEST:
        return None
    with journal() as opened:
        try:
            return history(opened, kind, id)[-1]
        except InputError:
            return None


def kind_called(word: str) -> Kind[Any] | None:
    """The kind of entry that goes by a word; none where no kind does."""
    from backspotter.journal.codec import KINDS

    plain = word.strip().lower().replace("_", "-")
    return next((kind for kind in KINDS if kind.word == plain), None)
