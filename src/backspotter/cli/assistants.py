"""``backspotter mcp``: the same for assistants, over the Model Context Protocol."""

from __future__ import annotations

from backspotter.errors import InputError


def mcp() -> int:
    """Serve tools to an assistant on standard input and output, until it hangs up.

    An assistant starts this command itself. Nothing listens on the network, and nothing is kept
    unless the assistant asks for it; --journal FILE chooses where.
    """
    from importlib.util import find_spec

    if find_spec("mcp") is None:
        do = "pip install 'backspotter[assistants]'"
        raise InputError("mcp", given="no mcp", expected="the assistants' packages", do=do)
    from backspotter.mcp.server import run

    run()
    return 0
