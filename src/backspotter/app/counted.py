"""How many of what, as people say it: one check, 1,204 sets."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ENTERED: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "check_in": ("check", "checks"),
        "soreness": ("soreness entry", "soreness entries"),
        "logged_set": ("set", "sets"),
        "session_note": ("note of a session's pain", "notes of sessions' pain"),
        "night": ("night", "nights"),
        "body_mass": ("body mass", "body masses"),
        "water": ("day of water", "days of water"),
        "profile": ("version of your profile", "versions of your profile"),
        "flag": ("warning sign", "warning signs"),
        "flag_end": (
            "warning sign that was examined, or a mistake",
            "warning signs that were examined, or a mistake",
        ),
        "film": ("film result", "film results"),
    }
)
"""What a person entered, by table: one of it, and several. Other tables hold these together, or
say how they came."""


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its word.

    >>> counted(1, "row"), counted(2, "row"), counted(1204, "entry", "entries")
    ('1 row', '2 rows', '1,204 entries')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def in_words(rows: Mapping[str, int]) -> list[str]:
    """What there is of everything that a person entered, by table; nothing of what is none."""
    return [counted(rows[name], *words) for name, words in ENTERED.items() if rows.get(name)]


def entered(rows: Mapping[str, int]) -> int:
    """How many there are in all, of what ``in_words`` lists."""
    return sum(rows.get(name, 0) for name in ENTERED)
