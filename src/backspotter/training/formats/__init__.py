"""Reads what other programs kept: training apps, plain tables, Apple Health, Garmin watches."""

from backspotter.training.formats.preview import Asked, Found, Preview, Skipped, Value
from backspotter.training.formats.sniff import preview

__all__ = ["Asked", "Found", "Preview", "Skipped", "Value", "preview"]
