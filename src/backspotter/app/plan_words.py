"""A plan in plain lines, for faces and pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from backspotter.app.course import NO_FORECAST, SEEN_FIRST
from backspotter.app.plan_values import NextSession, Plan
from backspotter.exports.course_picture import VERDICT
from backspotter.levels import Level
from backspotter.soreness.values import Course
from backspotter.training.limits import Prescription, Reason
from backspotter.training.plates import Loaded
from backspotter.training.units import Unit, from_kg

SHOWN_FROM: Final = 1.0
HEADLINES: Final = {
    "go": "Next session",
    "unloaded": "Hinges without a load",
    "ask": "First a check",
    "stop": "No hinge for now",
}

MORE_IN_CHECK: Final = "The numbers go as soreness would; the check says more, and that counts."
WHILE_HELD: Final = {
    "on_course": MORE_IN_CHECK,
    "slower": "It goes down slowly; the check says more, and that counts.",
    "nothing_entered": "No number since the last session; the check says more, and that counts.",
}
"""What is said of a course while a sign is open that has to be looked at first."""


def headline(given: Plan) -> str:
    """What it comes to, in one line."""
    if given.session is None:
        return HEADLINES[given.state]
    return f"{HEADLINES[given.state]}: {session_in_words(given.session)}"


def session_in_words(session: NextSession) -> str:
    """``Deadlift, 110 kg, 3 × 7, RPE 8 at most``."""
    work = session.work
    if session.load is None:
        return f"{work.sets} × {work.reps} with empty hands, easy"
    load = load_in_words(session.load)
    return f"{session.exercise}, {load}, {work.sets} × {work.reps}, RPE {work.rpe:g} at most"


def load_in_words(load: Loaded) -> str:
    """``110 kg`` or ``235 lb``."""
    return f"{load.shown:g} {load.unit}"


def plates_in_words(load: Loaded) -> str:
    """What goes on each side."""
    side = " + ".join(f"{plate:g}" for plate in load.side)
    return f"each side {side} {load.unit}" if side else "the empty bar"


def work_in_words(work: Prescription, unit: Unit = "kg") -> str:
    """A proposal before any guard, in this unit."""
    return f"{from_kg(work.kg, unit):.4g} {unit}, {work.sets} × {work.reps}, RPE {work.rpe:g}"


def has_course(given: Plan) -> bool:
    """Whether there is a course worth a word: somebody was sore."""
    course = given.course
    return course is not None and any(entry.sore >= SHOWN_FROM for entry in course.entries)


def course_in_words(course: Course, level: Level | None) -> str:
    """What the course is called and why; quiet praise only where the check agrees."""
    if course.held and course.verdict in WHILE_HELD:
        return (
            WHILE_HELD[course.verdict] if course.held in (NO_FORECAST, SEEN_FIRST) else course.held
        )
    if course.verdict == "on_course" and level not in (None, Level.normal_soreness):
        return MORE_IN_CHECK
    if course.verdict == "nothing_entered":
        return course.reason
    return f"{VERDICT[course.verdict].capitalize()}: {course.reason}"


def guard_lines(given: Plan) -> Iterable[str]:
    """Every reason that lowers something, the most limiting one first and marked."""
    most = given.limits.most_limiting
    for reason in lowering(given):
        mark = " (limits most)" if reason is most else ""
        yield f"{reason.id}{mark}: {reason.words}"


def lowering(given: Plan) -> list[Reason]:
    """The reasons that lower something or want a check first, the most limiting one first."""
    original, most = given.limits.original, given.limits.most_limiting
    found = [r for r in given.limits.reasons if r.asks or r.lowers(original)]
    return sorted(found, key=lambda each: each is not most)


def only_held(given: Plan) -> list[Reason]:
    """The reasons that hold and lower nothing of this proposal."""
    return [r for r in given.limits.reasons if r not in lowering(given)]
