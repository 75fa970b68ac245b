"""When it was: hours since the lift, days of pain, and times that lie long before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from backspotter.reading.months import MONTHS, months_that_ended

HOURS = {
    "hour": 1.0, "hours": 1.0, "hr": 1.0, "hrs": 1.0, "h": 1.0,
    "day": 24.0, "days": 24.0, "week": 168.0, "weeks": 168.0, "wk": 168.0, "wks": 168.0,
    "weekend": 72.0, "month": 730.0, "months": 730.0, "year": 8766.0, "years": 8766.0,
    "yr": 8766.0, "yrs": 8766.0, "fortnight": 336.0, "minutes": 1 / 60, "mins": 1 / 60,
    "minute": 1 / 60, "night": 24.0, "nights": 24.0, "decades": 87660.0, "decade": 87660.0,
}  # fmt: skip
COUNTS = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "couple": 2.0, "three": 3.0, "few": 3.0,
    "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0,
    "eleven": 11.0, "twelve": 12.0, "several": 5.0, "half": 0.5, "twenty": 20.0, "fifteen": 15.0,
    "last": 1.0, "fourteen": 14.0, "past": 1.0, "second": 2.0, "third": 3.0, "fourth": 4.0,
    "fifth": 5.0, "good": 1.0, "1st": 1.0, "2nd": 2.0, "3rd": 3.0, "4th": 4.0, "5th": 5.0,
}  # fmt: skip
WEEKDAYS = {
    day: i
    for i, names in enumerate(
        [
            ("monday", "mon"), ("tuesday", "tue", "tues"), ("wednesday", "wed", "weds"),
            ("thursday", "thu", "thur", "thurs"), ("friday", "fri"), ("saturday", "sat"),
            ("sunday", "sun"),
        ]
    )
    for day in names
}  # fmt: skip
AMBIGUOUS_DAYS = frozenset(["sat", "sun", "wed", "mon"])
INJURY = frozenset(
    "pop popped pulled pull tweaked tweak hurt injured strained felt seized spasm spasmed "
    "went lifted deadlifted deadlift deadlifts deadlifting squat squatting squatted squats "
    "deads lift pulled rows session workout gym class did was racked picked started back "
    "swings meet".split()
)
LIFTED = frozenset(
    "lifted deadlifted deadlift deadlifts deadlifting squat squatting squatted squats deads lift "
    "rows session workout gym class meet swings".split()
)
BESIDE = 4
"""Words between a time and the lift that it is the time of, at most."""

OF_THE_LIFT_H = 96.0
"""A time said beside the lift goes before others as far back as this; of an older lift the pain
may have come later [h]."""

AWAY = frozenset(["off", "away", "break", "layoff", "holiday", "rest"])
"""After a count of weeks, how long somebody did not train: "after a month off"."""

HAVE_HAD = (("i", "have"), ("it", "has"), ("this", "has"), ("it", "'s"), ("my", "back"))
"""What follows where pain is counted first: "eleven weeks I have had this"."""

PLANS = frozenset(
    [
        ("can", "i"), ("should", "i"), ("could", "i"), ("shall", "i"), ("may", "i"), ("i", "will"),
        ("i", "might"), ("i", "could"), ("am", "going"), ("am", "planning"), ("gonna", "do"),
    ]
)  # fmt: skip
"""What puts "tonight" ahead: "can I do the class tonight"."""

IT_WAS = frozenset("it was that i had on in the".split())
"""What may stand between "than" and the time with which today is compared."""

ADVERBS = frozenset(
    "about basically around almost nearly over roughly maybe probably up coming just "
    "approximately like".split()
)
TRAINING = frozenset(
    "lifting training deadlifting squatting lifted trained doing experience sumo gym "
    "strength crossfit powerlifting program programme session sessions block prep lockdown "
    "cutting bulking".split()
)
TAKES = frozenset(
    "take takes taking tablets prescribed medication statin statins thinners creatine protein "
    "supplement supplements vitamin vitamins use used using wear wearing wore".split()
)
"""What somebody does for weeks or years that is no pain: "I take prednisolone, four years now"."""

FOR_PAIN = frozenset(
    "back painkillers painkiller ibuprofen naproxen brace crutches stick it".split()
)
TROUBLE = frozenset("it this that problem symptoms twinge issue something".split())
"""What began, where it is the trouble: "it started 8 weeks ago"."""

CHANGED = frozenset("switched switch joined changed started".split())
"""What began so long ago and is no lift, where nothing aches: "started 6 weeks ago"."""

LONG_AGO_H = 21 * 24.0
MUCH_OLDER = 4.0
ACHES = frozenset(
    "pain ache aches aching sore stiff hurt hurts hurting trouble sore around been".split()
)
SINCE_A_MONTH_H = 60 * 24.0
"""A month or season that was named, without today's date: taken for two months."""
UNITS_AFTER = (("kg",), ("lb",), ("lbs",), ("m",), ("steps",), ("cals",), ("calories",), ("words",))
ORDINALS = frozenset(["second", "third", "fourth", "fifth", "2nd", "3rd", "4th", "5th"])
YEAR = re.compile(r"(19[5-9]\d|20[0-4]\d)$")
MOST_HOURS = 17_520.0
MOST_LASTING_H = 36_500 * 24.0
MONTH_H = 31 * 24.0


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that was named: how long ago [h], where, and how it was put."""

    hours: float
    sentence: int
    start: int
    end: int
    kind: str
    """``ago``, ``now_for`` (for three weeks now), ``later`` (two days later), ``weekday``."""
    strong: bool
    of_the_lift: bool = False
    """Whether the lift is named beside it."""


def moments(words: Sequence[str], sentence: int) -> list[Moment]:
    """The times named in one sentence."""
    found: list[Moment] = []
    for at, word in enumerate(words):
        fixed = _fixed(words, at)
        if fixed is not None:
            kind = "now_for" if _is_compared(words, at) else "ago"
            found.append(_moment(fixed[0], words, sentence, at, at + fixed[1], kind))
        elif word in HOURS:
            found.extend(_counted(words, sentence, at))
        elif word in MONTHS and _is_since(words, at) and not ACHES.isdisjoint(words):
            found.append(_moment(SINCE_A_MONTH_H, words, sentence, at - 1, at + 1, "now_for"))
    return found


def _is_since(words: Sequence[str], at: int) -> bool:
    return "since" in words[max(at - 3, 0) : at]


def _moment(
    hours: float, words: Sequence[str], sentence: int, start: int, end: int, kind: str
) -> Moment:
    strong = not INJURY.isdisjoint(words)
    beside = words[max(start - BESIDE, 0) : end + BESIDE]
    return Moment(hours, sentence, start, end, kind, strong, not LIFTED.isdisjoint(beside))


def _fixed(words: Sequence[str], at: int) -> tuple[float, int] | None:
    """Yesterday, last night, this morning and the like: (hours, words)."""
    pair = tuple(words[at : at + 2])
    if words[at] == "yesterday":
        before_it = tuple(words[max(at - 2, 0) : at]) == ("day", "before")
        return (48.0, 1) if before_it else (24.0, 1)
    if pair in (("last", "night"), ("yesterday", "evening")):
        return 15.0, 2
    if pair in (("this", "morning"), ("earlier", "today"), ("this", "afternoon"), ("just", "now")):
        return 6.0, 2
    if words[at] == "tonight":
        return None if not PLANS.isdisjoint(pairwise(words[:at])) else (3.0, 1)
    dated = at > 0 and words[at - 1] in ("from", "to")
    if pair == ("last", "week") and not dated:
        return 168.0, 2
    if pair == ("last", "month") and not dated:
        return 730.0, 2
    return None


def _is_compared(words: Sequence[str], at: int) -> bool:
    """ "Better than yesterday", "as bad as it was this morning": it was there then, and when it
    began is not said."""
    before = [word for word in words[max(at - 4, 0) : at] if word not in IT_WAS]
    return before[-1:] in (["than"], ["as"], ["like"])


def _counted(words: Sequence[str], sentence: int, at: int) -> list[Moment]:
    """A count and a unit: "two weeks ago", "day 3", "10 days now", "for five weeks"."""
    unit = HOURS[words[at]]
    follows = words[at + 1] if at + 1 < len(words) else ""
    compared = at > 0 and words[at - 1] in ("as", "than", "since", "from", "like")
    told_past = at + 2 < len(words) and words[at + 2] in ("was", "were")
    if words[at] == "day" and (compared or told_past):
        return []
    numbered = follows not in ("a", "an") and _number(follows) is not None
    if words[at] == "day" and numbered and not _is_ordinal_of(words, at):
        return [_moment(24.0 * (_number(follows) or 0), words, sentence, at, at + 2, "day")]
    if words[at] == "week" and _number(follows) is not None and _is_week_of_pain(words, at):
        return [_moment(168.0 * (_number(follows) or 0), words, sentence, at, at + 2, "week")]
    if at and words[at - 1] in ORDINALS and follows in ("of", "since", "now", "and", ""):
        return [
            _moment(
                (_number(words[at - 1]) or 0) * unit, words, sentence, at - 1, at + 1, "now_for"
            )
        ]
    count, start = _count_before(words, at)
    if count is None or _is_training_age(words, start, at) or _is_of_a_habit(words, start, at):
        return []
    hours = count * unit
    if follows in ("ago", "back") and hours > OF_THE_LIFT_H and _is_a_change(words, start):
        return []
    if follows in ("ago", "back"):
        return [_moment(hours, words, sentence, start, at + 2, "ago")]
    if words[at] in ("year", "years", "yrs", "yr") and follows in ("old", "of"):
        return []
    if _is_no_pain(words, at):
        return []
    return _ongoing(words, sentence, (start, at), hours)


def _is_a_change(words: Sequence[str], at: int) -> bool:
    before = words[max(at - 8, 0) : at]
    if not TROUBLE.isdisjoint(before):
        return False
    return not CHANGED.isdisjoint(before) and ACHES.isdisjoint(before) and "back" not in before


def _is_week_of_pain(words: Sequence[str], at: int) -> bool:
    """ "Week 9 now, still sore", not week 3 of a programme and not "this week 50 kg"."""
    then = words[at + 2] if at + 2 < len(words) else ""
    return then not in ("of", "kg", "lb", "lbs", "x") and not ACHES.isdisjoint(words)


def _ongoing(
    words: Sequence[str], sentence: int, span: tuple[int, int], hours: float
) -> list[Moment]:
    start, at = span
    while start and words[start - 1] in ADVERBS:
        start -= 1
    before = words[start - 1] if start else ""
    two_before = tuple(words[max(start - 2, 0) : start])
    follows = words[at + 1] if at + 1 < len(words) else ""
    if before in ("from", "every", "of", "next", "another", "within", "under", "in", "off", "took"):
        return []
    if follows == "of" and hours < 24:
        return []
    if follows in ("later", "after") and hours >= 1:
        return [_moment(hours, words, sentence, start, at + 2, "later")]
    lasting = before in ("for", "past", "last") or two_before in (("for", "the"), ("over", "the"))
    if before == "after" and hours > MONTH_H:
        return []
    if hours >= 1 and _goes_on(words, start, before, follows):
        kind = "ago" if follows in ("on", "out", "post") else "now_for"
        kind = "later" if before == "after" else kind
        return [_moment(hours, words, sentence, start, at + 1, kind)]
    told = {"have", "has", "been", "still", "every", "each", "this"} & set(
        words
    ) or not ACHES.isdisjoint(words)
    if lasting and told and hours >= 24:
        return [_moment(hours, words, sentence, start, at + 1, "now_for")]
    if start == 0 or before in (",", "so", "it", "is", "'s", "about", "still"):
        told_so = tuple(words[at + 1 : at + 3]) in HAVE_HAD
        alone = at + 1 >= len(words) or told_so or follows in (",", "of", "and", ".", "with")
        if alone and hours >= 12:
            return [_moment(hours, words, sentence, start, at + 1, "now_for")]
    return []


def _goes_on(words: Sequence[str], start: int, before: str, follows: str) -> bool:
    """ "Three weeks now", "been two days", and as learners say it: "pain since three days"."""
    if follows in ("now", "on", "in", "out", "post", "since") or before in ("been", "now", "after"):
        return True
    counted = before == "since" and words[start] not in ("last", "past")
    return counted and not {*ACHES, "this", "it"}.isdisjoint(words)


def _is_no_pain(words: Sequence[str], at: int) -> bool:
    """ "A month off", "six months in 2020": how long one was away, or something lasted, once."""
    follows, dated = [*words[at + 1 : at + 3], "", ""][:2]
    return follows in AWAY or (follows == "in" and bool(YEAR.match(dated)))


def _is_ordinal_of(words: Sequence[str], at: int) -> bool:
    return at > 0 and words[at - 1] in ("leg", "one", "a", "rest")


def _is_training_age(words: Sequence[str], start: int, at: int) -> bool:
    """ "Been deadlifting about 3 months", "six months lifting": how long one trains."""
    before = words[max(start - 4, 0) : start]
    after = words[at + 1 : at + 3]
    if "off" in before:
        return False
    trained = {"been", "have", "has"} & set(words[max(start - 6, 0) : start])
    return (bool(trained) and not TRAINING.isdisjoint(before)) or bool(
        after and after[0] in TRAINING
    )


def _is_of_a_habit(words: Sequence[str], start: int, at: int) -> bool:
    """ "I take prednisolone, four years now", "creatine for 2 weeks": no pain."""
    of_pain = ACHES.union(FOR_PAIN).intersection(words[:at])
    return not TAKES.isdisjoint(words[:start]) and not of_pain


def _count_before(words: Sequence[str], at: int) -> tuple[float | None, int]:
    """The count before a unit and where it starts; "a couple of", "about 3", "2 or 3"."""
    place = at - 1
    while place >= 0 and words[place] in ("of", "more", "full", "whole", "solid", "or", "so"):
        place -= 1
    if place < 0:
        return None, at
    count = _number(words[place])
    if count is None:
        return None, at
    if words[place] == "half" and tuple(words[place - 2 : place]) == ("and", "a"):
        whole = _number(words[place - 3]) if place >= 3 else None
        return (whole or 1.0) + 0.5, max(place - 3, 0)
    if (
        place
        and words[place - 1] in ("a", "the")
        and words[place] in ("couple", "few", "second", "third")
    ):
        place -= 1
    return count, place


def _number(word: str) -> float | None:
    if word in COUNTS:
        return COUNTS[word]
    try:
        return float(word.replace(",", "."))
    except ValueError:
        return None


def weekday_gap(found: Sequence[tuple[int, tuple[str, ...]]]) -> tuple[float, int, int] | None:
    """Hours from the first weekday named to today's, when today's is named.

    Parameters
    ----------
    found : (sentence, words) of the text

    Returns
    -------
    (hours, sentence, place) of the lift's weekday, or None
    """
    first: tuple[int, int, int] | None = None
    for sentence, words in found:
        for at, word in enumerate(words):
            if word not in WEEKDAYS or (word in AMBIGUOUS_DAYS and not _is_day(words, at)):
                continue
            day = WEEKDAYS[word]
            if first is None and not _is_today(words, at):
                first = (day, sentence, at)
            elif first is not None and _is_today(words, at):
                days = (day - first[0]) % 7 or 7
                return days * 24.0, first[1], first[2]
    return None


def _is_day(words: Sequence[str], at: int) -> bool:
    around = (*words[max(at - 2, 0) : at], *words[at + 1 : at + 2])
    return bool(
        {"on", "last", "today", "since", "it", "is", "(", "now", "this", ":", "'s"} & set(around)
    )


def _is_today(words: Sequence[str], at: int) -> bool:
    before, after = words[max(at - 4, 0) : at], words[at + 1 : at + 2]
    named = "today" in before or "now" in before or "today" in after or "now" in after[:1]
    told = tuple(before[-2:]) in (("it", "is"), ("it", "'s")) or tuple(before[-1:]) == ("its",)
    return named or told


def hours_since(found: Sequence[Moment]) -> Moment | None:
    """The moment that tells when this lift or pain was."""
    ago = [m for m in found if m.kind == "ago" and m.hours <= MOST_HOURS]
    counted = [m for m in found if m.kind in ("day", "week") and m.hours <= MOST_HOURS]
    if counted and not any(m.strong for m in ago):
        return max(counted, key=lambda m: m.hours)
    if ago:
        strong = [m for m in ago if m.strong] or ago
        lifted = [m for m in strong if m.of_the_lift and m.hours <= OF_THE_LIFT_H]
        return min(lifted or strong, key=lambda m: m.hours)
    later = [m for m in found if m.kind in ("later", "weekday") and m.hours <= MOST_HOURS]
    return max(later, key=lambda m: m.hours) if later else None


def lasting(found: Sequence[Moment]) -> Moment | None:
    """How long the pain has been there, where that was said."""
    spans = [m for m in found if m.kind == "now_for" and m.hours <= MOST_LASTING_H]
    return max(spans, key=lambda m: m.hours) if spans else None


def _is_short_year(words: Sequence[str], at: int) -> bool:
    """ "In '94", "the summer of '06"."""
    marked = words[at - 1] == "" and words[at - 2] in ("in", "of", "since")
    return marked and len(words[at]) == 2 and words[at].isdigit()


def old_marks(words: Sequence[str], found: Sequence[Moment], episode_h: float | None) -> list[int]:
    """Places in the sentence that name a time long before this episode."""
    years = [
        at
        for at, word in enumerate(words)
        if YEAR.match(word) and words[at + 1 : at + 2] not in UNITS_AFTER and at
    ]
    years += [at for at in range(2, len(words)) if _is_short_year(words, at)]
    episode = episode_h or 72.0
    older = [
        m.start
        for m in found
        if m.kind == "ago" and m.hours > LONG_AGO_H and m.hours >= MUCH_OLDER * episode
    ]
    return [*years, *older, *months_that_ended(words)]
