"""What every page shares: the frame, its keyboard, its sizes, and what stands before it."""

import httpx
import pytest

from tests.pages import DESKTOP, SMALL, phone_page, violations


def test_the_first_screen_leads_to_the_check(page):
    page.goto("/")
    assert page.get_by_role("heading", level=1).inner_text() == "How is your back?"
    assert page.get_by_role("link", name="Check my back").get_attribute("href") == "/check"


@pytest.mark.parametrize("size", [SMALL, DESKTOP], ids=["320 px", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_and_nothing_wider_than_the_screen(page, size, scheme):
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    page.goto("/")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_address_without_a_page_has_nothing_serious(browser, address, scheme):
    with phone_page(browser, address, forgiven="404") as page:
        page.emulate_media(color_scheme=scheme)
        page.goto("/nowhere")
        page.get_by_text("There is nothing at this address.").wait_for()
        assert violations(page) == []


def test_the_first_tab_skips_to_the_content(page):
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_strange_host_is_refused(address):
    told = httpx.get(address, headers={"Host": "example.org"})
    assert told.status_code == 421


@pytest.mark.parametrize(
    "said",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://example.org"},
        {"Origin": "null"},
    ],
)
def test_what_another_site_sends_does_nothing(address, said):
    assert httpx.post(f"{address}/check", headers=said).status_code == 403


def test_every_answer_says_what_a_browser_may_do(address):
    told = httpx.get(address)
    policy = told.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert told.headers["cache-control"] == "no-store"
    assert policy != httpx.get(address).headers["content-security-policy"]


def test_an_address_without_a_page_says_so(address):
    told = httpx.get(f"{address}/nowhere")
    assert told.status_code == 404
    assert "There is nothing at this address." in told.text
