"""Every repetition, those that failed among them, as the analysis has it."""

from __future__ import annotations

import numpy as np

from backspotter.app.film_asked import Asked
from backspotter.app.film_faults import faults_of
from backspotter.app.film_loads import Loaded
from backspotter.app.film_measures import rep_seen
from backspotter.app.film_moved import Moved
from backspotter.app.film_places import Places, in_picture
from backspotter.lift.analysis import CannotJudge, FlexionSeen, RepSeen, Said
from backspotter.lift.arrays import Floats
from backspotter.lift.band import Band
from backspotter.lift.flexion import Flexion
from backspotter.lift.knee_pass import knee_pass, knee_pass_by_height
from backspotter.lift.reps import Rep

NOT_SEEN = CannotJudge("the moment was not seen")
NO_BAR = CannotJudge("the bar was not seen")
NO_TOP = CannotJudge("the rep failed: the bar did not reach the top")


def reps_seen(
    moved: Moved, at: Places, flexion: Flexion, load: Loaded, *, style: str, asked: Asked
) -> tuple[RepSeen, ...]:
    """In order."""
    found = []
    for place, rep in enumerate(moved.counted):
        looked = rep_seen(
            moved, rep, place, style=style, at=at, flexion=flexion, lifter=asked.lifter
        )
        faults, left = faults_of(looked, load.filmed[place], moved.times_s)
        slowed = moved.read.facts.slowed
        found.append(
            RepSeen(
                index=place + 1,
                **_moments(moved, rep, at, asked.lifter.height_m),
                rom_m=rep.rom_m or NO_BAR,
                mean_speed=_mean_speed(rep, slowed),
                peak_speed=rep.peak_speed.times(slowed) if rep.peak_speed else NO_BAR,
                touch_and_go=rep.touch_and_go,
                dropped=rep.dropped,
                flexion=_flexion(flexion, place),
                faults=faults,
                not_judged=left,
                loads=load.reps[place],
                doubts=rep.doubts,
                completed=rep.completed,
            )
        )
    return tuple(found)


def _mean_speed(rep: Rep, slowed: float) -> Said:
    if rep.failed:
        return NO_TOP
    return rep.mean_speed.times(slowed) if rep.mean_speed else NO_BAR


def _moments(moved: Moved, rep: Rep, at: Places, height_m: float | None) -> dict[str, Said]:
    lowering: Said = rep.lowering
    return {
        "start_s": _exactly(rep.begin_s),
        "lift_off_s": rep.lift_off or NOT_SEEN,
        "knee_pass_s": _knee_pass(moved, rep, at, height_m),
        "lockout_s": NO_TOP if rep.failed else rep.lockout or NOT_SEEN,
        "lowering_s": lowering,
        "end_s": _exactly(rep.end_s),
    }


def _exactly(moment: float) -> Band:
    return Band(value=moment, low=moment, high=moment)


def _knee_pass(moved: Moved, rep: Rep, at: Places, height_m: float | None) -> Said:
    track, found, bar = moved.read.bar, moved.scale, moved.bar
    if track is None or found is None or bar is None:
        return NO_BAR
    if height_m is not None and not rep.from_the_top:
        smooth = at.bar_y_m - bar.height_m + bar.smooth.value
        return knee_pass_by_height(bar.times_s, smooth, height_m, rep.low, rep.high)
    tracks = moved.read.tracks
    knee = in_picture(moved.angles.chain, "knee", tracks.facing, moved.yaw[0])[:, 1]
    height = float(tracks.size_px[1])
    passed = knee_pass(track, knee, found, height, rep.low, rep.high)
    if passed is None and not np.isfinite(knee[rep.low]):
        return NOT_SEEN
    return passed


def _flexion(flexion: Flexion, place: int) -> FlexionSeen | CannotJudge:
    if flexion.withheld is not None:
        return CannotJudge(flexion.withheld)
    return FlexionSeen(
        from_upright_at_lift_off=_judged(flexion.at_lift_off[place]),
        change_from_set_up=_judged(flexion.change[place]),
    )


def _judged(found: Floats) -> Said:
    if not np.isfinite(found).all():
        return CannotJudge("the line of the back was not seen well enough")
    value, low, high = (float(end) for end in found)
    return Band(value=value, low=low, high=high)
