"""How right the check is on labelled reports, and how well signs are read in many words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from backspotter.levels import Level
from benchmarks.keyword_baseline import keyword_level
from benchmarks.shares import Share
from tests import phrasing
from tests.labelled import APART as APART_REPORTS
from tests.labelled import (
    DESK,
    FERRY,
    GENERATED,
    HELD_OUT,
    LIFTERS,
    MARKED,
    MARKED_SEEN,
    MILL,
    OWN_WORDS,
    PHYSIO,
    PORCH,
    QUAY,
    VARIED,
    VOICES,
    WARD,
    YARD,
    Judged,
    Report,
    judged,
    reports,
)
from tests.phrasing import by_form, read_rows

LEVELS = tuple(level.name for level in Level)
UNJUDGED = "no answer"

SETS: dict[str, str] = {
    "real, seen": LIFTERS,
    "invented, seen": GENERATED,
    "marked, seen": MARKED_SEEN,
    "marked further, seen": MARKED,
    "apart, seen": APART_REPORTS,
    "varied, seen": VARIED,
    "many voices, seen": VOICES,
    "own words, seen": OWN_WORDS,
    "by another hand, seen": PHYSIO,
    "at a desk, seen": DESK,
    "in a yard, seen": YARD,
    "told sideways, seen": MILL,
    "ordinary posts, seen": FERRY,
    "held out": HELD_OUT,
    "held out, another hand": WARD,
    "held out, a third hand": PORCH,
    "held out, a fourth hand": QUAY,
}
"""The sets of reports and their files."""

MATRICES = {
    "built on": phrasing.BUILD,
    "seen": phrasing.SEEN,
    "fresh, seen": phrasing.FRESH,
    "apart, seen": phrasing.APART,
    "varied, seen": phrasing.VARIED,
    "varied further, seen": phrasing.UNREAD,
    "many voices, seen": phrasing.VOICES,
    "own words, seen": phrasing.OWN_WORDS,
    "by another hand, seen": phrasing.PHYSIO,
    "at a desk, seen": phrasing.DESK,
    "held out": phrasing.HELD_OUT,
    "held out, another hand": phrasing.WARD,
    "held out, a third hand": phrasing.PORCH,
    "held out, a fourth hand": phrasing.QUAY,
}

Judge = Callable[[Iterable[Report]], Iterable[Judged]]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How one program did on one set of reports."""

    program: str
    reports: str
    exact: Share
    acceptable: Share
    not_too_low: Share
    too_high: Share
    urgent_hurried: Share
    benign_sent_up: Share
    confusion: dict[str, dict[str, int]]

    def document(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            name: value.document() if isinstance(value, Share) else value
            for name, value in ((n, getattr(self, n)) for n in self.__dataclass_fields__)
        }


@dataclass(frozen=True, slots=True)
class Form:
    """How one form of one matrix was read."""

    matrix: str
    form: str
    raised: Share
    wrong: Share


def accuracies() -> list[Accuracy]:
    """Backspotter and the keyword baseline on every set."""
    programs: dict[str, Judge] = {"Backspotter": judged, "keywords": by_keywords}
    return [
        accuracy(program, name, list(judge(reports(file))))
        for name, file in SETS.items()
        for program, judge in programs.items()
    ]


def by_keywords(given: Iterable[Report]) -> Iterable[Judged]:
    """The reports as the baseline judges them."""
    return (Judged(report, keyword_level(report.text)) for report in given)


def accuracy(program: str, name: str, given: Sequence[Judged]) -> Accuracy:
    """The shares of one set."""
    return Accuracy(
        program,
        name,
        exact=Share.counted(each.is_exact for each in given),
        acceptable=Share.counted(each.is_acceptable for each in given),
        not_too_low=Share.counted(each.is_safe for each in given),
        too_high=Share.counted(_is_too_high(each) for each in given),
        urgent_hurried=Share.counted(each.is_hurried for each in given if each.report.is_urgent),
        benign_sent_up=Share.counted(each.is_sent_up for each in given if each.report.is_benign),
        confusion=_confusion(given),
    )


def _is_too_high(each: Judged) -> bool:
    """Above all that either reader would defend."""
    return each.level is not None and each.level > max(each.report.acceptable)


def _confusion(given: Sequence[Judged]) -> dict[str, dict[str, int]]:
    """Answers by the level of a reader; each report counts once for each of its two readers."""
    pairs = Counter(
        (level.name, each.level.name if each.level is not None else UNJUDGED)
        for each in given
        for level in each.report.levels
    )
    answers = (*LEVELS, UNJUDGED) if any(a == UNJUDGED for _, a in pairs) else LEVELS
    return {said: {answer: pairs[said, answer] for answer in answers} for said in LEVELS}


def forms() -> list[Form]:
    """Every form of every matrix."""
    return [
        Form(name, form, Share(raised, total), Share(wrong, total))
        for name, file in MATRICES.items()
        for form, total, raised, wrong in by_form(read_rows(file))
    ]
