"""Scores of pain: which figures are scores, when each was, what it is now and at its worst."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

NUMBER_WORDS: Final = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
FIGURE = r"(?:10|\d(?:\.\d)?|zero|one|two|three|four|five|six|seven|eight|nine|ten)"
ABOUT = (
    r"(?:(?:about|maybe|around|roughly|like|more like|at|as|an?|solid|good|strong|only|just|was|is|"
    r"it was)\s+)*"
)
NO_UNIT = (
    r"(?![\d:%x\u00d7]|[.,]\d|/(?!10\b)|\s*(?:kg|kgs|kilos?|lbs?|pounds?|%|x\b|\u00d7|am\b|pm\b|"
    r"o'?clock|"
    r"reps?|sets?|days?|weeks?|wks?|months?|years?|yrs?|hours?|hrs?|mins?|minutes?|seconds?|"
    r"miles?|k\b|km|"
    r"st\b|nd\b|rd\b|th\b|times?|people|of (?:us|my|the|them)|mm|cm|min\b|more (?:reps|sets)|"
    r"or\b(?!\s+(?:so|more|worse|10|\d|ten|nine))|plates?|"
    r"inch\w*|bands?|"
    r"little|big|quick|small|long|good|bad|singles?|doubles?|triples?|lifts?|pulls?|squats?|"
    r"warm\w*|sessions?|rounds?|goes|attempts?|pops?|cracks?)\b|-(?:\d|[a-z]))"
)
"""What behind a figure makes it something else than a score."""

SESSION = (
    r"(?!\s*(?:(?:reps?|sets?|lifts?|pulls?(?! my)|session|workout|effort|rpe|day(?! and| in)|gym|"
    r"form|would (?:recommend|do|buy)|stars?)\b))"
)
OF_TEN = re.compile(
    rf"\b(?P<a>{FIGURE})(?:\s*(?:-|to|or|\u2013)\s*(?P<b>{FIGURE}))?\s*"
    rf"(?:/|out\s+of|outta|of|from)\s*(?:10\b|ten\b){SESSION}",
    re.I,
)
ON_A_SCALE = re.compile(
    rf"\b(?P<a>{FIGURE})\s+(?:on|in)\s+(?:the|a|my|your)\s+(?:pain\s+)?(?:scale|vas|nrs)\b"
    rf"|\b(?:nrs|vas|nprs|vps|pain (?:score|level|scale))\s*(?:of|is|was|:|=|at|"
    rf"about)?\s*(?P<c>{FIGURE})\b{NO_UNIT}",
    re.I,
)
NAMED = re.compile(
    r"\bpain(?:\s+(?:is|was|'s|about|around|at|of|maybe|like|now|today|tonight|a|an|it|sits|"
    r"stands)){1,4}\s+"
    rf"(?P<a>{FIGURE})\b{NO_UNIT}"
    rf"|\bhurts\s+(?:about\s+)?an?\s+(?P<c>{FIGURE})\b{NO_UNIT}",
    re.I,
)
CALLED = re.compile(
    r"\b(?:call|give|gave|rate|rated|put|score|scored|note|mark)\s+(?:it|this|that|the pain)\s+"
    rf"{ABOUT}(?P<a>{FIGURE})\b{NO_UNIT}",
    re.I,
)
ARRIVED = re.compile(
    r"\b(?:sitting (?:at|around)|hovering (?:at|around|about)|(?:is|am|'m|im|stuck|steady) at an?|"
    r"(?:been |gone |went |go |got |dropped |come |came )?(?:down|back|up|back up|"
    r"back down) (?:to|at)|"
    r"dropped to|at an?)\s+"
    rf"{ABOUT}(?P<a>{FIGURE})\b{NO_UNIT}"
    r"(?=\s*(?:[.,;:!?)]|$|-?\s?ish\b|now\b|rn\b|right|again|today|tonight|this|on\b|and\b|but\b|"
    r"so\b|help|when))",
    re.I,
)
IS_ONE = re.compile(
    r"\b(?:it'?s|it\u2019s|it is|is|was|were|been|now|still|today|tonight|currently|about|maybe|"
    r"around|"
    r"began as|started as|feels like|felt like)\s+"
    rf"(?:about\s+|maybe\s+|around\s+|only\s+|like\s+|still\s+)?an?\s+(?:solid\s+|"
    rf"good\s+)?(?P<a>{FIGURE})\b{NO_UNIT}"
    r"(?=\s*(?:[.,;:!?)]|$|-?\s?ish\b|now\b|rn\b|right|again|today|tonight|yesterday|this|last|"
    r"on\b|at\b|"
    r"and\b|but\b|so\b|no\b|when|if|in\b|help|earlier|before|every|most|each|sitting|standing|"
    r"bending|"
    r"walking|getting|lying|for\b|with\b|to\b|all\b|that\b|the\b|by\b|after|even|constant\w*|"
    r"easily|really|whatever|whenever|because|until|always|monday|tuesday|"
    r"wednesday|thursday|friday|"
    r"saturday|sunday))",
    re.I,
)
AT_WORST = re.compile(
    r"\b(?:(?:at|in) (?:its|it's|the) (?:very )?(?:worst|peak|height|max)|"
    r"(?:the )?worst (?:it )?(?:was|is|has been|got|"
    r"gets|so far|ever)?|peak(?:ed|s)?(?: was| is| at)?|max(?:imum|ed)?(?: i had| out)?(?: was|"
    r" of| at)?|"
    r"topped out at|never (?:got |went |been )?(?:above|over|past|beyond)|"
    r"when it was \w+(?: i(?: would|'d) have said)?)[ ,:]*"
    rf"{ABOUT}(?P<a>{FIGURE})\b{NO_UNIT}"
    rf"|\b(?P<c>{FIGURE})\s+at (?:its |it's |the )?(?:very )?(?:worst|peak|height)\b",
    re.I,
)
FROM_TO = re.compile(
    rf"\bfrom\s+(?:an?\s+)?(?P<a>{FIGURE})(?:/10)?(?:\s+at [\w ]{{1,20}}?)?\s+(?:down\s+|"
    rf"up\s+)?to\s+"
    rf"(?:about\s+|maybe\s+)?(?:an?\s+)?(?P<b>{FIGURE})\b{NO_UNIT}(?!\s*(?:sets|reps))",
    re.I,
)
NONE_LEFT = re.compile(
    r"\b(?:no pain|doesn'?t hurt|does not hurt|not hurting)(?: at all)? "
    r"(?:today|now|right now|at the moment|any ?more|at present|tonight|at this minute)"
    r"(?=\s*(?:[.,;!?)]|$|and\b|but\b))",
    re.I,
)
BARE_LATER = re.compile(
    r"\b(?:(?:now|today|down to|currently|this morning|tonight|at present)\s+"
    r"(?:(?:it'?s|is|it|about|maybe|like|around|more|an?|mon|tues|wednes|thurs|fri|satur|"
    r"sun)(?:day)?\s+){0,3}"
    rf"(?P<a>{FIGURE})(?:\s*(?:-|to|or|\u2013)\s*(?P<b>\d))?(?=\s*(?:[.,;!?)]|$|now|and|but))"
    r"|(?:^|[.,;!?]\s*|\b(?:is|and|but|an?|about|maybe|around|like|was|worst)\s+)"
    r"(?P<c>10|\d)\s+(?:now|today|tonight|rn|right now|at present|"
    rf"at the moment)(?=\s*(?:[.,;!?)]|$|and|but)))",
    re.I,
)
"""A bare figure beside one that was said to be pain: "pain was 7 at first and about 3 now"."""

BARE_EARLIER = re.compile(
    r"\b(?:was|were|been|peaked at|started at|started out at|began at|up to)\s+"
    r"(?:(?:about|maybe|around|an?|like|more)\s+){0,2}"
    rf"(?P<a>{FIGURE})(?=\s*(?:[.,;!?)]|$|(?:on|at|yesterday|last|earlier|before|the|this|when|"
    rf"in|mon|tue|wed|thu|"
    r"fri|sat|sun)[a-z]*\b(?!\s+(?:and|people|kg|lb))))",
    re.I,
)
"""A bare figure of before: "pain is 4 today, was 8 on Tuesday"."""

SURE = (OF_TEN, ON_A_SCALE, NAMED, CALLED, ARRIVED, IS_ONE, AT_WORST, FROM_TO)
NOW = re.compile(
    r"\b(?:now|rn|today|currently|still|this morning|at the moment|tonight|at present|presently|"
    r"this (?:evening|afternoon|minute|moment))\b",
    re.I,
)
EARLIER = re.compile(
    r"\b(?:was|were|yesterday|worst|peak\w*|height|topped|max\w*|started|began|before|weekend|"
    r"had (?:been|dropped|gone)|dropped|last night|first|on (?:mon|tues|wednes|thurs|fri|satur|"
    r"sun)day)\b",
    re.I,
)
ELSEWHERE = re.compile(
    r"\b(?:wrists?|elbows?|shoulders?|necks?|knees?|ankles?|tooth|headache|"
    r"rpe|bar speed|effort)\b",
    re.I,
)
BACK = re.compile(
    r"\b(?:legs?|hips?|thighs?|cal(?:f|ves)|bum|glutes?|buttocks?|groin|sciatica?|shoot\w*|steps?|"
    r"back|spine|lumbar|erectors?|ql|si|it|pain)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Score:
    """A score of pain, 0 to 10, where it stands, and whether it is the worst that was said."""

    value: int
    start: int
    end: int
    is_worst: bool = False


def pain(text: str) -> tuple[Score, Score] | None:
    """The score of now and the highest that was said; None where no score was."""
    sure = sorted({score for way in SURE for score in _found(way, text)}, key=lambda s: s.start)
    sure += [Score(0, m.start(), m.end()) for m in NONE_LEFT.finditer(text)]
    sure = [score for score in sure if not _is_elsewhere(text, score)]
    if not sure:
        return None
    beside = [*_found(BARE_LATER, text), *_found(BARE_EARLIER, text)]
    every = sorted({*sure, *_apart(beside, sure)}, key=lambda s: s.start)
    return _of_now(text, every), max(every, key=lambda s: s.value)


def _found(way: re.Pattern[str], text: str) -> Iterator[Score]:
    for match in way.finditer(text):
        said = match.groupdict()
        first = said.get("a") or said.get("c")
        second = said.get("b")
        if first is None:
            continue
        value = _number(second if second and way is not FROM_TO else first)
        if way is FROM_TO and second:
            yield Score(_number(second), match.start("b"), match.end())
            yield Score(value, match.start(), match.start("b") - 1)
            continue
        yield Score(value, match.start(), match.end(), way is AT_WORST)


def _number(said: str) -> int:
    return NUMBER_WORDS[said.lower()] if said.lower() in NUMBER_WORDS else round(float(said))


def _apart(beside: list[Score], sure: list[Score]) -> Iterator[Score]:
    """Bare figures that are not part of a score already found."""
    for score in beside:
        if not any(s.start < score.end and score.start < s.end for s in sure):
            yield score


def _of_now(text: str, every: list[Score]) -> Score:
    """The last said of now; else the last not said of before; else the last, however old."""
    said_now = [s for s in every if not s.is_worst and _is_now(text, s)]
    open_ = [s for s in every if not s.is_worst and not EARLIER.search(_around(text, s, every))]
    return (said_now or open_ or every)[-1]


def _is_now(text: str, score: Score) -> bool:
    said = text[score.start : score.end]
    if EARLIER.search(said) and not NOW.search(said):
        return False
    return bool(NOW.search(text[max(0, score.start - 25) : score.end + 15]))


def _around(text: str, score: Score, every: list[Score]) -> str:
    """The words of a score and just before it, not those of another score."""
    ended = max((s.end for s in every if s.end <= score.start), default=0)
    start = max(ended, score.start - 20)
    mark = re.search(r"[.,;!?\n]", text[ended : score.start]) if ended else None
    return text[max(start, ended + mark.end() if mark else 0) : score.end]


def _is_elsewhere(text: str, score: Score) -> bool:
    """ "My wrist is about a 5": another part in the same statement, and no back."""
    start = max(text.rfind(mark, 0, score.start) for mark in ".!?,;\n") + 1
    said = text[start : score.end]
    return bool(ELSEWHERE.search(said)) and not BACK.search(said)
