"""A read film as numbers for a page's script: curves with their bands, lines to draw over it."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from backspotter.exports.film_back import back_lines
from backspotter.exports.film_colours import BENT, BENT_DEG, WITHHELD
from backspotter.exports.film_overlay import LOWER, UPPER, limbs_of
from backspotter.exports.film_report import cut_out
from backspotter.exports.report_curves import Chart, Line, numbers_of_chart
from backspotter.exports.report_words import fault_title
from backspotter.lift.analysis import FlexionSeen, FramesSeen, LiftAnalysis, RepSeen
from backspotter.lift.arrays import Floats
from backspotter.lift.band import Band

EVERY_RAY: Final = 3
"""So many rays of the back's line, one is drawn."""

MOST_LEAN_DEG: Final = 120.0
"""Nobody in a lift leans further: where a film says so, the lifter is not in it yet. Assumption."""

NEWTONS_PER_KILO: Final = 1000.0


def page_charts(analysis: LiftAnalysis) -> tuple[Chart, ...]:
    """The curves beside the film, those that say most first."""
    frames = analysis.frames
    change = back_change(analysis)
    trunk = np.where(np.abs(frames.trunk[:, :1]) > MOST_LEAN_DEG, np.nan, frames.trunk)
    force = frames.compression / NEWTONS_PER_KILO
    return (
        Chart("height", "Height of the bar", "m", (Line("bar", frames.bar_y_m),), 0.4, 2),
        Chart("trunk", "Lean of the trunk", "°", (_banded("trunk", trunk),), 60.0, 0),
        Chart("change", "Lower back since lift-off", "°", (_banded("more bent", change),), 20.0, 0),
        Chart("force", "Compression at L5/S1", "kN", (_banded("compression", force),), 4.0, 1),
    )


def _banded(name: str, columns: Floats) -> Line:
    return Line(name, columns[:, 0], columns[:, 1], columns[:, 2])


def back_change(analysis: LiftAnalysis) -> Floats:
    """(n, 3) how much more the lower back is bent than as the bar left the floor [deg]: value, low
    and high, within each repetition from lift-off to lockout, of one that failed until the bar
    sinks; NaN where it was not judged."""
    frames = analysis.frames
    found = np.full((len(frames.times_s), 3), np.nan)
    for rep in analysis.reps:
        part = _on_the_way_up(frames, rep)
        if part is None or not isinstance(rep.flexion, FlexionSeen):
            continue
        value = frames.lumbar[part, 0]
        start = float(np.interp(_at(rep.lift_off_s), frames.times_s, frames.lumbar[:, 0]))
        whole = rep.flexion.change_from_set_up
        if not isinstance(whole, Band):
            continue
        since = value - start
        found[part] = np.stack([since, *_spread(since, whole)], axis=1)
    return found


def _on_the_way_up(frames: FramesSeen, rep: RepSeen) -> Any:
    last = rep.lockout_s if rep.completed else rep.lowering_s
    if not isinstance(rep.lift_off_s, Band) or not isinstance(last, Band):
        return None
    times = frames.times_s
    return (times >= rep.lift_off_s.value) & (times <= last.value)


def _at(moment: Any) -> float:
    return float(moment.value)


def _spread(since: Floats, whole: Band) -> tuple[Floats, Floats]:
    """The band grows with the change up to that of the whole one, and does not narrow again."""
    most = max(float(np.nanmax(since, initial=0.0)), 1e-6)
    share = np.maximum.accumulate(np.clip(np.nan_to_num(since) / most, 0.0, 1.0))
    return since - share * (whole.value - whole.low), since + share * (whole.high - whole.value)


def frames_document(analysis: LiftAnalysis) -> dict[str, Any]:
    """Everything that the page's script draws; places are whole pixels of ``width``, ``height``."""
    frames, film = analysis.frames, analysis.film
    return {
        "width": film.width,
        "height": film.height,
        "times": [round(float(t), 4) for t in frames.times_s],
        "rep": [int(n) for n in frames.rep],
        "phase": list(frames.phase),
        "bend": _numbers(frames.lumbar[:, 0], 0),
        "drawn": _drawn(frames),
        "near": _near(analysis),
        "charts": [_chart(chart) for chart in page_charts(analysis)],
        "reps": [_rep(rep) for rep in analysis.reps],
        "faults": _faults(analysis),
        "colours": {"deg": list(BENT_DEG), "rgb": [list(c) for c in BENT], "grey": list(WITHHELD)},
    }


def _drawn(frames: FramesSeen) -> dict[str, Any]:
    """Frame by frame: lines of trunk with leg, arm and foot; the back; the bar."""
    drawn = frames.drawn
    limbs = limbs_of(drawn)
    back = back_lines(frames)
    return {
        "leg": _places(limbs[:, 0]),
        "arm": _places(limbs[:, 1, :3]),
        "foot": _places(limbs[:, 2, :2]),
        "lower": _places(back[:, LOWER][:, ::EVERY_RAY]),
        "upper": _places(back[:, UPPER][:, ::EVERY_RAY]),
        "bar": _places(drawn.bar[:, None]),
        "plate": None if math.isnan(drawn.plate_radius) else round(drawn.plate_radius, 1),
        "aspect": 1.0 if math.isnan(drawn.plate_aspect) else round(drawn.plate_aspect, 3),
    }


def _places(points: Floats) -> list[list[int | None]]:
    """(n, m, 2) as a list of x, y, x, y … for each frame; null where not seen."""
    flat = points.reshape(len(points), -1)
    known = np.isfinite(flat)
    whole = np.where(known, np.clip(np.nan_to_num(flat), -9999, 9999), 0).round().astype(int)
    return [
        [value if seen else None for value, seen in zip(row, mask, strict=True)]
        for row, mask in zip(whole.tolist(), known.tolist(), strict=True)
    ]


def _near(analysis: LiftAnalysis) -> list[int]:
    """Left, top, right, bottom of what lifter and bar need through all repetitions [px]."""
    size = (analysis.film.width, analysis.film.height)
    if not analysis.reps:
        return [0, 0, *size]
    rows, columns = cut_out(analysis.frames, 1.0, size)
    return [columns.start, rows.start, columns.stop, rows.stop]


GAPS: Final = {
    "change": "not on the way up",
    "force": "bar not in hand",
}
"""What is said between the moments of a curve."""


def _chart(chart: Chart) -> dict[str, Any]:
    gap = GAPS.get(chart.id, "not seen here")
    named = {"id": chart.id, "title": chart.title, "least": chart.least, "gap": gap}
    return {**named, "empty": chart.is_empty, **numbers_of_chart(chart)}


def _rep(rep: RepSeen) -> dict[str, Any]:
    names = ("start_s", "lift_off_s", "knee_pass_s", "lockout_s", "lowering_s", "end_s")
    found: dict[str, Any] = {"index": rep.index, "completed": rep.completed}
    for name in names:
        moment = getattr(rep, name)
        found[name] = round(moment.value, 3) if isinstance(moment, Band) else None
    return found


def _faults(analysis: LiftAnalysis) -> list[dict[str, Any]]:
    return [
        {"rep": rep.index, "at": round(f.peak_s, 3), "title": fault_title(f.code, f.onset)}
        for rep in analysis.reps
        for f in rep.faults
    ]


def _numbers(values: Floats, digits: int) -> list[float | None]:
    return [round(float(v), digits) if math.isfinite(v) else None for v in values]
