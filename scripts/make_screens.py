"""Pictures of the screens: ``python scripts/make_screens.py [FOLDER] [SCREEN …]``.

They show a journal of scripts/demo_journal.py on the day it ends, in Chromium, at the width of a
phone, light and dark, and of a desktop. Those that the README and docs/design.md show are in
docs/screens/.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from demo_journal import NOW
from demo_journal import main as make_journal
from playwright.sync_api import Browser, sync_playwright
from rich.progress import track

from backspotter.web.server import create_app
from backspotter.web.serving import listening
from backspotter.web.settings import Settings

FOLDER = Path(__file__).parents[1] / "docs" / "screens"
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
LOOKS = (("phone", "light"), ("phone", "dark"), ("desktop", "light"))
SCREENS = {
    "today": "/",
    "check": "/check",
    "answer": "/check/answer/1",
    "course": "/course",
    "film": "/film",
    "back": "/back",
    "plan": "/plan",
    "log": "/log",
    "you": "/you",
    "rules": "/rules",
}


def main(folder: Path, wanted: list[str]) -> int:
    """Makes the pictures of the screens that were named, or of all."""
    folder.mkdir(parents=True, exist_ok=True)
    screens = {name: SCREENS[name] for name in wanted or SCREENS}
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        journal = Path(made) / "journal.db"
        make_journal(journal)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        with _served(journal) as address:
            for name in track(screens, description="Screens"):
                _show(browser, address + screens[name], folder, name)
        browser.close()
    return 0


def _show(browser: Browser, address: str, folder: Path, name: str) -> None:
    for kind, scheme in LOOKS:
        width, height = SIZES[kind]
        size = {"width": width, "height": height}
        page = browser.new_page(viewport=size, color_scheme=scheme, device_scale_factor=1)
        page.goto(address, wait_until="networkidle")
        page.screenshot(path=folder / f"{name}-{kind}-{scheme}.png")
        page.close()


@contextmanager
def _served(journal: Path) -> Iterator[str]:
    with listening("127.0.0.1", 0) as on:
        port = on.getsockname()[1]
        settings = Settings(journal=str(journal), port=port, now=lambda: NOW, works_on_films=False)
        server = uvicorn.Server(uvicorn.Config(create_app(settings), log_config=None))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [on]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(10)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else FOLDER, sys.argv[2:]))
