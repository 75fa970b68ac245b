"""A rep that nobody filmed: where the body is, in every style, and what it loads."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from backspotter.spine import Lift, Lifter, rep_loads, styles
from backspotter.spine.body import Body, body_of
from backspotter.spine.chain import place, trunk_length
from backspotter.spine.passive import full_flexion
from backspotter.spine.posture import LIMITS
from backspotter.spine.rep import ANKLE_HEIGHT, FRAMES_PER_S, Rep, rep, set_up
from tests.spine_cases import KNOWN, L5_S1, above_the_feet, carried_in_rep, one_rep

STYLES = tuple(styles())
HEIGHTS = (1.50, 1.62, 1.75, 1.88, 2.05)
FROM_FLOOR = tuple(name for name in STYLES if not styles()[name].from_the_top)
PLATE_RADIUS_M = 0.225


def builds() -> list[Body]:
    """Small to tall, with the longest and the shortest of limbs."""
    average = [(sex, height, 1.0, 1.0) for sex, height in product(("male", "female"), HEIGHTS)]
    odd = [("unknown", 1.75, arm, leg) for arm, leg in product((0.9, 1.1), (0.9, 1.1))]
    return [
        body_of(
            Lifter(mass_kg=24 * height**2, height_m=height, sex=sex, arm_length=arm, leg_length=leg)
        )
        for sex, height, arm, leg in (*average, *odd)
    ]


BUILDS = builds()


def bar_of(body: Body, done: Rep) -> tuple[np.ndarray, np.ndarray]:
    """Where the hands are over the ankle, and above the floor (n,) [m]."""
    at = place(body, done.angles)
    hands = above_the_feet(at, at.grip)
    return hands[:, 0], hands[:, 1] + ANKLE_HEIGHT * body.height_m


@pytest.mark.parametrize("style", STYLES)
def test_every_build_can_do_every_style(style):
    for body in BUILDS:
        done = rep(body, Lift(style=style))
        trunk = np.rad2deg(done.angles.trunk)
        knee = np.rad2deg(done.angles.shank - done.angles.thigh)
        assert -1 <= trunk.min() <= trunk.max() <= LIMITS["trunk_deg"][1]
        assert -1e-6 <= knee.min() <= knee.max() <= 130
        assert np.all(np.isfinite(done.height))


@pytest.mark.parametrize("style", STYLES)
def test_the_hands_hold_the_bar_and_it_goes_straight_up_over_the_foot(style):
    """The hands are two centimetres low at most: seen from the side, a wide grip is shorter."""
    for body in BUILDS:
        lift = Lift(style=style)
        done = rep(body, lift)
        ahead, height = bar_of(body, done)
        np.testing.assert_allclose(ahead, lift.how.bar_ahead * body.height_m, atol=0.004)
        np.testing.assert_allclose(height, done.height, atol=0.025)
        assert np.ptp(height - done.height) < 0.003


@pytest.mark.parametrize(
    ("style", "height"),
    [
        *((style, PLATE_RADIUS_M) for style in ("conventional", "sumo", "trap_bar", "stiff_leg")),
        ("deficit", PLATE_RADIUS_M - 0.05),
        ("block", PLATE_RADIUS_M + 0.10),
    ],
)
def test_the_bar_starts_at_the_radius_of_its_plates(style, height):
    for body in BUILDS:
        done = rep(body, Lift(style=style))
        assert done.height[0] == pytest.approx(height, abs=1e-6)
        assert done.height.min() == pytest.approx(height, abs=1e-6)


@pytest.mark.parametrize("style", STYLES)
def test_the_top_is_standing(style):
    for body in BUILDS:
        done = rep(body, Lift(style=style))
        top = int(done.height.argmax())
        for angle in (done.angles.trunk, done.angles.lumbar, done.angles.thigh, done.angles.shank):
            assert abs(np.rad2deg(angle[top])) < 1e-6


@pytest.mark.parametrize("style", STYLES)
def test_the_bar_never_goes_down_on_the_way_up_nor_up_on_the_way_down(style):
    done = rep(body_of(KNOWN), Lift(style=style))
    assert np.all(np.diff(done.height[done.during("lifting")]) > -1e-12)
    assert np.all(np.diff(done.height[done.during("lowering")]) < 1e-12)
    assert np.ptp(done.height[done.during("lockout")]) < 1e-9


@pytest.mark.parametrize("style", STYLES)
def test_the_bar_leaves_the_floor_and_the_top_from_rest(style):
    done = rep(body_of(KNOWN), Lift(style=style))
    speed = np.abs(np.gradient(done.height, done.times))
    for phase in ("lifting", "lowering"):
        first = int(done.during(phase).argmax())
        assert speed[first : first + 3].max() < 0.1 * speed.max()


@pytest.mark.parametrize("style", STYLES)
def test_a_rep_is_whole_and_in_order(style):
    done = rep(body_of(KNOWN), Lift(style=style))
    order = list(dict.fromkeys(done.phase))
    if style in FROM_FLOOR:
        assert order == ["taking up", "lifting", "lockout", "lowering"]
        assert done.in_hands[0] == 0
        assert np.all(np.diff(done.in_hands) >= 0)
        assert np.all(done.in_hands[~done.during("taking up")] == 1)
    else:
        assert order == ["lockout", "lowering", "lifting"]
        assert np.all(done.in_hands == 1)
    assert len(done.times) == len(done.height) == len(done.phase) == len(done.angles)
    np.testing.assert_allclose(np.diff(done.times), 1 / FRAMES_PER_S, atol=1e-12)


@pytest.mark.parametrize(("up", "down"), [(0.8, 0.5), (1.8, 1.6), (5.0, 4.0)])
def test_a_rep_takes_the_time_it_was_given(up, down):
    done = rep(body_of(KNOWN), Lift(up_s=up, down_s=down))
    assert done.during("lifting").sum() / FRAMES_PER_S == pytest.approx(up, abs=0.02)
    assert done.during("lowering").sum() / FRAMES_PER_S == pytest.approx(down, abs=0.02)


def test_a_bar_has_a_sticking_point_on_the_way_up():
    done = rep(body_of(KNOWN), Lift())
    speed = np.gradient(done.height[done.during("lifting")], 1 / FRAMES_PER_S)
    inside = slice(len(speed) // 5, -len(speed) // 5)
    valleys = np.flatnonzero(np.diff(np.sign(np.diff(speed[inside]))) > 0)
    assert len(valleys) == 1


def test_the_lower_back_is_as_round_as_asked_and_straight_at_the_top():
    for low, more in ((6.0, 0.0), (20.0, 25.0), (45.0, 0.0)):
        done = rep(body_of(KNOWN), Lift(lumbar_deg=low, rounding_deg=more))
        lumbar = np.rad2deg(done.angles.lumbar)
        assert lumbar[0] == pytest.approx(low)
        assert lumbar.max() == pytest.approx(low + more, abs=0.5)
        assert lumbar[done.during("lockout")] == pytest.approx(0.0, abs=1e-6)


def test_rounding_comes_before_the_bar_passes_the_knee():
    done = rep(body_of(KNOWN), Lift(lumbar_deg=20.0, rounding_deg=25.0))
    up = np.flatnonzero(done.during("lifting"))
    roundest = up[int(done.angles.lumbar[up].argmax())]
    way = (done.height[roundest] - done.height[0]) / np.ptp(done.height)
    assert 0.1 < way < 0.45


def test_hips_and_bar_go_where_they_are_asked():
    body = body_of(KNOWN)
    plain, higher = (set_up(body, Lift(hips_higher_m=each)) for each in (0.0, 0.05))
    hip = [float(-place(body, each).joints[-2, 0, 1]) for each in (plain, higher)]
    assert hip[1] - hip[0] == pytest.approx(0.05, abs=1e-6)
    ahead = [bar_of(body, rep(body, Lift(bar_further_m=each)))[0][0] for each in (0.0, 0.05, -0.03)]
    assert ahead[1] - ahead[0] == pytest.approx(0.05, abs=0.002)
    assert ahead[2] - ahead[0] == pytest.approx(-0.03, abs=0.002)


def test_the_trunk_starts_where_lifters_hold_it():
    start = {
        name: float(np.rad2deg(set_up(body_of(KNOWN), Lift(style=name)).trunk[0]))
        for name in STYLES
    }
    assert 55 < start["conventional"] < 80
    assert start["sumo"] < start["conventional"] - 4
    assert start["trap_bar"] < start["conventional"]
    assert start["block"] < start["conventional"] < start["deficit"] < start["stiff_leg"]


def test_hips_and_shoulders_are_their_lengths_apart_at_every_moment():
    body = body_of(KNOWN)
    done = rep(body, Lift(lumbar_deg=20.0, rounding_deg=20.0))
    at = place(body, done.angles)
    np.testing.assert_allclose(
        np.linalg.norm(at.shoulder, axis=1), trunk_length(body, done.angles.lumbar), atol=1e-9
    )


# --- What a rep loads ----------------------------------------------------------------------------


OF = {"moment": "net_moment", "compression": "compression", "shear": "shear"}


def peak(lift: Lift, lifter: Lifter = KNOWN, *, of: str = "moment", load: float = 140.0) -> float:
    return float(getattr(carried_in_rep(lift, load, lifter), OF[of])[:, L5_S1].max())


PEOPLE = (
    KNOWN,
    Lifter(mass_kg=56.0, height_m=1.58, sex="female", age_y=25.0),
    Lifter(mass_kg=108.0, height_m=1.98, sex="male", age_y=40.0),
)


@pytest.mark.parametrize("lifter", PEOPLE, ids=["man", "small woman", "tall man"])
@pytest.mark.parametrize("style", ["sumo", "trap_bar", "block"])
def test_a_more_upright_style_asks_for_a_smaller_moment(style, lifter):
    assert peak(Lift(style=style), lifter) < 0.99 * peak(Lift(), lifter)


@pytest.mark.parametrize("lifter", PEOPLE, ids=["man", "small woman", "tall man"])
@pytest.mark.parametrize("style", ["stiff_leg", "deficit"])
def test_a_more_level_style_asks_for_a_larger_moment(style, lifter):
    assert peak(Lift(style=style), lifter) > 1.002 * peak(Lift(), lifter)


def test_the_trap_bar_shifts_moment_from_back_and_hip_to_the_knee():
    """Net moments at hip and knee; at the knee extension turns what it carries forward."""
    straight, trap = (
        carried_in_rep(Lift(style=each)).limbs for each in ("conventional", "trap_bar")
    )
    assert trap[:, 0].max() < straight[:, 0].max()
    assert (-trap[:, 1]).max() > (-straight[:, 1]).max()


@pytest.mark.parametrize("of", ["moment", "compression", "shear"])
def test_a_heavier_bar_loads_more_and_a_closer_one_less(of):
    assert peak(Lift(), of=of, load=150.0) > peak(Lift(), of=of)
    assert peak(Lift(bar_further_m=-0.05), of=of) < peak(Lift(), of=of)
    assert peak(Lift(bar_further_m=0.05), of=of) > peak(Lift(), of=of)


def test_a_jerked_bar_loads_more_than_a_smooth_one():
    peaks = [peak(Lift(up_s=each, down_s=each)) for each in (4.0, 1.8, 0.8)]
    assert peaks[0] < peaks[1] < peaks[2]
    assert peaks[2] > 1.05 * peaks[0]


def test_a_slow_rep_peaks_near_the_floor_and_is_easy_at_the_top():
    lift = Lift(up_s=6.0, down_s=6.0)
    moment, done = carried_in_rep(lift).net_moment[:, L5_S1], rep(body_of(KNOWN), lift)
    way = (done.height - done.height[0]) / np.ptp(done.height)
    assert way[moment.argmax()] < 0.4
    assert moment[done.during("lockout")].max() < 0.3 * moment.max()


def test_before_the_weight_is_taken_up_the_back_carries_the_trunk_alone():
    moment, empty = (carried_in_rep(Lift(), load).net_moment[:, L5_S1] for load in (140.0, 0.0))
    assert moment[0] == pytest.approx(empty[0], rel=0.02)
    assert moment[0] < 0.5 * moment.max()


def test_a_rep_says_that_nobody_filmed_it_and_what_was_assumed():
    found = rep_loads(Lift(style="sumo"), load_kg=100)
    text = "; ".join(found.loads.assumed)
    assert "average sumo deadlift, nobody filmed it" in text
    assert "body mass 73 kg" in text
    assert found.load_kg == 100.0
    assert found.lift.style == "sumo"
    assert found.loads.power is not None
    assert found.loads.is_feasible


def test_a_conventional_deadlift_is_done_when_no_lift_is_named():
    body = body_of(KNOWN)
    assert np.array_equal(rep(body).height, rep(body, Lift(style="conventional")).height)
    assert rep_loads(load_kg=60.0).lift == Lift()


def test_nothing_of_a_rep_is_a_gap():
    found = one_rep(Lift())
    for level in found.loads.levels.values():
        assert np.isfinite(level.moment.value).all()
        assert np.isfinite(level.compression.high).all()
        assert np.isfinite(level.shear.low).all()


def test_default_rounding_stays_within_everyones_range():
    for name in STYLES:
        oldest = full_flexion(body_of(Lifter(age_y=90.0)))
        assert np.deg2rad(styles()[name].lumbar_deg) <= oldest


def test_a_longer_trunk_asks_for_a_larger_moment_in_the_same_style():
    assert peak(Lift(), replace(KNOWN, trunk_length=1.08)) > peak(Lift(), KNOWN)
