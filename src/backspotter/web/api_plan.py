"""The HTTP API of what follows: the plan, what the back carries, films, the person, the rules."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from backspotter.app.films_kept import film_document, films_document
from backspotter.app.given_as import a_day
from backspotter.app.journal_history import for_a_plan
from backspotter.app.profile import changed, known, profile_document
from backspotter.app.when import start_of
from backspotter.errors import InputError
from backspotter.spine.body import HEIGHT_M, MASS_KG
from backspotter.web.api_documents import (
    TOO_LARGE,
    TROUBLES,
    UNKNOWN,
    Closed,
    DocumentRoute,
    Id,
    examples,
    gives,
    not_there,
)

router = APIRouter(
    prefix="/api/v1", tags=["plan"], route_class=DocumentRoute, responses=TROUBLES | TOO_LARGE
)


class Said(Closed):
    """What a person says of themselves anew; what is not named stays as it is."""

    height_m: float | None = Field(None, ge=HEIGHT_M[0], le=HEIGHT_M[1])
    mass_kg: float | None = Field(None, ge=MASS_KG[0], le=MASS_KG[1])
    sex: Literal["", "female", "male"] = ""
    birth_year: int | None = Field(None, ge=1900, le=2200)
    units: Literal["", "kg", "lb"] = ""
    bar: float | None = Field(None, ge=0, le=100, description="in rack_units")
    plates: list[Annotated[float, Field(ge=0.05, le=100)]] = Field(
        default_factory=list, max_length=40, description="one for each pair, in rack_units"
    )
    rack_units: Literal["", "kg", "lb"] = ""
    country: str = Field("", pattern="^([A-Za-z]{2})?$")


@router.get("/plan", responses=gives("Plan", "The plan of the day."))
def plan(
    request: Request,
    today: Annotated[
        str | None, Query(description="the day it is for, such as 2026-03-16; now without it")
    ] = None,
) -> Response:
    """What to do now, before lifting, and next session: with every reason that holds it back."""
    from backspotter.app.plan import plan as plan_of
    from backspotter.app.plan_out import plan_document

    now = request.app.state.settings.now()
    day = now if today is None else a_day("today", today)
    past = for_a_plan(now if today is None else start_of(day))
    return JSONResponse(plan_document(plan_of(past, today=day)))


@router.get("/profile", responses=gives("Profile", "What is known of the person."))
def profile() -> Response:
    """The profile; what was not said is null."""
    return JSONResponse(profile_document(known()))


@router.patch("/profile", responses=gives("Profile", "The profile as it stands now."))
def change_profile(
    request: Request,
    said: Annotated[Said, Body(openapi_examples=examples(body={"mass_kg": 84, "units": "kg"}))],
) -> Response:
    """Say something of the person anew."""
    told = said.model_dump()
    plates = ",".join(f"{each:g}" for each in told.pop("plates"))
    now = request.app.state.settings.now()
    return JSONResponse(profile_document(changed(now=now, plates=plates, **told)))


@router.get("/films", responses=gives("Films", "What was found in films, oldest first."))
def films() -> Response:
    """Every film that was read and kept, by number."""
    return JSONResponse(films_document())


@router.get("/films/{id}", responses=gives("Film", "What was found in this film.") | UNKNOWN)
def film(id: Annotated[int, Id]) -> Response:
    """The summary of one film."""
    found = film_document(id)
    if found is None:
        raise not_there()
    return JSONResponse(found)


@router.get("/rules", responses=gives("RuleBook", "Every rule, source and claim."))
def rules() -> Response:
    """The rule book."""
    from backspotter.app.rule_book import rule_book_document

    return JSONResponse(rule_book_document())


@router.get("/rules/{id:path}", responses=gives("Rule", "The row, and what it leans on.") | UNKNOWN)
def rule(
    id: Annotated[str, Path(description="as the rule book has it", max_length=200)],
) -> Response:
    """One row of the rule book with its sources written out."""
    from backspotter.app.rule_book import document_of, find

    try:
        return JSONResponse(document_of(find(id)))
    except InputError:
        raise not_there() from None
