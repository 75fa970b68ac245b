"""The labelled reports in ``tests/data``, and how an answer compares with its labels."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from backspotter.app.check import check_text
from backspotter.levels import Level

DATA = Path(__file__).parent / "data"
LIFTERS = "lifter_reports.jsonl"
GENERATED = "generated_reports.jsonl"
MARKED = "annotated_reports.jsonl"
MARKED_SEEN = "annotated_seen.jsonl"
APART = "reports_apart.jsonl"
VARIED = "reports_varied.jsonl"
VOICES = "reports_voices.jsonl"
OWN_WORDS = "reports_own_words.jsonl"
PHYSIO = "reports_physio.jsonl"
DESK = "reports_desk.jsonl"
YARD = "reports_yard.jsonl"
MILL = "reports_mill.jsonl"
FERRY = "reports_ferry.jsonl"
HELD_OUT = "reports_kept.jsonl"
WARD = "reports_ward.jsonl"
PORCH = "reports_porch.jsonl"
QUAY = "reports_quay.jsonl"


@dataclass(frozen=True, slots=True)
class Report:
    """One report with the levels that two readers gave it, each on their own.

    ``acceptable`` joins what either reader would also defend; an answer below ``min_safe`` is
    one that both would call too low.
    """

    id: str
    text: str
    levels: tuple[Level, ...]
    acceptable: frozenset[Level]
    min_safe: Level
    split: str

    @property
    def is_urgent(self) -> bool:
        """Whether both readers want it seen within two days or now."""
        return min(self.levels) >= Level.urgent_care

    @property
    def is_benign(self) -> bool:
        """Whether both readers would leave it at home."""
        return max(self.levels) <= Level.self_care


@dataclass(frozen=True, slots=True)
class Judged:
    """A report and the level it got; ``None`` where it could not be judged."""

    report: Report
    level: Level | None

    @property
    def is_exact(self) -> bool:
        """Whether one of the two readers gave this level."""
        return self.level in self.report.levels

    @property
    def is_acceptable(self) -> bool:
        """Whether a reader would defend this level."""
        return self.level in self.report.acceptable

    @property
    def is_safe(self) -> bool:
        """Whether it is not too low; no answer is none that is safe."""
        return self.level is not None and self.level >= self.report.min_safe

    @property
    def is_sent_up(self) -> bool:
        """Whether it ends at a clinician or above."""
        return self.level is not None and self.level >= Level.see_clinician

    @property
    def is_hurried(self) -> bool:
        """Whether it ends at urgent care or above."""
        return self.level is not None and self.level >= Level.urgent_care


@cache
def reports(name: str) -> tuple[Report, ...]:
    """The reports of one file, in its order."""
    return tuple(_report(row) for row in rows(name))


def rows(name: str) -> Iterator[dict[str, Any]]:
    """The rows of one JSONL file in ``tests/data``."""
    with (DATA / name).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _report(row: dict[str, Any]) -> Report:
    return Report(
        row["id"],
        row["text"],
        tuple(Level[name] for name in row["levels"]),
        frozenset(Level[name] for name in row["acceptable"]),
        Level[row["min_safe"]],
        row.get("split", ""),
    )


def judged(given: Iterable[Report]) -> Iterator[Judged]:
    """Each report with the level that the check gives it, with nobody there to ask."""
    for report in given:
        answer = check_text(report.text)
        yield Judged(report, answer.assessment.level if answer.judged else None)
