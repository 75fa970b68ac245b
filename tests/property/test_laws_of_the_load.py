"""Laws of the load on the back, named for what would mislead someone if they failed."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backspotter.spine import Posture, loads
from backspotter.spine.arrays import Array
from backspotter.spine.body import body_of
from backspotter.spine.chain import JOINTS, LUMBAR, PARTS, carries, parts_of
from backspotter.spine.dynamics import GRAVITY, Hands, Moving, net, weight_in_hands
from backspotter.spine.equilibrium import Carried
from backspotter.spine.geometry import exact, fascicles, groups, levels, turned
from backspotter.spine.geometry import lengths as fascicle_lengths
from backspotter.spine.parameters import value
from backspotter.spine.reaction import reaction
from backspotter.spine.task import hands_of, placed
from tests.spine_cases import (
    ANKLE,
    EXTENDS,
    KNOWN,
    L5_S1,
    Bent,
    a_bow,
    bent,
    distances,
    held,
    lifters,
    range_deg,
    task_of,
    watching_the_muscles,
)

ROUNDING = 1e-7
"""A sum of squares is solved to about this share; a law may miss by no more."""

KILOGRAMS = st.floats(0.0, 300.0)
MORE = st.floats(0.5, 100.0)


def never_less(more: Carried, less: Carried) -> None:
    """Moment, compression and muscle force at every level are at least as large."""
    for name in ("net_moment", "compression", "needed"):
        over, under = getattr(more, name), getattr(less, name)
        assert np.all(over >= under - ROUNDING * max(np.abs(under).max(), 1.0)), name
    assert more.groups.sum() >= less.groups.sum() * (1 - ROUNDING)


# --- Load and distance ---------------------------------------------------------------------


@given(data=st.data(), of=bent(), load=KILOGRAMS, more=MORE)
@settings(max_examples=60)
def test_a_heavier_load_ahead_of_the_back_never_loads_it_less(data, of, load, more):
    ahead = data.draw(distances(of))
    light, heavy = (
        held(of.posture(), load_kg=kg, lifter=of.lifter, load_ahead_m=ahead)
        for kg in (load, load + more)
    )
    never_less(heavy, light)


@given(data=st.data(), of=bent(), load=KILOGRAMS)
@settings(max_examples=60)
def test_a_load_further_ahead_never_loads_the_back_less(data, of, load):
    near, far = sorted([data.draw(distances(of)), data.draw(distances(of))])
    assume(far - near > 1e-3)
    close, away = (
        held(of.posture(), load_kg=load, lifter=of.lifter, load_ahead_m=ahead)
        for ahead in (near, far)
    )
    never_less(away, close)


@given(data=st.data(), of=bent(), load=KILOGRAMS)
@settings(max_examples=60)
def test_a_load_adds_its_weight_times_its_distance_and_nothing_else(data, of, load):
    ahead = data.draw(distances(of))
    empty, loaded = (
        held(of.posture(), load_kg=kg, lifter=of.lifter, load_ahead_m=ahead) for kg in (0.0, load)
    )
    added = loaded.net_moment[0, L5_S1] - empty.net_moment[0, L5_S1]
    assert added == pytest.approx(load * GRAVITY * ahead, abs=1e-9)


@given(data=st.data(), of=bent(), load=KILOGRAMS, more=MORE)
@settings(max_examples=30)
def test_the_plainest_model_obeys_the_same_law(data, of, load, more):
    ahead = data.draw(distances(of))
    found = loads(
        of.posture(),
        load_kg=np.linspace(load, load + more, 9),
        load_ahead_m=ahead,
        lifter=of.lifter,
    )
    assert np.all(np.diff(found.single_equivalent) > 0)
    assert np.all(np.diff(found.strength_needed) >= -1e-12)


# --- Trunk inclination ---------------------------------------------------------------------


@given(of=bent(), further=st.floats(0.1, 30.0), load=KILOGRAMS)
@settings(max_examples=60)
def test_leaning_further_forward_never_lowers_the_moment_until_what_is_carried_lies_level(
    of, further, load
):
    lean = min(of.trunk_deg + further, 90.0)
    further_on = Bent(of.lifter, lean, of.lumbar_deg)
    before, after = (
        held(each.posture(), load_kg=load, lifter=of.lifter).net_moment[0]
        for each in (of, further_on)
    )
    above = carried_is_above(further_on, load)
    assert np.all(after[above] >= before[above] - 1e-9)


def carried_is_above(of: Bent, load: float) -> Array:
    """At which level the centre of what it carries is higher than the joint; hanging arms and
    their load count where they hang from."""
    at = placed(task_of(of.posture(), load_kg=load, lifter=of.lifter))
    parts = parts_of(body_of(of.lifter))
    mass = np.array([parts[name].mass_kg for name in PARTS])
    height = at.centres[:, 0, 1].copy()
    height[[PARTS.index(arm) for arm in ("upper_arm", "forearm", "hand")]] = at.shoulder[0, 1]
    carried = carries()[: len(LUMBAR)]
    weighted = carried @ (mass * height) + load * at.shoulder[0, 1]
    return np.asarray(weighted / (carried @ mass + load) >= at.joints[: len(LUMBAR), 0, 1])


@given(lifter=lifters(), share=st.floats(0.0, 1.0), load=KILOGRAMS)
@settings(max_examples=30)
def test_the_moment_at_the_sacrum_grows_with_the_trunk_up_to_horizontal_however_round(
    lifter, share, load
):
    trunk = np.linspace(0.0, 90.0, 37)
    posture = Posture(trunk_deg=trunk, lumbar_flexion_deg=share * range_deg(lifter))
    assert np.all(np.diff(held(posture, load_kg=load, lifter=lifter).net_moment[:, L5_S1]) > 0)


# --- Scale and units -----------------------------------------------------------------------


@given(
    data=st.data(),
    of=bent(),
    load=st.floats(0.0, 200.0),
    heavier=st.floats(0.85, 1.15),
    taller=st.floats(0.9, 1.1),
)
@settings(max_examples=60)
def test_a_body_and_load_of_another_size_scale_every_number(data, of, load, heavier, taller):
    """Masses by one factor and lengths by another: forces by the first, moments by both."""
    ahead = data.draw(distances(of))
    assume(ahead * taller <= 1.2)
    mass, height = of.lifter.mass_kg, of.lifter.height_m
    assert mass is not None
    assert height is not None
    other = replace(of.lifter, mass_kg=mass * heavier, height_m=height * taller)
    small = held(of.posture(), load_kg=load, lifter=of.lifter, load_ahead_m=ahead)
    large = held(of.posture(), load_kg=load * heavier, lifter=other, load_ahead_m=ahead * taller)
    for name in ("compression", "shear", "tension", "groups"):
        close_to(getattr(large, name), heavier * getattr(small, name), name)
    for name in ("net_moment", "passive", "pressure", "muscle", "limbs"):
        close_to(getattr(large, name), heavier * taller * getattr(small, name), name)
    close_to(large.needed, small.needed, "needed")


def close_to(found: Array, expected: Array, what: str, *, share: float = ROUNDING) -> None:
    most = max(float(np.abs(expected).max()), 1.0)
    np.testing.assert_allclose(found, expected, rtol=0, atol=share * most, err_msg=what)


# --- Mirror, turn, shift -------------------------------------------------------------------


@given(of=bent(), load=KILOGRAMS, push=st.floats(-200.0, 200.0), sway=st.floats(-5.0, 5.0))
def test_net_moments_and_forces_of_a_lifter_facing_the_other_way_are_mirrored(of, load, push, sway):
    """The drawing of the spine has a front and a back, so the mirror is held up to each step:
    here to the sum of weights and inertia, below to the disc's force and to the sharing."""
    at, hands, moving = moving_body(of, load, push, sway)
    body = body_of(of.lifter)
    here = net(body, at, hands, moving=moving)
    there = net(
        body,
        replace(at, centres=mirrored(at.centres), joints=mirrored(at.joints), turns=-at.turns),
        Hands(at=mirrored(hands.at), push=-hands.push, lift=hands.lift),
        moving=Moving(centres=mirrored(moving.centres), turns=-moving.turns),
    )
    close_to(there.moment, -here.moment, "moment", share=1e-12)
    close_to(there.force, mirrored(here.force), "force", share=1e-12)


