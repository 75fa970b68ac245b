"""The pages about the plan: its rules as tables, and the scenarios it is held to."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from backspotter.app.entry import blanks
from backspotter.app.history_in import history_from
from backspotter.app.plan import plan
from backspotter.app.plan_values import Plan
from backspotter.app.plan_words import (
    course_in_words,
    guard_lines,
    has_course,
    headline,
    plates_in_words,
    work_in_words,
)
from backspotter.training.guards import Guard, guards
from backspotter.training.steps import steps
from backspotter.training.variants import rules
from docs_pages.markdown import Facts, bullets, page, table

UP: Final = "../"
SCENARIOS: Final = Path(__file__).resolve().parents[2] / "tests" / "data" / "scenarios"

RULES = """\
A plan is made anew from the history each time; nothing of it is kept, so a corrected entry \
corrects it. First a proposal is made from recent sessions alone. Then every row below that holds \
puts a ceiling over it, all at once, and the least of each part is left: load, sets, repetitions, \
effort. No row can raise anything. What was proposed, every reason, the most limiting one and what \
would lift it are kept and shown.

Most numbers here are assumptions of ours: careful practice, not proof. No trial says what keeps a \
back well, and nothing here is a probability of injury."""

HOLDS = """\
Each scenario is a history, what a coach would say who has not seen the plan, and the plan. Run one:

    backspotter plan --history tests/data/scenarios/NAME.history.json --today DATE

