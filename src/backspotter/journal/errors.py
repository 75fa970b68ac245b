"""What can go wrong with a journal, in words that name no entry of the person's."""

from __future__ import annotations

from backspotter.errors import BackspotterError


class JournalError(BackspotterError):
    """The journal could not be read or written; what was in it before is still there."""


class Damaged(JournalError):
    """The file is not whole: nothing is written to it any more."""

    exit_code = 2


class Busy(JournalError):
    """Another program is writing, and went on longer than we wait."""