def moving_body(of: Bent, load: float, push: float, sway: float):
    task = task_of(of.posture(), load_kg=load, lifter=of.lifter)
    at = placed(task)
    hands = replace(hands_of(task, at), push=np.array([push]))
    wave = np.linspace(-sway, sway, len(PARTS))
    moving = Moving(
        centres=np.stack([wave, wave[::-1] / 2], axis=-1)[:, None, :], turns=wave[:, None]
    )
    return at, hands, moving


def mirrored(points: Array) -> Array:
    return np.asarray(points * [-1.0, 1.0])


@given(
    force=st.tuples(st.floats(-5e3, 5e3), st.floats(-5e3, 5e3)),
    along=st.floats(0.0, 2e4),
    across=st.floats(-5e3, 5e3),
    slope=st.floats(-2.0, 2.0),
)
def test_compression_of_a_mirrored_disc_is_the_same_and_its_shear_the_other_way(
    force, along, across, slope
):
    ahead, up = force
    here, there = (
        reaction(
            np.array([[[side * ahead, up]]]),
            np.array([[along]]),
            np.array([[side * across]]),
            np.array([[side * slope]]),
        )
        for side in (1, -1)
    )
    assert there.compression == pytest.approx(here.compression, abs=1e-9)
    assert there.shear == pytest.approx(-here.shear, abs=1e-9)


