"""Phases of every frame, and repetitions where the bar is not seen."""

from __future__ import annotations

import numpy as np
import pytest

from backspotter.lift.phases import PHASES, phases
from backspotter.lift.plate_choice import chosen
from backspotter.lift.plate_ways import Way, ways
from backspotter.lift.reps import reps
from backspotter.lift.reps_unseen import NOT_SEEN, reps_by_shoulders
from tests.bar_courses import DEAD_STOP, Leg, course, let_down, pull, seen, still


def runs(names: list[str]) -> list[str]:
    return [name for n, name in enumerate(names) if n == 0 or names[n - 1] != name]


def test_two_reps_go_through_all_phases_in_order():
    bar = seen(DEAD_STOP * 2)
    names, index = phases(bar.times_s, reps(bar))
    once = ["lifting", "lockout", "lowering"]
    assert runs(names) == ["still", *once, "down", *once, "still"]
    assert set(names) <= set(PHASES)
    assert [n for n in runs([str(n) for n in index]) if n != "0"] == ["1", "2"]
    at = {t: names[int(np.searchsorted(bar.times_s, t))] for t in (1.4, 2.25, 3.0, 3.9)}
    assert list(at.values()) == [*once, "down"]


def test_a_romanian_is_lowered_first():
    hang = (Leg(1.2, 0.15), Leg(1.0, 0.5), still(0.6, 0.5))
    bar = seen((still(1, 0.5), *hang * 2), start_m=0.5)
    names, _ = phases(bar.times_s, reps(bar))
    assert runs(names) == [
        "still",
        "lowering",
        "lifting",
        "lockout",
        "lowering",
        "lifting",
        "still",
    ]


def test_a_rep_that_failed_has_its_number_and_is_pulled_until_the_bar_sinks():
    bar = seen((*DEAD_STOP, still(1, 0), pull(1.5, 0.25), still(0.8, 0.25), let_down(0.6)))
    names, index = phases(bar.times_s, reps(bar))
    assert runs(names)[-3:] == ["lifting", "lowering", "still"]
    hanging = int(np.searchsorted(bar.times_s, 6.5))
    assert names[hanging] == "lifting"
    assert index[hanging] == 2


def test_an_attempt_has_phases_but_no_number():
    bar = seen((*DEAD_STOP, still(1, 0), pull(1.5, 0.25)))
    names, index = phases(bar.times_s, reps(bar))
    rising = int(np.searchsorted(bar.times_s, 5.4))
    assert names[rising] == "lifting"
    assert index[rising] == 0


def test_a_film_without_reps_is_still():
    names, index = phases(np.arange(5) / 30, [])
    assert names == ["still"] * 5
    assert not index.any()


def shoulders(legs):
    """Times, shoulder (n, 2) [px] at 300 px/m and trunk [deg] of a lifter who lifts like this."""
    times = np.arange(0.0, sum(leg.s for leg in legs) + 0.5, 1 / 30)
    height = course(legs, times)
    rows = 400 - 300 * height + np.random.default_rng(2).normal(0, 1.0, len(times))
    return times, np.stack([np.full(len(times), 200.0), rows], axis=1), 70 - 130 * height


def test_unseen_bars_are_counted_by_the_shoulders_with_doubt_and_without_speed():
    times, at, trunk = shoulders(DEAD_STOP * 2)
    found = reps_by_shoulders(times, at, 160.0, 300.0, trunk)
    assert [rep.index for rep in found] == [1, 2]
    for rep in found:
        assert rep.rom_m is None
        assert rep.mean_speed is None
        assert rep.doubts == (NOT_SEEN,)
        assert rep.lift_off.high - rep.lift_off.low > 0.3
    assert found[0].lift_off.low < 0.8 < found[0].lift_off.high


def test_shoulders_that_rise_half_way_are_no_rep_and_none_that_failed():
    times, at, trunk = shoulders((*DEAD_STOP, still(1, 0), Leg(1, 0.3), let_down(), *DEAD_STOP))
    found = reps_by_shoulders(times, at, 160.0, 300.0, trunk)
    assert [rep.index for rep in found] == [1, None, 2]
    assert not any(rep.failed for rep in found)


def test_swaying_shoulders_are_no_reps():
    times, at, trunk = shoulders((still(1, 0), Leg(0.6, 0.1), Leg(0.6, 0.0), still(1, 0)))
    assert reps_by_shoulders(times, at, 160.0, 300.0, trunk) == []
    assert reps_by_shoulders(times, at * np.nan, 160.0, 300.0, trunk) == []


def circle(x, y, radius, share=0.8):
    return [x, y, radius, share]


def test_a_way_leaps_a_gap_and_leaves_what_is_elsewhere():
    found = [
        np.array([circle(100 + n, 100 - 2 * n, 20), circle(300, 50, 25, 0.5)]) for n in range(30)
    ]
    for hidden in range(10, 15):
        found[hidden] = found[hidden][1:]
    first, second = ways(np.arange(30) * 0.15, found)
    assert len(first.times_s) == 25
    assert first.x[-1] == 129
    assert second.radius[0] == 25


def test_nothing_seen_is_no_way():
    assert ways(np.arange(4) * 0.15, [np.zeros((0, 4))] * 4) == []
    assert chosen([]) is None


def way(rise, radius=20.0, worth=10.0, x=100.0, drift=0.0):
    up = rise * radius * np.sin(np.linspace(0, 3, 30)) ** 2
    shape = np.ones(30)
    return Way(
        times_s=np.arange(30) * 0.15,
        x=x * shape + drift * up,
        y=200 - up,
        radius=radius * shape,
        share=0.8 * shape,
        worth=worth,
    )


@pytest.mark.parametrize(
    ("ways_", "taken", "doubt"),
    [
        ([way(0.0, worth=20), way(2.0)], 1, None),
        ([way(2.0, radius=14), way(2.0, radius=20, worth=8)], 1, None),
        ([way(0.0)], 0, "nothing round is lifted"),
        ([way(2.0, worth=12, drift=2.0), way(2.0)], 1, None),
    ],
    ids=[
        "what moves beats what hangs",
        "of two ends the larger is nearer",
        "nothing moves",
        "bars go straight up",
    ],
)
def test_which_circle_is_the_bar(ways_, taken, doubt):
    choice = chosen(ways_)
    assert choice.way is ways_[taken]
    assert choice.doubt == doubt


def test_two_things_that_move_apart_leave_doubt():
    other = way(2.0, worth=9.5)
    other.y[:] = other.y[::-1] + 10 * np.sin(np.arange(30))
    assert "another round thing" in chosen([way(2.0), other]).doubt
