"""Bad input to the load model: one clear line that names the field, and never a bare traceback."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from backspotter.errors import InputError
from backspotter.spine import (
    AfterSet,
    Lift,
    Lifter,
    Posture,
    RepLoads,
    after_sets,
    compare,
    loads,
    of_set,
    rep_loads,
)
from backspotter.spine.lifft import Task, damage, high_risk_job
from backspotter.spine.motion import derivatives
from tests.spine_cases import KNOWN, a_bow, one_rep

BENT = Posture(trunk_deg=60.0, lumbar_flexion_deg=20.0)
THREE = Posture(trunk_deg=np.array([10.0, 20.0, 30.0]))
FIVE = Posture(trunk_deg=np.linspace(10.0, 50.0, 5))
NAN, INF = float("nan"), float("inf")


def held(**given: object) -> object:
    return loads(**{"posture": BENT, "load_kg": 100.0, **given})


def refused(field: str, ask: Callable[[], object], *words: str) -> None:
    """One line, named for the field, with what was given, what was expected, what to do."""
    with pytest.raises(InputError) as caught:
        ask()
    text = str(caught.value)
    assert caught.value.field == field
    assert text.startswith(f"{field}: got ")
    assert ", expected " in text
    assert text.isprintable(), "more than one line"
    assert len(text) < 240
    for each in words:
        assert each in text


# --- Bodies ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"mass_kg": 15.0}, "mass_kg", "30 to 250 kg"),
        ({"mass_kg": 400}, "mass_kg", "convert pounds: 1 lb is 0.4536 kg"),
        ({"mass_kg": NAN}, "mass_kg", "got nan"),
        ({"mass_kg": INF}, "mass_kg", "got inf"),
        ({"mass_kg": "80 kg"}, "mass_kg", "got 80 kg"),
        ({"mass_kg": True}, "mass_kg", "got True"),
        ({"height_m": 178}, "height_m", "metres, so 1.78 and not 178"),
        ({"height_m": 5.9}, "height_m", "1.2 to 2.3 m"),
        ({"height_m": -1.8}, "height_m", "got -1.8"),
        ({"mass_kg": 200.0, "height_m": 1.30}, "lifter", "one person"),
        ({"mass_kg": 31.0, "height_m": 2.10}, "lifter", "31 kg at 2.1 m"),
        ({"sex": "m"}, "sex", "male, female or unknown"),
        ({"sex": None}, "sex", "male, female or unknown"),
        ({"age_y": 4}, "age_y", "10 to 100 years"),
        ({"max_extension_N_m": 3}, "max_extension_N_m", "50 to 2000 N·m"),
        ({"arm_length": 2.0}, "arm_length", "1 is average for the height"),
        ({"leg_length": NAN}, "leg_length", "got nan"),
        ({"trunk_length": 0}, "trunk_length", "0.85 to 1.15"),
    ],
)
def test_an_impossible_body_is_refused(given, field, words):
    refused(field, lambda: Lifter(**given), words)


def test_whole_numbers_of_numpy_are_numbers():
    assert Lifter(mass_kg=np.int64(80), height_m=np.float64(1.8)).mass_kg == 80


# --- Angles ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "angle"),
    [
        *[("trunk_deg", angle) for angle in (-60.0, 130.0, INF, "bent", True, 1j, [], [[1.0]])],
        *[("lumbar_flexion_deg", angle) for angle in (-50.0, 120.0, -INF)],
        *[("thigh_deg", angle) for angle in (-170.0, 90.0)],
        *[("shank_deg", angle) for angle in (-90.0, 100.0)],
        *[("upper_arm_deg", angle) for angle in (-200.0, 500.0)],
        ("forearm_deg", np.array([0.0, NAN, 181.0])),
        ("trunk_deg", np.array([NAN, -200.0, 20.0])),
    ],
    ids=repr,
)
def test_an_angle_that_no_body_reaches_is_refused(name, angle):
    refused(name, lambda: Posture(**{name: angle}), "degrees")


def test_more_lumbar_flexion_than_this_age_has_is_refused_and_says_which_angle_is_meant():
    round_ = Posture(trunk_deg=60.0, lumbar_flexion_deg=60.0)
    loads(round_, load_kg=20.0, lifter=Lifter(age_y=25.0))
    refused(
        "lumbar_flexion_deg",
        lambda: loads(round_, load_kg=20.0, lifter=Lifter(age_y=85.0)),
        "range at this age",
        "trunk inclination is another angle",
    )


@pytest.mark.parametrize("lift", [Lift(lumbar_deg=70.0), Lift(lumbar_deg=50.0, rounding_deg=40.0)])
def test_a_rep_rounder_than_this_age_has_is_refused(lift):
    refused("lumbar_flexion_deg", lambda: rep_loads(lift, load_kg=60.0, lifter=Lifter(age_y=85.0)))


def test_series_of_different_lengths_are_refused():
    refused(
        "posture",
        lambda: Posture(trunk_deg=np.zeros(3), thigh_deg=np.zeros(4)),
        "3 frames, 4 frames",
    )


@pytest.mark.parametrize(
    "given",
    [
        {"load_kg": np.array([1.0, 2.0])},
        {"load_kg": np.ones(5)},
        {"load_kg": 20.0, "load_ahead_m": np.array([0.3, 0.4])},
    ],
    ids=["fewer loads", "more loads", "fewer distances"],
)
def test_loads_and_distances_for_another_number_of_frames_are_refused(given):
    with pytest.raises(InputError):
        loads(THREE, **given)


# --- Loads -----------------------------------------------------------------------------------


@pytest.mark.parametrize("load", [None, -1.0, 1e4, INF, "heavy", True, [], [[20.0]]], ids=repr)
def test_a_missing_or_impossible_load_is_refused(load):
    refused("load_kg", lambda: held(load_kg=load))


@pytest.mark.parametrize("load", [None, -1.0, 1e4, INF, NAN, "heavy", True], ids=repr)
def test_a_missing_or_impossible_load_of_a_rep_is_refused(load):
    refused("load_kg", lambda: rep_loads(load_kg=load))


@pytest.mark.parametrize("load", [None, -5.0, 1e4, INF, NAN, "heavy", True], ids=repr)
def test_a_missing_or_impossible_load_is_refused_before_anything_is_compared(load):
    refused("load_kg", lambda: compare(load_kg=load))


def test_a_load_must_be_named():
    with pytest.raises(TypeError):
        loads(BENT)


@pytest.mark.parametrize("ahead", [35.0, -1.0, INF, "far", np.array([0.3, 35.0])], ids=repr)
def test_a_load_distance_in_centimetres_is_refused(ahead):
    refused("load_ahead_of_l5s1_m", lambda: held(load_ahead_m=ahead), "metres, so 0.35 and not 35")


def test_a_load_out_of_reach_is_refused():
    upright = Posture(trunk_deg=0.0, lumbar_flexion_deg=0.0)
    refused(
        "load_ahead_of_l5s1_m",
        lambda: loads(upright, load_kg=20.0, load_ahead_m=1.15, lifter=Lifter(height_m=1.55)),
        "within reach of arms",
    )


# --- Gaps ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [
        {"posture": Posture(trunk_deg=np.full(5, NAN))},
        {"posture": Posture(trunk_deg=NAN)},
        {"posture": replace(FIVE, lumbar_flexion_deg=np.full(5, NAN))},
        {"load_kg": NAN},
        {"load_kg": np.full(5, NAN), "posture": FIVE},
        {"load_ahead_m": NAN},
        {"load_ahead_m": np.full(5, NAN), "posture": FIVE},
    ],
    ids=["trunk", "one trunk", "lumbar", "load", "loads", "distance", "distances"],
)
def test_nothing_but_gaps_is_refused(given):
    with pytest.raises(InputError, match="gap"):
        held(**given)


def test_a_film_with_no_run_long_enough_for_motion_is_refused():
    times = np.arange(18) / 30
    trunk = np.where(np.arange(18) % 5 == 0, NAN, 40.0)
    with pytest.raises(InputError):
        loads(Posture(trunk_deg=trunk), load_kg=20.0, times=times)


# --- Times -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (np.arange(5)[::-1] / 30, "sort the frames by time"),
        (np.array([0.0, 0.1, 0.1, 0.2, 0.3]), "times that rise"),
        (np.zeros(5), "0 after 0"),
        (np.array([0.0, 0.1, NAN, 0.3, 0.4]), "all finite"),
        (np.array([0.0, 0.1, 0.2, 0.3, INF]), "all finite"),
        (np.arange(3) / 30, "3 times for 5 frames"),
        (np.arange(6) / 30, "6 times for 5 frames"),
        (np.zeros((5, 1)), "two or more"),
        (np.array([]), "two or more"),
        (["0:00", "0:01", "0:02", "0:03", "0:04"], "seconds"),
    ],
)
def test_times_that_do_not_rise_frame_by_frame_are_refused(times, words):
    refused("t_s", lambda: loads(FIVE, load_kg=20.0, times=times), words)


def test_derivatives_at_reversed_times_are_refused():
    refused("t_s", lambda: derivatives(np.arange(9)[::-1] / 30, np.zeros(9)))


# --- Reps, sets, sums ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"style": "good_morning"}, "style"),
        ({"style": "Conventional"}, "style"),
        ({"lumbar_deg": 90.0}, "lumbar_deg"),
        ({"rounding_deg": -5.0}, "rounding_deg"),
        ({"rounding_deg": NAN}, "rounding_deg"),
        ({"bar_further_m": 5.0}, "bar_further_m"),
        ({"hips_higher_m": 30.0}, "hips_higher_m"),
        ({"stance_m": 70.0}, "stance_m"),
        ({"up_s": 0.0}, "up_s"),
        ({"down_s": 1600.0}, "down_s"),
        ({"up_s": None}, "up_s"),
        ({"lumbar_deg": "round"}, "lumbar_deg"),
    ],
    ids=repr,
)
def test_an_impossible_lift_is_refused(given, field):
    refused(field, lambda: Lift(**given))


def test_a_stance_wider_than_the_legs_are_long_is_refused():
    refused("rep", lambda: rep_loads(Lift(stance_m=1.2), load_kg=60.0, lifter=Lifter(height_m=1.5)))


@pytest.mark.parametrize("reps", [0, -3, 501, NAN])
def test_a_set_of_no_or_too_many_reps_is_refused(reps):
    refused("reps", lambda: of_set(one_rep(Lift()), reps))


@pytest.mark.parametrize("rpe", [0.0, 11.0, NAN])
def test_an_effort_off_the_scale_is_refused(rpe):
    refused("rpe", lambda: after_sets([(one_rep(Lift()), 5, rpe, 180.0)]))


@pytest.mark.parametrize("moment", [290.5, 564.0, 1000.0, -1.0, NAN, INF])
def test_lifft_is_not_stretched_to_a_barbell_and_says_why(moment):
    refused(
        "moment_N_m",
        lambda: damage(Task(moment_N_m=moment, repetitions=5)),
        "0 to 290 N·m",
        "fitted to handling at work",
        "barbell",
        "use the relative dose",
    )


def test_the_peak_of_any_heavy_rep_is_beyond_lifft():
    peak = float(one_rep(Lift(), 100.0).loads.levels["L5/S1"].moment.value.max())
    refused("moment_N_m", lambda: damage(Task(moment_N_m=peak, repetitions=1)))


@pytest.mark.parametrize("often", [-1, NAN, INF])
def test_an_impossible_number_of_lifts_a_day_is_refused(often):
    refused("repetitions", lambda: damage(Task(moment_N_m=50.0, repetitions=often)))


@pytest.mark.parametrize("daily", [0.0, -0.1, NAN])
def test_no_damage_has_no_risk(daily):
    refused("daily damage", lambda: high_risk_job(daily))


def test_good_input_next_to_each_limit_is_taken():
    lifter = Lifter(mass_kg=30.0, height_m=1.20, age_y=10.0)
    assert loads(BENT, load_kg=0.0, lifter=lifter).is_feasible
    assert loads(BENT, load_kg=600.0, lifter=KNOWN).is_feasible
    times = np.arange(40) / 30
    assert isinstance(loads(a_bow(times), load_kg=20.0, times=times).single_equivalent, np.ndarray)
    assert isinstance(rep_loads(load_kg=0), RepLoads)
    assert isinstance(after_sets([(one_rep(Lift()), 1, 10.0, 0.0)])[0], AfterSet)
