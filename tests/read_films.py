"""An analysis made from a rendered film's truth, for tests of what is made of an analysis."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from backspotter.lift.analysis import (
    Borne,
    CannotJudge,
    Cost,
    Drawn,
    FaultSeen,
    FilmSeen,
    FlexionSeen,
    FramesSeen,
    GradeReason,
    LiftAnalysis,
    LiftGiven,
    LoadsSeen,
    Quality,
    RepSeen,
    ScaleSeen,
    StyleSeen,
    Withheld,
)
from backspotter.lift.band import Band
from backspotter.lift.tracks import PLACE

SAY = "The lower back bends by 15 degrees or more beyond its own shape at lift-off, before lockout."
CUE = "Brace before you pull, and push the floor away."
PRACTISE = "Pause two seconds just below the knee, with two thirds of this load."
DRAWN = ("shoulder", "hip", "knee", "ankle")
JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")


def band(value: float, half: float) -> Band:
    return Band(value=value, low=value - half, high=value + half)


def banded(values: Any, half: float) -> np.ndarray:
    column = np.array(values, float)
    return np.stack([column, column - half, column + half], axis=1)


def plain_truth(times_s: Any, *, size=(192, 128), reps: int = 1) -> dict[str, Any]:
    """A stick lifter who bends and stands up again, in the words of a film's truth."""
    times = [float(t) for t in times_s]
    end = times[-1]
    return {
        "film": {"name": "set.mp4", "width": size[0], "height": size[1], "fps": 30.0}
        | {"times_s": times},
        "load_kg": 140.0,
        "frames": [_stick(t, end, size, reps) for t in times],
        "reps": [_lift(number, end / reps) for number in range(reps)],
    }


def _stick(t_s: float, end: float, size: tuple[int, int], reps: int) -> dict[str, Any]:
    bend = 0.5 + 0.5 * float(np.cos(2 * np.pi * reps * t_s / end))
    unit = size[1] / 10
    hip = np.array([size[0] / 2 - unit * bend, size[1] * 0.55])
    lean = np.array([np.sin(1.2 * bend), -np.cos(1.2 * bend)])
    shoulder = hip + 3 * unit * lean
    places = {
        "shoulder": shoulder,
        "elbow": shoulder + np.array([0, 1.2 * unit]),
        "wrist": shoulder + np.array([0, 2.4 * unit]),
        "hip": hip,
        "knee": hip + np.array([unit * bend, 1.8 * unit]),
        "ankle": np.array([size[0] / 2, size[1] * 0.92]),
    }
    back = [
        list(hip + share * (shoulder - hip) - np.array([unit, 0]))
        for share in np.linspace(0, 1, 21)
    ]
    number = min(int(reps * t_s / end), reps - 1) + 1
    up = (reps * t_s / end) % 1 < 0.5
    return {
        "rep": number,
        "phase": "lifting" if up else "lowering",
        "trunk_deg": 70 * bend,
        "hip_deg": 100 * bend,
        "knee_deg": 60 * bend,
        "lumbar_flexion_deg": 40 * bend,
        "thoracic_flexion_deg": 10 * bend,
        "bar_x_m": 0.05,
        "bar_y_m": 0.225 + 0.5 * (1 - bend),
        "near_plate_px": list(places["wrist"]),
        "near_plate_radius_px": 1.5 * unit,
        "back_outline_px": back,
        "joints_px": {f"{j}_{s}": list(p) for j, p in places.items() for s in ("left", "right")},
    }


def _lift(number: int, lasts: float) -> dict[str, Any]:
    begin = number * lasts
    shares = {"begin_s": 0, "lift_off_s": 0.1, "knee_pass_s": 0.25, "lockout_s": 0.45}
    shares |= {"lowering_s": 0.6, "end_s": 0.95}
    fault = {"code": "lumbar_rounding", "onset": "after_lift_off", "at_s": begin + 0.15 * lasts}
    fault |= {"peak_s": begin + 0.3 * lasts, "size": 25.0, "unit": "deg"}
    return {
        "index": number + 1,
        **{name: begin + share * lasts for name, share in shares.items()},
        "rom_m": 0.5,
        "mean_concentric_velocity_m_s": 0.4,
        "peak_velocity_m_s": 0.6,
        "touch_and_go": False,
        "dropped": False,
        "lumbar_flexion_deg": {"from_upright_at_lift_off": 20.0, "change_from_set_up": 25.0},
        "faults": [fault] if number == 0 else [],
    }


