"""What counts as a repetition, row by row: the bar's course, and what must be found in it."""

from __future__ import annotations

import numpy as np
import pytest

from backspotter.lift.reps import reps
from tests.bar_courses import DEAD_STOP, Leg, let_down, pull, seen, still

FALL = Leg((2 * 0.5 / 9.81) ** 0.5, 0.0, "thrown")
BOUNCE = (Leg(0.15, 0.1), Leg(0.15, 0.0, "thrown"))
TOUCH = (pull(1.0), still(0.2, 0.5), let_down(0.8))
HANG = (Leg(1.2, 0.15), Leg(1.0, 0.5), still(0.3, 0.5))

ROWS = [
    # course, starts at, what each rise is: done, failed, or an attempt that is neither
    ("nothing moves", (still(3, 0),), 0.0, ""),
    ("slack is taken up and let go", (still(1, 0), Leg(0.4, 0.03), Leg(0.4, 0.0)), 0.0, ""),
    ("one from a dead stop", DEAD_STOP, 0.0, "d"),
    ("three from a dead stop", DEAD_STOP * 3, 0.0, "ddd"),
    ("four touch-and-go", (still(0.8, 0), *TOUCH * 4), 0.0, "dddd"),
    (
        "two dropped, with a bounce",
        (still(0.8, 0), pull(), FALL, *BOUNCE, still(1, 0)) * 2,
        0.0,
        "dd",
    ),
    (
        "one, and one that fails",
        (*DEAD_STOP, still(1, 0), pull(1.5, 0.25), let_down(0.6)),
        0.0,
        "df",
    ),
    ("one that fails first", (still(1, 0), pull(1.5, 0.2), let_down(0.5), *DEAD_STOP), 0.0, "fd"),
    (
        "one that hangs before it comes down",
        (*DEAD_STOP, still(1, 0), pull(1.5, 0.3), still(1, 0.3), Leg(0.25, 0.0, "thrown")),
        0.0,
        "df",
    ),
    ("the film ends half way", (*DEAD_STOP, still(1, 0), pull(1.5, 0.25)), 0.0, "da"),
    (
        "taken up again half way down",
        (still(1, 0), pull(), Leg(0.5, 0.25), Leg(0.4, 0.34), Leg(0.8, 0.0)),
        0.0,
        "da",
    ),
    ("set down hard", (*DEAD_STOP, Leg(0.12, 0.09), Leg(0.12, 0.0), still(1, 0)), 0.0, "da"),
    (
        "a hitch on the way",
        (still(1, 0), Leg(0.8, 0.35), Leg(0.2, 0.32), Leg(0.6, 0.5), still(0.5, 0.5), let_down()),
        0.0,
        "d",
    ),
    ("Romanian from the rack", (still(1, 0.5), *HANG * 3), 0.5, "ddd"),
    (
        "Romanian from the floor",
        (still(0.8, 0), pull(), still(1, 0.5), *HANG * 3, let_down()),
        0.0,
        "ddd",
    ),
    ("the film ends at the top", (still(0.5, 0), pull(), still(0.2, 0.5)), 0.0, "d"),
    ("the film starts with the pull", (pull(), still(0.3, 0.5), let_down()), 0.0, "d"),
]


@pytest.mark.parametrize(
    ("legs", "start", "kinds"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS]
)
def test_what_counts(legs, start, kinds):
    found = reps(seen(legs, start_m=start))
    assert "".join("d" if r.completed else "f" if r.failed else "a" for r in found) == kinds
    numbers = iter(range(1, len(kinds) + 1))
    assert [r.index for r in found] == [None if kind == "a" else next(numbers) for kind in kinds]


def test_a_rep_that_failed_has_its_moments_and_how_far_it_got():
    legs = (still(1, 0), pull(1.5, 0.25), still(0.8, 0.25), let_down(0.6))
    _, rep = reps(seen((*DEAD_STOP, *legs)))
    truth = {"lift_off": 4.5, "lockout": 6.0, "pulled_until": 6.8, "lowering": 6.8, "floor": 7.4}
    for name, at in truth.items():
        assert getattr(rep, name).value == pytest.approx(at, abs=0.06), name
    assert rep.rom_m.value == pytest.approx(0.25, rel=0.02)
    done, _ = reps(seen((*DEAD_STOP, *legs)))
    assert done.pulled_until == done.lockout


