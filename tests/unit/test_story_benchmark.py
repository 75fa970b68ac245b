"""How statements of the story are counted: what is near enough, and that traps count apart."""

from __future__ import annotations

import pytest

from benchmarks.story import TRAPS, counted, is_read, shown


@pytest.mark.parametrize(
    ("field", "told", "got", "read"),
    [
        ("trend", "easing", "easing", True),
        ("trend", "easing", "unknown", False),
        ("hours_since_lift", 24, 30.0, True),
        ("hours_since_lift", 24, 31.0, False),
        ("hours_since_lift", 100, 114.0, True),
        ("pain_now", 4, 4, True),
        ("pain_now", 4, None, False),
        ("pain_days", 10, 12.0, True),
        ("pain_days", 10, 13.0, False),
        ("quality", "dull", frozenset({"dull", "stiff"}), True),
        ("regions", "left_paraspinal", frozenset({"paraspinal"}), True),
        ("regions", "foot", frozenset({"paraspinal"}), False),
    ],
)
def test_what_is_near_enough(field, told, got, read):
    assert is_read(field, told, got) is read


def test_facts_and_traps_are_counted_apart_and_no_text_is_shown():
    rows = [
        {"field": "age", "value": 52, "text": "I am 52 years old.", "also": [["quality", "dull"]]},
        {"field": "trend", "value": "unknown", "text": "Good morning, how is the weather?"},
    ]
    found = counted(rows)
    assert found["age"].hits == found["age"].of == 1
    assert found["quality"].hits == 0
    assert found[TRAPS].hits == found[TRAPS].of == 1
    page = shown("some.jsonl", found)
    assert "1 of 2" in page
    assert "52" not in page
    assert "weather" not in page
