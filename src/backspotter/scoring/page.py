"""A score as files: a page in Markdown, pictures, and the JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final

from backspotter.exports.score_picture import error_picture, share_picture
from backspotter.scoring import words
from backspotter.scoring.document import document
from backspotter.scoring.figures import SIDE_ON
from backspotter.scoring.score import Score

PICTURES: Final = {
    "lumbar-change.svg": "lumbar.change",
    "trunk-angle.svg": "angle.trunk",
    "hip-angle.svg": "angle.hip",
    "knee-angle.svg": "angle.knee",
    "range-of-motion.svg": "bar.rom",
    "bar-speed.svg": "bar.mean_velocity",
}
"""Errors drawn group by group."""

SHARES: Final = "shares.svg"


def files(score: Score) -> dict[str, str]:
    """Every file by its name."""
    drawn = pictures(score)
    page = "# Score\n\n" + "\n\n".join(sections(score, drawn)) + "\n"
    text = json.dumps(document(score), indent=1, ensure_ascii=False) + "\n"
    return {"score.md": page, "score.json": text, **drawn}


def pictures(score: Score) -> dict[str, str]:
    """The pictures that there is something to draw in, as SVG."""
    drawn = {
        name: error_picture(score, figure)
        for name, figure in PICTURES.items()
        if any(found.n for found in score.of() if found.figure.id == figure)
    }
    return {**drawn, SHARES: share_picture(score.aimed(), below=words.in_one_line(score))}


def sections(score: Score, drawn: Iterable[str], *, folder: str = "") -> list[str]:
    """The parts of a page, in Markdown.

    Parameters
    ----------
    drawn : names of the pictures there are, in ``folder`` as seen from the page
    """
    found = [f"{words.in_one_line(score)}.", words.READING, table(words.HEAD, words.rows(score))]
    if faults := words.fault_rows(score.faults(SIDE_ON)):
        found += ["## Faults, side on", table(words.FAULT_HEAD, faults)]
    found += ["## Group by group"]
    found += [table(words.group_head(way), words.group_rows(score, way)) for way in score.ways]
    found += [f"![{_said(name)}]({folder}{name})" for name in drawn]
    if score.notes:
        found += ["## What could not be scored", "\n".join(f"- {note}" for note in score.notes)]
    return found


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in lines)


def _said(name: str) -> str:
    return f"Picture: {name.removesuffix('.svg').replace('-', ' ')}, group by group"
