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
from backspotter.reading.tongues import (
    borrowed,
    everyday_words,
    foreign_signs,
    foreign_words,
    names,
    shared_words,
    signed,
    words_of_both,
)

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
JOINED_BEFORE = re.compile(r"(?<!\w)[A-Z\u00c0-\u00de][^\W\d_A-Z]+-$")
JOINED_BEHIND = re.compile(r"-[A-Z\u00c0-\u00de][^\W\d_A-Z]+")
CAPITALS_BEFORE = re.compile(r"\b[A-Z\u00c0-\u00de]{2,}[ \t]+$")
CAPITALS_BEHIND = re.compile(r"[ \t]+[A-Z\u00c0-\u00de]{2,}\b")
COMMAS = (", ", "& ")
GERMAN = re.compile("[\u00e4\u00f6\u00fc\u00df]|^[a-z]+$", re.I)
"""After a comma only German has capitals that begin no name; in letters of English alone it may be
German as well."""

MOST_OF_A_NAME = 24
"""How many characters before a word are looked at."""

ENDINGS = frozenset(["ve", "ll", "re"])
"""What stands after an apostrophe in English."""

APOSTROPHES = ("'", "\u2019")

LONG_WORD = 6
IN_NAMES = frozenset("de la del di da von van der den du des le el los las dos das ten ter".split())
"""What stands inside a name: "Rue de la Paix"."""

LONGEST_SHORT = 5
"""How many letters an abbreviation in capitals has at most: "NSAID"."""

VOWELS = frozenset("aeiouy")
FACES = (("(", ")"),)
"""What a single letter of another script stands between in a face: "(\u30c4)"."""

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
    """A name, or an abbreviation: capitalised within a sentence, signed with, listed as one, or
    joined to such a word ("Rue de la Paix"). It tells nothing."""
    is_capital: bool = False

    @property
    def weight(self) -> int:
        """For how many words it counts: one in another script may be a whole statement."""
        return 1 if unicodedata.name(self.word[0], "").startswith("LATIN") else OTHER_SCRIPT


def words_of(text: str) -> list[Word]:
    """The words of a text; single letters, words cut down to consonants and borrowed turns of
    speech tell nothing."""
    found: list[Word] = []
    signatures = [match.span("who") for match in signed().finditer(text)]
    shouts = 2 * sum(map(str.isupper, text)) > sum(map(str.isalpha, text))
    for match in WORD.finditer(text):
        written, start = match.group(), match.start()
        if _tells_nothing(text, match):
            continue
        word, english, foreign, understood, alien = _told_by(written)
        signs_with = any(first <= start < last for first, last in signatures)
        named = (
            (signs_with and not (alien and GERMAN.search(written)))
            or (_is_short_for(text, match, is_foreign=foreign) and not shouts)
            or (word in names() and not english and (not foreign or written[0].isupper()))
        ) and word not in foreign_signs()
        foreign = foreign and not named
        is_name = named or (_is_named(text, match) and word not in foreign_signs())
        is_name = is_name or (word in IN_NAMES and bool(found) and found[-1].is_name)
        foreign = foreign or (alien and not is_name)
        told = english, foreign, understood, is_name, written[:1].isupper()
        found.append(Word(word, start, match.end(), *told))
    return _without_borrowed(found)


def _tells_nothing(text: str, match: re.Match[str]) -> bool:
    """A letter, an ending, "tght" for "tight", the middle of a face."""
    written, start, end = match.group(), match.start(), match.end()
    if not written.isalpha() or (len(written) == 1 and written.isascii()):
        return True
    if text[start - 1 : start] in APOSTROPHES and written in ENDINGS:
        return True
    in_a_face = len(written) == 1 and (text[start - 1 : start], text[end : end + 1]) in FACES
    cut_down = written.isascii() and VOWELS.isdisjoint(written.lower())
    return in_a_face or (cut_down and not is_foreign_word(written.lower()))


def _is_named(text: str, match: re.Match[str]) -> bool:
    """Capitalised within a sentence, or joined by a hyphen to such a word: "Kayleigh-Mae"."""
    written, start, end = match.group(), match.start(), match.end()
    joined = bool(JOINED_BEFORE.search(text[max(start - MOST_OF_A_NAME, 0) : start]))
    if not written[0].isupper() or written.isupper():
        return joined and text[end : end + 1] != "-"
    if _goes_on(text, start) or joined or JOINED_BEHIND.match(text, end):
        return True
    return text[max(start - 2, 0) : start] in COMMAS and not GERMAN.search(written)


def _is_short_for(text: str, match: re.Match[str], *, is_foreign: bool) -> bool:
    """ "NSAID", "NAD": in capitals where the words beside it are not."""
    written = match.group()
    if not written.isupper() or len(written) > LONGEST_SHORT:
        return False
    return not is_foreign or not (
        CAPITALS_BEFORE.search(text[max(match.start() - MOST_OF_A_NAME, 0) : match.start()])
        or CAPITALS_BEHIND.match(text, match.end())
    )


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
    return english_of_tables().union(_common_words(), everyday_words())


def _common_words() -> list[str]:
    text = files(__package__).joinpath("english_words.txt").read_text(encoding="utf-8")
    return text.split("\n")[1:]


@cache
def english_of_tables() -> frozenset[str]:
    """The words of the phrase tables, of the model's texts and those listed as English."""
    learned = sign_model().words
    also = words_of_both().union(set(phrase_book().variants) - shared_words())
    return frozenset([*COMMON, *BODY, *phrase_book().vocabulary, *look_alikes(), *learned, *also])
