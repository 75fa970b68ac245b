"""The summary for a clinician as plain texts, section by section; a face only lays them out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from backspotter.app.clinic import Told
from backspotter.app.clinic_detail import detail
from backspotter.app.clinic_signs import Asked, Group, signs_asked
from backspotter.app.clinic_words import (
    clipped,
    dated,
    day,
    ended_words,
    film_lines,
    mass_words,
    moment,
    pain_words,
    sentence,
    set_lines,
)
from backspotter.app.plain_words import LEVEL_NAMES, TOPIC_WORDS, fact_in_words
from backspotter.app.plan_words import course_in_words
from backspotter.app.track_course import NO_SESSION
from backspotter.levels import Level
from backspotter.soreness.scores import function_mean, scores
from backspotter.training.units import Unit
from backspotter.triage.check_in import FIELDS, UNKNOWN

if TYPE_CHECKING:
    from backspotter.journal.records import CheckInKept, Soreness

STORY: Final = (
    *("onset", "quality", "regions", "spread", "trend", "pain_days", "episodes"),
    *("movement_effect", "rest_effect", "flexion_effect", "extension_effect", "sitting_effect"),
    *("cough_effect", "set_weight_kg", "set_reps", "set_rpe"),
)
LINE, SHORT = 320, 140
MOST_EVENTS, MOST_FLAGS, MOST_FILM, MOST_ADVICE = 8, 6, 4, 7
SIGNS_FIRST: Final = "What the check found counts before these numbers; there is no forecast."
NO_FAULT: Final = "No fault was found."
MOST_UNASKED: Final = 3
ADVICE_FIRST: Final = ("action", "tell", "stop_waiting", "avoid", "medicine", "movement", "whom")
NOT_A_DIAGNOSIS: Final = (
    "Written by the person’s own program from what they entered. It is not a diagnosis."
)


def clinic_document(told: Told) -> dict[str, Any]:
    """Every text of both pages."""
    groups = signs_asked(told.check_ins)
    return {
        "title": "Low back after deadlifting: a summary",
        "made": f"{told.now.day} {told.now:%B %Y, %H:%M}",
        "notice": NOT_A_DIAGNOSIS,
        "who": who(told),
        "level": level_words(told),
        "happened": happened(told),
        "events": _latest(events(told), MOST_EVENTS),
        "course": course_words(told),
        "signs": [_group(group, len(told.check_ins) == 1) for group in groups],
        "flags": _most(flags_shown(told), MOST_FLAGS),
        "scores": scores_shown(told),
        "films": films_shown(told),
        "advised": _most(advice(told), MOST_ADVICE),
        "recheck": recheck(told),
        "detail": {
            **detail(told, groups),
            "advised": advice(told)[MOST_ADVICE:],
            "flags": flags_shown(told)[MOST_FLAGS:],
        },
    }


def who(told: Told) -> list[list[str]]:
    """Name where it was given, age, sex and body size; what was not said, said so."""
    check: dict[str, Any] = {}
    for kept in told.check_ins:
        check |= kept.answers
    profile, born = told.profile, told.profile.birth_year
    age = f"{check['age']:g}" if "age" in check else ""
    if born:
        age = f"{told.now.year - born - 1} or {told.now.year - born}"
    mass = told.body_mass[-1].mass_kg if told.body_mass else profile.mass_kg
    sex = profile.sex or str(check.get("sex", ""))
    rows = [
        ["Name", clipped(told.name, 80)],
        ["Age", age],
        ["Sex", "" if sex == UNKNOWN else sex],
        ["Height", f"{profile.height_m * 100:.0f} cm" if profile.height_m else ""],
        ["Body mass", _body_mass(mass, told.unit) if mass else ""],
    ]
    return [[name, value or "not said"] for name, value in rows if value or name != "Name"]


def _body_mass(mass_kg: float, unit: Unit) -> str:
    """In the person's unit, and in kilograms for who reads it."""
    words = mass_words(mass_kg, unit)
    return words if unit == "kg" else f"{words} ({mass_words(mass_kg, 'kg')})"