def test_moments_of_a_rep_from_a_dead_stop():
    (rep,) = reps(seen(DEAD_STOP))
    truth = {"lift_off": 0.8, "lockout": 2.0, "lowering": 2.5, "floor": 3.5}
    for name, at in truth.items():
        band = getattr(rep, name)
        assert band.value == pytest.approx(at, abs=0.05), name
        assert band.low - 0.02 <= at <= band.high + 0.02, name
    assert rep.rom_m.value == pytest.approx(0.5, rel=0.01)
    assert rep.mean_speed.low <= 0.5 / 1.2 <= rep.mean_speed.high
    assert rep.peak_speed.value == pytest.approx(0.5 / 1.2 * 1.875, rel=0.02)
    assert not any([rep.dropped, rep.touch_and_go, rep.from_the_top, rep.doubts])


def test_touch_and_go_is_told_from_a_dead_stop():
    assert [r.touch_and_go for r in reps(seen((still(0.8, 0), *TOUCH * 3)))] == [False, True, True]
    assert not any(r.touch_and_go for r in reps(seen(DEAD_STOP * 3)))


def test_a_dropped_bar_is_told_from_one_let_down_and_lands_when_it_lands():
    (dropped,) = reps(seen((still(0.8, 0), pull(), still(0.3, 0.5), FALL, *BOUNCE, still(1, 0))))
    assert dropped.dropped
    assert dropped.floor.value == pytest.approx(2.3 + FALL.s, abs=0.03)
    assert not reps(seen(DEAD_STOP))[0].dropped


def test_a_romanian_is_let_down_before_it_is_lifted():
    first, *_ = reps(seen((still(1, 0.5), *HANG * 2), start_m=0.5))
    assert first.from_the_top
    assert first.lowering.value == pytest.approx(1.0, abs=0.06)
    assert first.lift_off.value == pytest.approx(2.2, abs=0.1)
    assert first.lockout.value == pytest.approx(3.2, abs=0.06)
    assert first.begin_s == first.lowering.value
    assert first.end_s == first.lockout.value


def test_a_top_without_an_upright_trunk_is_no_lockout():
    bar = seen(DEAD_STOP)
    leaning = np.full(len(bar.times_s), 40.0)
    assert [r.completed for r in reps(bar, leaning)] == [False]
    assert [r.completed for r in reps(bar, leaning - 30)] == [True]
    assert [r.completed for r in reps(bar, leaning - 30, upright_deg=8.0)] == [False]
    assert [r.completed for r in reps(bar, leaning, upright_deg=leaning)] == [True]


def test_a_whole_rise_has_failed_only_where_the_trunk_is_surely_bent_at_its_end():
    bar = seen(DEAD_STOP)
    leaning = np.full(len(bar.times_s), 40.0)
    assert [(r.failed, r.index) for r in reps(bar, leaning)] == [(False, None)]
    assert [(r.failed, r.index) for r in reps(bar, leaning + 10)] == [(True, 1)]
    assert [(r.failed, r.index) for r in reps(bar, leaning, bent_deg=30.0)] == [(True, 1)]


def test_a_hidden_start_withholds_lift_off_and_speed_but_not_the_rep():
    (rep,) = reps(seen(DEAD_STOP, hidden_s=[(0.6, 1.3)]))
    assert rep.completed
    assert rep.lift_off is None
    assert rep.mean_speed is None
    assert rep.peak_speed is None
    assert rep.lockout.value == pytest.approx(2.0, abs=0.05)
    assert any("lift-off" in doubt for doubt in rep.doubts)


def test_a_bar_hidden_for_long_is_not_guessed():
    assert reps(seen(DEAD_STOP, hidden_s=[(0.5, 3.6)])) == []