@given(weight=st.floats(0.0, 5e3), pull=st.floats(0.0, 2e4), slope=st.floats(-1.5, 1.5))
def test_weight_on_a_disc_that_slopes_forward_slides_forward(weight, pull, slope):
    """Compression takes the cosine, and what holds the vertebra back the sine; muscles that pull
    along the disc's axis press and do not slide."""
    found = reaction(
        np.array([[[0.0, weight]]]), np.array([[pull]]), np.zeros((1, 1)), np.array([[slope]])
    )
    assert found.compression[0, 0] == pytest.approx(weight * np.cos(slope) + pull, abs=1e-8)
    assert found.shear[0, 0] == pytest.approx(weight * np.sin(slope), abs=1e-8)


@given(of=bent(), load=KILOGRAMS, tilt=st.floats(-3.0, 3.0))
def test_turning_lifter_and_gravity_together_changes_no_moment(of, load, tilt):
    """On a ground that leans, with gravity leaning alike, nothing is different; gravity that is
    felt as an acceleration is the same as gravity."""
    task = task_of(of.posture(), load_kg=load, lifter=of.lifter)
    at, body = placed(task), task.body
    here = net(body, at, hands_of(task, at))
    felt = turn(np.array([0.0, GRAVITY]), tilt)
    push, lift = np.full((2, 1), load) * felt[:, None]
    tilted = net(
        body,
        replace(at, centres=turn(at.centres, tilt), joints=turn(at.joints, tilt)),
        Hands(at=turn(at.grip, tilt), push=push, lift=lift),
        moving=Moving(
            centres=np.broadcast_to(felt, at.centres.shape), turns=np.zeros_like(at.turns)
        ),
        gravity=0.0,
    )
    close_to(tilted.moment, here.moment, "moment", share=1e-12)


def turn(points: Array, by: float) -> Array:
    return np.stack(turned(points[..., 0], points[..., 1], by), axis=-1)


@given(of=bent(), load=KILOGRAMS, ahead=st.floats(-5.0, 5.0), up=st.floats(-5.0, 5.0))
def test_where_the_axes_start_changes_no_moment(of, load, ahead, up):
    task = task_of(of.posture(), load_kg=load, lifter=of.lifter)
    at, body = placed(task), task.body
    here = net(body, at, hands_of(task, at))
    by = np.array([ahead, up])
    moved = replace(at, centres=at.centres + by, joints=at.joints + by)
    there = net(body, moved, weight_in_hands(at.grip + by, load))
    close_to(there.moment, here.moment, "moment", share=1e-11)
    close_to(there.force, here.force, "force", share=1e-12)


# --- Gravity, balance, muscle --------------------------------------------------------------


@given(of=bent(), load=KILOGRAMS)
def test_without_gravity_a_held_posture_needs_no_moment(of, load):
    at = placed(task_of(of.posture(), load_kg=load, lifter=of.lifter))
    found = net(body_of(of.lifter), at, weight_in_hands(at.grip, load, gravity=0.0), gravity=0.0)
    assert np.all(found.moment == 0)
    assert np.all(found.force == 0)


@given(of=bent(), load=KILOGRAMS, gravity=st.floats(0.1, 30.0))
def test_moments_of_a_held_posture_are_in_proportion_to_gravity(of, load, gravity):
    at, body = placed(task_of(of.posture(), load_kg=load, lifter=of.lifter)), body_of(of.lifter)
    here = net(body, at, weight_in_hands(at.grip, load))
    there = net(body, at, weight_in_hands(at.grip, load, gravity=gravity), gravity=gravity)
    close_to(there.moment, here.moment * gravity / GRAVITY, "moment", share=1e-12)


