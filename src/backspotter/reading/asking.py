"""What a question or a label asks of: a trouble, which one is glad to deny, or a function."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from backspotter.reading.replies import FINE

TROUBLES = frozenset(
    "numb numbness weak weakness tingling tingles tingle tingly needles fever feverish chills "
    "sweats faint fainted fainting collapsed blackout leak leaks leaking leaked leakage wet "
    "wetting accident accidents incontinence incontinent dark brown cola blood bloody swelling "
    "swollen drop dropping drops trouble troubles problem problems issue issues difficulty "
    "difficulties struggling straining retention pain pains ache dead heavy limp shooting "
    "burning tearing redness rash vomiting nausea soiled soiling lost loss losing weaker sick "
    "strain spasm spasms shaking anaesthesia anesthesia paraesthesia paresthesia cancer tumour "
    "tumor infection trauma steroids osteoporosis fracture aneurysm pregnant".split()
)
"""What one is glad to answer no to."""

OUTWEIGHS = frozenset(
    "trouble problem problems issue issues difficulty lost loss losing retention".split()
)
"""Beside these a function is no longer what is asked for: "trouble controlling it?"."""

CHANGED = frozenset(
    "gone better eased ease easing stop stopped stopping less improve improved improving "
    "improvement away resolved fading faded over cleared clear disappeared settled settling help "
    "helped back off".split()
)
"""What makes a no bad news: "is the numbness gone? No."."""

HOW_IT_IS = frozenset(
    "worse worsening spreading spread growing increasing constant constantly permanent painful "
    "complete total severe bad".split()
)
"""What is asked of a trouble that is there: "numb groin worse? No."."""

FUNCTIONS = frozenset(
    "pee peeing wee weeing urine urinate urinating piss pissing flow stream bladder bowel bowels "
    "poo poop pooping toilet feeling sensation feel control hold walk walking stand standing lift "
    "foot toes leg legs erection erections wipe wiping".split()
)
OUTPUT = frozenset(["pee", "peeing", "wee", "weeing", "urine", "piss", "water"])
"""What does not come where it is answered with none."""

FEELINGS = frozenset(["feeling", "sensation", "control", "strength"])
CAN, DO, IS = frozenset(["can", "could"]), frozenset(["do", "does"]), frozenset(["is", "are"])
ABLE = frozenset(["can", "could", "able"])
PERSONS = frozenset(["i", "you", "he", "she", "they"])
NEGATED = frozenset(["not", "no", "never", "without", "none", "nothing", "cannot"])

OF_ONE = ("i", "you")
OPENERS = (
    *((do, one, have) for do in ("do", "did") for one in OF_ONE for have in ("have", "get")),
    *(("have", one, *rest) for one in OF_ONE for rest in ((), ("got",), ("had",), ("been",))),
    *(("is", "there"), ("are", "there"), ("is", "it"), ("any",), ("been",), ("had",), ("got",)),
    *((be, whose) for be in ("is", "are") for whose in ("my", "your")),
    *(("am", "i"), ("are", "you"), ("did", "i"), ("did", "you"), ("do", "you"), ("do", "i")),
    *(("did", "i", "have"), ("does", "it"), ("do", "you", "feel"), ("do", "you", "notice")),
)
"""How one asks whether a trouble is there, where it is not merely named."""

ANY = tuple(each for each in OPENERS if each[-1] in ("any", "have", "get", "got", "had", "there"))
"""Behind these a time may be named: "any numbness since the lift?"."""

A_TIME = frozenset("since yesterday today now when after i you the my lift at all".split())
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

LIST = 3
"""So many troubles with commas between are one list."""


def asks_of_a_trouble(words: Sequence[str]) -> bool:
    """ "Numb between my legs", "trouble peeing": not "is the numbness gone", "can I feel it"."""
    said = set(words)
    if TROUBLES.isdisjoint(said) or not CHANGED.isdisjoint(said) or not NEGATED.isdisjoint(said):
        return False
    if not HOW_IT_IS.isdisjoint(said) or not _asks_whether_it_is_there(words):
        return False
    asks_for_more = not said.isdisjoint(FINE | ABLE | FEELINGS)
    return not asks_for_more or not OUTWEIGHS.isdisjoint(said)


def opener(words: Sequence[str]) -> tuple[str, ...]:
    """The words by which it is asked whether something is there; empty where it is named."""
    return max((each for each in OPENERS if tuple(words[: len(each)]) == each), key=len, default=())


def _asks_whether_it_is_there(words: Sequence[str]) -> bool:
    """ "Numb down there", "is my groin numb"; not "should I go in with a numb groin"."""
    begins = opener(words)
    rest = words[len(begins) :]
    parts = " ".join(rest).split(" , ")
    alone = any(JUDGED.issuperset(part.split()) for part in parts) and len(parts) > 1
    judged = any(one == "a" and two in JUDGED for one, two in pairwise(rest))
    elsewhere = ELSEWHERE - A_TIME if begins in ANY or rest[:1] == ("any",) else ELSEWHERE
    return elsewhere.isdisjoint(rest) and not alone and not judged


def asked_from(words: Sequence[str], *, of_all: bool = False) -> int:
    """Where what is asked begins: "numb groin, fever?" tells the first and asks the last.

    Parameters
    ----------
    of_all : the answer is to all that is listed
    """
    commas = [at for at, word in enumerate(words) if word == ","]
    if not commas or of_all or opener(words) or not {"or", "and"}.isdisjoint(words[commas[-1] :]):
        return 0
    parts = [words[first + 1 : last] for first, last in pairwise([-1, *commas, len(words)])]
    listed = len(parts) >= LIST and all(asks_of_a_trouble(part) for part in parts)
    named = all(len(part) == 1 for part in parts)
    return 0 if listed or named else commas[-1] + 1


def is_a_function(words: Sequence[str]) -> bool:
    """ "Bladder", "bladder and bowels": named, and nothing said of it."""
    plain = FUNCTIONS | {"and", "my", "the", "/", "&"}
    return not FUNCTIONS.isdisjoint(words) and plain.issuperset(words)


def as_inability(words: Sequence[str]) -> list[int | str] | None:
    """A question of a function as its denial: the places of its words, and words put in.

    "Can I pee" comes to "I can not pee", "feeling in the groin" to "no feeling in the groin";
    None where no function is asked for.
    """
    rest = list(range(2, len(words)))
    asks_one = tuple(words[1:2]) and words[1] in PERSONS
    if words[0] in CAN and rest and asks_one:
        return [1, 0, "not", *rest]
    if words[0] in ABLE and len(words) > 1:
        return [0, "not", *range(1, len(words))] if words[0] in CAN else ["not", *range(len(words))]
    if tuple(words[2:3]) == ("able",) or (words[0] in DO and tuple(words[2:3]) == ("feel",)):
        return [1, 0, "not", *rest]
    if OUTPUT.issuperset(words):
        return ["can", "not", *range(len(words))]
    felt = next((at for at, word in enumerate(words) if word in FEELINGS), None)
    if felt is not None and FINE.isdisjoint(words):
        return [*range(felt), "no", *range(felt, len(words))]
    return _not_well(words)


def _not_well(words: Sequence[str]) -> list[int | str] | None:
    fine = next((at for at, word in enumerate(words) if word in FINE), 0)
    if not fine or FUNCTIONS.isdisjoint(words):
        return None
    if words[fine] == "normally":
        return ["can", "not", *range(len(words))]
    asks = words[0] in IS
    return [*range(int(asks), fine), *([0] if asks else []), "not", *range(fine, len(words))]


def as_ability(words: Sequence[str]) -> list[int | str] | None:
    """ "Can you pee" and "are you able to pee" as "you can pee"; None where none is asked for."""
    asks_one = len(words) > 1 and words[1] in PERSONS
    if asks_one and words[0] in CAN:
        return [1, 0, *range(2, len(words))]
    if asks_one and tuple(words[2:4]) == ("able", "to"):
        return [1, "can", *range(4, len(words))]
    return None
