"""Which words of a sentence are feared, asked about or read about, so that nothing was said."""

from __future__ import annotations

from itertools import pairwise

from backspotter.reading.statements import statement_at, statements, tells_of_now
from backspotter.reading.wordsets import has_phrase, phrase_at

DETERMINERS = frozenset(["the", "this", "my", "these", "that"])
MODALS = frozenset(["could", "might", "will", "would", "may", "can", "going", "gonna"])
ANXIOUS = frozenset(
    "worried worry worrying anxious paranoid nervous panicking scared afraid terrified".split()
)
UNABLE = (("can", "not"), ("will", "not"), ("does", "not"), ("do", "not"))
FIRST_PERSON = frozenset(["my", "me", "mine"])
ASKING = frozenset("do does is are can could would should will what why how if at when".split())
ENDS = ((), (",",), ("but",), ("so",), ("and",), ("yet",), ("though",), ("today",))
NO_JOKE = frozenset(["not", "no", "never"])
CLOSES = (
    (),
    (",",),
    ("too",),
    ("it",),
    ("that",),
    ("this",),
    ("since",),
    ("so",),
    ("yesterday",),
    ("today",),
)
DONE = (("wet",), ("lost",), ("numb",), ("peed",), ("fever",))
"""What needs no verb of the present: "scared to move, wet myself"."""

LAUGHTER = frozenset("lol lmao haha ha hahaha rofl joke kidding dying rip send help".split())
OWN = frozenset("my i me mine myself since now today he she his her him this these it".split())
WHAT_DOES = (("what", "does"), ("what", "do"), ("how", "does"))
LIKE_WHAT = frozenset([("feel", "like"), ("look", "like")])
"""Whoever asks this of a sign does not have it."""

DISEASES = frozenset(
    "cancer tumour tumor cauda infection infected broken fractured serious permanent".split()
)
"""What somebody is afraid it is: "afraid my pain is cancer"."""

WELL = frozenset("fine ok okay normal good clear well not never no strong steady perfect".split())
SUFFERED = (("wet",), ("peed",), ("lost",), ("have", "lost"), ("had", "lost"), ("pissed",))

IN_EARNEST = frozenset(["literally", "seriously", "but"])


