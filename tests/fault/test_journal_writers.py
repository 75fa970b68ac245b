"""Several programs at one journal: none loses what another wrote, and none waits for ever."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from backspotter.journal import database
from backspotter.journal.codec import SORENESSES
from backspotter.journal.entries import add, current
from backspotter.journal.erase import delete_entry
from backspotter.journal.errors import Busy, JournalError
from backspotter.journal.journal import opened
from tests.journals import NOON, dump, fast_folder, filled, place_in, sore, whole

WRITERS, EACH = 3, 6
WRITE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from backspotter.journal.codec import SORENESSES
from backspotter.journal.entries import add
from backspotter.journal.journal import opened
from backspotter.journal.place import Place
from backspotter.journal.records import Soreness
now = datetime.now(UTC)
for number in range(int(sys.argv[3])):
    with opened(Place(Path(sys.argv[1]))) as journal:
        value = Soreness(at=now, pain_now=3, note=f"{sys.argv[2]}-{number}")
        add(journal, SORENESSES, value, entered=now)
"""


@pytest.fixture
def place():
    with fast_folder() as folder:
        yield place_in(folder)


def test_writers_that_start_at_once_on_no_journal_yet_lose_nothing(place):
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITE, str(place.file), str(number), str(EACH)],
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(WRITERS)
    ]
    said = [writer.communicate(timeout=55)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS, said
    with opened(place) as journal:
        notes = {each.value.note for each in current(journal, SORENESSES)}
    assert notes == {f"{writer}-{n}" for writer in range(WRITERS) for n in range(EACH)}
    assert whole(place)


def test_a_writer_that_never_ends_is_not_waited_for_for_ever(place, monkeypatch):
    monkeypatch.setattr(database, "BUSY_S", 0.1)
    with opened(place) as journal:
        filled(journal)
        before = dump(place)
        with closing(sqlite3.connect(place.file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(Busy, match="another program is writing"):
                add(journal, SORENESSES, sore(1), entered=NOON)
            assert len(current(journal, SORENESSES)) == 1, "a reader need not wait"
            other.execute("ROLLBACK")
        assert dump(place) == before
        add(journal, SORENESSES, sore(1), entered=NOON)


def test_a_delete_that_another_program_keeps_from_being_wiped_says_so(place, monkeypatch):
    monkeypatch.setattr(database, "BUSY_S", 0.1)
    with opened(place) as journal:
        filled(journal)
        with closing(sqlite3.connect(place.file, isolation_level=None)) as other:
            other.execute("BEGIN")
            other.execute("SELECT * FROM soreness").fetchone()
            with pytest.raises(JournalError, match="another program still has it open"):
                delete_entry(journal, SORENESSES, 2)
        assert current(journal, SORENESSES) == []
