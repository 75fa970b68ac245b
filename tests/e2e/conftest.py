"""One browser for the tests of a file; each test gets a page of its own on a server of its own.

Not one for all: while it is open, no other test of the session could run an event loop.
"""

from __future__ import annotations

import pytest

from tests.journals import fast_folder


@pytest.fixture(scope="module")
def browser():
    from tests.conftest import require
    from tests.pages import chromium

    require("playwright", install="make setup")
    require("chromium", install="apt-get install chromium")
    with chromium() as opened:
        yield opened


@pytest.fixture
def folder():
    with fast_folder() as made:
        yield made


@pytest.fixture
def address(folder):
    """A server over an empty journal."""
    from tests.pages import served

    with served(folder / "j.db") as url:
        yield url


@pytest.fixture
def page(browser, address):
    """A phone's page of that server."""
    from tests.pages import phone_page

    with phone_page(browser, address) as opened:
        yield opened
