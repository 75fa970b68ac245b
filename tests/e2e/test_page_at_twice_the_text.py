"""Every screen with entries at 200 % of the text: nothing is cut, nothing scrolls sideways."""

from datetime import UTC, datetime

import httpx
import pytest

from backspotter.levels import Level
from tests.check_walks import WALKS, walk
from tests.filmed import desk_in, film_read_before
from tests.journals import fast_folder
from tests.lifters import fill, journal_at
from tests.pages import PHONE, SMALL, cut_at_twice_the_text, served

pytestmark = [
    pytest.mark.needs("av", install="pip install 'backspotter[film]'"),
    pytest.mark.needs("chromium", install="apt-get install chromium"),
]
EMERGENCY = "/check/answer/2"
SCREENS = (
    *("/", "/check", "/check/answer/1", EMERGENCY, "/offline"),
    *("/course", "/course/entry/new", "/film", "/film/{film}", "/film/{film}/delete"),
    *("/back", "/back/changes", "/plan", "/log", "/log/set/1", "/log/loads"),
    *("/you", "/you/delete", "/devices", "/trust", "/nowhere"),
)


@pytest.fixture(scope="module")
def filled():
    """A server over a journal of some weeks, a film and an emergency; and the film's id."""
    with fast_folder() as folder:
        with journal_at(folder / "j.db"):
            fill(datetime.now(UTC).astimezone())
        with desk_in(folder) as desk:
            film = film_read_before(desk).id
        with served(folder / "j.db", works_on_films=False) as url:
            with httpx.Client(base_url=url) as client:
                assert walk(client, WALKS[Level.emergency]) == EMERGENCY
            yield url, film


@pytest.fixture(scope="module")
def phone(browser, filled):
    context = browser.new_context(base_url=filled[0], viewport=PHONE, has_touch=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_is_cut_and_nothing_scrolls_sideways(phone, filled, screen):
    phone.goto(screen.format(film=filled[1]))
    assert cut_at_twice_the_text(phone) == []


@pytest.mark.parametrize("size", [SMALL, PHONE], ids=["320 px", "390 px"])
def test_what_to_do_in_an_emergency_is_in_the_first_view(phone, size):
    phone.goto(EMERGENCY)
    phone.evaluate("document.documentElement.style.fontSize = '200%'")
    phone.set_viewport_size(size)
    first_line = phone.locator(".do").first.bounding_box()["y"] + 54
    assert first_line <= phone.locator(".places").bounding_box()["y"]
