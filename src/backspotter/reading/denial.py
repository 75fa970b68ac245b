"""Whether a mention is denied: where a denial stands, how far it reaches, where a clause ends."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from backspotter.reading.patterns import Spans
from backspotter.reading.wordsets import phrase_at

REACH = 14
"""How many words a denial reaches at most."""

VERBS = frozenset(
    "is are was were am has have had feels feel felt goes go went gets got hurts hurt started "
    "began comes came keeps kept seems looks makes somehow eases eased ease drags dragged gives "
    "gave buckles buckled improves improved worsens worsened loosens loosened settles settled "
    "throbs throbbed radiates radiated wakes woke burns drops dropped slaps slapped flops flopped "
    "leaks leaked trips tripped buckle fails failed".split()
)
STATES = frozenset("worse better easier sore stiff tight aches aching fine ok okay".split())
CONDITIONS = frozenset("when whenever if while after as by once on with in during from".split())
"""After a state, a statement of its own: "no numbness, worse when I bend"."""

WITH_A_DENIAL = frozenset("diagnosed problems problem trouble issues associated born".split())
BEGINNERS = frozenset(
    "my the i there no and just only then so got felt had which because he she they we "
    "everything all strength power reflexes otherwise bladder bowels legs kept keep keeps".split()
)
LACKS = frozenset(
    "loss lack problem problems trouble difficulty difficulties issue issues change changes "
    "reduction reduced lost less altered abnormal numb numbness weird funny odd strange "
    "tingling tingles accident accidents leaks leaking leakage bruise drama difference "
    "odd else wrong".split()
)
LISTED = frozenset(["having", "getting", "feeling", "tingling", "leaking", "vomiting", "shaking"])
CLAUSE_MARKS = frozenset([":", "(", ")", "\u2013", "\u2014", "-", "/", ",", "and"])
DASHES = (("-",), ("\u2013",), ("\u2014",), (":",))
OF_NO_USE = frozenset(["position", "positions", "relief", "difference", "matter", "odds"])
"""In "no position helps", "makes no difference", the no is part of what is said."""

COME_AND_GO = (("come", "and", "go"), ("comes", "and", "goes"), ("coming", "and", "going"))
DID_NOT_CHANGE = (
    ("did", "not", "change"), ("does", "not", "change"), ("do", "not", "change"),
    ("have", "not", "changed"), (",", "not", "change"),
)  # fmt: skip
"""A verb, where "no change" is a lack."""

DOES = (("do",), ("does",), ("did",))
LISTING = frozenset(
    "have get feel notice experience see suffer report show any really actually even".split()
)
"""Verbs whose denial goes on over a list: "I do not have numbness, tingling …"."""

OR = frozenset(["or", "nor", "and"])
REPEATED = frozenset("numb numbness weak weakness dead tingling tingly swollen hot".split())
"""What is told anew when it is said a second time in other words."""

WELL = (("good",), ("fine",), ("ok",), ("okay",), ("normal",), ("strong",), ("great",))
ARE = (
    ("are",), ("is",), ("'s",), ("feel",), ("feels",), ("all",), ("been",),
)  # fmt: skip
"""What closes a statement: "legs are good, tingling is …"."""

LIKE_THIS = frozenset([("like", "this"), ("like", "it"), ("like", "that"), ("this", "bad")])
NAMED = frozenset(["none", "nil", "negative", "absent", "nope"])
"""What says no to the label before it, where nothing but a comma follows."""

NOTED_WITH = frozenset([":", "-", "=", "?"])
ANSWER = frozenset(["no", "nope", "nah", "none", "nil", "negative"])
ADMITS = frozenset(["yes", "yep", "yeah", "admits", "admit", "admitted"])
"""What a denial does not reach over: "no fever, yes to numb groin"."""

CAPABLE = frozenset(["can", "could", "will", "would"])


def is_denied(words: tuple[str, ...], spans: Spans, *, is_sign: bool) -> bool:
    """A denial reaches the first slot from the left, or stands in a gap before a later slot."""
    start, last = spans[0][0], spans[-1][1]
    denies_itself = bool(phrase_at("deny", words, start))
    if is_sign and any(_denies_a_lack(words, span) for span in spans):
        return True
    if not denies_itself and denied_at(words, start, 0, last):
        return True
    ends = [end for _, end in spans]
    later = zip(spans[1:], ends, strict=False)
    return any(denied_at(words, begin, end, last) for (begin, _), end in later) or _denied_after(
        words, last
    )


def _denies_a_lack(words: tuple[str, ...], first: tuple[int, int]) -> bool:
    """ "No loss of feeling", "without any problems": the denial is part of the phrase."""
    start, _ = first
    next_to_it = words[start + 1 : start + 2]
    covered = _marks(words).covered_to[start] and LACKS.isdisjoint(next_to_it)
    denies = bool(phrase_at("deny", words, start)) and not covered
    if denies and _has_begun_since(words, first[1]):
        return False
    if denies and words[max(start - 1, 0) : start + 2] in DID_NOT_CHANGE:
        return False
    return denies and not LACKS.isdisjoint(words[start + 1 : start + 5])


def _denied_after(words: tuple[str, ...], end: int) -> bool:
    """ "Numbness: none"."""
    named = _named_after(words, end)
    answered = len(words) == end + 1 and words[end] in ("no", "nah", "nothing", "never")
    dashed = words[end : end + 1] in DASHES and words[end + 1 :] in (("no",), ("nope",), ("nah",))
    named = named or answered or dashed
    is_not = tuple(words[end : end + 2]) in (("is", "not"), ("are", "not"), ("does", "not"))
    return named or (is_not and words[end + 2 : end + 3] in ((), (",",), ("there",), ("present",)))


def _named_after(words: tuple[str, ...], end: int) -> bool:
    """ "Numbness none"; not "numb, none of it", "numb: none until today"."""
    at = end + (not NOTED_WITH.isdisjoint(words[end : end + 1]))
    return not NAMED.isdisjoint(words[at : at + 1]) and words[at + 1 : at + 2] in ((), (",",))


def denied_at(words: tuple[str, ...], start: int, stop: int, end: int) -> bool:
    """Whether a denial after ``stop`` reaches the mention from ``start`` to ``end``."""
    marks = _marks(words)
    for at in range(start - 1, max(stop, start - REACH) - 1, -1):
        covered = marks.covered_to[at]
        if words[at] in ADMITS:
            return False
        if marks.is_plain[at] or 0 < covered <= start or (covered and words[start] in OF_NO_USE):
            continue
        if words[at] == "without" and _cannot_before(words, at):
            continue
        if words[at] in ANSWER and _ends_there(words[at + 1 : at + 3]):
            return False
        if marks.denies[at]:
            return _reaches(words, at, start) and not _is_set_against(words, at, start, end)
        if marks.ends[at] or _new_clause(words, at, start, end):
            return False
    return False


def _ends_there(after: tuple[str, ...]) -> bool:
    """ "No, …": an answer, which denies nothing behind it."""
    return after[:1] == (",",) and after[1:] != ("and",)


def _reaches(words: tuple[str, ...], at: int, start: int) -> bool:
    """Whether this denial is about what begins at ``start``: "cannot walk", "not sleeping," and
    "do not do what I say," deny only their own verb, "do not have" and "no" a whole list."""
    if at > 0 and words[at - 1] in CAPABLE:
        claims = words[at - 1] == "would" and words[at + 1 : at + 2] in (("say",), ("call",))
        return claims or _searches(words, at + 1)
    follows = words[at + 1] if at + 1 < len(words) else ""
    is_not = words[at] == "not"
    own_verb_only = is_not and follows.endswith("ing") and follows not in LISTED
    own_deed_only = is_not and words[at - 1 : at] in DOES and follows not in LISTING
    listed = words[start - 1] == "," and not {"or", "nor"}.isdisjoint(words[start : start + 3])
    return listed or not ((own_verb_only or own_deed_only) and "," in words[at:start])


def _is_set_against(words: tuple[str, ...], at: int, start: int, end: int) -> bool:
    """What a denial leads up to: "no numbness in the leg, numb between the legs", "not tingling,
    numb", "no trouble until this morning", "never had numbness like this"."""
    if words[at] == "never" and not LIKE_THIS.isdisjoint(pairwise(words[at + 1 : end + 4])):
        return True
    if _has_begun_since(words, end):
        return True
    if words[start - 1] != ",":
        return False
    before = words[at + 1 : start - 1]
    listed = not OR.isdisjoint(words[at : end + 3])
    again = words[start] in REPEATED and any(word.startswith(words[start][:4]) for word in before)
    instead = words[at] == "not" and len(before) == 1 and words[at - 1 : at] not in DOES
    return not listed and (again or instead)


