"""The bar is where hands have it, the near plate is told from those behind, and neither a camera
held askew nor one that looks down changes how far the bar went."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backspotter.lift.bar import BarTrack
from backspotter.lift.camera_motion import CameraMotion
from backspotter.lift.level import Level
from backspotter.lift.lifter import Whom
from backspotter.lift.plate_choice import chosen
from backspotter.lift.plate_face import near_face, outline
from backspotter.lift.plate_near import Place, radii_of
from backspotter.lift.plate_rim import OUTWARD, RAYS
from backspotter.lift.plate_votes import edges
from backspotter.lift.plate_ways import Way, ways
from backspotter.lift.pose.detector import Person
from backspotter.lift.pose.region import Region

HIGH, WIDE = 360, 640
TIMES = np.arange(0, 4.5, 0.15)
UP = np.clip((TIMES - 1) / 1.5, 0, 1) * 60.0


def place() -> Place:
    """A lifter whose hands rise with the bar, 24 px above its middle."""
    still = np.tile([[200.0, 230.0]], (len(TIMES), 1))
    wrist = np.stack([np.full(len(TIMES), 205.0), 176.0 - UP], axis=1)
    shoulder = np.stack([np.full(len(TIMES), 205.0), 120.0 - UP], axis=1)
    return Place(
        times_s=TIMES,
        shoulder=shoulder,
        hip=still - [10, 90],
        ankle=still,
        torso_px=70.0,
        radii=radii_of(None, None),
        wrist=wrist,
    )


def way(x: np.ndarray | float, y: np.ndarray, worth: float) -> Way:
    count = len(TIMES)
    share = np.full(count, 0.9)
    return Way(
        times_s=TIMES,
        x=np.broadcast_to(np.asarray(x, float), (count,)).copy(),
        y=y,
        radius=np.full(count, 25.0),
        share=share,
        worth=worth,
    )


BAR = way(207.0, 200.0 - UP, 10.0)
HEAD = way(230.0, 110.0 - UP, 30.0)


def test_a_round_thing_that_rises_with_the_shoulder_above_the_hands_is_not_the_bar():
    found = chosen([HEAD, BAR], place(), len(TIMES))
    assert found is not None
    assert found.way is BAR
    assert found.doubt is None


@pytest.mark.parametrize(("rises", "is_near_end"), [(1.25, True), (1.03, False), (0.97, False)])
def test_the_other_end_of_the_bar_rises_as_much_more_as_it_is_larger(rises, is_near_end):
    larger = replace(way(216.0, 214.0 - rises * UP, 6.0), radius=np.full(len(TIMES), 31.0))
    found = chosen([BAR, larger], place(), len(TIMES))
    assert (found.way is larger) == is_near_end
    assert found.doubt is None


def test_what_is_lifted_but_never_held_is_no_bar():
    assert chosen([HEAD], place(), len(TIMES)) is None
    assert chosen([BAR], place(), len(TIMES)) is not None


def test_a_still_circle_that_is_hardly_ever_seen_is_no_bar():
    still = way(207.0, np.full(len(TIMES), 200.0), 10.0)
    assert chosen([still], place(), len(TIMES)).doubt == "nothing round is lifted"
    assert chosen([still], place(), 5 * len(TIMES)) is None


@pytest.mark.parametrize("row", [(0.0, 0.0), (-0.25, 0.0), (0.05, -0.2)])
def test_plates_behind_the_near_one_do_not_change_its_size(row):
    tall, wide = 80.0, 78.0
    far = np.hypot(*row)
    inner = [
        exits(np.array(row) * tall * share, wide, tall, 1 - 0.2 * far * share)
        for share in np.linspace(0, 1, 5)
    ]
    contour = np.max(inner, axis=0)
    face = near_face(contour, np.ones(RAYS))
    assert face.height_px == pytest.approx(tall, rel=0.012)
    assert face.middle == pytest.approx(np.zeros(2), abs=0.02 * tall)
    assert face.is_bare().all() == (far == 0)
    assert face.edge()[face.is_bare()] == pytest.approx(
        exits(np.zeros(2), wide, tall, 1.0)[face.is_bare()], rel=0.02
    )


def exits(middle: np.ndarray, wide: float, tall: float, share: float) -> np.ndarray:
    """Where rays from nought leave an ellipse (RAYS,), tried out step by step."""
    away = np.linspace(0, 2 * tall, 4001)
    at = away[:, None, None] * OUTWARD - middle
    inside = np.hypot(at[..., 0] / wide, at[..., 1] / tall) < share
    return away[len(away) - 1 - inside[::-1].argmax(axis=0)]


def test_an_outline_is_the_usual_edge_of_the_frames_that_count():
    edge = np.full((9, RAYS), 50.0)
    edge[:4] = 60.0
    weight = np.ones((9, RAYS))
    assert outline(edge, weight)[0] == pytest.approx(np.full(RAYS, 50.0))
    weight[4:] = 0.1
    assert outline(edge, weight)[0] == pytest.approx(np.full(RAYS, 60.0))


def level_of(posts: np.ndarray, tilt: float, meeting: float) -> Level:
    """Of a picture of posts so far from its middle [px], whose lean grows evenly across it, a
    fraction of a pixel fine."""
    y, x = np.mgrid[0:HIGH, 0:WIDE] + 0.5
    light = np.full((HIGH, WIDE), 90.0)
    for post in posts:
        lean = np.tan(np.radians(tilt + meeting * post / (WIDE / 2)))
        middle = WIDE / 2 + post + lean * (HIGH / 2 - y)
        light += 90 * np.clip(8 - np.abs(x - middle) + 0.5, 0, 1)
    level = Level()
    level.see(np.repeat(light.astype(np.uint8)[..., None], 3, axis=2))
    return level


@pytest.mark.parametrize(("tilt", "meeting"), [(1.5, 0.0), (-2.2, 6.0), (3.3, -5.0), (8.0, 0.0)])
def test_roll_and_pitch_are_told_from_what_is_upright(tilt, meeting):
    level = level_of(np.arange(-280, 281, 56), tilt, meeting)
    assert level.tilt_deg == pytest.approx(tilt, abs=0.35)
    assert level.meeting_deg == pytest.approx(meeting, abs=1.1)


def test_one_corner_that_leans_far_off_the_middle_is_no_roll():
    """A camera that looks down sees it lean as one that is held askew does."""
    corner = np.array([0.8 * WIDE / 2])
    assert np.isnan(level_of(corner, 1.0, 12.0).tilt_deg)
    assert level_of(corner, 2.0, 0.0).tilt_deg == pytest.approx(2.0, abs=0.35)


def track(x: np.ndarray, y: np.ndarray) -> BarTrack:
    ones = np.ones(len(y))
    return BarTrack(
        times_s=np.arange(len(y)) / 30,
        x_px=x,
        y_px=y,
        spread_px=0.2 * ones,
        confidence=ones,
        radius_px=50.0,
        radius_sd_px=0.3,
        aspect=1.0,
        doubt=None,
    )


def test_a_camera_held_askew_is_levelled_and_leads_back_to_the_picture():
    still = CameraMotion(
        times_s=np.arange(30) / 30,
        shift_px=np.zeros((30, 2)),
        roll=np.zeros(30),
        size_px=(float(WIDE), float(HIGH)),
    )
    camera = still.levelled(3.0)
    way_up = np.linspace(0, 150, 30)
    seen = track(300 + np.sin(np.radians(3)) * way_up, 300 - np.cos(np.radians(3)) * way_up)
    level = camera.steady_bar(seen)
    assert np.ptp(level.x_px) < 0.01
    assert np.ptp(level.y_px) == pytest.approx(150)
    places = np.stack([seen.x_px, seen.y_px], axis=1)
    assert camera.shown(camera.steadied(places)) == pytest.approx(places)
    assert not still.levelled(float("nan")).puts_right


def test_a_bar_seen_from_above_goes_as_far_as_it_went():
    """A pinhole camera 1.5 m up, 2.2 m away, looking down by 12 degrees, drawn exactly."""
    focal, pitch = 600.0, np.radians(12.0)
    height = 0.225 + np.linspace(0, 0.5, 40)

    def row(z: np.ndarray) -> np.ndarray:
        drop = 1.5 - z
        depth = 2.2 * np.cos(pitch) + drop * np.sin(pitch)
        return HIGH / 2 + focal * (drop * np.cos(pitch) - 2.2 * np.sin(pitch)) / depth

    y = np.concatenate([np.full(60, row(height[:1])[0]), row(height)])
    size = focal / (2.2 * np.cos(pitch) + (1.5 - height[0]) * np.sin(pitch))
    meeting = np.degrees(np.tan(pitch) / focal * WIDE / 2)
    seen = replace(track(np.full(len(y), WIDE / 2.0), y), focal_px=focal)
    even = seen.evened((WIDE, HIGH), meeting)
    assert abs((y[0] - y[-1]) / size / 0.5 - 1) > 0.02
    assert (even.y_px[0] - even.y_px[-1]) / size == pytest.approx(0.5, rel=0.001)


def test_a_busy_wall_leaves_votes_to_a_dark_floor():
    rng = np.random.default_rng(0)
    picture = rng.uniform(60, 200, (240, 400)).astype(np.float32)
    picture[150:] = 40
    y, x = np.mgrid[0:240, 0:400] + 0.5
    picture[np.hypot(x - 200, y - 195) < 22] = 52
    seen = edges(picture)
    on_rim = np.abs(np.hypot(seen.column - 200, seen.row - 195) - 22) < 2
    assert on_rim.sum() > 60


def test_who_stands_elsewhere_or_is_much_larger_is_somebody_else():
    lifter = Whom(690.0, 370.0, 780.0)
    assert lifter.is_(person(720, 390, 700))
    assert not lifter.is_(person(985, 294, 843))
    assert not lifter.is_(person(690, 370, 1500))


def person(x: float, y: float, side: float) -> Person:
    return Person(score=0.9, box=(0.0, 0.0, 1.0, 1.0), region=Region(x=x, y=y, side=side, turn=0.0))


def test_a_way_does_not_go_from_a_pattern_on_the_wall_to_the_plate_in_small_steps():
    times = np.arange(24) * 0.15
    wall = [[240.0 + 10 * n, 150.0, 92.0 - 1.6 * n, 0.95] for n in range(10)]
    plate = [[300.0, 300.0, 66.0, 0.95]]
    found = [np.array([wall[n]] if n < 10 else plate) for n in range(24)]
    for n in (5, 7, 9):
        found[n] = np.array([wall[n], *plate])
    best = ways(times, found)[0]
    assert best.radius == pytest.approx(66.0)
    assert best.times_s[0] == times[5]


def test_a_way_does_not_leap_sideways_from_a_plate_that_is_lost_at_the_top_to_the_wall():
    times, heights = np.arange(24) * 0.15, [300.0 - 8 * min(n, 24 - n) for n in range(24)]
    wall = [400.0, 190.0, 42.0, 0.6]
    found = [np.array([[300.0, height, 40.0, 0.6]]) for height in heights]
    for n in range(10, 15):
        found[n] = np.array([wall])
    best = ways(times, found)[0]
    assert best.x == pytest.approx(300.0)
    assert len(best.times_s) == 19
