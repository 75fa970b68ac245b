"""The bar on a rendered film whose truth is known: frames in, moments, range and speed out."""

from __future__ import annotations

import json

import pytest

from backspotter.cli.main import run
from backspotter.lift.bar_height import bar_height
from backspotter.lift.reps import reps
from backspotter.lift.scale import scale
from tests.drawn_bar import followed

pytestmark = [
    pytest.mark.needs("av", install="make setup-synth"),
    pytest.mark.needs("anny", install="make setup-synth"),
    pytest.mark.timeout(240),
]
SMALL = ["--width", "426", "--height", "240", "--fps", "24", "--yaw-deg", "10", "--seed", "9"]


@pytest.fixture(scope="module")
def filmed(tmp_path_factory):
    """Truth and track of one small film."""
    import av

    film = tmp_path_factory.mktemp("film") / "small.mp4"
    assert run(["synth", "film", str(film), *SMALL]) == 0
    with av.open(str(film)) as container:
        shown = [
            (float(frame.pts * frame.time_base), frame.to_ndarray(format="gray"))
            for frame in container.decode(video=0)
        ]
    return json.loads(film.with_suffix(".truth.json").read_text()), followed(shown)


def test_the_bar_is_seen_in_every_frame(filmed):
    _, track = filmed
    assert track.seen.all()
    assert track.doubt is None


def test_the_scale_at_the_near_plate_is_the_true_one(filmed):
    truth, track = filmed
    found = scale(track, plate_mm=450).near
    assert found.value == pytest.approx(truth["scale"]["near_plate_px_per_m"], rel=0.02)
    assert found.low <= truth["scale"]["near_plate_px_per_m"] <= found.high


def test_the_rep_is_found_with_its_moments_range_and_speed(filmed):
    truth, track = filmed
    found = reps(bar_height(track, scale(track, plate_mm=450).near.value))
    (true,) = truth["reps"]
    (rep,) = found
    assert rep.lift_off.value == pytest.approx(true["lift_off_s"], abs=0.1)
    assert rep.lockout.value == pytest.approx(true["lockout_s"], abs=0.1)
    assert rep.rom_m.value == pytest.approx(true["rom_m"], rel=0.03)
    assert rep.mean_speed.value == pytest.approx(true["mean_concentric_velocity_m_s"], abs=0.03)
