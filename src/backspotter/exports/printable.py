"""Text that fonts can print: what none of them has gets a plain stand-in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

BOX: Final = "\N{WHITE SQUARE}"
"""Stands for a letter, or a sign without a name. Libertinus Serif, which typst brings, has it."""

PRESENTATION: Final = re.compile("[\ufe00-\ufe0f\u20e3]")
"""Only says how the character before it is drawn: in colour, or as a key."""

TURNING: Final = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
"""Turns the direction of what follows, also of words that are ours, or marks it unseen."""

FIRST_REGIONAL: Final = ord("\N{REGIONAL INDICATOR SYMBOL LETTER A}")
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

NEVER_PRINTED: Final = ("Cc", "Cs", "Co")
"""Control characters, half characters, and those that mean something to one program alone."""

WITHOUT_INK: Final = ("Cf", "Mn", "Me", "Sk")
"""Changes how another is drawn: without it the text still reads."""

SPACES: Final = ("Zl", "Zp", "Zs")
NAMED: Final = ("So", "Sm", "Sc", "Po")
"""Signs and pictures: their names say what they are. A letter's name does not read."""

SURELY_PRINTED: Final = frozenset(map(chr, range(0x20, 0x7F))) | {BOX}
"""What typst's own fonts have, whatever stands beside it."""


def without_turns(text: str) -> str:
    """The text without the signs that turn its direction or choose how another is drawn."""
    return TURNING.sub("", PRESENTATION.sub("", text))


def never_printed(characters: Collection[str]) -> frozenset[str]:
    """Those of some characters that no font may draw."""
    return frozenset(filter(_is_never_printed, characters))


def _is_never_printed(character: str) -> bool:
    code = ord(character)
    no_character = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return no_character or unicodedata.category(character) in NEVER_PRINTED


def with_stand_ins(text: str, missing: Collection[str]) -> str:
    """The text with a stand-in for each character of those that cannot be printed."""
    return "".join(stand_in(each) if each in missing else each for each in text)


def stand_in(character: str) -> str:
    """The name in brackets of a sign or a picture, a box for a letter, nothing for what has no ink.

    >>> stand_in("\N{GRINNING FACE}")
    '[grinning face]'
    """
    kind = unicodedata.category(character)
    if kind in SPACES:
        return " "
    if kind in WITHOUT_INK:
        return ""
    flag_letter = LETTERS[ord(character) - FIRST_REGIONAL :][:1] if _is_regional(character) else ""
    name = flag_letter or (unicodedata.name(character, "").lower() if kind in NAMED else "")
    return f"[{name}]" if name else BOX


def _is_regional(character: str) -> bool:
    return 0 <= ord(character) - FIRST_REGIONAL < len(LETTERS)


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """A document of plain values with every text in it changed; names of fields stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {name: each_text(one, change) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [each_text(one, change) for one in value]
    return value


def characters_in(value: Any) -> frozenset[str]:
    """Every character that is anywhere in the texts of a document."""
    return frozenset().union(*_texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list | tuple):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(one)
