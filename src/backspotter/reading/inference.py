"""What a careful reader adds or takes back once the whole text is known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backspotter.reading.context import SAID
from backspotter.reading.course import (
    TWO_WEEKS_D,
    climbs_by_the_hour,
    count_episodes,
    eased_the_other_times,
    eases_only_then,
    easier_each_time,
    habit_of_soreness,
    weeks_that_do_not_end,
)
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
    from backspotter.reading.reader import Mention, Story

FUNCTIONS = ("walking", "standing", "sitting")
ONLY_BESIDE_SEVERE_PAIN = ("vomiting", "collapse", "palpitations", "not_relieved_lying_still")
MUSCLE_EMERGENCY = ("vomiting", "collapse", "palpitations")
"""Two of them say enough without a word for how strong the pain is."""

ONE_LEG_SIGNS = (
    "leg_weakness", "foot_drop", "leg_numb_dense", "leg_numb_partial", "leg_tingling",
    "knee_gives_way",
)  # fmt: skip
PROGRESS_SIGNS = ("foot_drop", "leg_weakness", "knee_gives_way", "both_legs_weak_or_numb")
BRITTLE = ("osteoporosis", "long_steroids")
"""With these a bone breaks without a blow."""

BEFORE = 40
"""How many characters before a mention may put it in the past."""

FIRST_DAY_H = 30.0
STRONG = 8
NEAR = 40
LIKENED = re.compile(
    r"\b(?:size|sized|big|like|put|press\w*|touch\w*|on my|behind|bum|outer|hip)\b", re.I
)
"""What makes a hand near a numb place a measure of it: "the size of my palm"."""

PULLED = re.compile(r"\bi pulled (?:about |only |just |a |like )?\d", re.I)
UPPER_PARTS = re.compile(
    r"\b(?:palms?|hands?|fingers?|thumbs?|forearms?|arms?|wrists?|elbows?|grip|face|lips?|tongue|gums?|"
    r"jaw|nose|ears?|cheeks?|knuckles?|shoulders?)\b",
    re.I,
)
LOWER_PARTS = re.compile(
    r"\b(?:legs?|foot|feet|toes?|thighs?|cal(?:f|ves)|shins?|knees?|ankles?|heels?|soles?|saddle|groin|bum|"
    r"buttocks?|glutes?|back|skin|crotch|genitals?|below|down)\b",
    re.I,
)
SECONDS = re.compile(r"\bseconds?\b", re.I)
PUMP = re.compile(
    r"(?<!bike )(?<!foot )(?<!air )(?<!not a )(?<!n't a )(?<!n\u2019t a )\bpump(?:ed|s)?\b", re.I
)
NO_PUMP = re.compile(
    r"\b(?:beyond|past|more than|than|not|no|isn.?t|wasn.?t|mean|n.t)\s+(?:\w+\s+){0,3}pump"
    r"|\bthought (?:\w+\s+){0,4}pump,? but\b"
    r"|\bpump (?:will not|won.?t|does ?n.t|has ?n.t|is ?n.t)\b"
    r"|\bpumped up and (?:wo|do|does|is|did|can)?n.?t\b",
    re.I,
)


def corrected(story: Story, heard: Found) -> Found:
    """The facts with the corrections of this module and of ``course`` applied."""
    found = dict(heard)
    for correct in (
        habit_of_soreness,
        eases_only_then,
        easier_each_time,
        _nothing_that_went,
        _hardness_of_the_back,
        eased_the_other_times,
        climbs_by_the_hour,
        _numb_elsewhere,
        _only_a_pump,
        _only_stiffness,
        _only_beside_severe_pain,
        _bone_only_after_a_blow,
        _signs_in_pregnancy,
        _walking_far,
        _weakness_that_grows,
        _faint_that_is_over,
        _both_sides,
        _now_unable,
        _leg_pain_that_stops,
        count_episodes,
        weeks_that_do_not_end,
    ):
        correct(story, found)
    return found


def _nothing_that_went(story: Story, found: Found) -> None:
    """What "went away", or a set that "went well", is nothing that was felt to go."""
    felt = found.get("felt_or_heard_something", [])
    kept = [
        fact
        for fact in felt
        if not phrase("went_otherwise").match(story.text, fact.start)
        and not phrase("pulled_a_weight").match(story.text, fact.start)
        and not PULLED.search(story.text[fact.start : fact.end + 12])
    ]
    if felt and not kept:
        del found["felt_or_heard_something"]
    elif felt:
        found["felt_or_heard_something"] = kept


def _hardness_of_the_back(story: Story, found: Found) -> None:
    """ "There's no hardness now, no swelling": of the muscles, where nothing is said of a bed."""
    field = "erection_or_ejaculation_changed"
    if not is_yes(found, field) or "hardness" not in found[field][0].words.lower():
        return
    said = sentence_around(story.text, found[field][0])
    if phrase("hard_back").search(said) and not phrase("in_bed").search(said):
        del found[field]


def _numb_elsewhere(story: Story, found: Found) -> None:
    """ "My palms went numb": no leg, where the part named nearest is of hands or face."""
    field = "leg_numb_partial"
    if not is_yes(found, field) or found[field][0].words.lower() not in ("numb", "numbness"):
        return
    fact = found[field][0]
    said = sentence_around(story.text, fact)
    at = said.lower().find(fact.words.lower())
    upper, lower = (
        min((abs(part.start() - at) for part in parts.finditer(said)), default=len(said))
        for parts in (UPPER_PARTS, LOWER_PARTS)
    )
    beside = said[max(at - NEAR, 0) : at + NEAR]
    if upper < lower and upper <= NEAR and not LIKENED.search(beside):
        del found[field]


def _leg_pain_that_stops(story: Story, found: Found) -> None:
    """Leg pain that is strong beside walking, standing or sitting that cannot be done."""
    if not is_yes(found, "leg_pain_shooting"):
        return
    fact, field = found["leg_pain_shooting"][0], "leg_pain_unbearable"
    unable = any(found.get(name) and found[name][0].value == "unable" for name in FUNCTIONS)
    scored = bool(found.get("pain_now")) and found["pain_now"][0].value >= STRONG
    if unable and (scored or phrase("severe").search(sentence_around(story.text, fact))):
        found.setdefault(field, [Heard(field, "yes", fact.words, fact.start, fact.end)])


def _only_a_pump(story: Story, found: Found) -> None:
    """Hard or swollen "but that was just the pump", said in one breath, is what a set does."""
    for field in ("muscles_board_hard", "muscle_swelling"):
        if not is_yes(found, field):
            continue
        said = sentence_around(story.text, found[field][0])
        if PUMP.search(said) and not NO_PUMP.search(said):
            del found[field]


def _only_stiffness(story: Story, found: Found) -> None:
    """ "My back felt like concrete getting up": stiff, where nothing is said of how hard it is."""
    if not is_yes(found, "muscles_board_hard"):
        return
    said = sentence_around(story.text, found["muscles_board_hard"][0])
    eases = trend_of(found) in ("easing", "gone") or phrase("stiffness_eases").search(story.text)
    graver = ("not_easing", "severe")
    worse = any(phrase(name).search(story.text) for name in graver)
    if eases and not worse and not phrase("felt_hard").search(said):
        del found["muscles_board_hard"]


def _only_beside_severe_pain(story: Story, found: Found) -> None:
    """Being sick or collapsing counts as a muscle emergency only beside severe pain.

    A collapse without it is still a faint; that neither rest nor tablets ease it says enough.
    """
    if phrase("severe").search(story.text) or phrase("severe").search(story.plain):
        return
    if sum(is_yes(found, field) for field in MUSCLE_EMERGENCY) > 1:
        return
    fact = found["collapse"][0] if is_yes(found, "collapse") else None
    unrelieved = phrase("nothing_eases").search(story.plain)
    for field in ONLY_BESIDE_SEVERE_PAIN:
        if is_yes(found, field) and not (unrelieved and field == "not_relieved_lying_still"):
            del found[field]
    if fact and not is_yes(found, "faint_now"):
        brief = Heard("brief_faint_over", "yes", fact.words, fact.start, fact.end)
        found.setdefault("brief_faint_over", [brief])


def _bone_only_after_a_blow(story: Story, found: Found) -> None:
    """A tender bone counts as a possible fracture only after a blow or with a bruise."""
    told = f"{story.text} {story.plain}"
    if any(is_yes(found, field) for field in BRITTLE):
        return
    if is_yes(found, "bone_tender_or_bruised") and not phrase("blow").search(told):
        fact = found.pop("bone_tender_or_bruised")[0]
        midline = Heard("regions", "midline", fact.words, fact.start, fact.end)
        found["regions"] = [*found.get("regions", []), midline]


def _signs_in_pregnancy(story: Story, found: Found) -> None:
    field = "pregnancy_bleeding_or_contractions"
    if not found.get("pregnant") and "weeks" not in story.text:
        return
    along = phrase("weeks_along").search(story.text)
    if not along and phrase("expecting").search(story.text):
        along = phrase("some_weeks").search(story.text)
    if along and not found.get("pregnant"):
        found["pregnant"] = [heard_from("pregnant", "yes", along)]
        found.pop("pain_days", None)
    if not is_yes(found, "pregnant") or found.get(field):
        return
    if phrase("no_pregnancy_sign").search(story.text):
        return
    for start, end in story.own_places:
        sign = phrase("pregnancy_sign").search(story.text, start, end)
        if sign:
            found[field] = [heard_from(field, "yes", sign)]
            return


def _walking_far(story: Story, found: Found) -> None:
    """Heavy legs on walking that go on sitting, for weeks: a narrow canal, no new emergency."""
    if not _is_long(found) or not phrase("both_heavy").search(story.text):
        return
    far = phrase("walking_far").search(story.text)
    if far:
        found.pop("both_legs_weak_or_numb", None)
        found["leg_tingling"] = [heard_from("leg_tingling", "yes", far)]


def _is_long(found: Found) -> bool:
    gradual = bool(found.get("onset")) and found["onset"][0].value == "gradual"
    return gradual or days_of(found) >= TWO_WEEKS_D


def _weakness_that_grows(story: Story, found: Found) -> None:
    """Weakness told of at several moments, in more muscles each time, is getting worse."""
    told = {
        mention.sentence
        for mention in story.mentions
        if mention.meaning.field in PROGRESS_SIGNS and _is_said(mention)
    }
    signs = [field for field in PROGRESS_SIGNS if is_yes(found, field)]
    if len(signs) > 1 and len(told) > 1 and phrase("grows").search(story.text):
        fact, field = found[signs[-1]][0], "leg_weakness_worsening"
        found.setdefault(field, [Heard(field, "yes", fact.words, fact.start, fact.end)])


def _faint_that_is_over(story: Story, found: Found) -> None:
    """ "Felt light-headed, it settled": a brief faint, unless something says now."""
    if is_yes(found, "collapse") and SECONDS.search(
        sentence_around(story.text, found["collapse"][0])
    ):
        fact = found.pop("collapse")[0]
        brief = Heard("brief_faint_over", "yes", fact.words, fact.start, fact.end)
        found.setdefault("brief_faint_over", [brief])
    if not is_yes(found, "faint_now") or phrase("now").search(found["faint_now"][0].words):
        return
    if is_yes(found, "brief_faint_over") or phrase("soon_over").search(story.text):
        fact = found.pop("faint_now")[0]
        brief = Heard("brief_faint_over", "yes", fact.words, fact.start, fact.end)
        found.setdefault("brief_faint_over", [brief])


def _both_sides(story: Story, found: Found) -> None:
    """A nerve sign in the left leg and one in the right are signs in both legs."""
    field = "both_legs_weak_or_numb"
    sides: dict[str, Heard] = {}
    for mention in story.mentions:
        if mention.meaning.field in ONE_LEG_SIGNS and _is_said(mention):
            nearby = story.text[max(0, mention.start - 8) : mention.end]
            for match in phrase("sided_leg").finditer(nearby):
                fact = Heard(field, "yes", mention.words, mention.start, mention.end)
                sides.setdefault(match["side"].lower(), fact)
    if len(sides) > 1:
        found[field] = [sides["right"]]


def _is_said(mention: Mention) -> bool:
    """The sign itself is said, not its absence."""
    return mention.meaning.kind == "say" and mention.meant == SAID


def _now_unable(story: Story, found: Found) -> None:
    """ "Could not walk at first" is over; "cannot sit for more than an hour" is not unable."""
    for field in FUNCTIONS:
        facts = found.get(field)
        if facts and facts[0].value == "unable" and not _is_unable_now(story, found, facts[0]):
            fact = facts[0]
            found[field] = [Heard(field, "limited", fact.words, fact.start, fact.end)]


def _is_unable_now(story: Story, found: Found, fact: Heard) -> bool:
    after = re.split(r"[.!?\n]", story.text[fact.end : fact.end + 40])[0]
    limits = phrase("only_limited").search(after)
    if limits and "step" not in fact.words and len(after[: limits.start()].split()) <= 3:
        return False
    before = story.text[max(0, fact.start - BEFORE) : fact.end]
    past = phrase("told_as_past").search(before) or phrase("past_verb").search(fact.words)
    if phrase("unable_now").search(fact.words):
        return True
    later = trend_of(found) in ("easing", "gone") or hours_of(found) > FIRST_DAY_H
    return not (past and later)
