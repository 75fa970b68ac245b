"""Soreness over days: what is usual, what this person entered, and what is to come."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Final

import numpy as np

from backspotter.exports.axes import Axis, draw_band, draw_curve
from backspotter.exports.look import INK, PALE_TEAL, QUIET, RULE, TEAL, WARM, heading, note
from backspotter.exports.numbers import EN_DASH, shown
from backspotter.exports.svg import Element, Look, box, dot, group, line, page, written
from backspotter.soreness.values import Course

WIDTH, HEIGHT = 960.0, 512.0
LEFT, RIGHT, TOP, BOTTOM = 84.0, 920.0, 152.0, 410.0
LINE_LETTERS: Final = 100
DAY_H: Final = 24.0
MOST: Final = 10.0
SORE: Final = (0.0, 2.0, 4.0, 6.0, 8.0, 10.0)
GREY: Final = "#8fa3ab"
MARK_H: Final = 72.0
"""Still intense after this long is not soreness (floor-past-72h)."""

VERDICT: Final = {
    "nothing_entered": "nothing entered yet",
    "on_course": "on course",
    "slower": "slower than expected",
    "not_like_soreness": "not behaving like soreness",
}


HELD: Final = "no forecast"


@dataclass(frozen=True, slots=True)
class _Page:
    """Where hours since the last session and soreness lie."""

    across: Axis
    up: Axis
    last: float


def course_picture(course: Course, *, title: str = "Soreness of the low back") -> str:
    """An SVG picture of a course: expected band, entries, fitted curve and forecast with its band.

    Parameters
    ----------
    course : what ``follow`` gave
    title : above the picture, in any words
    """
    ahead = course.can_forecast
    last = course.bouts[-1].at_h
    first = min([0.0, *(entry.at_h - last for entry in course.entries)])
    space = _Page(Axis(first, 168.0, LEFT, RIGHT), Axis(0.0, MOST, BOTTOM, TOP), last)
    called = f"{title}: {_called(course)}"
    lines = textwrap.wrap(course.reason, LINE_LETTERS)
    drawing = page(WIDTH, HEIGHT, title=called, about=_about(course, course.reason, ahead))
    heading(drawing, called, lines[0], room=WIDTH - 80)
    for place, words in enumerate(lines[1:2]):
        note(drawing, (LEFT - 44, 99.0 + 22 * place), words, size=16)
    _axes(drawing, space, course)
    _curves(drawing, space, course, ahead)
    _entries(drawing, space, course)
    _key(drawing, ahead)
    return written(drawing)


def _called(course: Course) -> str:
    """What it is called; nothing that calms where something else is to be looked at first."""
    return HELD if course.held and not course.is_no_soreness else VERDICT[course.verdict]


def _axes(on: Element, space: _Page, course: Course) -> None:
    for tick in SORE:
        y = space.up.at(tick)
        line(on, (LEFT, y), (RIGHT, y), stroke=QUIET if tick == 0 else RULE, stroke_width=1)
        note(on, (LEFT - 10, y + 5), shown(tick), text_anchor="end")
    first = int(np.ceil(space.across.low / DAY_H))
    for day in range(first, 8):
        x = space.across.at(day * DAY_H)
        line(on, (x, BOTTOM), (x, BOTTOM + 6), stroke=QUIET, stroke_width=1)
        note(on, (x, BOTTOM + 24), f"{shown(day * DAY_H)} h", text_anchor="middle")
    note(on, (RIGHT, BOTTOM + 48), "after the last session", text_anchor="end")
    note(on, (LEFT, TOP - 12), "of 10", text_anchor="end", fill=INK)
    for bout in course.bouts:
        x = space.across.at(max(bout.at_h - space.last, space.across.low))
        line(on, (x, TOP), (x, BOTTOM), stroke=INK, stroke_width=2)
    x = space.across.at(MARK_H)
    line(on, (x, TOP), (x, BOTTOM), stroke=WARM, stroke_width=1.4, stroke_dasharray="3 5")
    note(on, (x + 6, TOP + 14), "72 h: past its worst by now", fill=WARM)


def _curves(on: Element, space: _Page, course: Course, ahead: bool) -> None:
    found = group(on, class_="course")
    usual, mine = course.expected, course.fitted
    hours = usual.hours - space.last
    ends = (usual.low, usual.high)
    draw_band(found, space.across, space.up, hours, ends, fill=GREY, fill_opacity=0.22)
    if not course.entries:
        look: dict[str, Look] = {"stroke": GREY, "stroke_width": 2.4}
        draw_curve(found, space.across, space.up, hours, usual.middle, **look)
        return
    past = np.where(hours <= course.now_h - space.last + 3.0, mine.middle, np.nan)
    draw_curve(found, space.across, space.up, hours, past, stroke=TEAL, stroke_width=2.6)
    if ahead:
        _to_come(found, space, course)


def _to_come(on: Element, space: _Page, course: Course) -> None:
    mine, hours = course.fitted, course.fitted.hours - space.last
    to_come = hours >= course.now_h - space.last - 3.0
    own = tuple(np.where(to_come, end, np.nan) for end in (mine.low, mine.high))
    draw_band(on, space.across, space.up, hours, (own[0], own[1]), fill=TEAL, fill_opacity=0.2)
    coming = np.where(to_come, mine.middle, np.nan)
    dashed: dict[str, Look] = {"stroke": TEAL, "stroke_width": 2.6, "stroke_dasharray": "7 5"}
    draw_curve(on, space.across, space.up, hours, coming, **dashed)


def _entries(on: Element, space: _Page, course: Course) -> None:
    found = group(on, class_="entries")
    for entry in course.entries:
        at = (space.across.at(entry.at_h - space.last), space.up.at(entry.sore))
        hollow = entry.under_painkiller
        dot(found, at, 6, fill="#ffffff" if hollow else INK, stroke=INK, stroke_width=2)


def _key(on: Element, ahead: bool) -> None:
    y = HEIGHT - 28
    box(on, (LEFT, y - 11), 26, 12, fill=GREY, fill_opacity=0.3)
    note(on, (LEFT + 34, y), "usual after such sessions, 9 in 10")
    box(on, (LEFT + 300, y - 11), 26, 12, fill=PALE_TEAL)
    words = "to come for you, 9 in 10" if ahead else "no forecast for this"
    note(on, (LEFT + 334, y), words)
    dot(on, (LEFT + 540, y - 5), 6, fill=INK)
    note(on, (LEFT + 554, y), "entered")
    dot(on, (LEFT + 640, y - 5), 6, fill="#ffffff", stroke=INK, stroke_width=2)
    note(on, (LEFT + 654, y), "under a painkiller")


def _about(course: Course, below: str, ahead: bool) -> str:
    last = course.bouts[-1].at_h
    said = "; ".join(f"{e.at_h - last:.0f} h: {e.sore:g}" for e in course.entries) or "none"
    if not ahead:
        return f"{below} Entries of ten: {said}. No forecast."
    ends = f"{shown(course.end_h.low)}{EN_DASH}{shown(course.end_h.high)}"
    return f"{below} Entries of ten: {said}. Expected to be gone between {ends} hours."