@given(
    lifter=lifters(),
    trunk=st.floats(0.0, 90.0),
    lumbar=st.integers(-10, 40),
    load=KILOGRAMS,
)
@settings(max_examples=60)
def test_muscle_passive_tissue_pressure_and_reserve_balance_every_level(
    lifter, trunk, lumbar, load
):
    """Muscle moments are added up again here, fascicle by fascicle, from forces and lever arms
    that do not go through the grid (whole degrees are its nodes)."""
    posture = Posture(trunk_deg=trunk, lumbar_flexion_deg=float(lumbar))
    with watching_the_muscles() as seen:
        found = held(posture, load_kg=load, lifter=lifter)
    body = body_of(lifter)
    full = np.array([each.pcsa_cm2 for each in fascicles()]) * value("muscle_stress")
    arms = lever_arms(body.size, float(lumbar))
    strength = strength_given(seen.capacity[0][0], arms * full[:, None])
    force = seen.activation[0][0] * full * strength
    muscle = force @ arms
    total = muscle + found.passive[0] + found.pressure[0] + found.reserve[0]
    close_to(total, found.net_moment[0], "balance", share=1e-9)
    close_to(muscle, found.muscle[0], "muscle", share=1e-9)
    in_groups = [
        sum(pull for pull, each in zip(force, fascicles(), strict=True) if each.group == id_)
        for id_ in groups()
    ]
    close_to(found.groups[0], np.array(in_groups), "groups", share=1e-9)


def lever_arms(size: float, lumbar_deg: float) -> Array:
    gain = np.where(EXTENDS, value("extensor_arm_gain"), 1.0)
    drawn = exact(np.deg2rad(np.array([lumbar_deg]))).arms[0]
    return np.asarray(drawn * gain[:, None] * size)


def strength_given(capacity: Array, drawn: Array) -> float:
    """The one factor between what muscles were taken for and the drawing."""
    crosses = np.abs(drawn) > 1e-6
    factors = capacity[crosses] / drawn[crosses]
    np.testing.assert_allclose(factors, factors[0], rtol=1e-9)
    return float(factors[0])


@given(data=st.data(), of=bent(), load=KILOGRAMS)
def test_where_strength_is_unknown_nothing_is_left_undone(data, of, load):
    ahead = data.draw(distances(of))
    found = held(of.posture(), load_kg=load, lifter=of.lifter, load_ahead_m=ahead)
    most = max(float(np.abs(found.net_moment).max()), 1.0)
    assert np.abs(found.reserve).max() <= 1e-7 * most


@given(
    of=bent(trunk=(-30.0, 115.0)),
    arm=st.floats(-90.0, 60.0),
    load=st.floats(0.0, 400.0),
    strength=st.one_of(st.none(), st.floats(50.0, 900.0)),
)
@settings(max_examples=60)
def test_muscles_and_ligaments_only_ever_pull(of, arm, load, strength):
    posture = replace(of.posture(), upper_arm_deg=arm, forearm_deg=arm)
    found = held(posture, load_kg=load, lifter=replace(of.lifter, max_extension_N_m=strength))
    assert np.all(found.groups >= 0)
    assert np.all(found.tension >= 0)
    assert np.all(found.passive >= 0)
    assert np.all(found.pressure >= 0)


@given(of=bent(), load=KILOGRAMS)
def test_the_back_is_pressed_together_and_never_pulled_apart_when_standing_or_bent(of, load):
    found = held(of.posture(), load_kg=load, lifter=of.lifter)
    assert np.all(found.compression > 0)


def test_a_lever_arm_is_how_fast_the_muscle_lengthens():
    """Virtual work: over all levels, lever arm times that level's share of the flexion."""
    flexion, step = np.deg2rad(np.linspace(-30.0, 85.0, 24)), 1e-6
    faster = (fascicle_lengths(flexion + step) - fascicle_lengths(flexion - step)) / (2 * step)
    shares = np.array([level.share for level in levels()])
    np.testing.assert_allclose(exact(flexion).arms @ shares, faster, atol=1e-8)
    assert shares.sum() == pytest.approx(1.0)


# --- Time ----------------------------------------------------------------------------------


