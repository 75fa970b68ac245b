"""What may not change where a bar is seen."""

from __future__ import annotations

import numpy as np
import pytest

from tests.drawn_bar import Scene, misses_px, tracked

SCENE = Scene(times=np.arange(60) / 24, noise=1.0)
CLOSE_PX = 0.4


@pytest.fixture(scope="module")
def plain():
    return tracked(SCENE)


def test_a_mirrored_film_gives_the_mirrored_track(plain):
    track = tracked(SCENE, lambda grey: np.ascontiguousarray(grey[:, ::-1]))
    assert np.abs(SCENE.width - track.x_px - plain.x_px).max() < CLOSE_PX
    assert np.abs(track.y_px - plain.y_px).max() < CLOSE_PX
    assert track.radius_px == pytest.approx(plain.radius_px, rel=0.01)


@pytest.mark.parametrize(("right", "down"), [(17, 0), (0, 9), (31, 12)])
def test_a_picture_cut_elsewhere_shifts_the_track(plain, right, down):
    def cut(grey):
        return np.ascontiguousarray(
            np.pad(grey, ((0, down), (0, right)), mode="edge")[down:, right:]
        )

    track = tracked(SCENE, cut)
    assert np.abs(track.x_px + right - plain.x_px).max() < CLOSE_PX
    assert np.abs(track.y_px + down - plain.y_px).max() < CLOSE_PX


@pytest.mark.parametrize("factor", [2, 3])
def test_a_larger_picture_scales_the_track(plain, factor):
    track = tracked(SCENE, lambda grey: np.kron(grey, np.ones((factor, factor), np.uint8)))
    assert np.abs(track.y_px / factor - plain.y_px).max() < CLOSE_PX
    assert track.radius_px / factor == pytest.approx(plain.radius_px, rel=0.02)


@pytest.mark.parametrize("light", [0.6, 1.3])
def test_brightness_does_not_move_the_bar(plain, light):
    track = tracked(SCENE, lambda grey: np.clip(grey * light, 0, 255).astype(np.uint8))
    assert np.abs(track.y_px - plain.y_px).max() < CLOSE_PX


@pytest.mark.parametrize("at", [(60, 60), (250, 90), (192, 60), (150, 213)])
def test_a_plate_on_the_wall_does_not_move_the_bar(plain, at):
    scene = Scene(times=SCENE.times, noise=1.0, decoys=((*at, 27),))
    track = tracked(scene)
    assert np.nanmax(misses_px(track, scene)) < 0.012 * scene.px_per_m
    assert np.abs(track.y_px - plain.y_px).max() < 2 * CLOSE_PX


def test_twice_the_frames_show_the_same_way(plain):
    scene = Scene(times=np.arange(120) / 48, noise=1.0)
    track = tracked(scene)
    assert np.abs(track.y_px[::2] - plain.y_px).max() < 2 * CLOSE_PX
