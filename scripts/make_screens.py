"""Pictures of the screens: ``python scripts/make_screens.py [FOLDER] [SCREEN …]``.

They show a journal of scripts/demo_journal.py on the day it ends, in Chromium, at the width of a
phone, light and dark, and of a desktop; and the pages of its summary for a clinician (``summary``),
which pdftoppm of poppler-utils draws. Those that the README, docs/design.md and docs/clinic.md show
are in docs/screens/.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn
from demo_journal import NOW
from demo_journal import main as make_journal
from playwright.sync_api import Browser, sync_playwright
from rich.progress import track

from backspotter.app.clinic_out import write_pdf
from backspotter.app.film_asked import Asked
from backspotter.app.film_desk import Desk, gather, hand_over
from backspotter.app.film_job import KINDS
from backspotter.app.film_order import Order
from backspotter.jobs import queue_at
from backspotter.journal.journal import opened
from backspotter.journal.place import Place
from backspotter.spine.body import Lifter
from backspotter.web.server import create_app
from backspotter.web.serving import listening
from backspotter.web.settings import Settings

FOLDER = Path(__file__).parents[1] / "docs" / "screens"
DEMO = Path(__file__).parents[1] / "docs" / "demo" / "demo.mp4"
ASKED = Asked(
    lifter=Lifter(mass_kg=84.0, height_m=1.81, sex="male"),
    load_kg=140.0,
    style="conventional",
    plate_mm=450.0,
)
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
LOOKS = (("phone", "light"), ("phone", "dark"), ("desktop", "light"))
SCREENS = {
    "today": "/",
    "check": "/check",
    "signs": "/check/step/1",
    "story": "/check/step/6",
    "so-far": "/check/so-far",
    "answer": "/check/answer/1",
    "course": "/course",
    "film": "/film",
    "set": "/film/{film}",
    "back": "/back",
    "plan": "/plan",
    "log": "/log",
    "you": "/you",
    "rules": "/rules",
}


IN_A_CHECK = ("signs", "story", "so-far")
"""Screens of a check that is under way: the signs answered with none, what happened with some."""

TOLD = {"number": "30", "typed": "", "choice-1": "2", "choice-2": "0"}
SUMMARY = "summary"
DOTS_PER_INCH = 80


def main(folder: Path, wanted: list[str]) -> int:
    """Makes the pictures of the screens that were named, or of all."""
    folder.mkdir(parents=True, exist_ok=True)
    screens = {name: SCREENS[name] for name in wanted or SCREENS if name != SUMMARY}
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        journal = Path(made) / "journal.db"
        make_journal(journal)
        film = _read_the_demo(journal) if {"film", "set"} & set(screens) else ""
        if not wanted or SUMMARY in wanted:
            _draw_summary(Path(made), folder)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        with _served(journal) as address:
            for name in track(_last(screens, IN_A_CHECK), description="Screens"):
                if name == IN_A_CHECK[0] or (name in IN_A_CHECK and IN_A_CHECK[0] not in screens):
                    _begin_a_check(address)
                _show(browser, address + screens[name].format(film=film), folder, name)
        browser.close()
    return 0


def _last(screens: dict[str, str], names: tuple[str, ...]) -> list[str]:
    """The names, those of a check under way behind the others: they change what those show."""
    return sorted(screens, key=lambda name: name in names)


def _begin_a_check(address: str) -> None:
    """Come to the second screen of what happened."""
    with httpx.Client(base_url=address, follow_redirects=True) as forms:
        at = forms.post("/check/start", data={"way": "questions", "country": "GB"})
        for said in (*({"none": "1"},) * 4, {**TOLD, "skip": "1"}):
            key = re.search(r'name="key" value="([^"]+)"', at.text)
            at = forms.post(at.url, data={"key": key[1] if key else "", **said})


def _read_the_demo(journal: Path) -> str:
    """The id of the demo film, read as the page would have it read."""
    with opened(Place(journal)) as made:
        desk = Desk(made, queue_at("inline", KINDS))
        clip = desk.shelf.new()
        clip.film.write_bytes(DEMO.read_bytes())
        job = hand_over(desk, clip, Order(asked=ASKED), NOW)
        print(f"The demo film: {job.message or 'read'}")
        gather(desk, NOW)
        return clip.id


def _draw_summary(made: Path, folder: Path) -> None:
    """Each page of the summary that a clinician of this lifter is given."""
    pdf, _ = write_pdf(str(made / "summary.pdf"), name="", now=NOW)
    for old in folder.glob(f"{SUMMARY}-*.png"):
        old.unlink()
    command = ["pdftoppm", "-png", "-r", str(DOTS_PER_INCH), str(pdf), str(folder / SUMMARY)]
    subprocess.run(command, check=True)


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