@given(of=bent(), load=KILOGRAMS, length=st.floats(0.3, 3.0), rate=st.sampled_from([25, 60, 120]))
@settings(max_examples=8)
def test_a_static_hold_does_no_work_and_loads_like_the_posture(of, load, length, rate):
    times = np.arange(max(round(length * rate), 6)) / rate
    whole = replace(of.posture(), trunk_deg=np.full(len(times), of.trunk_deg))
    film = loads(whole, load_kg=load, lifter=of.lifter, times=times)
    still = held(of.posture(), load_kg=load, lifter=of.lifter)
    assert film.power is not None
    for joint, power in film.power.items():
        assert np.abs(power).max() < 1e-6, joint
    for place_, level in enumerate(LUMBAR):
        found = film.levels[level]
        for name, array in (("net_moment", found.moment), ("compression", found.compression)):
            expected = np.full(len(times), getattr(still, name)[0, place_])
            np.testing.assert_allclose(array.value, expected, rtol=1e-6, atol=1e-6)


@given(slower=st.floats(20.0, 60.0), load=st.floats(0.0, 200.0))
@settings(max_examples=5)
def test_a_motion_slow_enough_loads_like_its_postures(slower, load):
    times = np.linspace(0.0, slower, 121)
    posture = a_bow(times)
    film, still = (
        loads(posture, load_kg=load, lifter=KNOWN, times=times),
        held(posture, load_kg=load),
    )
    highest = float(still.net_moment.max())
    np.testing.assert_allclose(
        film.levels["L5/S1"].moment.value, still.net_moment[:, L5_S1], atol=0.01 * highest
    )


@given(later=st.floats(-1e4, 1e4))
@settings(max_examples=8)
def test_when_the_clock_started_changes_nothing(later):
    times = np.linspace(0.0, 1.0, 51)
    posture = a_bow(times)
    here = loads(posture, load_kg=100.0, lifter=KNOWN, times=times)
    there = loads(posture, load_kg=100.0, lifter=KNOWN, times=times + later)
    close_to(there.levels["L5/S1"].moment.value, here.levels["L5/S1"].moment.value, "moment")
    close_to(there.levels["L5/S1"].compression.high, here.levels["L5/S1"].compression.high, "band")


@pytest.mark.parametrize("rate", [60, 240, "uneven"])
def test_a_finer_or_uneven_film_of_one_motion_gives_the_same_loads(rate):
    coarse = np.linspace(0.0, 2.0, 201)
    if rate == "uneven":
        steps = np.random.default_rng(1).uniform(0.5, 1.5, 200)
        fine = np.concatenate([[0.0], np.cumsum(steps)]) * 2.0 / steps.sum()
    else:
        fine = np.linspace(0.0, 2.0, 2 * rate + 1)
    one, other = (
        loads(a_bow(times), load_kg=100.0, lifter=KNOWN, times=times).levels["L5/S1"].moment.value
        for times in (coarse, fine)
    )
    inside = (coarse > 0.1) & (coarse < 1.9)
    difference = (np.interp(coarse, fine, other) - one)[inside]
    assert np.abs(difference).max() < 0.01 * one.max()


def test_a_film_played_backward_loads_alike_and_gives_the_work_back():
    times = np.linspace(0.0, 1.5, 151)
    way = (times / 1.5) ** 2 * (3 - 2 * times / 1.5)
    down = Posture(trunk_deg=70 * way, lumbar_flexion_deg=30 * way, thigh_deg=-60 * way)
    up = replace(
        down,
        **{
            each.name: np.asarray(getattr(down, each.name))[::-1]
            for each in fields(down)
            if getattr(down, each.name) is not None
        },
    )
    falling, rising = (loads(each, load_kg=100.0, lifter=KNOWN, times=times) for each in (down, up))
    assert falling.power is not None
    assert rising.power is not None
    moment = rising.levels["L5/S1"].moment.value[::-1]
    close_to(moment, falling.levels["L5/S1"].moment.value, "moment")
    for joint, power in rising.power.items():
        close_to(power[::-1], -falling.power[joint], joint)


