"""Questions that people ask themselves and answer with no.

"Numb between my legs? No." denies a trouble. "Can I pee? No." tells of one: there the answer is
read into the question, as "I can not pee".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from backspotter.reading.tokens import Sentence, Token

LONGEST = 14
"""How many words a question to oneself has at most."""

NO = frozenset("no nope nop nah naw nay nup none nil negative never".split())
NOT_AT_ALL = (("not", "at"), ("not", "once"), ("not", "really"), ("not", "any"))
TROUBLES = frozenset(
    "numb numbness weak weakness tingling tingles tingle tingly needles fever feverish chills "
    "sweats faint fainted fainting collapsed blackout leak leaks leaking leaked leakage wet "
    "wetting accident accidents incontinence incontinent dark brown cola blood bloody swelling "
    "swollen drop dropping drops trouble troubles problem problems issue issues difficulty "
    "difficulties struggling straining retention pain pains ache dead heavy limp shooting "
    "burning tearing redness rash vomiting nausea soiled soiling lost loss losing weaker sick strain "
    "spasm spasms shaking".split()
)
"""What one is glad to answer no to."""

OUTWEIGHS = frozenset("trouble problem problems issue issues difficulty lost loss losing".split())
"""Beside these a function is no longer what is asked for: "trouble controlling it?"."""

CHANGED = frozenset(
    "gone better eased ease easing stop stopped stopping less improve improved improving "
    "improvement away resolved fading faded over cleared clear disappeared settled settling help "
    "helped back off".split()
)
"""What makes a no bad news: "is the numbness gone? No."."""

FUNCTIONS = frozenset(
    "pee peeing wee weeing urine urinate urinating piss pissing flow stream bladder bowel bowels "
    "poo poop pooping toilet feeling sensation feel control hold walk walking stand standing lift "
    "foot toes leg legs erection erections wipe wiping".split()
)
FEELINGS = frozenset(["feeling", "sensation", "control", "strength"])
FINE = frozenset(["ok", "okay", "fine", "normal", "normally", "alright", "good", "working"])
CAN, DO, IS = frozenset(["can", "could"]), frozenset(["do", "does"]), frozenset(["is", "are"])
NEGATED = frozenset(["not", "no", "never", "without", "none", "nothing", "cannot"])
REASSURES = FINE | frozenset(
    "all nothing like that of it this thankfully luckily thank god goodness everything "
    "is am i just sore stiff tight so far mate sir none no nope not at clear well them either "
    "those these in my over anywhere".split()
)
"""What may stand beside the no, and takes nothing of it back."""

OPENERS = (
    *(("do", "i", "have"), ("do", "i", "get"), ("have", "i", "got"), ("have", "i")),
    *(("am", "i"), ("did", "i"), ("is", "there"), ("are", "there"), ("is", "it")),
    *(("is", "my"), ("are", "my"), ("any",), ("have", "i", "been"), ("been",)),
)
"""How one asks oneself whether a trouble is there, where it is not merely named."""

ELSEWHERE = frozenset(
    "i you he she we they who whose what why how when where which that this these those is am are "
    "was were do does did has have had can could should would will may might must be been since "
    "yesterday today because after if worth worry worried worrying need believe see doctor gp "
    "hospital er else anyone anybody someone everyone know think bad serious dangerous common "
    "usual permanent supposed mean means matter enough go call ask ring".split()
)
"""A question with one of these asks something else about a trouble that may well be there."""

JUDGED = frozenset("problem problems issue issues trouble concern".split())
"""Alone between commas these ask what to make of it: "numb groin, problem?"."""

TAKES_BACK = frozenset("well but actually though although maybe except hmm ok okay".split())
SOMEWHAT = frozenset(
    "bit little slightly slight kind sort kinda sorta sometimes somewhat maybe yes partly".split()
)
SHORT = 6
"""How many words take a no back at most: "Nope. Well, a bit."."""

NO_MATTER = frozenset(
    "problem problems worries issue issues bother trouble idea clue doubt".split()
)
"""After a no these are another answer: "can I pee? no problem", "no idea"."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence with its words set right, and whether it is a trouble that was denied."""

    sentence: Sentence
    words: tuple[str, ...]
    is_denied: bool = False


def with_answers(cut: Sequence[Sentence], righted: Sequence[tuple[str, ...]]) -> Iterator[Told]:
    """Each sentence; a question that the next one answers with no, as it is meant then.

    Parameters
    ----------
    cut : the sentences
    righted : the words of each with spelling set right
    """
    for at, (sentence, words) in enumerate(zip(cut, righted, strict=True)):
        said, then = (*righted[at + 1 : at + 3], (), ())[:2]
        answered = sentence.asks and at + 1 < len(cut) and not cut[at + 1].asks
        told = Told(sentence, words)
        yield _with_answer(told, said, then) if answered else told


