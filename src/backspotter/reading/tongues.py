"""The words of other languages, and those that English borrows (``tongues.toml``)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from backspotter.reading.phrasebook import phrase_book, rows
from backspotter.reading.tokens import fold

TABLE = "tongues.toml"


@cache
def foreign_words() -> frozenset[str]:
    """Every word of the other languages that is told from English by it, folded."""
    words = (fold(word) for row in rows(TABLE)["tongue"] for word in row["words"].split())
    both = words_of_both().union(phrase_book().variants)
    return frozenset(word for word in words if len(word) > 1) - both | foreign_signs()


@cache
def shared_words() -> frozenset[str]:
    """Words of other languages with those that English has too: "control", "no", "plus"."""
    return frozenset().union(words_of_both(), *_by_language().values())


def words_by_language(words: Iterable[str]) -> Counter[str]:
    """How many of these folded words each language has, by its code."""
    known = foreign_words()
    rare = [word for word in words if word in known]
    return Counter(code for code, own in _by_language().items() for word in rare if word in own)


@cache
def _by_language() -> dict[str, frozenset[str]]:
    return {
        row["code"]: frozenset(map(fold, row["words"].split())) for row in rows(TABLE)["tongue"]
    }


@cache
def words_of_both() -> frozenset[str]:
    """Words of other languages that are English too, or near enough to tell nothing."""
    return frozenset(rows(TABLE)["english"].split())


@cache
def foreign_signs() -> frozenset[str]:
    """Words of other languages that name a sign, such as one for the bladder."""
    return frozenset(fold(word) for word in rows(TABLE)["signs"].split())


@cache
def backs() -> frozenset[str]:
    """Words of other languages for the back and what is ordinary about it, such as "espalda"."""
    return frozenset(fold(word) for word in rows(TABLE)["backs"].split())


@cache
def sign_phrases() -> frozenset[tuple[str, ...]]:
    """Statements of a sign in words that English has too, such as "sin control"."""
    return frozenset(tuple(each.split()) for each in rows(TABLE)["phrases"].split(","))


@cache
def borrowed() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Turns of speech and names that English borrows by their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in rows(TABLE)["borrowed"].split(","):
        phrase = tuple(word for word in line.split() if len(word) > 1)
        found.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(sorted(rest, key=len, reverse=True)) for first, rest in found.items()}


@cache
def everyday_words() -> frozenset[str]:
    """Words of the many Englishes that frequency lists lack; none that is said elsewhere too."""
    return _listed("everyday_words.txt") - foreign_words()


@cache
def names() -> frozenset[str]:
    """Given names and family names by which reports are signed, folded."""
    return _listed("names.txt")


def _listed(name: str) -> frozenset[str]:
    """The words of a file, but for the lines that tell of it."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return frozenset(
        word for line in text.split("\n") if not line.startswith("#") for word in line.split()
    )


@cache
def signed() -> re.Pattern[str]:
    """How a report is signed: a word of thanks or of greeting, and up to four capitalised words
    that end the line (``who``)."""
    words = "|".join(row.strip() for row in rows(TABLE)["signing_off"].split("|"))
    name = r"[A-Z\u00c0-\u00de][^\W\d_]*\.?"
    return re.compile(
        rf"(?<!\w)(?i:{words})[,.!:;\u2013\u2014\s-]+"
        rf"(?P<who>{name}(?:[ \t'\u2019&-]+(?:(?:and|de|van|der|bin|al)[ \t]+)?{name}){{0,3}})"
        r"(?:[ \t,]*x+)?[ \t.!)]*$",
        re.M,
    )
