"""What a benchmark printed, put in its place on a page: between two comments that name it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "team-load.md"


def write_section(name: str, text: str, page: Path = PAGE) -> None:
    """Puts text between ``<!-- name -->`` and ``<!-- end of name -->``.

    Raises
    ------
    ValueError : the page has no such place
    """
    begins, ends = f"<!-- {name} -->", f"<!-- end of {name} -->"
    before, found, rest = page.read_text(encoding="utf-8").partition(begins)
    _, closed, after = rest.partition(ends)
    if not found or not closed:
        raise ValueError(f"{page.name} has no place for {name}")
    whole = f"{before}{begins}\n{text.strip()}\n{ends}{after}"
    page.write_text(whole, encoding="utf-8", newline="\n")
