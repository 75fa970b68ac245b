"""What the back carries, on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from backspotter.app.counted import counted
from backspotter.app.spine_explained import Section
from backspotter.app.spine_out import NOTES, peaks, work_up
from backspotter.app.spine_sets import Session
from backspotter.app.spine_words import (
    band,
    before_one_hour,
    change,
    in_one_line,
    rep_in_words,
    rounded,
    validation_in_words,
)
from backspotter.cli.terminal import hanging, make_console
from backspotter.spine.differences import Compared
from backspotter.spine.rep import Lift
from backspotter.spine.results import Banded, RepLoads, SpineLoads
from backspotter.spine.validation import Checked


def show_loads(found: SpineLoads) -> None:
    """A posture, or the highest values of a series."""
    console = make_console()
    hanging(console, "", in_one_line(found), style="bold")
    rows = (
        (name, *(_highest(each) for each in (level.moment, level.compression, level.shear)))
        for name, level in found.levels.items()
    )
    console.print(_table(("level", "moment N·m", "compression N", "shear N"), rows))
    _assumed(console, found.assumed)
    _notes(console, NOTES)


def show_rep(one: RepLoads) -> None:
    """A rep that nobody filmed."""
    console = make_console()
    hanging(console, "", f"One {one.lift.how.say}, {one.load_kg:.4g} kg", style="bold")
    rows = (
        (name, *(band(found[key]) for key in ("moment_N_m", "compression_N", "shear_N")))
        for name, found in peaks(one).items()
    )
    console.print(_table(("highest at", "moment N·m", "compression N", "shear N"), rows))
    for line in rep_in_words(one, work_up(one)):
        hanging(console, "- ", line)
    _assumed(console, one.loads.assumed)
    _notes(console, NOTES)


def show_changes(rows: Sequence[Compared], lift: Lift, load_kg: float) -> None:
    """What one change would add or save."""
    console = make_console()
    title = f"{lift.how.say.capitalize()}, {load_kg:.4g} kg: what one change does at L5/S1"
    hanging(console, "", title, style="bold")
    lines = ((row.say, change(row.moment), change(row.compression)) for row in rows)
    console.print(_table(("change", "moment N·m", "compression N"), lines))
    none = "= means no measurable difference: the band includes zero or rounds to it."
    hanging(console, "", none)
    _notes(console, NOTES[1:])


def show_session(done: Session) -> None:
    """Dose and fatigue, set by set."""
    console = make_console()
    hanging(console, "", "What the session loaded at L5/S1", style="bold")
    lines = (
        (
            str(number),
            f"{_dashed(row.given.lift)} {row.given.load_kg:.4g} kg × {row.given.reps}",
            band(row.peak),
            f"{row.dose.relative:.0f}",
            f"{100 * row.after.tired:.0f} %",
            before_one_hour(row.recovered_after_s),
        )
        for number, row in enumerate(done.rows, start=1)
    )
    head = ("set", "lift", "compression N", "dose kN²", "tired after", "fresh in")
    console.print(_table(head, lines))
    reps = counted(done.total.reps, "rep")
    hanging(console, "", f"Together: dose {done.total.relative:.0f} kN², {reps}.")
    if done.against is None:
        hanging(console, "", "Not set against your past: that takes three earlier sessions.")
    else:
        words = f"{done.against.to_usual:.2f} times your usual session"
        highest = f"{done.against.to_highest:.2f} times your highest"
        hanging(console, "", f"That is {words} and {highest}, of {done.against.sessions}.")
    _assumed(console, done.assumed)
    _notes(console, done.notes)


def show_sections(sections: Sequence[Section]) -> None:
    """The explanation, section by section."""
    console = make_console()
    for section in sections:
        hanging(console, "", section.title, style="bold")
        for paragraph in section.paragraphs:
            hanging(console, "", paragraph)
        console.print()


def show_validation(rows: Sequence[Checked]) -> None:
    """Predicted against published."""
    console = make_console()
    lines = (
        (
            checked.row.id,
            f"{rounded(checked.row.published)} {checked.row.unit}",
            *_predicted(checked),
        )
        for checked in rows
    )
    head = ("row", "published", "predicted", "90 % band", "error")
    console.print(_table(head, lines))
    for line in validation_in_words(rows):
        hanging(console, "", line)


def _predicted(checked: Checked) -> tuple[str, str, str]:
    if checked.predicted is None or checked.low is None or checked.high is None:
        return "not modelled", "", ""
    mark = "fitted" if checked.row.fitted else "" if checked.is_within else "outside"
    span = f"{rounded(checked.low)} to {rounded(checked.high)}"
    return rounded(checked.predicted), span, f"{checked.error_pct:+.0f} % {mark:7}"


def _dashed(lift: Lift) -> str:
    return lift.style.replace("_", "-")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column(head[0], overflow="fold")
    for name in head[1:]:
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    return table


def _highest(banded: Banded) -> str:
    import numpy as np

    frame = int(np.nanargmax(np.abs(banded.value)))
    ends = (("value", banded.value), ("low", banded.low), ("high", banded.high))
    return band({name: float(end[frame]) for name, end in ends})


def _assumed(console: Console, lines: Sequence[str]) -> None:
    if lines:
        hanging(console, "", "Not given, so assumed:", style="dim")
    for line in lines:
        hanging(console, "- ", line, style="dim")


def _notes(console: Console, lines: Sequence[str]) -> None:
    console.print()
    for line in lines:
        hanging(console, "", line, style="dim")
