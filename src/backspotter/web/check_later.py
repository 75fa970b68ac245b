"""A check that a device made while it could not reach this server, sent once it can."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from backspotter.app.check_sent_later import kept_later
from backspotter.app.documents import json_from
from backspotter.errors import BackspotterError, InputError

router = APIRouter(include_in_schema=False)


async def body(request: Request) -> bytes:
    """What was sent, as it came; its size was limited before."""
    return await request.body()


@router.post("/check/offline")
def sent_later(request: Request, given: Annotated[bytes, Depends(body)]) -> JSONResponse:
    """Keep a check that was made before now, exactly once.

    Takes JSON: ``{"key", "at", "check_in", "text"}``, of which one of the last two may be missing.

    - ``key``: 16 to 64 letters, digits and hyphens, made by the device when the check was made.
      Sent again under the same key, nothing is kept anew and the same answer comes back.
    - ``at``: when the check was made, ISO 8601 with its zone, such as
      ``2026-03-02T18:30:00+01:00``; not in the future, at most 14 days ago.
    - ``check_in``: fields and values as docs/check-in.schema.json has them; ``text``: the person's
      own words, at most 20,000 characters. Both together are one check.

    Answers 200 with ``{"id", "url", "not_read"}``: the number of the check, the page with its
    answer, and why the words count for nothing where only the rest could be judged; else empty. 422
    with ``{"error"}``, one line, where it cannot be used: sending it again is of no use. 503 with
    ``{"error"}`` where it could not be kept: to be sent again later. 401 with
    ``{"error"}`` where people sign in and nobody is: to be sent again after that.
    """
    try:
        document = json_from(given, what="check")
        done = kept_later(document, now=request.app.state.settings.now())
    except BackspotterError as error:
        status = 422 if isinstance(error, InputError) else 503
        return JSONResponse({"error": str(error)}, status_code=status)
    url = f"/check/answer/{done.id}"
    return JSONResponse({"id": done.id, "url": url, "not_read": done.not_read})
