"""``backspotter log``: sets and nights, typed or brought in from other programs."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from backspotter.app.counted import counted
from backspotter.cli.asking import agreed, clock, print_json
from backspotter.cli.track import said_added
from backspotter.errors import InputError
from backspotter.training.formats.plain import COLUMNS_SAID, EXAMPLE

if TYPE_CHECKING:
    from datetime import tzinfo

    from backspotter.app.log_words import Written
    from backspotter.training.units import Unit

WRITTEN = Parameter(allow_leading_hyphen=True, negative="", show_default=False)
SWITCH = Parameter(negative="", show_default=False)
NOTHING_DONE = "Nothing was brought in."

EXAMPLES = """Examples:

  backspotter log add "conventional 3x5 @ 140 rpe 8"
      what you lifted

  backspotter log add --sleep-h 7.5
      how long the night was

  backspotter log import hevy.csv
      the log of another program: shown first, and taken back with log undo

  backspotter log list --dose
      the last of it, with what sets load on the back"""

COLUMNS = "\n".join(f"  {name}: {words}" for name, words in COLUMNS_SAID)

IMPORT_EXAMPLES = f"""A plain table names its columns in the first line, in any order, with a
comma, a semicolon or a tab between:

{COLUMNS}

Example: backspotter log import sets.csv, where sets.csv holds