def analysis_of(truth: dict[str, Any]) -> LiftAnalysis:
    """What a perfect reader would say of a rendered film, with plausible bands."""
    frames, film = truth["frames"], truth["film"]
    return LiftAnalysis(
        film=FilmSeen(
            name=film.get("name") or "rep.mp4",
            width=film["width"],
            height=film["height"],
            duration_s=film["times_s"][-1],
            frame_rate=film["fps"],
            variable=False,
            rotation=0,
            sound=True,
            slowed=1.0,
        ),
        given=LiftGiven(
            load_kg=truth["load_kg"], height_m=1.76, mass_kg=80.0, sex="male", plate_mm=450.0
        ),
        quality=Quality(
            grade="fair",
            reasons=(
                GradeReason(
                    "fair",
                    "The lifter is small in the picture (the trunk is 70 pixels long).",
                    "Film from nearer, or zoom in.",
                ),
            ),
            yaw_deg=band(2.0, 8.0),
        ),
        scale=ScaleSeen(
            lifter=band(150.3, 3.0),
            near_plate=band(183.6, 2.0),
            source="the plate, 450 mm across",
        ),
        style=StyleSeen(id="conventional", asked=False, doubt="inferred from the stance"),
        frames=_frames(frames, truth),
        reps=tuple(_rep(rep) for rep in truth["reps"]),
        withheld=(Withheld("bar drift", "The foot was hidden behind the plate."),),
    )


def _frames(frames: list[dict[str, Any]], truth: dict[str, Any]) -> FramesSeen:
    def column(name: str) -> np.ndarray:
        return np.array([frame[name] for frame in frames], float)

    inside = np.array([bool(frame["rep"]) for frame in frames])
    force = 1500 + 60 * column("trunk_deg") * inside
    force[~inside] = np.nan
    return FramesSeen(
        times_s=np.array(truth["film"]["times_s"]),
        rep=np.array([frame["rep"] or 0 for frame in frames]),
        phase=tuple(frame["phase"] for frame in frames),
        trunk=banded(column("trunk_deg"), 4),
        hip=banded(column("hip_deg"), 5),
        knee=banded(column("knee_deg"), 6),
        lumbar=banded(column("lumbar_flexion_deg"), 8),
        thoracic=banded(column("thoracic_flexion_deg"), 9),
        bar_x_m=column("bar_x_m"),
        bar_y_m=column("bar_y_m"),
        moment=banded(force / 18, 20),
        compression=banded(force, 500),
        shear=banded(force / 5, 150),
        drawn=_drawn(frames),
    )


def _drawn(frames: list[dict[str, Any]]) -> Drawn:
    marks = np.full((len(frames), 33, 2), np.nan)
    for side in ("left", "right"):
        for joint in JOINTS:
            places = [frame["joints_px"][f"{joint}_{side}"] for frame in frames]
            marks[:, PLACE[f"{side}_{joint}"]] = places
    near = {
        joint: marks[:, PLACE[f"right_{joint}"]] for joint in ("shoulder", "hip", "knee", "ankle")
    }
    return Drawn(
        landmarks=marks,
        back=np.stack([_outline(frame["back_outline_px"]) for frame in frames]),
        bar=np.array([frame["near_plate_px"] for frame in frames], float),
        plate_radius=float(frames[0]["near_plate_radius_px"]),
        plate_aspect=1.0,
        near_side="right",
        facing=1,
        **near,
    )


def _outline(points: list[list[float]] | None) -> np.ndarray:
    if points is None:
        return np.full((61, 2), np.nan)
    known = np.array(points)
    at = np.linspace(0, len(known) - 1, 61)
    return np.stack([np.interp(at, np.arange(len(known)), known[:, n]) for n in (0, 1)], axis=1)


