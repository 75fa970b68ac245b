"""Truths and results made by hand, so that every figure of a score can be reckoned by hand."""

from __future__ import annotations

import copy
import csv
import json
from pathlib import Path
from typing import Any

FPS = 10
REP_S = 4.0
"""A rep: lift-off at its first second, lockout at its second, lowering at 2.5, end at 3.5."""

EMPTY_DECLINE = {"decline": False, "either_way": False, "reason": None}


def truth(*, reps: int = 2, change: float = 10.0, yaw: float = 5.0, **more: Any) -> dict[str, Any]:
    """A film of version 2 with so many reps that all round by ``change``."""
    count = int((reps * REP_S + 1) * FPS)
    found = {
        "version": 2,
        "film": {"fps": 30.0, "frames": count, "name": "one"},
        "lifter": {"sex": "male", "height_m": 1.80, "mass_kg": 78.0, "clothing": "tight"},
        "camera": {"yaw_deg": yaw, "side": "right"},
        "style": "conventional",
        "scale": {"lifter_px_per_m": 200.0, "near_plate_px_per_m": 240.0},
        "reps": [rep(n, change) for n in range(1, reps + 1)],
        "decline_back": dict(EMPTY_DECLINE),
        "frames": [frame(n / FPS, reps, change) for n in range(count)],
    }
    return {**found, **more}


def rep(number: int, change: float) -> dict[str, Any]:
    begin = (number - 1) * REP_S
    return {
        "index": number,
        "begin_s": begin,
        "lift_off_s": begin + 1.0,
        "knee_pass_s": begin + 1.4,
        "lockout_s": begin + 2.0,
        "lowering_s": begin + 2.5,
        "floor_s": begin + 3.4,
        "end_s": begin + 3.5,
        "rom_m": 0.5,
        "mean_concentric_velocity_m_s": 0.5,
        "peak_velocity_m_s": 0.8,
        "touch_and_go": False,
        "dropped": False,
        "completed": True,
        "lumbar_flexion_deg": {"from_upright_at_lift_off": 20.0, "change_from_set_up": change},
        "faults": [],
    }


def frame(t_s: float, reps: int, change: float) -> dict[str, Any]:
    """Angles that rise evenly within a rep; the back bends by ``change`` from 1.0 to 2.0 s."""
    number, since = int(t_s // REP_S), t_s % REP_S
    in_rep = number < reps and since < 3.5
    bent = min(max(since - 1.0, 0.0), 1.0)
    return {
        "t_s": round(t_s, 6),
        "rep": number + 1 if in_rep else None,
        "phase": "lifting" if 1.0 <= since <= 2.0 else "still",
        "trunk_deg": 60.0 - 10 * since,
        "hip_deg": 100.0 - 20 * since,
        "knee_deg": 80.0 - 20 * since,
        "lumbar_flexion_deg": 20.0 + change * bent,
        "thoracic_flexion_deg": 8.0,
        "bar_x_m": 0.05,
        "bar_y_m": 0.225 + 0.5 * bent,
        "joints_hidden": [],
        "back_outline_px": [[0.0, 0.0]] * 21,
    }


def perfect(known: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A summary and frames without an error, each number with a band of one to either side."""
    declined = known["decline_back"]["decline"]
    reps = [_said(each, declined) for each in known["reps"]]
    scale = {"px_per_m": banded(known["scale"]["lifter_px_per_m"]), "source": "plate"}
    quality = {"grade": "good", "reasons": [], "view_yaw_deg": known["camera"]["yaw_deg"]}
    film = {"width": 640, "height": 360, "duration_s": known["frames"][-1]["t_s"]}
    film |= {"frame_rate": known["film"]["fps"], "variable": False, "rotation": 0}
    summary = {"film": film, "quality": quality, "scale": scale, "style": known["style"]}
    names = (*COLUMNS, "lumbar_flexion_deg")
    frames = []
    for each in known["frames"]:
        row = {name: each[name] for name in names}
        low, high = row["lumbar_flexion_deg"] - 1, row["lumbar_flexion_deg"] + 1
        frames.append(row | {"lumbar_flexion_deg_low": low, "lumbar_flexion_deg_high": high})
    return {**summary, "reps": reps, "withheld": []}, frames


COLUMNS = (
    *("t_s", "rep", "phase", "trunk_deg", "hip_deg", "knee_deg", "thoracic_flexion_deg"),
    *("bar_x_m", "bar_y_m"),
)


def _said(known: dict[str, Any], declined: bool) -> dict[str, Any]:
    events = ("lift_off_s", "knee_pass_s", "lockout_s", "lowering_s", "end_s")
    sizes = ("rom_m", "mean_concentric_velocity_m_s", "peak_velocity_m_s")
    flexion: dict[str, Any] = {n: banded(v) for n, v in known["lumbar_flexion_deg"].items()}
    if declined:
        flexion = {"cannot_judge": "camera off the side"}
    return {
        "index": known["index"],
        "start_s": known["begin_s"],
        **{name: known[name] for name in events},
        **{name: banded(known[name]) for name in sizes},
        "lumbar_flexion_deg": flexion,
        "faults": [{**fault_, **BESIDE} for fault_ in copy.deepcopy(known["faults"])],
        "loads": None,
    }


BESIDE = {"confidence": 0.9, "picture": None, "cost": None}
"""What a result says of a fault beside what a truth does."""


def banded(value: float, half: float = 1.0) -> dict[str, float]:
    return {"value": value, "low": value - half, "high": value + half}


def fault(code: str, size: float, onset: str = "at_setup", at_s: float = 1.5) -> dict[str, Any]:
    unit = "m" if code == "bar_drift" else "deg"
    return {"code": code, "onset": onset, "at_s": at_s, "size": size, "unit": unit}


def rounding(size: float) -> dict[str, Any]:
    return fault("lumbar_rounding", size, "after_lift_off")


def keep(folder: Path, name: str, known: dict[str, Any], said: Any = None) -> None:
    """Writes a truth, and its result unless that is left out: perfect ones where none is given."""
    (folder / "truth").mkdir(exist_ok=True)
    (folder / "truth" / f"{name}.truth.json").write_text(json.dumps(known), encoding="utf-8")
    if said is None:
        said = perfect(known)
    if said:
        summary, frames = said
        place = folder / "results" / name
        place.mkdir(parents=True, exist_ok=True)
        (place / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
        if frames:
            keep_frames(place / "frames.csv", frames)


def keep_frames(path: Path, frames: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(frames[0]))
        table.writeheader()
        table.writerows(frames)
