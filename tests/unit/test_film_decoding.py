"""Films as they are shown: true times, upright, eight bits, whatever the file holds."""

from __future__ import annotations

import numpy as np
import pytest

from backspotter.lift.film import Film
from backspotter.lift.film_edits import plays_at_another_speed
from backspotter.lift.film_light import plain_picture
from tests.films import edited, film_of, turned

pytestmark = pytest.mark.needs("av", install="make setup-synth")

UNEVEN = (0, 0.033, 0.066, 0.1, 0.2, 0.233, 0.266, 0.5, 0.533, 0.566, 0.6, 0.633)


def frames_of(film):
    return list(Film(film).frames())


def left_edge(picture):
    """Where the bright square of a test film begins."""
    bright = picture[40:56, :, 0].mean(axis=0) > 120
    return int(np.argmax(bright))


@pytest.mark.parametrize("name", ["x.mp4", "x.mkv", "x.mov", "x.ts"])
def test_times_are_those_of_the_film_even_when_uneven(name, tmp_path):
    frames = frames_of(film_of(tmp_path / name, times_s=UNEVEN))
    assert [frame.t_s for frame in frames] == pytest.approx(UNEVEN, abs=1e-3)
    assert Film(tmp_path / name).facts.variable


@pytest.mark.parametrize("name", ["x.avi", "x.h264", "x.flv"])
def test_files_without_stamps_of_their_own_are_even_and_whole(name, tmp_path):
    frames = frames_of(film_of(tmp_path / name))
    assert len(frames) == 24
    steps = np.diff([frame.t_s for frame in frames])
    assert steps == pytest.approx(np.median(steps), abs=2e-3)
    assert [left_edge(f.picture) for f in frames[::6]] == pytest.approx([0, 46, 92, 138], abs=2)


def test_the_first_frame_is_time_zero_wherever_the_clock_begins(tmp_path):
    late = film_of(tmp_path / "x.mkv", times_s=[5 + t for t in UNEVEN])
    assert [frame.t_s for frame in frames_of(late)] == pytest.approx(UNEVEN, abs=1e-3)


def test_an_even_film_has_its_rate_and_length(tmp_path):
    facts = Film(film_of(tmp_path / "x.mp4", times_s=[n / 60 for n in range(30)], sound=True)).facts
    assert facts.frame_rate == pytest.approx(60)
    assert facts.duration_s == pytest.approx(0.5)
    assert (facts.variable, facts.sound, facts.codec, facts.bits) == (False, True, "h264", 8)
    assert (facts.missing_times, facts.repeated_times, facts.slowed) == (0, 0, 1)


@pytest.mark.parametrize(
    ("codec", "pix_fmt", "name", "bits"),
    [
        ("libx264", "yuv420p", "x.mp4", 8),
        ("libx265", "yuv420p", "x.mp4", 8),
        ("libx265", "yuv420p10le", "x.mp4", 10),
        ("libvpx-vp9", "yuv420p", "x.webm", 8),
    ],
)
def test_every_codec_shows_the_same_picture(codec, pix_fmt, name, bits, tmp_path):
    film = film_of(tmp_path / name, codec=codec, pix_fmt=pix_fmt)
    frames = frames_of(film)
    assert len(frames) == 24
    assert [left_edge(f.picture) for f in frames[::6]] == pytest.approx([0, 46, 92, 138], abs=2)
    assert Film(film).facts.bits == bits


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_turned_film_is_upright(degrees, tmp_path):
    straight = frames_of(film_of(tmp_path / "straight.mp4"))[5].picture
    film = turned(film_of(tmp_path / "x.mp4"), degrees)
    picture = frames_of(film)[5].picture
    assert Film(film).facts.rotation == degrees
    assert np.array_equal(np.rot90(picture, degrees // 90), straight)
    assert (Film(film).facts.width, Film(film).facts.height) == picture.shape[1::-1]


def test_a_large_film_is_handed_out_small_and_its_scale_is_said(tmp_path):
    film = Film(film_of(tmp_path / "x.mp4", size=(640, 384)), longest_px=320)
    picture = next(iter(film.frames())).picture
    assert picture.shape == (192, 320, 3)
    assert film.scale == 2
    assert (film.facts.width, film.facts.height) == (640, 384)


@pytest.mark.parametrize(("curve", "light"), [(16, "perceptual"), (18, "hybrid")])
def test_high_dynamic_range_keeps_bright_above_dark(curve, light, tmp_path):
    film = film_of(tmp_path / "x.mp4", codec="libx265", pix_fmt="yuv420p10le", color_trc=curve)
    picture = frames_of(film)[0].picture
    assert Film(film).facts.light == light
    assert picture[48, 8, 0] > picture[48, 100, 0] + 80


@pytest.mark.parametrize("curve", ["perceptual", "hybrid"])
def test_tone_mapping_rises_from_black_to_white(curve):
    shown = plain_picture(np.arange(65536, dtype=np.uint16), curve).astype(int)
    assert np.all(np.diff(shown) >= 0)
    assert (shown[0], shown[-1]) == (0, 255)


def test_plain_white_of_high_dynamic_range_is_light_and_not_blown_out():
    # 203 cd/m2 is 58 % of a perceptual signal and 75 % of a hybrid one (ITU-R BT.2408)
    for curve, share in (("perceptual", 0.58), ("hybrid", 0.75)):
        shown = plain_picture(np.array([round(share * 65535)], dtype=np.uint16), curve)
        assert 170 <= shown[0] <= 235


def test_slow_motion_by_an_edit_list_is_timed_as_it_was_taken(tmp_path):
    film = film_of(tmp_path / "x.mp4")
    assert not plays_at_another_speed(film)
    slow = edited(film, speed=0.25)
    assert plays_at_another_speed(slow)
    frames = frames_of(slow)
    assert np.diff([frame.t_s for frame in frames]) == pytest.approx(1 / 30, abs=1e-3)
    assert Film(slow).facts.speed_edits


def test_two_times_through_give_the_same(tmp_path):
    film = Film(film_of(tmp_path / "x.mp4"))
    one, two = (list(film.frames()) for _ in range(2))
    assert [frame.t_s for frame in one] == [frame.t_s for frame in two]
    assert all(np.array_equal(a.picture, b.picture) for a, b in zip(one, two, strict=True))
