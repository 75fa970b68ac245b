"""A post before the lifter, told by places of the picture that never change."""

from __future__ import annotations

import numpy as np
import pytest

from backspotter.lift.outline import Edges
from backspotter.lift.pose.region import Region
from backspotter.lift.stands_before import StandsBefore
from backspotter.lift.track_making import Seen
from backspotter.lift.tracks import ALONG, PLACE

HIGH, WIDE = 240, 320
HIP, SHOULDER = np.array([100.0, 150.0]), np.array([200.0, 150.0])
"""Of one who lies on the belly, the back up, and faces right."""

EDGE = 120
"""The row of the back's edge."""

POST = slice(130, 156)
"""Columns: a quarter of the way from hip to shoulder."""


STANDING = (60, 60, 180)


def wall(rng):
    return np.full((HIGH, WIDE, 3), 120, np.uint8) + rng.integers(0, 3, (HIGH, WIDE, 3), np.uint8)


def film(*, post=True, shifts=(), body=(200, 60, 60), frames=24, noise=2):
    """Pictures of a body that lies under its edge in the first half, and in the second stands right
    of the post; each shifted right and down by so many pixels."""
    rng = np.random.default_rng(noise)
    still = wall(np.random.default_rng(7))
    for n in range(frames):
        picture = still.copy()
        if n < frames // 2:
            picture[EDGE:200, 60:230] = body
        else:
            picture[90:230, POST.stop : 230] = STANDING
        if post:
            picture[:, POST] = (90, 95, 100)
        picture = np.clip(picture + rng.normal(0, noise, picture.shape), 0, 255).astype(np.uint8)
        yield np.roll(picture, shifts[n] if shifts else (0, 0), axis=(1, 0))


def look(index, by=(0, 0)):
    landmarks = np.zeros((33, 4))
    for side in ("left", "right"):
        landmarks[PLACE[f"{side}_hip"], :2] = HIP + by
        landmarks[PLACE[f"{side}_shoulder"], :2] = SHOULDER + by
    points = HIP + ALONG[:, None] * (SHOULDER - HIP)
    points[:, 1] = EDGE + 0.5
    edges = Edges(points=points + by, picture_points=points + by, softness=ALONG, step=ALONG)
    under = points + np.array([0, 60 + by[1]])
    below = Edges(points=under, picture_points=under, softness=ALONG, step=ALONG)
    return Seen(
        index=index,
        t_s=index / 10,
        landmarks=landmarks,
        world_m=np.zeros((33, 3)),
        presence=1.0,
        sharpness=1.0,
        facing_right=edges,
        facing_left=below,
        look_next=Region(x=150.0, y=150.0, side=200.0, turn=0.0),
    )


def seen(pictures, *, shifts=(), cut=None):
    before = StandsBefore()
    for n, picture in enumerate(pictures):
        shift = np.array(shifts[n] if shifts else (0, 0), float)
        before.see(n / 10, picture, shift, cut=n == cut)
    return before


def columns(covered):
    """Where along the picture rays are covered."""
    return (HIP[0] + ALONG * (SHOULDER[0] - HIP[0]))[covered]


def test_rays_on_a_post_are_covered_and_no_others():
    (told,) = seen(film()).told([look(3)])
    found = columns(told.facing_right.covered)
    assert found.min() >= POST.start - 2
    assert found.max() <= POST.stop + 2
    assert len(found) >= 11


def test_an_edge_that_runs_along_a_post_is_covered_where_a_body_was_seen_behind_it():
    """As of one who has stood up, of whom the post hides the back and the mask ends at the post."""
    upright, beside = look(4), POST.stop + 1.5
    rows = 210 - 100 * ALONG
    for side in ("left", "right"):
        upright.landmarks[PLACE[f"{side}_hip"], :2] = (170, 210)
        upright.landmarks[PLACE[f"{side}_shoulder"], :2] = (170, 110)
    upright.facing_right.points[:] = np.stack([np.full(len(rows), beside), rows], axis=1)
    (alone,) = seen(film()).told([upright])
    assert not alone.facing_right.covered.any()
    _, told = seen(film()).told([look(3), upright])
    covered = rows[told.facing_right.covered]
    assert covered.min() == pytest.approx(EDGE + 3, abs=3)
    assert covered.max() == pytest.approx(160, abs=3)
    assert len(covered) >= 15


def test_without_a_post_nothing_is_covered():
    (told,) = seen(film(post=False)).told([look(3)])
    assert not told.facing_right.covered.any()


def test_the_side_that_faces_left_is_looked_at_from_below():
    (told,) = seen(film()).told([look(3)])
    assert columns(told.facing_left.covered).size >= 11
    assert columns(told.facing_left.covered).max() <= POST.stop + 2


def test_a_shirt_as_bright_as_the_wall_but_of_another_colour_is_no_post():
    (told,) = seen(film(post=False, body=(160, 100, 118))).told([look(3)])
    assert not told.facing_right.covered.any()


def test_a_camera_that_moves_is_taken_out():
    shifts = [(int(4 * np.sin(n)), int(5 * np.cos(2 * n))) for n in range(24)]
    before = seen(film(shifts=shifts), shifts=shifts)
    (told,) = before.told([look(3, by=shifts[3])])
    assert columns(told.facing_right.covered).size >= 11
    (unsteady,) = seen(film(shifts=shifts)).told([look(3)])
    assert columns(unsteady.facing_right.covered).size < 11


@pytest.mark.parametrize("known", [0, 12])
def test_where_it_is_not_known_how_the_camera_moves_nothing_is_said(known):
    shifts = [(0, 0)] * known + [(np.nan, np.nan)] * (24 - known)
    (told,) = seen(film(), shifts=shifts).told([look(3)])
    assert told.facing_right.covered is None


def test_every_shot_is_looked_at_by_itself():
    pictures = [*film(post=False), *film()]
    first, second = seen(pictures, cut=24).told([look(3), look(27)])
    assert not first.facing_right.covered.any()
    assert columns(second.facing_right.covered).size >= 11


def test_one_picture_says_nothing():
    (told,) = seen([next(film())]).told([look(0)])
    assert told.facing_right.covered is None
