"""The course of a pain: soreness of each session, weeks that do not end, scores that climb."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backspotter.reading.climbing import climb, falls
from backspotter.reading.found import (
    Found,
    days_of,
    heard_from,
    hours_of,
    is_yes,
    phrase,
    sentence_around,
    trend_of,
)
from backspotter.reading.model import Heard

if TYPE_CHECKING:
    from backspotter.reading.reader import Story

DULL = frozenset(["sore", "dull", "stiff", "tight"])
SORENESS_H = 96.0
TWO_WEEKS_D = 14.0
SIX_WEEKS_D = 42.0
QUARTER_D = 90.0
YEAR_D = 365.0
THIRD, SECOND = 3, 2
EACH_TIME = re.compile(
    r"\b(?:gets?|feels?|goes|is always|it's always)\s+(?:a (?:bit|little) )?$", re.I
)
NOT_YET = re.compile(
    r"\b(?:once|until|till|when|whenever|if|as soon as|before|always)\s+(?:it\s+|the pain\s+)?$",
    re.I,
)
GROWING = re.compile(r"increas|rising|growing|getting", re.I)
ALWAYS = re.compile(r"\b(?:is|are|gets?|feels?) (?:always|usually|often|generally)\b", re.I)
BY_THE_DAY = re.compile(
    r"\b(?:every|each|by the|per|over the|day by|(?:from|of) one|last|past|two|three|four|five|six|"
    r"seven|\d+) (?:next )?(?:day|days|morning|mornings|week|weeks|session|sessions)\b|\bdaily\b",
    re.I,
)
BY_THE_HOUR = re.compile(
    r"\b(?:hour\w*|hr|hrs|minute\w*|min|mins|now|tonight|this (?:morning|afternoon|evening)|today|"
    r"since (?:noon|lunch|breakfast|midnight))\b",
    re.I,
)
GROWS = re.compile(r"\b(?:wors|climb|rising|up\b)", re.I)
"""Said in so many words, whatever scores stand beside it."""


def habit_of_soreness(story: Story, found: Found) -> None:
    """Soreness after every session that goes again: each time is new, not weeks of pain."""
    habit = phrase("habit").search(story.text)
    if not habit or not is_habitual_soreness(story, found):
        return
    recent = hours_of(found) <= SORENESS_H and 24 * days_of(found) <= SORENESS_H
    if recent or not phrase("settles").search(story.text):
        return
    for field in ("hours_since_lift", "pain_days", "trend"):
        found.pop(field, None)
    found["onset"] = [heard_from("onset", "next_day", habit)]


def eases_only_then(story: Story, found: Found) -> None:
    """ "A bit easier on days when I'm on my feet": what helps, and no course."""
    if trend_of(found) == "easing":
        fact = found["trend"][0]
        if phrase("only_then").match(story.text[fact.end :].lstrip()):
            del found["trend"]


def easier_each_time(story: Story, found: Found) -> None:
    """ "Gets better once I'm up and worse again after sitting": each day's way; "once it's gone":
    not yet. Neither is a course."""
    if trend_of(found) in ("", "unchanged"):
        return
    fact = found["trend"][0]
    before = story.text[: fact.start]
    if trend_of(found) == "worsening":
        if ALWAYS.search(fact.words) and not GROWING.search(fact.words):
            del found["trend"]
        return
    each_time = trend_of(found) == "second_worsening" and EACH_TIME.search(before)
    if each_time or (trend_of(found) == "easing" and NOT_YET.search(before)):
        del found["trend"]


def is_habitual_soreness(story: Story, found: Found) -> bool:
    """Whether soreness alone is told of, and as what comes after every session."""
    qualities = {fact.value for fact in found.get("quality", [])}
    return bool(qualities) and qualities <= DULL and bool(phrase("habit").search(story.text))


def eased_the_other_times(story: Story, found: Found) -> None:
    """ "It went away on its own both times": how it went before, and no course of now."""
    if trend_of(found) in ("easing", "gone"):
        fact = found["trend"][0]
        if phrase("went_each_time").search(sentence_around(story.text, fact)):
            del found["trend"]


def climbs_by_the_hour(story: Story, found: Found) -> None:
    """Scores of one day that rise with the clock: worse by the hour; that fall: not so."""
    field = "worse_hour_by_hour"
    if is_yes(found, field):
        said = sentence_around(story.text, found[field][0])
        falling = falls(said) and not phrase("grows").search(said) and not GROWS.search(said)
        if falling or (BY_THE_DAY.search(said) and not BY_THE_HOUR.search(said)):
            del found[field]
        return
    for start, end in story.own_places:
        rise = climb(story.text[start:end])
        if rise is not None:
            first, last = start + rise.start, start + rise.end
            found[field] = [Heard(field, "yes", story.text[first:last], first, last)]
            return


def count_episodes(story: Story, found: Found) -> None:
    """How often the back has done this, where the text tells; soreness each time is no episode."""
    if is_habitual_soreness(story, found):
        return
    first = phrase("first_of_many").search(story.text)
    months = {match["month"].lower() for match in phrase("month_named").finditer(story.text)}
    if first and len(months) > 1:
        found["episodes"] = [heard_from("episodes", THIRD, first)]
        return
    named = {match["month"].lower() for match in phrase("any_month").finditer(story.text)}
    again = phrase("gone_again").search(story.text)
    if again and len(named) > 1:
        found["episodes"] = [heard_from("episodes", THIRD, again)]
        return
    for name, count in (("third_episode", THIRD), ("second_episode", SECOND)):
        match = phrase(name).search(story.text)
        if match:
            found["episodes"] = [heard_from("episodes", count, match)]
            return


def weeks_that_do_not_end(story: Story, found: Found) -> None:
    """Pain of some weeks that is "still" there is there on most days, unless it is easing."""
    days = days_of(found)
    if 0 < hours_of(found) <= 24 * TWO_WEEKS_D and days >= YEAR_D:
        found.pop("pain_days", None)
        return
    ending = trend_of(found) == "gone" or (trend_of(found) == "easing" and days < QUARTER_D)
    if "daily_pain" in found or days < TWO_WEEKS_D or ending:
        return
    still = phrase("still").search(story.text)
    if not still and days >= SIX_WEEKS_D and not phrase("brief").search(story.text):
        still = phrase("ache").search(story.text)
    if still:
        found["daily_pain"] = [heard_from("daily_pain", "yes", still)]
