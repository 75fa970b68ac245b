"""Scores over time: the first and the last of each, and whether the step between counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from backspotter.app.history import History
from backspotter.evidence import claims
from backspotter.soreness.scores import Said, Score, function_mean, said_by, scores

IN_WORDS: Final[dict[Said, str]] = {
    "better": "better by more than chance",
    "worse": "worse by more than chance",
    "no_clear_change": "no clear change",
    "no_threshold": "no threshold of change is held",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreStep:
    """The step of one score from its first number to its last, and what it says."""

    score: Score
    first: float
    first_at: datetime
    last: float
    last_at: datetime
    said: Said

    @property
    def verified(self) -> str:
        """How far the threshold was checked; empty where there is none."""
        return claims()[self.score.claim].how_verified if self.score.claim else ""

    @property
    def words(self) -> str:
        """In one line."""
        checked = f" (threshold {self.verified})" if self.score.change is not None else ""
        numbers = f"{self.first:g} to {self.last:g}"
        return f"{self.score.name}: {numbers}, {IN_WORDS[self.said]}{checked}."


def score_steps(history: History) -> tuple[ScoreStep, ...]:
    """For each score with two numbers or more: the first and the last.

    Pain is not among them: its course is told by hours.
    """
    found: dict[str, list[tuple[datetime, float]]] = {}
    for each in history.scores:
        found.setdefault(each.score, []).append((each.at, each.value))
    for entry in history.soreness:
        if entry.function:
            mean = function_mean([ability for _, ability in entry.function])
            found.setdefault("function", []).append((entry.at, mean))
    return tuple(
        _step(scores()[id_], sorted(numbers))
        for id_, numbers in found.items()
        if len(numbers) > 1 and id_ != "pain"
    )


def _step(score: Score, numbers: list[tuple[datetime, float]]) -> ScoreStep:
    (first_at, first), (last_at, last) = numbers[0], numbers[-1]
    return ScoreStep(
        score=score,
        first=first,
        first_at=first_at,
        last=last,
        last_at=last_at,
        said=said_by(score, first, last),
    )
