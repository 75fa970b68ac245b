"""What is answered to a question, or noted behind a label: no, yes, or nothing yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import cache
from itertools import pairwise

from backspotter.reading.patterns import Phrase, by_first

DRAWN_OUT = re.compile(r"([a-z])\1+$")
"""A last letter that is drawn out: "nooo"."""


class Reply(Enum):
    """What a reply comes to."""

    NO = "no"
    YES = "yes"
    SOMEWHAT = "somewhat"
    """A little, perhaps, not known: the trouble stands."""
    UNSAID = "unsaid"
    """Neither: not applicable, a box that nobody has ticked."""


WORDS = {
    Reply.NO: "no | n | nope | nop | nah | naw | nay | nup | none | nil | negative | neg | never | "
    "absent | denied | denies | nothing | 0 | 0 / 10 | - ve | not at all | not present | "
    "definitely not | absolutely not | certainly not | thankfully not | thankfully no | "
    "luckily not | luckily no | not that i noticed | not that i have noticed | "
    "not that i know of | none that i noticed | none at all | no way | false | "
    "( - ) | \u274c | \u2717 | \u2718 | \u2716",
    Reply.YES: "yes | y | yep | yup | yeah | yea | yh | aye | positive | pos | present | + | "
    "+ ve | definitely | \u2705 | \u2713 | \u2714 | \u2611 | \u2612 | [ x ] | true | ( + )",
    Reply.SOMEWHAT: "a bit | a little | a little bit | slightly | slight | mild | mildly | some | "
    "sometimes | somewhat | maybe | perhaps | possibly | not sure | unsure | unclear | partly | "
    "kind of | sort of | kinda | sorta | do not know | no idea | idk",
    Reply.UNSAID: "n / a | not applicable | \u2610 | \u25fb | \u25a1 | \u2b1c | [ ]",
}
OF_ALL = (
    "none of these", "none of those", "none of them", "none of the above", "none of this",
    "no to all", "all no", "all negative", "all absent", "no to all of them", "neither",
    "no to all of these", "no to both", "none of", "none of the following", "no to",
    "no to the following", "no to all the following", "no to all of the following",
)  # fmt: skip
"""A no to everything that was listed before it."""

NO = frozenset("no nope nop nah naw nay nup none nil negative neg never n absent".split())
NOT_AT_ALL = (("not", "at"), ("not", "once"), ("not", "really"), ("not", "any"))
PLAINLY_NOT = (
    ("definitely", "not"), ("absolutely", "not"), ("certainly", "not"), ("thankfully", "not"),
    ("thankfully", "no"), ("luckily", "not"), ("luckily", "no"), ("not", "that"),
)  # fmt: skip
FINE = frozenset(["ok", "okay", "fine", "normal", "normally", "alright", "good", "working"])
REASSURES = FINE | frozenset(
    "all nothing like that of it this thankfully luckily thank god goodness everything "
    "is am i just sore stiff tight so far mate sir none no nope not at clear well them either "
    "those these in my over anywhere there here bro way noticed know have".split()
)
"""What may stand beside the no, and takes nothing of it back."""

ALSO_WELL = frozenset(
    "pee peeing wee weeing urine bladder bowel bowels poo poop pooping feels feel feeling going "
    "goes go works walk walking leg legs foot feet toes groin same usual as always can and".split()
)
"""What may be said to be fine beside the no: "nope, pee is fine"."""

NO_LACK = frozenset(["issue", "issues", "problem", "problems", "trouble", "concerns", "change"])
TAKES_BACK = frozenset("well but actually though although maybe except hmm ok okay".split())
SOMEWHAT = frozenset(
    "bit little slightly slight kind sort kinda sorta sometimes somewhat maybe yes partly".split()
)
SHORT = 6
"""How many words take a no back at most: "Nope. Well, a bit."."""

LEAVES = frozenset(
    "now wait until till except apart besides less but actually although though maybe hmm".split()
)
"""At the beginning of what follows an answer these leave some of the trouble."""

HARMLESS = FINE | frozenset(
    "sore soreness stiff stiffness tight ache aches aching achy back hurts thanks thank yours "
    "worried scared".split()
)
"""With one of these it is not about what was denied: "now my back is stiff"."""

FELT = frozenset(["feel", "feeling", "sensation"])
NOT_FELT = frozenset(["no", "not", "nothing", "without", "never"])
FELT_OTHERWISE = frozenset(
    "numb numbness weak weakness tingling pain sick odd weird strange different unusual wrong bad "
    "off that funny".split()
)
DOUBT = frozenset("are you sure really certain positive about that at all honestly".split())
SURE = frozenset("sure positive certain definitely absolutely totally completely".split())

WITH_EFFORT = frozenset(
    "slowly slow difficulty barely hardly trouble effort straining strain push pushing weak weakly "
    "dribble dribbles dribbling trickle little bit partly painfully struggle struggling".split()
)
"""Beside a yes these leave a trouble."""

NO_MATTER = frozenset(
    "problem problems worries issue issues bother trouble idea clue doubt".split()
)
"""After a no these are another answer: "can I pee? no problem", "no idea"."""


@cache
def _phrases() -> tuple[dict[str, tuple[Phrase, ...]], dict[Phrase, Reply]]:
    kinds = {tuple(each.split()): kind for kind, row in WORDS.items() for each in row.split(" | ")}
    kinds |= {tuple(each.split()): Reply.NO for each in OF_ALL}
    return by_first(kinds), kinds


def plain(word: str) -> str:
    """A word without a drawn-out end: "nooo" as "no"."""
    short = DRAWN_OUT.sub(r"\1", word)
    return short if (short,) in _phrases()[1] else word


def reply_at(words: Sequence[str], at: int) -> tuple[int, Reply] | None:
    """How many words of a reply stand at this place, and what it comes to; None for no reply."""
    first, kinds = _phrases()
    here = (plain(words[at]), *words[at + 1 : at + 6])
    for phrase in first.get(here[0], ()):
        if here[: len(phrase)] == phrase:
            return len(phrase), kinds[phrase]
    return None


def is_of_all(reply: Sequence[str]) -> bool:
    """ "None of these": a no to a whole list."""
    return " ".join(reply) in OF_ALL


def leaves_it_open(answer: Sequence[str]) -> bool:
    """ "N/a", an empty box: neither a no nor a yes."""
    reply = reply_at(answer, 0) if answer else None
    return reply is not None and reply == (len(answer), Reply.UNSAID)


def says_yes(answer: Sequence[str]) -> bool:
    """A yes that stands alone, or with words that take nothing back: "yep, all fine"."""
    reply = reply_at(answer, 0) if answer else None
    if reply is None or reply[1] is not Reply.YES:
        return False
    return all(word in REASSURES - NO for word in answer[reply[0] :] if word.isalpha())


def is_well(answer: Sequence[str]) -> bool:
    """ "Fine", "all good", "normal as always"."""
    plainly = FINE | {"all", "totally", "perfectly", "completely", "still", "as", "usual", "always"}
    words = [word for word in answer if word.isalpha()]
    return plainly.issuperset(words) and not FINE.isdisjoint(words)


def says_hardly(answer: Sequence[str]) -> bool:
    """ "Yes but slowly", "yes, with difficulty": what is possible and yet not as it was."""
    reply = reply_at(answer, 0) if answer else None
    return reply is not None and reply[1] is Reply.YES and not WITH_EFFORT.isdisjoint(answer)


def denies(answer: Sequence[str]) -> bool:
    """A no that stands alone, or with words that take nothing back: "nope, all fine"."""
    reply = reply_at(answer, 0) if answer else None
    if reply == (len(answer), Reply.NO):
        return True
    words = [plain(word) for word in answer if word.isalpha()]
    if not words or not (words[0] in NO or tuple(words[:2]) in (*NOT_AT_ALL, *PLAINLY_NOT)):
        return False
    if words[0] == "never" and len(words) > 1:  # "never like this"
        return False
    if any(one == "not" and two in FINE for one, two in pairwise(words)):
        return False
    left = [word for word in words[1:] if word not in REASSURES]
    return not left or _is_well(answer, left)


def _is_well(answer: Sequence[str], left: Sequence[str]) -> bool:
    """ "Nope, pee is fine", "no, no issues": not "no feeling, fine otherwise"."""
    if tuple(answer[1:2]) not in ((",",), ("-",), ("all",)):
        return False
    rest = [word for word in answer[2:] if word.isalpha()]
    if rest[:1] == ["no"]:
        return all(word in NO_LACK | REASSURES for word in rest[1:])
    denied = not {"no", "not", "none", "nothing"}.isdisjoint(rest)
    return not denied and not FINE.isdisjoint(rest) and all(word in ALSO_WELL for word in left)


def refuses(answer: Sequence[str]) -> bool:
    """A no to what one is able to do; not "no problem", "no idea"."""
    reply = reply_at(answer, 0) if answer else None
    if reply == (len(answer), Reply.NO):
        return True
    words = [plain(word) for word in answer if word.isalpha()]
    no = bool(words) and (words[0] in NO or tuple(words[:2]) in NOT_AT_ALL)
    return no and NO_MATTER.isdisjoint(words[1:3])


def takes_back(then: Sequence[str]) -> bool:
    """ "Well, a bit.": what follows a no and leaves some of the trouble."""
    words = [word for word in then if word.isalpha()]
    if not words or len(words) > SHORT:
        return False
    if not SOMEWHAT.isdisjoint(words):
        begins = words[0] in TAKES_BACK or not SOMEWHAT.isdisjoint(words[:2])
        return begins or _leaves_some(words)
    return _leaves_some(words) or _is_not_felt(words)


def _leaves_some(words: Sequence[str]) -> bool:
    """ "Now it is", "except there", "that side yes though"."""
    begins = words[0] in LEAVES and tuple(words[1:2]) != ("no",)
    return (begins or words[-1] == "though") and HARMLESS.isdisjoint(words)


def _is_not_felt(words: Sequence[str]) -> bool:
    """ "No feeling", "I can not feel anything there"; not "I do not feel weird"."""
    not_felt = not NOT_FELT.isdisjoint(words) and not FELT.isdisjoint(words)
    return not_felt and FELT_OTHERWISE.isdisjoint(words)


def doubts(asked: Sequence[str]) -> bool:
    """ "Sure?", "really?": a question about the answer before it."""
    return bool(asked) and DOUBT.issuperset(asked)


def confirms(answer: Sequence[str]) -> bool:
    """ "Yes", "yes, sure", "positive": the answer before it holds."""
    reply = reply_at(answer, 0) if answer else None
    if reply is None or reply[1] is not Reply.YES:
        return False
    return SURE.issuperset(word for word in answer[reply[0] :] if word.isalpha())
