"""How a mention is meant: said of the writer now, denied, somebody else's, long past, or feared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from backspotter.reading.patterns import Phrase, Spans
from backspotter.reading.phrasebook import phrase_book

SAID, DENIED, OTHERS, PAST, FEARED = "said", "denied", "others", "past", "feared"

BLANK = "_"
"""Stands for a word that belongs to an idiom."""

DENIAL_MARK = "\u00ac"

REACH = 14
"""How many words a denial reaches at most."""

PRESENT = frozenset(["now", "today", "currently", "tonight", "atm"])
DETERMINERS = frozenset(["the", "this", "my", "these", "that"])
MODALS = frozenset(["could", "might", "will", "would", "may", "can", "going", "gonna"])
PRESENT_TENSE = frozenset(["am", "is", "are", "have", "has", "'s", "now", "today", "since"])
VERBS = frozenset(
    "is are was were am has have had feels feel felt goes go went gets got hurts hurt started "
    "began comes came keeps kept seems looks makes somehow".split()
)
THIRD_PERSON = frozenset(["he", "she", "his", "her", "him", "they", "their"])
OWNERS = frozenset("my our a an the his her another one some of".split())
OWN_BODY = frozenset(
    "back low lower leg legs foot feet spine head calf thigh hip arm chest left right own".split()
)
PREPOSITIONS = frozenset(["in", "at", "from", "on", "to", "of"])
BESIDE_ME = frozenset(
    "to with beside for at after before behind near told tells asked texted messaged showed".split()
)
WITH_A_DENIAL = frozenset("diagnosed problems problem trouble issues associated born".split())
BESIDE_VERBS = frozenset(
    "know train trained spot coach coached lift work treat met saw follow used looked "
    "carpool teach "
    "taught share".split()
)
PLACES = frozenset(
    "gym unit ward box group team class club work office street family school crew platoon "
    "squad building crossfit village town course shift practice clinic training "
    "powerlifting".split()
)
BEGINNERS = frozenset(
    "my the i there no and just only then so got felt had which because he she they we".split()
)
LACKS = frozenset(
    "loss lack problem problems trouble difficulty difficulties issue issues change changes "
    "reduction reduced lost less altered abnormal numb numbness weird funny odd strange "
    "tingling tingles accident accidents leaks leaking leakage bruise drama difference "
    "odd else wrong".split()
)
LISTED = frozenset(["having", "getting", "feeling", "tingling", "leaking", "vomiting", "shaking"])
CLAUSE_MARKS = frozenset([":", "(", ")", "\u2013", "\u2014", "-", "/", ",", "and"])
CAPABLE = frozenset(["can", "could", "will", "would"])
PASTISH = frozenset(["was", "were", "had", "did", "went", "took", "got", "could", "felt"])
RECENT = (
    ("yesterday",), ("today",), ("tonight",), ("last", "night"), ("this", "morning"), ("now",),
    ("this", "time"), ("this", "week"), ("days", "ago"), ("day", "ago"), ("hours", "ago"),
    ("since",), ("monday",), ("tuesday",), ("wednesday",), ("thursday",), ("friday",),
    ("saturday",), ("sunday",), ("currently",), ("weeks", "ago"), ("week", "ago"),
    ("these", "days"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scene:
    """What surrounds the mentions of one sentence, worked out once."""

    words: tuple[str, ...]
    open_words: tuple[str, ...]
    """The words with those of idioms blanked out."""
    feared_from: tuple[tuple[int, int], ...]
    others_from: tuple[int, ...]
    is_past: bool
    past_until: int


@cache
def _first_words(name: str) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, list[Phrase]] = {}
    for phrase in phrase_book().context[name]:
        found.setdefault(phrase[0], []).append(phrase)
    return {word: tuple(sorted(group, key=len, reverse=True)) for word, group in found.items()}


def phrase_at(name: str, words: Sequence[str], at: int) -> int:
    """How many words of a phrase of this context set stand at ``at``; 0 for none."""
    for phrase in _first_words(name).get(words[at], ()):
        if tuple(words[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def has_phrase(name: str, words: Sequence[str]) -> bool:
    """Whether a phrase of this context set stands anywhere in the words."""
    return any(phrase_at(name, words, at) for at in range(len(words)))


def scene(
    words: tuple[str, ...],
    *,
    open_words: tuple[str, ...],
    old_marks: Sequence[int],
    before: Scene | None,
) -> Scene:
    """The surroundings of one sentence.

    Parameters
    ----------
    words : the sentence
    open_words : the same with the words of idioms blanked out
    old_marks : places of times that lie long before this lift ("in 2018", "five years ago")
    before : the scene of the sentence before, whose past may carry on
    """
    long_ago = [at for at in range(len(words)) if phrase_at("long_ago", words, at)]
    marks = sorted([*old_marks, *long_ago])
    unchanging = has_phrase("unchanging", words)
    carried = before is not None and before.is_past and before.past_until == len(before.words)
    is_past = bool(marks) or unchanging or (carried and _carries_on(words))
    return Scene(
        words,
        open_words,
        tuple(_feared_from(words)),
        tuple(_others_from(words)),
        is_past,
        _past_until(words, marks),
    )


def _carries_on(words: tuple[str, ...]) -> bool:
    """A sentence about the past goes on when it has past verbs and nothing recent."""
    recent = any(
        tuple(words[at : at + len(mark)]) == mark for at in range(len(words)) for mark in RECENT
    )
    return not recent and not PASTISH.isdisjoint(words) and PRESENT_TENSE.isdisjoint(words)


def _past_until(words: tuple[str, ...], marks: Sequence[int]) -> int:
    """Where the past ends within the sentence: at "now", "today", "but … is" after its mark."""
    first = marks[0] if marks else 0
    for at in range(first + 1, len(words)):
        if words[at] in PRESENT or tuple(words[at : at + 2]) in (
            ("this", "time"),
            ("and", "since"),
        ):
            return at
    return len(words)


def _feared_from(words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Spans that a fear or question covers."""
    found = []
    at = 0
    while at < len(words):
        length = phrase_at("feared", words, at)
        if length:
            end = _fear_ends(words, at + length)
            if not _is_about_something_real(words, at, at + length, end):
                found.append((at, end))
        at += max(length, 1)
    return found


