"""Style sheets, scripts and pictures of ours, and where other packages' scripts are put."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

A_YEAR = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"


class KeptFiles(StaticFiles):
    """Files that a browser may keep: for good where the address names their content."""

    def __init__(self) -> None:
        super().__init__(packages=[("backspotter.web", "static")])

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with how long it may be kept."""
        response = await super().get_response(path, scope)
        named: Any = scope.get("query_string", b"")
        response.headers["cache-control"] = A_YEAR if named.startswith(b"v=") else AN_HOUR
        return response
