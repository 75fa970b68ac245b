"""``backspotter move``: a journal from a file to a server, or back."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from backspotter.cli.asking import print_json
from backspotter.cli.terminal import make_console

SWITCH = Parameter(negative="", show_default=False)


def move(
    to: Annotated[str, Parameter(allow_leading_hyphen=True)],
    *,
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """Copy the journal, with everybody in it, to a place that holds nothing yet.

    The old one stays as it is; films, and the list of those still to be read, are not copied.

    Parameters
    ----------
    to
        a file that ends in .db, or postgresql+psycopg://…
    json
        as one JSON document: "moved" in docs/journal.schema.json
    """
    from backspotter.app.giving import folders_of_films, moved_to

    moved, place = moved_to(to)
    if json:
        rows = {each.table: each.after for each in moved}
        return print_json({"journal": place, "rows": rows})
    from rich.table import Table

    table = Table("table", "rows before", "rows after", box=None)
    for each in moved:
        table.add_row(each.table, f"{each.before:,}", f"{each.after:,}")
    console = make_console()
    console.print(table)
    console.print(f"Moved to {place}. Name it with --journal from now on.", soft_wrap=True)
    here, there = folders_of_films(to)
    console.print(
        f"Not moved: films, and the list of those still to be read. Films are in {here}; "
        f"the moved journal looks for them in {there}.",
        soft_wrap=True,
        highlight=False,
        markup=False,
    )
    return 0
