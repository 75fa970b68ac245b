"""A film gone through twice: lifter and circles first, then the bar's plate in every frame."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from backspotter.lift.arrays import Floats, Pixels
from backspotter.lift.background import Background
from backspotter.lift.bar import BarFollower, BarSearch, BarTrack
from backspotter.lift.camera_motion import CameraMotion
from backspotter.lift.camera_yaw import yaw_deg
from backspotter.lift.film import Film
from backspotter.lift.film_facts import FilmFacts
from backspotter.lift.follow import Follower, look_for_bent
from backspotter.lift.grey import Grey
from backspotter.lift.lifter import Whom
from backspotter.lift.plate_near import Place, radii_of
from backspotter.lift.plate_ring import Stand
from backspotter.lift.pose.reader import Model, PoseReader, pose_reader
from backspotter.lift.scale import LIKELY_MM, SEGMENTS_OF_HEIGHT, segments
from backspotter.lift.second_look import SecondLook
from backspotter.lift.stands_before import StandsBefore
from backspotter.lift.torso import longest_px
from backspotter.lift.track_making import Seen, steadied
from backspotter.lift.tracks import Tracks

Told = Callable[[str, float], None]
"""Is told what is being done, and how much of it is, 0 to 1."""

MODEL: Final[Model] = "heavy"
BESIDE: Final = 0.5
"""Torso lengths around the lifter's joints that are not background: a plate's radius and a hand."""

LUMA: Final = (77, 150, 29)
"""Of red, green, blue in 256 (ITU-R BT.601)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmRead:
    """What was followed through a film, all in pixels of the displayed picture.

    Where the camera moved and the background told how, or was held askew, places are those that a
    camera held still and level would have seen; ``camera`` leads back to where the film shows them.
    """

    facts: FilmFacts
    tracks: Tracks
    bar: BarTrack | None
    camera: CameraMotion | None = None

    @property
    def steadied_by(self) -> CameraMotion | None:
        """The motion and roll that were taken out of all places; none where nothing was."""
        return self.camera if self.camera is not None and self.camera.puts_right else None


def silent(what: str, done: float) -> None:
    """Tells nobody."""


def read_film(
    path: Path,
    told: Told = silent,
    *,
    threads: int = 2,
    plate_mm: float | None = None,
    height_m: float | None = None,
) -> FilmRead:
    """Lifter and bar through a whole film.

    Parameters
    ----------
    told : is told what is being done, and how much of it is, 0 to 1
    threads : processor cores to use
    plate_mm, height_m : the plate's diameter [mm] and the lifter's height [m], as far as they were
        said: they tell how large the plate must look

    Raises
    ------
    InputError : not a film that can be used, or nobody is in it
    """
    film = Film(path, threads=threads)
    with _without_greeting():
        reader = pose_reader(MODEL, threads=threads)
    search = BarSearch()
    follower = _followed(film, reader, None, search, told)
    if follower.mistaken is not None:
        follower = _followed(film, reader, follower.mistaken, None, told)
    look_for_bent(film, follower)
    first = follower.tracks()
    place = _place_asked(first, plate_mm, height_m).scaled(1 / film.scale)
    again, bar = follower.again(), search.follower(place)
    background, before = _once_more(film, first, again, bar, told)
    camera = background.motion().filled().levelled(first.tilt_deg)
    track = None if bar is None else _track(film, bar, _stand(first, plate_mm))
    return _read(film, follower, before.told(again.seen), track, camera)


def _read(
    film: Film,
    follower: Follower,
    seen: list[Seen],
    track: BarTrack | None,
    camera: CameraMotion,
) -> FilmRead:
    shown = camera.scaled(film.scale)
    if camera.puts_right:
        seen = steadied(seen, camera)
    if track is not None:
        track = shown.steady_bar(track)
    return FilmRead(facts=film.facts, tracks=follower.tracks(seen), bar=track, camera=shown)