def _fear_ends(words: tuple[str, ...], start: int) -> int:
    for at in range(start, len(words)):
        if words[at] == "but" or phrase_at("there_is", words, at):
            return at
    return len(words)


def _is_about_something_real(words: tuple[str, ...], start: int, after: int, end: int) -> bool:
    """ "Worried about the numbness in my foot" says that there is numbness."""
    about = words[start] in ("worried", "worry", "worrying", "anxious", "paranoid", "nervous")
    named = after < len(words) and words[after] in DETERMINERS
    return about and named and MODALS.isdisjoint(words[after:end])


def _others_from(words: tuple[str, ...]) -> list[int]:
    """Places where the sentence turns to another person."""
    people, someone = _first_set("person"), _first_set("other_someone")
    return [
        at
        for at, word in enumerate(words)
        if word in THIRD_PERSON
        or (_stands(people, words, at) and (at == 0 or _is_owned(words, at)))
        or _stands(someone, words, at)
    ]


def _is_owned(words: tuple[str, ...], at: int) -> bool:
    """ "My mate", "my cycling mate", "one of the ladies"; not "my back, mate"."""
    before = words[max(at - 3, 0) : at]
    owner = max((i for i, word in enumerate(before) if word in OWNERS), default=None)
    return owner is not None and OWN_BODY.isdisjoint(before[owner + 1 :])


@cache
def _first_set(name: str) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, list[Phrase]] = {}
    for phrase in phrase_book().sets[name]:
        found.setdefault(phrase[0], []).append(phrase)
    return {word: tuple(group) for word, group in found.items()}


def _stands(group: dict[str, tuple[Phrase, ...]], words: tuple[str, ...], at: int) -> bool:
    return any(words[at : at + len(p)] == p for p in group.get(words[at], ()))


def how_meant(
    scene: Scene, spans: Spans, *, history: bool, about_other: bool, is_sign: bool
) -> str:
    """How the mention with these slots is meant.

    Parameters
    ----------
    history : a fact that counts whenever it was
    about_other : the whole text is about another person, who then is the patient
    is_sign : a sign can be denied from within ("no change in …"); a value says what it says
    """
    start, end = spans[0][0], spans[-1][1]
    if not about_other and _is_others(scene, start, end):
        return OTHERS
    if any(first <= start < end for first, end in scene.feared_from):
        return FEARED
    if _is_denied(scene.words, spans, is_sign=is_sign):
        return DENIED
    if scene.is_past and not history and start < scene.past_until:
        return PAST
    return SAID


