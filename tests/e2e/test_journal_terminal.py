"""A person at the terminal: a check is kept and said to be; everything can go, after a backup."""

from __future__ import annotations

import os
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

from backspotter.journal.place import Place
from backspotter.journal.restore import manifest_of
from tests.e2e.pseudo_terminal import Program
from tests.journals import whole

TINGLING = "deadlifted yesterday, dull ache, and my left foot is tingling"
NUMB = "my saddle area is numb since the deadlift"


def test_from_a_check_to_nothing_left(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    place = Place(tmp_path / "data" / "backspotter" / "journal.db")

    def shown(*words: str, code: int = 0, answer: str | None = None) -> str:
        with Program(*words, state=tmp_path, **environment) as program:
            if answer is not None:
                program.answer(answer)
            assert program.end() == code
            return program.text

    said = shown("check", "--text", TINGLING)
    assert "Kept as check-in 1" in said
    assert "flags examined 1 --by WHO" in said
    said = shown("check", "--text", NUMB, code=10)
    assert "its flags stay until examined" in said
    assert "CES-01" in shown("flags")
    assert whole(place)
    said = shown("delete", "everything", answer="")
    assert "Delete 4 entries" in said  # two checks, each with its open sign
    assert place.is_there
    assert "Wrote" in shown("delete", "everything", answer="b")
    assert not place.file.parent.exists()
    (backup,) = tmp_path.glob("backspotter-backup-*.zip")
    assert manifest_of(backup).tables["check_in"].rows == 2