def _has_begun_since(words: tuple[str, ...], end: int) -> bool:
    """ "No trouble peeing until this morning": it is there since; not "until now", so far."""
    for at in range(end, min(end + 4, len(words))):
        if words[at] in ("until", "till"):
            return words[at + 1 : at + 2] not in ((), ("now",), ("then",))
    return False


@dataclass(frozen=True, slots=True)
class _Marks:
    """For each word of a sentence, what it does to a denial."""

    denies: tuple[bool, ...]
    ends: tuple[bool, ...]
    covered_to: tuple[int, ...]
    """Where a phrase such as "no doubt" ends that only looks like a denial; 0 for none."""
    is_plain: tuple[bool, ...]


@lru_cache(maxsize=512)
def _marks(words: tuple[str, ...]) -> _Marks:
    places = range(len(words))
    denies = tuple(phrase_at("deny", words, at) > 0 for at in places)
    ends = tuple(
        phrase_at("but", words, at) > 0
        and not (words[at] == "with" and at > 0 and words[at - 1] in WITH_A_DENIAL)
        for at in places
    )
    covered = [0] * len(words)
    for at in places:
        length = phrase_at("not_deny", words, at)
        covered[at : at + length] = [at + length] * length
    plain = tuple(
        not (denies[at] or ends[at] or covered[at] or words[at] in CLAUSE_MARKS) for at in places
    )
    return _Marks(denies, ends, tuple(covered), plain)


