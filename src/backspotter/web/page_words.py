"""What is wrong with a field, in the words of a page: what to do first, then what was given.

The API and the terminal say it by the field's name, for programs and scripts; a page has other
names for its fields.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from backspotter.errors import BackspotterError, InputError

NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "activity": "What is hard to do",
        "at": "The time",
        "bar": "The bar",
        "birth_year": "The year of birth",
        "by": "Who examined it",
        "corrects": "A correction",
        "country": "The country",
        "end": "Where a rep ends",
        "exercise": "The lift",
        "film": "The film",
        "function": "What is hard to do",
        "height": "Height",
        "height_cm": "Height",
        "height_m": "Height",
        "in_bed_h": "Hours in bed",
        "lifter": "Your body",
        "lasts": "How long it lasts",
        "load": "The weight on the bar",
        "load_kg": "The weight on the bar",
        "mass": "Body mass",
        "mass_kg": "Body mass",
        "name": "The name",
        "note": "The note",
        "pain": "The number for your back",
        "password": "The password",
        "plate_mm": "The diameter of the largest plate",
        "plates": "Your plates",
        "reps": "The number of reps",
        "rpe": "RPE",
        "scopes": "What it may do",
        "set": "The set in your log",
        "sets": "The number of sets",
        "sex": "Sex",
        "sleep_h": "Hours asleep",
        "spans": "Where a rep begins and ends",
        "style": "The kind of deadlift",
        "text": "What you wrote",
        "unit": "The unit of the weights",
        "units": "The unit of weights",
        "woke": "The day you woke",
        "worst": "The worst since the last entry",
        "zone": "The time zone",
    }
)
"""Fields as a page calls them; one that is not here is called “this”."""

SAID: Final[Mapping[str, str]] = MappingProxyType(
    {
        "a tick: the sign was never there": "Tick the box above if the sign was never there.",
        "both, or neither of them": "Give an activity and its number, or neither of them.",
        "where a rep begins and where it ends": "Say where a rep begins and where it ends.",
        "kg or lb": "Say whether the weights are in kg or in lb.",
        "a whole film": "The film is not whole: send it again, or export it again first.",
    }
)
"""What to do, by what was expected, where “this needs” would not say it."""

CANONICAL: Final = re.compile(r"(?P<field>[^:]{1,60}): got (?P<given>.*), expected (?P<rest>.*)")


def beside(error: InputError) -> str:
    """What to do about a field that stands beside these words, and what was given.

    >>> beside(InputError("pain", given="11", expected="a number from 0 to 10"))
    'This needs a number from 0 to 10. Given: 11.'
    """
    return _words("This", error.given, error.expected, error.do)


def told(error: BackspotterError) -> str:
    """The same where no field stands beside: with the name that the page has for it.

    >>> told(InputError("load_kg", given="", expected="a weight in kg"))
    'The weight on the bar needs a weight in kg. Given: nothing.'
    """
    if isinstance(error, InputError):
        return _words(_named(error.field), error.given, error.expected, error.do)
    return str(error)


def told_again(words: str) -> str:
    """A line that was kept in the words of a program, as a page says it; any other as it is."""
    found = CANONICAL.fullmatch(words)
    if found is None:
        return words
    expected, _, do = found["rest"].partition("; ")
    return _words(_named(found["field"]), found["given"], expected, do)


def sentence(words: str) -> str:
    """Words with a capital letter and a full stop."""
    begun = words[:1].upper() + words[1:]
    return begun if begun.endswith((".", "!", "?", ":")) else f"{begun}."


def page_name(field: str) -> str:
    """What a page calls a field, to stand before a colon; nothing where it has no name for it."""
    return NAMES.get(field, "")


def _named(field: str) -> str:
    return NAMES.get(field, "This")


def _words(name: str, given: str, expected: str, do: str) -> str:
    first = SAID.get(expected) or f"{name} needs {expected}"
    if do.startswith("or "):
        first, do = f"{first.rstrip('.')}, {do}", ""
    return " ".join(sentence(each) for each in (first, do, f"Given: {given}") if each)
