"""The rows of the course and the plan, for the rule book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from backspotter.app.entry import Entry, blanks
from backspotter.soreness.population import parameters
from backspotter.soreness.scores import Score, scores
from backspotter.soreness.validation import rows as published_rows
from backspotter.soreness.verdict import verdict_rows
from backspotter.training.guards import Guard, guards
from backspotter.training.steps import steps
from backspotter.training.variants import rules

COURSE: Final = "course/"
"""Before the ids of numbers and published rows of the course."""

BASIS: Final = {
    "judgement": "assumption of ours",
    "literature": "published work",
    "guideline": "guideline or pathway",
    "simulation": "a limit set on invented people",
    "chosen": "chosen so that published rows come out",
    "published": "published",
    "assumption": "assumption of ours",
}


def plan_entries() -> Iterator[Entry]:
    """Guards, steps, warm-up, recovery, strength, verdicts, numbers of the course, scores."""
    yield from map(_guard, guards())
    claims = tuple(rules("steps.toml")["claims"])
    for step in steps():
        words = {"passed by": step.exit, "basis": BASIS["judgement"]}
        yield Entry("step back", step.id, f"{step.name}. {step.say}", words, (), claims)
    yield from (_row("warm-up", row, row["how"]) for row in rules("warm_up.toml")["row"])
    for row in rules("recovery.toml")["recovery"]:
        yield _row("recovery", row, row["say"])
    yield _strength()
    for verdict in verdict_rows():
        basis = {"called": verdict.verdict.replace("_", " "), "basis": BASIS[verdict.basis]}
        yield Entry("verdict", verdict.id, blanks(verdict.say), basis, (), verdict.claims)
    yield from _course()
    yield from map(_score, scores().values())


def _guard(guard: Guard) -> Entry:
    details = {"lifted by": guard.lift, "basis": BASIS[guard.basis]}
    return Entry("guard", guard.id, blanks(guard.say), details, (), guard.claims)


def _row(kind: str, row: Mapping[str, Any], words: str) -> Entry:
    basis = {"basis": BASIS[row["basis"]]}
    return Entry(kind, row["id"], blanks(words), basis, (), tuple(row["claims"]))


def _strength() -> Entry:
    row = rules("progression.toml")["strength"]
    return Entry("strength", "STRENGTH", row["say"], {}, (), tuple(row["claims"]))


def _course() -> Iterator[Entry]:
    for each in parameters().values():
        details = {"value": f"{each.value:g} {each.unit}", "basis": BASIS[each.basis]}
        if each.spread:
            details["spread of the logarithm"] = f"{each.spread:g}"
        yield Entry("number of the course", COURSE + each.id, each.say, details, (), each.claims)
    for row in published_rows():
        role = {"role": row.role.replace("_", " "), "described as": row.why}
        words = row.measure.replace("_", " ")
        yield Entry("published row", COURSE + row.id, words, role, (), (row.claim,))


def _score(score: Score) -> Entry:
    details = {"range": f"{score.low:g} to {score.high:g}", "better": score.better}
    claims = (score.claim,) if score.claim else ()
    return Entry("score", f"score/{score.id}", score.name, details, (), claims)
