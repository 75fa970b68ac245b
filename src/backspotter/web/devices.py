"""The pages of the local network: come in, trust this server, which devices are in."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final

import segno
from fastapi import APIRouter, Form, HTTPException, Path, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from backspotter.web.gate import Gate, device_of, let_in, let_out
from backspotter.web.pages import page

router = APIRouter(include_in_schema=False)

AUTHORITY_FILE: Final = "/trust/backspotter-authority.crt"
WRONG: Final = (
    "This code is not the one on the console, or it was used before. "
    "Scan the one that the console shows now."
)
SYSTEMS: Final = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS X", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip
BROWSERS: Final = (
    ("EdgA?/", "Edge"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/|FxiOS/", "Firefox"),
    ("Chrome/|CriOS/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip


@router.get("/enter")
def ask_to_enter(request: Request, code: str = "") -> HTMLResponse:
    """Where the code on the console leads; it is used with the button, not by looking."""
    _gate(request)
    return page(request, "enter.html", code=code, words="")


@router.post("/enter")
def enter(request: Request, code: Annotated[str, Form(max_length=200)] = "") -> Response:
    """Let this device in, once for each code."""
    gate, now = _gate(request), request.app.state.settings.now()
    secret = gate.enter(code, name_of(request.headers.get("user-agent", "")), now=now)
    if secret is None:
        return page(request, "enter.html", status=403, code="", words=WRONG)
    done = RedirectResponse("/", status_code=303)
    let_in(done, secret)
    return done


@router.get("/trust")
def trust(request: Request) -> HTMLResponse:
    """How a phone or a computer is told to trust this server."""
    gate = _gate(request)
    return page(request, "trust.html", fingerprint=gate.fingerprint, file=AUTHORITY_FILE)


@router.get(AUTHORITY_FILE)
def authority(request: Request) -> Response:
    """The certificate to trust, as phones take it."""
    return Response(_gate(request).authority, media_type="application/x-x509-ca-cert")


@router.get("/devices")
def devices(request: Request) -> HTMLResponse:
    """The devices that are in."""
    return _devices(request)


@router.post("/devices/code")
def another(request: Request) -> HTMLResponse:
    """A new code, to scan with the device that is to come in."""
    _refuse_others(request)
    code = _gate(request).open_once()
    address = f"{request.url.scheme}://{request.url.netloc}/enter?code={code}"
    return _devices(request, picture=picture_of(address), address=address)


@router.post("/devices/{id}/out")
def out(request: Request, id: Annotated[int, Path(ge=1)]) -> Response:
    """Let a device out."""
    _refuse_others(request)
    own = device_of(request)
    if not _gate(request).devices.let_out(id):
        raise HTTPException(404)
    done = RedirectResponse("/devices", status_code=303)
    if own is not None and own.id == id:
        let_out(done)
    return done


def name_of(agent: str) -> str:
    """A device as a person would call it, from what its browser says of itself."""
    system = next((name for mark, name in SYSTEMS if mark in agent), "a device")
    browser = next((name for mark, name in BROWSERS if re.search(mark, agent)), "a browser")
    return f"{browser} on {system}"


def picture_of(address: str) -> Markup:
    """An address as a code to scan: drawn without a colour of its own, so it is always dark."""
    drawn = segno.make(address, micro=False, error="m")
    svg = drawn.svg_inline(border=4, scale=5, dark="#000", light="#fff", omitsize=True)
    return Markup(svg)


def _refuse_others(request: Request) -> None:
    """Where several people have accounts, devices are the owner's to let in and out."""
    who = getattr(request.state, "who", None)
    if request.app.state.settings.accounts and (who is None or who.role != "owner"):
        raise HTTPException(404)


def _devices(request: Request, **more: Any) -> HTMLResponse:
    _refuse_others(request)
    gate: Gate | None = request.app.state.settings.gate
    now = request.app.state.settings.now()
    own = device_of(request)
    shown = {"picture": "", "address": "", **more}
    are_in = [] if gate is None else gate.devices.are_in(now=now)
    return page(request, "devices.html", gate=gate, devices=are_in, own=own, **shown)


def _gate(request: Request) -> Gate:
    gate: Gate | None = request.app.state.settings.gate
    if gate is None:
        raise HTTPException(404)
    return gate
