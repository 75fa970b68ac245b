"""Tokens for programs in a real browser: made, copied, used by our own client, taken back."""

import pytest

from backspotter.client import Client, ServerError
from tests.pages import violations


def test_a_token_is_made_used_and_taken_back(page, address):
    page.goto("/you")
    page.get_by_role("link", name="tokens").click()
    page.get_by_label("For which program").fill("sheet")
    page.get_by_label("Enter sets and nights").check()
    page.get_by_role("button", name="Make a token").click()
    token = page.locator("#token").inner_text()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    with Client(address, token=token) as client:
        assert client.add_night(7.5)
        page.goto("/you/tokens")
        page.get_by_text("last used").wait_for()
        assert token not in page.content()
        page.get_by_role("button", name="Take back sheet").click()
        page.get_by_text("There is none.").wait_for()
        with pytest.raises(ServerError, match="does not count"):
            client.add_night(7.5)
