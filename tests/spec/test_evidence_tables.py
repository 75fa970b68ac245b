"""The shipped evidence: nothing without a source, nothing that claims more than was read.

Each test lists the ids that break its rule, so that a failure names them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

import pytest

from backspotter.evidence import Claim, Read, Source, Status, claims, sources
from backspotter.evidence.model import IN_WORDS

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
GAPS = re.compile(r"  |\.\.|, ,|\( *\)")
IDENTIFIERS = (
    ("doi", re.compile(r"(10\.\d{4,9}/\S+)?")),
    ("pmid", re.compile(r"\d*")),
    ("pmcid", re.compile(r"(PMC\d+)?")),
)
SCALE_TOPS = {"share": 1, "AUC": 1, "of 10": 10, "of 100": 100, "mm of 100": 100}
RATIOS = sorted(id_.removesuffix("-lr-positive") for id_ in claims() if "-lr-positive" in id_)


def value(id_: str) -> float:
    """The number of a claim that must have one."""
    number = claims()[id_].value
    assert number is not None
    return number


def numbers(claim: Claim) -> Iterator[float]:
    """Whatever numbers a claim has."""
    return (n for n in (claim.low, claim.value, claim.high) if n is not None)


def is_off_its_scale(claim: Claim) -> bool:
    top = SCALE_TOPS.get(claim.unit)
    return top is not None and not all(0 <= number <= top for number in numbers(claim))


def has_odd_identifier(source: Source) -> bool:
    return not all(shape.fullmatch(getattr(source, name)) for name, shape in IDENTIFIERS)


def test_the_tables_are_not_empty() -> None:
    assert sources()
    assert claims()


def test_every_id_is_lower_case_with_hyphens_and_names_one_thing() -> None:
    assert [id_ for id_ in (*sources(), *claims()) if not KEBAB.fullmatch(id_)] == []
    assert set(sources()) & set(claims()) == set()
    assert [id_ for id_, claim in claims().items() if claim.id != id_] == []


def test_every_status_is_one_that_has_words() -> None:
    assert set(IN_WORDS) == set(get_args(Status)) >= set(get_args(Read))
    assert [c.id for c in claims().values() if c.status not in IN_WORDS] == []
    assert [s.id for s in sources().values() if s.read not in IN_WORDS] == []


def test_what_nobody_checked_is_marked() -> None:
    unchecked = {c.id for c in claims().values() if c.is_unchecked}
    assert unchecked == {c.id for c in claims().values() if c.source == "unverified-memory"}
    assert unchecked == {c.id for c in claims().values() if "not yet checked" in c.note}
    assert [s.id for s in sources().values() if s.is_unchecked] == ["unverified-memory"]
    assert sources()["unverified-memory"].how_verified == "not yet checked"


def test_our_own_judgement_poses_as_nobody_elses() -> None:
    own = {c.id for c in claims().values() if c.status == "judgement"}
    assert own == {c.id for c in claims().values() if c.source == "house-judgement"}
    kind = {s.id for s in sources().values() if s.kind == "judgement"}
    assert kind == {"house-judgement", "unverified-memory"}


def test_a_citation_is_one_line_without_gaps() -> None:
    cited = {s.id: s.citation for s in sources().values()}
    assert [id_ for id_, line in cited.items() if not re.fullmatch(r"\S.*\S\.", line)] == []
    assert [id_ for id_, line in cited.items() if GAPS.search(line)] == []


def test_identifiers_look_like_identifiers() -> None:
    assert [s.id for s in sources().values() if has_odd_identifier(s)] == []


def test_a_claim_can_be_read_aloud() -> None:
    assert [c.id for c in claims().values() if c.what[0].islower() or c.what.endswith(".")] == []
    assert [c.id for c in claims().values() if c.text and not c.text.endswith(".")] == []


def test_no_number_is_off_its_scale() -> None:
    assert [c.id for c in claims().values() if is_off_its_scale(c)] == []
    assert [c.id for c in claims().values() if c.n is not None and c.n < 1] == []


@pytest.mark.parametrize("finding", RATIOS)
def test_likelihood_ratios_follow_from_sensitivity_and_specificity(finding: str) -> None:
    sensitivity, specificity = value(f"{finding}-sensitivity"), value(f"{finding}-specificity")
    positive, negative = sensitivity / (1 - specificity), (1 - sensitivity) / specificity
    assert value(f"{finding}-lr-positive") == pytest.approx(positive, rel=0.04)
    assert value(f"{finding}-lr-negative") == pytest.approx(negative, rel=0.04)


@pytest.mark.parametrize("finding", RATIOS)
def test_likelihood_ratios_are_marked_as_computed(finding: str) -> None:
    pair = (claims()[f"{finding}-lr-positive"], claims()[f"{finding}-lr-negative"])
    assert {claim.status for claim in pair} == {"computed"}


def test_other_computed_numbers_follow_from_theirs() -> None:
    assert value("ces-yield-mri") == pytest.approx(100 * 25 / 334, abs=0.05)
    assert value("rhabdo-kidney-arnautovic") == pytest.approx(100 * 3 / 41, abs=0.05)
    before, day, two_days = (value(f"doms-palpation-{t}h") for t in (0, 24, 48))
    rise = (two_days - before) / (day - before)
    assert value("doms-palpation-48-over-24") == pytest.approx(rise, abs=0.005)


def test_no_single_cauda_equina_symptom_reaches_a_ratio_of_three() -> None:
    ratios = [value(f"{finding}-lr-positive") for finding in RATIOS if finding.startswith("ces-")]
    assert ratios
    assert max(ratios) < 3


def test_most_of_the_gain_comes_in_six_weeks() -> None:
    start, six, year = (value(f"acute-pain-wallwork-{week}-weeks") for week in (0, 6, 52))
    assert (start - six) / (start - year) > 0.5
