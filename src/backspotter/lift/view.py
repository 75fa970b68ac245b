"""How good a clip is for judging a back: measured, graded by rows, said in plain words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np

from backspotter.lift.arrays import Flags, Floats
from backspotter.lift.camera_motion import CameraMotion
from backspotter.lift.film_facts import FilmFacts
from backspotter.lift.outline import hidden_by
from backspotter.lift.sides import facing_of
from backspotter.lift.tracks import ALONG, PLACE, Tracks

Grade = Literal["good", "fair", "poor", "cannot_judge"]
GRADES: Final[tuple[Grade, ...]] = ("good", "fair", "poor", "cannot_judge")

YAW_BAND_DEG: Final = 8.0
"""Half width of the band of the camera's direction; see docs/decisions/0007-pose.md."""

PLATE_RATIO_SD: Final = 0.012
"""Of the short axis of a plate's ellipse over its long one, as an assumption."""

LUMBAR: Final = (ALONG >= 0.05) & (ALONG <= 0.5)
"""Rays over the lower back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One row of ``view.toml``."""

    id: str
    measure: str
    worse: Literal["more", "less"]
    fair: float | None
    poor: float | None
    cannot: float | None
    say: str
    do: str
    status: str

    def grade(self, value: float) -> Grade:
        """How bad this value is; good where it is not known."""
        sign = 1 if self.worse == "more" else -1
        steps = zip((self.cannot, self.poor, self.fair), GRADES[:0:-1], strict=True)
        for limit, grade in steps:
            if limit is not None and sign * value >= sign * limit:
                return grade
        return "good"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a clip is less than good."""

    id: str
    grade: Grade
    value: float
    say: str
    do: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A clip's grade for judging the back, and what it was measured by.

    ``yaw_deg`` (value, low, high): from the side toward the lifter's front (positive) or rear [deg]
    ``measures``: the value of every row's measure; NaN where it could not be measured
    """

    grade: Grade
    reasons: tuple[Reason, ...]
    yaw_deg: tuple[float, float, float]
    measures: dict[str, float]


@lru_cache(maxsize=1)
def limits() -> tuple[Limit, ...]:
    """The rows of ``view.toml``."""
    rows = tomllib.loads(Path(__file__).with_name("view.toml").read_text(encoding="utf-8"))
    empty: dict[str, Any] = {"fair": None, "poor": None, "cannot": None}
    return tuple(Limit(**{**empty, **row}) for row in rows["limit"])


def limit(measure: str) -> Limit:
    """The row of ``view.toml`` that grades this measure."""
    return next(row for row in limits() if row.measure == measure)


def view_of(
    tracks: Tracks,
    facts: FilmFacts,
    *,
    during: Flags | None = None,
    plate_ratio: float | None = None,
    plate_px: Floats | None = None,
    plate_radius_px: Floats | None = None,
    camera: CameraMotion | None = None,
) -> View:
    """The grade of a clip, or of a part of it.

    Parameters
    ----------
    during : (n,) the frames that are judged, such as all pulls; every frame when left out
    plate_ratio : short over long axis of the near plate's ellipse, if it was measured
    plate_px, plate_radius_px : (n, 2), (n,) the near plate, to see what it hides [px]
    camera : how it moved, if that was looked at
    """
    part = np.ones(len(tracks.times_s), dtype=bool) if during is None else during
    yaw = yaw_deg(tracks, part, plate_ratio)
    measures = {
        "yaw_deg": abs(yaw[0]),
        "tilt_deg": abs(tracks.tilt_deg),
        "frame_rate": facts.frame_rate,
        "hidden": _hidden(tracks, part, plate_px, plate_radius_px),
        "cuts": float(_cuts_inside(tracks, part)),
        **_from_camera(camera, part),
        **_from_frames(tracks, part),
    }
    reasons = tuple(_reasons(measures))
    grade: Grade = reasons[0].grade if reasons else "good"
    return View(grade=grade, reasons=reasons, yaw_deg=yaw, measures=measures)


def _reasons(measures: dict[str, float]) -> list[Reason]:
    """Worst first."""
    found = []
    for row in limits():
        value = measures[row.measure]
        grade = row.grade(value)
        if grade != "good":
            say = row.say.format(value=value)
            found.append(Reason(id=row.id, grade=grade, value=value, say=say, do=row.do))
    return sorted(found, key=lambda reason: -GRADES.index(reason.grade))


