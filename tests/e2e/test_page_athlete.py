"""A coach's page of one athlete in a real browser: the course is drawn, and it fits a phone."""

from datetime import timedelta

import pytest

from backspotter.app.film_desk import Desk
from backspotter.app.people import first_owner
from backspotter.journal.codec import SETS, SORENESSES
from backspotter.journal.entries import add
from backspotter.journal.journal import opened
from backspotter.journal.people import accounts, invite, join
from backspotter.journal.place import place_of
from backspotter.journal.shares import share
from tests.accounts import PASSWORD, of
from tests.journals import NOON, lifted, sore
from tests.pages import DESKTOP, PHONE, served, violations

NOW = NOON + timedelta(hours=40)


@pytest.fixture
def address(folder):
    """A server at which one lifter shares course and log with the owner."""
    with opened(place_of(str(folder / "j.db"))) as journal:
        owner = first_owner(journal, "owner", PASSWORD, now=NOON)
        invite(journal, "digest", role="lifter", by=owner, now=NOON)
        lifter = join(journal, "digest", name="ann", password="none", now=NOON)
        theirs = of(journal, lifter)
        add(theirs, SETS, lifted(0), entered=NOON)
        for hours, pain in ((16, 3.0), (26, 5.0), (38, 4.0)):
            at = NOON + timedelta(hours=hours)
            add(theirs, SORENESSES, sore(pain, at=at), entered=at)
        share(theirs, owner, ["course", "log"], now=NOON)
    with served(folder / "j.db", accounts=True, works_on_films=False, now=lambda: NOW) as url:
        yield url


def sign_in(page):
    page.goto("/sign-in")
    page.get_by_label("Name").fill("owner")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_course_of_an_athlete_is_drawn_and_fits(page, size, scheme):
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    sign_in(page)
    page.goto("/athletes")
    page.get_by_role("link", name="ann").first.click()
    page.locator(".curve canvas").wait_for()
    assert page.locator(".verdict").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_text("The curve as a table").click()
    assert violations(page) == []


@pytest.mark.needs("av", install="pip install 'backspotter[film]'")
def test_a_film_that_is_shared_is_watched(page, address, folder):
    from tests.filmed import desk_in, film_read_before

    with opened(place_of(str(folder / "j.db"))) as journal:
        people = {each.name: each for each in accounts(journal)}
        theirs = of(journal, people["ann"])
        share(theirs, people["owner"], ["films"], now=NOON)
        with desk_in(folder) as desk:
            film_read_before(Desk(theirs, desk.queue), NOON)
    sign_in(page)
    page.goto(f"/athletes/{theirs.person}")
    page.get_by_role("link", name="Film:").click()
    page.wait_for_selector("#player[data-ready=yes]")
    assert page.get_by_role("heading", level=1).inner_text().startswith("ann: set")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("Number(document.getElementById('player').dataset.frame) > 5")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
