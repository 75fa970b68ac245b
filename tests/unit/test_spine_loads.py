"""What the lower back carries: the answer's shape, its bands, what it says it assumed."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace
from itertools import pairwise

import numpy as np
import pytest

from backspotter.spine import Banded, Lift, Lifter, Posture, SpineLoads, loads
from backspotter.spine.body import body_of
from backspotter.spine.chain import LUMBAR
from backspotter.spine.dynamics import GRAVITY
from backspotter.spine.equilibrium import Carried, average_strength
from backspotter.spine.geometry import groups
from backspotter.spine.task import Task, only, solved
from backspotter.spine.uncertainty import drawn, linearised
from backspotter.spine.unfilmed import unfilmed
from tests.spine_cases import KNOWN, a_bow, held, one_rep

BENT = Posture(trunk_deg=65.0, lumbar_flexion_deg=22.0, upper_arm_deg=0.0, forearm_deg=0.0)
NAN = float("nan")


def banded(found: SpineLoads) -> dict[str, Banded]:
    each = {
        f"{level} {part.name}": getattr(one, part.name)
        for level, one in found.levels.items()
        for part in fields(one)
    }
    return {**each, "passive_share": found.passive_share}


def width(band: Banded) -> float:
    """Half the band's width as a share of the value, of the first frame."""
    return float((band.high - band.low)[0] / 2 / abs(band.value[0]))


# --- Shape -----------------------------------------------------------------------------------


def test_one_posture_gives_one_number_of_everything_from_the_sacrum_up():
    found = loads(BENT, load_kg=100.0, lifter=KNOWN)
    assert len(found) == 1
    assert tuple(found.levels) == LUMBAR
    assert set(found.muscles) == set(groups())
    assert set(found.joints) == {"hip", "knee", "ankle"}
    assert found.power is None
    assert found.times is None
    for band in banded(found).values():
        assert band.value.shape == band.low.shape == band.high.shape == (1,)


def test_numbers_carry_their_unit():
    low_back = loads(BENT, load_kg=100.0).levels["L5/S1"]
    assert low_back.moment.unit == "N·m"
    assert low_back.compression.unit == low_back.shear.unit == "N"


def test_a_series_gives_a_number_for_each_frame():
    posture = replace(BENT, trunk_deg=np.linspace(0, 80, 12))
    found = loads(posture, load_kg=np.linspace(0, 110, 12), lifter=KNOWN)
    assert len(found) == 12
    assert found.levels["L3/L4"].shear.high.shape == (12,)
    assert found.single_equivalent.shape == found.strength_needed.shape == (12,)


def test_one_posture_under_several_loads_is_a_series():
    found = loads(BENT, load_kg=np.array([0.0, 50.0, 100.0]), lifter=KNOWN)
    assert len(found) == 3
    assert np.all(np.diff(found.levels["L5/S1"].compression.value) > 0)


def test_a_series_of_distances_is_a_series():
    found = loads(BENT, load_kg=50.0, load_ahead_m=np.array([0.3, 0.4, 0.5]), lifter=KNOWN)
    moment = found.levels["L5/S1"].moment.value
    np.testing.assert_array_less(50.0 * GRAVITY * 0.1 - 1e-6, np.diff(moment))


def test_the_answer_is_that_of_the_equations_and_the_same_every_time():
    found, again = (loads(BENT, load_kg=100.0, lifter=KNOWN) for _ in range(2))
    still = held(BENT, load_kg=100.0)
    for place, level in enumerate(LUMBAR):
        assert found.levels[level].moment.value[0] == still.net_moment[0, place]
        assert found.levels[level].compression.value[0] == still.compression[0, place]
        assert found.levels[level].shear.value[0] == still.shear[0, place]
    for name, band in banded(found).items():
        assert np.array_equal(band.low, banded(again)[name].low), name
        assert np.array_equal(band.high, banded(again)[name].high), name


def test_answers_are_frozen_and_what_was_given_is_left_as_it_was():
    trunk = np.linspace(0, 80, 12)
    before = trunk.copy()
    found = loads(Posture(trunk_deg=trunk), load_kg=100.0)
    assert np.array_equal(trunk, before)
    with pytest.raises(FrozenInstanceError):
        found.deficit = np.zeros(1)  # type: ignore[misc]


def test_the_plainest_model_is_one_muscle_six_centimetres_behind():
    found = loads(BENT, load_kg=100.0, lifter=KNOWN)
    moment = found.levels["L4/L5"].moment.value[0]
    weight = found.single_equivalent[0] - moment / 0.06 * np.cos(np.deg2rad(5.0))
    above = (0.6 * KNOWN.mass_kg + 100.0) * GRAVITY  # type: ignore[operator]
    assert 0 < weight < above


