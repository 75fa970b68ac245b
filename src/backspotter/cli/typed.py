"""What a person typed, understood: numbers of lines, an amount, a country."""

from __future__ import annotations

import re

from backspotter.errors import InputError
from backspotter.triage.check_in import FIELDS, CheckIn

NONE_OF_THESE = ("0", "none", "no")
LONGEST_NUMBER = 3
HOURS_A_DAY = 24.0
AMOUNT = re.compile(r"(\d{1,6}(?:[.,]\d{1,3})?)\s*(?:/\s*10)?\s*(h|hours?|d|days?)?", re.IGNORECASE)


def line_numbers(answer: str, most: int) -> tuple[int, ...]:
    """The lines named by an answer such as ``1 3``, from one; empty for ``0``.

    Raises
    ------
    InputError : anything else
    """
    if answer.lower() in NONE_OF_THESE:
        return ()
    return _numbers(answer, most, expected=f"numbers from 1 to {most}, or 0 alone")


def choice_numbers(answer: str, most: int, *, several: bool) -> tuple[int, ...]:
    """The choices named by an answer, from one: a single one unless several may be.

    Raises
    ------
    InputError : anything else
    """
    expected = f"{'numbers' if several else 'one number'} from 1 to {most}"
    numbers = _numbers(answer, most, expected=expected)
    if len(numbers) > 1 and not several:
        raise InputError("answer", given=answer, expected=expected)
    return numbers


def _numbers(answer: str, most: int, *, expected: str) -> tuple[int, ...]:
    words = [word for word in re.split(r"[\s,;.]+", answer) if word]
    numbers = [int(word) for word in words if word.isdecimal() and len(word) <= LONGEST_NUMBER]
    is_clear = numbers and len(numbers) == len(words)
    if not is_clear or not all(1 <= number <= most for number in numbers):
        raise InputError("answer", given=answer, expected=expected)
    return tuple(dict.fromkeys(numbers))


def amount(field: str, answer: str) -> float:
    """The number in an answer such as ``4``, ``4/10`` or ``2 days``, in the unit of the field.

    Raises
    ------
    InputError : no number, or one that the field does not allow
    """
    found = AMOUNT.fullmatch(answer)
    if found is None:
        raise InputError(field, given=answer, expected="a number")
    number = float(found[1].replace(",", "."))
    value = number * _in_unit(str(FIELDS[field]["unit"]), (found[2] or "").lower()[:1])
    CheckIn().with_(**{field: value})
    return int(value) if value == int(value) else value


def _in_unit(of_field: str, typed: str) -> float:
    if (of_field, typed) == ("h", "d"):
        return HOURS_A_DAY
    return 1 / HOURS_A_DAY if (of_field, typed) == ("d", "h") else 1.0