def feared(words: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Spans that a fear or question covers."""
    found = []
    at = 0
    while at < len(words):
        lasting = max(phrase_at("supposed", words, at), _asked_of_it(words, at))
        length = max(lasting, phrase_at("feared", words, at))
        if length and not _is_likeness(words, at):
            end = _ends(words, at, at + length, lasting=bool(lasting))
            if not (_is_real(words, at, at + length, end) or _came_true(words, at + length)):
                found.append((at, end))
        at += max(length, 1)
    return tuple(found)


def _asked_of_it(words: tuple[str, ...], at: int) -> int:
    """ "What does foot drop look like?": of the thing, and not of one's own. How many words ask it;
    0 where the writer's own is spoken of."""
    length = phrase_at("asked_of_it", words, at)
    _, last = statement_at(words, at)
    if words[at : at + 2] in WHAT_DOES and LIKE_WHAT.intersection(pairwise(words[at:last])):
        length = 2
    return length if length and OWN.isdisjoint(words[at + length : last]) else 0


def joked(words: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """The span that is not meant as it stands; none where it is "no joke"."""
    for at in range(len(words)):
        if phrase_at("joke", words, at) and not _is_no_joke(words, at):
            earnest = (i for i in range(at, len(words)) if _in_earnest(words, i))
            return ((0, next(earnest, len(words))),)
    return ()


def was_a_joke(words: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """ "Legs dead lol. Seriously though, …": taken back by what follows, where it was a joke.
    "Cannot pee. Seriously though, what now?" was none.

    Parameters
    ----------
    words, after : a sentence, and the one behind it; empty for none
    """
    length = phrase_at("joke_over", after, 0) if after else 0
    joking = LAUGHTER | {"joking", "jokes"}
    return bool(length) and not joking.isdisjoint((*words, *after[:length]))


def _is_no_joke(words: tuple[str, ...], at: int) -> bool:
    return words[at - 1] in NO_JOKE or "wish" in words[max(at - 4, 0) : at]


def _in_earnest(words: tuple[str, ...], at: int) -> bool:
    if words[at] == "and" and "literally" in words[at:] and words[at - 1] != "not":
        return "not" not in words[at : words.index("literally", at)]
    return words[at] in IN_EARNEST and words[at] != "literally"


def _is_likeness(words: tuple[str, ...], at: int) -> bool:
    """ "As if someone ripped me open" compares; it fears nothing."""
    return at > 0 and words[at - 1 : at + 1] == ("as", "if")


def _ends(words: tuple[str, ...], begin: int, start: int, *, lasting: bool) -> int:
    """Where a fear ends: at "but", at what is there, and unless it is one that goes on over a whole
    list ("come back if …"), where another statement begins."""
    stops = [at for at in range(start, len(words)) if _turns_back(words, at)]
    if not lasting:
        after = ((first, last) for first, last in statements(words) if first >= start)
        stops += [first for first, last in after if _states(words, first, last)]
    return min(stops, default=len(words))


def _turns_back(words: tuple[str, ...], at: int) -> bool:
    told = words[at - 1 : at + 3] in (("that", "i", "can", "not"), ("that", "i", "have", "lost"))
    cannot = words[at + 1 : at + 4] == ("i", "can", "not") and words[at] in (",", "and")
    told = told or cannot
    told = told or words[at] in ("woke", "awoke", "wake")
    return words[at] == "but" or told or bool(phrase_at("there_is", words, at))


def _states(words: tuple[str, ...], first: int, last: int) -> bool:
    """A statement of its own, neither fear nor question."""
    said = words[first:last]
    if has_phrase("feared", said) or has_phrase("supposed", said) or "if" in said:
        return False
    told = tells_of_now(said) or said[1:2] in DONE
    return told and {"could", "might", "would", "may"}.isdisjoint(said)


def _is_real(words: tuple[str, ...], start: int, after: int, end: int) -> bool:
    """ "Worried about the numbness in my foot", "scared my foot won't lift": it is there."""
    rest = words[after:end]
    if words[start] in ("cause", "causes", "causing"):
        return not DETERMINERS.isdisjoint(rest[:1]) and "to" not in rest[:6]
    if not any(word in ANXIOUS for word in words[start:after]):
        return False
    if any(pair in UNABLE for pair in pairwise(rest)) and not {"i", "my"}.isdisjoint(rest[:3]):
        return True
    if _happened(rest[1:] if rest[:1] in (("that",), ("when",), ("because",)) else rest):
        return True
    named = not DETERMINERS.isdisjoint(rest[:1])
    about = words[after - 1] in ("about", "of")
    return about and named and MODALS.isdisjoint(rest)


def _happened(rest: tuple[str, ...]) -> bool:
    """ "Afraid I wet myself", "scared my foot is numb": told as a fact, not as what may come."""
    if not MODALS.isdisjoint(rest) or not DISEASES.isdisjoint(rest):
        return False
    suffered = any(rest[1 : 1 + len(done)] == done for done in SUFFERED)
    is_so = rest[:1] == ("my",) and not {"is", "are", "has", "'s"}.isdisjoint(rest[1:5])
    return (rest[:1] == ("i",) and suffered) or is_so


def _came_true(words: tuple[str, ...], start: int) -> bool:
    """ "… asked whether it is numb, and it is", "… and mine is numb": what was feared is there."""
    mine = next((at for at in range(start, len(words) - 2) if words[at] == "mine"), 0)
    if mine and WELL.isdisjoint(words[mine + 2 : mine + 5]):
        return True
    for at in range(start, len(words)):
        length = phrase_at("came_true", words, at)
        closes = words[at + length : at + length + 1] in CLOSES or "now" in words[at : at + length]
        if length and closes:
            return True
    return False


def is_general(asked: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """ "Do legs go numb from a pinched nerve? I haven't got any": asked of nobody, and disowned.

    Parameters
    ----------
    asked, after : a question, and the sentence behind it; empty for none
    """
    own = FIRST_PERSON.intersection(asked) or (
        "i" in asked and ("should", "i") not in pairwise(asked)
    )
    if own or asked[0] not in ASKING:
        return False
    length = phrase_at("not_me", after, 0) if after else 0
    return bool(length) and after[length : length + 1] in ENDS
