"""Writes the generated pages of the documentation from the rule tables and the evidence.

    python scripts/make_docs.py           write them
    python scripts/make_docs.py --check   say which are stale, and write nothing

Exit code 1: a page is stale. The pages are the same for the same tables, on any date.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

from docs_pages import (
    check_in,
    faults,
    notebooks,
    plan,
    questions,
    ranking,
    rule_book,
    soreness,
    sources,
    spine,
    what_to_do,
)

from backspotter.app.film_schemas import film_summary_schema
from backspotter.app.journal_documents import journal_schema
from backspotter.app.plan_schemas import course_schema, history_schema, plan_schema
from backspotter.app.schemas import answer_schema, check_in_schema
from backspotter.app.spine_schemas import spine_schema, task_schema, validation_schema
from backspotter.scoring.document import score_schema
from backspotter.synth.schemas import film_truth_schema
from backspotter.synth.suite_schema import suite_schema

DOCS: Final = Path(__file__).resolve().parent.parent / "docs"
COMMAND: Final = "python scripts/make_docs.py"
OURS: Final = (
    "rule-book/*.md",
    "spine/*",
    "soreness/*",
    "plan/*",
    "notebooks/*.md",
    "notebooks/*.svg",
)
"""Generated pages only: what else lies there is left over."""


def pages() -> dict[str, str]:
    """Every generated file: its path under docs/, and what belongs in it."""
    return {
        **rule_book.pages(),
        "rule-book/ranking.md": ranking.page_text(),
        "rule-book/what-to-do.md": what_to_do.page_text(),
        "rule-book/faults.md": faults.page_text(),
        "rule-book/questions.md": questions.page_text(),
        "sources.md": sources.page_text(),
        "check-in.md": check_in.page_text(),
        "check-in.schema.json": _as_json(check_in_schema()),
        "answer.schema.json": _as_json(answer_schema()),
        **spine.pages(),
        "spine-task.schema.json": _as_json(task_schema()),
        "spine.schema.json": _as_json(spine_schema()),
        "validation.schema.json": _as_json(validation_schema()),
        "journal.schema.json": _as_json(journal_schema()),
        "film-truth.schema.json": _as_json(film_truth_schema()),
        "film-suite.schema.json": _as_json(suite_schema()),
        "film-summary.schema.json": _as_json(film_summary_schema()),
        "film-score.schema.json": _as_json(score_schema()),
        **soreness.pages(),
        **plan.pages(),
        **notebooks.pages(),
        "history.schema.json": _as_json(history_schema()),
        "plan.schema.json": _as_json(plan_schema()),
        "course.schema.json": _as_json(course_schema()),
    }


def stale(docs: Path) -> list[str]:
    """What differs from the tables: pages missing, out of date or left over."""
    wanted = pages()
    differs = [name for name, text in wanted.items() if _text(docs / name) != text]
    return sorted([*differs, *_left_over(docs, wanted)])


def write(docs: Path) -> list[str]:
    """Writes what is stale, removes what is left over, and gives the names of both."""
    wanted, changed = pages(), stale(docs)
    for name in changed:
        path = docs / name
        if name not in wanted:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[name], encoding="utf-8", newline="\n")
    return changed


def main(arguments: list[str]) -> int:
    """The exit code: 0, 1 where a page is stale, 2 for an argument that is not known."""
    if arguments not in ([], ["--check"]):
        print(f"{COMMAND}: got {' '.join(arguments)}, expected --check or nothing", file=sys.stderr)
        return 2
    if not arguments:
        for name in write(DOCS):
            print(f"docs/{name}")
        return 0
    found = stale(DOCS)
    if found:
        listed = "\n".join(f"  docs/{name}" for name in found)
        print(f"These pages are not current:\n{listed}\nRun: {COMMAND}", file=sys.stderr)
    return 1 if found else 0


def _text(path: Path) -> str | None:
    return path.read_bytes().decode("utf-8") if path.is_file() else None


def _left_over(docs: Path, wanted: dict[str, str]) -> list[str]:
    names = (path.relative_to(docs).as_posix() for mask in OURS for path in docs.glob(mask))
    return [name for name in names if name not in wanted]


def _as_json(document: dict[str, object]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
