"""The lifter followed through one rendered film, held against what was drawn."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from backspotter.errors import InputError
from backspotter.lift.film import Film, Frame
from backspotter.lift.follow import Follower, tracks_of
from backspotter.lift.outline import axis_of, back_shape, body_rays
from backspotter.lift.second_look import is_head_down
from backspotter.lift.tracks import INNER
from backspotter.lift.view import view_of
from backspotter.lift.weights import FOLDER, WEIGHTS
from tests.films import film_of

pytestmark = [
    pytest.mark.needs("av", install="make setup-synth"),
    pytest.mark.needs("anny", install="make setup-synth"),
    pytest.mark.needs("ai_edge_litert", install="pip install 'backspotter[film]'"),
    pytest.mark.skipif(
        not (FOLDER / WEIGHTS["heavy"].file).is_file(), reason="no weights: make assets"
    ),
    pytest.mark.timeout(400),
]

DEMO = Path(__file__).parents[2] / "docs" / "demo" / "demo.mp4"
WITHIN = {"shoulder": 0.12, "hip": 0.15, "knee": 0.22}
"""Mean distance of the near joint from the drawn one, as a share of the trunk's length. A landmark
is a place on the body and the drawn joint one of the skeleton; they need not agree better."""


@pytest.fixture(scope="module")
def reader():
    from backspotter.lift.pose.reader import pose_reader

    return pose_reader("heavy", threads=2)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    from backspotter.cli.main import run

    out = tmp_path_factory.mktemp("film") / "lift.mp4"
    words = ["--width", "640", "--height", "480", "--fps", "24", "--yaw-deg", "8", "--seed", "5"]
    assert run(["synth", "film", str(out), *words]) == 0
    return Film(out), json.loads(out.with_suffix(".truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tracks(drawn, reader):
    return tracks_of(drawn[0], reader)


def joint(truth, name):
    return np.array([frame["joints_px"][name] for frame in truth["frames"]])


def trunk_px(truth):
    ends = [
        (joint(truth, f"{name}_left") + joint(truth, f"{name}_right")) / 2
        for name in ("hip", "shoulder")
    ]
    return np.hypot(*(ends[1] - ends[0]).T)


def away(one, other):
    return np.hypot(*(one - other).T)


def test_every_frame_has_its_time_and_a_place(drawn, tracks):
    film, truth = drawn
    assert tracks.times_s == pytest.approx(truth["film"]["times_s"], abs=1e-3)
    assert np.isfinite(tracks.landmarks_px).all()
    assert tracks.measured.mean() < 0.8  # the network did not run on every frame
    assert tracks.size_px == (film.facts.width, film.facts.height)
    assert tracks.cuts_s == ()


def test_the_side_and_the_way_the_lifter_faces(drawn, tracks):
    assert tracks.near_side == drawn[1]["camera"]["side"]
    assert tracks.facing == (1 if tracks.near_side == "right" else -1)


@pytest.mark.parametrize("name", list(WITHIN))
def test_near_joints_are_where_they_were_drawn(name, drawn, tracks):
    truth = drawn[1]
    off = away(tracks.at(f"near_{name}"), joint(truth, f"{name}_{tracks.near_side}"))
    assert np.mean(off / trunk_px(truth)) < WITHIN[name]


def test_the_trunk_leans_as_drawn(drawn, tracks):
    hip, shoulder = axis_of(tracks.landmarks_px)
    across, down = (shoulder - hip).T
    lean = np.degrees(np.arctan2(np.abs(across), -down))
    truth = np.array([frame["trunk_deg"] for frame in drawn[1]["frames"]])
    assert np.mean(np.abs(lean - truth)) < 8
    assert np.corrcoef(lean, truth)[0, 1] > 0.98


def test_the_line_of_the_back_is_where_lifter_and_wall_part(drawn, tracks):
    """Mask and picture agree on it to a fiftieth of the trunk, on nearly every ray."""
    back, looked = tracks.back, tracks.measured
    apart = np.hypot(*np.moveaxis(back.points_px - back.picture_px, -1, 0))[looked]
    assert np.nanmedian(apart / tracks.quality.torso_px[looked][:, None]) < 0.02
    assert np.isfinite(back.points_px[looked][:, 5:56]).mean() > 0.97
    assert np.nanmedian(back.confidence) > 0.5  # 85 pixels of trunk are few


def test_the_back_is_graded(drawn, tracks):
    view = view_of(tracks, drawn[0].facts)
    low, high = view.yaw_deg[1:]
    assert low <= 8 <= high
    assert view.measures["facing"] > 0.9
    assert abs(view.measures["tilt_deg"]) < 1


def test_a_film_without_a_person_is_refused_in_one_line(reader, tmp_path):
    empty = Film(film_of(tmp_path / "x.mp4"))
    with pytest.raises(InputError, match="no person to be seen"):
        tracks_of(empty, reader)


def test_who_is_first_seen_standing_on_the_head_is_set_upright_at_once(reader):
    """The demonstration film opens on a lifter bent over, whom the detector takes the wrong way."""
    film = Film(DEMO)
    follower, seen = Follower(film, reader), []
    for frame in islice(film.frames(), 20):
        if (pose := follower.see(frame)) is not None:
            seen.append(pose)
    assert abs(np.rad2deg(seen[0].region.turn)) < 90
    assert not any(is_head_down(pose.landmarks) for pose in seen)


def test_a_cut_is_found_and_nothing_is_smoothed_across_it(drawn, reader):
    """The second half is moved to the side and darker, as from another camera."""
    film = drawn[0]
    seen = []

    def changed(picture):
        seen.append(0)
        if len(seen) <= 40:
            return picture
        moved = np.ascontiguousarray(np.roll(picture, 150, axis=1)[:, ::-1] // 2)
        moved[:120] = 20
        return moved

    tracks = tracks_of(Pictures(film, changed), reader)
    assert tracks.cuts_s == (pytest.approx(40 / 24, abs=0.01),)
    before, after = tracks.at("mid_hip")[[39, 41]]
    assert abs(after[0] - before[0]) > 50
    view = view_of(tracks, film.facts)
    assert "VIEW-cut" in {reason.id for reason in view.reasons}
    assert view.grade == "cannot_judge"


class Pictures:
    """A film's frames, changed."""

    def __init__(self, film, change, *, every=1):
        self._film, self._change, self._every = film, change, every
        self.facts, self.scale = film.facts, film.scale
        self.size = film.size

    def frames(self):
        for frame in self._film.frames():
            if frame.index % self._every == 0:
                picture = self._change(frame.picture)
                yield Frame(index=frame.index // self._every, t_s=frame.t_s, picture=picture)


def test_a_mirrored_film_gives_the_mirror_image(drawn, tracks, reader):
    film = drawn[0]
    flip = Pictures(film, lambda picture: np.ascontiguousarray(picture[:, ::-1]))
    other = tracks_of(flip, reader)
    assert other.near_side != tracks.near_side
    assert other.facing == -tracks.facing
    trunk = np.median(tracks.quality.torso_px)
    for name, share in (("near_shoulder", 0.06), ("near_hip", 0.08), ("near_knee", 0.2)):
        straight = other.at(name) * (-1, 1) + (film.facts.width, 0)
        assert np.mean(away(straight, tracks.at(name))) < share * trunk
    shapes = [back_shape(body_rays(t.back, t.landmarks_px, t.facing)) for t in (tracks, other)]
    assert np.nanmean(np.abs(shapes[0].sagitta - shapes[1].sagitta)) < 0.015


def test_a_smaller_picture_gives_the_same_places(drawn, tracks, reader):
    small = Film(drawn[0].path, longest_px=480)
    other = tracks_of(small, reader)
    trunk = np.median(tracks.quality.torso_px)
    for name, share in (("near_shoulder", 0.06), ("near_hip", 0.08), ("near_knee", 0.2)):
        assert np.mean(away(other.at(name), tracks.at(name))) < share * trunk


def test_the_lifter_is_followed_and_not_the_one_who_stands_beside(drawn, tracks, reader):
    """A second, slightly larger person stands at the left edge all through the film."""
    film = drawn[0]
    last = list(film.frames())[-1].picture
    stander = last[:, 200:440]

    def beside(picture):
        wide = np.full((480, 960, 3), 150, np.uint8)
        wide[:, 320:] = picture
        wide[:, 20:260] = stander
        return wide

    both = Pictures(film, beside, every=2)
    both.size = (960, 480)
    both.facts = SimpleNamespace(width=960, height=480, duration_s=film.facts.duration_s)
    other = tracks_of(both, reader)
    off = away(other.at("near_shoulder") - (320, 0), tracks.at("near_shoulder")[::2])
    assert np.mean(off) < 0.08 * np.median(tracks.quality.torso_px)
    assert other.quality.others.max() >= 1


def test_body_rays_are_on_the_dorsal_side(tracks):
    rays = body_rays(tracks.back, tracks.landmarks_px, tracks.facing)[tracks.measured]
    assert rays.shape[1] == len(INNER)
    assert np.nanmedian(rays) > 0.1
    assert np.isfinite(rays).mean() > 0.95
