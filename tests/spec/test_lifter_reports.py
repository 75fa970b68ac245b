"""Reports of real lifters: only what would hurt somebody is held here.

How often the level is exactly a reader's is printed by ``make bench`` and held nowhere, so that
nobody is tempted to write a rule for a sentence.
"""

from __future__ import annotations

from functools import cache

from tests.labelled import LIFTERS, Judged, judged, reports

MOST_BENIGN_SENT_UP = 0.10


@cache
def answers() -> tuple[Judged, ...]:
    return tuple(judged(reports(LIFTERS)))


def shown(chosen: list[Judged]) -> list[str]:
    return [f"{each.report.id} got {each.level}" for each in chosen]


def test_there_are_26():
    assert len(answers()) == 26


def test_none_is_under_triaged():
    too_low = [each for each in answers() if not each.is_safe]
    assert shown(too_low) == []


def test_every_case_that_both_readers_call_urgent_is_hurried():
    urgent = [each for each in answers() if each.report.is_urgent]
    assert urgent
    assert shown([each for each in urgent if not each.is_hurried]) == []


def test_few_that_both_readers_call_benign_are_sent_to_a_clinician():
    benign = [each for each in answers() if each.report.is_benign]
    sent_up = [each for each in benign if each.is_sent_up]
    assert len(sent_up) <= MOST_BENIGN_SENT_UP * len(benign), shown(sent_up)
