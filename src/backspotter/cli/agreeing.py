"""What was read from someone's words, shown to them and put right before it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rich.console import Console

from backspotter.app.answer import in_order
from backspotter.app.plain_words import fact_in_words, value_in_words
from backspotter.cli.pages import numbered, until_clear
from backspotter.cli.terminal import clean, hanging
from backspotter.cli.typed import amount, choice_numbers, line_numbers
from backspotter.levels import Level
from backspotter.reading.model import Heard, Reading, Unclear
from backspotter.triage.assess import assess
from backspotter.triage.check_in import FIELDS, UNKNOWN, CheckIn, as_document
from backspotter.triage.questions import words_of

OPEN: dict[str, Any] = {"sign": UNKNOWN, "one_of": UNKNOWN, "any_of": frozenset(), "number": None}
COLLECTIONS = (frozenset, set, list, tuple)
YES_OR_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Agreed:
    """A check-in its owner has gone through, and what stayed unclear."""

    check_in: CheckIn
    unsure: tuple[str, ...]


def agree(console: Console, reading: Reading) -> Agreed:
    """Show what was read, take corrections, and ask about what is unclear.

    Raises
    ------
    Left, Back : the person asked for it
    """
    waiting = {each.field: each for each in reading.unclear}
    without_unclear = {name: OPEN[FIELDS[name]["kind"]] for name in waiting}
    check_in = _corrected(console, reading, reading.check_in.with_(**without_unclear))
    unsure: list[str] = []
    for name, unclear in waiting.items():
        if assess(check_in).level is Level.emergency:
            break
        check_in, is_unsure = _cleared(console, check_in, unclear)
        unsure += [name] if is_unsure else []
    return Agreed(check_in, tuple(unsure))


def _corrected(console: Console, reading: Reading, check_in: CheckIn) -> CheckIn:
    """The check-in after as many rounds of corrections as it takes."""
    console.print()
    while names := in_order(as_document(check_in)):
        hanging(console, "", "This was read. Nothing counts before you agree.", style="bold")
        numbered(console, [_fact(reading, check_in, name) for name in names])
        shown = len(names)
        wrong = until_clear(
            console,
            "Numbers that are wrong, Enter = all right",
            lambda answer, shown=shown: line_numbers(answer, shown),  # type: ignore[misc]
        )
        if not wrong:
            return check_in
        for number in wrong:
            name = names[number - 1]
            check_in = check_in.with_(**{name: ask_field(console, name)})
    hanging(console, "", "Nothing is taken from your words; questions follow.")
    return check_in


def _fact(reading: Reading, check_in: CheckIn, name: str) -> str:
    heard = (each for each in reading.heard if each.field == name)
    said = dict.fromkeys(clean(each.words) for each in heard if still_holds(check_in, each))
    quote = f" — “{' … '.join(said)}”" if said else ""
    return f"{fact_in_words(name, getattr(check_in, name))}{quote}"


def _cleared(console: Console, check_in: CheckIn, unclear: Unclear) -> tuple[CheckIn, bool]:
    """The check-in with one unclear mention settled, and whether it stayed unclear."""
    console.print()
    hanging(console, "", f"Unclear: “{clean(unclear.words)}” ({unclear.why})")
    value = ask_field(console, unclear.field, if_skipped=unclear.taken_as)
    if value != OPEN[FIELDS[unclear.field]["kind"]]:
        return check_in.with_(**{unclear.field: value}), False
    return check_in.with_(**{unclear.field: unclear.taken_as}), True


def still_holds(check_in: CheckIn, heard: Heard) -> bool:
    """Whether a fact is still as it was read."""
    now = getattr(check_in, heard.field)
    if not isinstance(now, frozenset):
        return bool(now == heard.value)
    said = heard.value if isinstance(heard.value, COLLECTIONS) else [heard.value]
    return now.issuperset(said)


def ask_field(console: Console, name: str, *, if_skipped: str = "") -> Any:
    """A value for one field, asked on its own; what stands for not known when skipped.

    Raises
    ------
    Left, Back : the person asked for it
    """
    counts = f"counts as {value_in_words(name, if_skipped)}" if if_skipped else "not known"
    hanging(console, "", words_of(name))
    kind = FIELDS[name]["kind"]
    if kind == "number":
        how = f"A number, Enter = {counts}"
        value: Any = until_clear(console, how, lambda answer: amount(name, answer))
    else:
        value = _ask_values(console, name, counts)
    return OPEN[kind] if value is None else value


def _ask_values(console: Console, name: str, counts: str) -> Any:
    several = FIELDS[name]["kind"] == "any_of"
    values = [value for value in FIELDS[name]["values"] if value != UNKNOWN]
    numbered(console, [value_in_words(name, value) for value in values])

    def understand(answer: str) -> Any:
        if answer.lower() in values:
            return [answer.lower()] if several else answer.lower()
        if values == list(YES_OR_NO) and answer.lower() in ("y", "n"):
            return "yes" if answer.lower() == "y" else "no"
        numbers = choice_numbers(answer, len(values), several=several)
        chosen = [values[number - 1] for number in numbers]
        return chosen if several else chosen[0]

    how = f"{'Numbers' if several else 'A number'}, Enter = {counts}"
    return until_clear(console, how, understand)
