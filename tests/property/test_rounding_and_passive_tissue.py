"""What has to hold of a back that gives way, whoever lifts what."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backspotter.errors import InputError
from backspotter.spine import Lift, Lifter
from backspotter.spine.same_moment import Then, difference_at
from tests.spine_cases import lifters

STYLES = ("conventional", "sumo", "trap_bar", "stiff_leg")


@settings(max_examples=25)
@given(
    lifters(),
    st.sampled_from(STYLES),
    st.floats(0.0, 45.0),
    st.floats(0.0, 0.9),
    st.floats(5.0, 300.0),
    st.floats(0.0, 20.0),
    st.floats(0.5, 20.0),
)
def test_a_larger_rounding_never_gives_ligaments_a_smaller_part(
    lifter: Lifter,
    style: str,
    start: float,
    share_up: float,
    load_kg: float,
    rounding: float,
    more: float,
) -> None:
    lift = Lift(style=style, lumbar_deg=start)

    def part(degrees: float) -> float:
        over = Then(lift=lift, lumbar_deg=start + degrees)
        under = Then(lift=lift, lumbar_deg=start)
        found = difference_at(share_up, over, under, load_kg=load_kg, lifter=lifter)
        return found.passive_share.value

    try:
        less, larger = part(rounding), part(rounding + more)
    except InputError:
        assume(False)
        return
    assert less >= -1e-9
    assert larger >= less - 1e-9
