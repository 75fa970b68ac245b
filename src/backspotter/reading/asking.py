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
BODY = frozenset(
    "groin saddle crotch perineum perineal genital genitals private privates parts area areas "
    "region regions penis testicle testicles balls scrotum vagina vulva labia anus anal rectum "
    "rectal bum bottom butt buttock buttocks arse ass cheeks leg legs thigh thighs knee knees calf "
    "calves shin shins ankle ankles foot feet toe toes heel heels sole soles arm arms hand hands "
    "finger fingers hip hips back spine neck chest belly abdomen abdominal stomach tummy pelvis "
    "pelvic skin body face limb limbs passage".split()
)
ENDS = BODY | frozenset("myself yourself there here below weight breathing balance stool".split())
SMALL = frozenset(
    "a an any my your the of in on at to with or nor and n around near inside between down below "
    "under behind along both either left right side sides lower upper inner outer all ever even "
    "anywhere too it is are i you me feel feeling have".split()
)
KINDS = frozenset(
    "new recent sudden unexplained unexpected unusual odd weird strange some urinary faecal fecal "
    "sexual night day appetite history pins coloured colored colour color tea coke passing "
    "starting holding getting controlling emptying going using tender hot red flags flag symptoms "
    "signs following these stools anything".split()
)
"""What may stand beside a trouble and names no other thing."""

PARTIAL = frozenset(
    "whole wholly fully full completely complete totally total entirely entire just only still "
    "always more less previous very extremely really worse so too but plus besides except other "
    "others apart rest than".split()
)
"""What leaves some of a trouble where it is answered with no: "fully numb groin: no"."""

OUTPUT = frozenset(["pee", "peeing", "wee", "weeing", "urine", "piss", "water"])
"""What does not come where it is answered with none."""

GENERAL = frozenset(
    "pain pains ache trauma cancer tumour tumor infection steroids osteoporosis fracture aneurysm "
    "pregnant shooting burning".split()
)
"""Behind a comma these are asked alone: "numb groin, pain: none"."""

FEVERISH = frozenset("fever feverish chills vomiting nausea".split())
ON_THE_SKIN = frozenset("rash swelling swollen redness".split())
APART = GENERAL | OUTWEIGHS | FEVERISH | ON_THE_SKIN
"""Behind another trouble these are a thing of their own: "foot drop pain: none"."""

LEADS = OUTWEIGHS | frozenset(
    "shooting burning dead heavy dark brown cola blood bloody sick difficulties problems".split()
)
"""What goes before another trouble as a part of it."""

JOINTS = frozenset([",", "or", "nor", "and", "n", "/", "&", "("])
BETWEEN = frozenset("of in the my a any to".split())

WELL = FINE | {"strong", "clear"}
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

TELLING = (("been",), ("had",), ("got",))
"""These begin a statement as well: "got a numb groin, pain: none"."""

A_TIME = frozenset("since yesterday today now when after i you the my lift at all".split())
AT_ALL = frozenset(["at", "all", "ever", "anywhere", "either"])
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


def asks_of_a_trouble(words: Sequence[str], *, of_all: bool = False) -> bool:
    """ "Numb between my legs", "trouble peeing": not "is the numbness gone", "can I feel it".

    Parameters
    ----------
    of_all : the answer is to all that is listed
    """
    said = set(words)
    if TROUBLES.isdisjoint(said) or not CHANGED.isdisjoint(said) or not NEGATED.isdisjoint(said):
        return False
    if not HOW_IT_IS.isdisjoint(said) or not _asks_whether_it_is_there(words):
        return False
    if not _names_it_alone(words) or not (of_all or _is_one_list(words)):
        return False
    asks_for_more = not said.isdisjoint(FINE | ABLE | FEELINGS)
    return not asks_for_more or not OUTWEIGHS.isdisjoint(said)


def _names_it_alone(words: Sequence[str]) -> bool:
    """Only what is known stands in it, a trouble or a place last: not "numb groin MRI"."""
    begins = opener(words)
    rest = [word for word in words[len(begins) :] if word.isalnum()]
    timed = (A_TIME | AT_ALL) if begins in ANY or rest[:1] == ["any"] else AT_ALL
    last = next((word for word in reversed(rest) if word not in timed), "")
    things = TROUBLES | FUNCTIONS | OUTPUT | ENDS
    known = things | SMALL | KINDS | timed
    is_known = last in things and known.issuperset(rest) and PARTIAL.isdisjoint(rest)
    return is_known and all(_is_one_trouble(each) for each in _parts(words[len(begins) :]))


