"""``backspotter plan``: what to do now, before lifting, and next session."""

from __future__ import annotations

import json as json_module
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from backspotter.cli.past_options import WRITTEN, PastOptions

if TYPE_CHECKING:
    from rich.console import Console

    from backspotter.app.plan_values import NextSession, Plan

SWITCH = Parameter(negative="", show_default=False)
EMERGENCY = 10
NOTHING_YET = """Nothing to plan from yet. First, any of these:

  backspotter check                                  how your back is
  backspotter log import FILE                        the log of your training app
  backspotter log add "conventional 3x5 @ 140 rpe 8" what you lifted last
  backspotter profile set --plates 25,20,15,10,5,2.5,1.25 --bar-kg 20 --mass-kg 84"""


def plan(
    *,
    past: PastOptions | None = None,
    ics: Annotated[str | None, WRITTEN] = None,
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """What to do now, before lifting, and next session: with every reason that holds it back.

    Parameters
    ----------
    ics
        write the session and the re-checks to this calendar file, which ends in .ics
    json
        as one JSON document, as docs/plan.schema.json has it
    """
    from backspotter.app.plan import plan as plan_of
    from backspotter.cli.files import file_for

    file = None if ics is None else file_for("ics", ics, ".ics")
    asked = past or PastOptions()
    history, day = asked.read()
    if asked.in_journal and not json and history.is_empty:
        print(NOTHING_YET)
        return 0
    found = plan_of(history, today=day)
    if file is not None:
        from datetime import UTC, datetime

        from backspotter.app.plan_calendar import due_of, due_since
        from backspotter.cli.files import write_whole
        from backspotter.exports.calendar import calendar

        now = datetime.now(UTC)
        due = due_since(found, now=now) if asked.in_journal else due_of(found)
        write_whole("ics", file, calendar(due, written=now))
    if json:
        from backspotter.app.plan_out import plan_document

        print(json_module.dumps(plan_document(found), indent=2, ensure_ascii=False))
    else:
        _show(found)
    return EMERGENCY if found.level is not None and found.level.name == "emergency" else 0


def _show(found: Plan) -> None:
    from backspotter.app.plan_words import guard_lines, headline, work_in_words
    from backspotter.cli.terminal import hanging, make_console

    console = make_console()
    hanging(console, "", headline(found), style="bold")
    hanging(console, "", found.why)
    if found.state == "stop":
        _show_now(console, found)
        _title(console, "What holds it back")
        for line in guard_lines(found):
            hanging(console, "- ", line)
        return
    if found.session is not None:
        _show_session(console, found.session)
    if found.step is not None:
        step = found.step
        words = f"Step {step.place} of {step.of}, {step.step.name}: passed by {step.step.exit}."
        hanging(console, "", f"{words} {step.passed} done.")
    lines = list(guard_lines(found))
    if lines:
        _title(console, "What holds it back")
        for line in lines:
            hanging(console, "- ", line)
        if found.state != "ask":
            hanging(console, "", f"Without that: {work_in_words(found.limits.original)}.")
        hanging(console, "", f"What would lift it: {' '.join(found.would_lift)}")
    _show_now(console, found)


def _show_session(console: Console, session: NextSession) -> None:
    from backspotter.app.plan_words import load_in_words, plates_in_words
    from backspotter.app.said_days import said_day
    from backspotter.cli.terminal import hanging

    hanging(console, "", f"On {said_day(session.day)} {session.day.year}.")
    if session.load is not None:
        hanging(console, "", f"On the bar: {plates_in_words(session.load)}.")
    if session.note:
        hanging(console, "", session.note)
    _title(console, "Before lifting")
    for row in session.warm_up:
        chosen = f" Chosen for: {', '.join(row.chosen_for)}." if row.chosen_for else ""
        chosen = chosen.replace("_", " ")
        hanging(console, "- ", f"{row.name}, {row.minutes:g} min. {row.how} {row.why}{chosen}")
    leading = [f"{load_in_words(each.load)} × {each.reps}" for each in session.leading]
    if leading:
        hanging(console, "- ", f"Then lighter sets: {', '.join(leading)}.")


def _show_now(console: Console, found: Plan) -> None:
    from backspotter.app.course_words import again_in_words
    from backspotter.app.plan_words import course_in_words, has_course
    from backspotter.cli.terminal import hanging

    if found.flags:
        _title(console, "Open until examined")
        for flag in found.flags:
            hanging(console, "- ", f"{flag.words} (since {flag.since.day} {flag.since:%B})")
    if found.course is not None and has_course(found):
        _title(console, "The course")
        hanging(console, "", course_in_words(found.course, found.level))
    if found.do_now:
        _title(console, "Now")
        for row in found.do_now:
            hanging(console, "- ", row.words)
        for more in found.recovery:
            hanging(console, "- ", more.words)
    if found.recheck:
        hanging(console, "", again_in_words(found.recheck, found.now))


def _title(console: Console, words: str) -> None:
    from backspotter.cli.terminal import hanging

    console.print()
    hanging(console, "", words, style="bold underline")
