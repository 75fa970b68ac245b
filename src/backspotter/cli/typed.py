"""What a person typed, understood: numbers of lines and of choices."""

from __future__ import annotations

import re

from backspotter.errors import InputError

NONE_OF_THESE = ("0", "none", "no")
LONGEST_NUMBER = 3


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
