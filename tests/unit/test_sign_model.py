"""The small model behind the tables: what it may say, and that training it has one outcome."""

from __future__ import annotations

import importlib
from math import log
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from backspotter.reading import likeness, reader
from backspotter.reading.likeness import SignModel, alike

UNNAMED = 2.0
ROOT = Path(__file__).parents[2]


@pytest.fixture
def training(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The training command, as a module."""
    monkeypatch.syspath_prepend(str(ROOT / "training"))
    return importlib.import_module("train_sign_model")


def signs_found(
    text: str, monkeypatch: pytest.MonkeyPatch, *, above: float, shared: float = 0
) -> set[str]:
    """What a model that knows one word finds, so many log odds above its floor.

    ``shared`` is how much of it lies in the score that all signs have in common.
    """
    least = log(0.85 / 0.15)
    told = reader.tell(text)
    count = len(likeness.features([word for scene in told.scenes for word in scene.words]))
    weight = (least + above) * count**0.5
    own, of_all = weight * (1 - shared), weight * shared
    one = SignModel(
        ("urine_dark",), (0.0,), {"blorp": [0, own, 1, of_all]}, (least,), (), UNNAMED, 2
    )
    monkeypatch.setattr(likeness, "sign_model", lambda: one)
    return {each.sign for each in alike(told.scenes, about_other=told.about_other)}


def test_a_sign_whose_subject_is_named_has_to_reach_its_floor(monkeypatch):
    assert signs_found("my urine is a dark blorp", monkeypatch, above=0.1) == {"urine_dark"}
    assert signs_found("my urine is a dark blorp", monkeypatch, above=-0.1) == set()


def test_a_sign_whose_subject_is_left_out_has_to_be_surer(monkeypatch):
    barely, well = UNNAMED - 0.1, UNNAMED + 0.1
    assert signs_found("everything came out blorp", monkeypatch, above=barely) == set()
    assert signs_found("everything came out blorp", monkeypatch, above=well) == {"urine_dark"}


def test_that_anything_is_wrong_counts_for_every_sign(monkeypatch):
    text = "my urine is a dark blorp"
    assert signs_found(text, monkeypatch, above=0.1, shared=1) == {"urine_dark"}
    assert signs_found(text, monkeypatch, above=-0.1, shared=1) == set()


def test_one_word_is_too_few_to_be_like_anything(monkeypatch):
    assert signs_found("blorp urine", monkeypatch, above=9) == {"urine_dark"}
    assert signs_found("blorp", monkeypatch, above=9) == set()


def texts(seed: int) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
    """Two hundred made-up texts over thirty features, what they say, and how much each counts."""
    chance = np.random.default_rng(seed)
    x = csr_matrix(chance.random((200, 30)) * (chance.random((200, 30)) < 0.2))
    spoken = np.where(chance.random(200) < 0.2, 1.0, -1.0)
    return x, spoken, np.where(spoken > 0, 5.0, 1.0) * 60


def test_training_ends_in_the_same_place_wherever_it_begins(training):
    x, spoken, counts = texts(1)
    across = x.T.tocsr()
    ends = [
        training.settled(x, across, spoken, counts, np.random.default_rng(seed).normal(0, 5, 30))
        for seed in range(3)
    ]
    assert np.ptp(ends, axis=0).max() < 0.01
    assert np.abs(ends[0]).max() > 1


def test_where_training_ends_no_weight_is_better_a_little_off(training):
    x, spoken, counts = texts(2)

    def loss(weights: np.ndarray) -> float:
        lost = counts @ np.logaddexp(0, -(x @ weights) * spoken)
        return 0.5 * float(weights @ weights) + float(lost)

    best = training.settled(x, x.T.tocsr(), spoken, counts, np.zeros(30))
    nudges = 0.05 * np.vstack([np.eye(30), -np.eye(30)])
    assert all(loss(best + nudge) > loss(best) for nudge in nudges)


def test_training_that_does_not_settle_says_so(training, monkeypatch):
    monkeypatch.setattr(training, "MOST_STEPS", 1)
    x, spoken, counts = texts(3)
    with pytest.raises(RuntimeError, match="not settled in 1 steps"):
        training.settled(x, x.T.tocsr(), spoken, counts, np.zeros(30))


TOLD = (
    ("my wee is brown", "urine_dark"),
    ("my foot drags", "foot_drop"),
    ("my back is sore", ""),
    ("the bar is heavy", ""),
) * 4


def test_the_same_texts_make_the_same_model(training):
    floors = dict.fromkeys(training.SIGNS, 0.0)
    examples = [training.example_of(text, sign) for text, sign in TOLD]
    assert training.fit(examples, floors) == training.fit(examples, floors)


def test_a_lower_floor_is_a_higher_bias(training):
    examples = [training.example_of(text, sign) for text, sign in TOLD]
    high = training.fit(examples, dict.fromkeys(training.SIGNS, 0.0))
    low = training.fit(examples, dict.fromkeys(training.SIGNS, -1.0))
    assert np.subtract(low["bias"], high["bias"]) == pytest.approx(np.ones(len(training.SIGNS)))
    assert low["weights"] == high["weights"]


def test_the_model_that_ships_has_a_floor_and_a_bias_for_every_sign(training):
    model = likeness.sign_model()
    assert list(model.signs) == training.SIGNS == sorted(training.measured_floors())
    assert len(model.bias) == len(model.least_odds) == len(model.signs)


def test_a_model_that_tells_one_sign_of_a_passage_tells_the_surest(monkeypatch):
    text = "my foot drags and my wee is brown"
    told = reader.tell(text)
    weights = {"foot": [0, 90.0], "wee": [1, 80.0]}
    for surest_only, signs in ((True, {"foot_drop"}), (False, {"foot_drop", "urine_dark"})):
        one = SignModel(
            ("foot_drop", "urine_dark"), (0.0, 0.0), dict(weights), (1.7, 1.7),
            surest_only=surest_only,
        )  # fmt: skip
        monkeypatch.setattr(likeness, "sign_model", lambda one=one: one)
        assert {each.sign for each in alike(told.scenes, about_other=False)} == signs


def test_no_line_of_a_hand_says_a_sign_that_is_none(training):
    for hand in training.hands():
        named = {row["item"] for row in training.lines_of(hand)}
        assert named == {*training.SIGNS, training.NO_SIGN}, hand
