"""How muscles share the load, against another program that solves the same problem.

The sharing minimises a sum of squares within bounds; SciPy's active-set solver for bounded least
squares does so by another way and knows nothing of duals, softness or blocks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from scipy.optimize import lsq_linear

from backspotter.spine import Lifter, Posture
from backspotter.spine.arrays import Array
from backspotter.spine.sharing import EPSILON, Shared, share
from tests.spine_cases import held, watching_the_muscles

SAME_COST, SAME_ACTIVATION = 1e-8, 1e-5
SAME_RESERVE = 2e-4
"""As a share of the largest moment asked for; where all of it can be given, see FEASIBLE."""

FEASIBLE = 1e-5
"""A reserve below this share of the demand is none."""

ALL = 1 - 1e-12
"""SciPy wants room between the bounds, also of a muscle that is fully on whatever the demand."""

KINDS = ("within", "beyond", "anything")
SIZES = ((6, 1), (8, 3), (20, 6), (78, 6))
EACH = 150


@dataclass(frozen=True)
class Asked:
    """Some problems of one size: capacity (n, m, j), demand (n, j), lowest (n, m)."""

    capacity: Array
    demand: Array
    lowest: Array

    def __len__(self) -> int:
        return len(self.demand)


def drawn(kind: str, muscles: int, levels: int) -> Asked:
    """Muscles that pull any way; moments that they can give, cannot give, or may."""
    dice = np.random.default_rng([KINDS.index(kind), muscles, levels])
    shape = (EACH, muscles, levels)
    strength = dice.uniform(1.0, 300.0, (EACH, 1, 1))
    crosses = dice.random(shape) < dice.uniform(0.3, 1.0, (EACH, 1, 1))
    capacity = dice.normal(size=shape) * strength * crosses
    lowest = dice.uniform(0.0, 0.3, shape[:2]) * (dice.random(shape[:2]) < 0.3)
    given = np.clip(dice.uniform(-0.3, 1.1, shape[:2]), lowest, 1.0)
    demand = np.einsum("nm,nmj->nj", given, capacity)
    if kind == "beyond":
        demand = demand * dice.uniform(1.0, 4.0, (EACH, 1))
    if kind == "anything":
        demand = dice.normal(size=(EACH, levels)) * dice.uniform(1.0, 2000.0, (EACH, 1))
    return Asked(capacity, demand, lowest)


def lifts(*, strength: tuple[float, float] | None) -> tuple[Asked, Shared]:
    """What the back's own muscles were asked in some hundred bent postures, and answered."""
    dice = np.random.default_rng(7)
    with watching_the_muscles() as seen:
        for _ in range(10):
            height = dice.uniform(1.5, 2.05)
            lifter = Lifter(
                mass_kg=dice.uniform(20, 32) * height**2,
                height_m=height,
                sex="male",
                age_y=30.0,
                max_extension_N_m=dice.uniform(*strength) if strength else None,
            )
            posture = Posture(
                trunk_deg=dice.uniform(0, 90, 40), lumbar_flexion_deg=dice.uniform(-10, 60, 40)
            )
            held(posture, load_kg=dice.uniform(0, 300, 40), lifter=lifter)
    asked = Asked(*(np.concatenate(each) for each in (seen.capacity, seen.demand, seen.lowest)))
    return asked, Shared(np.concatenate(seen.activation), np.concatenate(seen.reserve))


def by_active_sets(asked: Asked) -> Shared:
    """The same by SciPy, one problem at a time."""
    each = zip(asked.capacity, asked.demand, asked.lowest, scales(asked), strict=True)
    activation = np.array([_one(*problem) for problem in each])
    given = np.einsum("nm,nmj->nj", activation, asked.capacity)
    return Shared(activation, asked.demand - given)


def _one(capacity: Array, demand: Array, lowest: Array, scale: float) -> Array:
    stiff = 1 / (np.sqrt(EPSILON) * scale)
    rows = np.vstack([np.eye(len(lowest)), stiff * capacity.T])
    wanted = np.concatenate([np.zeros(len(lowest)), stiff * demand])
    found = lsq_linear(
        rows, wanted, bounds=(np.minimum(lowest, ALL), 1.0), method="bvls", tol=1e-15, max_iter=5000
    )
    return np.asarray(found.x)


def scales(asked: Asked) -> Array:
    """The largest moment asked for in each problem, but one at least [N m]."""
    return np.maximum(np.abs(asked.demand).max(axis=1), 1.0)


def costs(asked: Asked, found: Shared) -> Array:
    """What is minimised, (n,)."""
    undone = (found.reserve / scales(asked)[:, None]) ** 2 / EPSILON
    return np.asarray((found.activation**2).sum(axis=1) + undone.sum(axis=1))