{indent(EXAMPLE, "  ").rstrip()}"""

log = App(
    name="log",
    help_format="plaintext",
    help="Sets and nights: typed, or brought in.",
    help_epilogue=EXAMPLES,
)


@log.command(name="list")
def list_(
    *,
    last: Annotated[int, Parameter(negative="", show_default=True)] = 30,
    imports: Annotated[bool, SWITCH] = False,
    dose: Annotated[bool, SWITCH] = False,
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """The last of what was logged, and the imports that stand.

    Parameters
    ----------
    last
        so many of each kind
    imports
        the imports alone
    dose
        also what each set and session loaded on the back, and the week beside your own
    json
        as one JSON document: "log" in docs/journal.schema.json
    """
    from dataclasses import replace

    from backspotter.app.log_entry import logged, units_in_use

    if not 1 <= last <= 1_000_000:
        raise InputError("last", given=last, expected="1 to 1,000,000")
    found = logged(last)
    if imports:
        found = replace(found, sets=[], nights=[], sessions=[], body_masses=[], waters=[])
    loaded = None
    if dose:
        from backspotter.app.doses import doses_in_journal

        loaded = doses_in_journal(clock())
    if json:
        from backspotter.app.journal_documents import log_document

        return print_json(log_document(found, loaded))
    from backspotter.cli.journal_shown import show_log
    from backspotter.cli.terminal import make_console

    console = make_console()
    show_log(console, found, units=units_in_use(), doses=loaded)
    if loaded is not None:
        from backspotter.cli.doses_shown import show_doses

        show_doses(console, loaded)
    return 0


@log.command
def add(
    words: str = "",
    *,
    style: Annotated[str, WRITTEN] = "",
    sets: Annotated[int, WRITTEN] = 1,
    reps: Annotated[int | None, WRITTEN] = None,
    load_kg: Annotated[float | None, WRITTEN] = None,
    load_lb: Annotated[float | None, WRITTEN] = None,
    rpe: Annotated[float | None, WRITTEN] = None,
    rest_s: Annotated[float | None, WRITTEN] = None,
    warm_up: Annotated[bool, SWITCH] = False,
    at: Annotated[str | None, WRITTEN] = None,
    note: Annotated[str, WRITTEN] = "",
    sleep_h: Annotated[float | None, WRITTEN] = None,
    in_bed_h: Annotated[float | None, WRITTEN] = None,
    woke: Annotated[str | None, WRITTEN] = None,
    pain: Annotated[float | None, WRITTEN] = None,
    corrects: Annotated[int | None, WRITTEN] = None,
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """Keep sets: backspotter log add "conventional 3x5 @ 140 rpe 8". Or a night: --sleep-h 7.5.

    --pain 3 keeps how much the session hurt, beside its sets or alone.

    Parameters
    ----------
    words
        the lift, sets×reps, weight and effort in one line
    style
        instead of a line: the lift
    sets
        how many like this
    reps
        in each set
    load_kg
        on the bar, with the bar [kg]
    load_lb
        the same in pounds
    rpe
        effort, 1 to 10
    rest_s
        between the sets, in seconds
    warm_up
        they are warm-up sets
    at
        when the first was done, such as 2026-03-02 18:30, or 18:30 for today; now without it
    note
        anything else
    sleep_h
        a night instead: hours asleep
    in_bed_h
        with --sleep-h: hours in bed
    woke
        with --sleep-h: the day it ended, such as 2026-03-02; today without it
    pain
        at its worst during the session, 0 to 10; with sets or alone, then for the day of --at
    corrects
        the number of the set, night or session that this one takes the place of
    json
        as one JSON document: "added" in docs/journal.schema.json
    """
    from backspotter.app.log_entry import add_night, add_session, add_sets, checked_pain
    from backspotter.app.when import day_from, time_from

    now = clock()
    if sleep_h is not None:
        if words or style or pain is not None:
            given = "sets and a night" if pain is None else "pain and a night"
            raise InputError("log add", given=given, expected="one of them")
        day = day_from(woke, now=now, field="woke") if woke else now.date()
        night = add_night(sleep_h, woke=day, now=now, in_bed_h=in_bed_h, corrects=corrects)
        return said_added("night", [night], corrects, json)
    begun = time_from(at, now=now) if at else now
    if pain is not None and not (words or style):
        note_id = add_session(pain, day=begun.date(), now=now, corrects=corrects)
        return said_added("session", [note_id], corrects, json)
    if pain is not None and corrects is not None:
        raise InputError("log add", given="sets, pain and corrects", expected="sets or pain")
    written = _written(words, style, sets, reps, load_kg, load_lb, rpe)
    if pain is not None:
        checked_pain(pain)
    ids = add_sets(
        written,
        at=begun,
        now=now,
        rest_s=rest_s,
        warm_up=warm_up,
        note=note,
        corrects=corrects,
    )
    if pain is not None:
        add_session(pain, day=begun.date(), now=now)
    return said_added("set" if len(ids) == 1 else "sets", ids, corrects, json)


def _written(
    words: str,
    style: str,
    sets: int,
    reps: int | None,
    load_kg: float | None,
    load_lb: float | None,
    rpe: float | None,
) -> Written:
    from backspotter.app.log_entry import units_in_use
    from backspotter.app.log_words import EXPECTED, from_fields
    from backspotter.app.log_words import written_sets as from_line

    options = (style or None, reps, load_kg, load_lb, rpe)
    if words:
        if any(option is not None for option in options):
            raise InputError("log add", given="a line and options", expected="one of them")
        return from_line(words, units=units_in_use())
    if not style or reps is None:
        raise InputError("log add", given="no sets", expected=EXPECTED, do="or --style and --reps")
    if load_kg is not None and load_lb is not None:
        raise InputError("load_kg", given="two units", expected="one of them")
    unit: Unit = "kg" if load_lb is None else "lb"
    return from_fields(style, sets, reps, load_kg if load_lb is None else load_lb, unit, rpe)


@log.command(name="import", help_epilogue=IMPORT_EXAMPLES)
def import_(
    file: str,
    *,
    yes: Annotated[bool, SWITCH] = False,
    unit: Annotated[str, WRITTEN] = "",
    zone: Annotated[str, WRITTEN] = "",
    lifter: Annotated[str, WRITTEN] = "",
    unlikely_days: Annotated[bool, SWITCH] = False,
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """Bring in the log of another program: shows what would come in, and asks.

    Parameters
    ----------
    file
        what the other program exported
    yes
        do not ask
    unit
        kg or lb, for a file that does not say
    zone
        of times without one, such as Europe/Berlin; this machine's without it
    lifter
        whose meets, in a file of many lifters
    unlikely_days
        bring in days too that are still to come, or before 1950
    json
        what was done as one JSON document: "log-import" in docs/journal.schema.json
    """
    from backspotter.app.log_import import import_document, keep_log, read_log
    from backspotter.cli.journal_shown import show_preview
    from backspotter.cli.progress import progress
    from backspotter.cli.terminal import make_console
    from backspotter.training.formats import Asked

    asked = Asked(
        zone=_zone(zone),
        unit=_unit(unit),
        lifter=lifter or None,
        now=clock(),
        unlikely=unlikely_days,
    )
    with progress("Reading") as seen:
        read = read_log(file, asked, progress=seen)
    console = make_console(on_stderr=json)
    if not (json and yes):
        show_preview(console, read)
    if read.new and not agreed("log import", "Bring this in?", yes=yes, on_stderr=json):
        console.print(NOTHING_DONE)
        return 0
    with progress("Keeping") as seen:
        brought = keep_log(read, now=clock(), progress=seen)
    if json:
        return print_json(import_document(read, brought))
    if brought.batch is None:
        console.print("All of it was here before; nothing was changed.")
    else:
        console.print(f"{brought.added} came in. To take it back: log undo {brought.batch}")
    return 0


@log.command
def undo(number: int, *, json: Annotated[bool, SWITCH] = False) -> int:
    """Take an import back: the journal is as if it had never been.

    Parameters
    ----------
    number
        of the import, as log import said it and log list shows it
    json
        as one JSON document: "log-undo" in docs/journal.schema.json
    """
    from backspotter.app.log_import import undo_import

    undone = undo_import(number)
    if json:
        from backspotter.app.journal_documents import undone_document

        return print_json(undone_document(undone))
    more = (
        f", and {counted(undone.corrections, 'correction')} of them" if undone.corrections else ""
    )
    removed = counted(undone.removed, "entry", "entries")
    print(f"Import {number} was taken back: {removed}{more}.")
    return 0


def _unit(given: str) -> Unit | None:
    from backspotter.training.formats.cells import unit_of

    unit = unit_of(given)
    if given.strip() and unit is None:
        raise InputError("unit", given=given, expected="kg or lb")
    return unit


def _zone(given: str) -> tzinfo:
    """The zone of times that name none: this machine's, with its summer times, where not said."""
    from backspotter.app.when import zone_named

    return zone_named(given)
