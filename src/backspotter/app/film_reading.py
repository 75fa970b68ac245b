"""A film gone through twice: lifter and circles first, then the bar's plate in every frame."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from backspotter.lift.arrays import Pixels
from backspotter.lift.bar import BarFollower, BarSearch, BarTrack
from backspotter.lift.film import Film
from backspotter.lift.film_facts import FilmFacts
from backspotter.lift.follow import Follower
from backspotter.lift.grey import Grey
from backspotter.lift.plate_near import Place
from backspotter.lift.pose.reader import Model, PoseReader, pose_reader
from backspotter.lift.second_look import SecondLook
from backspotter.lift.tracks import Tracks

Told = Callable[[str, float], None]
"""Is told what is being done, and how much of it is, 0 to 1."""

MODEL: Final[Model] = "heavy"
LONGEST_TORSO: Final = 90
"""Percentile of the distance from hip to shoulder that counts as the torso's length."""

LUMA: Final = (77, 150, 29)
"""Of red, green, blue in 256 (ITU-R BT.601)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmRead:
    """What was followed through a film, all in pixels of the displayed picture."""

    facts: FilmFacts
    tracks: Tracks
    bar: BarTrack | None


def silent(what: str, done: float) -> None:
    """Tells nobody."""


def read_film(path: Path, told: Told = silent, *, threads: int = 2) -> FilmRead:
    """Lifter and bar through a whole film.

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
    place = place_of(follower.tracks()).scaled(1 / film.scale)
    again, bar = follower.again(), search.follower(place)
    _once_more(film, again, bar, told)
    return FilmRead(facts=film.facts, tracks=follower.tracks(again.seen), bar=_track(film, bar))


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
    near: tuple[float, float] | None,
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


def _once_more(film: Film, again: SecondLook, bar: BarFollower | None, told: Told) -> None:
    """The bar through every frame, and the frames in which the lifter was not seen right."""
    if bar is None and not again.is_needed:
        return
    for frame in film.frames():
        again.see(frame)
        if bar is not None:
            bar.see(frame.t_s, grey_of(frame.picture))
        told("following the bar", min(frame.t_s / film.facts.duration_s, 1.0))


def _track(film: Film, bar: BarFollower | None) -> BarTrack | None:
    """In pixels of the displayed picture; none where the bar was not followed."""
    if bar is None:
        return None
    track = bar.track()
    if not track.seen.any() or not np.isfinite(track.radius_px):
        return None
    return track.scaled(film.scale)


def place_of(tracks: Tracks) -> Place:
    """Where the lifter is, for telling which circle can be the plate."""
    shoulder, hip = tracks.at("near_shoulder"), tracks.at("near_hip")
    length = np.hypot(*(shoulder - hip).T)
    known = length[np.isfinite(length)]
    return Place(
        times_s=tracks.times_s,
        shoulder=shoulder,
        hip=hip,
        ankle=tracks.at("near_ankle"),
        torso_px=float(np.percentile(known, LONGEST_TORSO)) if len(known) else float("nan"),
    )


def grey_of(picture: Pixels) -> Grey:
    """Brightness of a picture (height, width, 3), (height, width)."""
    red, green, blue = (picture[..., n].astype(np.uint16) * LUMA[n] for n in range(3))
    return np.asarray((red + green + blue) >> 8, dtype=np.uint8)
