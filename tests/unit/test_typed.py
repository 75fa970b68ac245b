"""What a person typed, understood or refused."""

from __future__ import annotations

import pytest

from backspotter.app.amounts import amount
from backspotter.cli.typed import choice_numbers, line_numbers
from backspotter.errors import InputError


@pytest.mark.parametrize(
    ("answer", "lines"),
    [("1 3", (1, 3)), ("1,3", (1, 3)), ("3;1 1", (3, 1)), ("0", ()), ("none", ()), ("٣", (3,))],
)
def test_line_numbers(answer, lines):
    assert line_numbers(answer, 6) == lines


@pytest.mark.parametrize("answer", ["7", "0 1", "-1", "x", "1 x", "²", "9" * 5000, ",", "1e3"])
def test_anything_else_is_refused(answer):
    with pytest.raises(InputError):
        line_numbers(answer, 6)


@pytest.mark.parametrize("answer", ["0", "1 2", "none"])
def test_one_choice_is_one_number(answer):
    with pytest.raises(InputError, match="one number from 1 to 3"):
        choice_numbers(answer, 3, several=False)


@pytest.mark.parametrize(
    ("field", "answer", "value"),
    [
        ("pain_now", "4", 4),
        ("pain_now", "4/10", 4),
        ("hours_since_lift", "24", 24),
        ("hours_since_lift", "1,5", 1.5),
        ("hours_since_lift", "2 days", 48),
        ("hours_since_lift", "2d", 48),
        ("pain_days", "12 hours", 0.5),
        ("age", "33", 33),
    ],
)
def test_amounts(field, answer, value):
    assert amount(field, answer) == value


@pytest.mark.parametrize("answer", ["11", "4.5", "nan", "inf", "-3", "four", "1e1", "", "9" * 500])
def test_an_amount_that_cannot_be_is_refused(answer):
    with pytest.raises(InputError):
        amount("pain_now", answer)
