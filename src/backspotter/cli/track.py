"""``backspotter track``: how the back felt so far; ``track add``: how it feels now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from backspotter.app.tracking import add_soreness, so_far, soreness_from
from backspotter.cli.asking import clock, print_json
from backspotter.cli.files import file_for, write_whole
from backspotter.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from backspotter.app.track_course import Followed

WRITTEN = Parameter(allow_leading_hyphen=True, negative="", show_default=False)
SWITCH = Parameter(negative="", show_default=False)
LISTED = Parameter(
    allow_leading_hyphen=True, negative="", show_default=False, consume_multiple=False
)

track = App(name="track", help_format="plaintext")


@track.default
def show(
    *,
    plot: Annotated[str | None, WRITTEN, Parameter(name=["--plot", "--svg"])] = None,
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """How the back felt so far, against what is usual after such a session, and what is to come.

    Parameters
    ----------
    plot
        write the course as a picture to this file, which ends in .svg
    json
        as one JSON document: "track" in docs/journal.schema.json
    """
    file = None if plot is None else file_for("plot", plot, ".svg")
    sore, checks, flags = so_far()
    found = _followed() if sore or checks else None
    if file is not None:
        _draw(file, found)
    if json:
        from backspotter.app.journal_documents import track_document

        return print_json(track_document(sore, checks, flags, found))
    from backspotter.cli.followed_shown import show_followed
    from backspotter.cli.journal_shown import show_track
    from backspotter.cli.terminal import make_console

    console = make_console()
    show_track(console, sore, checks, flags)
    if found is not None:
        show_followed(console, found)
    return 0


def _followed() -> Followed:
    from backspotter.app.journal_history import for_a_plan
    from backspotter.app.track_course import followed

    now = clock()
    return followed(for_a_plan(now), now)


def _draw(file: Path, found: Followed | None) -> None:
    from backspotter.app.track_course import NO_SESSION
    from backspotter.exports.course_picture import course_picture

    if found is None or found.course is None:
        raise InputError("plot", given="no course", expected="entries and a session", do=NO_SESSION)
    write_whole("plot", file, course_picture(found.course).encode("utf-8"))


@track.command
def add(
    *,
    pain: Annotated[float, WRITTEN],
    worst: Annotated[float | None, WRITTEN] = None,
    painkiller: Annotated[bool, SWITCH] = False,
    function: Annotated[tuple[str, ...], LISTED] = (),
    score: Annotated[tuple[str, ...], LISTED] = (),
    helped: Annotated[str, WRITTEN] = "",
    made_worse: Annotated[str, WRITTEN] = "",
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
    made_worse
        what made it worse, in the same way: "sitting"
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
        totals=score,
        helped=helped,
        made_worse=made_worse,
        note=note,
    )
    code = said_added("entry", [add_soreness(value, now=now, corrects=corrects)], corrects, json)
    if not json:
        from backspotter.cli.followed_shown import show_state
        from backspotter.cli.terminal import make_console

        show_state(make_console(), _followed())
    return code


def said_added(word: str, ids: list[int], corrects: int | None, json: bool) -> int:
    """Say what was kept, and where."""
    from backspotter.app.journal_choice import place

    if json:
        return print_json({"added": ids, "corrects": corrects, "journal": str(place())})
    named = ", ".join(str(id) for id in ids)
    instead = f", in place of {corrects}" if corrects is not None else ""
    print(f"Kept as {word} {named}{instead}, in {place()}")
    return 0