def legs_alone(times: Array) -> tuple[Posture, Array]:
    """Trunk and arms keep their angles while the knees open and lift the hip straight up; and the
    hip's height above the ankle [m]."""
    body = body_of(KNOWN)
    thigh, shank = body.segments["thigh"].length_m, body.segments["shank"].length_m
    way = (1 - np.cos(2 * np.pi * times / times[-1])) / 2
    bent_thigh = np.deg2rad(60.0) * (1 - way) + np.deg2rad(5.0)
    bent_shank = np.arcsin(thigh / shank * np.sin(bent_thigh))
    posture = Posture(
        trunk_deg=np.full(len(times), 50.0),
        lumbar_flexion_deg=15.0,
        thigh_deg=-np.rad2deg(bent_thigh),
        shank_deg=np.rad2deg(bent_shank),
        upper_arm_deg=0.0,
        forearm_deg=0.0,
    )
    return posture, thigh * np.cos(bent_thigh) + shank * np.cos(bent_shank)


def test_legs_that_push_the_trunk_up_faster_load_the_back_more():
    """Feet stand on the ground: what the legs do to the hip is felt all the way up."""
    times = np.linspace(0.0, 2.0, 401)
    posture, hip = legs_alone(times)
    task = task_of(posture, load_kg=100.0)
    ankle = placed(task).joints[ANKLE]
    np.testing.assert_allclose(ankle[:, 0], 0.0, atol=1e-9)
    np.testing.assert_allclose(-ankle[:, 1], hip, atol=1e-9)
    upward = np.gradient(np.gradient(hip, times), times)
    film = loads(posture, load_kg=100.0, lifter=KNOWN, times=times).levels["L5/S1"].moment.value
    still = held(posture, load_kg=100.0).net_moment[:, L5_S1]
    inside = (times > 0.2) & (times < 1.8)
    expected = (still * (1 + upward / GRAVITY))[inside]
    assert np.ptp(expected) > 0.1 * still.max()
    np.testing.assert_allclose(film[inside], expected, atol=0.02 * still.max())


@given(of=bent(), load=KILOGRAMS, sway=st.floats(-5.0, 5.0))
def test_inertia_adds_to_weight_and_does_not_mix_with_it(of, load, sway):
    at, hands, moving = moving_body(of, load, 0.0, sway)
    body = body_of(of.lifter)
    both = net(body, at, hands, moving=moving)
    weight = net(body, at, hands)
    empty = Hands(at=hands.at, push=0 * hands.push, lift=0 * hands.lift)
    inertia = net(body, at, empty, moving=moving, gravity=0.0)
    close_to(both.moment, weight.moment + inertia.moment, "moment", share=1e-12)


@given(of=bent(), load=KILOGRAMS, spin=st.floats(-20.0, 20.0))
def test_a_body_let_turn_forward_asks_less_of_what_holds_it_back(of, load, spin):
    """By the inertia of all that is carried, about each part's own centre."""
    at, hands, moving = moving_body(of, load, 0.0, 0.0)
    body = body_of(of.lifter)
    turning = net(body, at, hands, moving=replace(moving, turns=np.full_like(at.turns, spin)))
    parts = parts_of(body)
    carried = carries() @ np.array([parts[name].inertia for name in PARTS])
    close_to(net(body, at, hands).moment[:, 0] - turning.moment[:, 0], spin * carried, "spin")


@given(of=bent(), load=KILOGRAMS)
@settings(max_examples=20)
def test_a_stack_of_postures_is_worked_out_as_each_alone(of, load):
    trunk = np.linspace(0.0, 90.0, 7)
    stack = held(replace(of.posture(), trunk_deg=trunk), load_kg=load, lifter=of.lifter)
    for place_, angle in enumerate(trunk):
        alone = held(replace(of.posture(), trunk_deg=angle), load_kg=load, lifter=of.lifter)
        for name in ("net_moment", "compression", "shear", "groups"):
            close_to(getattr(stack, name)[place_], getattr(alone, name)[0], name)


@given(lifter=lifters())
@settings(max_examples=30)
def test_every_joint_of_the_legs_carries_what_is_above_it(lifter):
    """Standing upright nothing is left to the feet but the whole weight."""
    task = task_of(
        Posture(trunk_deg=0.0, thigh_deg=0.0, shank_deg=0.0), load_kg=50.0, lifter=lifter
    )
    at, body = placed(task), task.body
    force = net(body, at, hands_of(task, at)).force
    above = body.mass_kg - body.segments["foot"].mass_kg + 50.0
    assert force[JOINTS.index("ankle"), 0, 1] == pytest.approx(above * GRAVITY, rel=1e-3)
    assert force[JOINTS.index("shoulder"), 0, 1] < force[L5_S1, 0, 1]
