"""The near plate's rim in perspective: a pinhole camera whose place is known looks at plates."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from backspotter.lift.bar import BarTrack
from backspotter.lift.plate_crests import KEPT, clearest, crests
from backspotter.lift.plate_rim import ANGLES, RAYS
from backspotter.lift.plate_ring import LOOKED_AT, Edges, Stand, ring, spread

WIDE, HIGH = 854, 480
PLATE_M = 0.225
ROSE_M = 0.5
END_M = 0.72
"""Of the near plate's outer face, from the bar's middle."""

BEVEL = 0.015
"""How far within the rim face and rounded edge meet, which is what is seen before a plate behind
[radii]."""


@dataclass(frozen=True)
class Camera:
    """``above_m`` the floor, ``away_m`` from the bar's middle, turned by ``yaw_deg`` and looking
    down by ``pitch_deg``; ``facing`` -1 has everything as in a mirror."""

    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    above_m: float = 1.0
    away_m: float = 3.8
    focal: float = 900.0
    facing: int = 1

    def seen(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Points (..., 3) along the bar, ahead and up [m], in the picture, and their depth."""
        yaw, pitch = np.radians(self.yaw_deg), np.radians(self.pitch_deg)
        far, ahead, up = np.moveaxis(points, -1, 0)
        across = ahead * np.cos(yaw) + far * np.sin(yaw)
        deep = far * np.cos(yaw) - ahead * np.sin(yaw) + self.away_m
        up = up - self.above_m
        depth = deep * np.cos(pitch) - up * np.sin(pitch)
        height = up * np.cos(pitch) + deep * np.sin(pitch)
        flat = np.stack([self.facing * across, -height], axis=-1) / depth[..., None]
        return np.array([WIDE, HIGH]) / 2 + self.focal * flat, depth

    @property
    def meeting_deg(self) -> float:
        return float(np.degrees(np.tan(np.radians(self.pitch_deg)) / self.focal * WIDE / 2))

    def stand(self, **known: float) -> Stand:
        told = {"yaw_deg": self.yaw_deg, "tilt_deg": 0.0, "meeting_deg": self.meeting_deg} | known
        return Stand(facing=self.facing, plate_m=PLATE_M, **told)


def lifted(n: int = 60) -> np.ndarray:
    """Heights of the bar [m]: on the floor for a third of the time, then up."""
    return PLATE_M + ROSE_M * np.clip(np.linspace(-0.5, 1, n), 0, 1)


def away_from(middle: np.ndarray, points: np.ndarray) -> np.ndarray:
    """How far points (k, 2) round a middle are from it along each ray (RAYS,)."""
    off = points - middle
    angle = np.arctan2(off[:, 1], off[:, 0]) % (2 * np.pi)
    order = np.argsort(angle)
    return np.interp(ANGLES, angle[order], np.hypot(*off[order].T), period=2 * np.pi)


def edges(camera: Camera, heights: np.ndarray, *, thick_m: float = 0.13, seed: int = 0) -> Edges:
    """What is seen of two plates: the near face, and beyond it where the far one stands out; what
    is followed lies a little off toward the far one, and other things have edges too."""
    rng = np.random.default_rng(seed)
    turn = np.linspace(0, 2 * np.pi, 720)
    circle = np.stack([0 * turn, PLATE_M * np.cos(turn), PLATE_M * np.sin(turn)], axis=1)
    middle, place, clear = [], [], []
    _, depth = camera.seen(np.array([-END_M, 0, heights[0]]))
    radius = float(camera.focal / depth * PLATE_M) * 1.02
    for height in heights:
        faces = [np.array([x, 0.0, height]) for x in (-END_M, thick_m - END_M)]
        near, far = (camera.seen(face[None])[0][0] for face in faces)
        followed = near + 0.3 * (far - near) + rng.normal(0, 0.4, 2)
        rims = [away_from(followed, camera.seen(face + circle)[0]) / radius for face in faces]
        other = rng.uniform(0.7, 1.3, (RAYS, 2))
        beyond = rims[1] > rims[0] + 0.02
        rims[0] = np.where(beyond, rims[0] - BEVEL, rims[0])
        there = np.stack([np.ones(RAYS), beyond, *(rng.random((RAYS, 2)) < 0.5).T], axis=1)
        at = np.stack([rims[0], rims[1], *other.T], axis=1) + rng.normal(0, 0.004, (RAYS, 4))
        middle.append(followed)
        place.append(np.pad(at, ((0, 0), (0, KEPT - 4))))
        clear.append(np.pad(there * [0.7, 0.7, 0.4, 0.4], ((0, 0), (0, KEPT - 4))))
    return Edges(
        middle=np.array(middle),
        place=np.array(place),
        clear=np.array(clear),
        radius_px=radius,
        size=(HIGH, WIDE),
    )


def rose(camera: Camera, heights: np.ndarray, seen: Edges, stand: Stand) -> tuple[float, float]:
    """How far the bar rose by the ring, and the ring's size, each over the truth less one."""
    found = ring(seen, stand)
    assert found is not None
    ones = np.ones(len(heights))
    track = BarTrack(
        times_s=np.arange(len(heights)) / 30,
        x_px=found.middle[:, 0],
        y_px=found.middle[:, 1],
        spread_px=ones,
        confidence=ones,
        radius_px=found.radius_px,
        radius_sd_px=0.3,
        aspect=1.0,
        doubt=None,
        focal_px=found.focal_px,
        meeting_deg=found.meeting_deg,
    ).evened((WIDE, HIGH), stand.meeting_deg)
    px_per_m = found.radius_px / PLATE_M
    way = (track.y_px[:15].mean() - track.y_px[-1]) / px_per_m
    _, depth = camera.seen(np.stack([-END_M * ones, 0 * ones, heights], axis=1))
    return way / ROSE_M - 1, px_per_m / float(np.median(camera.focal / depth)) - 1


