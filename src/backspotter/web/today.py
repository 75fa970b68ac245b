"""Today: how is your back?"""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from backspotter.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/")
def today(request: Request) -> HTMLResponse:
    """The first screen."""
    return page(request, "today.html")
