"""The emergency card: the signs that mean go now, for a report that cannot be read."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from backspotter.reading.tokens import fold
from backspotter.reading.tongues import words_by_language

ENGLISH_COUNTS = 0.5
"""Less than one word of another language, more than none."""


@dataclass(frozen=True, slots=True)
class Card:
    """The signs in one language; ``status`` says who checked the wording."""

    code: str
    language: str
    script: str
    often: tuple[str, ...]
    status: str
    title: str
    signs: tuple[str, ...]
    call: str


@cache
def cards() -> tuple[Card, ...]:
    """The card in every language it has, in the order of the table."""
    text = files("backspotter.app").joinpath("emergency_card.toml").read_text(encoding="utf-8")
    return tuple(_card(row) for row in tomllib.loads(text)["card"])


def _card(row: dict[str, Any]) -> Card:
    often, signs = tuple(row.get("often", ())), tuple(row["signs"])
    return Card(**{**row, "often": often, "signs": signs})


def cards_for(text: str) -> list[Card]:
    """Every card, the one that fits the text best first: by script, then by the words known.

    English comes next after a language that was found: it is shown where English was not enough.
    """
    scripts, words = _scripts(text), [word.strip(".,;!?") for word in text.casefold().split()]
    known = words_by_language([fold(word) for word in words])

    def fit(card: Card) -> tuple[int, float]:
        said = sum(word in card.often for word in words) + 2 * known.get(card.code, 0)
        return scripts.get(card.script, 0), ENGLISH_COUNTS if card.code == "en" else said

    return sorted(cards(), key=fit, reverse=True)


def _scripts(text: str) -> dict[str, int]:
    """How many letters of each script; kana decides for Japanese, whatever the rest is."""
    counts: dict[str, int] = {}
    for letter in filter(str.isalpha, text):
        script = unicodedata.name(letter, "").partition(" ")[0]
        counts[script] = counts.get(script, 0) + 1
    kana = counts.get("HIRAGANA", 0) + counts.get("KATAKANA", 0)
    return {**counts, "HIRAGANA": len(text)} if kana else counts
