"""The course of ordinary soreness after lifting: what to expect, what this person's is like, what
does not fit. Pure: hours are numbers, and nothing is drawn by dice."""

from __future__ import annotations

from backspotter.soreness.follow import alarm, follow, forecast
from backspotter.soreness.values import Alarm, Band, Bout, Course, Entry, Span

__all__ = ["Alarm", "Band", "Bout", "Course", "Entry", "Span", "alarm", "follow", "forecast"]
