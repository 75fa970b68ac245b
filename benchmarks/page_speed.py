"""How soon each screen can be used on a slow phone, how much script it brings, what moves.

    python -m benchmarks.page_speed [--folder JOURNAL_FOLDER]

A headless Chromium plays the phone: 1.6 Mbit/s, 150 ms away, a processor four times slower (what
Lighthouse calls slow 4G and a mid-range phone), with an empty cache for each screen. The journal is
the made-up one of scripts/demo_journal.py on the day it ends, with a check and a film of which the
result is kept, so that every screen has what it shows when it is used; ``--folder`` takes another.
"""

from __future__ import annotations

import argparse
import os
import runpy
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, sync_playwright

from backspotter.web.pages import PLACES
from benchmarks.page_load import serving
from tests.filmed import desk_in, film_read_before
from tests.pages import served

SLOW_4G: Final = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 0.75e6 / 8,
}
SLOWER: Final = 4
DEMO: Final = Path(__file__).resolve().parents[1] / "scripts" / "demo_journal.py"
ANSWER: Final = "/check/answer/1"
PHONE: Final = {"width": 390, "height": 844}
SETTLES_MS: Final = 800
SHIFTS: Final = """
window.shifted = 0;
new PerformanceObserver(list => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) window.shifted += each.value;
}).observe({type: 'layout-shift', buffered: true});
"""
ASKED: Final = """() => {
  const [page] = performance.getEntriesByType('navigation');
  const all = performance.getEntriesByType('resource');
  const scripts = all.filter(e => e.initiatorType === 'script');
  const painted = performance.getEntriesByName('first-contentful-paint')[0];
  return {painted: painted ? painted.startTime : NaN, usable: page.domContentLoadedEventEnd,
    script: scripts.reduce((sum, e) => sum + e.encodedBodySize, 0), shifted: window.shifted};
}"""


def measured(browser: Browser, address: str, path: str) -> dict[str, Any] | None:
    """What one screen needs [ms, bytes]; None where there is no such screen."""
    context = browser.new_context(viewport=PHONE, has_touch=True, service_workers="block")
    page = context.new_page()
    talk = context.new_cdp_session(page)
    talk.send("Network.enable")
    talk.send("Network.emulateNetworkConditions", SLOW_4G)
    talk.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(SHIFTS)
    told = page.goto(address + path)
    page.wait_for_timeout(SETTLES_MS)
    found = page.evaluate(ASKED) if told is not None and told.ok else None
    context.close()
    return found


@contextmanager
def demo() -> Iterator[tuple[str, list[str]]]:
    """A server over the demo's journal with a film in it, on its own day; and what else to see."""
    made = runpy.run_path(str(DEMO))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made["main"](folder / "j.db")
        with desk_in(folder) as desk:
            film = film_read_before(desk, made["NOW"])
        more = {"now": lambda: made["NOW"], "works_on_films": False}
        with served(folder / "j.db", **more) as address:
            yield address, [ANSWER, f"/film/{film.id}"]


@contextmanager
def of_folder(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """A server over another journal."""
    with serving(folder) as server:
        yield server.address, []


def main() -> None:
    """Measure every screen of the navigation, an answer, a film that was read, and the page
    without the server."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--folder", type=Path, help="where another j.db is")
    folder = asked.parse_args().folder
    print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print("screen            painted   usable   script compressed   shifted")
    with of_folder(folder) if folder else demo() as (address, more), sync_playwright() as pw:
        browser = pw.chromium.launch(executable_path=shutil.which("chromium"))
        for path in [*(each.path for each in PLACES), *more, "/offline"]:
            found = measured(browser, address, path)
            name = "/film/(one)" if path.startswith("/film/") else path
            if found is None:
                print(f"{name:15}  not there yet")
                continue
            times = f"{found['painted']:6.0f} ms {found['usable']:6.0f} ms"
            print(f"{name:15} {times}   {found['script'] / 1000:10.1f} kB   {found['shifted']:.3f}")
        browser.close()


if __name__ == "__main__":
    main()