CAMERAS = {
    "from the side": Camera(),
    "from high up": Camera(above_m=1.5, pitch_deg=12.0, away_m=3.2),
    "from low, looking up": Camera(above_m=0.3, pitch_deg=-8.0, away_m=3.0),
    "aslant": Camera(yaw_deg=18.0),
    "aslant from the back": Camera(yaw_deg=-12.0),
    "aslant and from above": Camera(yaw_deg=14.0, above_m=1.5, pitch_deg=9.0),
    "from far": Camera(away_m=6.0, focal=1500.0, above_m=1.3, pitch_deg=3.0),
    "from the other side": Camera(yaw_deg=18.0, facing=-1, above_m=1.4),
}


@pytest.mark.parametrize("camera", CAMERAS.values(), ids=CAMERAS)
def test_how_far_a_bar_rose_is_told_from_wherever_it_is_seen(camera):
    heights = lifted()
    way, size = rose(camera, heights, edges(camera, heights), camera.stand())
    assert abs(size) < 0.03
    assert abs(way) < 0.03


def test_from_everywhere_together_it_is_told_to_a_hundredth():
    heights = lifted()
    told = [rose(each, heights, edges(each, heights), each.stand()) for each in CAMERAS.values()]
    way, size = np.abs(told).mean(axis=0)
    assert way < 0.014
    assert size < 0.013


@pytest.mark.parametrize("turned", [-5.0, 5.0])
def test_a_turn_that_is_read_wrong_is_put_right_by_the_ring(turned):
    camera, heights = Camera(yaw_deg=14.0, above_m=1.3), lifted()
    stand = camera.stand(yaw_deg=camera.yaw_deg + turned)
    way, size = rose(camera, heights, edges(camera, heights), stand)
    assert abs(size) < 0.025
    assert abs(way) < 0.03


def test_a_camera_that_looks_down_tells_by_the_plate_where_nothing_upright_is_seen():
    camera, heights = Camera(above_m=1.6, pitch_deg=13.0, away_m=3.0), lifted()
    seen = edges(camera, heights)
    unknown = camera.stand(tilt_deg=float("nan"), meeting_deg=0.0)
    found = ring(seen, unknown)
    assert found is not None
    assert found.meeting_deg == pytest.approx(camera.meeting_deg, abs=1.5)
    assert abs(rose(camera, heights, seen, unknown)[0]) < 0.025


def test_a_plate_from_above_is_less_high_than_it_is_large():
    """What the reader took for the plate's size before."""
    camera, heights = CAMERAS["from high up"], lifted()
    seen = edges(camera, heights, thick_m=0.001)
    upright = np.median(seen.place[:15, [RAYS // 4, 3 * RAYS // 4], 0]) * seen.radius_px
    _, depth = camera.seen(np.array([-END_M, 0.0, heights[0]]))
    assert upright / (camera.focal / depth * PLATE_M) < 0.97


def test_a_camera_too_far_round_has_no_ring():
    camera, heights = Camera(yaw_deg=10.0), lifted()
    assert ring(edges(camera, heights), camera.stand(yaw_deg=25.0)) is None


def test_edges_that_are_nobodys_make_no_ring():
    camera, heights = Camera(), lifted()
    seen = edges(camera, heights)
    rng = np.random.default_rng(1)
    strewn = replace(
        seen,
        place=rng.uniform(0.7, 1.3, seen.place.shape),
        clear=np.where(rng.random(seen.clear.shape) < 0.3, 0.15, 0.0),
    )
    assert ring(strewn, camera.stand()) is None


def test_a_long_film_is_told_from_pictures_spread_over_the_heights():
    rows = np.concatenate([np.full(3000, 400.0), np.linspace(400, 100, 60)])
    part = spread(rows)
    assert len(part) == LOOKED_AT
    assert (part >= 3000).sum() >= 50
    assert (np.diff(part) > 0).all()


def test_the_clearest_edges_along_a_ray_are_kept_to_a_fraction_of_a_step():
    y, x = np.mgrid[0:200, 0:200] + 0.5
    away = np.hypot(x - 100, y - 100)
    picture = np.where(away < 60, 60.0, 180.0) + np.where(away < 51, 40.0, 0.0)
    soft = (picture + np.roll(picture, 1, 0) + np.roll(picture, 1, 1)) / 3
    place, clear = crests(np.rint(soft).astype(np.uint8), np.array([100.5, 100.5]), 60.0)
    best = np.take_along_axis(place, clear.argmax(axis=1)[:, None], 1)[:, 0]
    assert place.shape == (RAYS, KEPT)
    assert np.abs(best * 60 - 60).max() < 0.9
    assert np.median(np.abs(np.sort(place * (clear > 0.3), axis=1)[:, -2] * 60 - 51)) < 0.9


def test_a_ray_without_edges_keeps_none():
    assert not clearest(np.zeros((RAYS, 49)))[1].any()
