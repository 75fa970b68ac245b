"""The server: every tool, and what an assistant is told before it uses one."""

from __future__ import annotations

from typing import Final

from mcp.server import MCPServer

from backspotter import __version__
from backspotter.mcp.replies import in_one_line
from backspotter.mcp.tools import ALL

INSTRUCTIONS: Final = """Backspotter tells soreness from injury after deadlifting. It is not a \
diagnosis, and it never replaces being seen.

- Pass on the level and what to do now word for word. Never lower a level, and never leave out or \
soften a line of an emergency: say it first.
- What was not asked is unknown, never no. While so_far is true, ask on with next_question.
- Numbers of loads are estimates with a band, not limits and not risks.
- Everything runs on this machine; nothing is kept unless keep is true or track_add is called."""


def server() -> MCPServer:
    """A server with every tool, which speaks to nobody yet."""
    made = MCPServer("backspotter", instructions=INSTRUCTIONS, version=__version__)
    for tool in ALL:
        made.tool()(in_one_line(tool))
    return made


def run() -> None:
    """Serve on standard input and output until the other side hangs up."""
    server().run("stdio")
