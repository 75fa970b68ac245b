"""Writes the plans of the scenarios in tests/data/scenarios, to be looked at before they are kept.

python scripts/make_scenarios.py           write them
python scripts/make_scenarios.py --check   say which differ, and write nothing
"""

from __future__ import annotations

import json
import sys

from docs_pages.plan import SCENARIOS, plan_of, scenarios

from backspotter.app.plan_out import plan_document


def main(arguments: list[str]) -> int:
    """The exit code: 0, 1 where a plan differs, 2 for an argument that is not known."""
    if arguments not in ([], ["--check"]):
        print("make_scenarios.py: expected --check or nothing", file=sys.stderr)
        return 2
    changed = [row["id"] for row in scenarios() if _changes(row, write=not arguments)]
    print("\n".join(changed) or "every plan is as it is kept")
    return 1 if changed and arguments else 0


def _changes(row: dict[str, object], *, write: bool) -> bool:
    file = SCENARIOS / f"{row['id']}.plan.json"
    wanted = json.dumps(plan_document(plan_of(row)), indent=1, ensure_ascii=False) + "\n"
    same = file.is_file() and file.read_text(encoding="utf-8") == wanted
    if write and not same:
        file.write_text(wanted, encoding="utf-8")
    return not same


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
