"""``backspotter spine``: what the lower back carries in a posture, a rep or a session."""

from __future__ import annotations

import json as json_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from backspotter.errors import InputError

if TYPE_CHECKING:
    from backspotter.spine.body import Lifter
    from backspotter.spine.rep import Lift

WRITTEN = Parameter(allow_leading_hyphen=True, negative="", show_default=False)
SWITCH = Parameter(negative="", show_default=False)
QUIET = Parameter(show_default=False)


def spine(
    *,
    from_: Annotated[str | None, WRITTEN, Parameter(name="--from")] = None,
    rep: Annotated[str | None, WRITTEN] = None,
    compare: Annotated[bool, SWITCH] = False,
    explain: Annotated[bool, SWITCH] = False,
    sets: Annotated[str | None, WRITTEN] = None,
    load_kg: Annotated[float | None, QUIET] = None,
    load_lb: Annotated[float | None, QUIET] = None,
    mass_kg: Annotated[float | None, QUIET] = None,
    mass_lb: Annotated[float | None, QUIET] = None,
    height_cm: Annotated[float | None, QUIET] = None,
    height_in: Annotated[float | None, QUIET] = None,
    sex: Annotated[str, QUIET] = "unknown",
    age: Annotated[float | None, QUIET] = None,
    lumbar_deg: Annotated[float | None, WRITTEN] = None,
    rounding_deg: Annotated[float, WRITTEN] = 0.0,
    bar_further_cm: Annotated[float, WRITTEN] = 0.0,
    hips_higher_cm: Annotated[float, WRITTEN] = 0.0,
    stance_cm: Annotated[float | None, QUIET] = None,
    up_s: Annotated[float, QUIET] = 1.8,
    down_s: Annotated[float, QUIET] = 1.6,
    plot: Annotated[str | None, WRITTEN] = None,
    json: Annotated[bool, SWITCH] = False,
) -> int:
    """What the lower back carries: moment, muscle force, compression and shear, with bands.

    From a posture (--from), from a lift that nobody filmed (--rep), or from logged sets (--sets).

    Parameters
    ----------
    from_
        a file with posture and load, as docs/spine-task.schema.json has it; - for standard input
    rep
        a whole rep: conventional, sumo, trap-bar, romanian, stiff-leg, deficit or block
    compare
        with --rep: what a neutral back, a closer bar or another style would change; a
        conventional deadlift without --rep
    explain
        what the lower back does in a deadlift, told for a lifter of this size and load
    sets
        a file with logged sets, rows of style, load_kg, reps, rpe, rest_s: dose and fatigue
    load_kg
        on the bar, with the bar [kg]
    load_lb
        the same in pounds
    mass_kg
        body mass [kg]
    mass_lb
        the same in pounds
    height_cm
        body height [cm]
    height_in
        the same in inches
    sex
        male or female, for segment masses and passive tissue
    age
        years, for how far a back bends
    lumbar_deg
        with --rep: flexion of the lower back as the bar leaves the floor; 0 is upright standing
    rounding_deg
        with --rep: how much more it bends on the way up
    bar_further_cm
        with --rep: bar further from the body; negative is closer
    hips_higher_cm
        with --rep: hips higher at the start; negative is lower
    stance_cm
        with --rep: between the middle of the feet; as usual for the style without it
    up_s
        with --rep: seconds from the floor to lockout; 1.8 without it
    down_s
        with --rep: seconds back; 1.6 without it
    plot
        write a picture to this file, which ends in .svg
    json
        as one JSON document
    """
    if (compare or explain) and rep is from_ is sets is None:
        rep = "conventional"
    _refuse_mixed_ways(from_, rep, sets, compare=compare, explain=explain)
    picture = _picture_file(plot)
    if from_ is not None:
        _refuse_beside_file(load_kg, load_lb, mass_kg, mass_lb, height_cm, height_in)
        return _posture(from_, picture, json)
    lifter = _lifter(mass_kg, mass_lb, height_cm, height_in, sex, age)
    if sets is not None:
        return _sets(sets, lifter, picture, json)
    lift = _lift(
        rep or "",
        lumbar_deg=lumbar_deg,
        rounding_deg=rounding_deg,
        bar_further_m=bar_further_cm / 100,
        hips_higher_m=hips_higher_cm / 100,
        stance_m=None if stance_cm is None else stance_cm / 100,
        up_s=up_s,
        down_s=down_s,
    )
    from backspotter.app.body_size import kilograms
    from backspotter.spine.posture import LOAD_KG

    load = kilograms("load", load_kg, load_lb, LOAD_KG)
    if load is None:
        raise InputError("load_kg", given="nothing", expected="--load-kg, or --load-lb")
    if explain:
        return _explain(lifter, load)
    if compare:
        return _compare(lift, load, lifter, picture, json)
    return _rep(lift, load, lifter, picture, json)


