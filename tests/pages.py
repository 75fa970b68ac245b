"""The web app on a free port, and a real browser in front of it: Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from backspotter.web.lan import Local, for_the_network
from backspotter.web.server import create_app
from backspotter.web.serving import listening
from backspotter.web.settings import Settings

PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}
AXE = Path(__file__).parents[1] / "assets" / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = ("serious", "critical")


CUT = """() => {
  const rects = (node, from, to) => {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    return [...range.getClientRects()];
  };
  for (const each of document.querySelectorAll('details:not(.more)')) each.open = true;
  const found = [];
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) found.push(`${wide} px wider than the screen`);
  for (const place of document.querySelectorAll('.places > a.first, .more > summary')) {
    const box = place.getBoundingClientRect();
    const [words] = rects(place.firstChild, 0, place.firstChild.length);
    if (words.left < box.left || words.right > Math.min(box.right, innerWidth))
      found.push(`“${place.firstChild.data}” is cut in the bar`);
  }
  for (const words of document.querySelectorAll('.level strong')) {
    const node = words.firstChild;
    for (const each of node.data.matchAll(/\\S+/g))
      if (rects(node, each.index, each.index + each[0].length).length > 1)
        found.push(`“${each[0]}” is broken in the badge`);
  }
  return found;
}"""
"""What does not fit: a page that scrolls sideways, a place of the bar or a word of the badge that
is cut. Folded parts are opened first."""


@contextmanager
def served(journal: Path, **settings: Any) -> Iterator[str]:
    """The address of a server over this journal, which runs in a thread of this process."""
    with listening("127.0.0.1", 0) as on:
        port = on.getsockname()[1]
        app = create_app(Settings(journal=str(journal), port=port, **settings))
        with running(app, on):
            yield f"http://127.0.0.1:{port}"


@contextmanager
def running(app: Any, on: socket.socket, **more: Any) -> Iterator[None]:
    """The app serves at this socket, in a thread of this process."""
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="on", **more)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [on]}, daemon=True)
    thread.start()
    end = time.monotonic() + 20
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        assert time.monotonic() < end, "the server took too long to start"
        time.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def served_on_network(folder: Path, port: int = 0) -> Iterator[Local]:
    """The same over TLS for a network that is this machine's second loopback address."""
    with listening("127.0.0.2", port) as on:
        settings = Settings(
            journal=str(folder / "j.db"), host="127.0.0.2", port=on.getsockname()[1]
        )
        local = for_the_network(settings, say=lambda _: None, folder=folder / "lan")
        files = {"ssl_certfile": local.files.chain, "ssl_keyfile": local.files.key}
        with running(create_app(local.settings), on, **files):
            yield local


@contextmanager
def trusting(chain: Path, profile: Path, *, called: str = "") -> Iterator[BrowserContext]:
    """A phone's browser that trusts this certificate, as one does that followed /trust.

    ``called`` : a name that leads to this machine
    """
    key = x509.load_pem_x509_certificate(chain.read_bytes()).public_key()
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    named = b64encode(sha256(spki).digest()).decode()
    leads = [f"--host-resolver-rules=MAP {called} 127.0.0.1"] if called else []
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(profile),
            executable_path=shutil.which("chromium"),
            args=["--disable-gpu", f"--ignore-certificate-errors-spki-list={named}", *leads],
            viewport=PHONE,
            locale="en-GB",
        )
        try:
            yield context
        finally:
            context.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this machine, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--disable-gpu"]
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def phone_page(browser: Browser, address: str, *, forgiven: str = "\0") -> Iterator[Page]:
    """A phone's page of a server; a script's error or a blocked file fails the test, but for what
    says ``forgiven``."""
    context = browser.new_context(base_url=address, viewport=PHONE, has_touch=True, locale="en-GB")
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: said.type == "error" and wrong.append(said.text))
    yield opened
    context.close()
    assert [each for each in wrong if forgiven not in each] == []


def cut_at_twice_the_text(page: Page) -> list[str]:
    """What is cut or scrolls sideways at 200 % of the text on a usual and on the smallest phone;
    the page is a phone's again after that."""
    found = []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for size in (SMALL, PHONE):
        page.set_viewport_size(size)
        found += [f"{size['width']} px: {each}" for each in _cut_once_settled(page)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def _cut_once_settled(page: Page) -> list[str]:
    """What is cut once curves have followed the width of the screen, two seconds at most."""
    for _ in range(20):
        found: list[str] = page.evaluate(CUT)
        if not found:
            break
        page.wait_for_timeout(100)
    return found


def violations(page: Page) -> list[str]:
    """What axe-core finds serious on the page as it is, each with where."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(result => result.violations)")
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in found
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]
