"""Check-ins and answers for the laws: every field, biased to unknown, near the limits of rules."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from hypothesis import strategies as st

from backspotter.triage.check_in import FIELDS, SIGNS, UNKNOWN, CheckIn
from backspotter.triage.questions import screens

ABOUT_THE_SESSION = frozenset(["unaccustomed", "long_layoff", "felt_or_heard_something"])
"""They say how it came about, and may speak for soreness or for a strain."""

NO_FLAG = ABOUT_THE_SESSION | {"thigh_muscle_ache_only"}
"""Asked on screens with flags, and no flag: the last one is asked to tell soreness from a nerve."""

FLAG_SIGNS = tuple(
    name
    for name in SIGNS
    if name not in NO_FLAG and any(name in screen.fields for screen in screens() if screen.flags)
)
FUNCTIONS = ("walking", "standing", "sitting")
FLAGS = (*((name, "yes") for name in FLAG_SIGNS), *((name, "unable") for name in FUNCTIONS))
"""Every red flag as a field and the value that raises it."""

DENIED = {"yes": "no", "unable": "fine"}
"""What it is called when a flag is not there."""

SPHINCTER_SIGNS = (
    "urine_hard_to_start", "urine_cannot_pass", "urine_cannot_control", "urine_leaking",
    "urine_not_felt", "bladder_fullness_unclear", "bowel_cannot_hold", "bowel_not_felt",
    "saddle_numb", "buttocks_numb", "saddle_wiping_feels_different",
    "erection_or_ejaculation_changed", "genital_feeling_lost",
)  # fmt: skip
LEG_SIGNS = (
    "leg_weakness", "foot_drop", "knee_gives_way", "leg_weakness_worsening",
    "both_legs_weak_or_numb", "both_legs_pain", "leg_numb_dense", "leg_numb_partial",
    "leg_tingling", "leg_pain_shooting", "leg_pain_unbearable", "unsteady_gait", "clumsy_hands",
    "neck_bend_shocks",
)  # fmt: skip
NERVE_SIGNS = (*SPHINCTER_SIGNS, *LEG_SIGNS)

LANDMARKS = {
    "hours_since_lift": (0, 2, 23.9, 24, 30, 48, 72, 72.5, 96, 97, 168, 335, 336, 2200, 17_520),
    "pain_days": (0, 0.5, 1, 3, 3.1, 4, 5, 13.9, 14, 60, 90, 91, 400, 36_500),
    "pain_now": (0, 2, 3, 4, 6, 7, 8, 10),
    "pain_worst": (0, 3, 7, 8, 9, 10),
    "episodes": (1, 2, 3, 12),
    "age": (5, 15, 17, 18, 19, 20, 34, 70, 71, 120),
}
"""Numbers on both sides of every limit that a rule has."""

MOST_ANSWERS = 16
KNOWN = {name: tuple(v for v in m.get("values", ()) if v != UNKNOWN) for name, m in FIELDS.items()}
NAMES = tuple(FIELDS)
STORY = (*LANDMARKS, *FUNCTIONS, "onset", "quality", "spread", "trend", "movement_effect")
"""What many rules look at, and so is drawn more often."""


def values_of(name: str) -> st.SearchStrategy[Any]:
    """Any answer to one field."""
    metadata = FIELDS[name]
    if metadata["kind"] == "any_of":
        return st.frozensets(st.sampled_from(KNOWN[name]), min_size=1, max_size=3)
    if metadata["kind"] != "number":
        return st.sampled_from(KNOWN[name])
    near = st.sampled_from(LANDMARKS.get(name, (metadata["low"], metadata["high"])))
    if metadata["whole"]:
        return near | st.integers(metadata["low"], metadata["high"])
    return near | st.floats(metadata["low"], metadata["high"])


ANSWERS = {name: values_of(name) for name in FIELDS}
NOT_SAID = {field.name: field.default for field in fields(CheckIn)}
NOTHING_WRONG = dict.fromkeys(SIGNS, "no") | dict.fromkeys(FUNCTIONS, "fine")
PLAINLY_SORE = NOTHING_WRONG | {
    "hours_since_lift": 30,
    "onset": "next_day",
    "quality": frozenset(["sore", "stiff"]),
    "spread": "spread",
    "pain_now": 3,
    "pain_worst": 4,
    "trend": "easing",
    "movement_effect": "eases",
    "episodes": 1,
    "age": 30,
}
RANKING_DECIDES = NOTHING_WRONG | {
    "hours_since_lift": 30,
    "pain_days": 1,
    "pain_now": 4,
    "pain_worst": 4,
    "trend": "easing",
    "episodes": 1,
    "age": 30,
}
STARTS = ({}, NOTHING_WRONG, PLAINLY_SORE, RANKING_DECIDES)
"""Nothing known; every sign denied; plain soreness too; all but what only ranks the causes."""


@st.composite
def answers(draw: st.DrawFn, *, most: int = MOST_ANSWERS) -> dict[str, Any]:
    """Some fields with an answer each, in any order."""
    field = st.sampled_from(STORY) | st.sampled_from(NAMES)
    names = draw(st.lists(field, unique=True, max_size=most))
    return {name: draw(ANSWERS[name]) for name in names}


@st.composite
def check_ins(draw: st.DrawFn) -> CheckIn:
    """Any check-in: mostly unknown, or mostly denied with a few things open or said.

    Were all of them mostly unknown, nearly everything could still rise to ``emergency``, and a
    law about what it could rise to would hold of anything.
    """
    said = draw(answers())
    start = draw(st.sampled_from(STARTS))
    if not start:
        return CheckIn(**said)
    kept = {name: value for name, value in said.items() if name not in start or _shows(draw)}
    left_open = draw(st.lists(st.sampled_from(sorted(start)), max_size=3))
    return CheckIn(**{**start, **{name: NOT_SAID[name] for name in left_open}, **kept})


def _shows(draw: st.DrawFn) -> bool:
    """One in four: whether an answer stands that differs from the quiet start."""
    return draw(st.integers(0, 3)) == 3


def flags() -> st.SearchStrategy[tuple[str, str]]:
    """Any red flag: its field, and the value that raises it."""
    return st.sampled_from(FLAGS)
