"""A form that was sent, read field by field; whatever is in it is only text."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import Depends, Request
from starlette.datastructures import FormData

from backspotter.errors import InputError

MOST_FIELDS = 200


class Sent:
    """The fields of a form, each given any number of times."""

    def __init__(self, data: FormData) -> None:
        self._data = data

    def __contains__(self, name: str) -> bool:
        return name in self._data

    def text(self, name: str) -> str:
        """What a field says, without spaces at its ends; empty where it is not there."""
        given = self._data.get(name, "")
        return given.strip() if isinstance(given, str) else ""

    def texts(self, name: str) -> list[str]:
        """All that is said under a name, each once, in order."""
        given = (each for each in self._data.getlist(name) if isinstance(each, str))
        return list(dict.fromkeys(given))

    def places(self, name: str, most: int) -> list[int]:
        """The places that were chosen out of so many, from nought.

        Raises
        ------
        InputError : something that is no place among them
        """
        given = self.texts(name)
        for each in given:
            if not (each.isascii() and each.isdecimal() and len(each) < 4 and int(each) < most):
                expected = f"a number below {most}"
                raise InputError("answer", given=each, expected=expected, do="open the page again")
        return [int(each) for each in given]


async def sent(request: Request) -> Sent:
    """The form of a request.

    Raises
    ------
    HTTPException : it is no form, or has too many fields
    """
    return Sent(await request.form(max_files=0, max_fields=MOST_FIELDS))


Form: TypeAlias = Annotated[Sent, Depends(sent)]
"""What a route asks for to have the form that was sent."""
