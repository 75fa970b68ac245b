"""Numbers that were said: pain from 0 to 10, age, sex, the set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from backspotter.reading.scores import pain

KG_PER_LB = 0.45359237

AGE = re.compile(
    r"\b(\d{1,3})\s*(?:-|\s)?\s*(?:years?|yrs?|y)\s*(?:-|\s)?(?:olds?|o\b)|"
    r"\b(\d{1,3})\s*y/?o\b|"
    r"\bage[d]?\s*:?\s*(\d{1,3})\b|"
    r"\b(?:i\s*am|i'm|im|i\u2019m|turned|turning)\s+(\d{2})\b(?!\s*(?:weeks?|wks?|days?|months?|kgs?|lbs?|kilos?|pounds?|%|mins?|minutes?|hours?|hrs?|reps?|sets?|out|into|stone|st\b|cm|min|am|pm|am|degrees|x|\d|:|/|\.|percent|k\b|mg|miles?))|"
    r"(?:^|[\s(,])(\d{2})\s?[mf]\b|"
    r"\bat\s+(\d{2})\s+i\b|"
    r"\b(?:girl|boy|lad|lass|man|woman|lady|bloke|chap|lifter|student) of (\d{2})\b|"
    r"(?<!['\u2019])\b[mf]\s?/?,?\s?(\d{2})\b(?!\s*%)|"
    r"(?<!for )(?<!over )(?<!about )(?<!nearly )(?<!past )(?<!last )(?<!in )(?<!after )(?<!these )"
    r"\b(\d{2})\s*(?:yrs|years)\b(?=\s*[,.])|"
    r"\b(?:man|woman|male|female|lad|dad|father|son|daughter|mum|mom|mother|husband|wife|girl|boy)\s*[(,]\s*(\d{1,2})\b|"
    r"\b(?:son|daughter|lad|boy|girl|dad|mum|mom|mother|father|he|she|who)(?:'s|\u2019s|\s+is)\s+"
    r"(?:a\s+|only\s+|just\s+)?(\d{1,2})\b(?!\s*(?:[%:/.]\d|%|kg|kilos?|lbs?|weeks?|months?|days?|hours?|"
    r"mins?|minutes?|reps?|sets?|out|of\b|in\b|at\b|on\b|ft|feet|foot|cm|stone|points?|a\b))|"
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
OF_THE_BODY = re.compile(
    r"\b(?:weigh\w*|bw|body ?weight|i'?m|i am|down|lost|gained|dropped|up)\s+(?:in\s+)?"
    r"(?:of |is |at |about |now |around |only |just )*$",
    re.I,
)
"""Before a figure that is no weight on the bar."""

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
    scores = pain(text)
    if scores is not None:
        now, worst = scores
        yield Amount("pain_now", now.value, now.start, now.end)
        yield Amount("pain_worst", worst.value, worst.start, worst.end)


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
    weights = WEIGHT.finditer(text)
    weight = next((w for w in weights if not OF_THE_BODY.search(text[: w.start()])), None)
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
