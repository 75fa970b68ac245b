"""A kind of job that does nothing, for what a queue itself takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backspotter.jobs.kinds import Kind, Kinds, Tell

NAMED = "benchmarks.no_work:KINDS"


def nothing(payload: Mapping[str, Any], tell: Tell) -> str:
    """The work of a job that does none."""
    return "nothing"


KINDS = Kinds({"nothing": Kind(work="benchmarks.no_work:nothing")})
