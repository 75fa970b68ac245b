"""Where the small model has grounds to speak: something has to be said, and not that all is well.

The model itself is trained anew now and then; what stands here holds for any.
"""

from __future__ import annotations

import pytest

from backspotter.reading.grounds import says_something
from backspotter.reading.likeness import features


def says(text: str, *, met: str = "") -> bool:
    """Whether a passage says something, to a model that met these words and the tables' own."""
    words = text.split()
    return says_something(features(words), dict.fromkeys(met.split() or words, 1.0))


@pytest.mark.parametrize(
    "text",
    [
        "left leg", "both of my legs", "it is noon now", "in my right foot since yesterday",
        "nothing in my legs", "my back and my legs today", "between my legs",
    ],
)  # fmt: skip
def test_places_sides_and_hours_say_nothing(text):
    assert not says(text)


@pytest.mark.parametrize("text", ["numb left leg", "can not lift my foot", "my legs buckle"])
def test_what_happens_there_says_something(text):
    assert says(text)


def test_a_word_that_was_never_met_says_nothing():
    assert not says("zorblish", met="numb weak")
    assert says("i feel weak and zorblish", met="numb weak")


@pytest.mark.parametrize(
    "text",
    [
        "sensation in my privates is normal", "my gait is fine as always",
        "my balance and hands are perfectly fine", "sex felt like it always does",
        "wiping feels as it should", "handwriting as ever and walking normal",
    ],
)  # fmt: skip
def test_that_all_is_well_says_no_sign(text):
    assert not says(text)


@pytest.mark.parametrize(
    "text",
    [
        "my gait is fine but i drag a foot", "sensation is not normal", "balance fine , foot numb",
        "wiping feels normal except on the left", "my balance is as ever and my knee buckles",
        "sex is okay though i can not feel it",
    ],
)  # fmt: skip
def test_a_turn_or_a_loss_beside_it_may_be_the_sign(text):
    assert says(text)
