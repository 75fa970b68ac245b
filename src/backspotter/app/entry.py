"""One row of the rule book, whatever table it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the rule book: ``details`` are labels with plain words."""

    kind: str
    id: str
    words: str
    details: dict[str, str]
    sources: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


def blanks(words: str) -> str:
    """Words with places for numbers, each place as its name in brackets."""
    return re.sub(r"{(\w+)(:[^}]*)?}", r"[\1]", words).replace("_", " ")
