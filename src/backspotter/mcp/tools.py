"""The tools: each one use case. Their docstrings are what an assistant reads."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from mcp.types import CallToolResult

from backspotter.app.answer_in_words import answer_in_words
from backspotter.app.body_size import metres
from backspotter.app.check import Answer, check_document, check_text
from backspotter.app.profile import country_now
from backspotter.errors import InputError
from backspotter.mcp.replies import reply


def assess(
    text: str = "", check_in: dict[str, Any] | None = None, country: str = "", keep: bool = False
) -> CallToolResult:
    """How soon somebody should look at this back after deadlifting, why, and what to do now.

    Give the person's own words as text, or a check-in document (fields as next_question names
    them). country: two letters, whose emergency number is named; without it, that of
    their profile. keep: into the person's journal, beside warning signs that are open there. Pass
    the lines on word for word.
    """
    if bool(text) == (check_in is not None):
        raise InputError("assess", given="both or neither", expected="either text or check_in")
    country = country_now(country)
    answer = check_text(text, country) if text else check_document(check_in, country)
    if keep and answer.judged:
        answer = _kept(answer)
    return reply(answer.document(), answer_in_words(answer))


def read_report(text: str) -> CallToolResult:
    """What was read from a person's own words, for them to correct; nothing is judged or kept.

    read: fields with the words each was taken from. unclear: what could be meant either way; ask.
    check_in: the fields, to go on with in next_question or assess.
    """
    found = check_text(text).document()
    wanted = ("read", "unclear", "check_in", "problem", "not_asked")
    return reply({name: found[name] for name in wanted})


def next_question(
    check_in: dict[str, Any] | None = None, country: str = "", skipped: list[str] | None = None
) -> CallToolResult:
    """What to ask next, while an answer could still change the level; question is null when none.

    Ask in the given words. Put answers into check_in ("yes", "no", the sets of a choice, or a
    number), what the person cannot say into skipped, and call again. If the level is emergency,
    stop asking and call assess.
    """
    from backspotter.app.next_question import next_question_document

    return reply(next_question_document(check_in or {}, country=country, skipped=skipped or ()))


def track() -> CallToolResult:
    """How the back felt so far, the course against what is usual, open warning signs, re-checks."""
    from backspotter.app.journal_documents import track_document
    from backspotter.app.journal_history import for_a_plan
    from backspotter.app.track_course import followed
    from backspotter.app.tracking import so_far

    now = _clock()
    sore, checks, flags = so_far()
    found = followed(for_a_plan(now), now) if sore or checks else None
    return reply(track_document(sore, checks, flags, found))


def track_add(
    pain: float, worst: float | None = None, painkiller: bool = False, note: str = ""
) -> CallToolResult:
    """Keep how the back feels now: pain 0 to 10, its worst since the last entry, a note."""
    from backspotter.app.tracking import add_soreness, soreness_from

    now = _clock()
    value = soreness_from(at=now, pain=pain, worst=worst, under_painkiller=painkiller, note=note)
    return reply({"added": [add_soreness(value, now=now)]})


def estimate_loads(
    load_kg: float,
    style: str = "conventional",
    mass_kg: float | None = None,
    height_cm: float | None = None,
    sex: str = "unknown",
    rounding_deg: float = 0.0,
) -> CallToolResult:
    """What the lower back carries in one rep: peaks of moment, muscle force, compression, shear.

    Every number has a band. None of them is a limit or a risk: say so when you pass them on.
    """
    from backspotter.app.spine_in import sex_from
    from backspotter.app.spine_out import rep_document
    from backspotter.spine.body import Lifter
    from backspotter.spine.loads import rep_loads
    from backspotter.spine.rep import Lift

    lifter = Lifter(mass_kg=mass_kg, height_m=metres(height_cm), sex=sex_from(sex))
    lift = Lift(style=style.replace("-", "_"), rounding_deg=rounding_deg)
    found = rep_document(rep_loads(lift, load_kg=load_kg, lifter=lifter))
    return reply({name: found[name] for name in ("style", "load_kg", "peaks", "work_J")})


def analyse_film(
    path: str,
    load_kg: float,
    style: str = "",
    mass_kg: float | None = None,
    height_cm: float | None = None,
) -> CallToolResult:
    """What one clip of a set, filmed from the side and on this machine's disk, shows rep by rep.

    Takes a minute or more. What could not be judged says why; do not fill it in.
    """
    from backspotter.app.film import analyse
    from backspotter.app.film_summary import summary
    from backspotter.spine.body import Lifter

    lifter = Lifter(mass_kg=mass_kg, height_m=metres(height_cm))
    found = analyse(Path(path), load_kg=load_kg, lifter=lifter, style=style or None)
    return reply(summary(found))


def plan() -> CallToolResult:
    """What to do now, before lifting and next session, with every reason that holds it back.

    A guard only holds or lowers; do not propose more than this does.
    """
    from backspotter.app.journal_history import for_a_plan
    from backspotter.app.plan import plan as plan_of
    from backspotter.app.plan_out import plan_document

    now = _clock()
    return reply(plan_document(plan_of(for_a_plan(now), today=now)))


ALL: Final = (
    *(assess, read_report, next_question, track, track_add, estimate_loads, analyse_film, plan),
)


def _kept(answer: Answer) -> Answer:
    from backspotter.app.keeping import kept

    done = kept(answer, now=_clock())
    if done.id is None:
        raise InputError("keep", given="a journal that cannot be written", expected=done.trouble)
    return done.answer


def _clock() -> datetime:
    return datetime.now(UTC).astimezone()