def level_words(told: Told) -> dict[str, Any]:
    """What the last check came to, and what holds now with open flags and the course."""
    if not told.check_ins:
        return {"last": "No check was made in this episode.", "now": "", "urgent": False}
    kept = told.check_ins[-1]
    alone = "" if kept.level_alone == kept.level else " (flags from before counted in)"
    last = f"Last check, {moment(kept.at)}: {LEVEL_NAMES[kept.level]}{alone}."
    now = told.followed.level
    urgent = max(kept.level, now or kept.level) >= Level.urgent_care
    later = "" if now in (None, kept.level) else LEVEL_NAMES[now or kept.level]
    since = f"With what was entered since: {later}." if later else ""
    return {"last": last, "now": since, "urgent": urgent}


def happened(told: Told) -> list[str]:
    """The session it began after, and the story as it was answered last."""
    session = told.session
    lines = []
    if session is not None:
        sets = "; ".join(set_lines(session.sets, told.unit))
        lines.append(f"{day(session.day)}: {clipped(sets, LINE)}.")
    said: dict[str, Any] = {}
    for kept in told.check_ins:
        said |= {name: value for name, value in kept.answers.items() if name in STORY}
    facts = [fact_in_words(name, said[name]) for name in STORY if _is_said(said, name)]
    if facts:
        lines.append(sentence(clipped("; ".join(facts), 2 * LINE)) + ".")
    words = next((kept.text for kept in told.check_ins if kept.text.strip()), "")
    if words:
        lines.append(f"In their words: “{clipped(words, LINE)}”")
    return lines or ["Nothing was said of how it began."]


def _is_said(said: dict[str, Any], name: str) -> bool:
    return name in FIELDS and said.get(name) not in (None, UNKNOWN, [])


def events(told: Told) -> list[list[str]]:
    """What happened when: the session, checks, days entered, films, flags that were resolved."""
    rows: list[tuple[datetime, str]] = []
    if told.session is not None:
        rows.append((told.session.ended, "Last deadlift session before it"))
    for kept in told.check_ins:
        rows.append((kept.at, f"Check: {LEVEL_NAMES[kept.level]}{_pain(kept)}"))
    rows += [(each.at, sentence(pain_words(each))) for each in told.soreness]
    for flag in told.flags:
        if flag.at is not None and flag.at >= told.began:
            rows.append((flag.at, f"{flag.rule} {ended_words(flag)}"))
    rows.sort(key=lambda row: row[0])
    return [[moment(at), words] for at, words in rows]


def _pain(kept: CheckInKept) -> str:
    pain = kept.answers.get("pain_now")
    return "" if pain is None else f", pain {pain:g}"


def course_words(told: Told) -> dict[str, str]:
    """What the picture of the course says in words; why there is none where there is none."""
    course = told.course.course
    if course is None:
        return {"title": "No course is drawn", "words": NO_SESSION.split(":")[0] + "."}
    late = told.course.now != told.now
    seen = f", as it stood at the last entry, {moment(told.course.now)}" if late else ""
    words = course_in_words(course, told.followed.level)
    if course.held:
        words = SIGNS_FIRST if not course.is_no_soreness else f"{words} {SIGNS_FIRST}"
    return {"title": f"Course of pain{seen}", "words": words}


def _group(group: Group, once: bool) -> dict[str, str]:
    yes = [_with_day(each, once) for each in group.said("yes")]
    no, unasked = group.said("no"), group.said("not asked")
    return {
        "title": group.title,
        "yes": "; ".join(yes),
        "no": _listed(no, group, most=len(group.signs)),
        "unasked": _listed(unasked, group, most=MOST_UNASKED),
    }


def _listed(signs: Sequence[Asked], group: Group, most: int) -> str:
    """The signs by their short names; so many of how many where they are all, or a lot."""
    if signs and len(signs) == len(group.signs):
        return f"all {len(signs)}"
    if len(signs) > most:
        return f"{len(signs)} of {len(group.signs)}, see the next page"
    return ", ".join(each.short for each in signs)


def _with_day(sign: Asked, once: bool) -> str:
    """A sign that was there, with its day where there was more than one check."""
    if once or sign.yes is None:
        return sign.short
    later = f"; no on {day(sign.no)}" if sign.no is not None and sign.no > sign.yes else ""
    return f"{sign.short} ({day(sign.yes)}{later})"


def flags_shown(told: Told) -> list[dict[str, Any]]:
    """Flags that are open, of whatever age, then those of this episode and how they ended."""
    rows = [flag for flag in told.flags if flag.is_open or flag.opened >= told.began]
    rows.sort(key=lambda flag: (not flag.is_open, -flag.level, flag.opened))
    return [
        {
            "rule": flag.rule,
            "open": flag.is_open,
            "words": clipped(flag.words, SHORT),
            "raised": dated(flag.opened, told.now),
            "ended": ended_words(flag),
        }
        for flag in rows
    ]


