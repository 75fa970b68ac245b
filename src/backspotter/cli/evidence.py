"""``backspotter evidence``: the rule book, and the sources behind it."""

from __future__ import annotations

import json as json_module
from collections.abc import Iterable
from itertools import groupby
from typing import Annotated, Final

from cyclopts import Parameter
from rich.console import Console

from backspotter.app.entry import Entry
from backspotter.app.rule_book import document_of, entries, find, rule_book_document, used_by
from backspotter.cli.terminal import hanging, make_console
from backspotter.triage.rule_book import families

SWITCH = Parameter(negative="", show_default=False)
LISTED: Final = {
    "finding": "Findings",
    "cut-off": "Cut-offs",
    "advice": "Advice",
    "fault": "Faults that a film shows",
}
"""What is listed after the floors, by kind."""


def evidence(id: str | None = None, /, *, json: Annotated[bool, SWITCH] = False) -> int:
    """The rules, and the sources and numbers they lean on.

    Parameters
    ----------
    id
        a rule, finding, piece of advice, fault of a film, source or claim, such as CES-03; all
        rules without it
    json
        as one JSON document
    """
    if json:
        document = document_of(find(id)) if id is not None else rule_book_document()
        print(json_module.dumps(document, indent=2))
        return 0
    console = make_console()
    if id is not None:
        _show_one(console, find(id))
    else:
        _show_all(console)
    return 0


def _show_one(console: Console, entry: Entry) -> None:
    hanging(console, "", f"{entry.id} ({entry.kind})", style="bold")
    hanging(console, "", entry.words)
    _show_details(console, entry, indent=0)
    _show_list(console, "Sources", (entries()[source] for source in entry.sources))
    _show_list(console, "Claims", (entries()[claim] for claim in entry.claims))
    leaning = used_by(entry.id)
    if leaning:
        hanging(console, "", f"Used by: {', '.join(leaning)}")


def _show_details(console: Console, entry: Entry, *, indent: int) -> None:
    for label, text in entry.details.items():
        hanging(console, "", f"{label}: {text}", indent=indent)


def _show_list(console: Console, title: str, rows: Iterable[Entry]) -> None:
    for position, entry in enumerate(rows):
        if position == 0:
            console.print()
            hanging(console, "", title, style="bold underline")
        hanging(console, "- ", f"{entry.id}: {entry.words}")
        _show_details(console, entry, indent=2)


def _show_all(console: Console) -> None:
    hanging(console, "", "The rule book", style="bold")
    hanging(console, "", "A floor sets the lowest level. Nothing lowers it again.")
    for family in families():
        _title(console, family.title)
        for floor in family.floors:
            hanging(console, f"{floor.id}  ", f"{floor.level.name}: {floor.say}")
    rest = [each for each in entries().values() if each.kind in LISTED]
    for kind, rows in groupby(rest, key=lambda each: each.kind):
        _title(console, LISTED[kind])
        for entry in rows:
            hanging(console, f"{entry.id}  ", entry.words)
    _show_counts(console)


def _title(console: Console, words: str) -> None:
    console.print()
    hanging(console, "", words, style="bold underline")


def _show_counts(console: Console) -> None:
    kinds = [entry.kind for entry in entries().values()]
    console.print()
    counted = f"{kinds.count('source')} sources, {kinds.count('claim')} claims."
    hanging(console, "", f"{counted} One of them, or a rule: backspotter evidence ID")
