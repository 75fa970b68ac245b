"""``python -m benchmarks [--json] [--write]``: measure everything, and show it on one page."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.measured import measure
from benchmarks.page import page

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def main() -> int:
    """Measure everything and show it."""
    options = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the check.")
    options.add_argument("--json", action="store_true", help="print the numbers as JSON")
    options.add_argument("--write", action="store_true", help="write docs/benchmarks.md too")
    chosen = options.parse_args()
    found = measure()
    shown = page(found)
    if chosen.write:
        PAGE.write_text(shown, encoding="utf-8")
        print(f"wrote {PAGE.relative_to(PAGE.parents[1])}", file=sys.stderr)
    print(json.dumps(found.document(), indent=2) if chosen.json else shown)
    return 0


if __name__ == "__main__":
    sys.exit(main())
