"""What a careful reader adds or takes back once the whole text is known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backspotter.reading.context import SAID
from backspotter.reading.model import Heard, Unclear

if TYPE_CHECKING:
    from backspotter.reading.reader import Story

Found = dict[str, list[Heard]]

SEVERE = re.compile(
    r"\b(?:agony|agoni[sz]ing|excruciating|unbearable|severe\w*|terribl[ey]|horrendous|horrific|horrible|"
    r"awful|savage|brutal|extreme\w*|insane|unreal|worst|intense|killing|screaming|wrecked|in bits|"
    r"(?:8|9|10)\s*/\s*10|hurts? so (?:bad|much)|so bad|so much pain|mad pain|crippling|bad pain|sever)\b",
    re.I,
)
FUNCTIONS = ("walking", "standing", "sitting")
LIMITED_NOT_UNABLE = re.compile(
    r"^\W*(?:\w+\W+){0,3}?(?:for (?:more than|longer than|long|too long|over|very long)|longer than|more than|"
    r"straight|upright|up straight|properly|normally|comfortably|right|without|fully|still|down for|"
    r"through a|up (?:for|without)|at (?:a|my) desk|in (?:a|the) car|as |well\b|far\b|fast\b|quickly)",
    re.I,
)
PAST_WORDS = re.compile(
    r"\b(?:couldn'?t|couldnt|could not|was unable|were|was|had to|at first|initially|for a (?:day|few|while|bit)|"
    r"first (?:day|two|couple|few)|that (?:day|night|evening)|the next day|until|on the day|back then)\b",
    re.I,
)
STILL = re.compile(
    r"\b(?:still|ever since|every day|daily|constant\w*|all the time|most of the day|won'?t go|never goes|"
    r"hasn'?t gone|not gone|nothing helps|lingering|keeps?)\b",
    re.I,
)
NOW = re.compile(r"\b(?:now|still|today|right now|keep|about to|going to|this morning)\b", re.I)
ONE_LEG_SIGNS = frozenset(
    ["leg_weakness", "foot_drop", "leg_numb_dense", "leg_numb_partial", "leg_tingling", "knee_gives_way"]
)
SIDED_LEG = re.compile(r"\b(left|right)\s+(?:leg|foot|calf|shin|ankle|toe|toes|thigh|knee)\b", re.I)
THREE_WEEKS_DAYS = 21.0
EPISODES = (
    (re.compile(r"\b(?:third|3rd|fourth|4th|fifth|5th|sixth|umpteenth|nth) (?:time|episode|injury|bout|flare)", re.I), 3),
    (re.compile(r"\b(?:three|four|five|six|several|3|4|5|6|many|multiple|numerous|countless) (?:\w+ ){0,3}(?:spasms?|episodes?|flare[- ]?ups?|injuries|tweaks|times (?:now|this|in|over|before)|bouts)", re.I), 3),
    (re.compile(r"\b(?:keeps? (?:happening|coming back|going out|recurring|flaring|getting)|recurring|recurrent|(?:every|each) (?:few|couple of|\d+|two|three|six) (?:weeks?|months?)|happens? (?:every|all the time)|again and again|over and over|on and off for (?:years|months|a year))", re.I), 3),
    (re.compile(r"\b(?:second|2nd) time|\bdone (?:it|this) before|\bhappened (?:once )?before|\bhad (?:this|it|one) before|\bre-?injur|\bsame (?:spot|place|thing) (?:again|as)|\bfamiliar\b", re.I), 2),
)  # fmt: skip
FIRST_TIME = re.compile(r"\b(?:first time|first episode|the first was|started) (?:was )?(?:back )?(?:in|last)\b", re.I)
MONTHS = re.compile(
    r"\b(?:in|last|since|back in) (january|february|march|april|may|june|july|august|september|october|november|december|"
    r"spring|summer|autumn|fall|winter|christmas|easter)\b",
    re.I,
)


def corrected(story: Story, heard: Found) -> tuple[Found, list[Unclear]]:
    """The facts with the corrections of this module applied, and what they leave unclear."""
    found = dict(heard)
    _only_beside_severe_pain(story, found)
    _faint_that_is_over(found)
    _both_sides(story, found)
    _now_unable(story, found)
    _count_episodes(story, found)
    _weeks_that_do_not_end(story, found)
    return found, []


def _only_beside_severe_pain(story: Story, found: Found) -> None:
    """Being sick or collapsing counts as a muscle emergency only beside severe pain."""
    if SEVERE.search(story.text):
        return
    for mention in story.mentions:
        if mention.meaning.needs_severe and _is_yes(found, mention.meaning.field):
            del found[mention.meaning.field]


def _faint_that_is_over(found: Found) -> None:
    """"Felt light-headed, it settled": a brief faint, unless something says now."""
    if _is_yes(found, "brief_faint_over") and _is_yes(found, "faint_now"):
        if not NOW.search(found["faint_now"][0].words):
            del found["faint_now"]


def _both_sides(story: Story, found: Found) -> None:
    """A nerve sign in the left leg and one in the right are signs in both legs."""
    sides: dict[str, Heard] = {}
    for mention in story.mentions:
        if mention.meaning.field in ONE_LEG_SIGNS and mention.meant == SAID:
            nearby = story.text[max(0, mention.start - 8) : mention.end]
            for match in SIDED_LEG.finditer(nearby):
                heard = Heard("both_legs_weak_or_numb", "yes", mention.words, mention.start, mention.end)
                sides.setdefault(match.group(1).lower(), heard)
    if len(sides) == 2:
        found["both_legs_weak_or_numb"] = [sides["right"]]


def _is_yes(found: Found, field: str) -> bool:
    return bool(found.get(field)) and found[field][0].value == "yes"


def _now_unable(story: Story, found: Found) -> None:
    """"Could not walk at first" is over; "cannot sit for more than an hour" is not unable."""
    for field in FUNCTIONS:
        facts = found.get(field)
        if not facts or facts[0].value != "unable":
            continue
        fact = facts[0]
        after = story.text[fact.end : fact.end + 40]
        if LIMITED_NOT_UNABLE.search(after) or _is_over(story, found, fact):
            found[field] = [Heard(field, "limited", fact.words, fact.start, fact.end)]


def _is_over(story: Story, found: Found, fact: Heard) -> bool:
    sentence = _sentence_around(story.text, fact)
    told_as_past = bool(PAST_WORDS.search(sentence))
    later = _trend(found) in ("easing", "gone") or _hours(found) > 30
    return told_as_past and later


def _sentence_around(text: str, fact: Heard) -> str:
    start = max(text.rfind(mark, 0, fact.start) for mark in ".!?\n") + 1
    ends = [at for at in (text.find(mark, fact.end) for mark in ".!?\n") if at >= 0]
    return text[start : min(ends, default=len(text))]


def _trend(found: Found) -> str:
    return str(found["trend"][0].value) if found.get("trend") else ""


def _hours(found: Found) -> float:
    return float(found["hours_since_lift"][0].value) if found.get("hours_since_lift") else 0.0


def _days(found: Found) -> float:
    said = float(found["pain_days"][0].value) if found.get("pain_days") else 0.0
    return max(said, _hours(found) / 24)


def _count_episodes(story: Story, found: Found) -> None:
    """How often the back has done this, where the text tells."""
    first = FIRST_TIME.search(story.text)
    months = {m.group(1).lower() for m in MONTHS.finditer(story.text)}
    if first and len(months) >= 2:
        found["episodes"] = [Heard("episodes", 3, first.group(), first.start(), first.end())]
        return
    for pattern, count in EPISODES:
        match = pattern.search(story.text)
        if match:
            found["episodes"] = [Heard("episodes", count, match.group(), match.start(), match.end())]
            return


def _weeks_that_do_not_end(story: Story, found: Found) -> None:
    """Pain of some weeks that is "still" there is there on most days, unless it is easing."""
    if "daily_pain" in found or _days(found) < THREE_WEEKS_DAYS or _trend(found) in ("easing", "gone"):
        return
    still = STILL.search(story.text)
    if still:
        found["daily_pain"] = [Heard("daily_pain", "yes", still.group(), still.start(), still.end())]


