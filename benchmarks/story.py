"""``python -m benchmarks.story FILE …``: how the story of a sore back is read, by counts alone.

A file has one statement a row, with the field and value that it says (``training/story``); the
value ``unknown`` marks a trap, which only seems to say something of that field. Nothing of the
texts is shown, so that what is kept for counting stays unread. Without a file, the rows of
``training/story`` are counted, which the small model has learned from: that flatters.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import backspotter as bs
from benchmarks.shares import Share
from benchmarks.tables import table

SEEN = Path(__file__).parents[1] / "training" / "story"
UNKNOWN = "unknown"
TRAPS = "traps left alone"
NOTHING: tuple[object, ...] = (UNKNOWN, None, frozenset())
"""What a field has of which nothing was read."""

HOURS_APART = 6.0
"""How far the hours since the lift may be off [h], or by ``SHARE_APART`` where that is more."""

SHARE_APART = 0.15
DAYS_SHARE, DAYS_APART, SCORE_APART = 0.2, 0.5, 0.5


def main() -> int:
    """Count each file and show its table."""
    options = argparse.ArgumentParser(
        prog="python -m benchmarks.story", description="Count how statements of the story are read."
    )
    options.add_argument("files", nargs="*", type=Path, metavar="FILE", help="rows as JSON lines")
    files = options.parse_args().files or sorted(SEEN.glob("*.jsonl"))
    for file in files:
        print(shown(file.name, counted(rows(file))), end="\n\n")
    return 0


def rows(file: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file."""
    return (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line)


def counted(given: Iterable[dict[str, Any]]) -> dict[str, Share]:
    """How many facts of each field are read as they are told, and how many traps are left alone."""
    hits: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in given:
        check_in = bs.read(row["text"]).check_in
        for field, value in facts(row):
            got = getattr(check_in, field)
            kind = TRAPS if value == UNKNOWN else field
            total[kind] += 1
            hits[kind] += got in NOTHING if value == UNKNOWN else is_read(field, value, got)
    return {kind: Share(hits[kind], count) for kind, count in sorted(total.items())}


def facts(row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What one row says: field and value."""
    yield row["field"], row["value"]
    yield from ((field, value) for field, value in row.get("also", ()))


def is_read(field: str, value: Any, got: Any) -> bool:
    """Whether a field was read as it was told; numbers may be a little off."""
    if isinstance(got, frozenset):
        side_left_out = str(value).endswith("paraspinal") and "paraspinal" in got
        return value in got or (field == "regions" and side_left_out)
    if got is None or isinstance(got, str):
        return bool(got == value)
    apart = abs(got - float(value))
    if field == "hours_since_lift":
        return bool(apart <= max(HOURS_APART, SHARE_APART * float(value)))
    if field == "pain_days":
        return bool(apart <= DAYS_SHARE * float(value) + DAYS_APART)
    return bool(apart <= SCORE_APART)


def shown(name: str, found: dict[str, Share]) -> str:
    """The table of one file, all facts together first."""
    told = [share for kind, share in found.items() if kind != TRAPS]
    every = Share(sum(s.hits for s in told), sum(s.of for s in told))
    lines = [("all facts", every.words())]
    lines += [(kind, f"{share.hits} of {share.of}") for kind, share in found.items()]
    return table((name, "read as told"), lines)


if __name__ == "__main__":
    sys.exit(main())
