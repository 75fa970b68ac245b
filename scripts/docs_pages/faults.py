"""The page of the faults that a film is searched for."""

from __future__ import annotations

from collections.abc import Iterator

from backspotter.app.entry import Entry
from backspotter.app.film_rule_book import film_entries
from docs_pages.markdown import bullets, capital, page

LEAD = (
    "What `backspotter lift` calls a fault of a repetition. Every threshold is an assumption of "
    "ours: that a back rounds by 16° is a measurement, that 15° matters is not. Nobody has shown "
    "that any of them hurts anyone, or that leaving it off prevents pain."
)
HOW = (
    "What a film does not show is withheld, never guessed: each row says what has to be seen. One "
    "row on the terminal: `backspotter evidence rounding-after-lift-off`. How they are measured on "
    "rendered lifters: [the truth of a film](../film-truth.md#faults)."
)


def page_text() -> str:
    """The whole page."""
    return page("Faults that a film shows", LEAD, HOW, *_rows())


def _rows() -> Iterator[str]:
    for entry in film_entries():
        yield f"## `{entry.id}`\n\n{entry.words}\n\n{bullets(_details(entry))}"


def _details(entry: Entry) -> Iterator[str]:
    for label, text in entry.details.items():
        shown = f"`{text}`" if label == "called" else text
        yield f"**{capital(label)}:** {shown}"
