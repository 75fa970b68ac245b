"""The terminal: what may be printed on it, how wide it is, and how a line is asked for."""

from __future__ import annotations

import sys
from contextlib import suppress
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from backspotter.errors import BackspotterError

if TYPE_CHECKING:
    from rich.console import Console

NARROWEST = 40
WIDEST = 100
LONGEST_QUOTE = 80
PROMPT = "> "
STANDS_FOR = "\N{REPLACEMENT CHARACTER}"


class Left(BackspotterError):
    """The person stopped before there was an answer."""

    exit_code = 130


class Back(Exception):
    """The person wants the page before this one."""


def clean(text: str, *, longest: int = LONGEST_QUOTE) -> str:
    """Someone else's words in one printable line: nothing in it moves, hides or colours text."""
    one_line = " ".join(text.split())
    printable = "".join(c if c.isprintable() else STANDS_FOR for c in one_line)
    return printable if len(printable) <= longest else printable[: longest - 1] + "…"


def forgiving_output() -> None:
    """Let a terminal without a letter show a question mark for it, rather than stop."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def make_console(*, on_stderr: bool = False) -> Console:
    """A console between 40 and 100 columns wide that prints words as they are."""
    from rich.console import Console

    class Printer(Console):
        def on_broken_pipe(self) -> None:
            raise  # as it came; rich would end the program here, and with the code for our fault

    columns, rows = get_terminal_size()
    width = min(max(columns, NARROWEST), WIDEST)
    # rich takes a width of ours for a plain terminal only when it comes with a height
    return Printer(
        stderr=on_stderr, width=width, height=rows, markup=False, emoji=False, highlight=False
    )


def hanging(console: Console, mark: str, words: str, *, style: str = "", indent: int = 0) -> None:
    """Print words wrapped, with the lines after the first set under the first word."""
    from rich.text import Text

    margin = " " * indent + mark
    for line in Text(words, style=style).wrap(console, console.width - len(margin)):
        line.rstrip()
        console.print(Text(margin) + line, soft_wrap=True)
        margin = " " * len(margin)


def has_person() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()


def read_line(console: Console) -> str:
    """One line that was typed, without spaces at its ends.

    Raises
    ------
    Left : the input ended
    """
    while True:
        try:
            return _typed(console).strip()
        except UnicodeDecodeError:
            console.print("That could not be read. Once more, please.")
        except EOFError:
            console.print()
            raise Left("stopped") from None


def _typed(console: Console) -> str:
    if not console.stderr and sys.stdout.isatty():
        with suppress(ImportError):
            import readline  # noqa: F401  lets the arrow keys move in the line
        return input(PROMPT)
    console.print(PROMPT, end="", soft_wrap=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def ask(console: Console, how: str) -> str:
    """One answer to a question; empty for skipped.

    Parameters
    ----------
    how : what may be typed

    Raises
    ------
    Left : ``q``, or the input ended
    Back : ``b``
    """
    hanging(console, "", how, style="dim")
    answer = read_line(console)
    if answer.lower() in ("q", "quit"):
        raise Left("stopped")
    if answer.lower() in ("b", "back"):
        raise Back
    return answer
