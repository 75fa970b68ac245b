"""Where a back stands, on the terminal: its course, what is next, and what would be an alarm."""

from __future__ import annotations

from rich.console import Console

from backspotter.app.plain_words import LEVEL_NAMES
from backspotter.app.plan_words import course_in_words
from backspotter.app.track_course import NO_SESSION, TIME, Followed
from backspotter.cli.course_shown import show_course
from backspotter.cli.terminal import hanging
from backspotter.levels import Level

ALARM = (
    "Do not wait for that if it gets worse after having eased, is still 7 or more after 72 hours, "
    "or a leg tingles, goes numb or weak: backspotter check. Bladder, bowel or feeling between the "
    "legs changed: call your emergency number now."
)
NOT_SORENESS = "This does not look like soreness any more. Make a check now: backspotter check."


def show_followed(console: Console, found: Followed) -> None:
    """The course drawn, its days, the next check, and what would be an alarm."""
    console.print()
    if found.course is None:
        hanging(console, "", NO_SESSION)
    else:
        show_course(console, found.course, found.level)
    _show_next(console, found)
    for step in found.steps:
        hanging(console, "", step.words)


def show_state(console: Console, found: Followed) -> None:
    """Where it stands after an entry, in a line or two."""
    if found.course is None:
        hanging(console, "", NO_SESSION)
    else:
        hanging(console, "", course_in_words(found.course, found.level), style="bold")
    if found.is_no_soreness or _is_high(found):
        _show_next(console, found)
    elif found.recheck:
        hanging(console, "", f"Check again: {found.recheck[0]:{TIME}}.")


def _is_high(found: Followed) -> bool:
    return found.level is not None and found.level >= Level.urgent_care


def _show_next(console: Console, found: Followed) -> None:
    course = found.course
    if course is not None and course.can_forecast:
        ends = f"In days: worst {found.when(course.peak_h)}; gone {found.when(course.end_h)}."
        hanging(console, "", ends)
    if found.is_no_soreness:
        hanging(console, "", NOT_SORENESS, style="bold")
    if _is_high(found) and found.level is not None:
        hanging(console, "", f"It stands at: {LEVEL_NAMES[found.level]}.", style="bold")
    if found.recheck:
        hanging(console, "", f"Check again: {found.recheck[0]:{TIME}}.")
    if not _is_high(found):
        hanging(console, "", ALARM)
