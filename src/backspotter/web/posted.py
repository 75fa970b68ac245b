"""What a form sent: text by name, read into numbers with one clear line where that cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Final

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from backspotter.errors import InputError
from backspotter.web.page_words import beside

MOST_FIELDS: Final = 100
LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Posted:
    """A form's fields as they were typed; ``many`` : every value of a name that came often."""

    values: Mapping[str, str] = field(default_factory=dict)
    many: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A field without spaces around it; empty where it was not sent."""
        return self.values.get(name, "").strip()

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return bool(self.text(name))

    def every(self, name: str) -> tuple[str, ...]:
        """All values of one name, without empty ones."""
        return tuple(each.strip() for each in self.many.get(name, ()) if each.strip())

    def number(self, name: str) -> float | None:
        """A number, with a point or a comma; none where the field is empty.

        Raises
        ------
        InputError : it is no number
        """
        typed = self.text(name)
        return _number(name, typed) if typed else None

    def needed(self, name: str, expected: str) -> float:
        """A number that has to be there.

        Raises
        ------
        InputError : it is missing, or no number
        """
        found = self.number(name)
        if found is None:
            raise InputError(name, given="nothing", expected=expected)
        return found

    def whole(self, name: str) -> int | None:
        """A whole number; none where the field is empty.

        Raises
        ------
        InputError : it is no whole number
        """
        found = self.number(name)
        if found is not None and not found.is_integer():
            raise InputError(name, given=self.text(name), expected="a whole number")
        return None if found is None else int(found)


async def posted(request: Request) -> Posted:
    """The form of a request; files are not taken here."""
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    many: dict[str, tuple[str, ...]] = {}
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            many[name] = (*many.get(name, ()), value[:LONGEST])
    return Posted({name: found[-1] for name, found in many.items()}, many)


PostedForm = Annotated[Posted, Depends(posted)]


def now_of(request: Request) -> datetime:
    """Now, by the clock of this server."""
    now: datetime = request.app.state.settings.now()
    return now


def wrong_in(error: InputError) -> dict[str, str]:
    """What is wrong, under the name of its field, in words that go below the field's name."""
    return {error.field: beside(error)}


def _number(name: str, typed: str) -> float:
    try:
        if len(typed) > 40 or "_" in typed:
            raise ValueError
        return float(typed.replace(",", "."))
    except ValueError:
        raise InputError(name, given=typed, expected="a number") from None
