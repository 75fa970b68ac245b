"""How a mention is meant: said of the writer now, denied, somebody else's, long past, or feared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from backspotter.reading.denial import denied_at, is_denied
from backspotter.reading.fear import CLOSES, feared, joked
from backspotter.reading.past import past_places
from backspotter.reading.patterns import Spans
from backspotter.reading.statements import statement_at
from backspotter.reading.wordsets import length_at, phrase_at, word_set

SAID, DENIED, OTHERS, PAST, FEARED = "said", "denied", "others", "past", "feared"

NAMED_AFTER = 6
"""How many words after a mention "is what my sister has" may begin."""

BLANK = "_"
"""Stands for a word that belongs to an idiom."""

DENIAL_MARK = "\u00ac"

ANOTHER_ITSELF = frozenset(["himself", "herself", "themselves"])
NEW_CLAUSE = frozenset([",", ".", "and", "but", "so"])
"""Words after which another statement may begin."""

MET = frozenset(["to", "with", "beside", "behind"])
OTHERS_DEEDS = frozenset(["who", "he", "she", "they"])
RELATIVE = frozenset(["who", "that", "whose", "had", "has", "is", "was", "which", "'s"])
WHO = frozenset(["who", "that", "whose", "and", "had", "has", "is", "was", "which"])
FIRST_PERSON = frozenset(["i", "my", "me", "mine", "myself"])
THIRD_PERSON = frozenset(["he", "she", "his", "her", "him", "they", "their"])
LIKENESS = (("like",), ("if",), ("though",))
"""After these nobody is told of: "like somebody stuffed a ball under the skin"."""

VEILS = frozenset("paper tissue cloth cotton cardboard glove gloves sock socks plastic".split())
"""What something is felt through."""

UNBORN = frozenset(["due", "kicking", "kicks", "kicked", "trimester"])
"""What is said of a child that its mother carries."""

PLURAL = frozenset(["they", "their", "them"])
OWN_TRADE = frozenset((("i", "am", "a"), ("i", "am", "an"), ("am", "a", "retired")))
"""What comes before the writer's own trade: "I'm a nurse"."""

NOT_PEOPLE = (("bits",), ("parts",), ("garden",), ("off",), ("downstairs",))
"""What makes a body part of the word before: "lady bits"."""
SAYS = tuple(
    (word,)
    for word in "said says say reckons reckoned noticed thinks looked saw calls call called".split()
)
"""What others do who speak of the writer: "my wife said it's swollen"."""
TOUCHES = frozenset(
    "touches touched taps tapped presses pressed pokes poked rubs rubbed strokes stroked puts "
    "massages massaged pushes pushed squeezes squeezed pinches pinched prods prodded "
    "massage press touch poke rub".split()
)
"""What others do to the writer's own body: "when my wife presses on it"."""

OWNERS = frozenset("my our a an the his her another one some of".split())
OWN_BODY = frozenset(
    "back low lower leg legs foot feet spine head calf thigh hip arm chest left right own".split()
)
BODY = OWN_BODY | frozenset(
    "belly stomach tummy gut abdomen groin crotch thighs calves knee toes hands arms neck skin "
    "urine wee pee bowels bladder bum backside".split()
)
BODY_AFTER = 4
"""How many words after a sign "in my neighbour's belly" may name whose it is."""

CLAUSE_ENDS = frozenset([",", "and", "but", "i", "my", "me"])
BESIDE_THEM = tuple(
    tuple(said.split())
    for said in (
        "not me", "me , touch wood", "me , nothing", "mine 's", "mine is", "mine are", "i do not .",
        "i do not and",
        "i am ok", "i am good", "i am well", "i am healthy", "i am warm",
        "i have none", "i have got nothing", "i make plenty",
        "i was fine", "i was on the", "i only watch", "i only coach", "i caught", "i sleep",
        "i play", "neither do my",
    )
)  # fmt: skip
"""How the writer is told of beside somebody else."""

AROUND_THINGS = frozenset(
    "in at from on to of off under over with into onto against by near beside behind like after "
    "before out through i we you he she they".split()
)
"""Before a thing these make it a place or what was done with it: "in the shower"."""

