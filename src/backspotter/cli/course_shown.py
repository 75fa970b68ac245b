"""A course on the terminal: entries over what is usual, in letters."""

from __future__ import annotations

from rich.console import Console

from backspotter.app.plan_words import course_in_words
from backspotter.cli.terminal import hanging
from backspotter.levels import Level
from backspotter.soreness.values import Course

HIGH = 11
STEP_H = 4.0
AHEAD_H = 168.0


def show_course(console: Console, course: Course, level: Level | None) -> None:
    """What it is called, drawn, when it is worst and when gone."""
    hanging(console, "", course_in_words(course, level), style="bold")
    for line in _drawn(course):
        console.print(line, soft_wrap=True)
    yours = "yours, and to come" if course.can_forecast else "yours so far"
    hanging(console, "", f"░ usual, 9 in 10   · {yours}   ● entered", style="dim")
    peak, end = course.peak_h, course.end_h
    if not course.can_forecast:
        hanging(console, "", course.no_forecast)
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
