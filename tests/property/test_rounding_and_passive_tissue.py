"""What has to hold of a back that gives way, whoever lifts what in which posture."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backspotter.errors import InputError
from backspotter.spine import Lifter, Posture
from backspotter.spine.loads import loads
from backspotter.spine.same_moment import Moment, Undone, what_it_adds
from tests.spine_cases import lifters

NOTHING = 1e-3
"""A tenth of a point: a flatter back is longer, so that the trunk leans otherwise, and where hardly
anything is held by ligaments that alone moves their share by as much."""


@st.composite
def postures(draw: st.DrawFn) -> Posture:
    """Of a pull: bent over with the arms hanging."""
    arm = draw(st.floats(-10.0, 15.0))
    return Posture(
        hip_to_shoulder_deg=draw(st.floats(10.0, 85.0)),
        lumbar_flexion_deg=draw(st.floats(0.0, 60.0)),
        thigh_deg=draw(st.floats(-80.0, 0.0)),
        shank_deg=draw(st.floats(-5.0, 25.0)),
        upper_arm_deg=arm,
        forearm_deg=arm,
    )


@settings(max_examples=15)
@given(lifters(), postures(), st.floats(5.0, 300.0), st.floats(0.0, 20.0), st.floats(0.5, 20.0))
def test_a_larger_rounding_never_gives_ligaments_a_smaller_part(
    lifter: Lifter, posture: Posture, load_kg: float, rounding: float, more: float
) -> None:
    then = Moment(posture=posture, load_kg=load_kg, lifter=lifter)

    def part(degrees: float) -> float:
        return what_it_adds(then, Undone(lumbar_deg=degrees)).passive_share.value

    try:
        less, larger = part(rounding), part(rounding + more)
    except InputError:
        assume(False)
        return
    assert less >= -NOTHING
    assert larger >= less - NOTHING


@settings(max_examples=15)
@given(
    lifters(),
    postures(),
    st.floats(5.0, 300.0),
    st.sampled_from(("lumbar_deg", "lean_deg", "hips_higher_m", "bar_ahead_m")),
    st.floats(0.0, 1.0),
)
def test_with_it_is_always_the_posture_as_it_was_seen(
    lifter: Lifter, posture: Posture, load_kg: float, name: str, share: float
) -> None:
    size = share * (15.0 if name.endswith("deg") else 0.1)
    try:
        seen = loads(posture, load_kg=load_kg, lifter=lifter).levels["L5/S1"]
        found = what_it_adds(
            Moment(posture=posture, load_kg=load_kg, lifter=lifter), Undone(**{name: size})
        )
    except InputError:
        assume(False)
        return
    with_it = found.without["compression"].value + found.compression.value
    assert with_it == pytest.approx(float(seen.compression.value[0]))