def same(asked: Asked, found: Shared, other: Shared) -> None:
    """Nothing more is left undone, nothing costs more, and what costs the same is the same."""
    undone = np.abs(found.reserve - other.reserve).max(axis=1) / scales(asked)
    worst = int(undone.argmax())
    assert undone[worst] <= SAME_RESERVE, (
        f"{(undone > SAME_RESERVE).sum()} of {len(asked)} differ in what is left undone; worst: "
        f"{found.reserve[worst].round(3)} N·m, by active sets {other.reserve[worst].round(3)} N·m"
    )
    cost, other_cost = costs(asked, found), costs(asked, other)
    assert np.all(cost <= other_cost * (1 + SAME_RESERVE) + 1e-9)
    alike = np.abs(cost - other_cost) <= SAME_COST * other_cost
    assert alike.mean() > 0.95
    np.testing.assert_allclose(
        found.activation[alike], other.activation[alike], rtol=0, atol=SAME_ACTIVATION
    )


@pytest.mark.parametrize(("muscles", "levels"), SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_random_problems_are_solved_as_by_an_independent_solver(kind, muscles, levels):
    asked = drawn(kind, muscles, levels)
    found = share(asked.capacity, asked.demand, asked.lowest)
    left = float((np.abs(found.reserve).max(axis=1) / scales(asked)).max())
    assert left <= FEASIBLE if kind == "within" else left > FEASIBLE
    same(asked, found, by_active_sets(asked))


def test_lifts_of_unknown_strength_are_shared_as_by_an_independent_solver():
    asked, found = lifts(strength=None)
    same(asked, found, by_active_sets(asked))


def test_lifts_beyond_the_strength_given_are_shared_as_by_an_independent_solver():
    asked, found = lifts(strength=(80.0, 800.0))
    assert (np.abs(found.reserve).max(axis=1) > 0.5).mean() > 0.2
    assert (np.abs(found.reserve).max(axis=1) < 1e-3).mean() > 0.1
    same(asked, found, by_active_sets(asked))


def test_a_muscle_at_its_limit_does_not_keep_another_level_from_its_balance():
    """Two levels that share no muscle; the upper one asks for exactly all there is."""
    capacity = np.zeros((1, 5, 3))
    capacity[0, 0, 0], capacity[0, [1, 2], 1], capacity[0, 3, 2] = 80.9, [-100.0, -86.9], 223.0
    demand, lowest = np.array([[36.7, -138.1, 223.0]]), np.array([[0.0, 0.0, 0.0, 0.17, 0.27]])
    found = share(capacity, demand, lowest)
    np.testing.assert_allclose(found.reserve, 0.0, atol=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_every_activation_is_within_its_bounds_and_the_balance_closes(kind):
    asked = drawn(kind, 20, 6)
    found = share(asked.capacity, asked.demand, asked.lowest)
    assert np.all(found.activation >= asked.lowest)
    assert np.all(found.activation <= 1.0)
    given = np.einsum("nm,nmj->nj", found.activation, asked.capacity)
    np.testing.assert_allclose(given + found.reserve, asked.demand, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_a_mirrored_problem_has_the_same_activations(kind):
    asked = drawn(kind, 20, 6)
    here = share(asked.capacity, asked.demand, asked.lowest)
    there = share(-asked.capacity, -asked.demand, asked.lowest)
    np.testing.assert_allclose(there.activation, here.activation, atol=1e-12)
    np.testing.assert_allclose(there.reserve, -here.reserve, atol=1e-7)


@pytest.mark.parametrize("factor", [0.01, 7.0])
def test_stronger_muscles_against_a_larger_demand_in_proportion_share_alike(factor):
    asked = drawn("within", 78, 6)
    large = replace(asked, capacity=asked.capacity * 10, demand=asked.demand * 10)
    scaled = share(large.capacity * factor, large.demand * factor, large.lowest)
    here = share(large.capacity, large.demand, large.lowest)
    np.testing.assert_allclose(scaled.activation, here.activation, atol=1e-7)


def test_a_problem_is_solved_alike_alone_and_among_others():
    asked = drawn("within", 20, 6)
    together = share(asked.capacity, asked.demand, asked.lowest)
    for place in range(0, len(asked), 15):
        cut = slice(place, place + 1)
        alone = share(asked.capacity[cut], asked.demand[cut], asked.lowest[cut])
        np.testing.assert_allclose(alone.activation[0], together.activation[place], atol=1e-9)


def test_nothing_asked_is_nothing_done():
    capacity = drawn("within", 8, 3).capacity
    found = share(capacity, np.zeros((EACH, 3)), np.zeros((EACH, 8)))
    assert np.all(found.activation == 0)
    assert np.all(found.reserve == 0)
