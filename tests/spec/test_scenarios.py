"""Scenarios: every plan is one a good coach would agree with, and the one that is kept."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from backspotter.app.history_in import history_from
from backspotter.app.plan import plan
from backspotter.app.plan_out import course_document, plan_document
from backspotter.app.plan_schemas import course_schema, history_schema, plan_schema
from backspotter.app.plan_values import Plan

FOLDER = Path(__file__).parents[1] / "data" / "scenarios"
SCENARIOS = tomllib.loads((FOLDER / "scenarios.toml").read_text(encoding="utf-8"))["scenario"]
IDS = [row["id"] for row in SCENARIOS]
BOUNDS = ("kg_at_least", "kg_at_most", "sets_at_most", "reps_at_most")

each_scenario = pytest.mark.parametrize("row", SCENARIOS, ids=IDS)


def document_of(row: dict[str, Any]) -> dict[str, Any]:
    return json.loads((FOLDER / f"{row['id']}.history.json").read_text(encoding="utf-8"))


def plan_of(row: dict[str, Any]) -> Plan:
    return plan(history_from(document_of(row)), today=row["today"])


def test_there_are_enough_and_every_file_belongs_to_one():
    assert len(SCENARIOS) >= 16
    names = {f"{id_}.{kind}.json" for id_ in IDS for kind in ("history", "plan")}
    assert {path.name for path in FOLDER.glob("*.json")} == names


@each_scenario
def test_a_coach_would_agree(row):
    wanted, found = row["expect"], plan_of(row)
    most, work = found.limits.most_limiting, found.limits.result
    known = {
        "state": found.state,
        "most_limiting": most.id if most else "",
        "step": found.step.step.id if found.step else "",
        "course": found.course.verdict if found.course else "",
        "style": found.session.style if found.session else "",
        "unit": found.session.load.unit if found.session and found.session.load else "",
        "shown": found.session.load.shown if found.session and found.session.load else 0,
    }
    exact = {name: known[name] for name in wanted if name in known}
    assert exact == {name: wanted[name] for name in exact}
    kg = found.session.work.kg if found.session else 0.0
    holds = {
        "kg_at_least": kg >= wanted.get("kg_at_least", 0),
        "kg_at_most": kg <= wanted.get("kg_at_most", 1000),
        "sets_at_most": work.sets <= wanted.get("sets_at_most", 99),
        "reps_at_most": work.reps <= wanted.get("reps_at_most", 99),
    }
    assert [name for name, is_so in holds.items() if not is_so] == []
    warm_up = {each.id for each in found.session.warm_up} if found.session else set()
    assert set(wanted.get("warm_up", ())) <= warm_up
    assert set(wanted) <= {*known, *BOUNDS, "warm_up"}


@each_scenario
def test_it_is_the_plan_that_is_kept(row):
    kept = json.loads((FOLDER / f"{row['id']}.plan.json").read_text(encoding="utf-8"))
    differing = list(differences(plan_document(plan_of(row)), kept))
    assert differing == [], "look at it, then: python scripts/make_scenarios.py"


def differences(found: Any, kept: Any, where: str = "plan") -> Iterator[str]:
    """Where two documents differ; numbers may by what another machine's arithmetic does."""
    if isinstance(found, dict) and isinstance(kept, dict) and found.keys() == kept.keys():
        for name in found:
            yield from differences(found[name], kept[name], f"{where}.{name}")
    elif isinstance(found, list) and isinstance(kept, list) and len(found) == len(kept):
        for place, pair in enumerate(zip(found, kept, strict=True)):
            yield from differences(*pair, f"{where}[{place}]")
    elif isinstance(found, float) and isinstance(kept, int | float):
        if found != pytest.approx(kept, rel=1e-3, abs=0.02):
            yield f"{where}: {found} for {kept}"
    elif found != kept:
        yield f"{where}: {found!r} for {kept!r}"


@each_scenario
def test_history_plan_and_course_are_as_their_schemas_have_them(row):
    document, found = document_of(row), plan_of(row)
    Draft202012Validator(history_schema()).validate(document)
    Draft202012Validator(plan_schema()).validate(plan_document(found))
    if found.course is not None:
        Draft202012Validator(course_schema()).validate(course_document(found.course))
