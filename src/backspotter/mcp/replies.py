"""What a tool gives back: a document with plain lines; and an error of one line."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any, ParamSpec

from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import CallToolResult, TextContent

from backspotter.errors import BackspotterError

OUR_FAULT = "Our fault: this could not be done. Nothing that was entered before is lost."
Asked = ParamSpec("Asked")


def reply(document: dict[str, Any], words: str = "") -> CallToolResult:
    """A document, with plain lines before it where there are some."""
    texts = [words] if words else [json.dumps(document, ensure_ascii=False)]
    content = [TextContent(type="text", text=each) for each in texts]
    return CallToolResult(content=[*content], structured_content=document)


def in_one_line(tool: Callable[Asked, CallToolResult]) -> Callable[Asked, CallToolResult]:
    """The tool, with whatever goes wrong said in one line."""

    @functools.wraps(tool)
    def told(*given: Asked.args, **named: Asked.kwargs) -> CallToolResult:
        try:
            return tool(*given, **named)
        except BackspotterError as error:
            raise ToolError(str(error)) from None
        except Exception:  # what a person said may be in its words
            raise ToolError(OUR_FAULT) from None

    return told