def _from_camera(camera: CameraMotion | None, part: Flags) -> dict[str, float]:
    if camera is None or camera.is_still:
        return {"shake_px": 0.0, "unsteady": 0.0}
    unknown = float((~camera.known[part]).mean()) if part.any() else 0.0
    return {"shake_px": camera.most_px if camera.can_steady else 0.0, "unsteady": unknown}


def _from_frames(tracks: Tracks, part: Flags) -> dict[str, float]:
    quality, looked = tracks.quality, tracks.measured & part
    known = np.isfinite(tracks.landmarks_px[part, PLACE["left_hip"], 0])
    return {
        "torso_px": _median(quality.torso_px[part]),
        "light": _median(quality.light[part]),
        "contrast": _median(quality.contrast[part]),
        "sharpness": _median(quality.sharpness[looked]),
        "seen": float(known.mean()) if part.any() else 0.0,
        "outline": _median(tracks.back.confidence[looked]),
        "facing": facing_of(tracks.raw_px[looked])[1] if looked.any() else 0.0,
        "others": float(np.median(quality.others[part])) if part.any() else 0.0,
    }


def _median(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")


def _cuts_inside(tracks: Tracks, part: Flags) -> int:
    """Cuts between two neighbouring frames that are both judged."""
    firsts = np.searchsorted(tracks.times_s, np.asarray(tracks.cuts_s, dtype=float))
    return sum(bool(part[i] and part[i - 1]) for i in firsts if 0 < i < len(part))


def _hidden(
    tracks: Tracks, part: Flags, plate_px: Floats | None, radius_px: Floats | None
) -> float:
    """Share of the looks in which half of the lower back's line is not to be seen."""
    looked = tracks.measured & part
    if not looked.any():
        return float("nan")
    gone = ~np.isfinite(tracks.back.points_px[..., 0])
    if plate_px is not None and radius_px is not None:
        gone = gone | hidden_by(tracks.back, plate_px, radius_px)
    return float((gone[looked][:, LUMBAR].mean(axis=1) > 0.5).mean())


PLATE_TELLS_UNTIL_DEG: Final = 25.0
"""Yaw by the shoulders up to which the plate has a say: further round, its rim and its face are
taken for one circle, and it would talk an oblique view into a side view."""


def yaw_deg(
    tracks: Tracks, part: Flags, plate_ratio: float | None = None
) -> tuple[float, float, float]:
    """From the side to the camera: positive toward the lifter's front, negative to the rear [deg].

    The line from near to far shoulder, as the network guesses it in space; where a plate's ellipse
    is known, both are weighed by their doubt. (value, low, high).
    """
    near, far = PLACE[f"{tracks.near_side}_shoulder"], PLACE[f"{_other(tracks)}_shoulder"]
    line = (tracks.world_m[:, far] - tracks.world_m[:, near])[tracks.measured & part]
    angles = np.degrees(np.arctan2(tracks.facing * line[:, 0], line[:, 2]))
    if not np.isfinite(angles).any():
        return float("nan"), float("nan"), float("nan")
    value, half = _median(angles), YAW_BAND_DEG
    plate_tells = abs(value) < PLATE_TELLS_UNTIL_DEG
    if plate_ratio is not None and 0 < plate_ratio <= 1 and plate_tells:
        value, half = _weighed(value, half, plate_ratio)
    return value, value - half, value + half


def _other(tracks: Tracks) -> str:
    return "left" if tracks.near_side == "right" else "right"


def _weighed(value: float, half: float, plate_ratio: float) -> tuple[float, float]:
    """The plate gives no sign, and little near 0, where its ratio hardly changes."""
    turned = float(np.degrees(np.arccos(plate_ratio)))
    slope = max(np.sin(np.radians(turned)), np.sqrt(PLATE_RATIO_SD))
    doubt = 1.64 * float(np.degrees(PLATE_RATIO_SD / slope))
    ours, theirs = 1 / half**2, 1 / doubt**2
    both = (abs(value) * ours + turned * theirs) / (ours + theirs)
    return float(np.copysign(both, value)), float((ours + theirs) ** -0.5)