def _is_one_list(words: Sequence[str]) -> bool:
    """ "Fever and chills", "numb or in pain"; not "numb groin and trauma", which may be told."""
    parts = _parts(words)
    if "(" in words and ")" not in words:
        return False
    told = next((at for at, part in enumerate(parts) if not TROUBLES.isdisjoint(part)), 0)
    if "or" in words or "nor" in words or _is_general(parts[told]):
        return True
    return all(GENERAL.isdisjoint(part) and not _is_general(part) for part in parts[told + 1 :])


def _parts(words: Sequence[str]) -> list[Sequence[str]]:
    """What stands between commas, "or" and "and"."""
    cuts = [-1, *(at for at, word in enumerate(words) if word in JOINTS), len(words)]
    return [words[first + 1 : last] for first, last in pairwise(cuts)]


def _is_one_trouble(words: Sequence[str]) -> bool:
    """ "Shooting pain in the leg", "trouble peeing"; not "numb groin fever", "foot drop pain"."""
    if any(one in BODY and two in FUNCTIONS - BODY for one, two in pairwise(words)):
        return False
    troubles = [at for at, word in enumerate(words) if word in TROUBLES]
    return all(_are_one(words, one, two) for one, two in pairwise(troubles))


def _are_one(words: Sequence[str], one: int, two: int) -> bool:
    between = words[one + 1 : two]
    if words[one] in LEADS:
        return words[two] not in APART or (BETWEEN | BODY | {"with"}).issuperset(between)
    alike = any({words[one], words[two]} <= kind for kind in (FEVERISH, ON_THE_SKIN))
    return (alike or words[two] not in APART) and BETWEEN.issuperset(between)


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
    if (
        not commas
        or of_all
        or _is_in_brackets(words)
        or (opener(words) and opener(words) not in TELLING)
    ):
        return 0
    parts = [words[first + 1 : last] for first, last in pairwise([-1, *commas, len(words)])]
    if _is_general(parts[-1]) and not all(_is_general(part) for part in parts):
        return commas[-1] + 1
    if not {"or", "and"}.isdisjoint(words[commas[-1] :]):
        return 0
    listed = len(parts) >= LIST and all(asks_of_a_trouble(part) for part in parts)
    return 0 if listed else commas[-1] + 1


def _is_in_brackets(words: Sequence[str]) -> bool:
    """ "Red flags (numb groin, fever)": a list under a head that tells nothing itself."""
    begins = list(words).index("(") if "(" in words else 0
    return begins > 0 and words[-1] == ")" and TROUBLES.isdisjoint(words[:begins])


def _is_general(words: Sequence[str]) -> bool:
    plain = GENERAL | JUDGED | {"or", "and", "any", "new", "recent", "history", "of", "/"}
    return not (GENERAL | JUDGED).isdisjoint(words) and plain.issuperset(words)


def is_listed(words: Sequence[str]) -> bool:
    """A label with a trouble of its own, which a no before it does not belong to."""
    return (asks_of_a_trouble(words) and not _is_general(words)) or is_a_function(words)


def is_a_function(words: Sequence[str]) -> bool:
    """ "Bladder", "bladder and bowels": named, and nothing said of it."""
    plain = FUNCTIONS | {"and", "my", "the", "/", "&"}
    return not FUNCTIONS.isdisjoint(words) and plain.issuperset(words)


def as_inability(words: Sequence[str]) -> list[int | str] | None:
    """A question of a function as its denial: the places of its words, and words put in.

    "Can I pee" comes to "I can not pee", "feeling in the groin" to "no feeling in the groin";
    None where no function is asked for.
    """
    negated = not NEGATED.isdisjoint(words)
    if negated or (words[0] not in ABLE and not TROUBLES.isdisjoint(words)):
        return None
    rest = list(range(2, len(words)))
    asks_one = tuple(words[1:2]) and words[1] in PERSONS
    if words[0] in CAN and rest and asks_one:
        return [1, 0, "not", *rest]
    if words[0] in ABLE and len(words) > 1:
        return [0, "not", *range(1, len(words))] if words[0] in CAN else ["not", *range(len(words))]
    if "able" in words[2:4]:
        return [1, 0, "not", *range(list(words).index("able"), len(words))]
    if words[0] in DO and tuple(words[2:3]) == ("feel",):
        return [1, 0, "not", *rest]
    if words[0] == "passing" and OUTPUT.issuperset(words[1:]):
        return ["can", "not", "pass", *range(1, len(words))]
    if OUTPUT.issuperset(words):
        return ["can", "not", *range(len(words))]
    felt = next((at for at, word in enumerate(words) if word in FEELINGS), None)
    if felt is not None and FINE.isdisjoint(words):
        return [*range(felt), "no", *range(felt, len(words))]
    return _not_well(words)


def _not_well(words: Sequence[str]) -> list[int | str] | None:
    fine = next((at for at, word in enumerate(words) if word in WELL), 0)
    if not fine or (FUNCTIONS | BODY - {"back", "spine", "neck"}).isdisjoint(words):
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
