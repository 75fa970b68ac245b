"""Write the commonest English words, to tell English from the rest.

They come from the frequency list of the package pyspellchecker (MIT; not needed at run time and
not shipped). Words of the other languages of ``tongues.toml`` are left out, and of the rarer ones
those that are said more often in another language, by that package's lists for these.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from spellchecker import SpellChecker

from backspotter.reading.tokens import fold
from backspotter.reading.tongues import everyday_words, foreign_words

COMMONEST = 15_000
LEAST_OFTEN = 100
"""How often a rarer word must stand in the list."""

OTHERS = ("de", "es", "eu", "fr", "it", "lv", "nl", "pt")
OUT = Path("src/backspotter/reading/english_words.txt")


def main() -> None:
    counted = SpellChecker(language="en").word_frequency
    words = [w for w in counted.words() if w.isascii() and w.isalpha() and len(w) > 1]
    top = set(sorted(words, key=lambda word: (-counted[word], word))[:COMMONEST])
    english, others = _shares("en"), [_shares(language) for language in OTHERS]
    rarer = {
        word
        for word in words
        if counted[word] >= LEAST_OFTEN
        and all(other.get(word, 0.0) < english[word] for other in others)
    }
    kept = sorted((top | rarer) - foreign_words() - everyday_words())
    head = "# Made by scripts/make_english_words.py: common English words.\n"
    OUT.write_text(head + "\n".join(kept) + "\n", encoding="utf-8")
    print(f"{len(kept)} words")


def _shares(language: str) -> dict[str, float]:
    """How often each word is said among all words of a language, accents left out."""
    counted = SpellChecker(language=language).word_frequency
    found: Counter[str] = Counter()
    for word in counted.words():
        found[fold(word)] += counted[word]
    total = found.total()
    return {word: often / total for word, often in found.items()}


if __name__ == "__main__":
    main()
