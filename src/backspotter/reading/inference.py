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
PAST_VERB = re.compile(r"\b(?:carried|crawled|shuffled|could)\b", re.I)
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
TWO_WEEKS_DAYS = 14.0
LASTING = re.compile(r"\b(?:pain|ache|aches|aching|sore|stiff|stiffness|tight|hurts?|tightness|soreness)\b", re.I)
BRIEF = re.compile(
    r"\b(?:goes away (?:immediately|at once|straight)|gone (?:at once|immediately|in seconds)|bar down,? pinch gone|"
    r"next day nothing|nothing next day|gone overnight|only (?:at|when|on)|doesn'?t bother)",
    re.I,
)
SIX_WEEKS_DAYS = 42.0
HABIT = re.compile(
    r"\b(?:every (?:single )?(?:time|session|week|heavy week)|each (?:time|session)|whenever|always|"
    r"after (?:every|each)|next day thing|almost always|usually|next \w+day the same|and again\b|"
    r"the last (?:few|four|three|five|six) sessions|for a day afterwards|same every)",
    re.I,
)
SETTLES = re.compile(
    r"\b(?:goes away|gone|for (?:a|one|two|1|2|about two|a couple of) days?|next day|day after|eases?|"
    r"fine (?:by|after)|until the next|pump\w*|when i wake)",
    re.I,
)
BLOW = re.compile(
    r"\b(?:f[ae]ll\w*|hit|landed|landing|dropped|struck|blow|smacked|clobbered|crash\w*|knock\w*|bang\w*|"
    r"plate|came down|slipped|accident|impact|kicked|bruis\w*|smack\w*|caught me|bar on top)\b",
    re.I,
)
PREGNANCY_SIGN = re.compile(
    r"(?<!no )(?<!any )(?<!no more )\b(?:bleed\w*|spotting|bit of blood|blood|contractions?|waters? (?:broke|gone)|gush|"
    r"watery|fluid|leaking|belly (?:goes|going|keeps)|tightenings?|cramp\w* (?:hard|every))\b",
    re.I,
)
NO_PREGNANCY_SIGN = re.compile(
    r"\b(?:no|without|not|nor|never)\b[^.;]{0,30}\b(?:bleed\w*|spotting|blood|contractions?|cramp\w*|fluid)", re.I
)
CLAUDICATION = re.compile(
    r"\b(?:walk\w*|stand\w*)\b.{0,90}\b(?:gone|goes|eases|better|disappears|settles|stops)\b.{0,40}"
    r"\b(?:sit\w*|lean\w*|bend\w*|trolley|cart)|\b(?:walk\w*|stand\w*)\b.{0,90}\b(?:sit\w*|lean\w*|trolley)\b.{0,30}\bgoes\b",
    re.I | re.S,
)
BOTH_HEAVY = re.compile(
    r"\bboth (?:my )?(?:legs|calves|feet|thighs)\b|\b(?:legs|calves)\b.{0,20}\b(?:heavy|tired)", re.I
)
GROWS = re.compile(
    r"\b(?:worse|climbed|climbing|spread\w*|as well|too\b|now (?:the|my)|and now|weaker|giving as well|not even|at all now|by (?:breakfast|lunch|tea|evening|tonight|this morning))",
    re.I,
)
PROGRESS_SIGNS = ("foot_drop", "leg_weakness", "knee_gives_way", "both_legs_weak_or_numb")
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
    _habit_of_soreness(story, found)
    _only_beside_severe_pain(story, found)
    _bone_only_after_a_blow(story, found)
    _signs_in_pregnancy(story, found)
    _walking_far(story, found)
    _weakness_that_grows(story, found)
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
    for field in ("vomiting", "collapse", "palpitations", "not_relieved_lying_still"):
        if _is_yes(found, field):
            del found[field]


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
    told_as_past = bool(PAST_WORDS.search(sentence) or PAST_VERB.search(fact.words))
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


def _habit_of_soreness(story: Story, found: Found) -> None:
    """Soreness after every session that goes again: each time counts as new, not as weeks of pain."""
    qualities = {fact.value for fact in found.get("quality", [])}
    dull = bool(qualities) and qualities <= {"sore", "dull", "stiff", "tight"}
    habit = HABIT.search(story.text)
    if not (dull and habit and SETTLES.search(story.text)) or _hours(found) <= 96 >= 24 * _days(found):
        return
    for field in ("hours_since_lift", "pain_days", "trend"):
        found.pop(field, None)
    found["onset"] = [Heard("onset", "next_day", habit.group(), habit.start(), habit.end())]


def _bone_only_after_a_blow(story: Story, found: Found) -> None:
    """A tender bone counts as a possible fracture only after a blow or with a bruise."""
    if _is_yes(found, "bone_tender_or_bruised") and not BLOW.search(story.text):
        fact = found.pop("bone_tender_or_bruised")[0]
        found.setdefault("regions", []).append(
            Heard("regions", "midline", fact.words, fact.start, fact.end)
        )


def _signs_in_pregnancy(story: Story, found: Found) -> None:
    if not _is_yes(found, "pregnant") or NO_PREGNANCY_SIGN.search(story.text):
        return
    sign = PREGNANCY_SIGN.search(story.text)
    if sign and not found.get("pregnancy_bleeding_or_contractions"):
        field = "pregnancy_bleeding_or_contractions"
        found[field] = [Heard(field, "yes", sign.group(), sign.start(), sign.end())]


def _walking_far(story: Story, found: Found) -> None:
    """Heavy legs on walking that go on sitting, for weeks: a narrow canal, not a new emergency."""
    distance = CLAUDICATION.search(story.text)
    if not distance or not BOTH_HEAVY.search(story.text) or _days(found) < TWO_WEEKS_DAYS > 0 == _hours(found):
        return
    found.pop("both_legs_weak_or_numb", None)
    found["leg_tingling"] = [
        Heard("leg_tingling", "yes", distance.group(), distance.start(), distance.end())
    ]


def _weakness_that_grows(story: Story, found: Found) -> None:
    """Weakness told of at several moments, and of more muscles each time, is getting worse."""
    told = {m.sentence for m in story.mentions if m.meaning.field in PROGRESS_SIGNS and m.meant == SAID}
    signs = [field for field in PROGRESS_SIGNS if _is_yes(found, field)]
    if len(signs) >= 2 and len(told) >= 2 and GROWS.search(story.text):
        fact = found[signs[-1]][0]
        field = "leg_weakness_worsening"
        found.setdefault(field, [Heard(field, "yes", fact.words, fact.start, fact.end)])


def _brief_and_provoked(story: Story) -> bool:
    """Only a short catch under load, gone at once: not pain on most days."""
    return bool(BRIEF.search(story.text))


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
    if "daily_pain" in found or _days(found) < TWO_WEEKS_DAYS or _trend(found) in ("easing", "gone"):
        return
    still = STILL.search(story.text)
    if not still and _days(found) >= SIX_WEEKS_DAYS and not _brief_and_provoked(story):
        still = LASTING.search(story.text)
    if still:
        found["daily_pain"] = [Heard("daily_pain", "yes", still.group(), still.start(), still.end())]


