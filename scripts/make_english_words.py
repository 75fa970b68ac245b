"""Write the commonest English words that the other tables lack, to tell English from the rest.

They come from the frequency list of the package pyspellchecker (MIT; not needed at run time and
not shipped). Words of other languages that stand in that list are left out.
"""

from __future__ import annotations

from pathlib import Path

from spellchecker import SpellChecker

from backspotter.reading import origin

COMMONEST = 15_000
OUT = Path("src/backspotter/reading/english_words.txt")


def main() -> None:
    counted = SpellChecker(language="en").word_frequency
    words = [w for w in counted.words() if w.isascii() and w.isalpha() and len(w) > 1]
    top = sorted(words, key=lambda word: (-counted[word], word))[:COMMONEST]
    elsewhere = origin.foreign_words() | origin.english_of_tables()
    kept = sorted(word for word in top if word not in elsewhere)
    head = "# Made by scripts/make_english_words.py: common English words of no other table.\n"
    OUT.write_text(head + "\n".join(kept) + "\n", encoding="utf-8")
    print(f"{len(kept)} words")


if __name__ == "__main__":
    main()