PREPOSITIONS = frozenset(["in", "at", "from", "on", "to", "of"])
BESIDE_ME = frozenset(
    "to with beside for at after before behind near told tells asked texted messaged showed".split()
)
BESIDE_VERBS = frozenset(
    "know train trained spot coach coached lift work treat met saw follow used looked read heard "
    "watched carpool teach taught share".split()
)
HANDLED = frozenset(
    "lift lifted lifting carry carried carrying hold held holding help helped helping move moved "
    "moving push pushed pushing turn turned turning wash washed washing catch caught catching "
    "hug hugged hugging nurse nursed nursing heave heaved heaving haul hauled hauling up dragged "
    "bath bathed bathing cuddle cuddled cuddling drag dragging over".split()
)
"""What the writer does with somebody, who then is no more than a load."""

PLACES = frozenset(
    "gym unit ward box group team class club work office street family school crew platoon "
    "squad building crossfit village town course shift practice clinic training "
    "powerlifting".split()
)
SOME_ONE = frozenset("a an some one this that another".split())
SHARED = frozenset("my our the his her".split())
NO_ONE = frozenset("session accident class day pain ache weekend lift set fall injury pop".split())


@dataclass(frozen=True, slots=True)
class Scene:
    """What surrounds the mentions of one sentence, worked out once."""

    words: tuple[str, ...]
    open_words: tuple[str, ...]
    """The words with those of idioms blanked out."""
    feared_from: tuple[tuple[int, int], ...]
    others_from: tuple[int, ...]
    past: frozenset[int]
    """The places that tell of what was long before this lift."""
    is_answered_no: bool = False
    """A question of a trouble that the next sentence denies."""


def scene(
    words: tuple[str, ...],
    *,
    open_words: tuple[str, ...],
    old_marks: Sequence[int],
    before: Scene | None,
    after: tuple[str, ...] = (),
    is_unsaid: bool = False,
    is_answered_no: bool = False,
) -> Scene:
    """The surroundings of one sentence.

    Parameters
    ----------
    words : the sentence
    open_words : the same with the words of idioms blanked out
    old_marks : places of times that lie long before this lift ("in 2018", "five years ago")
    before : the scene of the sentence before, whose past may carry on
    after : the words of the sentence behind it
    is_unsaid : its writer takes all of it back, or has not answered it
    is_answered_no : a question of a trouble, answered with no
    """
    carried = before is not None and len(before.words) - 1 in before.past
    whole = ((0, len(words)),) if is_unsaid else ()
    return Scene(
        words,
        open_words,
        whole or joked(words) or (*feared(words), *_of_things(words)),
        tuple(_others_from(words, after)),
        past_places(words, old_marks, carried=carried),
        is_answered_no,
    )


def _others_from(words: tuple[str, ...], after: tuple[str, ...]) -> list[int]:
    """Places where the sentence turns to another person; "they" only after one was named."""
    people, someone = word_set("person"), word_set("other_someone")
    found = [
        at
        for at in range(len(words))
        if _is_third(words, at)
        or (length_at(people, words, at) and _is_person(words, at) and not _is_met(words, at))
        or (length_at(someone, words, at) and not _is_likened_or_unborn(words, at))
        or _is_of_a_place(words, at)
        or _is_set_beside_me(words, after, at)
    ]
    named = [at for at in found if words[at] not in PLURAL]
    return [at for at in found if words[at] not in PLURAL or any(n < at for n in named)]


TELLS = frozenset("noticed saw says said found watched told heard asked".split())
"""Behind somebody: they tell of the writer, as in "my friend noticed the foot slapping"."""

FELT = frozenset("felt wet soaked drenched saddle genitals sweats pee numb".split())
"""What is no trouble of a thing: "the pillow is drenched by night sweats"."""


def _is_set_beside_me(words: tuple[str, ...], after: tuple[str, ...], at: int) -> bool:
    """ "The referee's leg was numb, not me", "our goalie …, I play in the stand": somebody by what
    they do, and the writer told of beside them."""
    length = length_at(word_set("role"), words, at)
    owned = (at > 0 and words[at - 1] in OWNERS) or words[at - 2 : at - 1] in (("the",), ("my",))
    if (
        not length
        or not owned
        or not TELLS.isdisjoint(words[at + length : at + length + 1])
        or OWN_TRADE.intersection(zip(words, words[1:], words[2:], strict=False))
    ):
        return False
    rest = (*words[at + length :], ".", *after, ".")
    return any(rest[i : i + len(said)] == said for said in BESIDE_THEM for i in range(len(rest)))


