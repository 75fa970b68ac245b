"""An amount as a person types it: with its unit, with a comma, out of ten."""

from __future__ import annotations

import re

from backspotter.errors import InputError
from backspotter.triage.check_in import FIELDS, CheckIn

HOURS_A_DAY = 24.0
AMOUNT = re.compile(r"(\d{1,6}(?:[.,]\d{1,3})?)\s*(?:/\s*10)?\s*(h|hours?|d|days?)?", re.IGNORECASE)


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
