"""The HTTP API of the check: assess, ask next, keep, read back."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Request, Response
from fastapi.responses import JSONResponse
from pydantic import ConfigDict, Field, WithJsonSchema, model_validator

from backspotter.app.check import Answer, check_document, check_text
from backspotter.app.checks_kept import check_of, keep_once
from backspotter.app.documents import MAX_TEXT_CHARS
from backspotter.app.next_question import next_question_document
from backspotter.app.profile import country_now
from backspotter.app.when import time_from
from backspotter.web.api_documents import (
    TOO_LARGE,
    TROUBLES,
    UNKNOWN,
    Closed,
    DocumentRoute,
    Id,
    IdempotencyKey,
    by_name,
    examples,
    gives,
    not_there,
)

router = APIRouter(
    prefix="/api/v1", tags=["check"], route_class=DocumentRoute, responses=TROUBLES | TOO_LARGE
)
WHOSE: Final = "two letters: whose numbers to call; those of the profile's country without it"

CheckIn = Annotated[dict[str, Any], by_name("CheckIn")]
Country = Annotated[str, Field(pattern="^([A-Za-z]{2})?$", description=WHOSE)]
Text = Annotated[
    str | None,
    Field(max_length=MAX_TEXT_CHARS),
    WithJsonSchema({"type": "string", "maxLength": MAX_TEXT_CHARS, "description": "own words"}),
]
ONE_OF_BOTH: Final[dict[str, Any]] = {"oneOf": [{"required": ["check_in"]}, {"required": ["text"]}]}
DULL: Final = {"onset": "next_day", "hours_since_lift": 30, "pain_now": 4, "saddle_numb": "no"}
WRITTEN: Final = "5x5 deadlifts yesterday, today my lower back is sore on both sides, a dull ache."
TOLD: Final = examples(answers={"check_in": DULL}, words={"text": WRITTEN, "country": "GB"})


class Told(Closed):
    """A check-in as a document or as free text: one of them."""

    model_config = ConfigDict(json_schema_extra=ONE_OF_BOTH)

    check_in: Annotated[dict[str, Any] | None, by_name("CheckIn")] = None
    text: Text = None
    country: Country = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> Told:
        given = self.model_fields_set & {"check_in", "text"}
        if len(given) != 1 or getattr(self, given.pop()) is None:
            raise ValueError("either check_in or text")
        return self

    def answer(self) -> Answer:
        """The answer to it.

        Raises
        ------
        InputError : an unknown field, an impossible value
        """
        if self.text is not None:
            return check_text(self.text, country_now(self.country))
        return check_document(self.check_in, country_now(self.country))


class ToKeep(Told):
    """A check-in to keep."""

    at: str = Field("", description="when it was given, with its zone; now without it")


class SoFar(Closed):
    """The answers so far, and what was asked in vain."""

    check_in: CheckIn = Field(default_factory=dict)
    country: Country = ""
    skipped: list[str] = Field(
        default_factory=list, max_length=200, description="fields asked that stay unknown"
    )


@router.post("/assess", responses=gives("Answer", "The answer; nothing is kept."))
def assess(told: Annotated[Told, Body(openapi_examples=TOLD)]) -> Response:
    """How soon somebody should look at this back, why, and what to do now."""
    return JSONResponse(told.answer().document())


@router.post("/next-question", responses=gives("NextQuestion", "The level so far, and a question."))
def next_question(
    told: Annotated[SoFar, Body(openapi_examples=examples(first={}, later={"check_in": DULL}))],
) -> Response:
    """What to ask next: a question whose answer could still change the level, or none.

    Put the answers into ``check_in`` and what was left unknown into ``skipped``, and ask again.
    """
    found = next_question_document(told.check_in, country=told.country, skipped=told.skipped)
    return JSONResponse(found)


@router.post(
    "/check-ins",
    status_code=201,
    responses=gives("KeptCheck", "It was kept.", 201)
    | gives("KeptCheck", "It came before under this key; nothing was kept again."),
)
def keep(
    request: Request,
    told: Annotated[ToKeep, Body(openapi_examples=TOLD)],
    key: Annotated[str | None, IdempotencyKey] = None,
) -> Response:
    """Assess a check-in beside the flags that are open, and keep it with those that it raises.

    What cannot be judged, such as a text that says nothing of a back, is refused and not kept.
    """
    now = request.app.state.settings.now()
    at = time_from(told.at, now=now) if told.at else now
    sent = keep_once(told.answer(), key or "", at=at, now=now)
    return JSONResponse(check_of(sent.id), status_code=201 if sent.is_new else 200)


@router.get(
    "/check-ins/{id}",
    responses=gives("KeptCheck", "As it counts, without what was taken back as a mistake.")
    | UNKNOWN,
)
def kept(id: Annotated[int, Id]) -> Response:
    """A check-in that was kept."""
    found = check_of(id)
    if found is None:
        raise not_there()
    return JSONResponse(found)