def scores_shown(told: Told) -> list[list[str]]:
    """Pain now and worst, the person's own activities, and totals of questionnaires: the last."""
    rows = [["Pain now, of 10", *_pain_now(told)], ["Worst, of 10", *_pain_worst(told)]]
    own = next((each for each in reversed(told.soreness) if each.function), None)
    if own is not None:
        mean = function_mean([ability for _, ability in own.function])
        named = ", ".join(f"{clipped(name, 40)} {ability:g}" for name, ability in own.function)
        own_words = f"{named}; {day(own.at)}"
        rows.append(["Own activities, of 10 (10: as before)", f"{mean:.3g}", own_words])
    totals: dict[str, tuple[Soreness, float]] = {}
    for each in told.soreness:
        totals |= {score: (each, value) for score, value in each.scores}
    for score, (each, value) in totals.items():
        name = scores()[score].name if score in scores() else clipped(score, 40)
        rows.append([name, f"{value:g}", day(each.at)])
    changes = {step.score.name: step.words for step in told.followed.steps}
    return [[name, value, changes.get(name, "") or when] for name, value, when in rows]


def _pain_now(told: Told) -> list[str]:
    numbers = [(each.at, each.pain_now) for each in told.soreness]
    said = [(k.at, k.answers["pain_now"]) for k in told.check_ins if "pain_now" in k.answers]
    if not numbers + said:
        return ["not said", ""]
    at, value = max(numbers + said, key=lambda each: each[0])
    return [f"{value:g}", moment(at)]


def _pain_worst(told: Told) -> list[str]:
    """The highest number of the episode, whether it was called the worst or the one of then."""
    numbers = [(each.pain_worst or 0.0, each.at) for each in told.soreness]
    numbers += [(each.pain_now, each.at) for each in told.soreness]
    for kept in told.check_ins:
        said = [kept.answers.get(name) for name in ("pain_worst", "pain_now")]
        numbers += [(float(value), kept.at) for value in said if value is not None]
    if not numbers:
        return ["not said", ""]
    value, at = max(numbers)
    return [f"{value:g}", f"entered {moment(at)}"]


def films_shown(told: Told) -> dict[str, Any]:
    """The last film of the fortnight around the episode: what it showed, and what it could not."""
    near = [film for film in told.films if film.made >= told.began - timedelta(days=14)]
    if not near:
        return {"head": "No film of this time was read.", "shown": [], "withheld": []}
    head, shown, withheld = film_lines(near[-1])
    return {
        "head": f"Film read {day(near[-1].made)}: {head}.",
        "shown": _most([clipped(each, SHORT) for each in shown or [NO_FAULT]], MOST_FILM),
        "withheld": _most([clipped(each, SHORT) for each in withheld], MOST_FILM),
    }


def advice(told: Told) -> list[list[str]]:
    """What the last check advised, what matters first ahead: topic and words."""
    answer = told.check_ins[-1].answer if told.check_ins else {}
    given = answer.get("do_now")
    rows = [row for row in given if isinstance(row, dict)] if isinstance(given, list) else []
    rows.sort(key=lambda row: _place(str(row.get("topic"))))
    return [
        [TOPIC_WORDS.get(str(row.get("topic")), ""), clipped(str(row.get("words", "")), 220)]
        for row in rows
    ]


def recheck(told: Told) -> str:
    """When to check again."""
    if not told.check_ins and not told.soreness:
        return ""
    again = ", ".join(moment(at) for at in told.followed.recheck[:3])
    return f"To check again: {again}." if again else ""


def _place(topic: str) -> int:
    return ADVICE_FIRST.index(topic) if topic in ADVICE_FIRST else len(ADVICE_FIRST)


def _most(rows: list[Any], most: int) -> dict[str, Any]:
    """The first so many, and how many were left for the next page."""
    return {"rows": rows[:most], "more": max(len(rows) - most, 0)}


def _latest(rows: list[Any], most: int) -> dict[str, Any]:
    """The last so many, and how many were left for the next page."""
    return {"rows": rows[-most:], "more": max(len(rows) - most, 0)}
