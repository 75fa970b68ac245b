"""Draws the icons that a phone shows, from our own mark.

    python scripts/make_icons.py

Needs chromium and playwright. A maskable icon has the mark inside the circle that phones cut out.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

ROOT: Final = Path(__file__).resolve().parent.parent
STATIC: Final = ROOT / "src" / "backspotter" / "web" / "static"
ICONS: Final = (("192", 192, 1.0), ("512", 512, 1.0), ("512-maskable", 512, 0.72))
PAGE: Final = """<body style="margin:0;background:{back}">
<div style="display:grid;place-items:center;width:{size}px;height:{size}px">{svg}</div></body>"""
TEAL: Final = "#0a6a6c"


def main() -> None:
    """Draw all of them."""
    svg = (STATIC / "mark.svg").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for name, size, share in ICONS:
            page = browser.new_page(viewport={"width": size, "height": size})
            drawn = svg.replace("<svg ", f'<svg width="{size * share:g}" ', 1)
            back = TEAL if share < 1 else "transparent"
            page.set_content(PAGE.format(back=back, size=size, svg=drawn))
            file = STATIC / "icons" / f"{name}.png"
            page.screenshot(path=file, omit_background=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
