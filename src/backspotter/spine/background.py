"""What a reader of the model should know, passage by passage, with the numbers behind it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A passage of the model's page, with the claims it leans on."""

    id: str
    title: str
    say: str
    claims: tuple[str, ...]


@cache
def passages() -> tuple[Passage, ...]:
    """Every passage, in the order of the page."""
    text = files("backspotter.spine").joinpath("background.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["passage"]
    return tuple(Passage(**{**row, "claims": tuple(row["claims"])}) for row in rows)
