"""Levels, topics, screens and facts in the words a person reads."""

from __future__ import annotations

from typing import Any

from backspotter.levels import Level
from backspotter.reading.model import EMPTY, IRRELEVANT, NOT_ENGLISH, PERHAPS_NOT_ENGLISH
from backspotter.triage.check_in import FIELDS
from backspotter.triage.questions import Screen, sign_words
from backspotter.triage.wording import UNIT_WORDS, field_words, listing, one_in_words, value_words

LEVEL_WORDS = {
    Level.normal_soreness: "Ordinary soreness",
    Level.self_care: "More than soreness: look after it at home",
    Level.see_clinician: "See a doctor or physiotherapist in the next days",
    Level.urgent_care: "Be seen today or tomorrow",
    Level.emergency: "Emergency: get help now",
}

LEVEL_NAMES = {
    Level.normal_soreness: "ordinary soreness",
    Level.self_care: "look after it at home",
    Level.see_clinician: "see a clinician",
    Level.urgent_care: "be seen today or tomorrow",
    Level.emergency: "emergency",
}
"""The same, short enough for the middle of a sentence."""

TOPIC_WORDS = {
    "action": "First",
    "tell": "What to say there",
    "avoid": "Lifting",
    "movement": "Movement",
    "heat": "Heat and cold",
    "sleep": "Sleep",
    "fluids": "Fluids",
    "medicine": "Medicine",
    "stop_waiting": "When to stop waiting",
    "whom": "Who can help",
}

PROBLEMS = {
    EMPTY: "There was nothing to read. Write what you lifted and when, where it hurts, how it "
    "feels, and which way it is going.",
    IRRELEVANT: "Nothing in this is about a back. Write what you lifted and when, where it "
    "hurts, how it feels, and which way it is going.",
    NOT_ENGLISH: "Only English can be read so far, so nothing was judged. Questions can be "
    "answered instead.",
    PERHAPS_NOT_ENGLISH: "Part of this may not be English, and only English can be read so far. "
    "So nothing was judged. Questions can be answered instead.",
}
"""Why nothing could be judged from somebody's words, and what to do about it."""

READ_IN_PART = "Part of this was not read: only English can be so far. It could be more serious."
"""What stands beside a level that rests on the part that was read."""

NOT_A_DIAGNOSIS = "This is not a diagnosis. It never replaces being seen."

SINCE_THE_LIFT = ", since this lift"


def screen_in_words(screen: Screen) -> str:
    """What a screen asks about, for the middle of a sentence."""
    return screen.title.partition(" (")[0].removesuffix(SINCE_THE_LIFT).lower()


def fact_in_words(field: str, value: Any) -> str:
    """A field with its value as a person would say it."""
    if FIELDS[field]["kind"] == "sign":
        return f"{sign_words()[field]}: {value}"
    if value == 1 and one_in_words(field):
        return one_in_words(field)
    return field_words(field).format(value_in_words(field, value))


def value_in_words(field: str, value: Any) -> str:
    """A value of a field as a person would say it."""
    if FIELDS[field]["kind"] == "sign":
        return str(value)
    if FIELDS[field]["kind"] == "number":
        return f"{value:g} {UNIT_WORDS.get(FIELDS[field]['unit'], '')}".strip()
    values = sorted(value) if isinstance(value, frozenset | set | list | tuple) else [value]
    return listing([value_words(one) for one in values], "and")