def _rep(rep: dict[str, Any]) -> RepSeen:
    def moment(name: str) -> Band | None:
        return None if rep[name] is None else band(rep[name], 0.03)

    flexion = rep["lumbar_flexion_deg"]
    return RepSeen(
        index=rep["index"],
        start_s=moment("begin_s"),
        lift_off_s=moment("lift_off_s"),
        knee_pass_s=moment("knee_pass_s"),
        lockout_s=moment("lockout_s"),
        lowering_s=moment("lowering_s"),
        end_s=moment("end_s"),
        rom_m=band(rep["rom_m"], 0.015),
        mean_speed=band(rep["mean_concentric_velocity_m_s"], 0.02),
        peak_speed=band(rep["peak_velocity_m_s"], 0.03),
        touch_and_go=rep["touch_and_go"],
        dropped=rep["dropped"],
        flexion=FlexionSeen(
            from_upright_at_lift_off=band(flexion["from_upright_at_lift_off"], 12),
            change_from_set_up=band(flexion["change_from_set_up"], 7),
        ),
        faults=tuple(_fault(fault) for fault in rep["faults"]),
        not_judged=(Withheld("bar_drift", "it was hidden when it mattered"),),
        loads=LoadsSeen(
            moment=band(310, 40),
            compression=band(5600, 900),
            shear=band(900, 300),
            at_s=rep["lift_off_s"] + 0.2,
            assumed=("the weight of the arms",),
        ),
    )


def _fault(fault: dict[str, Any]) -> FaultSeen:
    return FaultSeen(
        row="rounding-after-lift-off",
        code=fault["code"],
        onset=fault["onset"],
        at_s=fault["at_s"],
        peak_s=fault["peak_s"],
        size=band(fault["size"], 7),
        unit=fault["unit"],
        confidence=0.98,
        say=SAY,
        cue=CUE,
        practise=PRACTISE,
        cost=Cost(
            moment=band(14, 9),
            compression=band(420, 260),
            shear=band(-60, 120),
            extensor_force=band(-90, 300),
            passive_share=band(0.08, 0.05),
            measurable=True,
            say="With the bar 41 % of its way up L5/S1 was pressed with 5.5 kN. Had the lower back "
            "kept the shape it had at lift-off, it would have been 5.1 kN: 0.4 kN less. Ligaments "
            "and resting tissue held 11 % of the moment, instead of 3 %.",
            when="where it was largest, with the bar 41 % of its way up",
            undone="had the lower back kept the shape it had at lift-off",
            share_up=0.41,
            without=Borne(
                moment=band(290, 40),
                compression=band(5100, 900),
                shear=band(900, 300),
                extensor_force=band(5200, 900),
                passive_share=band(0.03, 0.02),
            ),
        ),
    )


def all_withheld(analysis: LiftAnalysis) -> LiftAnalysis:
    """The same film, of which nothing can be said."""
    frames = analysis.frames
    nothing = np.full((len(frames.times_s), 3), np.nan)
    gone = dict.fromkeys(("trunk", "hip", "knee", "lumbar", "thoracic", "moment"), nothing)
    drawn = replace(
        frames.drawn,
        landmarks=np.full_like(frames.drawn.landmarks, np.nan),
        back=np.full_like(frames.drawn.back, np.nan),
        bar=np.full_like(frames.drawn.bar, np.nan),
        plate_radius=float("nan"),
        **{
            name: np.full((len(nothing), 2), np.nan)
            for name in ("shoulder", "hip", "knee", "ankle")
        },
    )
    frames = replace(
        frames,
        bar_x_m=nothing[:, 0],
        bar_y_m=nothing[:, 0],
        compression=nothing,
        shear=nothing,
        rep=np.zeros(len(nothing), int),
        phase=("still",) * len(nothing),
        drawn=drawn,
        **gone,
    )
    quality = Quality(
        grade="cannot_judge",
        reasons=(GradeReason("cannot_judge", "Filmed from the front.", "Film from the side."),),
        yaw_deg=CannotJudge("nobody was seen for long enough"),
    )
    withheld = (Withheld("repetitions", "No bar was found."),)
    scale = replace(analysis.scale, lifter=CannotJudge("no bar was found"))
    return replace(
        analysis, quality=quality, frames=frames, reps=(), withheld=withheld, scale=scale
    )