def test_in_upright_standing_with_empty_hands_the_back_carries_little():
    upright = Posture(trunk_deg=0.0, lumbar_flexion_deg=0.0, thigh_deg=0.0, shank_deg=0.0)
    found = loads(upright, load_kg=0.0, lifter=KNOWN)
    assert abs(found.levels["L5/S1"].moment.value[0]) < 20
    assert 300 < found.levels["L5/S1"].compression.value[0] < 1200
    assert abs(found.joints["knee"][0]) < 20


def test_a_knee_bent_under_the_hip_has_to_extend_and_a_hip_behind_the_load_too():
    found = loads(replace(BENT, thigh_deg=-60.0, shank_deg=25.0), load_kg=100.0, lifter=KNOWN)
    assert found.joints["hip"][0] > found.levels["L5/S1"].moment.value[0] > 0
    squat = Posture(trunk_deg=10.0, lumbar_flexion_deg=0.0, thigh_deg=-90.0, shank_deg=0.0)
    assert loads(squat, load_kg=0.0, lifter=KNOWN).joints["knee"][0] > 50


# --- What was assumed --------------------------------------------------------------------------


def assumed(**given: object) -> str:
    return "; ".join(loads(**{"load_kg": 100.0, **given}).assumed)


def test_everything_that_was_not_given_is_inferred_and_said():
    text = assumed()
    for words in (
        "body mass 73 kg",
        "height 1.70 m",
        "sex not given",
        "starts a conventional deadlift",
        "lumbar flexion",
        "thigh",
        "shank",
        "arms hanging straight down",
    ):
        assert words in text


def test_nothing_is_said_to_be_assumed_when_everything_was_given():
    whole = Posture(
        trunk_deg=60.0,
        lumbar_flexion_deg=20.0,
        thigh_deg=-55.0,
        shank_deg=5.0,
        upper_arm_deg=0.0,
        forearm_deg=0.0,
    )
    assert loads(whole, load_kg=100.0, lifter=KNOWN).assumed == ()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"lifter": replace(KNOWN, mass_kg=None)}, "body mass 80 kg"),
        ({"lifter": replace(KNOWN, height_m=None)}, "height 1.76 m"),
        ({"lifter": replace(KNOWN, sex="unknown")}, "half way between a man's and a woman's"),
        ({"posture": Posture(trunk_deg=60.0)}, "lumbar flexion 21°, as usual"),
        ({"posture": replace(BENT, forearm_deg=None)}, "arms straight: only one arm angle"),
        ({"posture": Posture(trunk_deg=60.0), "load_ahead_m": 0.4}, "arms straight to the load"),
        ({"load_kg": 0.0}, "standing upright"),
        ({"posture": Posture(trunk_deg=np.array([0.0, 80.0]))}, "lumbar flexion 0° to 28°"),
    ],
)
def test_each_thing_left_out_is_said(given, words):
    assert words in assumed(**given)


def test_arms_reach_to_a_load_whose_distance_was_given():
    found = loads(Posture(trunk_deg=60.0), load_kg=50.0, load_ahead_m=0.40, lifter=KNOWN)
    ahead = found.placed.grip[0, 0] - found.placed.joints[0, 0, 0]
    assert ahead == pytest.approx(0.40, abs=1e-9)


# --- Bands -----------------------------------------------------------------------------------


@pytest.mark.parametrize("trunk", [30.0, 60.0, 85.0])
@pytest.mark.parametrize("load", [20.0, 140.0, 280.0])
def test_the_moment_is_surest_then_compression_and_shear_is_least_sure(trunk, load):
    found = loads(replace(BENT, trunk_deg=trunk), load_kg=load, lifter=KNOWN)
    low_back = found.levels["L5/S1"]
    assert width(low_back.moment) < width(low_back.compression) < width(low_back.shear)


@pytest.mark.parametrize("trunk", [30.0, 60.0, 85.0])
@pytest.mark.parametrize("load", [0.0, 20.0, 140.0, 280.0])
@pytest.mark.parametrize("level", ["L5/S1", "L4/L5"])
def test_compression_of_a_known_lifter_in_a_given_posture_is_within_35_percent(trunk, load, level):
    found = loads(replace(BENT, trunk_deg=trunk), load_kg=load, lifter=KNOWN)
    band = found.levels[level].compression
    assert band.low[0] >= 0.65 * band.value[0]
    assert band.high[0] <= 1.35 * band.value[0]


