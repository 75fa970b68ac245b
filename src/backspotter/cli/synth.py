"""``backspotter synth``: films of a rendered lifter whose truth is known."""

from __future__ import annotations

import json as json_module
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from backspotter.cli.film_options import (
    CameraOptions,
    FileOptions,
    LifterOptions,
    LiftOptions,
    asked,
)
from backspotter.errors import InputError

if TYPE_CHECKING:
    from backspotter.synth.film import Progress as Told
    from backspotter.synth.suite import Suite

SWITCH = Parameter(negative="", show_default=False)
SHOWN = Parameter(negative="", allow_leading_hyphen=True)

synth = App(
    name="synth",
    help_format="plaintext",
)
synth.command(
    "backspotter.cli.synth_score:score",
    name="score",
    help="Results of a film reader against what is known of the films.",
)


@synth.command
def film(
    out: str | None = None,
    *,
    spec: Annotated[str | None, Parameter(show_default=False)] = None,
    lifter: LifterOptions | None = None,
    lift: LiftOptions | None = None,
    camera: CameraOptions | None = None,
    file: FileOptions | None = None,
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """A deadlift seen from the side, and beside it the truth: OUT.mp4 and OUT.truth.json.

    Parameters
    ----------
    out
        the film, a file that ends in .mp4
    spec
        a file of JSON with more choices, as synth suite --dry-run prints them; options win over it
    json
        where the truth is, and a summary of it, as one JSON document
    """
    from backspotter.synth.spec import read_spec

    if out is None:
        raise InputError("out", given="nothing", expected="a film to write, such as lift.mp4")
    options = (each for each in (lifter, lift, camera, file) if each is not None)
    wanted = asked(read_spec(Path(spec)) if spec else {}, *options)
    summary = _made(wanted, Path(out))
    _say(summary, json)
    return 0


@synth.command
def suite(
    out: str | None = None,
    *,
    set_: Annotated[str, Parameter(name="--set", allow_leading_hyphen=True)] = "test",
    n: Annotated[int, SHOWN] = 60,
    seed: Annotated[int, SHOWN] = 1,
    workers: Annotated[int, SHOWN] = 1,
    dry_run: Annotated[bool, SWITCH] = False,
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """Many films that cover bodies, lifts, clothes, cameras and files evenly, with their truth.

    The same set, number and seed give the same films. A run that was stopped goes on where it was.

    Parameters
    ----------
    out
        the folder for them; manifest.json in it says what each film is
    set_
        test, tuning or train: no body and no seed is in two of them
    n
        how many films
    seed
        another seed, other films
    workers
        how many films are drawn at the same time
    dry_run
        print what would be drawn, as JSON, and draw nothing
    json
        print the manifest
    """
    from backspotter.synth.suite_plan import plan

    if dry_run:
        print(json_module.dumps(plan(set_, n, seed), indent=1, ensure_ascii=False))
        return 0
    if out is None:
        raise InputError("out", given="nothing", expected="a folder", do="or add --dry-run")
    made = _rendered(set_, n, seed, Path(out), workers)
    if json:
        print(json_module.dumps(made.document, indent=1, ensure_ascii=False))
    else:
        print(f"{out}: {len(made.done)} of {n} films, each with its truth")
    for name, why in sorted(made.failed.items()):
        print(f"{name}: {why}", file=sys.stderr)
    return 2 if made.failed else 0


def _made(spec: dict[str, Any], out: Path) -> dict[str, Any]:
    """The film made, with a bar on the error stream; what there is to say about it."""
    from backspotter.synth.film import make_film, truth_file
    from backspotter.synth.spec import film_of

    with _bar("drawing") as told:
        made = make_film(film_of(spec), out, told)
    return {
        "film": str(out),
        "truth": str(truth_file(out)),
        "frames": made.frames,
        "seconds": round(made.seconds, 3),
        "height_m": round(made.stage.lifter.shape.stature_m, 3),
        "mass_kg": round(made.stage.lifter.shape.mass_kg, 1),
    }


def _rendered(set_: str, n: int, seed: int, out: Path, workers: int) -> Suite:
    """The suite, whole, with a bar for all films and one for the film that is drawn."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

    from backspotter.synth.suite import opened, render

    made = opened(set_, n, seed, out)
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        films = bar.add_task("films", total=n, completed=len(made.done))
        frames = bar.add_task("frames", total=None, visible=workers == 1)

        def told(name: str, done: int, of: int) -> None:
            bar.update(frames, description=name, completed=done, total=of)
            bar.update(films, advance=done == of)

        render(made, workers=workers, told=told)
    return made


@contextmanager
def _bar(words: str) -> Iterator[Told]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        drawing = bar.add_task(words, total=None)
        yield lambda done, of: bar.update(drawing, completed=done, total=of)


def _say(summary: dict[str, Any], json: bool) -> None:
    if json:
        print(json_module.dumps(summary, indent=2, ensure_ascii=False))
        return
    print(f"{summary['film']}: {summary['frames']} frames, {summary['seconds']:g} s")
    print(f"{summary['truth']}: the truth, as docs/film-truth.schema.json has it")
    print(f"The lifter: {summary['height_m']:g} m, {summary['mass_kg']:g} kg")
