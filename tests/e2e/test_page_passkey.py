"""Passkeys in a real browser, whose virtual device holds them: made, shown, refused, removed."""

import pytest

from backspotter.app.people import first_owner
from backspotter.journal.journal import opened
from backspotter.journal.place import place_of
from tests.accounts import PASSWORD
from tests.journals import NOON
from tests.pages import phone_page, served, violations

pytestmark = pytest.mark.needs("webauthn", install="pip install 'backspotter[web]'")


@pytest.fixture
def address(folder):
    """A server with accounts and an owner, by the name that browsers give passkeys to."""
    with opened(place_of(str(folder / "j.db"))) as journal:
        first_owner(journal, "owner", PASSWORD, now=NOON)
    with served(folder / "j.db", accounts=True, works_on_films=False) as url:
        yield url.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(browser, address):
    """A phone's page, where an answer of no is no error."""
    with phone_page(browser, address, forgiven="status of 403") as opened:
        yield opened


@pytest.fixture
def device(page):
    from tests.virtual_device import virtual_device

    return virtual_device(page)


def with_password(page):
    page.goto("/sign-in")
    page.get_by_label("Name").fill("owner")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/")


def make(page, name, password=PASSWORD):
    page.goto("/account")
    part = page.locator("form[data-passkey=make]")
    part.get_by_label("What you call it").fill(name)
    part.get_by_label("Password now").fill(password)
    part.get_by_role("button", name="Make a passkey").click()


def test_a_passkey_is_made_shown_and_removed(page, device):
    with_password(page)
    make(page, "phone")
    removal = page.get_by_role("button", name="Remove phone")
    removal.wait_for()
    (held,) = device.holds()
    assert held["rpId"] == "localhost"
    assert held["isResidentCredential"]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/sign-in")
    assert violations(page) == []
    assert not page.locator("[data-passkey=said]").is_visible()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/")
    page.goto("/account")
    assert page.get_by_role("heading", level=1).inner_text() == "owner"
    assert "last used" in page.locator("main").inner_text()
    removal.click()
    removal.wait_for(state="detached")
    assert page.get_by_label("Name").count() == 0  # still signed in


def test_a_removed_passkey_opens_nothing_and_says_so(page, device):
    wrong = []
    with_password(page)
    make(page, "phone")
    page.get_by_role("button", name="Remove phone").click()
    page.get_by_role("button", name="Remove phone").wait_for(state="detached")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/sign-in")
    page.on("response", lambda told: wrong.append((told.url.rpartition("/")[2], told.status)))
    page.get_by_role("button", name="Sign in with a passkey").click()
    said = page.get_by_text("This passkey opens no account here.")
    said.wait_for()
    assert ("passkey", 403) in wrong
    assert page.get_by_role("button", name="Sign in with a passkey").is_enabled()


def test_a_device_that_does_not_know_its_owner_opens_nothing(page, device):
    with_password(page)
    make(page, "phone")
    page.get_by_role("button", name="Remove phone").wait_for()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/sign-in")
    device.knows_its_owner(False)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("No passkey was used. You can try again.").wait_for()


def test_a_wrong_password_makes_none(page, device):
    with_password(page)
    make(page, "phone", "not the password")
    page.get_by_text("Name and password do not go together.").wait_for()
    assert device.holds() == []
