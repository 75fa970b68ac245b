"""Reports invented for this project: how many may be too low, or sent up for nothing.

The numbers are what the check reached when they were set; they may only be lowered. Those of the
held-out reports are counted and never shown: whoever reads them has used them up.
"""

from __future__ import annotations

from functools import cache

import pytest

from tests.labelled import (
    APART,
    DESK,
    FERRY,
    GENERATED,
    HELD_OUT,
    MARKED,
    MARKED_SEEN,
    MILL,
    OWN_WORDS,
    VARIED,
    VOICES,
    YARD,
    Judged,
    judged,
    reports,
)

MOST = {
    GENERATED: (6, 2, 4),
    MARKED_SEEN: (1, 0, 1),
    MARKED: (1, 0, 0),
    APART: (1, 1, 2),
    VARIED: (2, 2, 1),
    VOICES: (3, 1, 5),
    OWN_WORDS: (1, 0, 0),
    DESK: (0, 0, 0),
    YARD: (0, 0, 0),
    MILL: (12, 5, 7),
    FERRY: (3, 0, 7),
    HELD_OUT: (1, 0, 0),
}
"""Too low; urgent, not hurried; benign, sent up."""

KINDS = ("too low", "urgent, not hurried", "benign, sent up")


@cache
def answers(name: str) -> tuple[Judged, ...]:
    return tuple(judged(reports(name)))


@pytest.mark.parametrize("name", MOST)
def test_no_more_go_wrong_than_did(name):
    wrong = counts(answers(name))
    most = dict(zip(KINDS, MOST[name], strict=True))
    worse = {kind: count for kind, count in wrong.items() if count > most[kind]}
    assert worse == {}


@pytest.mark.parametrize("name", MOST)
def test_the_set_has_urgent_and_benign_reports(name):
    assert sum(each.report.is_urgent for each in answers(name)) >= 10
    assert sum(each.report.is_benign for each in answers(name)) >= 10


def counts(given: tuple[Judged, ...]) -> dict[str, int]:
    return {
        "too low": sum(not each.is_safe for each in given),
        "urgent, not hurried": sum(each.report.is_urgent and not each.is_hurried for each in given),
        "benign, sent up": sum(each.report.is_benign and each.is_sent_up for each in given),
    }