def _is_others(scene: Scene, start: int, end: int) -> bool:
    """Another person stands before the mention, and the writer neither between nor within."""
    turns = [at for at in scene.others_from if at <= start or _owns(scene.words, at, end)]
    if not turns:
        return False
    between = range(turns[-1] + 1, max(start + 1, end))
    return not any(_is_writer(scene.words, at) for at in between)


def _owns(words: Sequence[str], at: int, end: int) -> bool:
    """Within the mention, "some girl's back"."""
    return at < end and tuple(words[at + 1 : at + 2]) == ("'s",)


def _is_writer(words: Sequence[str], at: int) -> bool:
    """Whether the word speaks of the writer: not "the guy I spot for", "in my gym"."""
    word, before = words[at], words[at - 1] if at else ""
    follows = words[at + 1] if at + 1 < len(words) else ""
    if word == "i":
        return follows not in BESIDE_VERBS
    if word == "my" and before in PREPOSITIONS and follows not in OWN_BODY:
        return False
    if word == "my":
        return follows not in _first_set("person") and follows not in PLACES
    if word == "me":
        return before not in BESIDE_ME
    return word in ("mine", "myself")


def _is_denied(words: tuple[str, ...], spans: Spans, *, is_sign: bool) -> bool:
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
    return denies and not LACKS.isdisjoint(words[start + 1 : start + 5])


def _denied_after(words: tuple[str, ...], end: int) -> bool:
    """ "Numbness: none"."""
    after = [word for word in words[end : end + 3] if word not in (":", "-", "=", "?")]
    named = bool(after) and after[0] in ("none", "nil", "negative", "absent", "nope")
    is_not = tuple(words[end : end + 2]) in (("is", "not"), ("are", "not"), ("does", "not"))
    return named or (is_not and words[end + 2 : end + 3] in ((), (",",), ("there",), ("present",)))


def denied_at(words: tuple[str, ...], start: int, stop: int, end: int) -> bool:
    """Whether a denial after ``stop`` reaches the mention from ``start`` to ``end``."""
    marks = _marks(words)
    for at in range(start - 1, max(stop, start - REACH) - 1, -1):
        if marks.is_plain[at] or (marks.covered_to[at] > 0 and marks.covered_to[at] <= start):
            continue
        if words[at] == "without" and _cannot_before(words, at):
            continue
        if marks.denies[at]:
            return _reaches(words, at, start)
        if marks.ends[at] or _new_clause(words, at, start, end):
            return False
    return False


def _reaches(words: tuple[str, ...], at: int, start: int) -> bool:
    """Whether this denial is about what begins at ``start``: "cannot walk" and "not sleeping,"
    deny only their own verb, "do not have" and "no" a whole list."""
    if at > 0 and words[at - 1] in CAPABLE:
        return _searches(words, at + 1)
    follows = words[at + 1] if at + 1 < len(words) else ""
    own_verb_only = words[at] == "not" and follows.endswith("ing") and follows not in LISTED
    return not (own_verb_only and "," in words[at:start])


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
    if at + 1 >= len(words):
        return False
    return bool(phrase_at("subject", words, at + 1)) or not VERBS.isdisjoint(words[at + 1 : end])


def crosses_clause(words: tuple[str, ...], spans: Spans) -> bool:
    """Whether a gap between slots runs into another clause."""
    gaps = [(end, begin) for (_, end), (begin, _) in pairwise(spans)]
    return any(_breaks(words, at) for end, begin in gaps for at in range(end, begin))


def _breaks(words: tuple[str, ...], at: int) -> bool:
    if words[at] in ("but", "though", "although", "however", "whereas", "except"):
        return True
    follows = words[at + 1] if at + 1 < len(words) else ""
    if words[at] == ",":
        return follows in BEGINNERS
    return words[at] == "and" and follows in ("i", "there", "no", "then")


def asserted(scene: Scene, *, about_other: bool) -> list[str]:
    """The words that are said of the writer, now; those within a denial marked as denied."""
    kept = []
    for at, word in enumerate(scene.open_words):
        if word == BLANK or (scene.is_past and at < scene.past_until):
            continue
        if not about_other and _is_others(scene, at, at + 1):
            continue
        if not any(first <= at < end for first, end in scene.feared_from):
            kept.append(DENIAL_MARK + word if denied_at(scene.words, at, 0, at + 1) else word)
    return kept
