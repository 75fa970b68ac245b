"""The HTTP API under /api/v1, and its OpenAPI document with the published schemas in it."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from fastapi import APIRouter, Depends, FastAPI
from fastapi.openapi.utils import get_openapi

from backspotter import __version__
from backspotter.app.checks_kept import kept_check_schema
from backspotter.app.film_jobs import job_schema, jobs_schema
from backspotter.app.film_schemas import film_summary_schema
from backspotter.app.films_kept import film_schema, films_schema
from backspotter.app.journal_documents import WHOLE, WHOLE_OR_NULL, journal_schema
from backspotter.app.next_question import next_question_schema
from backspotter.app.plan_schemas import plan_schema
from backspotter.app.schemas import TEXT, TEXTS, answer_schema, check_in_schema, object_of
from backspotter.app.spine_schemas import sets_schema, spine_schema, task_schema
from backspotter.web import api_check, api_films, api_plan, api_spine, api_track
from backspotter.web.api_documents import TROUBLES, Closed
from backspotter.web.scopes import add_security, refuse_out_of_scope

router = APIRouter(dependencies=[Depends(refuse_out_of_scope)])
"""Everything that is included here is held to what the caller's token is good for."""

DOCUMENT: Final = "/api/openapi.json"
ABOUT: Final = """Soreness or injury after deadlifting, and what to do now. Not a diagnosis.

Numbers have their unit in their name; times have their zone. What is null, left out or unknown was
not said, and is never read as no. An error is always `{"error": "one line"}`: what was given, what
was expected, what to do. The level and the wording of what to do now are meant to reach a person
unaltered.
"""


class Health(Closed):
    """That the server answers."""

    status: str
    version: str


@router.get("/api/v1/health", tags=["server"], responses=TROUBLES)
def health() -> Health:
    """Whether the server answers."""
    return Health(status="ok", version=__version__)


for _each in (
    api_check.router,
    api_track.router,
    api_plan.router,
    api_films.router,
    api_spine.router,
):
    router.include_router(_each)


def add_document(app: FastAPI, *, is_open: bool) -> None:
    """Make an application describe itself with the schemas that are published under docs/.

    Parameters
    ----------
    is_open : whether programs of this machine may call without anything
    """

    @cache
    def document() -> dict[str, Any]:
        whole = get_openapi(
            title=app.title, version=app.version, description=ABOUT, routes=app.routes
        )
        whole["components"]["schemas"].update(published())
        add_security(whole, is_open=is_open)
        return whole

    app.openapi = document  # type: ignore[method-assign]


def published() -> dict[str, Any]:
    """The schemas of documents, by the name that the OpenAPI document gives them."""
    journal = journal_schema()["$defs"]
    loads, rep, changes, session = spine_schema()["anyOf"]
    flag = journal["flags"]["properties"]["flags"]["items"]
    named = {
        "CheckIn": check_in_schema(),
        "Answer": answer_schema(),
        "NextQuestion": next_question_schema(),
        "KeptCheck": kept_check_schema(flag),
        "Track": journal["track"],
        "Added": object_of({"added": {"type": "array", "items": WHOLE}, "corrects": WHOLE_OR_NULL}),
        "Log": journal["log"],
        "Profile": journal["profile"],
        "Plan": plan_schema(),
        "SpineTask": task_schema(),
        "Lifter": task_schema()["properties"]["lifter"],
        "SpineSets": sets_schema(),
        "SpineLoads": loads,
        "SpineRep": rep,
        "SpineCompare": changes,
        "SpineSession": session,
        "Films": films_schema(),
        "Film": film_schema(),
        "FilmSummary": film_summary_schema(),
        "FilmJobs": jobs_schema(),
        "FilmJob": job_schema(),
        "RuleBook": object_of({"rows": {"type": "array", "items": _row(TEXTS)}}),
        "Rule": _row({"type": "array", "items": _row(None)}),
    }
    return {name: _plain(schema) for name, schema in named.items()}


def _row(leans_on: dict[str, Any] | None) -> dict[str, Any]:
    """A row of the rule book: its own labels differ from kind to kind."""
    fields: dict[str, Any] = dict.fromkeys(("id", "kind", "words"), TEXT)
    if leans_on is not None:
        fields |= {"sources": leans_on, "claims": leans_on}
    return {**object_of(fields), "additionalProperties": True}


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in schema.items() if name != "$schema"}
