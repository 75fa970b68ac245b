"""``backspotter merge``: what another journal holds, into this one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from backspotter.app.counted import counted
from backspotter.cli.asking import agreed, clock, print_json

if TYPE_CHECKING:
    from rich.console import Console

    from backspotter.app.merging import Other

SWITCH = Parameter(negative="", show_default=False)
NOTHING_DONE = "Nothing was brought in."


def merge(
    file: str, *, yes: Annotated[bool, SWITCH] = False, json: Annotated[bool, SWITCH] = False
) -> int:
    """Bring in what another journal of yours holds: shows it, and asks. Nothing comes in twice.

    Parameters
    ----------
    file
        a backup, as export backup writes it, or a bundle, as export fhir does
    yes
        do not ask
    json
        what was done as one JSON document: "merge" in docs/journal.schema.json
    """
    from backspotter.app.merging import keep_other, merge_document, read_other
    from backspotter.cli.terminal import make_console

    other = read_other(file)
    console = make_console(on_stderr=json)
    if not (json and yes):
        _show(console, other)
    if other.new and not agreed("merge", "Bring this in?", yes=yes, on_stderr=json):
        console.print(NOTHING_DONE)
        return 0
    brought = keep_other(other, now=clock())
    if json:
        return print_json(merge_document(other, brought))
    if brought.batch is None:
        console.print("All of it was here before; nothing was changed.")
    else:
        console.print(f"{brought.added} came in. To take it back: log undo {brought.batch}")
    return 0


def _show(console: Console, other: Other) -> None:
    from backspotter.cli.terminal import clean, hanging

    hanging(console, "", f"{clean(other.coming.source)}: {clean(other.coming.name)}", style="bold")
    for each in other.kinds:
        hanging(console, "  ", each)
    if other.there:
        hanging(console, "  ", counted(other.there, "is here already", "are here already"))
    for doubt in other.doubts:
        hanging(console, "", f"Look at this: {clean(doubt)}", style="bold yellow")
