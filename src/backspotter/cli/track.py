"""``backspotter track``: how the back felt so far; ``track add``: how it feels now."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from backspotter.app.tracking import add_soreness, so_far, soreness_from
from backspotter.cli.asking import clock, print_json

WRITTEN = Parameter(allow_leading_hyphen=True, negative="", show_default=False)
SWITCH = Parameter(negative="", show_default=False)
LISTED = Parameter(
    allow_leading_hyphen=True, negative="", show_default=False, consume_multiple=False
)

track = App(name="track", help_format="plaintext")


@track.default
def show(*, json: Annotated[bool, SWITCH] = False) -> int:
    """How the back felt so far: the last entries, the last checks, and the flags that are open.

    Parameters
    ----------
    json
        as one JSON document: "track" in docs/journal.schema.json
    """
    sore, checks, flags = so_far()
    if json:
        from backspotter.app.journal_documents import track_document

        return print_json(track_document(sore, checks, flags))
    from backspotter.cli.journal_shown import show_track
    from backspotter.cli.terminal import make_console

    show_track(make_console(), sore, checks, flags)
    return 0


@track.command
def add(
    *,
    pain: Annotated[float, WRITTEN],
    worst: Annotated[float | None, WRITTEN] = None,
    painkiller: Annotated[bool, SWITCH] = False,
    function: Annotated[tuple[str, ...], LISTED] = (),
    score: Annotated[tuple[str, ...], LISTED] = (),
    helped: Annotated[str, WRITTEN] = "",
    at: Annotated[str | None, WRITTEN] = None,
    note: Annotated[str, WRITTEN] = "",
    corrects: Annotated[int | None, WRITTEN] = None,
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """Keep how the back feels.

    Parameters
    ----------
    pain
        now, 0 to 10
    worst
        at its worst since the last entry, 0 to 10
    painkiller
        it is what is left under a painkiller
    function
        something you do, and how well it goes, 0 (cannot) to 10 (as before): "tie my shoes=6"; may
        be given again
    score
        the total of a questionnaire: roland_morris=7; may be given again
    helped
        what helped, with commas between: "heat, walking"
    at
        when, such as 2026-03-02 18:30, or 18:30 for today; now without it
    note
        anything else
    corrects
        the number of the entry that this one takes the place of
    json
        as one JSON document: "added" in docs/journal.schema.json
    """
    from backspotter.app.when import time_from

    now = clock()
    value = soreness_from(
        at=time_from(at, now=now) if at else now,
        pain=pain,
        worst=worst,
        under_painkiller=painkiller,
        function=function,
        scores=score,
        helped=helped,
        note=note,
    )
    return said_added("entry", [add_soreness(value, now=now, corrects=corrects)], corrects, json)


def said_added(word: str, ids: list[int], corrects: int | None, json: bool) -> int:
    """Say what was kept, and where."""
    from backspotter.app.journal_choice import place

    if json:
        return print_json({"added": ids, "corrects": corrects, "journal": str(place())})
    named = ", ".join(str(id) for id in ids)
    instead = f", in place of {corrects}" if corrects is not None else ""
    print(f"Kept as {word} {named}{instead}, in {place()}")
    return 0
