"""``backspotter flags``: warning signs that count until somebody has examined them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from backspotter.app.flags import ended, every_flag, open_flags
from backspotter.cli.asking import clock, print_json

if TYPE_CHECKING:
    from backspotter.journal.records import Flag

WRITTEN = Parameter(allow_leading_hyphen=True, negative="", show_default=False)
SWITCH = Parameter(negative="", show_default=False)

flags = App(name="flags", help_format="plaintext")


@flags.default
def show(
    *,
    all_: Annotated[bool, SWITCH, Parameter(name="--all")] = False,
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """The flags that are open.

    Parameters
    ----------
    all_
        those that ended too
    json
        as one JSON document: "flags" in docs/journal.schema.json
    """
    over = [each for each in every_flag() if all_ and not each.is_open]
    return _said([*open_flags(), *over], json)


@flags.command
def examined(
    number: int,
    *,
    by: Annotated[str, WRITTEN],
    at: Annotated[str | None, WRITTEN] = None,
    note: Annotated[str, WRITTEN] = "",
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """Record that a flag was examined: it ends, until a check raises it again.

    Parameters
    ----------
    number
        of the flag
    by
        who examined it, such as "GP" or "emergency department"
    at
        when, such as 2026-03-02 18:30; now without it
    note
        what was found
    json
        as one JSON document: "flags" in docs/journal.schema.json
    """
    return _said([ended(number, how="examined", by=by, at=at, note=note, now=clock())], json)


@flags.command
def mistake(
    number: int,
    *,
    note: Annotated[str, WRITTEN] = "",
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """Record that a flag was raised by a mistake: the sign was never there.

    Feeling better is no reason: a sign that went away still wants to be examined.

    Parameters
    ----------
    number
        of the flag
    note
        what the mistake was
    json
        as one JSON document: "flags" in docs/journal.schema.json
    """
    return _said([ended(number, how="mistake", note=note, now=clock())], json)


def _said(found: Sequence[Flag], json: bool) -> int:
    if json:
        from backspotter.app.journal_documents import flag_document

        return print_json({"flags": [flag_document(each) for each in found]})
    from backspotter.cli.journal_shown import show_every_flag
    from backspotter.cli.terminal import make_console

    show_every_flag(make_console(), found)
    return 0
