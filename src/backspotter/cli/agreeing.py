"""Shows what was read from someone's words, and takes their corrections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rich.console import Console

from backspotter.app.agreement import (
    Agreement,
    next_unclear,
    not_known,
    still_holds,
    with_fact,
    with_unclear,
)
from backspotter.app.amounts import amount
from backspotter.app.answer import in_order
from backspotter.app.plain_words import fact_in_words, value_in_words
from backspotter.cli.pages import numbered, until_clear
from backspotter.cli.terminal import clean, hanging
from backspotter.cli.typed import choice_numbers, line_numbers
from backspotter.reading.model import Reading
from backspotter.triage.check_in import FIELDS, UNKNOWN, CheckIn, as_document
from backspotter.triage.questions import words_of

YES_OR_NO = ("yes", "no")
Keep = Callable[[Agreement], None]


def agree(console: Console, reading: Reading, agreement: Agreement, keep: Keep) -> Agreement:
    """Show what was read, take corrections, and ask about what is unclear.

    Parameters
    ----------
    agreement : how far it was gone through before
    keep : told of every step

    Raises
    ------
    Left, Back : the person asked for it
    """
    while not agreement.facts_agreed:
        agreement = _one_round(console, reading, agreement)
        keep(agreement)
    while unclear := next_unclear(agreement, reading):
        console.print()
        hanging(console, "", f"Unclear: “{clean(unclear.words)}” ({unclear.why})")
        value = ask_field(console, unclear.field, if_skipped=unclear.taken_as)
        agreement = with_unclear(agreement, unclear, value)
        keep(agreement)
    return agreement


def _one_round(console: Console, reading: Reading, agreement: Agreement) -> Agreement:
    """The agreement after the facts were shown once, with what was wrong put right."""
    console.print()
    names = in_order(as_document(agreement.check_in))
    wrong = _wrong_ones(console, reading, agreement.check_in, names)
    for name in wrong:
        agreement = with_fact(agreement, name, ask_field(console, name))
    return agreement if wrong else Agreement(agreement.check_in, facts_agreed=True)


def _wrong_ones(
    console: Console, reading: Reading, check_in: CheckIn, names: list[str]
) -> list[str]:
    if not names:
        hanging(console, "", "No facts are taken from your words; questions follow.")
        return []
    hanging(console, "", "This was read. Nothing counts before you agree.", style="bold")
    numbered(console, [_fact(reading, check_in, name) for name in names])
    wrong = until_clear(
        console,
        "Numbers that are wrong, Enter = all right",
        lambda answer: line_numbers(answer, len(names)),
    )
    return [names[number - 1] for number in wrong or ()]


def _fact(reading: Reading, check_in: CheckIn, name: str) -> str:
    heard = (each for each in reading.heard if each.field == name)
    said = dict.fromkeys(clean(each.words) for each in heard if still_holds(check_in, each))
    quote = f" — “{' … '.join(said)}”" if said else ""
    return f"{fact_in_words(name, getattr(check_in, name))}{quote}"


def ask_field(console: Console, name: str, *, if_skipped: str = "") -> Any:
    """A value for one field, asked on its own; the value for not known when skipped.

    Raises
    ------
    Left, Back : the person asked for it
    """
    counts = f"counts as {value_in_words(name, if_skipped)}" if if_skipped else "not known"
    hanging(console, "", words_of(name))
    if FIELDS[name]["kind"] == "number":
        how = f"A number, Enter = {counts}"
        value: Any = until_clear(console, how, lambda answer: amount(name, answer))
    else:
        value = _ask_values(console, name, counts)
    return not_known(name) if value is None else value


def _ask_values(console: Console, name: str, counts: str) -> Any:
    several = FIELDS[name]["kind"] == "any_of"
    values = [value for value in FIELDS[name]["values"] if value != UNKNOWN]
    numbered(console, [value_in_words(name, value) for value in values])

    def understand(answer: str) -> Any:
        typed = answer.casefold()
        if values == list(YES_OR_NO) and typed in ("y", "n", "yes", "no"):
            return "yes" if typed.startswith("y") else "no"
        numbers = choice_numbers(answer, len(values), several=several)
        chosen = [values[number - 1] for number in numbers]
        return chosen if several else chosen[0]

    how = f"{'Numbers' if several else 'A number'}, Enter = {counts}"
    return until_clear(console, how, understand)