@contextmanager
def _without_greeting() -> Iterator[None]:
    """The network's runtime says hello on the error stream, past Python; for that moment it goes
    nowhere."""
    try:
        kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    except OSError:
        yield
        return
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _followed(
    film: Film,
    reader: PoseReader,
    near: Whom | None,
    search: BarSearch | None,
    told: Told,
) -> Follower:
    follower = Follower(film, reader, near=near)
    for frame in film.frames():
        follower.see(frame)
        if search is not None:
            search.see(frame.t_s, grey_of(frame.picture))
        told("looking for the lifter", min(frame.t_s / film.facts.duration_s, 1.0))
    return follower


def _once_more(
    film: Film, first: Tracks, again: SecondLook, bar: BarFollower | None, told: Told
) -> tuple[Background, StandsBefore]:
    """The bar through every frame, the background behind, what stands before the lifter, and the
    frames in which the lifter was not seen right."""
    background, before = Background(), StandsBefore()
    boxes = around_lifter(first) / film.scale
    for frame in film.frames():
        grey = grey_of(frame.picture)
        again.see(frame)
        if bar is not None:
            bar.see(frame.t_s, grey)
        cut = frame.t_s in first.cuts_s
        background.see(frame.t_s, grey, boxes[frame.index], cut=cut)
        before.see(frame.t_s, frame.picture, background.shift_px, cut=cut)
        told("following the bar", min(frame.t_s / film.facts.duration_s, 1.0))
    return background, before


def _stand(tracks: Tracks, plate_mm: float | None) -> Stand:
    """How the camera stands to the bar, by the lifter's joints and what is upright."""
    turned = yaw_deg(tracks, np.ones(len(tracks.times_s), bool), None)[0]
    return Stand(
        yaw_deg=turned if np.isfinite(turned) else 0.0,
        tilt_deg=tracks.tilt_deg,
        meeting_deg=tracks.meeting_deg,
        facing=tracks.facing,
        plate_m=(plate_mm or LIKELY_MM) / 2000,
    )


def _track(film: Film, bar: BarFollower, stand: Stand) -> BarTrack | None:
    """In pixels of the displayed picture; none where the bar was not seen."""
    track = bar.track(stand)
    if not track.seen.any() or not np.isfinite(track.radius_px):
        return None
    return track.scaled(film.scale)


def around_lifter(tracks: Tracks) -> Floats:
    """Left, top, right, bottom (n, 4) of lifter and bar [px]; NaN while the lifter is lost."""
    places, room = tracks.landmarks_px[..., :2], BESIDE * place_of(tracks).torso_px
    known = np.asarray(np.isfinite(places).all(axis=(1, 2)))
    box = np.full((len(places), 4), np.nan)
    box[known, :2] = places[known].min(axis=1) - room
    box[known, 2:] = places[known].max(axis=1) + room
    return box


def place_of(tracks: Tracks, radii: tuple[float, float] | None = None) -> Place:
    """Where the lifter is, and how large plates are, for telling which circle can be the plate."""
    shoulder, hip = tracks.at("near_shoulder"), tracks.at("near_hip")
    return Place(
        times_s=tracks.times_s,
        shoulder=shoulder,
        hip=hip,
        ankle=tracks.at("near_ankle"),
        torso_px=longest_px(hip, shoulder),
        radii=radii or radii_of(None, None),
        wrist=tracks.at("near_wrist"),
    )


def _place_asked(tracks: Tracks, plate_mm: float | None, height_m: float | None) -> Place:
    """Where the lifter is, with how large the plate must look by what was said."""
    by_both = radii_of(plate_mm, height_m, stature_torsos(tracks))
    return replace(place_of(tracks, by_both), radii_of_plate=radii_of(plate_mm, None))


def stature_torsos(tracks: Tracks) -> float:
    """The lifter's height as the picture shows it, in torsos; NaN where it does not."""
    joints = [tracks.at(f"near_{name}") for name in ("ankle", "knee", "hip", "shoulder")]
    return segments(*joints) / SEGMENTS_OF_HEIGHT / longest_px(joints[2], joints[3])


def grey_of(picture: Pixels) -> Grey:
    """Brightness of a picture (height, width, 3), (height, width)."""
    red, green, blue = (picture[..., n].astype(np.uint16) * LUMA[n] for n in range(3))
    return np.asarray((red + green + blue) >> 8, dtype=np.uint8)
