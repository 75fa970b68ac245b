"""What a device keeps to work without the server: the shell, never a page with a person's data."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from backspotter.app.offline_form import emergency_cards, onsets, signs
from backspotter.web.pages import STATIC, has_static, page, static_address

router = APIRouter(include_in_schema=False)

OFFLINE: Final = "/offline"
WORKER: Final = "shell_worker.js"
KEPT: Final = (
    *("tokens.css", "app.css", "offline.css", "outbox.js", "shell.js", "offline.js"),
    *("mark.svg", "icons/192.png"),
)
"""Files of ours that the page without the server needs."""

TEAL, PAPER = "#0a6a6c", "#f3f6f6"


@router.get("/manifest.webmanifest")
def manifest() -> Response:
    """What a phone needs to put the page on its first screen."""
    return JSONResponse(_manifest(), media_type="application/manifest+json")


@router.get("/shell.js")
def worker() -> Response:
    """The service worker, with the names of what it keeps; another version keeps anew."""
    shell = {"version": version(), "page": OFFLINE, "files": _files()}
    code = f"const SHELL = {json.dumps(shell)};\n{_text(WORKER)}"
    # checked for a newer one at each visit, as browsers do anyway
    return Response(code, media_type="text/javascript", headers={"cache-control": "no-cache"})


@router.get(OFFLINE)
def offline(request: Request) -> HTMLResponse:
    """The page without the server: the signs that mean go now, and a check to send later."""
    cards = emergency_cards()
    return page(
        request, "offline.html", card=cards[0], cards=cards[1:], signs=signs(), onsets=onsets()
    )


@cache
def version() -> str:
    """A name for everything in the shell: it changes with any of it."""
    from backspotter.web.pages import environment

    parts = [*_files(), _text(WORKER), str(signs()), str(emergency_cards()), str(onsets())]
    source, _, _ = environment().loader.get_source(environment(), "offline.html")  # type: ignore[union-attr]
    return sha256("\n".join((*parts, source)).encode("utf-8")).hexdigest()[:12]


def _files() -> list[str]:
    return [static_address(name) for name in KEPT if has_static(name)]


def _text(name: str) -> str:
    return STATIC.joinpath(name).read_text(encoding="utf-8")


def _manifest() -> dict[str, Any]:
    return {
        "id": "/",
        "name": "Backspotter",
        "short_name": "Backspotter",
        "description": "A spotter for your lower back",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": TEAL,
        "icons": [
            _icon("192", "192x192", "any"),
            _icon("512", "512x512", "any"),
            _icon("512-maskable", "512x512", "maskable"),
        ],
    }


def _icon(name: str, sizes: str, purpose: str) -> dict[str, str]:
    src = static_address(f"icons/{name}.png")
    return {"src": src, "sizes": sizes, "type": "image/png", "purpose": purpose}
