"""Where a back stands, on the terminal: its course, what is next, and what would be an alarm."""

from __future__ import annotations

from rich.console import Console

from backspotter.app.course_words import NOT_SORENESS, again_in_words, alarm, days_in_words, is_high
from backspotter.app.plain_words import LEVEL_NAMES
from backspotter.app.plan_words import course_in_words
from backspotter.app.profile import known
from backspotter.app.track_course import NO_SESSION, Followed
from backspotter.cli.course_shown import show_course
from backspotter.cli.terminal import hanging

CHECK = "backspotter check"


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
    if found.is_no_soreness or is_high(found):
        _show_next(console, found)
    elif found.recheck:
        hanging(console, "", again_in_words(found.recheck, found.now))


def _show_next(console: Console, found: Followed) -> None:
    days = days_in_words(found)
    if days:
        hanging(console, "", days)
    if found.is_no_soreness:
        hanging(console, "", NOT_SORENESS.format(check=CHECK), style="bold")
    if is_high(found) and found.level is not None:
        hanging(console, "", f"It stands at: {LEVEL_NAMES[found.level]}.", style="bold")
    if found.recheck:
        hanging(console, "", again_in_words(found.recheck, found.now))
    if not is_high(found):
        hanging(console, "", alarm(CHECK, known().country))
