"""Where the page says that entries are kept."""

from __future__ import annotations

import pytest

from backspotter.journal.place import VARIABLE
from backspotter.web.settings import Settings

SERVER = "postgresql+psycopg://db.example/backspotter"


@pytest.mark.parametrize(("journal", "named"), [(None, SERVER), (SERVER, "j.db")])
def test_a_journal_on_a_server_is_not_on_this_machine(monkeypatch, journal, named):
    monkeypatch.setenv(VARIABLE, named)
    assert Settings(journal=journal).kept_on == "the machines that run Backspotter"


def test_a_file_is(monkeypatch):
    monkeypatch.setenv(VARIABLE, SERVER)
    assert Settings(journal="j.db").kept_on == "this machine"
