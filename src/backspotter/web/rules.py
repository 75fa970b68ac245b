"""Rule book: every rule, number and source; each can be linked to by its id."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from backspotter.app.rule_book import entries
from backspotter.app.rule_groups import groups
from backspotter.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/rules")
def rules(request: Request) -> HTMLResponse:
    """The whole book on one page."""
    return page(request, "rules.html", groups=groups(), count=len(entries()))
