"""How the camera moved is told from the background, and taken out of places."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backspotter.lift.background import Background
from backspotter.lift.bar import BarTrack
from backspotter.lift.camera_motion import CameraMotion
from backspotter.lift.grey import read
from backspotter.lift.view import limits, view_of
from tests.lifted import facts, film_read

WIDE, HIGH = 640, 360
FRAMES = 20
SHAKE_PX = 6.0


def room(seed: int = 3) -> np.ndarray:
    """A picture of a room, larger than what the camera shows: boxes of all greys."""
    rng = np.random.default_rng(seed)
    picture = np.full((HIGH + 200, WIDE + 800), 128.0)
    for _ in range(400):
        x, y = rng.integers(0, WIDE + 760), rng.integers(0, HIGH + 180)
        picture[y : y + rng.integers(10, 60), x : x + rng.integers(10, 60)] = rng.uniform(20, 235)
    return picture


def shown(picture: np.ndarray, shift: np.ndarray, roll: float = 0.0) -> np.ndarray:
    """What a camera shows of it whose picture is moved by so much."""
    y, x = np.mgrid[0:HIGH, 0:WIDE] + 0.5
    across, down = x - WIDE / 2 - shift[0], y - HIGH / 2 - shift[1]
    cos, sin = np.cos(roll), np.sin(roll)
    at_x, at_y = cos * across + sin * down + WIDE / 2, -sin * across + cos * down + HIGH / 2
    seen = read(picture, at_x.ravel() + 100, at_y.ravel() + 100)
    return np.rint(seen).astype(np.uint8).reshape(HIGH, WIDE)


def shake(frames: int = FRAMES) -> tuple[np.ndarray, np.ndarray]:
    time = np.arange(frames) / 30
    x, y = SHAKE_PX * np.sin(2 * np.pi * 1.3 * time), SHAKE_PX * np.sin(2 * np.pi * 2.1 * time)
    return np.stack([x, y], axis=1), 0.006 * np.sin(2 * np.pi * 0.9 * time)


def followed(pictures: list[np.ndarray]) -> CameraMotion:
    background = Background()
    for number, picture in enumerate(pictures):
        background.see(number / 30, picture)
    return background.motion()


@pytest.fixture(scope="module")
def shaken() -> CameraMotion:
    picture, (shift, roll) = room(), shake()
    return followed([shown(picture, s, r) for s, r in zip(shift, roll, strict=True)])


def test_shift_and_roll_of_a_hand_are_found_to_a_fraction_of_a_pixel(shaken):
    shift, roll = shake()
    assert shaken.known.all()
    assert shaken.shift_px == pytest.approx(shift, abs=0.15)
    assert shaken.roll * WIDE / 2 == pytest.approx(roll * WIDE / 2, abs=0.1)
    assert shaken.can_steady


def test_somebody_who_moves_does_not_pull_it_along():
    picture, (shift, _) = room(), shake()
    pictures = [shown(picture, each) for each in shift]
    for number, each in enumerate(pictures):
        each[60:300, 200 + 5 * number : 320 + 5 * number] = room(9)[60:300, 200:320]
    assert followed(pictures).shift_px == pytest.approx(shift, abs=0.4)


def test_a_camera_on_a_stand_is_left_as_it_is():
    picture, rng = shown(room(), np.zeros(2)), np.random.default_rng(0)
    noisy = [np.clip(picture + rng.normal(0, 4, picture.shape), 0, 255) for _ in range(8)]
    still = followed([each.astype(np.uint8) for each in noisy])
    assert still.is_still
    assert not still.can_steady


def test_a_plain_wall_tells_nothing():
    motion = followed([np.full((HIGH, WIDE), 120, np.uint8)] * 4)
    assert not motion.known.any()
    assert motion.is_still


def test_a_camera_that_turns_away_goes_on_from_a_new_picture():
    picture = room()
    shift = np.stack([-9.0 * np.arange(60), np.zeros(60)], axis=1)
    motion = followed([shown(picture, each) for each in shift])
    assert motion.known.all()
    assert motion.shift_px[-1] == pytest.approx(shift[-1], abs=3.0)


def test_a_picture_in_which_nothing_fits_is_not_known_and_a_short_gap_is_filled():
    picture, (shift, roll) = room(), shake()
    pictures = [shown(picture, s, r) for s, r in zip(shift, roll, strict=True)]
    pictures[7] = np.random.default_rng(1).integers(0, 255, (HIGH, WIDE)).astype(np.uint8)
    motion = followed(pictures)
    assert not motion.known[7]
    assert motion.known.sum() == FRAMES - 1
    assert motion.filled().shift_px[7] == pytest.approx(shift[7], abs=1.0)


def test_steadied_places_go_back_to_where_the_film_shows_them(shaken):
    places = np.random.default_rng(2).uniform(0, 600, (FRAMES, 5, 2))
    assert shaken.shown(shaken.steadied(places)) == pytest.approx(places)
    twice = shaken.scaled(2.0)
    assert twice.steadied(2 * places) == pytest.approx(2 * shaken.steadied(places))


def test_what_stands_still_in_the_room_stands_still_when_steadied(shaken):
    shift, roll = shake()
    room_place = np.array([500.0, 80.0]) - [WIDE / 2, HIGH / 2]
    cos, sin = np.cos(roll), np.sin(roll)
    x = cos * room_place[0] - sin * room_place[1] + shift[:, 0] + WIDE / 2
    y = sin * room_place[0] + cos * room_place[1] + shift[:, 1] + HIGH / 2
    steady = shaken.steadied(np.stack([x, y], axis=1))
    assert np.ptp(steady, axis=0).max() < 0.4


def bar(frames: int) -> BarTrack:
    ones = np.ones(frames)
    return BarTrack(
        times_s=np.arange(frames) / 30,
        x_px=300 * ones,
        y_px=200 * ones,
        spread_px=0.1 * ones,
        confidence=ones,
        radius_px=60.0,
        radius_sd_px=0.2,
        aspect=1.0,
        doubt=None,
    )


def test_a_bar_is_steadied_or_else_its_place_is_less_sure(shaken):
    steady = shaken.steady_bar(bar(FRAMES))
    assert np.ptp(steady.x_px) > SHAKE_PX
    unknown = np.where(np.arange(FRAMES) < 0.6 * FRAMES, np.nan, shaken.roll)
    lost = replace(shaken, roll=unknown)
    assert not lost.can_steady
    assert lost.steady_bar(bar(FRAMES)).spread_px.min() > SHAKE_PX / 4


def test_the_grade_says_that_the_camera_moved_or_that_it_is_not_known_how(shaken):
    read_ = film_read()
    frames = len(read_.tracks.times_s)
    spread = CameraMotion(
        times_s=read_.tracks.times_s,
        shift_px=np.resize(shaken.shift_px, (frames, 2)),
        roll=np.resize(shaken.roll, frames),
        size_px=shaken.size_px,
    )
    said = {one.id for one in view_of(read_.tracks, facts(frames), camera=spread).reasons}
    assert "VIEW-shake" in said
    assert "VIEW-unsteady" not in said
    half = replace(spread, roll=np.where(np.arange(frames) % 3 == 0, np.nan, spread.roll))
    found = view_of(read_.tracks, facts(frames), camera=half)
    assert "VIEW-unsteady" in {one.id for one in found.reasons}
    assert {"VIEW-shake", "VIEW-unsteady"} <= {row.id for row in limits()}
