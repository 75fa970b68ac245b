"""Reports invented for this project: how many may be too low, or sent up for nothing.

The numbers are what the check reached when they were set; they may only be lowered. Those of the
held-out reports are counted and never shown: whoever reads them has used them up.
"""

from __future__ import annotations

from functools import cache

import pytest

from tests.labelled import MARKED, MARKED_SEEN, VARIED, Judged, judged, reports

MOST = {
    MARKED_SEEN: {"too low": 2, "urgent, not hurried": 0, "benign, sent up": 3},
    MARKED: {"too low": 1, "urgent, not hurried": 0, "benign, sent up": 2},
    VARIED: {"too low": 3, "urgent, not hurried": 3, "benign, sent up": 4},
}


@cache
def answers(name: str) -> tuple[Judged, ...]:
    return tuple(judged(reports(name)))


@pytest.mark.parametrize("name", MOST)
def test_no_more_go_wrong_than_did(name):
    wrong = counts(answers(name))
    worse = {kind: count for kind, count in wrong.items() if count > MOST[name][kind]}
    assert worse == {}


@pytest.mark.parametrize("name", MOST)
def test_the_set_has_urgent_and_benign_reports(name):
    assert sum(each.report.is_urgent for each in answers(name)) >= 20
    assert sum(each.report.is_benign for each in answers(name)) >= 20


def counts(given: tuple[Judged, ...]) -> dict[str, int]:
    return {
        "too low": sum(not each.is_safe for each in given),
        "urgent, not hurried": sum(each.report.is_urgent and not each.is_hurried for each in given),
        "benign, sent up": sum(each.report.is_benign and each.is_sent_up for each in given),
    }
