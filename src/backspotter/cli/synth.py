"""``backspotter synth``: films of a rendered lifter whose truth is known."""

from __future__ import annotations

import json as json_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from backspotter.errors import InputError

if TYPE_CHECKING:
    from backspotter.synth.task import FilmTask

WRITTEN = Parameter(allow_leading_hyphen=True, negative="")
QUIET = Parameter(allow_leading_hyphen=True, negative="", show_default=False)
SWITCH = Parameter(negative="", show_default=False)

synth = App(
    name="synth",
    help="Films of a rendered lifter whose truth is known exactly.\n\n"
    "Needs two packages that the base install does not bring: make setup-synth.",
    help_format="plaintext",
)


@synth.command
def film(
    out: str,
    *,
    style: Annotated[str, WRITTEN] = "conventional",
    reps: Annotated[int, WRITTEN] = 1,
    height_cm: Annotated[float | None, QUIET] = None,
    mass_kg: Annotated[float | None, QUIET] = None,
    sex: Annotated[str, WRITTEN] = "male",
    lumbar_deg: Annotated[float | None, QUIET] = None,
    rounding_deg: Annotated[float, WRITTEN] = 0.0,
    load_kg: Annotated[float, WRITTEN] = 100.0,
    yaw_deg: Annotated[float, WRITTEN] = 0.0,
    fps: Annotated[float, WRITTEN] = 30.0,
    seed: Annotated[int, WRITTEN] = 0,
    width: Annotated[int, WRITTEN] = 1280,
    height: Annotated[int, WRITTEN] = 720,
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """A deadlift seen from the side, and beside it the truth: OUT.mp4 and OUT.truth.json.

    Parameters
    ----------
    out
        the film, a file that ends in .mp4
    style
        conventional, sumo, trap-bar or romanian
    reps
        1 to 10
    height_cm
        body height [cm]; an average one when left out
    mass_kg
        body mass [kg]; an average one when left out
    sex
        male or female
    lumbar_deg
        flexion of the lower back as the bar leaves the floor; 0 is upright standing
    rounding_deg
        how much more it bends after lift-off
    load_kg
        on the bar, with the bar; written into the truth, the plates look the same [kg]
    yaw_deg
        camera from the side (0) toward the front, up to 45
    fps
        frames a second, 24 to 60
    seed
        decides clothes, colours and noise
    width
        of the picture, in pixels
    height
        of the picture, in pixels
    json
        where the truth is, and a summary of it, as one JSON document
    """
    from backspotter.spine.body import AVERAGE
    from backspotter.spine.rep import Lift
    from backspotter.synth.task import SEXES, FilmTask

    if sex not in SEXES:
        raise InputError("sex", given=sex, expected="male or female")
    mass, tall = AVERAGE["female" if sex == "female" else "male"]
    task = FilmTask(
        lift=Lift(
            style=style.strip().lower().replace("-", "_"),
            lumbar_deg=lumbar_deg,
            rounding_deg=rounding_deg,
        ),
        sex=sex,
        height_m=tall if height_cm is None else height_cm / 100,
        mass_kg=mass if mass_kg is None else mass_kg,
        reps=reps,
        load_kg=load_kg,
        yaw_deg=yaw_deg,
        fps=fps,
        seed=seed,
        width=width,
        height=height,
    )
    summary = _made(task, Path(out))
    _say(summary, json)
    return 0


def _made(task: FilmTask, out: Path) -> dict[str, Any]:
    """The film made, with a bar on the error stream; what there is to say about it."""
    from rich.console import Console
    from rich.progress import Progress

    from backspotter.synth.film import make_film, truth_file

    with Progress(console=Console(stderr=True), transient=True) as bar:
        drawing = bar.add_task("drawing", total=None)
        stage = make_film(task, out, lambda done, of: bar.update(drawing, completed=done, total=of))
    return {
        "film": str(out),
        "truth": str(truth_file(out)),
        "frames": stage.frames,
        "seconds": round(stage.motion.seconds, 3),
        "height_m": round(stage.lifter.shape.stature_m, 3),
        "mass_kg": round(stage.lifter.shape.mass_kg, 1),
    }


def _say(summary: dict[str, Any], json: bool) -> None:
    if json:
        print(json_module.dumps(summary, indent=2, ensure_ascii=False))
        return
    print(f"{summary['film']}: {summary['frames']} frames, {summary['seconds']:g} s")
    print(f"{summary['truth']}: the truth, as docs/film-truth.schema.json has it")
    print(f"The lifter: {summary['height_m']:g} m, {summary['mass_kg']:g} kg")
