"""The films that are kept here are what the renderer draws today from the list they came from."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from backspotter.synth.film import _Drawing
from backspotter.synth.reps import rep_truth
from backspotter.synth.spec import film_of
from backspotter.synth.stage import stage

ROOT = Path(__file__).resolve().parents[2]
CLIPS = {
    clip["spec"]["name"]: clip
    for clip in json.loads((ROOT / "scripts/clips.json").read_text(encoding="utf-8"))
}

pytestmark = [
    pytest.mark.needs("anny", install="make setup-synth"),
    pytest.mark.needs("numba", install="make setup-synth"),
    pytest.mark.needs("av", install="make setup-synth"),
]


def kept(name):
    """The stage that a clip's specification asks for, its film and its truth."""
    asked = film_of(CLIPS[name]["spec"])
    return stage(asked.takes[0], asked.scenes[0]), ROOT / CLIPS[name]["to"], truth_of(name)


def truth_of(name):
    film = ROOT / CLIPS[name]["to"]
    return json.loads(film.with_suffix(".truth.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["portrait", "round-from-the-set-up", "occluded"])
def test_the_truth_beside_a_film_is_that_of_its_specification(name):
    set_, _, truth = kept(name)
    assert [rep_truth(set_.motion, n + 1) for n in range(len(truth["reps"]))] == truth["reps"]


@pytest.mark.parametrize("name", ["neutral", "occluded"])
def test_the_first_picture_is_drawn_again(name):
    """Apart from what storing it loses, and the sensor's noise."""
    from backspotter.lift.film import Film

    set_, film, _ = kept(name)
    drawn = _Drawing(set_).picture(0.0, 0).astype(float)
    shown = next(Film(film, longest_px=drawn.shape[1]).frames()).picture
    assert shown.shape == drawn.shape
    assert np.abs(shown - drawn).mean() < 4.2
    assert np.mean(np.abs(shown - drawn).max(axis=2) > 60) < 0.005


def test_two_films_show_what_they_are_named_for():
    round_, hidden = (truth_of(name) for name in ("round-from-the-set-up", "occluded"))
    assert [(f["code"], f["onset"]) for f in round_["reps"][0]["faults"]] == [
        ("lumbar_rounding", "at_setup")
    ]
    assert hidden["decline_back"]["reason"].startswith("lower back hidden in")
