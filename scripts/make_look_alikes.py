"""Write the ordinary words that look like a misspelt word of the phrase tables.

"Tired" must never be read as a misspelling of another word. Common English words come from the
frequency list of the package pyspellchecker (MIT; not needed at run time and not shipped): only
the words within a slip or two of a table word are kept.
"""

from __future__ import annotations

from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

from backspotter.reading import spelling
from backspotter.reading.phrasebook import phrase_book

LEAST_OFTEN = 100
"""How often a word must stand in the frequency list to count as ordinary."""

OUT = Path("src/backspotter/reading/look_alikes.txt")
GYM = """
palpation palpate palpated palpating niggle niggles niggled spotter spotters haemorrhoid
haemorrhoids flinch flinched wince winced lats
rehabbed deload deloaded deloading deadlift deadlifts deadlifted deadlifting sumo kettlebell
kettlebells hinging hinged rdl rdls amrap emom crossfit physio physios powerlifter powerlifting
powerlifters programme programmes paused pauses pulls belted beltless chalked chalk bumpers
straps hook grip snatch snatches cleans jerks ohp zercher pendlay goblet yates meadows tempo
deficit rack hammies quads lats traps delts pecs glutes erectors obliques posts posting forum
reddit
""".split()


def main() -> None:
    counted = SpellChecker(language="en").word_frequency
    words = {
        word
        for word in counted.words()
        if counted[word] >= LEAST_OFTEN and word.isascii() and word.isalpha()
        if len(word) >= spelling.SHORTEST
    }
    known = phrase_book().vocabulary
    targets = spelling.targets()
    kept = sorted({w for w in words | set(GYM) if w not in known and _is_near(w, known, targets)})
    head = (
        "# Made by scripts/make_look_alikes.py: ordinary words near a word of the phrase tables.\n"
    )
    OUT.write_text(head + "\n".join(kept) + "\n", encoding="utf-8")
    print(f"{len(kept)} words")


def _is_near(word: str, known: frozenset[str], targets: tuple[str, ...]) -> bool:
    if spelling.heard_as(word) or not known.isdisjoint(spelling.swapped(word)):
        return True
    slips = spelling.slips_allowed(word)
    near = process.extract(word, targets, scorer=OSA.distance, score_cutoff=slips, limit=6)
    return any(spelling.begins_alike(word, target) for target, _, _ in near)


if __name__ == "__main__":
    main()
