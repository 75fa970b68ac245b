"""A phone on the network: let in once over TLS, and of use while the server cannot be reached."""

import ssl
from contextlib import ExitStack

import httpx
import pytest

from tests.pages import DESKTOP, SMALL, served_on_network, trusting, violations

WORDS = "Pulled a heavy triple yesterday, my lower back is sore on both sides, a dull ache."


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """A server on the second loopback address, a browser that trusts it, and both their folders."""
    from tests.conftest import require
    from tests.journals import fast_folder

    require("playwright", install="make setup")
    require("chromium", install="apt-get install chromium")
    with ExitStack() as stack:
        folder = stack.enter_context(fast_folder())
        local = stack.enter_context(served_on_network(folder))
        yield folder, local, stack.enter_context(trusting(local.files.chain, folder / "browser"))


def let_in(local, context):
    page = context.pages[0]
    code = local.settings.gate.open_once()
    assert page.goto(local.address).status == 401
    page.goto(f"{local.address}enter?code={code}")
    page.get_by_role("button", name="Let this device in").click()
    page.wait_for_url(local.address)
    return page


def kept_in_caches(page):
    return page.evaluate(
        """async () => {
            const found = {};
            for (const name of await caches.keys())
                for (const each of await (await caches.open(name)).keys())
                    found[new URL(each.url).pathname] = await (await caches.match(each)).text();
            return found;
        }"""
    )


def checks_at(page):
    told = page.evaluate("fetch('/api/v1/track').then(said => said.json())")
    return told["checks"], told["flags"]


def test_its_certificate_holds_for_who_trusts_the_authority(network):
    _, local, _ = network
    trusts = ssl.create_default_context(cafile=str(local.files.authority))
    assert httpx.get(f"{local.address}healthz", verify=trusts).json()["status"] == "ok"
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{local.address}healthz")


def fill_in(page):
    page.get_by_label("Cannot pass urine at all").check()
    assert page.locator("#go-now").is_visible()
    page.get_by_label("I went through the list").check()
    page.get_by_label("Pain now").fill("6")
    page.get_by_label("In your own words").fill(WORDS)
    page.get_by_role("button", name="Keep it on this device").click()
    page.wait_for_function("outbox.waiting().then(all => all.length === 1)")


def assert_not_assessed(page):
    stamp = page.locator(".not-assessed")
    assert stamp.inner_text() == "Not assessed yet"
    assert stamp.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 28
    assert page.locator("#kept-go").is_visible()
    (row,) = page.locator("#waiting li").all()
    assert "not assessed yet" in row.inner_text()


def assert_sound(page):
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
    page.set_viewport_size(SMALL)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def assert_only_the_shell_is_kept(page):
    held = kept_in_caches(page)
    assert "/offline" in held
    assert all(path == "/offline" or path.startswith("/static/") for path in held)
    assert not any(WORDS in text for text in held.values())


def test_a_check_made_without_the_server_is_sent_once(network):
    _, first, context = network
    page = let_in(first, context)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("caches.keys().then(names => names.length === 1)")
    with context.expect_page() as opened:
        page.evaluate("window.open('/')")
    other = opened.value
    context.set_offline(True)
    page.goto(first.address)
    assert page.get_by_role("heading", level=1).inner_text() == "Without the server"
    assert page.get_by_text("Call your emergency number").first.is_visible()
    assert not page.locator("#go-now").is_visible()
    fill_in(page)
    assert_not_assessed(page)
    assert_sound(page)
    assert_only_the_shell_is_kept(page)

    context.set_offline(False)
    page.evaluate("Promise.all([outbox.sendAll(), outbox.sendAll()])")
    other.evaluate("outbox.sendAll()")
    page.goto(first.address)
    other.goto(first.address)
    checks, flags = checks_at(page)
    assert len(checks) == 1, "ticks and words of one form are one check"
    assert flags
    assert page.evaluate("outbox.waiting()") == []
    other.close()


def test_sending_the_same_again_keeps_nothing(network):
    _, _, context = network
    page = context.pages[0]
    before, _ = checks_at(page)
    send = """([key, text]) => fetch('/check/offline', {
        method: 'POST', headers: {'Content-Type': 'application/json'},
        body: JSON.stringify({key, at: new Date().toISOString(), text}),
    }).then(said => said.json())"""
    key = page.evaluate("crypto.randomUUID()")
    told = [page.evaluate(send, [key, WORDS]) for _ in range(2)]
    assert told[0] == told[1]
    assert len(checks_at(page)[0]) == len(before) + 1


def test_what_the_server_does_not_take_stays_with_its_reason(network):
    _, first, context = network
    page = context.pages[0]
    page.goto(f"{first.address}offline")
    page.get_by_label("In your own words").fill("The weather is fine.")
    page.get_by_role("button", name="Keep it on this device").click()
    page.get_by_text("not taken:").wait_for()
    page.get_by_role("button", name="Delete").click()
    page.wait_for_function("outbox.waiting().then(all => all.length === 0)")


def test_words_that_were_not_read_stay_beside_the_answer_to_the_rest(network):
    _, first, context = network
    page = context.pages[0]
    before, _ = checks_at(page)
    page.goto(f"{first.address}offline")
    page.get_by_label("Pain now").fill("3")
    page.get_by_label("In your own words").fill("The weather is fine.")
    page.get_by_role("button", name="Keep it on this device").click()
    page.get_by_text("your words were not read:").wait_for()
    assert page.locator("#waiting li").count() == 1
    assert len(checks_at(page)[0]) == len(before) + 1
    assert page.get_by_role("link", name="The answer to the rest").is_visible()
    page.evaluate("outbox.sendAll()")
    assert len(checks_at(page)[0]) == len(before) + 1
    page.goto(first.address)
    page.get_by_text("was not taken, and counts in no answer").wait_for()
    assert not page.get_by_text("not sent yet").is_visible()
    page.get_by_role("link", name="See why").click()
    page.get_by_role("button", name="Delete").click()
    page.wait_for_function("outbox.waiting().then(all => all.length === 0)")


def test_nothing_answered_is_said(network):
    _, first, context = network
    page = context.pages[0]
    page.goto(f"{first.address}offline")
    page.get_by_role("button", name="Keep it on this device").click()
    assert "Nothing was answered" in page.locator("#wrong").inner_text()


@pytest.mark.parametrize("path", ["enter", "enter?code=abc", "trust", "devices"])
def test_the_pages_of_the_network_are_sound(network, path):
    _, first, context = network
    page = context.pages[0]
    for size, scheme in ((SMALL, "light"), (DESKTOP, "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{first.address}{path}")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_can_be_installed(network):
    _, first, context = network
    page = context.pages[0]
    page.goto(first.address)
    told = page.evaluate("fetch('/manifest.webmanifest').then(said => said.json())")
    assert {each["sizes"] for each in told["icons"]} == {"192x192", "512x512"}
    for each in told["icons"]:
        size = page.evaluate(
            "src => createImageBitmap ? fetch(src).then(r => r.blob()).then(createImageBitmap)"
            ".then(i => `${i.width}x${i.height}`) : ''",
            each["src"],
        )
        assert size == each["sizes"]


def test_a_device_that_was_let_out_keeps_nothing(network):
    _, first, context = network
    page = context.pages[0]
    page.goto(f"{first.address}devices")
    page.get_by_role("button", name="Let out").click()
    page.wait_for_load_state()
    assert page.goto(first.address).status == 401