def _with_answer(asked: Told, said: tuple[str, ...], then: tuple[str, ...]) -> Told:
    """A question as it is meant with what follows it, and what follows that."""
    if len(asked.words) > LONGEST:
        return asked
    if asks_of_a_trouble(asked.words) and denies(said):
        return asked if takes_back(then) else replace(asked, is_denied=True)
    turned = _turned(asked.words) if refuses(said) else None
    return asked if turned is None else _as_inability(asked, turned)


def asks_of_a_trouble(words: Sequence[str]) -> bool:
    """ "Numb between my legs", "trouble peeing": not "is the numbness gone", "can I feel it"."""
    said = set(words)
    if TROUBLES.isdisjoint(said) or not CHANGED.isdisjoint(said) or not NEGATED.isdisjoint(said):
        return False
    if not _asks_whether_it_is_there(words):
        return False
    asks_for_more = not said.isdisjoint(FINE | CAN | FEELINGS | {"able"})
    return not asks_for_more or not OUTWEIGHS.isdisjoint(said)


def _asks_whether_it_is_there(words: Sequence[str]) -> bool:
    """ "Numb down there", "is my groin numb"; not "should I go in with a numb groin"."""
    said = [each for each in OPENERS if tuple(words[: len(each)]) == each]
    opener = max(said, key=len, default=())
    rest = words[len(opener) :]
    parts = " ".join(rest).split(" , ")
    alone = any(JUDGED.issuperset(part.split()) for part in parts) and len(parts) > 1
    judged = any(one == "a" and two in JUDGED for one, two in pairwise(rest))
    return ELSEWHERE.isdisjoint(rest) and not alone and not judged


def takes_back(then: Sequence[str]) -> bool:
    """ "Well, a bit.": what follows a no and leaves some of the trouble."""
    words = [word for word in then if word.isalpha()]
    begins = bool(words) and (words[0] in TAKES_BACK or not SOMEWHAT.isdisjoint(words[:2]))
    return begins and len(words) <= SHORT and not SOMEWHAT.isdisjoint(words)


def denies(answer: Sequence[str]) -> bool:
    """A no that stands alone, or with words that take nothing back: "nope, all fine"."""
    words = [word for word in answer if word.isalpha()]
    if not words or not (words[0] in NO or tuple(words[:2]) in NOT_AT_ALL):
        return False
    if words[0] == "never" and len(words) > 1:  # "never like this"
        return False
    unwell = any(one == "not" and two in FINE for one, two in pairwise(words))
    return not unwell and all(word in REASSURES for word in words[1:])


def refuses(answer: Sequence[str]) -> bool:
    """A no to what one is able to do; not "no problem", "no idea"."""
    words = [word for word in answer if word.isalpha()]
    no = bool(words) and (words[0] in NO or tuple(words[:2]) in NOT_AT_ALL)
    return no and NO_MATTER.isdisjoint(words[1:3])


def _as_inability(asked: Told, order: Sequence[int | None]) -> Told:
    """ "Can I pee" as "I can not pee"."""
    sentence, words = asked.sentence, asked.words
    first = sentence.tokens[0]
    denial = Token("not", first.start, first.end)
    tokens = tuple(denial if at is None else sentence.tokens[at] for at in order)
    said = tuple("not" if at is None else _of_oneself(words[at]) for at in order)
    return Told(Sentence(tokens, asks=False), said)


def _turned(words: tuple[str, ...]) -> list[int | None] | None:
    """The places of the words as a statement, ``None`` for the denial; None where it is none."""
    rest = list(range(2, len(words)))
    if words[0] in CAN and rest:
        return [1, 0, None, *rest]
    able = words[:1] == ("am",) and words[2:3] == ("able",)
    if able or (words[0] in DO and words[2:3] == ("feel",)):
        return [1, 0, None, *rest]
    if words[0] in FEELINGS:
        return [None, *range(len(words))]
    fine = next((at for at, word in enumerate(words) if word in FINE), 0)
    if not fine or FUNCTIONS.isdisjoint(words):
        return None
    asks = words[0] in IS
    return [*range(int(asks), fine), *([0] if asks else []), None, *range(fine, len(words))]


def _of_oneself(word: str) -> str:
    return {"you": "i", "your": "my"}.get(word, word)
