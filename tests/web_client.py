"""The web app without a socket, over an empty journal, at a time that a test can move."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from html import unescape
from pathlib import Path

from starlette.testclient import TestClient

from backspotter.app.journal_choice import NAMED
from backspotter.journal.journal import opened
from backspotter.journal.place import Place
from backspotter.web.server import create_app
from backspotter.web.settings import Settings
from tests.journals import fast_folder

NOW = datetime(2026, 3, 4, 18, 30).astimezone()


class Clock:
    """Now, as a test says it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)


@contextmanager
def client_on(journal: Path, clock: Clock | None = None) -> Iterator[TestClient]:
    """A client that does not follow redirects; use cases outside of it see the same journal."""
    journal.write_bytes(_empty_journal())
    settings = Settings(journal=str(journal), now=clock or Clock())
    token = NAMED.set(str(journal))
    try:
        with TestClient(
            create_app(settings), base_url="http://127.0.0.1", follow_redirects=False
        ) as client:
            yield client
    finally:
        NAMED.reset(token)


@cache
def _empty_journal() -> bytes:
    """Made once: bringing tables up to date takes most of a test's time."""
    with fast_folder() as folder:
        file = folder / "j.db"
        with opened(Place(file)):
            pass
        return file.read_bytes()


def key_in(html: str) -> str:
    """The hidden key of the first form that has one."""
    found = re.search(r'name="key" value="([^"]+)"', html)
    assert found, "no key on this page"
    return found[1]


def alert_in(html: str) -> str:
    """What a page says is wrong, in one line without tags."""
    found = re.findall(r'<(p|div) class="(?:wrong|trouble)"[^>]*>(.*?)</\1>', html, re.DOTALL)
    plain = re.sub(r"<[^>]+>", " ", " ".join(words for _, words in found))
    return " ".join(unescape(plain).split())
