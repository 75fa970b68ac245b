"""The generated pages: complete, the same every time, and never out of date in silence."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from backspotter.evidence import claims, sources
from backspotter.triage.advice import advice_rows, countries
from backspotter.triage.check_in import FIELDS
from backspotter.triage.floors import floors
from backspotter.triage.mechanisms import model
from backspotter.triage.questions import screens

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
DOCS = SCRIPTS.parent / "docs"


@pytest.fixture
def make_docs(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script, importable as it is when it is run."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return importlib.import_module("make_docs")


@pytest.fixture
def pages(make_docs: Any) -> dict[str, str]:
    return make_docs.pages()


@pytest.fixture
def written(make_docs: Any, tmp_path: Path) -> Path:
    """A folder with every page as it should be."""
    make_docs.write(tmp_path)
    return tmp_path


def named_in(ids: Any, text: str) -> list[str]:
    """The ids that a text does not name."""
    return [id_ for id_ in ids if not re.search(rf"(?<![\w-]){re.escape(id_)}(?![\w-])", text)]


def test_the_pages_are_the_same_every_time(make_docs: Any) -> None:
    assert make_docs.pages() == make_docs.pages()


def test_every_rule_stands_in_the_rule_book_once(pages: dict[str, str]) -> None:
    book = "\n".join(text for name, text in pages.items() if name.startswith("rule-book/"))
    headings = re.findall(r"^### ([A-Z]+-\w+)$", book, re.MULTILINE)
    assert sorted(headings) == sorted(floor.id for floor in floors())


def test_every_rule_shows_what_the_person_reads(pages: dict[str, str]) -> None:
    book = "\n".join(pages.values())
    assert [floor.id for floor in floors() if f"> {floor.say}\n" not in book] == []


def test_what_nobody_checked_says_so_beside_it(pages: dict[str, str]) -> None:
    lines = [line for text in pages.values() for line in text.splitlines()]
    naming = [line for line in lines if "sources.md#unverified-memory" in line]
    assert naming
    assert [line for line in naming if "not yet checked" not in line] == []


def test_ranking_shows_every_finding_mechanism_and_cut_off(pages: dict[str, str]) -> None:
    page = pages["rule-book/ranking.md"]
    found = [finding.id for _, group in model().groups for finding in group]
    assert named_in([*found, *(cut.id for cut in model().cut_offs)], page) == []
    assert [m.id for m in model().mechanisms if m.say.lower() not in page.lower()] == []


def test_what_to_do_shows_every_row_and_country(pages: dict[str, str]) -> None:
    page = pages["rule-book/what-to-do.md"]
    assert named_in([row.advice.id for row in advice_rows()], page) == []
    assert named_in(countries(), page) == []
    assert "{" not in page


def test_questions_shows_every_screen_in_order(pages: dict[str, str]) -> None:
    titles = re.findall(r"^## \d+\. (.*)$", pages["rule-book/questions.md"], re.MULTILINE)
    assert titles == [screen.title for screen in screens()]


def test_sources_shows_every_source_and_claim(pages: dict[str, str]) -> None:
    page = pages["sources.md"]
    assert sorted(re.findall(r"^### (\S+)$", page, re.MULTILINE)) == sorted(sources())
    assert named_in([*sources(), *claims()], page) == []


def test_the_check_in_page_shows_every_field(pages: dict[str, str]) -> None:
    assert [name for name in FIELDS if f"`{name}`" not in pages["check-in.md"]] == []


@pytest.mark.parametrize("name", ["check-in.schema.json", "answer.schema.json"])
def test_a_schema_is_a_schema(pages: dict[str, str], name: str) -> None:
    Draft202012Validator.check_schema(json.loads(pages[name]))


def test_links_lead_to_pages_that_are_there(pages: dict[str, str]) -> None:
    links = [
        (name, target)
        for name, text in pages.items()
        for target in re.findall(r"\]\(([^)#\s]+\.(?:md|json))", text)
    ]
    there = {*pages, *(path.relative_to(DOCS).as_posix() for path in DOCS.glob("*.md"))}
    broken = [pair for pair in links if _path(*pair) not in there]
    assert links
    assert broken == []


def _path(page: str, target: str) -> str:
    folder = Path(page).parent
    return (folder.parent / target[3:] if target.startswith("../") else folder / target).as_posix()


def test_a_fresh_set_of_pages_is_current(make_docs: Any, written: Path) -> None:
    assert make_docs.stale(written) == []
    assert make_docs.write(written) == []


def test_a_changed_missing_or_left_over_page_is_named(make_docs: Any, written: Path) -> None:
    (written / "sources.md").write_text("old")
    (written / "check-in.md").unlink()
    (written / "rule-book" / "gone.md").write_text("left over")
    assert make_docs.stale(written) == ["check-in.md", "rule-book/gone.md", "sources.md"]
    make_docs.write(written)
    assert make_docs.stale(written) == []
    assert not (written / "rule-book" / "gone.md").exists()


def test_check_lists_stale_pages_and_the_command(
    make_docs: Any, written: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr(make_docs, "DOCS", written)
    assert make_docs.main(["--check"]) == 0
    (written / "sources.md").write_text("old")
    assert make_docs.main(["--check"]) == 1
    said = capsys.readouterr().err
    assert "docs/sources.md" in said
    assert "python scripts/make_docs.py" in said


def test_an_unknown_argument_is_refused() -> None:
    script = [sys.executable, str(SCRIPTS / "make_docs.py"), "--chekc"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "got --chekc, expected --check or nothing" in done.stderr