@pytest.mark.parametrize("style", ["conventional", "sumo", "stiff_leg"])
def test_peak_compression_of_a_rep_nobody_filmed_is_within_35_percent(style):
    band = one_rep(Lift(style=style)).loads.levels["L5/S1"].compression
    peak = int(band.value.argmax())
    assert band.low[peak] >= 0.65 * band.value[peak]
    assert band.high[peak] <= 1.35 * band.value[peak]


def test_every_value_lies_in_its_band():
    posture = Posture(trunk_deg=np.linspace(0, 90, 31), lumbar_flexion_deg=np.linspace(-5, 50, 31))
    for found in (
        loads(posture, load_kg=100.0, lifter=KNOWN),
        loads(BENT, load_kg=100.0, lifter=KNOWN),
        one_rep(Lift()).loads,
    ):
        for name, band in banded(found).items():
            assert np.all(band.low <= band.value + 1e-9), name
            assert np.all(band.high >= band.value - 1e-9), name


AVERAGE_MAN = Lifter(mass_kg=80.0, height_m=1.76, sex="male", age_y=30.0)
"""What is left out of him is filled in as it was, so that only the doubt differs."""


@pytest.mark.parametrize(
    ("left_out", "load", "factor"),
    [
        ({"lifter": replace(AVERAGE_MAN, mass_kg=None)}, 0.0, 1.8),
        ({"lifter": replace(AVERAGE_MAN, sex="unknown")}, 0.0, 1.8),
        ({"lifter": replace(AVERAGE_MAN, height_m=None)}, 100.0, 1.1),
        ({"lifter": Lifter(sex="male")}, 100.0, 1.2),
        ({"posture": replace(BENT, upper_arm_deg=None, forearm_deg=None)}, 100.0, 1.4),
        ({"posture": replace(BENT, trunk_deg=None)}, 100.0, 1.1),
    ],
    ids=["mass", "sex", "height", "body", "arms", "trunk"],
)
def test_what_is_not_known_widens_the_band_of_the_moment(left_out, load, factor):
    """Compression is unsure for other reasons too, and hardly tells the difference."""
    whole = {"posture": BENT, "load_kg": load, "lifter": AVERAGE_MAN}
    surer, less_sure = (loads(**{**whole, **given}).levels["L5/S1"] for given in ({}, left_out))
    assert width(less_sure.moment) > factor * width(surer.moment)
    assert width(less_sure.compression) > 0.95 * width(surer.compression)


def test_a_distance_that_was_given_is_surer_than_one_that_was_not():
    hanging = Posture(trunk_deg=65.0, lumbar_flexion_deg=22.0)
    at = loads(hanging, load_kg=100.0, lifter=KNOWN)
    ahead = float(at.placed.grip[0, 0] - at.placed.joints[0, 0, 0])
    given = loads(hanging, load_kg=100.0, load_ahead_m=ahead, lifter=KNOWN)
    inferred, measured = (found.levels["L5/S1"].moment for found in (at, given))
    assert measured.value == pytest.approx(inferred.value)
    assert width(inferred) > 1.4 * width(measured)


def test_an_unknown_body_widens_the_band_of_a_rep():
    known, unknown = (one_rep(Lift(), 140.0, each).loads for each in (KNOWN, Lifter()))
    for each in ("moment", "compression"):
        one, other = (getattr(found.levels["L5/S1"], each) for found in (known, unknown))
        relative = [
            (band.high - band.low)[band.value.argmax()] / band.value.max() for band in (one, other)
        ]
        assert relative[1] > relative[0]


WANTED = {
    "moment": lambda found: found.net_moment,
    "compression": lambda found: found.compression,
    "shear": lambda found: found.shear,
}


def sampled_rep(style: str, load: float) -> Task:
    """Frames of a rep that carry at least half its peak."""
    task = unfilmed(body_of(KNOWN), Lift(style=style), load).task
    moment = solved(task).net_moment[:, 0]
    heavy = np.flatnonzero(moment > moment.max() / 2)
    return only(task, np.isin(np.arange(len(task)), heavy[::20]))


