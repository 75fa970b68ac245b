"""The same journal on a real PostgreSQL server: entries, flags, imports, backups, deletes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backspotter.errors import BackspotterError, InputError
from backspotter.journal.archive import coming_from_backup
from backspotter.journal.backup import back_up, lines_of
from backspotter.journal.codec import NIGHTS, SETS, SORENESSES
from backspotter.journal.database import engine_of
from backspotter.journal.entries import add, current, history
from backspotter.journal.erase import delete_entry, erase_everything
from backspotter.journal.films import keep_film
from backspotter.journal.flags import end_flag, flags
from backspotter.journal.imports import bring_in
from backspotter.journal.journal import Journal, opened
from backspotter.journal.merging import merge_in
from backspotter.journal.moving import move
from backspotter.journal.passkeys import add_passkey, passkeys
from backspotter.journal.people import account_named
from backspotter.journal.place import place_of
from backspotter.journal.restore import restore
from backspotter.journal.tables import METADATA, TABLES
from backspotter.journal.undoing import undo
from tests.accounts import everybody
from tests.e2e.postgres import INSTALL, server
from tests.episodes import film
from tests.journals import NOON, arrival, check, dump, filled, place_in, sore

pytestmark = [
    pytest.mark.needs("postgres", install=INSTALL),
    pytest.mark.needs("psycopg", install=INSTALL),
]


@pytest.fixture(scope="module")
def address():
    with server() as address:
        yield address


@pytest.fixture
def place(address):
    """The server with nothing in it."""
    place = place_of(address, {})
    engine = engine_of(place)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    return place


def rows(journal: Journal) -> bytes:
    with journal.reading() as connection:
        tables = [lines_of(connection, table, journal.person) for table in TABLES.values()]
        return b"".join(line for lines in tables for line in lines)


def test_the_steps_make_the_tables_that_the_code_has(place):
    with opened(place) as journal, journal.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_connections_that_stay_are_used_again_and_one_that_was_dropped_is_not(place):
    asked = "SELECT pg_backend_pid()"
    others = "FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()"
    with opened(place, keeps=2) as journal:
        pids = []
        for _ in range(2):
            with journal.reading() as connection:
                pids.append(connection.execute(text(asked)).scalar_one())
        with engine_of(place).connect() as other:
            other.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))
        with journal.reading() as connection:
            pids.append(connection.execute(text(asked)).scalar_one())
        assert pids[0] == pids[1] != pids[2]
        add(journal, SORENESSES, sore(3), entered=NOON)
        assert len(current(journal, SORENESSES)) == 1


def test_entries_corrections_and_flags(place):
    with opened(place) as journal:
        filled(journal)
        standing = current(journal, SORENESSES)
        assert [each.value.pain_now for each in standing] == [3]
        assert len(history(journal, SORENESSES, standing[0].id)) == 2
        kept = check(journal, pain_now=1, trend="easing", hours_since_lift=30)
        assert kept.assessment.reasons[0].rule == "RAD-05"
        end_flag(journal, flags(journal)[0].id, how="mistake", at=NOON, entered=NOON)
        assert flags(journal, only_open=True) == []
        with pytest.raises(DBAPIError, match="never changed"), journal.engine.begin() as raw:
            raw.execute(text("UPDATE soreness SET pain_now = 0"))


def test_who_reads_sees_one_moment_while_others_write(place):
    with opened(place) as journal:
        add(journal, SORENESSES, sore(1), entered=NOON)
        with journal.at_one_moment() as still:
            before = current(still, SORENESSES)
            add(journal, SORENESSES, sore(2), entered=NOON)
            assert current(still, SORENESSES) == before
        assert len(current(journal, SORENESSES)) == len(before) + 1


def test_an_import_twice_and_its_undo(place):
    with opened(place) as journal:
        before = rows(filled(journal))
        brought = bring_in(journal, arrival(700), at=NOON)
        assert brought.added == 703
        assert bring_in(journal, arrival(700), at=NOON).batch is None
        bring_in(journal, arrival(0, name="later", asleep_h=8.5), at=NOON)
        assert current(journal, NIGHTS)[-1].value.asleep_h in (7.5, 8.5)
        undo(journal, 2)
        undo(journal, 1)
        assert rows(journal) == before


def test_an_import_that_fails_half_way_leaves_nothing(place):
    with opened(place) as journal:
        before = rows(filled(journal))

        def stop(done: int, of: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            bring_in(journal, arrival(700), at=NOON, progress=stop)
        assert rows(journal) == before


def test_from_a_file_to_the_server_and_back(place, tmp_path):
    here, again = place_in(tmp_path), place_in(tmp_path / "again")
    again.file.parent.mkdir()
    with opened(here) as journal:
        bring_in(filled(journal), arrival(), at=NOON)
        back_up(journal, tmp_path / "b.zip", made=NOON, program="test")
    with opened(place) as journal:
        add(journal, SORENESSES, sore(9), entered=NOON)
        restore(journal, tmp_path / "b.zip")
        restored = rows(journal)
        back_up(journal, tmp_path / "c.zip", made=NOON, program="test")
        add(journal, SORENESSES, sore(2), entered=NOON)
        assert restored != rows(journal), "an id that was taken is given out again"
    with opened(again) as journal:
        restore(journal, tmp_path / "c.zip")
        assert rows(journal) == restored
    assert dump(again) == dump(here)


def test_a_merge_twice_and_its_undo(place, tmp_path):
    with opened(place_in(tmp_path)) as other:
        bring_in(filled(other), arrival(5), at=NOON)
        add(other, SORENESSES, sore(9), entered=NOON, corrects=2)
        keep_film(other, film(NOON, set_id=1))
        back_up(other, tmp_path / "b.zip", made=NOON, program="test")
    with opened(place) as journal:
        before = rows(filled(journal))
        coming = coming_from_backup(journal.place, tmp_path / "b.zip", sha256="x")
        assert merge_in(journal, coming, at=NOON).added == 10
        assert [each.value.pain_now for each in current(journal, SORENESSES)] == [9]
        assert merge_in(journal, coming, at=NOON).batch is None
        undo(journal, 1)
        assert rows(journal) == before


def test_ten_writers_at_once_lose_nothing(place):
    with opened(place) as journal:
        with ThreadPoolExecutor(10) as pool:
            done = pool.map(
                lambda pain: add(journal, SORENESSES, sore(pain), entered=NOON), range(10)
            )
            assert len(set(done)) == 10
        assert sorted(each.value.pain_now for each in current(journal, SORENESSES)) == [*range(10)]


def test_deletes(place):
    with opened(place) as journal:
        bring_in(filled(journal), arrival(3), at=NOON)
        delete_entry(journal, SETS, current(journal, SETS)[-1].id)
        assert len(current(journal, SETS)) == 3
    assert erase_everything(place) == 12
    with opened(place) as journal:
        assert rows(journal).count(b"\n") == 1, "only the person, made anew"


def test_a_newer_journal_is_refused(place):
    with opened(place) as journal, journal.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(InputError, match="newer"), opened(place):
        pass


def test_a_server_that_does_not_answer_is_one_line_without_the_password():
    place = place_of("postgresql://ann:secret@/db?host=/no/such/folder", {})
    with pytest.raises(BackspotterError) as refused, opened(place):
        pass
    assert str(refused.value) == "journal: the server does not answer"


def test_the_command_line_keeps_a_day_there(place):
    for words in (["track", "add", "--pain", "4"], ["track", "--json"]):
        done = subprocess.run(
            [sys.executable, "-m", "backspotter", *words],
            env={**os.environ, "BACKSPOTTER_JOURNAL": place.address},
            capture_output=True,
            text=True,
            timeout=50,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["entries"][0]["pain_now"] == 4


def test_there_and_back_keeps_every_row(place, tmp_path):
    here, back = place_in(tmp_path), place_of(str(tmp_path / "back.db"), {})
    with opened(here) as journal:
        everybody(journal)
        owner = account_named(journal, "owner")[0]
        a_passkey(journal, owner, "first")
    there, again = move(here, place), move(place, back)
    assert [each.table for each in there if not each.before] == [], "nothing of it would be missed"
    assert [each.after for each in there] == [each.before for each in there]
    assert [each.after for each in again] == [each.after for each in there]
    assert sorted(dump(back).splitlines()) == sorted(dump(here).splitlines())
    with opened(place) as journal:
        add(journal, SORENESSES, sore(1), entered=NOON)
        a_passkey(journal, owner, "second")
        assert [each.name for each in passkeys(journal, owner)] == ["first", "second"]
        with pytest.raises(InputError, match="nothing entered"):
            move(here, place)


def a_passkey(journal, owner, name):
    add_passkey(journal, owner, name=name, credential=name, key="key", uses=0, now=NOON)
