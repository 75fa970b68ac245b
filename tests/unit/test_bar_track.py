"""The bar in drawn films, where its middle is known in every frame."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backspotter.errors import InputError
from backspotter.lift.bar import BarSearch
from backspotter.lift.bar_height import bar_height
from backspotter.lift.plate_jumps import strays
from backspotter.lift.plate_near import Place, cost, radii_of
from backspotter.lift.reps import reps
from backspotter.lift.scale import scale
from tests.drawn_bar import Scene, followed, frames, height_m, misses_px, tracked

SHORT = np.arange(66) / 24
SCENES = {
    "plain": Scene(times=SHORT),
    "noisy": Scene(times=SHORT, noise=10),
    "plates and a poster on the wall": Scene(
        times=SHORT, decoys=((60, 60, 27), (350, 120, 30), (300, 60, 20), (100, 150, 27))
    ),
    "a plate like it behind its way": Scene(times=SHORT, decoys=((192, 120, 27),)),
    "dark on dark": Scene(times=SHORT, plate=28, rim=38, clothes=22),
    "hardly told from the wall": Scene(times=SHORT, plate=135, rim=140, rings=()),
    "iron with rings": Scene(times=SHORT, plate=90, rim=60, rings=(0.93, 0.8, 0.7, 0.45, 0.3)),
    "a post before it": Scene(times=SHORT, posts=((185, 193),)),
    "two posts before it": Scene(times=SHORT, posts=((172, 180), (200, 212))),
    "from 35 degrees": Scene(times=SHORT, aspect=0.82),
    "dropped and blurred": Scene(times=SHORT, dropped=True, blur_s=1 / 48),
}
MOST_PX = 0.012
"""Of a metre in the picture: 1.2 cm in the fastest frame of a drop; 4 mm in the usual one."""


@pytest.mark.parametrize("name", SCENES)
def test_the_middle_is_where_it_is(name):
    scene = SCENES[name]
    track = tracked(scene)
    missed = misses_px(track, scene)
    assert track.seen.all()
    assert np.median(missed) < 0.004 * scene.px_per_m
    assert missed.max() < MOST_PX * scene.px_per_m
    assert track.radius_px == pytest.approx(0.225 * scene.px_per_m, rel=0.025)
    assert track.aspect == pytest.approx(scene.aspect, abs=0.02)
    assert track.doubt is None


def test_sizes_band_holds_the_true_size_where_the_plate_is_small():
    scene = Scene(times=SHORT, px_per_m=60)
    track = tracked(scene)
    assert abs(track.radius_px - 13.5) < 2 * track.radius_sd_px


def test_frames_in_which_something_covers_the_plate_stay_empty():
    scene = Scene(times=np.arange(72) / 24)
    covered = (scene.times > 0.9) & (scene.times < 1.2)
    shown = []
    for (time, grey), hide in zip(frames(scene), covered, strict=True):
        grey[:, 120:260] = 120 if hide else grey[:, 120:260]
        shown.append((time, grey))
    track = followed(shown)
    assert not track.seen[covered].any()
    assert track.seen[~covered].all()
    assert np.nanmax(misses_px(track, scene)) < MOST_PX * scene.px_per_m


def test_a_picture_without_anything_round_has_no_bar_or_a_doubted_one():
    rng = np.random.default_rng(0)
    shown = [(n / 10, rng.integers(90, 110, (120, 200)).astype(np.uint8)) for n in range(12)]
    track = followed(shown)
    assert track is None or track.doubt is not None


def test_a_plate_that_is_never_lifted_is_doubted():
    scene = Scene(times=np.zeros(1))
    (_, grey), *_ = frames(scene)
    track = followed([(n / 10, grey) for n in range(20)])
    assert track.doubt == "nothing round is lifted"


def test_a_plate_that_is_gone_the_second_time_is_seen_nowhere():
    scene = Scene(times=SHORT)
    search = BarSearch()
    for time, grey in frames(scene):
        search.see(time, grey)
    follower = search.follower()
    for time in scene.times:
        follower.see(float(time), np.full((scene.height, scene.width), 120, np.uint8))
    track = follower.track()
    assert not track.seen.any()
    assert scale(track, plate_mm=450) is None
    assert reps(bar_height(track, 100.0)) == []


def test_memory_does_not_grow_with_length():
    search = BarSearch()
    (_, grey), *_ = frames(Scene(times=np.zeros(1)))
    for number in range(200):
        search.see(number * 0.15, grey[::4, ::4])
    assert len(search._pictures) <= 41


@pytest.mark.parametrize(
    "grey", [np.zeros((40, 40, 3), np.uint8), np.zeros((40, 40)), np.zeros((4, 400), np.uint8)]
)
def test_what_is_no_grey_picture_is_refused(grey):
    with pytest.raises(InputError, match="a grey picture"):
        BarSearch().see(0.0, grey)


def test_pictures_of_another_size_are_refused():
    search = BarSearch()
    search.see(0.0, np.zeros((40, 40), np.uint8))
    with pytest.raises(InputError, match="the size before"):
        search.see(1.0, np.zeros((40, 50), np.uint8))


def test_a_plate_first_found_in_the_hands_is_followed_on_the_floor_before():
    scene = Scene(times=SHORT)
    shown = list(frames(scene))
    search = BarSearch()
    for time, grey in shown:
        if time > 1.2:
            search.see(time, grey)
    follower = search.follower()
    for time, grey in shown:
        follower.see(time, grey)
    track = follower.track()
    assert track.seen.all()
    assert misses_px(track, scene).max() < MOST_PX * scene.px_per_m


def test_where_the_lifter_is_rules_out_a_lifted_plate_elsewhere():
    scene = Scene(times=SHORT)
    other = replace(scene, width=scene.width, px_per_m=132.0)
    shown = []
    for (time, grey), (_, beside) in zip(frames(scene), frames(other), strict=True):
        shown.append((time, np.concatenate([grey, beside], axis=1)))
    search = BarSearch()
    for time, grey in shown:
        search.see(time, grey)
    x, y = scene.middle(0.0)
    times = np.array([time for time, _ in shown])
    rise = np.array([height_m(t) - height_m(0.0) for t in times]) * scene.px_per_m
    at = np.stack([np.full(len(times), x - 20), y - 80 - rise], axis=1)
    place = Place(
        times_s=times,
        shoulder=at,
        hip=at + np.array([-20, 20]),
        ankle=at * 0 + np.array([x - 20, y]),
        torso_px=55.0,
        radii=radii_of(None, None),
    )
    follower = search.follower(place)
    for time, grey in shown:
        follower.see(time, grey)
    assert np.nanmax(misses_px(follower.track(), scene)) < 2.0


def test_outside_the_lifters_reach_costs():
    here = np.array([[100.0, 100.0]])
    place = Place(
        times_s=np.zeros(1),
        shoulder=here,
        hip=here,
        ankle=here + np.array([0, 90]),
        torso_px=50.0,
        radii=radii_of(None, None),
    )
    circles = np.array(
        [[110.0, 150.0, 25.0, 0.9], [300.0, 150.0, 25.0, 0.9], [110.0, 20.0, 25.0, 0.9]]
    )
    near, beside, above = cost(circles, place, 0.0)
    assert near == 0
    assert beside > 0.5
    assert above > 0.5


def test_a_circle_larger_or_smaller_than_a_plate_can_look_costs():
    here = np.array([[100.0, 100.0]])
    circles = np.array([[110.0, 150.0, radius, 0.9] for radius in (14.0, 25.0, 38.0, 50.0)])

    def costs(radii):
        ankle = here + np.array([0, 90])
        place = Place(
            times_s=np.zeros(1),
            shoulder=here,
            hip=here,
            ankle=ankle,
            torso_px=50.0,
            radii=radii,
        )
        return cost(circles, place, 0.0)

    small, usual, _, huge = costs(radii_of(None, None))
    assert usual == 0
    assert small > 0.5
    assert huge > 0.5
    assert costs(radii_of(450.0, 1.75))[1] == 0
    assert costs(radii_of(450.0, 1.75))[2] > 0.5


def test_a_taller_lifter_makes_the_plate_look_smaller():
    for plate in (None, 350.0, 450.0):
        (_, tall), (_, short) = (radii_of(plate, height) for height in (2.0, 1.5))
        assert tall < short
    assert radii_of(350.0, 1.75)[1] < radii_of(450.0, 1.75)[1]
    assert radii_of(350.0, 1.75)[0] < radii_of(450.0, 1.75)[0] < 0.225 / (0.3 * 1.75)


def test_a_lifter_as_tall_as_seen_leaves_no_room_for_a_ring_within_the_rim():
    beside, stature = 0.225 / 1.75 * 3.3, 3.3
    least, most = radii_of(450.0, 1.75, stature)
    assert radii_of(450.0, 1.75)[0] < 0.73 * 1.22 * beside < least < 1.1 * beside
    assert 1.45 * beside < most <= radii_of(450.0, 1.75)[1]


@pytest.mark.parametrize(
    "asked",
    [(450.0, 1.75, float("nan")), (450.0, 1.75, 1.5), (450.0, 1.75, 5.0), (None, 1.75, 3.3)],
)
def test_a_stature_that_is_not_seen_right_or_a_plate_nobody_named_leaves_room(asked):
    assert radii_of(*asked) == radii_of(*asked[:2])


def test_the_rim_is_taken_though_a_ring_within_it_is_far_plainer():
    scene = Scene(times=SHORT, rim=139, plate=45, wall=152, rings=(0.72,), texture=2)
    shown, rim = list(frames(scene)), 0.225 * scene.px_per_m
    assert followed(shown).radius_px == pytest.approx(0.72 * rim, rel=0.05)
    standing = place_beside(scene, radii_of(450.0, 1.75, 3.3))
    assert followed(shown, standing).radius_px == pytest.approx(rim, rel=0.03)


def place_beside(scene: Scene, radii: tuple[float, float]) -> Place:
    """A lifter 1.75 m tall, of 3.3 torsos, behind the plate, which looks 1.22 times as large as
    beside them."""
    torso = scene.px_per_m / 1.22 * 1.75 / 3.3
    x, y = (np.array([scene.middle(float(t))[n] for t in scene.times]) for n in (0, 1))
    wrist = np.stack([x, y - 0.2 * torso], axis=1)
    ankle = np.stack([x, np.full(len(x), y[0])], axis=1)
    return Place(
        times_s=scene.times,
        shoulder=wrist - [0, 1.2 * torso],
        hip=wrist - [0, 0.3 * torso],
        ankle=ankle,
        torso_px=torso,
        radii=radii,
        wrist=wrist,
    )


def test_first_frames_that_follow_something_else_are_not_the_bars():
    times = np.arange(60) / 30
    middle = np.stack([np.full(60, 963.0), 860.0 - 4.0 * np.arange(60)], axis=1)
    middle[:4] = [[1010, 897], [1020, 906], [1051, 922], [1090, 925]]
    found = strays(times, middle, 105.0)
    assert found[:4].all()
    assert not found[4:].any()


def test_a_dropped_bar_and_a_gap_are_no_jump():
    times = np.arange(90) / 30
    fall = np.minimum(0.5 * 9.81 * np.clip(times - 1.0, 0, None) ** 2, 1.2) / 0.225 * 80
    middle = np.stack([500.0 + 10 * np.sin(times), 200.0 + fall], axis=1)
    middle[40:50] = np.nan
    assert not strays(times, middle, 80.0).any()
    assert not strays(times[:1], middle[:1], 80.0).any()
