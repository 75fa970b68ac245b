"""Whether a text is English, in whole or in part, and whether it is about a body that lifted.

Known words decide: those of the phrase tables, of the texts the sign model learned from and of
ordinary English on one side, the small words of other languages (``tongues.toml``) and letters
that English does not use on the other. What is said both in English and elsewhere tells nothing.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby
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
SENTENCE_END = re.compile(r"[.!?;\n]+")
ENDINGS = frozenset(["ve", "ll", "re"])
"""What stands after an apostrophe in English."""

APOSTROPHES = ("'", "\u2019")

MARKS_OF_NOTHING = "#@<\u00ac"
"""How the features of the sign model begin that are no words."""

FEW_WORDS = 4
LONG_WORD = 6
SHARE_KNOWN = 0.4
"""Less than this is known of no English report of five words or more, unless in haste."""

HASTY_WORDS = 12
SHARE_RIGHTED = 0.8
SHARE_MEANT = 0.5
"""Of a text with no known word at all, how many must be near one."""

IN_NAMES = frozenset("de la del di da von van der den du des le el los las dos das ten ter".split())
"""What stands inside a name: "Rue de la Paix"."""

RUN = 2
"""So many foreign words on end are a statement of their own."""

UNKNOWN_RUN = 3
"""So many words on end of no known language are one as well."""

LEAST_UNKNOWN = 6
"""How many letters a sentence of unknown words has that may say something; "ugh" says nothing."""

MOSTLY = 3
"""How many times as many English words as foreign ones make a report English."""


class Tongue(Enum):
    """In what a text is written, as far as it can be read."""

    ENGLISH = "english"
    PARTLY = "partly"
    """English with a statement in another language in it."""
    UNCLEAR = "unclear"
    """Too few words are known to say so."""
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Written:
    """In what a text is written, and where the parts stand that cannot be read."""

    tongue: Tongue
    unread: tuple[tuple[int, int], ...] = ()


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

    @property
    def weight(self) -> int:
        """For how many words it counts: one in another script may be a whole statement."""
        return 1 if unicodedata.name(self.word[0], "").startswith("LATIN") else RUN


def written_in(text: str, righted: Sequence[Sequence[str]]) -> Written:
    """In what a text is written.

    Parameters
    ----------
    text : as it was written
    righted : the words of each sentence with spelling set right
    """
    words = _words(text)
    tongue = _tongue(words, righted)
    if tongue is Tongue.ENGLISH:
        runs = tuple(sorted({*_statements(words), *_foreign_sentences(text, words)}))
        return Written(Tongue.PARTLY if runs else tongue, runs)
    strange = tuple((w.start, w.end) for w in words if w.is_foreign or not w.is_understood)
    return Written(tongue, strange)


def is_known_word_by_word(text: str) -> bool:
    """Whether at least half of the words are English as they stand, and none is foreign."""
    words = [each for each in _words(text) if not each.is_name]
    foreign = any(each.is_foreign and not each.is_english for each in words)
    return not foreign and 2 * sum(each.is_english for each in words) >= len(words)


def _tongue(words: Sequence[Word], righted: Sequence[Sequence[str]]) -> Tongue:
    english, foreign = _count(words)
    if foreign > english:
        return Tongue.FOREIGN
    if english < MOSTLY * foreign or not _is_known(words, righted):
        return Tongue.UNCLEAR
    return Tongue.ENGLISH


def _foreign_sentences(text: str, words: Sequence[Word]) -> Iterable[tuple[int, int]]:
    """Sentences that by themselves would not be English."""
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    for _, group in groupby(words, key=lambda each: bisect(ends, each.start)):
        sentence = list(group)
        english, foreign = _count(sentence)
        asks = text[sentence[-1].end :].lstrip()[:1] == "?"
        names = len(sentence) == 1 or all(text[each.start].isupper() for each in sentence)
        if english < MOSTLY * foreign or (_is_unknown(sentence) and not asks and not names):
            yield sentence[0].start, sentence[-1].end


def _is_unknown(sentence: Sequence[Word]) -> bool:
    """ "Retensi urin": no word of it is English as it stands, and what it means is not clear."""
    if any(each.is_english for each in sentence):
        return False
    unread = sum(len(each.word) for each in sentence if not each.is_understood)
    return unread >= LEAST_UNKNOWN


def _count(words: Sequence[Word]) -> tuple[int, int]:
    """How many words are English and how many of another language."""
    english = sum(each.is_english and not each.is_foreign for each in words)
    elsewhere = [each for each in words if each.is_foreign and not each.is_english]
    return english, 0 if _is_a_slip(elsewhere) else sum(each.weight for each in elsewhere)


def _is_a_slip(elsewhere: Sequence[Word]) -> bool:
    """One word of two letters, such as "lo" for "low", tells nothing."""
    return len(elsewhere) == 1 and len(elsewhere[0].word) == 2 and elsewhere[0].word.isascii()


def _is_known(words: Sequence[Word], righted: Sequence[Sequence[str]]) -> bool:
    """Whether enough of the words are English, as they stand or as they were meant.

    A short text passes when one word is known. One of which no word is known passes only where
    most are near a word of the tables, so that "fainteed" is read and "fajdalom" is not.
    """
    if not words:
        return True
    known = sum(each.is_english for each in words)
    if known and (len(words) <= FEW_WORDS or known / len(words) >= SHARE_KNOWN):
        return True
    needed = SHARE_RIGHTED if known else SHARE_MEANT
    return (not known or len(words) <= HASTY_WORDS) and _share_meant(righted) >= needed


def _share_meant(righted: Sequence[Sequence[str]]) -> float:
    """How many of the words are of the tables, once they are set right."""
    meant = [word for sentence in righted for word in sentence if word.isalpha()]
    understood = sum(word in COMMON or word in phrase_book().vocabulary for word in meant)
    return understood / max(len(meant), 1)


def _statements(words: Sequence[Word]) -> Iterable[tuple[int, int]]:
    """Where words stand on end that are not understood, or one that names a sign."""
    run: list[Word] = []
    for each in (*words, None):
        if each is not None and (each.is_foreign or not each.is_understood) and not each.is_name:
            run.append(each)
            continue
        if run and _says_something(run):
            yield run[0].start, run[-1].end
        run = []


def _says_something(run: Sequence[Word]) -> bool:
    unread = [each for each in run if not each.is_english]
    foreign = sum(each.weight for each in unread if each.is_foreign)
    names_a_sign = any(each.word in foreign_signs() for each in unread)
    return foreign >= RUN or names_a_sign or len(unread) >= UNKNOWN_RUN


def _words(text: str) -> list[Word]:
    """The words of a text; single letters and borrowed turns of speech tell nothing."""
    found: list[Word] = []
    for match in WORD.finditer(text):
        written, start = match.group(), match.start()
        ends = text[start - 1 : start] in APOSTROPHES and written in ENDINGS
        if (len(written) == 1 and written.isascii()) or ends or not written.isalpha():
            continue
        word, english, foreign, understood, alien = _told_by(written)
        is_name = written[:1].isupper() and not written.isupper() and _goes_on(text, start)
        is_name = is_name or (word in IN_NAMES and bool(found) and found[-1].is_name)
        foreign = foreign or (alien and not is_name)
        found.append(Word(word, start, match.end(), english, foreign, understood, is_name))
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
    english = is_english_word(word)
    meant = word if english else set_right(word)
    understood = english or meant in COMMON or meant in phrase_book().vocabulary
    alien = not english and _has_alien_letters(written)
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
    learned = (word for word in sign_model().weights if word[0] not in MARKS_OF_NOTHING)
    single = (word for word in learned if " " not in word)
    also = words_of_both()
    return frozenset([*COMMON, *BODY, *phrase_book().vocabulary, *look_alikes(), *single, *also])


def is_about_backs(sentences: Sequence[Sequence[str]]) -> bool:
    """Whether any word is about a body that lifted or hurts."""
    return any(word in BODY for words in sentences for word in words)
