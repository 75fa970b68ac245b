"""Conditions in plain English: what a clinician reads for what the program judges."""

from __future__ import annotations

from typing import Any

import pytest

from backspotter.triage.conditions import RuleError
from backspotter.triage.floors import facts, floors
from backspotter.triage.mechanisms import model
from backspotter.triage.wording import (
    ANY,
    Clause,
    clause_of,
    field_words,
    in_words,
    listing,
    value_words,
)

FEVER, CHILLS, NUMB = (
    "“Fever”",
    "“Shaking chills”",
    "“Numb buttocks, or numb near the back passage”",
)
CONDITIONS = [
    ({"fever": "yes"}, FEVER),
    ({"fever": "no"}, f"no to {FEVER}"),
    ({"fever": ["no", "?"]}, f"no to {FEVER} (or not said)"),
    ({"fever": "yes", "rigors": "yes"}, f"{FEVER} and {CHILLS}"),
    ({"any": [{"fever": "yes"}, {"rigors": "yes"}]}, f"{FEVER} or {CHILLS}"),
    ({"nerve_sign": True}, "a nerve sign"),
    ({"nerve_sign": False}, "not a nerve sign"),
    ({"unless": {"nerve_sign": True}, "fever": "yes"}, f"{FEVER}, unless a nerve sign"),
    ({"pain_now": ">= 7"}, "pain now is at least 7 of 10"),
    ({"pain_now": ">= 7?"}, "pain now is at least 7 of 10 (or not said)"),
    ({"pain_now": "<= 3"}, "pain now is at most 3 of 10"),
    ({"age": "> 70"}, "age is over 70"),
    ({"age": "< 18"}, "age is under 18"),
    ({"hours_since_lift": "> 72"}, "the lift was over 72 hours ago"),
    ({"hours_since_lift": ">= 336"}, "the lift was at least 14 days ago"),
    ({"pain_days": "> 3"}, "the pain has lasted over 3 days"),
    ({"onset": "next_day"}, "it began the next day"),
    (
        {"onset": ["during_rep", "same_day", "?"]},
        "it began during the lift or later the same day (or not said)",
    ),
    ({"quality": "only sore, dull, stiff"}, "it feels sore, dull or stiff, and nothing else"),
    ({"regions": "any of midline, foot"}, "it sits on the bone line in the middle or in a foot"),
    ({"walking": "unable"}, "walking is not possible"),
]
NESTED = [
    (
        {"fever": "yes", "any": [{"rigors": "yes"}, {"nerve_sign": True}]},
        f"{FEVER}; and {CHILLS} or a nerve sign",
    ),
    (
        {"fever": "yes", "any": [{"rigors": "yes"}, {"nerve_sign": True}, {"age": "> 70"}]},
        f"{FEVER}; and one of: {CHILLS}, a nerve sign or age is over 70",
    ),
    (
        {"any": [{"fever": "yes", "rigors": "yes"}, {"buttocks_numb": "yes"}]},
        f"{FEVER} and {CHILLS}; or {NUMB}",
    ),
    (
        {"fever": "yes", "any": [{"rigors": "yes"}, {"age": "> 70", "pain_now": ">= 7"}]},
        f"{FEVER}; and {CHILLS} or (age is over 70 and pain now is at least 7 of 10)",
    ),
    (
        {"at_least": 2, "of": [{"fever": "yes"}, {"rigors": "yes"}, {"age": "> 70"}]},
        f"at least 2 of: {FEVER}; {CHILLS}; age is over 70",
    ),
    (
        {"at_least": 2, "of": [{"fever": "yes"}, {"fever": "yes"}, {"rigors": "yes"}]},
        f"at least 2 of: {FEVER} (counts as 2); {CHILLS}",
    ),
    ({"at_least": 1, "of": [{"fever": "yes"}, {"rigors": "yes"}]}, f"{FEVER} or {CHILLS}"),
]


@pytest.mark.parametrize(("when", "words"), [*CONDITIONS, *NESTED])
def test_a_condition_reads_as_plain_english(when: dict[str, Any], words: str) -> None:
    assert in_words(when) == words


def test_the_tree_keeps_what_joins_the_parts() -> None:
    clause = clause_of({"any": [{"fever": "yes"}, {"nerve_sign": True}]})
    assert clause == Clause(join=ANY, parts=(Clause(FEVER), Clause("a nerve sign")))


def test_a_shared_condition_may_be_called_something_else() -> None:
    words = in_words({"nerve_sign": True}, fact_words=lambda fact: f"[{fact.id}]")
    assert words == "[nerve_sign]"


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(RuleError, match="fewer: neither a field"):
        in_words({"fewer": "yes"})


def test_every_row_of_the_tables_can_be_said() -> None:
    findings = [finding for _, found in model().groups for finding in found]
    said = [in_words(row.when) for row in (*facts().values(), *floors(), *findings)]
    assert [words for words in said if not words or "_" in words or "{" in words] == []


@pytest.mark.parametrize(
    ("given", "words"), [(["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
)
def test_a_list_is_joined_as_people_do(given: list[str], words: str) -> None:
    assert listing(given, "or") == words


def test_a_region_is_said_with_its_side() -> None:
    assert value_words("left_paraspinal") == "in the muscle beside the spine, on the left"
    assert value_words("unknown") == "not said"


def test_a_field_is_said_as_a_sentence_with_a_gap() -> None:
    assert field_words("onset") == "it began {}"
