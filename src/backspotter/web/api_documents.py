"""What the HTTP API takes and gives: published schemas, strict JSON, errors of one line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any, Final

from fastapi import Header, HTTPException, Path, Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, WithJsonSchema

from backspotter.app.documents import json_from
from backspotter.errors import InputError
from backspotter.journal.sent import KEY

HALF_CHARACTER: Final = re.compile(rb"\\u[dD][89a-fA-F]")
LARGEST_ID: Final = 2**31 - 1

Id = Path(ge=1, le=LARGEST_ID)
IdempotencyKey = Header(
    alias="Idempotency-Key",
    pattern=f"^{KEY.pattern}$",
    description="Yours, such as a UUID: the same request under it again changes nothing and "
    "gives the same answer.",
)


class Closed(BaseModel):
    """A document with these fields and no others, each of just its kind."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class Trouble(BaseModel):
    """What went wrong, in one line: what was given, what was expected, what to do."""

    error: str


TROUBLES: Final[dict[int | str, dict[str, Any]]] = {
    401: {"model": Trouble, "description": "A token that does not count, or none where one must."},
    403: {"model": Trouble, "description": "The token is not good for this."},
    429: {"model": Trouble, "description": "Too many wrong tokens of late; wait."},
    422: {"model": Trouble, "description": "It cannot be used; nothing was done."},
    503: {"model": Trouble, "description": "The journal cannot be read or written just now."},
}
TOO_LARGE: Final[dict[int | str, dict[str, Any]]] = {
    413: {"model": Trouble, "description": "More than a megabyte."},
}
UNKNOWN: Final[dict[int | str, dict[str, Any]]] = {
    404: {"model": Trouble, "description": "You have nothing under this number."},
}


class StrictJson(Request):
    """A request whose JSON is read as every document is: no NaN, no name twice, no depth."""

    async def json(self) -> Any:
        """The value in the body."""
        given = await self.body()
        try:
            _refuse_unspeakable(given)
            return json_from(given, what="request")
        except InputError as error:
            raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from None


class DocumentRoute(APIRoute):
    """A route whose body is such a document."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, given a request that reads strictly."""
        answer = super().get_route_handler()

        async def read(request: Request) -> Response:
            return await answer(StrictJson(request.scope, request.receive))

        return read


def _refuse_unspeakable(given: bytes) -> None:
    if HALF_CHARACTER.search(given):
        try:
            json.dumps(json_from(given, what="request"), ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError:
            raise InputError("request", given="half a character", expected="whole ones") from None


def gives(schema: str, words: str, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """How an answer is told of in the OpenAPI document, by its published schema."""
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {status: {"description": words, "content": content}}


def by_name(schema: str) -> WithJsonSchema:
    """A part of a request that one of our own readers checks, by its published schema."""
    return WithJsonSchema({"allOf": [{"$ref": f"#/components/schemas/{schema}"}]})


def examples(**values: Any) -> dict[str, Any]:
    """Examples of a request by name, which the tests send as they stand."""
    return {name: {"summary": name, "value": value} for name, value in values.items()}


def not_there() -> HTTPException:
    """The error for what this person has not."""
    return HTTPException(HTTPStatus.NOT_FOUND)
