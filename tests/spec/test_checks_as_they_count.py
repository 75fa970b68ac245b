"""Who reads checks reads them as they count; each who reads the record itself says why here."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import backspotter

RAW = re.compile(
    r"\bCHECK_INS\b|\bkept_check\(|journal\.(checks|told) import [^\n]*\b(check|told)\b"
)
COUNTED = re.compile(r"\b(counted_checks|counted_check|counted_in|as_they_count)\(")
THE_RECORD = {
    "app/checks_counted.py": "where they are made to count",
    "app/journal_history.py": "a history as it was entered; as_of makes it count",
    "app/keeping.py": "keeps one, and finds it again",
    "app/checks_kept.py": "compares what is sent twice with what was kept",
    "app/known_before.py": "assumes no lift where a check told of pain before, taken back or not",
    "app/tables.py": "everything as it was entered, with the flags that were taken back",
    "exports/fhir/bundle.py": "writes the record and, beside it, what counts",
    "exports/fhir/reading.py": "reads the record back",
}
OF_THE_JOURNAL = "journal/"
"""It keeps the record."""


def _sources() -> dict[str, str]:
    root = Path(str(files(backspotter)))
    return {str(each.relative_to(root)): each.read_text() for each in root.rglob("*.py")}


def test_nobody_reads_the_record_of_checks_without_a_reason():
    raw = {
        name
        for name, text in _sources().items()
        if RAW.search(text) and not COUNTED.search(text) and not name.startswith(OF_THE_JOURNAL)
    }
    assert raw - set(THE_RECORD) == set()


def test_every_reason_is_still_needed():
    sources = _sources()
    assert [name for name in THE_RECORD if not RAW.search(sources[name])] == []


def test_only_as_of_and_its_callers_make_a_plan_or_a_course():
    """Plan, course and standing take a history as of a moment: there mistakes are left out."""
    made = re.compile(r"\bAsOf\(")
    assert {name for name, text in _sources().items() if made.search(text)} == {"app/as_of.py"}
