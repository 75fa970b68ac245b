"""``python -m benchmarks [--json] [--write]``: measure everything, and show it on one page.

``--right`` measures only how right the check is, and writes that part of the page anew.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.accuracy import accuracies, forms
from benchmarks.measured import measure
from benchmarks.page import page, page_with

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def main() -> int:
    """Measure everything and show it."""
    options = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the check.")
    options.add_argument("--json", action="store_true", help="print the numbers as JSON")
    options.add_argument("--write", action="store_true", help="write docs/benchmarks.md too")
    options.add_argument("--right", action="store_true", help="only write anew how right it is")
    chosen = options.parse_args()
    if chosen.right:
        was = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(page_with(was, accuracies(), forms()), encoding="utf-8")
        return 0
    found = measure()
    shown = page(found)
    if chosen.write:
        PAGE.write_text(shown, encoding="utf-8")
        print(f"wrote {PAGE.relative_to(PAGE.parents[1])}", file=sys.stderr)
    print(json.dumps(found.document(), indent=2) if chosen.json else shown)
    return 0


if __name__ == "__main__":
    sys.exit(main())