def _posture(path: str, picture: Path | None, json: bool) -> int:
    from backspotter.app.documents import json_from, read_all
    from backspotter.app.spine_in import MAX_BYTES, task_from
    from backspotter.app.spine_out import loads_document
    from backspotter.spine.loads import loads

    given = task_from(json_from(read_all(path, what="from", most=MAX_BYTES), what="from"))
    found = loads(
        given.posture,
        load_kg=given.load_kg,
        load_ahead_m=given.load_ahead_m,
        lifter=given.lifter,
        times=given.times,
    )
    if picture:
        from backspotter.app.spine_pictures import of_posture

        _write(picture, of_posture(found, given))
    if json:
        return _print(loads_document(found))
    from backspotter.cli.loads import show_loads

    show_loads(found)
    return 0


def _rep(lift: Lift, load_kg: float, lifter: Lifter, picture: Path | None, json: bool) -> int:
    from backspotter.app.spine_out import rep_document
    from backspotter.spine.loads import rep_loads

    one = rep_loads(lift, load_kg=load_kg, lifter=lifter)
    if picture:
        from backspotter.app.spine_pictures import of_rep

        _write(picture, of_rep(one))
    if json:
        return _print(rep_document(one))
    from backspotter.cli.loads import show_rep

    show_rep(one)
    return 0


def _compare(lift: Lift, load_kg: float, lifter: Lifter, picture: Path | None, json: bool) -> int:
    from backspotter.app.spine_out import compare_document
    from backspotter.spine.compare import compare

    rows = compare(lift, load_kg=load_kg, lifter=lifter)
    if picture:
        from backspotter.app.spine_pictures import of_changes

        _write(picture, of_changes(rows, lift, load_kg))
    if json:
        return _print(compare_document(rows, style=lift.style, load_kg=load_kg))
    from backspotter.cli.loads import show_changes

    show_changes(rows, lift, load_kg)
    return 0


def _sets(path: str, lifter: Lifter, picture: Path | None, json: bool) -> int:
    from backspotter.app.documents import MAX_DOCUMENT_BYTES, json_from, read_all
    from backspotter.app.spine_in import sets_from
    from backspotter.app.spine_out import sets_document
    from backspotter.app.spine_sets import session

    if picture:
        raise InputError("plot", given="with --sets", expected="--from, --rep or --compare")
    given = read_all(path, what="sets", most=MAX_DOCUMENT_BYTES)
    done = session(sets_from(json_from(given, what="sets"), lifter))
    if json:
        return _print(sets_document(done))
    from backspotter.cli.loads import show_session

    show_session(done)
    return 0


def _explain(lifter: Lifter, load_kg: float) -> int:
    from backspotter.app.spine_explained import explained
    from backspotter.cli.loads import show_sections

    show_sections(explained(lifter, load_kg))
    return 0


def _refuse_mixed_ways(
    from_: str | None, rep: str | None, sets: str | None, *, compare: bool, explain: bool
) -> None:
    ways = {"--from": from_, "--rep": rep, "--sets": sets}
    given = [name for name, value in ways.items() if value is not None]
    if len(given) > 1:
        raise InputError("spine", given=" and ".join(given), expected="only one of them")
    if not given:
        expected = "--from FILE, --rep STYLE or --sets FILE"
        raise InputError("spine", given="nothing", expected=expected, do="see spine --help")
    if rep is None and (compare or explain):
        name = "compare" if compare else "explain"
        raise InputError(name, given=f"with {given[0]}", expected="--rep STYLE, or nothing")


def _refuse_beside_file(*numbers: float | None) -> None:
    if any(number is not None for number in numbers):
        raise InputError(
            "spine", given="body size or load beside --from", expected="them in the file"
        )


def _lifter(
    mass_kg: float | None,
    mass_lb: float | None,
    height_cm: float | None,
    height_in: float | None,
    sex: str,
    age: float | None,
) -> Lifter:
    from backspotter.app.body_size import kilograms, metres
    from backspotter.app.spine_in import sex_from
    from backspotter.spine.body import Lifter

    return Lifter(
        mass_kg=kilograms("mass", mass_kg, mass_lb),
        height_m=metres(height_cm, height_in),
        sex=sex_from(sex),
        age_y=age,
    )


def _lift(style: str, **how: float | None) -> Lift:
    from backspotter.spine.rep import Lift

    return Lift(style=style.strip().lower().replace("-", "_"), **how)  # type: ignore[arg-type]


def _picture_file(plot: str | None) -> Path | None:
    if plot is None:
        return None
    file = Path(plot)
    if file.suffix.lower() != ".svg":
        raise InputError("plot", given=plot, expected="a file that ends in .svg")
    if not file.parent.is_dir():
        raise InputError("plot", given=plot, expected="a folder that is there")
    return file


def _write(file: Path, picture: str) -> None:
    try:
        file.write_text(picture, encoding="utf-8")
    except OSError as error:
        given = f"{file} ({error.strerror})"
        raise InputError("plot", given=given, expected="a file that can be written") from None


def _print(document: dict[str, Any]) -> int:
    print(json_module.dumps(document, indent=2, ensure_ascii=False))
    return 0