@pytest.mark.parametrize(("style", "load"), [("conventional", 140.0), ("stiff_leg", 80.0)])
def test_bands_of_a_series_by_steps_are_those_by_sampling(style, load):
    task = sampled_rep(style, load)
    sampled, stepped = drawn(task, WANTED, draws=1500), linearised(task, WANTED)
    for name in WANTED:
        whole = sampled[name].high - sampled[name].low
        ratio = (stepped[name].high - stepped[name].low) / whole
        assert 0.85 < ratio.min() <= ratio.max() < 1.20, name
        assert np.median(ratio) == pytest.approx(1.0, abs=0.06), name
        for end in ("low", "high"):
            off = np.abs(getattr(stepped[name], end) - getattr(sampled[name], end)) / whole
            assert off.max() < 0.20, (name, end)


def test_sampling_with_another_seed_gives_about_the_same_band():
    task = sampled_rep("conventional", 140.0)
    one, other = (drawn(task, WANTED, seed=seed)["compression"] for seed in (1, 2))
    whole = one.high - one.low
    assert np.all(np.abs(other.high - one.high) < 0.2 * whole)
    assert np.all(np.abs(other.low - one.low) < 0.2 * whole)


# --- Gaps ------------------------------------------------------------------------------------


def arrays(found: SpineLoads) -> dict[str, np.ndarray]:
    parts = {
        **{f"{name} {end}": getattr(band, end) for name, band in banded(found).items()
           for end in ("value", "low", "high")},
        **found.muscles,
        **found.joints,
        **(found.power or {}),
    }  # fmt: skip
    for name in ("pressure_share", "single_equivalent", "strength_needed", "deficit"):
        parts[name] = getattr(found, name)
    return parts


@pytest.mark.parametrize("name", ["trunk_deg", "lumbar_flexion_deg", "upper_arm_deg", "load"])
def test_gaps_stay_gaps_and_leave_the_other_frames_alone(name):
    trunk = np.linspace(20.0, 80.0, 20)
    whole = replace(
        BENT, trunk_deg=trunk, lumbar_flexion_deg=0.3 * trunk, upper_arm_deg=np.zeros(20)
    )
    load, gap = np.full(20, 100.0), [3, 4, 11]
    if name == "load":
        holed_load, holed = load.copy(), whole
        holed_load[gap] = NAN
    else:
        angle = np.array(getattr(whole, name))
        angle[gap] = NAN
        holed_load, holed = load, replace(whole, **{name: angle})
    before = arrays(loads(whole, load_kg=load, lifter=KNOWN))
    after = arrays(loads(holed, load_kg=holed_load, lifter=KNOWN))
    for each, values in after.items():
        assert np.isnan(values[gap]).all(), each
        np.testing.assert_allclose(
            np.delete(values, gap), np.delete(before[each], gap), rtol=1e-9, atol=1e-7, err_msg=each
        )


def test_gaps_in_a_film_stay_gaps_and_nothing_leaks_across_them():
    times = np.linspace(0.0, 2.0, 101)
    posture = a_bow(times)
    trunk, gap = np.array(posture.trunk_deg), slice(50, 53)
    trunk[gap] = NAN
    trunk_after = trunk.copy()
    trunk_after[53:] = 80.0
    before, after = (
        arrays(loads(replace(posture, trunk_deg=each), load_kg=80.0, lifter=KNOWN, times=times))
        for each in (trunk, trunk_after)
    )
    for name, values in before.items():
        assert np.isnan(values[gap]).all(), name
        assert np.isfinite(np.delete(values, np.arange(50, 53))).all(), name
        np.testing.assert_allclose(values[:50], after[name][:50], rtol=1e-9, atol=1e-9)


def test_a_run_too_short_for_motion_becomes_a_gap():
    times = np.arange(60) / 30
    trunk = np.linspace(10, 60, 60)
    trunk[[20, 24]] = NAN
    moment = loads(Posture(trunk_deg=trunk), load_kg=50.0, times=times).levels["L5/S1"].moment
    assert np.isnan(moment.value[20:25]).all()
    assert np.isfinite(moment.value[[19, 25]]).all()


# --- Strength ----------------------------------------------------------------------------------


def test_without_a_given_strength_every_lift_is_held_and_says_what_it_takes():
    found = loads(BENT, load_kg=400.0, lifter=KNOWN)
    assert found.is_feasible
    assert found.deficit[0] < 1e-3
    assert found.strength_needed[0] > 2


def test_too_little_strength_is_said_and_never_hidden():
    weak = replace(KNOWN, max_extension_N_m=150.0)
    found = loads(BENT, load_kg=200.0, lifter=weak)
    assert not found.is_feasible
    assert found.deficit[0] > 100
    assert loads(replace(BENT, trunk_deg=20.0), load_kg=0.0, lifter=weak).is_feasible