The tests hold every plan to what the coach said, and to the file `NAME.plan.json` beside it."""

BASIS: Final = {"judgement": "assumption"}
LEAVES: Final = {
    "stop": "nothing",
    "unloaded": "hinges without a load",
    "as_last": "no more than the last time",
    "of_last": "{:.0%} of the last weight",
    "of_week": "a week of {:g} usual ones",
    "sets": "{:g} sets",
    "sets_less": "{:g} set less",
    "reps": "{:g} repetitions",
    "rpe": "RPE {:g}",
}


def pages() -> dict[str, str]:
    """The pages of the folder ``plan/``."""
    return {"plan/rules.md": _rules_page(), "plan/scenarios.md": _scenarios_page()}


def scenarios() -> list[dict[str, Any]]:
    """Every scenario, in the order of its table."""
    text = (SCENARIOS / "scenarios.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["scenario"])


def plan_of(scenario: Mapping[str, Any]) -> Plan:
    """The plan of a scenario."""
    text = (SCENARIOS / f"{scenario['id']}.history.json").read_text(encoding="utf-8")
    return plan(history_from(json.loads(text)), today=scenario["today"])


def _rules_page() -> str:
    facts = Facts.of(_claims(), up=UP)
    table_of_steps, strength = rules("steps.toml"), rules("progression.toml")["strength"]
    return page(
        "How a plan is made",
        RULES,
        "## Guards",
        table(
            ("id", "when", "leaves", "what is said", "what lifts it", "basis"),
            (_guard_row(guard, facts) for guard in guards()),
        ),
        "## Steps back to pulling",
        f"After a stop: a check at self-care or above, or a session that hurt "
        f"{table_of_steps['back']:g} of 10 or more. Two days lie between at least. A mild one "
        f"({table_of_steps['skip_hinge_at']:g} or less, not sudden) begins with the second step. A "
        f"session passes when it hurt {table_of_steps['go']:g} or less and so did the day after; "
        f"what was not said passes nothing. {facts.named(table_of_steps['claims'])}",
        table(
            ("step", "what", "share of the old weight", "sets × reps, RPE", "passed by"),
            (_step_row(step) for step in steps()),
        ),
        "## The proposal",
        "Repetitions first, then weight; or, where it is chosen, by RPE. All assumptions:",
        bullets(_progression()),
        "## Before lifting",
        "Chosen by what was found: faults on film, stiff places, where it hurts. At most "
        f"{rules('warm_up.toml')['choice']['most_minutes']:g} minutes.",
        table(
            ("what", "how", "minutes", "why", "for", "basis"),
            (_warm_up_row(row, facts) for row in rules("warm_up.toml")["row"]),
        ),
        "## Now: what is added to the advice of the check",
        table(
            ("id", "when", "what is said", "basis"),
            (_recovery_row(row, facts) for row in rules("recovery.toml")["recovery"]),
        ),
        "## Strength",
        f"{strength['say']} {facts.named(strength['claims'])}",
        facts.section(),
    )


def _claims() -> Iterable[str]:
    yield from (id_ for guard in guards() for id_ in guard.claims)
    yield from rules("steps.toml")["claims"]
    yield from (id_ for row in rules("warm_up.toml")["row"] for id_ in row["claims"])
    yield from (id_ for row in rules("recovery.toml")["recovery"] for id_ in row["claims"])
    yield from rules("progression.toml")["strength"]["claims"]


def _basis(basis: str, claims: Iterable[str], facts: Facts) -> str:
    numbers = ", ".join(str(facts.numbers[id_]) for id_ in claims)
    return BASIS.get(basis, basis) + (f"; facts {numbers}" if numbers else "")


def _guard_row(guard: Guard, facts: Facts) -> tuple[str, ...]:
    leaves = "a check first" if guard.asks else _leaves(guard.ceiling)
    basis = _basis(guard.basis, guard.claims, facts)
    return guard.id, _pairs(guard.when), leaves, _template(guard.say), guard.lift, basis


def _leaves(ceiling: Mapping[str, float]) -> str:
    return ", ".join(LEAVES[name].format(value) for name, value in ceiling.items())


def _pairs(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {_value(value)}" for name, value in row.items())


def _value(value: Any) -> str:
    if isinstance(value, list):
        return " or ".join(_value(each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    words = f"{value:g}" if isinstance(value, float | int) else str(value).replace("_", " ")
    return f"{words[:-1]} or not known" if words.endswith("?") else words


def _template(words: str) -> str:
    return blanks(words)


def _step_row(step: Any) -> tuple[str, ...]:
    share = f"{100 * step.of_usual:.0f} %"
    if step.rises:
        share += f", {100 * step.rises:.0f} more with each"
    work = f"{step.sets} × {step.reps}, {step.rpe:g}"
    return f"{step.id}: {step.name}", step.say, share, work, step.exit


def _progression() -> Iterable[str]:
    for name, row in rules("progression.toml").items():
        if name == "strength":
            continue
        yield f"**{name.replace('_', ' ')}**: {_pairs(row)}"


def _warm_up_row(row: Mapping[str, Any], facts: Facts) -> tuple[str, ...]:
    wanted = [*row.get("faults", ()), *row.get("stiff", ()), *row.get("regions", ())]
    whom = ", ".join(each.replace("_", " ") for each in wanted)
    everybody = "everybody" if row.get("always") else ""
    chosen = "; ".join(each for each in (whom, everybody) if each)
    basis = _basis(row["basis"], row["claims"], facts)
    return row["name"], row["how"], f"{row['minutes']:g}", row["why"], chosen, basis


def _recovery_row(row: Mapping[str, Any], facts: Facts) -> tuple[str, ...]:
    basis = _basis(row["basis"], row["claims"], facts)
    return row["id"], _pairs(row["when"]), _template(row["say"]), basis


def _scenarios_page() -> str:
    parts = [_scenario(each, plan_of(each)) for each in scenarios()]
    return page("Scenarios", HOLDS, *parts)


def _scenario(row: Mapping[str, Any], found: Plan) -> str:
    lines = [f"**{headline(found)}.** {found.why}", *_details(found)]
    return "\n\n".join(
        (
            f"## {row['title']}",
            f"`{row['id']}`, {row['today']}. {row['about']}",
            f"*A coach:* {row['coach']}",
            bullets(lines),
        )
    )


def _details(found: Plan) -> Iterable[str]:
    session = found.session
    if session is not None and session.load is not None:
        leading = ", ".join(f"{s.load.shown:g} × {s.reps}" for s in session.leading)
        yield f"On {session.day}; {plates_in_words(session.load)}; before it {leading or 'nothing'}"
    if session is not None:
        yield "Warm-up: " + ", ".join(row.name.lower() for row in session.warm_up)
    held = list(guard_lines(found))
    if held:
        yield "Held back by: " + " ".join(held)
    if found.state in ("go", "unloaded") and held:
        yield f"Without that: {work_in_words(found.limits.original)}"
        yield f"What would lift it: {' '.join(found.would_lift)}"
    if found.course is not None and has_course(found):
        yield course_in_words(found.course, found.level)
    if found.level is not None:
        yield f"Level of the check with every open flag: `{found.level.name}`"
