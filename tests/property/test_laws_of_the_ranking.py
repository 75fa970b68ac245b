"""Laws of the ranking: figures that add up, and none where they would mislead."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import event, given

from backspotter.levels import Level
from backspotter.triage.assess import assess
from backspotter.triage.mechanisms import model, rank
from tests.check_ins import check_ins

SERIOUS = {mechanism.id for mechanism in model().mechanisms if mechanism.serious}


@given(check_in=check_ins())
def test_probabilities_add_up_to_one_and_lie_inside_their_range(check_in):
    ranked = rank(check_in).ranked
    assert sum(each.probability for each in ranked) == pytest.approx(1.0)
    for each in ranked:
        assert 0.0 <= each.low <= each.probability <= each.high <= 1.0


@given(check_in=check_ins())
def test_the_likeliest_comes_first_and_every_cause_is_ranked_once(check_in):
    ranked = rank(check_in).ranked
    assert {each.mechanism.id for each in ranked} == {m.id for m in model().mechanisms}
    assert len(ranked) == len(model().mechanisms)
    assert all(first.probability >= second.probability for first, second in pairwise(ranked))


@given(check_in=check_ins())
def test_no_figure_where_a_warning_sign_decides(check_in):
    assessment = assess(check_in)
    decided = any((reason.level or 0) >= Level.urgent_care for reason in assessment.reasons)
    event(f"a warning sign decides: {decided}")
    for likely in assessment.mechanisms:
        figures = (likely.probability, likely.low, likely.high)
        if decided or likely.name in SERIOUS:
            assert figures == (None, None, None)
            assert likely.withheld
        else:
            assert None not in figures
            assert not likely.withheld


@given(check_in=check_ins())
def test_figures_that_are_shown_stay_inside_their_range(check_in):
    shown = [each for each in assess(check_in).mechanisms if each.probability is not None]
    assert all(each.low <= each.probability <= each.high for each in shown)


def test_no_cut_off_goes_beyond_a_clinician():
    assert max(cut_off.level for cut_off in model().cut_offs) <= Level.see_clinician


@given(check_in=check_ins())
def test_the_ranking_alone_never_sends_anyone_beyond_a_clinician(check_in):
    ranking = rank(check_in)
    assert ranking.lowest <= ranking.cut_off.level <= ranking.highest <= Level.see_clinician


@given(check_in=check_ins())
def test_a_level_from_urgent_care_up_always_names_the_sign_that_gave_it(check_in):
    assessment = assess(check_in)
    if assessment.level >= Level.urgent_care:
        assert assessment.level in {reason.level for reason in assessment.reasons}
