"""What a program's token has to be good for, route by route, and how that is said and held."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

from fastapi import HTTPException, Request

from backspotter.app.tokens import SCOPES

NEEDS: Final[dict[str, frozenset[str]]] = {
    route: frozenset(scopes.split())
    for route, scopes in {
        # what computes and keeps nothing needs a token of any kind, where one is needed at all
        "GET /api/v1/health": "",
        "POST /api/v1/assess": "",
        "POST /api/v1/next-question": "",
        "GET /api/v1/rules": "",
        "GET /api/v1/rules/{id}": "",
        "POST /api/v1/spine/compare": "",
        "POST /api/v1/spine/posture": "",
        "POST /api/v1/spine/rep": "",
        "POST /api/v1/spine/sets": "",
        "POST /api/v1/check-ins": "answers:write",
        "GET /api/v1/check-ins/{id}": "answers:read",
        "GET /api/v1/track": "answers:read course:read",
        "POST /api/v1/track": "course:write",
        "GET /api/v1/films": "films:read",
        "GET /api/v1/films/{id}": "films:read",
        "GET /api/v1/film-jobs": "films:read",
        "GET /api/v1/film-jobs/{id}": "films:read",
        "POST /api/v1/film-jobs": "films:write",
        "POST /api/v1/film-jobs/{id}/cancel": "films:write",
        "GET /api/v1/log": "log:read",
        "POST /api/v1/sets": "log:write",
        "POST /api/v1/nights": "log:write",
        "GET /api/v1/plan": "plan:read",
        "GET /api/v1/profile": "profile:read",
        "PATCH /api/v1/profile": "profile:read profile:write",
    }.items()
}
"""By method and path. A route that is missing here is closed to every token."""

ABOUT: Final = "A token that a person makes under You, Programs. What it may be good for: "


async def refuse_out_of_scope(request: Request) -> None:
    """Raise where a program's token is not good for the route that it calls.

    Raises
    ------
    HTTPException : it is not
    """
    has: frozenset[str] | None = getattr(request.state, "scopes", None)
    if has is None:
        return
    path = str(getattr(request.scope.get("route"), "path", ""))
    needed = NEEDS.get(f"{request.method} {_plain(path)}")
    if needed is None:
        raise HTTPException(HTTPStatus.FORBIDDEN, "no token is good for this; sign in")
    if not needed <= has:
        listed = " ".join(sorted(needed))
        words = f"token: got one for {' '.join(sorted(has))}, expected one for {listed}"
        said = f'Bearer error="insufficient_scope", scope="{listed}"'
        raise HTTPException(HTTPStatus.FORBIDDEN, words, {"WWW-Authenticate": said})


def add_security(document: dict[str, Any], *, is_open: bool) -> None:
    """Say in an OpenAPI document what each route needs.

    Parameters
    ----------
    is_open : whether programs of this machine may call without anything
    """
    listed = "; ".join(f"`{name}`: {words.lower()}" for name, words in SCOPES.items())
    document["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": f"{ABOUT}{listed}."}
    }
    for route, operation in _operations(document):
        needed = NEEDS.get(route)
        ways = [] if needed is None else [{"token": sorted(needed)}]
        operation["security"] = [*ways, *([{}] if is_open else [])]


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield f"{method.upper()} {path}", operation


def _plain(path: str) -> str:
    """A path as the document has it: ``{id:path}`` is ``{id}``."""
    return path.replace(":path}", "}").replace(":int}", "}")
