"""Whether a text is English, and whether it is about a body that lifted."""

from __future__ import annotations

from collections.abc import Sequence

from backspotter.reading.phrasebook import phrase_book
from backspotter.reading.spelling import set_right

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
FEW_WORDS = 4
LONG_WORD = 6
SHARE_NEEDED = 0.18
HASTY_WORDS = 12
SHARE_RIGHTED = 0.8


def is_english(written: Sequence[Sequence[str]], righted: Sequence[Sequence[str]]) -> bool:
    """Whether enough of the words are among the commonest of English.

    Very short texts pass when one word is known, or when they are all in plain letters; a short
    one that was written in haste also when its words are, once they are set right.

    Parameters
    ----------
    written, righted : the words of each sentence, as they stand and with spelling set right
    """
    words = [word for sentence in written for word in sentence if word.isalpha()]
    if not words:
        return True
    known = sum(word in COMMON or word in BODY or _is_table_word(word) for word in words)
    if len(words) <= FEW_WORDS:
        return known > 0 or all(word.isascii() for word in words)
    if known / len(words) >= SHARE_NEEDED:
        return True
    meant = [word for sentence in righted for word in sentence if word.isalpha()]
    understood = sum(word in COMMON or word in phrase_book().vocabulary for word in meant)
    return len(words) <= HASTY_WORDS and understood / len(meant) >= SHARE_RIGHTED


def _is_table_word(word: str) -> bool:
    """A longer word of the phrase tables, or a misspelling of one."""
    return len(word) >= LONG_WORD and set_right(word) in phrase_book().vocabulary


def is_about_backs(sentences: Sequence[Sequence[str]]) -> bool:
    """Whether any word is about a body that lifted or hurts."""
    return any(word in BODY for words in sentences for word in words)
