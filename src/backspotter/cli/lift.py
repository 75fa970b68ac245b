"""``backspotter lift``: what one clip of a set shows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from backspotter.app.journal_choice import is_named
from backspotter.cli.asking import clock
from backspotter.errors import InputError

if TYPE_CHECKING:
    from backspotter.app.film_asked import Asked
    from backspotter.app.film_folder import Adds
    from backspotter.app.film_reading import Told
    from backspotter.lift.analysis import LiftAnalysis

SWITCH = Parameter(negative="", show_default=False)
QUIET = Parameter(show_default=False, allow_leading_hyphen=True)
MANY = Parameter(show_default=False, negative="")
CANNOT_JUDGE = 3
OF_THE_LOG = Parameter(name="--set", allow_leading_hyphen=True, show_default=False)


def lift(
    film: str,
    *,
    load_kg: Annotated[float | None, QUIET] = None,
    load_lb: Annotated[float | None, QUIET] = None,
    height_cm: Annotated[float | None, QUIET] = None,
    mass_kg: Annotated[float | None, QUIET] = None,
    mass_lb: Annotated[float | None, QUIET] = None,
    sex: Annotated[str, QUIET] = "unknown",
    style: Annotated[str | None, QUIET] = None,
    plate_mm: Annotated[float | None, QUIET] = None,
    baseline: Annotated[list[str] | None, MANY] = None,
    out: Annotated[str | None, QUIET] = None,
    set_: Annotated[int | None, OF_THE_LOG] = None,
    no_annotate: Annotated[bool, SWITCH] = False,
    no_save: Annotated[bool, SWITCH] = False,
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """What one clip of a set shows: repetitions, bar, back, faults, loads, each with its band.

    The folder holds report.html, annotated.mp4, summary.json, reps.csv, and every frame as
    frames.parquet and frames.csv. Film from the side, lens at hip height, with the whole lifter and
    the bar in the picture and the phone on something: a hand that trembles is made up for, one that
    walks about is not. The summary is kept in the journal at a terminal, or where a journal is
    named, and later films are set beside it.

    Parameters
    ----------
    film
        the clip: MP4, MOV, MKV or WebM, of any phone
    load_kg
        on the bar, with the bar [kg]
    load_lb
        the same in pounds
    height_cm
        body height [cm]
    mass_kg
        body mass [kg]
    mass_lb
        the same in pounds
    sex
        male or female, for segment masses
    style
        conventional, sumo, trap-bar, romanian or stiff-leg; a guess is made without it
    plate_mm
        diameter of the largest plate [mm]; 450 is taken as likely without it
    baseline
        summary.json of earlier films of the same lifter, to set this one beside
    out
        the folder for the results; the film's name and -lift without it
    set_
        number of the set in the log that this film shows
    no_save
        leave the journal as it is
    no_annotate
        leave out what is slow to make: the film with skeleton and bar drawn in
    json
        print the summary as JSON, as docs/film-summary.schema.json has it; without --out no folder
        is written
    """
    from backspotter.app.film import analysed
    from backspotter.app.film_compared import earlier_from
    from backspotter.app.film_folder import as_text, check_out, write_folder
    from backspotter.app.film_keeping import check_set, earlier_films, keep
    from backspotter.app.film_reading import read_film
    from backspotter.app.film_summary import summary
    from backspotter.lift.film_facts import refuse_missing

    refuse_missing(Path(film))
    saves = _saves(set_, no_save=no_save, json=json)
    asked = asked_of(load_kg, load_lb, height_cm, mass_kg, mass_lb, sex, style, plate_mm)
    earlier = [earlier_from(path) for path in baseline or []]
    if saves and not baseline and Path(film).is_file():
        earlier = earlier_films(Path(film))
    folder = Path(out) if out else None if json else Path(f"{Path(film).stem}-lift")
    if folder is not None:
        check_out(folder, Path(film))
    if set_ is not None:
        check_set(set_)
    with _bar() as told:
        body = asked.lifter.height_m
        read = read_film(Path(film), told, plate_mm=asked.plate_mm, height_m=body)
        found = analysed(read, asked, name=Path(film).name, baseline=earlier)
        if folder is None:
            document = summary(found)
        else:
            report = _report(Path(film), annotate=not no_annotate, told=told)
            document = write_folder(found, folder, adds=[report])
    if json:
        print(as_text(document), end="")
    else:
        _show(found, folder)
    if saves and found.is_judged:
        number = keep(Path(film), document, asked, set_id=set_, now=clock())
        print(f"Kept in your journal as film {number}.", file=sys.stderr)
    return 0 if found.is_judged else CANNOT_JUDGE


def _saves(set_id: int | None, *, no_save: bool, json: bool) -> bool:
    """Whether the summary goes into the journal."""
    if set_id is not None and no_save:
        expected = "one of them: a film is attached to a set in the journal"
        raise InputError("set", given="--set and --no-save", expected=expected)
    return not no_save and (is_named() or set_id is not None or (not json and sys.stdout.isatty()))


def asked_of(
    load_kg: float | None,
    load_lb: float | None,
    height_cm: float | None,
    mass_kg: float | None,
    mass_lb: float | None,
    sex: str,
    style: str | None,
    plate_mm: float | None,
) -> Asked:
    """Lifter, load, style and plate from what was typed.

    Raises
    ------
    InputError : no load, two units for one number, or a number that cannot be
    """
    from backspotter.app.body_size import kilograms, metres
    from backspotter.app.film_asked import Asked, style_named
    from backspotter.app.spine_in import sex_from
    from backspotter.spine.body import Lifter
    from backspotter.spine.posture import LOAD_KG

    load = kilograms("load", load_kg, load_lb, LOAD_KG)
    if load is None:
        raise InputError("load_kg", given="nothing", expected="--load-kg, or --load-lb")
    lifter = Lifter(
        mass_kg=kilograms("mass", mass_kg, mass_lb),
        height_m=metres(height_cm),
        sex=sex_from(sex),
    )
    return Asked(lifter=lifter, load_kg=load, style=style_named(style), plate_mm=plate_mm)


def _report(film: Path, *, annotate: bool, told: Told) -> Adds:
    """What writes the page, the pictures of faults, and the film with the skeleton drawn in."""
    from backspotter.exports.film_report import write_report

    def add(found: LiftAnalysis, folder: Path) -> LiftAnalysis:
        return write_report(found, film, folder, annotate=annotate, progress=told).analysis

    return add


@contextmanager
def _bar() -> Iterator[Told]:
    """A bar on the error stream while the film is gone through; silent where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda what, done: None
        return
    from rich.progress import Progress

    from backspotter.cli.terminal import make_console

    with Progress(console=make_console(on_stderr=True), transient=True) as bar:
        tasks = {}

        def told(what: str, done: float) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=1.0)
            bar.update(tasks[what], completed=done)

        yield told


def _show(found: LiftAnalysis, folder: Path | None) -> None:
    from backspotter.cli.lift_shown import show

    show(found, folder)
