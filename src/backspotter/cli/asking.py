"""Now, for the commands; JSON out; and the one question before something large is done."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from backspotter.cli.terminal import has_person, make_console, read_line
from backspotter.errors import InputError


def clock() -> datetime:
    """Now, with the zone of this machine."""
    return datetime.now(UTC).astimezone()


def print_json(document: dict[str, Any]) -> int:
    """Print one document, and give the exit code for done."""
    print(json.dumps(document, indent=2, ensure_ascii=False))
    return 0


def agreed(command: str, question: str, *, yes: bool, on_stderr: bool = False) -> bool:
    """Whether the person agrees, or said so before.

    Raises
    ------
    InputError : there is nobody to ask, and nobody said so
    """
    if yes:
        return True
    if not has_person():
        raise InputError(command, given="nobody to ask", expected="--yes", do="it was not done")
    console = make_console(on_stderr=on_stderr)
    console.print(f"{question} (y/N)")
    return read_line(console).lower() in ("y", "yes")
