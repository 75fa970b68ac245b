"""Of what language each word of a text speaks: English, another, both, or none that is known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from backspotter.reading.likeness import sign_model
from backspotter.reading.phrasebook import phrase_book
from backspotter.reading.spelling import look_alikes, set_right
from backspotter.reading.tokens import fold
from backspotter.reading.tongues import borrowed, foreign_signs, foreign_words, words_of_both

COMMON = frozenset(
    "the a an i my me is it its it's to of and in on at for with but not no have has had do "
    "did was were am are be been this that after since when can could will would feel feels "
    "felt back lower low pain sore stiff hurt hurts legs leg numb so very just now still "
    "today yesterday day days week weeks hours there from up down out about like get got more "
    "than then if or as by been what bit two one or your you we they he she his her all only "
    "also going go cant dont im ive some any because into over through deadlift deadlifts "
    "deadlifted lift lifted squat set reps muscle muscles tight ache right left both morning "
    "night next last first help please doctor normal urine pee dark help bad bro really too "
    "here doing worse better".split()
)
BODY = frozenset(
    "back spine lumbar lift lifted lifting deadlift deadlifts deadlifted deadlifting deads "
    "squat squats squatting squatted leg legs muscle muscles sore soreness pain ache aches "
    "hurt hurts stiff tight gym doms rows rdl rdls swings barbell kettlebell erectors glutes "
    "hamstrings hip hips spasm workout session numb tingling pull pulled pulling cleans "
    "injury injured bar".split()
)
WORD = re.compile(r"[^\W\d_]+")
ENDINGS = frozenset(["ve", "ll", "re"])
"""What stands after an apostrophe in English."""

APOSTROPHES = ("'", "\u2019")

LONG_WORD = 6
IN_NAMES = frozenset("de la del di da von van der den du des le el los las dos das ten ter".split())
"""What stands inside a name: "Rue de la Paix"."""

OTHER_SCRIPT = 2
"""For how many words one in another script counts."""


class Word(NamedTuple):
    """One word: as compared, where it stands, and of what language it speaks."""

    word: str
    start: int
    end: int
    is_english: bool
    is_foreign: bool
    is_understood: bool
    """English, or near a word of the phrase tables."""
    is_name: bool
    """Capitalised within a sentence, or joined to such a word: "Rue de la Paix"."""
    is_capital: bool = False

    @property
    def weight(self) -> int:
        """For how many words it counts: one in another script may be a whole statement."""
        return 1 if unicodedata.name(self.word[0], "").startswith("LATIN") else OTHER_SCRIPT


def words_of(text: str) -> list[Word]:
    """The words of a text; single letters and borrowed turns of speech tell nothing."""
    found: list[Word] = []
    for match in WORD.finditer(text):
        written, start = match.group(), match.start()
        ends = text[start - 1 : start] in APOSTROPHES and written in ENDINGS
        if (len(written) == 1 and written.isascii()) or ends or not written.isalpha():
            continue
        word, english, foreign, understood, alien = _told_by(written)
        is_name = written[:1].isupper() and not written.isupper() and _goes_on(text, start)
        is_name = is_name and word not in foreign_signs()
        is_name = is_name or (word in IN_NAMES and bool(found) and found[-1].is_name)
        foreign = foreign or (alien and not is_name)
        told = english, foreign, understood, is_name, written[:1].isupper()
        found.append(Word(word, start, match.end(), *told))
    return _without_borrowed(found)


def _without_borrowed(words: list[Word]) -> list[Word]:
    phrases = borrowed()
    covered: set[int] = set()
    for at, each in enumerate(words):
        if each.word in phrases and at not in covered:
            covered.update(range(at, at + _borrowed_at(words, at)))
    return [each for at, each in enumerate(words) if at not in covered] if covered else words


def _borrowed_at(words: Sequence[Word], at: int) -> int:
    """How many words of a borrowed turn of speech begin here."""
    phrases = borrowed()[words[at].word]
    return next(
        (n for p in phrases if (n := len(p)) and p == tuple(w.word for w in words[at : at + n])), 0
    )


def _goes_on(text: str, start: int) -> bool:
    """Whether the sentence has begun before this place."""
    return text[max(start - 2, 0) : start].rstrip(" \t")[-1:].isalnum()


@lru_cache(maxsize=16384)
def _told_by(written: str) -> tuple[str, bool, bool, bool, bool]:
    """A word as compared; whether it is English, foreign, understood, in letters of elsewhere."""
    word = fold(written)
    marked = _has_alien_letters(written)
    english = word in _english() if marked else is_english_word(word)
    meant = word if english else set_right(word)
    understood = english or meant in COMMON or meant in phrase_book().vocabulary
    alien = not english and marked
    return word, english, is_foreign_word(word), understood, alien


def _has_alien_letters(written: str) -> bool:
    """Letters of another script, or with marks that English does without."""
    return any(not unicodedata.name(c, "").startswith("LATIN") or ord(c) > 127 for c in written)


def is_english_word(word: str) -> bool:
    """A word of the tables, of the model's texts or of ordinary English, or near a long one."""
    return word in _english() or (len(word) >= LONG_WORD and _is_near_a_table_word(word))


def is_foreign_word(word: str) -> bool:
    """A word of another language."""
    return word in foreign_words()


def _is_near_a_table_word(word: str) -> bool:
    return word not in foreign_words() and set_right(word) in phrase_book().vocabulary


@cache
def _english() -> frozenset[str]:
    text = files(__package__).joinpath("english_words.txt").read_text(encoding="utf-8")
    return english_of_tables().union(text.split("\n")[1:])


@cache
def english_of_tables() -> frozenset[str]:
    """The words of the phrase tables, of the model's texts and those listed as English."""
    learned, also = sign_model().words, words_of_both()
    return frozenset([*COMMON, *BODY, *phrase_book().vocabulary, *look_alikes(), *learned, *also])
