"""The back's flexion against films whose truth is known, and what holds for any film."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from backspotter.lift import angles_together
from backspotter.lift.back_change import looks, pairs
from backspotter.lift.back_change import names as names_of_pairs
from backspotter.lift.back_inputs import Size, inputs, names
from backspotter.lift.band import Band
from backspotter.lift.flexion import CHANGE_FILE, FILE, back_flexion, change_network, network
from backspotter.lift.tracks import LANDMARKS

ROOT = Path(__file__).parent.parent.parent
FILMS = (ROOT / "docs/demo/demo.mp4", ROOT / "tests/data/films/portrait.mp4")
needs_film = pytest.mark.needs("av", install="make setup")


class Pulled:
    """A rep from its truth."""

    def __init__(self, rep):
        self.lift_off, self.lockout = (
            Band(value=rep[name], low=rep[name] - 0.05, high=rep[name] + 0.05)
            for name in ("lift_off_s", "lockout_s")
        )


@pytest.fixture(scope="module", params=FILMS, ids=lambda film: film.stem)
def seen(request):
    """A kept film: its truth, the tracks the real network gives, the reps of the truth."""
    from backspotter.lift.film import Film
    from backspotter.lift.follow import tracks_of
    from backspotter.lift.pose.reader import pose_reader

    film = request.param
    truth = json.loads(film.with_suffix(".truth.json").read_text(encoding="utf-8"))
    return truth, tracks_of(Film(film), pose_reader()), [Pulled(rep) for rep in truth["reps"]]


def size_of(truth) -> Size:
    lifter = truth["lifter"]
    male = lifter["sex"] == "male"
    return Size(mass_kg=lifter["mass_kg"], height_m=lifter["height_m"], male=male)


@needs_film
def test_the_change_of_the_lower_back_is_within_its_band_and_near(seen):
    truth, tracks, reps = seen
    found = back_flexion(tracks, reps, size=size_of(truth))
    assert found.withheld is None
    for rep, change, start in zip(truth["reps"], found.change, found.at_lift_off, strict=True):
        true = rep["lumbar_flexion_deg"]
        assert change[1] <= true["change_from_set_up"] <= change[2]
        assert change[0] == pytest.approx(true["change_from_set_up"], abs=10)
        assert start[1] <= true["from_upright_at_lift_off"] <= start[2]


@needs_film
def test_the_curve_of_a_pull_rises_by_the_change_that_is_told(seen):
    truth, tracks, reps = seen
    found = back_flexion(tracks, reps, size=size_of(truth))
    for rep, change, start in zip(reps, found.change, found.at_lift_off, strict=True):
        first, last = rep.lift_off.value, rep.lockout.value - 0.3
        pulled = (tracks.times_s >= first) & (tracks.times_s <= last)
        rise = np.nanmax(found.lumbar[pulled, 0]) - start[0]
        assert max(rise, 0.0) == pytest.approx(change[0], abs=0.5)


@needs_film
def test_most_frames_lie_within_their_band(seen):
    truth, tracks, reps = seen
    found = back_flexion(tracks, reps, size=size_of(truth))
    times = [frame["t_s"] for frame in truth["frames"]]
    true = np.interp(
        tracks.times_s, times, [frame["lumbar_flexion_deg"] for frame in truth["frames"]]
    )
    known = np.isfinite(found.lumbar[:, 0])
    inside = (found.lumbar[:, 1] <= true) & (true <= found.lumbar[:, 2])
    assert known.mean() > 0.6
    assert inside[known].mean() > 0.8
    assert np.abs(found.lumbar[known, 0] - true[known]).mean() < 7


@needs_film
def test_a_mirrored_and_larger_picture_reads_the_same(seen):
    truth, tracks, reps = seen
    turn = np.array([-2.0, 2.0])
    from_right = np.array([2.0 * truth["film"]["width"], 0.0])
    landmarks = tracks.landmarks_px.copy()
    landmarks[..., :2] = landmarks[..., :2] * turn + from_right
    order = [LANDMARKS.index(swapped(name)) for name in LANDMARKS]
    back = replace(tracks.back, picture_px=tracks.back.picture_px * turn + from_right)
    other = replace(tracks, landmarks_px=landmarks[:, order], back=back, facing=-tracks.facing)
    one, two = (back_flexion(t, reps, size=size_of(truth)) for t in (tracks, other))
    np.testing.assert_allclose(one.lumbar, two.lumbar, atol=1e-6)


def swapped(name: str) -> str:
    """The landmark on the other side."""
    pairs = {"left": "right", "right": "left"}
    return "_".join(pairs.get(part, part) for part in name.split("_"))


@needs_film
def test_a_camera_far_off_the_side_withholds_the_back(seen):
    truth, tracks, reps = seen
    found = back_flexion(tracks, reps, size=size_of(truth), yaw_deg=41.0)
    assert "off the side" in found.withheld
    assert np.isnan(found.lumbar).all()
    assert np.isnan(found.change).all()


@needs_film
def test_a_back_unlike_any_that_was_learned_from_is_withheld(seen):
    truth, tracks, reps = seen
    landmarks = tracks.landmarks_px.copy()
    landmarks[:, 25:33, 0] += 40 * np.nanmedian(tracks.quality.torso_px)
    strange = replace(tracks, landmarks_px=landmarks)
    found = back_flexion(strange, reps, size=size_of(truth))
    assert "unlike anything" in found.withheld


@needs_film
def test_an_unknown_body_widens_the_band(seen):
    truth, tracks, reps = seen
    known, unknown = (back_flexion(tracks, reps, size=size) for size in (size_of(truth), Size()))

    def width(found):
        return np.nanmean(found.lumbar[:, 2] - found.lumbar[:, 1])

    assert width(unknown) > width(known)


def test_the_network_knows_its_inputs_and_keeps_its_quantiles_in_order():
    net = network()
    assert len(net.centre) == len(names())
    rng = np.random.default_rng(1)
    thrown = net.centre + net.spread * rng.normal(0, 3, (500, len(net.centre)))
    answers = net(thrown)
    assert np.all(answers[..., 0] <= answers[..., 1])
    assert np.all(answers[..., 1] <= answers[..., 2])
    thrown[0, 3] = np.nan
    assert np.isnan(net(thrown)[0]).all()


def test_rays_that_were_lost_are_filled_only_where_few_are():
    rng = np.random.default_rng(2)
    landmarks, back = rng.normal(0, 50, (2, 33, 3)), rng.normal(0, 50, (2, 61, 2))
    back[0, 5:9], back[1, 5:40] = np.nan, np.nan
    found = inputs(landmarks, back, 1, Size())
    assert np.isfinite(found[0]).all()
    assert not np.isfinite(found[1]).all()


def film_of_a_pull(rng, n: int = 12):
    """Landmarks (n, 33, 3) and the back's line (n, 61, 2) that wander a little from moment to
    moment, as of one who faces right [px]."""
    landmarks = rng.normal(0, 200, (33, 3)) + rng.normal(0, 8, (n, 33, 3))
    hip, shoulder = np.array([100.0, 500.0]), np.array([260.0, 300.0])
    for side in ("left", "right"):
        landmarks[:, LANDMARKS.index(f"{side}_hip"), :2] += hip
        landmarks[:, LANDMARKS.index(f"{side}_shoulder"), :2] += shoulder
    mid = landmarks[:, [23, 24], :2].mean(axis=1)
    top = landmarks[:, [11, 12], :2].mean(axis=1)
    share = np.linspace(-0.1, 1.1, 61)[:, None]
    back = mid[:, None] + share * (top - mid)[:, None] + rng.normal(-60, 4, (n, 61, 2))
    return landmarks, back


def test_a_pair_of_moments_looks_the_same_wherever_and_however_large_it_is_filmed():
    landmarks, back = film_of_a_pull(np.random.default_rng(3))
    order = [LANDMARKS.index(swapped(name)) for name in LANDMARKS]
    turn = np.array([-1.7, 1.7])
    mirrored = landmarks.copy()
    mirrored[..., :2] = landmarks[..., :2] * turn + 900
    one = looks(landmarks, back, 1, Size())
    two = looks(mirrored[:, order], back * turn + 900, -1, Size())
    first, second = (
        pairs(each.of(np.arange(3, 12)), each.of(np.arange(3)).mean()) for each in (one, two)
    )
    assert first.shape == (9, len(names_of_pairs()))
    np.testing.assert_allclose(first, second, atol=1e-9)


def test_a_moment_beside_itself_has_not_changed():
    landmarks, back = film_of_a_pull(np.random.default_rng(4))
    seen = looks(landmarks, back, 1, Size())
    beside = pairs(seen, seen)
    then = [n.startswith("then ") or n == "shank" for n in names_of_pairs()]
    assert np.abs(beside[:, ~np.array(then)]).max() < 1e-9


def test_the_network_of_changes_knows_its_inputs():
    net = change_network()
    assert len(net.centre) == len(names_of_pairs())
    assert net.of_change.shape == (1,)


@pytest.mark.parametrize(
    ("kept", "name"),
    [
        ("scores.json", FILE),
        ("scores.json", CHANGE_FILE),
        ("angle_scores.json", angles_together.FILE),
    ],
)
def test_the_scores_that_are_kept_are_of_the_networks_that_are_kept(kept, name):
    scores = json.loads((ROOT / "training/flexion" / kept).read_text(encoding="utf-8"))
    network_file = ROOT / "src/backspotter/lift" / name
    assert scores["sha256"][name] == sha256(network_file.read_bytes()).hexdigest()


def test_the_networks_are_small():
    files = [ROOT / "src/backspotter/lift" / name for name in (FILE, CHANGE_FILE)]
    assert sum(file.stat().st_size for file in files) < 1_000_000
