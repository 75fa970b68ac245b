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
from backspotter.lift.camera_yaw import yaw_deg
from backspotter.lift.film_facts import FilmFacts
from backspotter.lift.outline import hidden_by
from backspotter.lift.sides import facing_of
from backspotter.lift.torso import torso_px
from backspotter.lift.tracks import ALONG, PLACE, Tracks

Grade = Literal["good", "fair", "poor", "cannot_judge"]
GRADES: Final[tuple[Grade, ...]] = ("good", "fair", "poor", "cannot_judge")

LUMBAR: Final = (ALONG >= 0.05) & (ALONG <= 0.5)
"""Rays over the lower back."""

MOST_GONE: Final = 0.5
"""Share of them that may be without an edge or behind a plate. Assumption."""

MOST_COVERED: Final = 0.2
"""Share of them before which something may stand: a quarter is too much, and not all is told. On
four rendered films with a post before the lower back in 17, 89, 100 and 100 of 100 looks it was
told in 22, 76, 83 and 72; on nine without, in 5 of one and none of the others."""


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
    torso: float | None = None,
    whole: Flags | None = None,
) -> View:
    """The grade of a clip, or of a part of it.

    Parameters
    ----------
    during : (n,) the frames that are judged, such as all pulls; every frame when left out
    plate_ratio : short over long axis of the near plate's ellipse, if it was measured
    plate_px, plate_radius_px : (n, 2), (n,) the near plate, to see what it hides [px]
    camera : how it moved, if that was looked at
    torso : length of the torso at its longest [px]; taken from the landmarks when left out
    whole : (n,) the frames in which no cut may lie, such as all repetitions from beginning to end;
        those that are judged when left out
    """
    part = np.ones(len(tracks.times_s), dtype=bool) if during is None else during
    yaw = yaw_deg(tracks, part, plate_ratio)
    measures = {
        "yaw_deg": abs(yaw[0]),
        "torso_px": _torso(tracks) if torso is None else torso,
        "tilt_deg": abs(tracks.tilt_deg),
        "frame_rate": facts.frame_rate,
        "hidden": _hidden(tracks, part, plate_px, plate_radius_px),
        "cuts": float(_cuts_inside(tracks, part if whole is None else whole)),
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
        "light": _median(quality.light[part]),
        "contrast": _median(quality.contrast[part]),
        "sharpness": _median(quality.sharpness[looked]),
        "seen": float(known.mean()) if part.any() else 0.0,
        "outline": _median(tracks.back.confidence[looked]),
        "facing": facing_of(tracks.raw_px[looked])[1] if looked.any() else 0.0,
        "others": float(np.median(quality.others[part])) if part.any() else 0.0,
    }


def _torso(tracks: Tracks) -> float:
    return torso_px(tracks.at("near_hip"), tracks.at("near_shoulder"))


def _median(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")


def _cuts_inside(tracks: Tracks, part: Flags) -> int:
    """Cuts between two neighbouring frames that both belong to it."""
    firsts = np.searchsorted(tracks.times_s, np.asarray(tracks.cuts_s, dtype=float))
    return sum(bool(part[i] and part[i - 1]) for i in firsts if 0 < i < len(part))


def _hidden(
    tracks: Tracks, part: Flags, plate_px: Floats | None, radius_px: Floats | None
) -> float:
    """Share of the looks in which half of the lower back's line is not to be seen, or something
    stands before much of it."""
    looked = tracks.measured & part
    if not looked.any():
        return float("nan")
    gone = ~np.isfinite(tracks.back.points_px[..., 0])
    if plate_px is not None and radius_px is not None:
        gone = gone | hidden_by(tracks.back, plate_px, radius_px)
    hidden = gone[looked][:, LUMBAR].mean(axis=1) > MOST_GONE
    if tracks.back.covered is not None:
        hidden |= tracks.back.covered[looked][:, LUMBAR].mean(axis=1) > MOST_COVERED
    return float(hidden.mean())
