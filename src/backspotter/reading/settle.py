"""From all mentions of a text to one check-in: what is said most plainly and most lately wins."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from backspotter.reading.context import DENIED, SAID
from backspotter.reading.found import phrase
from backspotter.reading.inference import corrected
from backspotter.reading.model import Heard, Unclear
from backspotter.triage.check_in import FIELDS, CheckIn

if TYPE_CHECKING:
    from backspotter.reading.likeness import Likeness
    from backspotter.reading.reader import Mention, Story

Choose = Callable[[list["Mention"]], "Mention"]
PLACELESS = ("numb", "numbness")
NOTHING_NOTED = re.compile(r"[-:,.\u2013\u2014]\s*nothing$", re.I)
"""A part of the body and "nothing": all is well there, or it feels nothing."""

RELATED = tuple(
    frozenset(group.split())
    for group in (
        "urine_hard_to_start urine_cannot_pass urine_cannot_control urine_leaking urine_not_felt "
        "bladder_fullness_unclear",
        "bowel_cannot_hold bowel_not_felt",
        "saddle_numb buttocks_numb genital_feeling_lost",
        "leg_weakness foot_drop knee_gives_way leg_weakness_worsening",
        "leg_numb_dense leg_numb_partial leg_tingling",
        "leg_pain_shooting leg_pain_unbearable",
        "muscle_swelling pain_out_of_proportion muscle_weakness_gross",
        "chest_pain breathless",
        "faint_now brief_faint_over",
        "flank_pain_in_waves blood_in_urine",
        "urine_dark urine_little",
    )
)
GRAVER = frozenset(
    "leg_weakness_worsening leg_numb_dense leg_pain_unbearable pain_out_of_proportion".split()
)
"""Signs that count for more than others of their group, and so beside them."""

SURE, SURE_AGAINST_A_NO, NEVER = 0.8, 0.985, 2.0
"""How sure the model has to be of a graver sign, or against a denial that the tables read."""

NAMES_ONLY = (
    "sciatica",
    "sciatic",
    "scatica",
    "siatica",
    "nerve pain",
    "radiculopathy",
    "radicular",
)
ONSET_ORDER = ("during_rep", "next_day", "same_day", "gradual", "later")


def settle(story: Story) -> tuple[CheckIn, tuple[Heard, ...], tuple[Unclear, ...]]:
    """The check-in of a story, what was heard for it, and what stays unclear."""
    by_field: dict[str, list[Mention]] = defaultdict(list)
    for mention in story.mentions:
        by_field[mention.meaning.field].append(mention)
    heard: dict[str, list[Heard]] = {}
    unclear: list[Unclear] = []
    for field, mentions in by_field.items():
        if FIELDS[field]["kind"] == "sign":
            heard[field] = list(_sign(field, mentions, unclear, story.text))
        else:
            heard[field] = list(_value(field, mentions))
    for field, fact in _alike(story, heard, unclear):
        heard[field] = [fact]
    for fact in story.facts:
        heard.setdefault(fact.field, []).append(fact)
    kept = corrected(story, {field: found for field, found in heard.items() if found})
    facts = [fact for found in kept.values() for fact in found]
    facts.sort(key=lambda fact: (fact.start, fact.field))
    return _check_in(kept), tuple(facts), tuple(_of_kept(unclear, kept))


def _alike(
    story: Story, heard: dict[str, list[Heard]], unclear: list[Unclear]
) -> Iterable[tuple[str, Heard]]:
    """Signs that a passage reads like, where the phrase tables found nothing."""
    found_signs = {f for f, facts in heard.items() if any(fact.value == "yes" for fact in facts)}
    for alike in story.likenesses:
        if alike.probability < _needed(alike, story, heard, found_signs):
            continue
        start, end = story.places[alike.first][0], story.places[alike.last][1]
        words = story.text[start:end]
        unclear.append(Unclear(alike.sign, words, "reads like this sign; please check", "yes"))
        yield alike.sign, Heard(alike.sign, "yes", words, start, end)


def _needed(alike: Likeness, story: Story, heard: dict[str, list[Heard]], found: set[str]) -> float:
    """How sure the model has to be, beside what the tables found of this sign and its like."""
    start, end = story.places[alike.first][0], story.places[alike.last][1]
    group = _related(alike.sign)
    if alike.sign in found or _plainly_no(alike.sign, story):
        return NEVER
    if found & group:
        return SURE if alike.sign in GRAVER and found.isdisjoint(GRAVER & group) else NEVER
    told_here = any(start <= f.start < end for name in group for f in heard.get(name, ()))
    return SURE_AGAINST_A_NO if heard.get(alike.sign) or told_here else 0.0


def _plainly_no(sign: str, story: Story) -> bool:
    """Whether a phrase of its own says that this sign is absent: "temperature normal"."""
    return any(m.meaning.field == sign and m.meaning.kind == "no" for m in story.mentions)


@cache
def _related(sign: str) -> frozenset[str]:
    """The signs asked on the same line or screen half: one of them found is enough."""
    return next((group for group in RELATED if sign in group), frozenset([sign]))


def _of_kept(unclear: list[Unclear], kept: dict[str, list[Heard]]) -> list[Unclear]:
    return [each for each in unclear if each.field in kept]


def _sign(
    field: str, mentions: list[Mention], unclear: list[Unclear], text: str
) -> Iterable[Heard]:
    said = [m for m in mentions if m.meaning.kind == "say" and m.meant == SAID]
    denials = [m for m in mentions if _says_no(m)]
    decided = [m for m in denials if m.meaning.kind == "no" and m.meaning.no_decides]
    if said and decided and _came_later(said, decided, text):
        decided = []
    if said and not decided:
        best = max(said, key=lambda m: (m.end - m.start, -m.start))
        against = [m for m in denials if not _overlap(m, best)]
        if against:
            why = f"said both ways: also \u201c{against[0].words}\u201d"
            unclear.append(Unclear(field, best.words, why, "yes"))
        elif best.words.lower() in PLACELESS:
            unclear.append(Unclear(field, best.words, "where it is was not said", "yes"))
        elif NOTHING_NOTED.search(best.words):
            unclear.append(Unclear(field, best.words, "no trouble, or no feeling", "yes"))
        elif best.words.lower() in NAMES_ONLY:
            unclear.append(Unclear(field, best.words, "a name, or pain down the leg", "yes"))
        yield _heard(field, "yes", best)
    elif denials:
        yield _heard(field, "no", denials[0])


def _came_later(said: list[Mention], no: list[Mention], text: str) -> bool:
    """ "Temperature normal yesterday, 39.2 today": what is told last, of a later time, is so."""
    last, ended = _last(said), max(m.end for m in no)
    return last.start >= ended and bool(phrase("later_on").search(text[ended : last.end + 20]))


def _says_no(mention: Mention) -> bool:
    kind, meant = mention.meaning.kind, mention.meant
    return (kind == "say" and meant == DENIED) or (kind == "no" and meant in (SAID, DENIED))


def _overlap(a: Mention, b: Mention) -> bool:
    return a.start < b.end and b.start < a.end


def _lies_within(one: Mention, other: Mention) -> bool:
    """ "As bad as" in "nowhere near as bad as", which says something else."""
    inside = other.start <= one.start and one.end <= other.end
    shorter = one.end - one.start < other.end - other.start
    return inside and shorter and one.meaning.value != other.meaning.value


def _heard(field: str, value: Any, mention: Mention) -> Heard:
    return Heard(field, value, mention.words, mention.start, mention.end)


def _value(field: str, mentions: list[Mention]) -> Iterable[Heard]:
    said = [m for m in mentions if m.meant == SAID]
    said = [m for m in said if not any(_lies_within(m, other) for other in said)]
    if FIELDS[field]["kind"] == "any_of":
        seen: set[str] = set()
        for mention in said:
            if mention.meaning.value not in seen:
                seen.add(mention.meaning.value)
                yield _heard(field, mention.meaning.value, mention)
    elif said:
        chosen = _CHOOSE.get(field, _last)(said)
        yield _heard(field, chosen.meaning.value, chosen)
    else:
        denied = [m for m in mentions if m.meant == DENIED and m.meaning.denied]
        if denied:
            yield _heard(field, denied[0].meaning.denied, denied[0])


def _last(said: list[Mention]) -> Mention:
    return max(said, key=lambda m: m.start)


def _is_present(words: str) -> bool:
    """ "Can't walk" tells of now; "carried me" may be over."""
    return bool(phrase("unable_now").search(words))


def _by_order(order: tuple[str, ...]) -> Choose:
    def choose(said: list[Mention]) -> Mention:
        return min(
            said, key=lambda m: (order.index(m.meaning.value), not _is_present(m.words), m.start)
        )

    return choose


_CHOOSE: dict[str, Choose] = {
    "trend": _last,
    "onset": _by_order(ONSET_ORDER),
    "walking": _by_order(("unable", "limited", "fine")),
}


def _check_in(heard: dict[str, list[Heard]]) -> CheckIn:
    values: dict[str, Any] = {}
    for field, found in heard.items():
        if FIELDS[field]["kind"] == "any_of":
            values[field] = frozenset(fact.value for fact in found)
        else:
            values[field] = found[0].value
    return CheckIn(**values)
