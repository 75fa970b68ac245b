"""The set, the side, earlier pain and the time of the lift, told in passing."""

import pytest

from backspotter.reading.reader import read


@pytest.mark.parametrize(
    ("text", "reps", "kg"),
    [
        ("315x5 deadlift and my back is sore", 5, None),
        ("405x3 @9 on deadlift, back sore", 3, None),
        ("3 sets of 8 with 100 kilos, low back sore", 8, 100.0),
        ("deadlifted 315 lb for 5 reps, back sore", 5, 142.9),
        ("pulled 405 for a triple, back sore", 3, None),
        ("did 5x5 at 140kg, low back stiff", 5, 140.0),
        ("140 kg x 8 x 3, low back stiff", 8, 140.0),
        ("worked up to a 200kg single, back sore", 1, 200.0),
        ("deadlifts with 100 kg for 3 weeks now, back sore", None, 100.0),
        ("single leg RDLs yesterday, back sore", None, None),
    ],
)
def test_a_set(text, reps, kg):
    found = read(text).check_in
    assert (found.set_reps, found.set_weight_kg) == (reps, kg)


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("the right side of my lower back aches after deadlifts", {"right_paraspinal"}),
        ("an ache on the left of my lower back from deadlifts", {"left_paraspinal"}),
        ("lower left back is sore since deadlifts", {"left_paraspinal"}),
        ("it left my back sore", set()),
        ("right, my lower back is sore", set()),
    ],
)
def test_a_side(text, regions):
    assert set(read(text).check_in.regions or ()) == regions


@pytest.mark.parametrize(
    ("text", "now", "worst"),
    [
        ("pain is 4 today, was 8 on Tuesday", 4, 8),
        ("pain was 7 on the first night and about 3 now", 3, 7),
        ("pain 3/10, was 2 of us lifting", 3, 3),
    ],
)
def test_pain_of_before_counts_as_the_worst(text, now, worst):
    found = read(text).check_in
    assert (found.pain_now, found.pain_worst) == (now, worst)


def test_the_time_of_the_lift_is_the_one_said_beside_it():
    text = "leg tingling this morning but it went away, did deadlifts yesterday"
    found = read(text).check_in
    assert found.hours_since_lift == 24
    assert not found.knows("felt_or_heard_something")
    assert found.leg_tingling == "yes"


def test_a_back_that_went_is_still_felt():
    assert read("my back went on the third rep").check_in.felt_or_heard_something == "yes"
    assert read("something went in my back").check_in.felt_or_heard_something == "yes"