def _of_things(words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """ "The kettle takes forever to get going": what a thing does, up to the next statement."""
    for at in range(len(words)):
        length = length_at(word_set("thing"), words, at)
        first, last = statement_at(words, at)
        led, rest = words[max(at - 3, first) : at], words[at + length : last]
        begins = at - first <= 2 and (at == 0 or words[at - 1] in OWNERS)
        of_me = FIRST_PERSON.union(BODY, OTHERS_DEEDS, FELT).intersection(rest)
        if length and begins and not of_me and AROUND_THINGS.isdisjoint(led):
            yield at, last


def _is_likened_or_unborn(words: tuple[str, ...], at: int) -> bool:
    """ "Like somebody stuffed a ball under the skin", "my baby is due in March"."""
    likened = words[at - 1 : at] in LIKENESS or _follows_like(words, at)
    return likened or not UNBORN.isdisjoint(words[at : at + 5])


def _follows_like(words: tuple[str, ...], at: int) -> bool:
    """ "Like an old man", "like watching some other dude"."""
    doing = at > 1 and words[at - 1].endswith("ing") and words[at - 2] == "like"
    return doing or (at > 0 and words[at - 1] == "like")


def _is_met(words: tuple[str, ...], at: int) -> bool:
    """ "I was showing off to the new guy": the writer's own deed, unless it goes on with "who"."""
    if at == 0 and words[1:2] in ((":",), ("here",), ("-",)):
        return True
    before = words[max(at - 3, 0) : at]
    met = any(word in MET for word in before) and "i" in words[: max(at - 2, 0)]
    handled = any(one in HANDLED and two in OWNERS for one, two in pairwise(before))
    handled = handled and OTHERS_DEEDS.isdisjoint(words[:at])
    if handled:
        return RELATIVE.isdisjoint(words[at + 1 : at + 3])
    return met and WHO.isdisjoint(words[at + 1 : at + 4])


def _is_like_me(words: Sequence[str], end: int) -> bool:
    """ "My mum had cancer and now I do too": somebody's, and the writer's as well."""
    for at in range(end, min(end + NAMED_AFTER, len(words))):
        length = max(phrase_at("me_too", words, at), phrase_at("came_true", words, at))
        if length and words[at + length : at + length + 1] in CLOSES:
            return True
    return False


def _is_third(words: tuple[str, ...], at: int) -> bool:
    """ "He", "her", but not "she said", which tells of the writer unless it goes on with "her"."""
    if words[at] not in THIRD_PERSON or _is_the_back(words, at):
        return False
    rest = _same_clause(words[at + 2 :])
    of_me = FIRST_PERSON.intersection(rest) or THIRD_PERSON.isdisjoint(rest)
    return words[at + 1 : at + 2] not in SAYS or not of_me


def _is_the_back(words: tuple[str, ...], at: int) -> bool:
    """ "Put me back out and she's no better": the back, where no woman was named."""
    people = word_set("person")
    named = any(length_at(people, words, i) or words[i] in ("her", "he") for i in range(at))
    told = "back" in words[:at] or ("it", "out") in pairwise(words[:at])
    return words[at] == "she" and told and not named


def _is_of_a_place(words: tuple[str, ...], at: int) -> bool:
    """ "A rower at my club", "some lifter in our gym": known by the place they share."""
    if at == 0 or words[at - 1] not in SOME_ONE or not words[at].isalpha():
        return False
    beside = words[at + 1 : at + 4]
    shared = len(beside) == 3 and beside[0] in ("at", "from", "in") and beside[1] in SHARED
    return shared and beside[2] in PLACES and words[at] not in NO_ONE


def _is_person(words: tuple[str, ...], at: int) -> bool:
    """Someone spoken of, not a part of the body: "lady bits"."""
    is_part = tuple(words[at + 1 : at + 2]) in NOT_PEOPLE
    return not is_part and (at == 0 or _is_owned(words, at))


def _is_owned(words: tuple[str, ...], at: int) -> bool:
    """ "My mate", "one of the ladies"; not "my back, mate", nor "like an old man"."""
    before = words[max(at - 3, 0) : at]
    after = words[at + 1 : at + 4]
    says_of_me = after[:1] in SAYS and not any(
        _is_third(words, i) for i in range(at + 2, len(words))
    )
    if says_of_me or not TOUCHES.isdisjoint(after):
        return False
    if any(tuple(words[i : i + 3]) in OWN_TRADE for i in range(max(at - 4, 0), at - 1)):
        return False
    owner = max((i for i, word in enumerate(before) if word in OWNERS), default=None)
    if owner is None:
        return False
    place = at - len(before) + owner
    likened = _follows_like(words, place)
    if likened and (before[owner] in SOME_ONE or before[owner] == "the"):
        return False
    return OWN_BODY.isdisjoint(before[owner + 1 :])


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
    if scene.is_answered_no:
        return DENIED
    unsaid = scene.feared_from
    if any(first <= start < end or _begins_within(spans, first) for first, end in unsaid):
        return FEARED
    if is_denied(scene.words, spans, is_sign=is_sign):
        return DENIED
    if start in scene.past and not history:
        return PAST
    return SAID


def _begins_within(spans: Spans, first: int) -> bool:
    """ "… to come back if I can't pee": the warning begins in the first words of the mention."""
    (start, end), *later = spans
    return bool(later) and start < first < end


def _is_others(scene: Scene, start: int, end: int) -> bool:
    """Another person stands before the mention, and the writer neither between nor within."""
    if not ANOTHER_ITSELF.isdisjoint(scene.words[start:end]):
        return True
    return _is_told_of_another(scene, start, end) and not _is_like_me(scene.words, end)


def _is_told_of_another(scene: Scene, start: int, end: int) -> bool:
    if _named_after(scene, end) or _in_the_family(scene.words, start, end):
        return True
    if _in_the_body_of_another(scene, end):
        return True
    turns = [at for at in scene.others_from if at <= start + 1 or _owns(scene.words, at, end)]
    if not turns:
        return False
    between = range(turns[-1] + 1, max(start + 1, end))
    return not any(_is_writer(scene.words, at) for at in between)


def _named_after(scene: Scene, end: int) -> bool:
    """ "Pins and needles is what my sister has": the person follows what they have."""
    words = scene.words
    if not scene.others_from or scene.others_from[-1] < end:
        return False
    for at in range(end, min(end + NAMED_AFTER, len(words) - 1)):
        if tuple(words[at : at + 2]) in (("is", "what"), ("was", "what"), ("that", "'s")):
            return any(at < turn <= at + 4 for turn in scene.others_from)
    return False


def _in_the_body_of_another(scene: Scene, end: int) -> bool:
    """ "A pulsing lump in my neighbour's belly"; not "… in my wife's car"."""
    words = scene.words
    for at in scene.others_from:
        if not end < at <= end + BODY_AFTER or words[at + 1 : at + 2] != ("'s",):
            continue
        leads = words[at - 2] in PREPOSITIONS and words[at - 1] in OWNERS
        if leads and CLAUSE_ENDS.isdisjoint(words[end : at - 1]):
            return not BODY.isdisjoint(words[at + 2 : at + 4])
    return False


def _in_the_family(words: tuple[str, ...], start: int, end: int) -> bool:
    """ "Cancer runs in my family", "family history of cancer"; not "numb, my family worries"."""
    after = _same_clause(words[end : end + NAMED_AFTER])
    runs = any(one == "in" and "family" in after[at + 1 : at + 3] for at, one in enumerate(after))
    return runs or ("family", "history") in pairwise(words[max(start - 3, 0) : start + 1])


def _same_clause(words: Sequence[str]) -> Sequence[str]:
    """The words up to the first that may begin another statement."""
    ends = (at for at, word in enumerate(words) if word in NEW_CLAUSE)
    return words[: next(ends, len(words))]


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
        return follows not in word_set("person") and follows not in PLACES
    if word == "me":
        ahead = before == "of" and words[max(at - 2, 0)] in ("front", "ahead")
        return before not in BESIDE_ME and words[max(at - 2, 0)] != "who" and not ahead
    return word == "myself" or (word == "mine" and before != "of")


def _is_only_felt_through(words: tuple[str, ...], at: int) -> bool:
    """ "It is like through paper": likened to, and not what is spoken of."""
    return words[at] in VEILS and words[at - 1 : at] == ("through",)


@lru_cache(maxsize=256)
def asserted(scene: Scene, *, about_other: bool) -> tuple[str, ...]:
    """The words that are said of the writer, now; those within a denial marked as denied. Each
    model asks it of the same sentences."""

    def denied(at: int) -> bool:
        return scene.is_answered_no or denied_at(scene.words, at, 0, at + 1)

    kept = []
    for at, word in enumerate(scene.open_words):
        if word == BLANK or at in scene.past or _is_only_felt_through(scene.words, at):
            continue
        if not about_other and _is_others(scene, at, at + 1):
            continue
        if not any(first <= at < end for first, end in scene.feared_from):
            kept.append(DENIAL_MARK + word if denied(at) else word)
    return tuple(kept)
