"""The line that stands first where somebody writes of ending their life: calm, and no level."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Final

from backspotter.triage.advice import numbers_of

APOSTROPHES: Final = "[\u2019\u2018\u00b4`]"


def first_line(text: str, country: str = "") -> str:
    """What stands before everything else; empty where nothing of the kind was written.

    Parameters
    ----------
    text : in somebody's own words, of any length
    country : two letters, whose emergency number is named; plain words where it is not known
    """
    if not speaks_of_dying(text):
        return ""
    return str(_table()["say"]).format(number=numbers_of(country).emergency)


def before(words: str, text: str, country: str = "") -> str:
    """Words with that line before them, where the text calls for it."""
    return " ".join(filter(None, (first_line(text, country), words)))


def speaks_of_dying(text: str) -> bool:
    """Whether somebody writes of ending their life, by the phrases of ``not_alone.toml``."""
    plain = " ".join(re.sub(APOSTROPHES, "'", text.lower()).split())
    said, harmless = _patterns()
    return said.search(harmless.sub(" ", plain)) is not None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return _any_of(_table()["said"]), _any_of(_table()["harmless"])


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


@cache
def _table() -> dict[str, Any]:
    text = files("backspotter.app").joinpath("not_alone.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
