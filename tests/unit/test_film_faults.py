"""Faults of a rep that was seen in a film: what counts, how sure, and what cannot be judged."""

from __future__ import annotations

import numpy as np
import pytest

from backspotter.evidence.faults import fault_rules
from backspotter.lift.faults import Banded, RepSeen, faults, sureness

TIMES = np.linspace(1.0, 3.0, 61)
WAY = np.linspace(0.0, 1.0, 61)
CALM = {
    "lumbar_change": 0 * WAY,
    "lumbar_at_lift_off": 20 + 0 * WAY,
    "lean_back": -60 * (1 - WAY),
    "hips_below_knees": -0.2 + 0 * WAY,
    "hips_above_style": 0 * WAY,
    "trunk_pitch": -60 * WAY,
    "bar_ahead": 0.02 + 0 * WAY,
}


def seen(style: str = "conventional", knee_deg: float | None = 70.0, **measures) -> RepSeen:
    """A calm rep but for these measures; a pair is a measure and half its band."""
    banded = {
        name: Banded.of(*given) if isinstance(given, tuple) else Banded.of(given, 2.0)
        for name, given in {**CALM, **measures}.items()
        if given is not None
    }
    return RepSeen(
        style=style,
        times=TIMES,
        up=WAY <= 0.9,
        risen_m=0.5 * WAY,
        knee_deg=knee_deg,
        measures=banded,
        withheld={name: "the plate hid it" for name, given in measures.items() if given is None},
    )


def codes(rep: RepSeen) -> list[tuple[str, str]]:
    return [(fault.code, fault.onset) for fault in faults(rep)[0]]


def test_a_calm_rep_has_none():
    assert faults(seen()) == ((), ())


FOUND = [
    ("lumbar_change", 20 * np.sin(np.pi * WAY), "lumbar_rounding", "after_lift_off"),
    ("lumbar_at_lift_off", 52 + 0 * WAY, "lumbar_rounding", "at_setup"),
    ("lean_back", 14 * WAY, "lockout_hyperextension", "at_lockout"),
    ("hips_below_knees", 0.01 + 0 * WAY, "hips_low_start", "at_setup"),
    ("trunk_pitch", 15 * np.exp(-(((WAY - 0.1) / 0.1) ** 2)), "hips_rise_first", "after_lift_off"),
    ("bar_ahead", 0.08 * np.sin(np.pi * WAY), "bar_drift", "after_lift_off"),
]


@pytest.mark.parametrize(("measure", "given", "code", "onset"), FOUND)
def test_each_measure_has_its_own_fault(measure, given, code, onset):
    assert codes(seen(**{measure: (given, 0.1)})) == [(code, onset)]


def test_high_hips_are_a_fault_only_with_straight_knees():
    high = {"hips_above_style": (0.09 + 0 * WAY, 0.01)}
    assert codes(seen(knee_deg=30.0, **high)) == [("hips_high_start", "at_setup")]
    assert codes(seen(knee_deg=60.0, **high)) == []
    assert codes(seen("romanian", knee_deg=30.0, **high)) == []


def test_rounding_that_the_band_cannot_tell_from_nothing_is_not_called_one():
    bend = 17 * np.sin(np.pi * WAY)
    assert codes(seen(lumbar_change=(bend, 13.0))) == []
    assert codes(seen(lumbar_change=(bend, 8.0))) == [("lumbar_rounding", "after_lift_off")]


def test_the_moment_is_when_it_first_counts_and_the_size_its_largest():
    (fault,), _ = faults(seen(lumbar_change=(30 * np.sin(np.pi * WAY), 6.0)))
    assert fault.at_s == pytest.approx(1 + 2 / 6, abs=0.01)
    assert fault.peak_s == pytest.approx(2.0, abs=0.02)
    assert (fault.size, fault.low, fault.high) == pytest.approx((30, 24, 36))


def test_what_was_hidden_is_said_and_not_guessed():
    _, left = faults(seen(lean_back=None))
    assert [(row.code, row.why) for row in left] == [("lockout_hyperextension", "the plate hid it")]
    hidden = np.where(WAY > 0.05, np.nan, 0.0)
    _, left = faults(seen(bar_ahead=np.where(WAY < 1, np.nan, 0.0)))
    assert [row.why for row in left] == ["it was hidden when it mattered"]
    assert codes(seen(lumbar_change=(hidden, 5.0))) == []


def test_a_rep_that_never_came_to_the_top_is_not_judged_there():
    rep = seen(lean_back=(14 * WAY, 0.1))
    assert codes(rep) == [("lockout_hyperextension", "at_lockout")]
    never = RepSeen(**{n: getattr(rep, n) for n in rep.__slots__} | {"completed": False})
    assert codes(never) == []


@pytest.mark.parametrize("size", [15.0, 18.0, 25.0, 40.0])
def test_sureness_grows_with_the_size_and_is_half_at_the_threshold(size):
    sure = sureness(size, size - 8, size + 8, 15.0)
    assert sure >= 0.5
    assert sureness(15.0, 7.0, 23.0, 15.0) == 0.5
    assert sureness(size, size - 4, size + 4, 15.0) >= sure


def test_every_row_is_measured_by_something_that_is_tried_here():
    assert {rule.measure for rule in fault_rules()} == set(CALM)
