"""A lifter's height typed wrong, on a film that is kept: the bar is doubted, never read without a
word."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from backspotter.app.film_reading import grey_of
from backspotter.lift.bar import BarSearch
from backspotter.lift.film import Film
from backspotter.lift.plate_height import DOUBT, choice_by_height
from backspotter.lift.plate_near import Place, radii_of
from backspotter.lift.plate_ways import Way
from backspotter.lift.scale import SEGMENTS_OF_HEIGHT, segments

FILMS = Path(__file__).parent.parent / "data/films"
PARTS = ("ankle", "knee", "hip", "shoulder", "wrist")


@pytest.fixture(scope="module")
def kept():
    """Circles of a kept film, its truth, and where its lifter is."""
    truth = json.loads((FILMS / "neutral.truth.json").read_text(encoding="utf-8"))
    search, film = BarSearch(), Film(FILMS / "neutral.mp4", threads=2)
    for frame in film.frames():
        search.see(frame.t_s, grey_of(frame.picture))
    side, frames = truth["camera"]["side"], truth["frames"]
    at = {n: np.array([f["joints_px"][f"{n}_{side}"] for f in frames]) / film.scale for n in PARTS}
    torso = float(np.percentile(np.hypot(*(at["shoulder"] - at["hip"]).T), 90))
    stature = segments(*(at[n] for n in PARTS[:4])) / SEGMENTS_OF_HEIGHT / torso
    place = Place(
        times_s=np.array([f["t_s"] for f in frames]),
        shoulder=at["shoulder"],
        hip=at["hip"],
        ankle=at["ankle"],
        torso_px=torso,
        radii=(0.0, 0.0),
        wrist=at["wrist"],
    )
    return search, truth, place, stature


def said(kept, of_height: float, *, by_plate: bool = True):
    """The place as it is where the height is said to be so many times what it is."""
    _, truth, place, stature = kept
    plate_mm = 2000 * truth["plate_radius_m"]
    height_m = of_height * truth["lifter"]["height_asked_m"]
    alone = radii_of(plate_mm, None) if by_plate else None
    return replace(place, radii=radii_of(plate_mm, height_m, stature), radii_of_plate=alone)


def doubt_of(kept, place: Place) -> str | None:
    follower = kept[0].follower(place)
    assert follower is not None
    return follower.track().doubt


def test_a_right_height_is_not_doubted(kept):
    for of_height in (0.95, 1.0, 1.05):
        assert doubt_of(kept, said(kept, of_height)) is None


@pytest.mark.parametrize("of_height", [0.8, 0.85])
def test_a_height_typed_much_too_small_leaves_a_doubt(kept, of_height):
    """Another rim looks right then, and height and plate do not contradict each other."""
    assert doubt_of(kept, said(kept, of_height)) == DOUBT
    assert doubt_of(kept, said(kept, of_height, by_plate=False)) is None


TIMES = np.arange(40) * 0.15
UP = np.clip(np.arange(40) - 10, 0, 12) / 12


def circles(x: float, radius: float, share: float, rise: float = 60.0) -> Way:
    """One that rises so far [px]."""
    return Way(
        times_s=TIMES,
        x=np.full(40, x),
        y=200.0 - rise * UP,
        radius=np.full(40, radius),
        share=np.full(40, share),
        worth=0.0,
    )


def found(*ways: Way) -> list[np.ndarray]:
    return [np.array([[w.x[n], w.y[n], w.radius[n], w.share[n]] for w in ways]) for n in range(40)]


def standing(radii: tuple[float, float]) -> Place:
    """Beside whom a circle of radius 25 is a plate's, whatever the height."""
    upright = np.array([1.0, 0.0]) * 100
    return Place(
        times_s=TIMES,
        shoulder=upright + np.stack([0 * UP, 130 - 60 * UP], 1),
        hip=upright + np.stack([0 * UP, 170 - 20 * UP], 1),
        ankle=np.tile([100.0, 225.0], (40, 1)),
        torso_px=60.0,
        radii=radii,
        radii_of_plate=(0.3, 0.7),
    )


def test_of_the_circles_of_one_plate_the_height_chooses():
    rim, ring = circles(100, 28, 0.7), circles(100, 22, 0.9)
    choice, place = choice_by_height(TIMES, found(rim, ring), standing((0.45, 0.6)))
    assert np.median(choice.way.radius) == pytest.approx(28)
    assert choice.doubt == DOUBT
    assert place.radii == (0.45, 0.6)


def test_another_far_plainer_plate_is_taken_though_the_height_forbids_it():
    plate, other = circles(100, 25, 0.9), circles(130, 33, 0.5)
    choice, place = choice_by_height(TIMES, found(plate, other), standing((0.52, 0.6)))
    assert np.median(choice.way.radius) == pytest.approx(25)
    assert choice.doubt == DOUBT
    assert place.radii == (0.3, 0.7)


def test_where_nothing_is_as_large_as_the_height_says_the_plate_is_still_found():
    choice, _ = choice_by_height(TIMES, found(circles(100, 25, 0.9)), standing((0.68, 0.69)))
    assert np.median(choice.way.radius) == pytest.approx(25)
    assert choice.doubt == DOUBT


def test_a_height_that_fits_is_not_doubted():
    rim, ring = circles(100, 28, 0.9), circles(100, 22, 0.7)
    choice, _ = choice_by_height(TIMES, found(rim, ring), standing((0.45, 0.6)))
    assert np.median(choice.way.radius) == pytest.approx(28)
    assert choice.doubt is None