def test_the_balance_holds_with_what_is_left_undone():
    found = held(BENT, load_kg=200.0, lifter=replace(KNOWN, max_extension_N_m=150.0))
    total = found.muscle + found.passive + found.pressure + found.reserve
    np.testing.assert_allclose(total, found.net_moment, rtol=1e-12)
    assert np.all(found.reserve[0, :2] > 0)


def test_a_stronger_lifter_never_lacks_more():
    lacking = [
        float(loads(BENT, load_kg=200.0, lifter=replace(KNOWN, max_extension_N_m=each)).deficit[0])
        for each in (100.0, 200.0, 300.0, 400.0, 600.0, 900.0, 1500.0)
    ]
    assert all(less <= more + 1e-6 for more, less in pairwise(lacking))
    assert lacking[0] > 100
    assert lacking[-1] < 1e-3


@pytest.mark.parametrize("load", [50.0, 100.0, 200.0])
def test_the_strength_that_a_lift_is_said_to_take_is_enough_for_it(load):
    needed = float(loads(BENT, load_kg=load, lifter=KNOWN).strength_needed[0])
    about = 1.25  # strength is meant as held in a bend; other postures hold somewhat more or less
    strength = about * needed * average_strength(body_of(KNOWN))
    strong = replace(KNOWN, max_extension_N_m=strength)
    assert loads(BENT, load_kg=load, lifter=strong).is_feasible


def test_the_net_moment_does_not_depend_on_strength():
    moments = [
        loads(BENT, load_kg=200.0, lifter=replace(KNOWN, max_extension_N_m=each))
        .levels["L5/S1"]
        .moment.value[0]
        for each in (None, 150.0, 900.0)
    ]
    assert len(set(moments)) == 1


def test_strength_that_suffices_changes_nothing():
    strong = replace(KNOWN, max_extension_N_m=2000.0)
    one, other = (held(BENT, load_kg=60.0, lifter=each) for each in (KNOWN, strong))
    np.testing.assert_allclose(other.compression, one.compression, rtol=1e-6)
    np.testing.assert_allclose(other.groups, one.groups, rtol=1e-4, atol=1e-2)


# --- Shares ------------------------------------------------------------------------------------


def test_passive_tissue_takes_more_the_rounder_the_back():
    round_ = replace(BENT, lumbar_flexion_deg=np.linspace(0, 65, 14))
    share = loads(round_, load_kg=60.0, lifter=KNOWN).passive_share.value
    assert share[0] == 0
    assert np.all(np.diff(share) > 0)
    assert share[-1] < 1


def test_passive_tissue_and_pressure_never_take_more_than_there_is():
    light = Posture(trunk_deg=np.linspace(-10, 90, 21), lumbar_flexion_deg=60.0)
    found = loads(light, load_kg=0.0, lifter=KNOWN)
    whole = found.passive_share.value + found.pressure_share
    assert np.all(whole >= 0)
    assert np.all(whole <= 1 + 1e-9)


def test_pressure_gives_a_tenth_and_stops_at_the_highest_ever_measured():
    share = loads(BENT, load_kg=np.array([0.0, 50.0, 150.0, 500.0]), lifter=KNOWN).pressure_share
    np.testing.assert_allclose(share[:2], 0.1)
    assert share[3] < 0.05


# --- A film ------------------------------------------------------------------------------------


def test_a_film_says_what_power_each_joint_gives():
    times = np.linspace(0.0, 2.0, 101)
    found = loads(a_bow(times), load_kg=60.0, lifter=KNOWN, times=times)
    assert found.power is not None
    assert set(found.power) == {"lumbar", "hip", "knee", "ankle", "shoulder"}
    down, up = slice(20, 45), slice(56, 81)
    for joint in ("lumbar", "hip"):
        assert np.all(found.power[joint][down] < 0), joint
        assert np.all(found.power[joint][up] > 0), joint
    assert np.abs(found.power["knee"]).max() < 0.1 * found.power["hip"].max()


def test_a_faster_bow_loads_more():
    peaks = []
    for seconds in (8.0, 3.0, 1.5):
        times = np.linspace(0.0, seconds, 151)
        found = loads(a_bow(times), load_kg=100.0, lifter=KNOWN, times=times)
        peaks.append(found.levels["L5/S1"].moment.value.max())
    assert peaks[0] < peaks[1] < peaks[2]


def test_carried_and_answered_quantities_are_the_same_six_levels():
    found: Carried = held(BENT, load_kg=100.0)
    assert found.net_moment.shape == found.compression.shape == found.reserve.shape == (1, 6)
