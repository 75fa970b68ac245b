"""Published numbers as rows, each with the task that it is predicted from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from backspotter.evidence import Claim, Source, claims, sources
from backspotter.spine.body import Body, Lifter, body_of
from backspotter.spine.dynamics import GRAVITY
from backspotter.spine.posture import Posture, filled
from backspotter.spine.rep import Lift
from backspotter.spine.task import Task
from backspotter.spine.unfilmed import unfilmed


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One published number; ``task`` is empty where the model does not cover it."""

    id: str
    quantity: str
    condition: str
    claim: str
    published: float
    unit: str
    measure: str = ""
    level: str = "L4/L5"
    task: str = ""
    against: str = ""
    fitted: bool = False
    not_modelled: str = ""

    @property
    def evidence(self) -> Claim:
        """Where the number stands, and how far it was checked."""
        return claims()[self.claim]

    @property
    def source(self) -> Source:
        """The work it is from."""
        return sources()[self.evidence.source]


@cache
def rows() -> tuple[Row, ...]:
    """Every row, in the order of the file."""
    return tuple(Row(**row) for row in _file()["row"])


def reason(task: str) -> str:
    """Why a task is posed as it is."""
    return str(_file()["task"][task]["why"])


@cache
def task_of(name: str) -> Task:
    """The task with this name: a posture held still, or a whole rep."""
    row = _file()["task"][name]
    body = body_of(_lifter(row["lifter"]))
    if "rep" in row:
        return unfilmed(body, Lift(**row["rep"]), row["load_kg"]).task
    return _posture(body, row)


def lift_of(name: str) -> tuple[Body, Lift]:
    """Who lifts and how, in a task that is a rep."""
    row = _file()["task"][name]
    return body_of(_lifter(row["lifter"])), Lift(**row["rep"])


def _posture(body: Body, row: Mapping[str, Any]) -> Task:
    ahead = row.get("load_ahead_m")
    whole = filled(Posture(**row["posture"]), body, row["load_kg"], ahead)
    return Task(
        body=body,
        angles=whole.angles,
        lift=np.array([row["load_kg"] * GRAVITY]),
        push=np.zeros(1),
        load_ahead=None if ahead is None else np.array([ahead]),
        doubt=whole.doubt,
    )


def _lifter(name: str) -> Lifter:
    return Lifter(**_file()["lifter"][name])


@cache
def _file() -> Mapping[str, Any]:
    text = files("backspotter.spine").joinpath("published.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
