"""Numbers that were said: pain from 0 to 10, age, sex, the set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

KG_PER_LB = 0.45359237

PAIN = re.compile(
    r"\b(10|\d(?:\.\d)?)(?:\s*(?:-|to|or|\u2013)\s*(10|\d))?\s*(?:/|out\s+of|of)\s*(?:10\b|ten\b)"
    r"(?!\s*(?:reps?|sets?|lifts?|pulls?)\b)",
    re.I,
)
PAIN_WORDED = re.compile(
    r"\b(?:pain(?:\s+(?:is|was|level|score|scale|about|around|at|of|maybe|like|now|a|an)){1,4}|"
    r"(?:about|maybe|around|now|was|is|it's|hurts)\s+an?|hurts\s+a)\s+(10|\d)\b(?!\s*(?:/|out|kg|lb|x|%|day|week|month|hour|min|year|rep|set|am|pm|:|\.\d|k\b|mile|st\b|nd\b|rd\b|th\b|-))",
    re.I,
)
PAIN_SCALED = re.compile(r"\b(?:nrs|vas|nprs|vps|pain score)\s*(?:of|is|:|=)?\s*(10|\d)\b", re.I)
PAIN_LATER = re.compile(
    r"\b(?:(?:now|today|down to|currently|this morning)\s+"
    r"(?:(?:it'?s|is|it|about|maybe|like|around|more|an?|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?\s+){0,3}"
    r"|(?:about|maybe|around)\s+(?=\d\s+(?:now|today)\b))"
    r"(\d)(?:\s*(?:-|to|or|\u2013)\s*(\d))?(?:\s+now)?(?=\s*(?:[.,;!?)]|$|now|and|but))",
    re.I,
)
"""A bare figure later on: "pain was 7 on the first night and about 3 now"."""

PAIN_EARLIER = re.compile(
    r"\b(?:was|were|been|peaked at|started at|started out at|up to)\s+"
    r"(?:(?:about|maybe|around|an?|like|more)\s+){0,2}(10|\d)"
    r"(?=\s*(?:[.,;!?)]|$|(?:on|at|yesterday|last|earlier|before|the|this|when|in|mon|tue|wed|thu|"
    r"fri|sat|sun)[a-z]*\b(?!\s+(?:and|people|kg|lb))))",
    re.I,
)
"""A bare figure of before: "pain is 4 today, was 8 on Tuesday"."""

PAIN_FROM_TO = re.compile(
    r"\bfrom\s+(?:an?\s+)?(10|\d)(?:/10)?\s+(?:down\s+)?to\s+(?:about\s+|maybe\s+)?(?:an?\s+)?(10|\d)\b(?!\s*(?:kg|lb|%|x|day|week|month|hour|min|rep))",
    re.I,
)
NUMBER_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
PAIN_SPELT = re.compile(
    r"\b(" + "|".join(NUMBER_WORDS) + r")\s*(?:/|out\s+of)\s*(?:10|ten)\b", re.I
)
PAIN_SPELT_ALONE = re.compile(
    r"\b(?:it'?s|it\u2019s|it is|pain(?:'s|\u2019s| is| was)|still|now) "
    r"(?:an? |about an? )(?:solid )?("
    + "|".join(list(NUMBER_WORDS)[3:])
    + r")(?=\s*(?:[.,;!?)]|$|now|today|and|but|out|no))",
    re.I,
)
NOW_WORDS = re.compile(
    r"\b(?:now|today|currently|still|this morning|at the moment|tonight)\b", re.I
)

AGE = re.compile(
    r"\b(\d{1,3})\s*(?:-|\s)?\s*(?:years?|yrs?|y)\s*(?:-|\s)?(?:olds?|o\b)|"
    r"\b(\d{1,3})\s*y/?o\b|"
    r"\bage[d]?\s*:?\s*(\d{1,3})\b|"
    r"\b(?:i\s*am|i'm|im|i\u2019m|turned|turning)\s+(\d{2})\b(?!\s*(?:weeks?|wks?|days?|months?|kgs?|lbs?|kilos?|pounds?|%|mins?|minutes?|hours?|hrs?|reps?|sets?|out|into|stone|st\b|cm|min|am|pm|am|degrees|x|\d|:|/|\.|percent|k\b|mg|miles?))|"
    r"(?:^|[\s(,])(\d{2})\s?[mf]\b|"
    r"\bat\s+(\d{2})\s+i\b|"
    r"\b(?:girl|boy|lad|lass|man|woman|lady|bloke|chap|lifter|student) of (\d{2})\b|"
    r"(?<!['\u2019])\b[mf]\s?/?,?\s?(\d{2})\b(?!\s*%)|"
    r"\b(\d{2})\s*(?:yrs|years)\b(?=\s*[,.])|"
    r"\b(?:man|woman|male|female|lad|dad|father|son|daughter|mum|mom|mother|husband|wife|girl|boy)\s*[(,]\s*(\d{1,2})\b|"
    r"\b(?:son|daughter|lad|boy|girl|dad|mum|mom|mother|father)(?:'s|\u2019s|\s+is)\s+(?:a\s+)?(\d{1,2})\b|"
    r"^\s*(\d{2})\s*,\s+[a-z]",
    re.I,
)
SEX = re.compile(
    r"\b\d{2}\s?(m|f)\b|"
    r"\b(?:i\s*am|i'm|im)\s+an?\s+(?:[\w-]+\s+){0,3}?(male|female|man|woman|guy|girl|bloke|lad)\b|"
    r"\b(?:year[- ]old|yo|y/o)\s+(?:[\w-]+\s+)?(male|female|man|woman|guy|girl|m|f|lad|bloke)\b|"
    r"^(woman|man|female|male)\b,",
    re.I,
)
MALE = frozenset(["m", "male", "man", "guy", "bloke", "lad"])

WEIGHT = re.compile(r"\b(\d{2,3}(?:[.,]\d)?)\s*(kg|kgs|kilos?|lbs?|pounds?)\b", re.I)
REPS_NAMED = {"single": 1, "double": 2, "triple": 3}
REPS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"(?:kgs?|kilos?|lbs?|pounds?)\s*[x\u00d7]\s*(\d{1,3})\b",
        r"\b\d{3}\s*[x\u00d7]\s*(\d{1,2})\b",
        r"\b\d{1,2}\s*[x\u00d7]\s*(\d{1,3})\b(?!\s*(?:kgs?|kilos?|lbs?|pounds?)\b)",
        r"\bsets?\s+of\s+(\d{1,3})\b(?!\s*(?:kgs?|kilos?|lbs?|pounds?|x|[.]\d)\b)",
        r"(?:kgs?|kilos?|lbs?|pounds?|\b\d{3})\s+for\s+(\d{1,2})\b"
        r"(?!\s*(?:sets?|weeks?|days?|months?|years?|hours?|mins?|minutes?|[x\u00d7]))",
        r"\b(\d{1,2})\s*reps?\b",
        r"\b(single|double|triple)s?\b(?![ -](?:leg|arm|bed|check|digits?))",
    )
)
"""Repetitions of a set, the plainest way to say them first: "140 kg x 5", "315x5", "5x5", "sets of
8", "405 for 3", "8 reps", "a heavy triple"."""
RPE = re.compile(r"\brpe\s*:?\s*(\d{1,2}(?:[.,]5)?)\b|@\s*(\d(?:[.,]5)?)\b(?!\d)", re.I)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number for a field and where it stands in the text."""

    field: str
    value: Any
    start: int
    end: int


def amounts(text: str) -> Iterator[Amount]:
    """The numbers said in a text."""
    yield from _pain(text)
    yield from _person(text)
    yield from _set(text)


def _pain(text: str) -> Iterator[Amount]:
    said = sorted(_pain_figures(text), key=lambda found: found[1])
    if not said:
        return
    said = sorted({*said, *_pain_later(text, said[0][2])}, key=lambda found: found[1])
    now = next((f for f in reversed(said) if _is_now(text, f)), said[-1])
    worst = max([*said, *_pain_earlier(text, said[0][2])], key=lambda found: found[0])
    yield Amount("pain_now", now[0], now[1], now[2])
    yield Amount("pain_worst", worst[0], worst[1], worst[2])


def _pain_figures(text: str) -> Iterator[tuple[int, int, int]]:
    for match in PAIN.finditer(text):
        yield round(float(match.group(2) or match.group(1))), match.start(), match.end()
    for match in PAIN_SPELT.finditer(text):
        yield NUMBER_WORDS[match.group(1).lower()], match.start(), match.end()
    for match in PAIN_SPELT_ALONE.finditer(text):
        yield NUMBER_WORDS[match.group(1).lower()], match.start(), match.end()
    for match in PAIN_WORDED.finditer(text):
        yield int(match.group(1)), match.start(), match.end()
    for match in PAIN_SCALED.finditer(text):
        yield int(match.group(1)), match.start(), match.end()
    for match in PAIN_FROM_TO.finditer(text):
        yield int(match.group(1)), match.start(), match.start(2) - 1
        yield int(match.group(2)), match.start(2), match.end()


def _pain_later(text: str, start: int) -> Iterator[tuple[int, int, int]]:
    """Bare figures after a first one that was said to be pain."""
    for match in PAIN_LATER.finditer(text, start):
        yield int(match.group(2) or match.group(1)), match.start(), match.end()


def _pain_earlier(text: str, start: int) -> Iterator[tuple[int, int, int]]:
    for match in PAIN_EARLIER.finditer(text, start):
        yield int(match.group(1)), match.start(), match.end()


def _is_now(text: str, figure: tuple[int, int, int]) -> bool:
    return bool(NOW_WORDS.search(text[max(0, figure[1] - 25) : figure[2] + 15]))


def _person(text: str) -> Iterator[Amount]:
    age = AGE.search(text)
    if age:
        years = int(next(group for group in age.groups() if group))
        if 5 <= years <= 110:
            yield Amount("age", years, age.start(), age.end())
    sex = SEX.search(text)
    if sex:
        word = next(group for group in sex.groups() if group).lower()
        yield Amount("sex", "male" if word in MALE else "female", sex.start(), sex.end())


def _set(text: str) -> Iterator[Amount]:
    weight = WEIGHT.search(text)
    if weight:
        kilos = float(weight.group(1).replace(",", "."))
        if weight.group(2).lower().startswith(("lb", "pound")):
            kilos *= KG_PER_LB
        if kilos <= 600:
            yield Amount("set_weight_kg", round(kilos, 1), weight.start(), weight.end())
    reps = next((found for way in REPS if (found := way.search(text))), None)
    if reps:
        said = reps.group(1).lower()
        count = REPS_NAMED.get(said) or int(said)
        if count <= 200:
            yield Amount("set_reps", count, reps.start(), reps.end())
    rpe = RPE.search(text)
    if rpe:
        effort = float((rpe.group(1) or rpe.group(2)).replace(",", "."))
        if effort <= 10:
            yield Amount("set_rpe", effort, rpe.start(), rpe.end())
