"""``backspotter batch``: many films at once."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from backspotter.app.counted import counted
from backspotter.cli.lift import QUIET, SWITCH, asked_of
from backspotter.errors import InputError

if TYPE_CHECKING:
    from backspotter.app.film_batch import Ended, Runs

MOST_WORKERS = 256
UNUSABLE = 2


def batch(
    dir_: Annotated[str, Parameter(name="DIR")],
    *,
    load_kg: Annotated[float | None, QUIET] = None,
    load_lb: Annotated[float | None, QUIET] = None,
    height_cm: Annotated[float | None, QUIET] = None,
    mass_kg: Annotated[float | None, QUIET] = None,
    mass_lb: Annotated[float | None, QUIET] = None,
    sex: Annotated[str, QUIET] = "unknown",
    style: Annotated[str | None, QUIET] = None,
    plate_mm: Annotated[float | None, QUIET] = None,
    out: Annotated[str | None, QUIET] = None,
    engine: Annotated[str, QUIET] = "local",
    workers: Annotated[int, QUIET] = 1,
    scheduler: Annotated[str | None, QUIET] = None,
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """Every film in a folder, of one lifter and load; one bad film does not stop it.

    Started again, it goes on where it was: a film is read anew only if the film, this program or
    what is asked has changed.

    Parameters
    ----------
    dir_
        the folder with the films
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
        male or female
    style
        conventional, sumo, trap-bar, romanian or stiff-leg; a guess is made without it
    plate_mm
        diameter of the largest plate [mm]
    out
        the folder for the results, one folder a film; DIR-lift without it
    engine
        local: processes on this machine; dask: a Dask cluster
    workers
        films at the same time, each on one core
    scheduler
        with --engine dask: the address of a cluster that is running; one is started without it
    json
        print how every film ended, as JSON
    """
    from backspotter.app.film_batch import batch as run
    from backspotter.app.film_batch import jobs, refuse_missing
    from backspotter.app.film_folder import as_text

    if not 1 <= workers <= MOST_WORKERS:
        raise InputError("workers", given=workers, expected=f"1 to {MOST_WORKERS}")
    folder = Path(dir_)
    refuse_missing(folder)
    asked = asked_of(load_kg, load_lb, height_cm, mass_kg, mass_lb, sex, style, plate_mm)
    where = _where(engine, workers, scheduler)
    results = Path(out) if out else folder.with_name(f"{folder.resolve().name}-lift")
    ended = run(jobs(folder, results, asked), asked, results, run=where, told=_tell)
    if json:
        rows = [{"name": e.name, "outcome": e.outcome, "why": e.why, "key": e.key} for e in ended]
        print(as_text({"results": str(results), "films": rows}), end="")
    else:
        _say(ended, results)
    bad = any(one.outcome in ("unusable", "failed") for one in ended)
    return UNUSABLE if bad else 0


def _where(engine: str, workers: int, scheduler: str | None) -> Runs:
    """Where films are read."""
    if engine == "local" and scheduler is None:
        from backspotter.app.film_batch import local

        return local(workers)
    if engine == "dask":
        from backspotter.app.film_cluster import dask

        return dask(workers, scheduler)
    if engine == "local":
        raise InputError("scheduler", given="with the engine local", expected="--engine dask")
    raise InputError("engine", given=engine, expected="local or dask")


def _tell(one: Ended) -> None:
    known = " (there already)" if one.again else ""
    why = f": {one.why}" if one.why else ""
    print(f"{one.name}: {one.outcome.replace('_', ' ')}{known}{why}", file=sys.stderr)


def _say(ended: list[Ended], results: Path) -> None:
    count = Counter(one.outcome for one in ended)
    words = ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in sorted(count.items()))
    print(f"{results}: {counted(len(ended), 'film')}, {words}")
