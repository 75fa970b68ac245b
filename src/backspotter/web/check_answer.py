"""The answer to a check: what to do first, and everything behind it one tap away."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from backspotter.app.check_again import again_after
from backspotter.app.checks_counted import counted_check
from backspotter.app.flags import open_flags
from backspotter.app.keeping import KeptAnswer
from backspotter.journal.records import CheckInKept, Flag
from backspotter.levels import Level
from backspotter.triage.check_in import as_document
from backspotter.web.answer_view import view_of
from backspotter.web.call_now import call_now
from backspotter.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/check/answer/{id:int}")
def answer(request: Request, id: int) -> Response:
    """The answer of one check of this person, as it counts."""
    found = counted_check(id)
    if found is None:
        raise HTTPException(404)
    return _show(request, found, flags=open_flags())


def show_unkept(request: Request, done: KeptAnswer) -> Response:
    """An answer that could not be kept: it counts all the same."""
    return _show(request, value_of(request, done), trouble=done.trouble)


def value_of(request: Request, done: KeptAnswer) -> CheckInKept:
    """An answer that is not kept, as one that is would be."""
    answer = done.answer
    level, now = answer.assessment.level, request.app.state.settings.now()
    return CheckInKept(
        at=now,
        answers=as_document(answer.assessment.check_in),
        level=level,
        level_alone=level,
        answer=answer.document(),
        engine="",
        country=answer.country,
    )


def _show(
    request: Request, kept: CheckInKept, *, flags: Sequence[Flag] = (), trouble: str = ""
) -> Response:
    first = next(iter(flags), None)
    says_more = first if first is not None and first.level > kept.level else None
    template = "answer_emergency.html" if kept.level is Level.emergency else "answer.html"
    view = view_of(kept, again=again_after(kept, now=request.app.state.settings.now()))
    return page(
        request,
        template,
        kept=kept,
        view=view,
        flags=flags,
        trouble=trouble,
        says_more=says_more,
        now=call_now() if says_more is not None else None,
    )
