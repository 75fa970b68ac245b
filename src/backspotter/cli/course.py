"""``backspotter course``: soreness against what is usual, and what is to come."""

from __future__ import annotations

import json as json_module
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

if TYPE_CHECKING:
    from rich.console import Console

    from backspotter.levels import Level
    from backspotter.soreness.values import Course

WRITTEN = Parameter(allow_leading_hyphen=True, negative="", show_default=False)
SWITCH = Parameter(negative="", show_default=False)
HIGH = 11
STEP_H = 4.0
AHEAD_H = 168.0


def course(
    *,
    history: Annotated[str, WRITTEN],
    today: Annotated[str | None, WRITTEN] = None,
    plot: Annotated[str | None, WRITTEN] = None,
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """The course of soreness: what is usual after such a session, yours so far, and a forecast.

    Parameters
    ----------
    history
        a file with what was logged and entered, as docs/history.schema.json has it; - for
        standard input
    today
        the day from which it is seen, such as 2026-03-16; today without it
    plot
        write a picture to this file, which ends in .svg
    json
        as one JSON document, as docs/course.schema.json has it
    """
    from backspotter.app.as_of import as_of
    from backspotter.app.course import course_in
    from backspotter.app.plan_loads import load_on_back
    from backspotter.app.plan_situation import standing
    from backspotter.app.scored import score_steps
    from backspotter.cli.files import file_for, write_whole
    from backspotter.cli.plan import day_in, history_in

    file = None if plot is None else file_for("plot", plot, ".svg")
    seen = as_of(history_in(history), day_in(today))
    followed = course_in(seen.history, seen, load_on_back(seen.history.profile))
    steps = score_steps(seen.history)
    if file is not None:
        from backspotter.exports.course_picture import course_picture

        write_whole("plot", file, course_picture(followed).encode("utf-8"))
    if json:
        from backspotter.app.plan_out import course_document

        print(json_module.dumps(course_document(followed, steps), indent=2, ensure_ascii=False))
    else:
        _show(followed, standing(seen, followed).level)
        for step in steps:
            print(step.words)
    return 0


def _show(course: Course, level: Level | None) -> None:
    from backspotter.app.plan_words import course_in_words
    from backspotter.cli.terminal import hanging, make_console

    console = make_console()
    hanging(console, "", course_in_words(course, level), style="bold")
    for line in _drawn(course):
        console.print(line, soft_wrap=True)
    hanging(console, "", "░ usual, 9 in 10   · yours, and to come   ● entered", style="dim")
    peak, end = course.peak_h, course.end_h
    if not course.can_forecast:
        hanging(console, "", "No forecast: that would be one of soreness.")
        _show_level(console, level)
        return
    hanging(console, "", f"Worst at {_span(peak.low, peak.high)} h after the last session.")
    hanging(
        console,
        "",
        f"Gone at {_span(end.low, end.high)} h; usually within {course.usual_end_h.high:.0f} h.",
    )
    _show_level(console, level)


def _show_level(console: Console, level: Level | None) -> None:
    from backspotter.cli.terminal import hanging

    if level is not None:
        hanging(console, "", f"The last check says: {level.name.replace('_', ' ')}. That stands.")


def _span(low: float, high: float) -> str:
    return f"{low:.0f} to {high:.0f}"


def _drawn(course: Course) -> list[str]:
    """Soreness from ten down to nought, one column for four hours."""
    columns = int(AHEAD_H / STEP_H) + 1
    rows = [[" "] * columns for _ in range(HIGH)]
    last = course.bouts[-1].at_h
    for hour, low, high in zip(
        course.expected.hours, course.expected.low, course.expected.high, strict=True
    ):
        column = round((hour - last) / STEP_H)
        for sore in range(HIGH):
            if low - 0.5 <= sore <= high + 0.5 and column < columns:
                rows[sore][column] = "░"
    for hour, sore in zip(course.fitted.hours, course.fitted.middle, strict=True):
        column = round((hour - last) / STEP_H)
        is_shown = course.can_forecast or hour <= course.now_h
        if column < columns and is_shown:
            rows[round(sore)][column] = "·"
    for entry in course.entries:
        column = round((entry.at_h - last) / STEP_H)
        if 0 <= column < columns:
            rows[round(entry.sore)][column] = "●"
    lines = [f"{sore:>2} {''.join(row)}" for sore, row in reversed(list(enumerate(rows)))]
    marks = "".join(f"{hours:<6}" for hours in range(0, int(AHEAD_H) + 1, 24))
    return [*lines, f"   {marks}h"]
