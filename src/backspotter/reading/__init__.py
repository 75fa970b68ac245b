"""Free text to a check-in, with the words it was read from."""

from backspotter.reading.model import (
    EMPTY,
    IRRELEVANT,
    NOT_ENGLISH,
    PERHAPS_NOT_ENGLISH,
    UNREADABLE,
    Heard,
    Reading,
    Unclear,
)
from backspotter.reading.reader import read

__all__ = [
    "EMPTY",
    "IRRELEVANT",
    "NOT_ENGLISH",
    "PERHAPS_NOT_ENGLISH",
    "UNREADABLE",
    "Heard",
    "Reading",
    "Unclear",
    "read",
]