def _cannot_before(words: tuple[str, ...], at: int) -> bool:
    """ "Cannot stand without …" says that it comes on standing."""
    near = range(max(at - 8, 1), at)
    return any(words[i] == "not" and words[i - 1] in CAPABLE for i in near)


def _searches(words: tuple[str, ...], at: int) -> bool:
    """ "Cannot find any", "can not feel any": a denial made of a capability."""
    if at >= len(words):
        return False
    return words[at] in ("find", "see", "notice", "detect") or words[at : at + 2] == ("feel", "any")


def _new_clause(words: tuple[str, ...], at: int, start: int, end: int) -> bool:
    """A mark, or a comma or "and" after which a subject or a verb stands: no longer a list."""
    if words[at] not in CLAUSE_MARKS:
        return False
    if words[at] not in (",", "and"):
        return True
    if words[at - 1 : at + 2] in COME_AND_GO:
        return False
    if at + 1 >= len(words):
        return False
    item = words[at + 1 : end + 1]
    return (
        bool(phrase_at("subject", words, at + 1))
        or not VERBS.isdisjoint(words[at + 1 : end])
        or any(one in STATES and two in CONDITIONS for one, two in pairwise(item))
    )


def crosses_clause(words: tuple[str, ...], spans: Spans) -> bool:
    """Whether a gap between slots runs into another clause."""
    gaps = [(end, begin) for (_, end), (begin, _) in pairwise(spans)]
    return any(_breaks(words, at) for end, begin in gaps for at in range(end, begin))


def ends_well(words: tuple[str, ...], spans: Spans) -> bool:
    """Whether a gap between slots runs over the end of "erection is okay, …"."""
    gaps = [(end, begin) for (_, end), (begin, _) in pairwise(spans)]
    return any(_is_well(words, at) for end, begin in gaps for at in range(end, begin))


def _is_well(words: tuple[str, ...], at: int) -> bool:
    return words[at] == "," and words[at - 1 : at] in WELL and words[at - 2 : at - 1] in ARE


def is_inability(words: tuple[str, ...], at: int) -> bool:
    """ "Can't get my temperature down": the "not" belongs to "can" and denies no fever."""
    return words[at] == "not" and words[at - 1 : at] in (("can",), ("could",))


def turns_to_another_part(words: tuple[str, ...], spans: Spans) -> bool:
    """Whether a gap between slots runs over "and my": what follows is said of something else."""
    gaps = [(end, begin) for (_, end), (begin, _) in pairwise(spans)]
    pairs = (tuple(words[at : at + 2]) for end, begin in gaps for at in range(end, begin))
    return any(pair in (("and", "my"), ("but", "my"), ("plus", "my")) for pair in pairs)


def _breaks(words: tuple[str, ...], at: int) -> bool:
    if words[at] in ("but", "though", "although", "however", "whereas", "except"):
        return True
    follows = words[at + 1] if at + 1 < len(words) else ""
    if _is_well(words, at):
        return True
    if words[at] == ",":
        return follows in BEGINNERS
    now_and_then = words[at - 1 : at + 2] == ("now", "and", "then")
    return words[at] == "and" and follows in ("i", "there", "no", "then") and not now_and_then
