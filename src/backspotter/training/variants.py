"""Which deadlift a name in a training log means."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

LONGEST_NAME: Final = 200
NAMES_KEPT: Final = 4096
PLAIN: Final = "conventional"
STYLES: Final = ("conventional", "sumo", "trap_bar", "romanian", "stiff_leg", "deficit", "block")


def rules(name: str) -> dict[str, Any]:
    """One of the rule tables beside this module."""
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


@lru_cache(maxsize=NAMES_KEPT)
def style_of(name: str) -> str | None:
    """The style of the lift model that an exercise is done in, None where it is no such deadlift.

    Parameters
    ----------
    name : the exercise as a log has it, such as ``Romanian Deadlift (Barbell)``
    """
    said = _plain(name)
    if any(_has(said, word) for word in _none_words()):
        return None
    found = [
        (style != PLAIN, len(alias), style) for alias, style in _aliases() if _has(said, alias)
    ]
    return max(found)[2] if found else None


@lru_cache(maxsize=NAMES_KEPT)
def is_hinge_drill(name: str) -> bool:
    """Whether an exercise is a hinge without a load."""
    said = _plain(name)
    return any(_has(said, _plain(drill)) for drill in rules("variants.toml")["drill"]["names"])


def _has(said: str, alias: str) -> bool:
    return f" {alias} " in f" {said} "


def _plain(name: str) -> str:
    words = re.sub(r"[^\w]+", " ", name[:LONGEST_NAME].casefold().replace("_", " "))
    return " ".join(words.split())


@cache
def _aliases() -> tuple[tuple[str, str], ...]:
    rows = rules("variants.toml")["variant"]
    return tuple((_plain(alias), row["style"]) for row in rows for alias in row["names"])


@cache
def _none_words() -> tuple[str, ...]:
    return tuple(_plain(word) for word in rules("variants.toml")["none"]["words"])
