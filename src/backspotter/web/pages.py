"""Pages from templates: what all of them share, and how an address of a file of ours looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from backspotter import __version__
from backspotter.app.counted import counted
from backspotter.app.plain_words import LEVEL_NAMES, LEVEL_WORDS
from backspotter.app.said_days import said_day
from backspotter.app.when import usual_times
from backspotter.exports.numbers import MINUS
from backspotter.levels import Level
from backspotter.web.page_words import beside, page_name, sentence, told, told_again

KIND_WORDS: Final = MappingProxyType(
    {
        "answers": "Checks and warning signs",
        "course": "Pain and function",
        "films": "Films, to watch, and what was found",
        "log": "Sets and nights",
    }
)
"""What a person shares, by kind: whoever shares and whoever looks read the same words."""

STATIC: Final = files("backspotter.web").joinpath("static")


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation. ``first`` : whether a phone shows it in its bar."""

    path: str
    name: str
    first: bool = False


PLACES: Final = (
    Place("/", "Today", first=True),
    Place("/check", "Check", first=True),
    Place("/course", "Course"),
    Place("/film", "Film", first=True),
    Place("/back", "Back"),
    Place("/plan", "Plan", first=True),
    Place("/log", "Log"),
    Place("/you", "You"),
    Place("/rules", "Rule book"),
)
ACCOUNT: Final = ("/account", "/athletes")
"""Beside the places, where people sign in."""

UNDER_MORE: Final = {*(each.path for each in PLACES if not each.first), *ACCOUNT}
"""What a phone's bar leads to by its last entry."""


def page(request: Request, template: str, *, status: int = 200, **shown: Any) -> HTMLResponse:
    """A page from a template; ``here`` is the path of its entry in the navigation.

    Parameters
    ----------
    shown : what the template names
    """
    values = {
        "nonce": request.state.nonce,
        "path": request.url.path,
        "here": _here(request.url.path),
        "is_under_more": _here(request.url.path) in UNDER_MORE,
        "settings": request.app.state.settings,
        "usual_times": usual_times(request.app.state.settings.now()),
        "who": getattr(request.state, "who", None),
        **shown,
    }
    return HTMLResponse(environment().get_template(template).render(values), status_code=status)


def is_partial(request: Request) -> bool:
    """Whether htmx asks for a part of a page and not for a new one."""
    return request.headers.get("hx-request") == "true"


@cache
def environment() -> Environment:
    """The templates; a name that was not given is an error, and text is always escaped."""
    made = Environment(
        loader=PackageLoader("backspotter.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        places=PLACES,
        static=static_address,
        has_static=has_static,
        version=__version__,
        Level=Level,
        levels=tuple(Level),
        level_words=LEVEL_WORDS,
        level_names=LEVEL_NAMES,
        counted=counted,
        kind_words=KIND_WORDS,
    )
    made.filters.update(
        day=day, moment=moment, whole_moment=whole_moment, number=number, sentence=sentence
    )
    made.filters.update(told_again=told_again, page_name=page_name, beside=beside, told=told)
    return made


@cache
def static_address(name: str) -> str:
    """The address of a file of ours; it changes with what is in the file, so it may be kept."""
    content = STATIC.joinpath(name).read_bytes() if has_static(name) else b""
    return f"/static/{name}?v={sha256(content).hexdigest()[:12]}"


def has_static(name: str) -> bool:
    """Whether a file is in place; those of other packages come with ``make assets``."""
    return STATIC.joinpath(name).is_file()


def day(at: datetime) -> str:
    """A day as people say it: Monday 2 March."""
    return said_day(at)


def moment(at: datetime) -> str:
    """A day with its time: Mon 2 Mar, 18:30."""
    return f"{at:%a} {at.day} {at:%b}, {at:%H:%M}"


def whole_moment(at: datetime) -> str:
    """A day of any year with its time: Monday 2 March 2026, 18:30."""
    return f"{day(at)} {at.year}, {at:%H:%M}"


def number(value: float) -> str:
    """A number without zeros that say nothing."""
    return f"{value:,.1f}".removesuffix(".0").replace("-", MINUS)


def _here(path: str) -> str:
    """The entry of the navigation that a path is under; none for pages that have no entry."""
    return "/" + path.strip("/").partition("/")[0]
