"""One filmed set, from the file to what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from backspotter.app.film_asked import Asked, style_named
from backspotter.app.film_back import BackReader, back_of
from backspotter.app.film_compared import Earlier, compared
from backspotter.app.film_frames import frames_seen, hidden_joints
from backspotter.app.film_loads import loaded
from backspotter.app.film_moved import Moved, moved
from backspotter.app.film_places import Places, places
from backspotter.app.film_reading import FilmRead, Told, read_film, silent
from backspotter.app.film_reps import reps_seen
from backspotter.lift.analysis import (
    Attempt,
    CannotJudge,
    FilmSeen,
    GradeReason,
    LiftAnalysis,
    Quality,
    Said,
    ScaleSeen,
    StyleSeen,
    Withheld,
)
from backspotter.lift.band import Band
from backspotter.lift.film_facts import FilmFacts
from backspotter.lift.flexion import Flexion
from backspotter.lift.style import Look, style_of
from backspotter.spine.body import Lifter

NORMAL: Final = (
    "Some rounding is normal: trained lifters bend the lower back by about 25° in heavy pulls. "
    "What counts is whether it gives way under load."
)
SET_BY_HAND: Final = "Where repetitions begin and end is as you set it."
NO_SCALE: Final = "neither a plate nor the lifter's height tells the scale"


def analyse(
    film: Path | str,
    *,
    load_kg: float,
    lifter: Lifter | None = None,
    style: str | None = None,
    plate_mm: float | None = None,
    baseline: Sequence[Earlier] = (),
    told: Told = silent,
    threads: int = 2,
) -> LiftAnalysis:
    """What one clip of a set shows, every number with its band or the reason why there is none.

    Parameters
    ----------
    film : a clip from the side, of any phone
    load_kg : on the bar, with the bar [kg]
    lifter : body size and sex; averages stand in for what is left out, and widen the bands
    style : conventional, sumo, trap-bar, romanian or stiff-leg; a guess is made without it
    plate_mm : diameter of the largest plate [mm]; 450 is taken as likely without it
    baseline : summaries of earlier films of the same lifter
    told : is told what is being done, and how much of it is, 0 to 1
    threads : processor cores to use

    Raises
    ------
    InputError : not a film that can be used, nobody in it, or a load, body or plate that cannot be
    """
    asked = Asked(
        lifter=lifter or Lifter(),
        load_kg=load_kg,
        style=style_named(style),
        plate_mm=plate_mm,
    )
    read = read_film(
        Path(film),
        told,
        threads=threads,
        plate_mm=asked.plate_mm,
        height_m=asked.lifter.height_m,
    )
    return analysed(read, asked, name=Path(film).name, baseline=baseline)


def analysed(
    read: FilmRead,
    asked: Asked,
    *,
    name: str,
    baseline: Sequence[Earlier] = (),
    back: BackReader | None = None,
) -> LiftAnalysis:
    """The same from what was followed through a film already."""
    height = asked.lifter.height_m
    seen = moved(read, height_m=height, plate_mm=asked.plate_mm, spans=asked.spans)
    flexion = back_of(seen, asked.lifter, back)
    seen = seen.with_back(flexion.lumbar)
    at = places(seen, height)
    style = _style(seen, asked, at)
    load = loaded(seen, at, flexion, lifter=asked.lifter, load_kg=asked.load_kg)
    reps = reps_seen(seen, at, flexion, load, style=style.id, asked=asked)
    return LiftAnalysis(
        film=_film(read.facts, name),
        given=asked.given,
        quality=_quality(seen),
        scale=_scale(seen),
        style=style,
        frames=frames_seen(seen, at, flexion, load),
        reps=reps,
        withheld=_withheld(seen, flexion),
        attempts=_attempts(seen),
        notes=_notes(seen, flexion, style, asked),
        compared=compared(reps, baseline),
    )


def _film(facts: FilmFacts, name: str) -> FilmSeen:
    return FilmSeen(
        name=name,
        width=facts.width,
        height=facts.height,
        duration_s=facts.duration_s,
        frame_rate=facts.frame_rate,
        variable=facts.variable,
        rotation=facts.rotation,
        sound=facts.sound,
        slowed=facts.slowed,
    )


def _quality(seen: Moved) -> Quality:
    view = seen.view
    value, low, high = view.yaw_deg
    yaw: Said = CannotJudge("the shoulders were not seen")
    if np.isfinite(value):
        yaw = Band(value=value, low=low, high=high)
    reasons = tuple(GradeReason(one.grade, one.say, one.do) for one in view.reasons)
    return Quality(grade=view.grade, reasons=reasons, yaw_deg=yaw)


def _scale(seen: Moved) -> ScaleSeen:
    if seen.scale is None:
        nothing = CannotJudge(NO_SCALE)
        return ScaleSeen(lifter=nothing, near_plate=nothing, source="nothing")
    found = seen.scale
    near: Said = found.near if seen.bar is not None else CannotJudge("no plate was seen")
    return ScaleSeen(lifter=found.lifter, near_plate=near, source=found.source, doubts=found.doubts)


def _style(seen: Moved, asked: Asked, at: Places) -> StyleSeen:
    if asked.style is not None:
        return StyleSeen(id=asked.style, asked=True)
    if not seen.counted:
        return StyleSeen(id="conventional", asked=False, doubt="no repetition to tell it from")
    rep, chain = seen.counted[0], seen.angles.chain
    begin = rep.lift_off.value if rep.lift_off else float(seen.times_s[rep.low])
    knee, ahead = (
        float(np.interp(begin, seen.times_s, each))
        for each in (seen.angles.knee.value, at.knee[:, 0] - at.bar_x_m)
    )
    look = Look(
        from_the_top=rep.from_the_top,
        knee_deg=knee,
        thigh_of_shank=chain.thigh / chain.shank,
        knee_ahead_of_bar_m=ahead,
    )
    id_, why = style_of(look)
    return StyleSeen(id=id_, asked=False, doubt=f"a guess: {why}")


def _withheld(seen: Moved, flexion: Flexion) -> tuple[Withheld, ...]:
    found = []
    if flexion.withheld is not None:
        found.append(Withheld("lower back", flexion.withheld))
    if seen.bar is None:
        found.append(Withheld("bar speed and path", "the bar's plate was not seen"))
    if seen.scale is None:
        found.append(Withheld("metres", NO_SCALE))
    if not seen.counted:
        found.append(Withheld("repetitions", "no repetition was found"))
    hidden = hidden_joints(seen.angles)[seen.rep > 0]
    if hidden.any():
        what = f"hip and knee angles in {hidden.mean():.0%} of the time in repetitions"
        found.append(Withheld(what, "a plate hides the hip or the knee"))
    return tuple(found)


def _attempts(seen: Moved) -> tuple[Attempt, ...]:
    why = "the bar did not reach the top"
    return tuple(
        Attempt(start_s=rep.begin_s, end_s=rep.end_s, why=why)
        for rep in seen.reps
        if rep.index is None
    )


def _notes(seen: Moved, flexion: Flexion, style: StyleSeen, asked: Asked) -> tuple[str, ...]:
    found = list(seen.scale.doubts) if seen.scale else []
    if asked.spans:
        found.append(SET_BY_HAND)
    if flexion.withheld is None:
        found.append(NORMAL)
    if style.doubt:
        found.append(f"The style is {style.doubt}.")
    if seen.read.bar is not None and seen.read.bar.doubt:
        found.append(f"The bar: {seen.read.bar.doubt}.")
    if seen.read.facts.slowed > 1:
        found.append(
            f"The film is shown {seen.read.facts.slowed:.1f} times slower than it was taken: "
            "moments are those of the film, speeds those of the lift."
        )
    return tuple(found)
