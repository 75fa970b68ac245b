"""From one version of the journal to the next: nothing lost, a snapshot first, never backwards."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backspotter.errors import InputError
from backspotter.journal import database, migrate
from backspotter.journal.codec import PROFILES, SORENESSES
from backspotter.journal.entries import current, history
from backspotter.journal.journal import opened
from backspotter.journal.place import make_safe
from backspotter.journal.profile import profile
from backspotter.journal.snapshots import snapshots
from backspotter.journal.tables import METADATA
from backspotter.training.proposal import Scheme
from tests.journals import NOT_REAL, dump, filled, place_in


@pytest.fixture
def file(tmp_path):
    return place_in(tmp_path)


def test_the_steps_are_those_that_are_listed():
    script = ScriptDirectory.from_config(migrate._config(None))
    assert tuple(reversed([each.revision for each in script.walk_revisions()])) == (
        migrate.REVISIONS
    )


def test_the_steps_make_the_tables_that_the_code_has(file):
    with opened(file) as journal, journal.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
        made = connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'table'"))
        assert all("STRICT" in sql for sql in made.scalars() if "alembic" not in sql)


def test_an_older_journal_is_brought_up_to_date_after_a_snapshot(file):
    make_safe(file)
    engine = database.engine_of(file)
    with database.writing(engine) as connection:
        migrate.upgrade(connection, "0001")
        connection.exec_driver_sql("INSERT INTO person VALUES (1, '', '2026-03-02T11:00', 0)")
        connection.exec_driver_sql("INSERT INTO episode VALUES (1, 1, '2026-03-02T11:00', 0)")
    engine.dispose()
    before = dump(file)
    with opened(file) as journal, journal.reading() as connection:
        assert migrate.revision_of(connection) == migrate.HEAD
        assert connection.execute(text("SELECT count(*) FROM episode")).scalar() == 1
    (snapshot,) = snapshots(file)
    with closing(sqlite3.connect(snapshot)) as connection:
        assert "\n".join(connection.iterdump()) == before


BEFORE_0005 = (
    "INSERT INTO person VALUES (1, '', '2026-03-02T11:00', 0)",
    "INSERT INTO episode VALUES (1, 1, '2026-03-02T11:00', 0)",
    "INSERT INTO profile VALUES (1, 1, '2026-03-02T11:00:00.000000Z', 0, NULL, NULL, 1.8, NULL,"
    " '', NULL, 'kg', '', NULL, '[]', 'GB')",
    "INSERT INTO profile VALUES (2, 1, '2026-03-02T12:00:00.000000Z', 0, 1, NULL, 1.8, NULL,"
    " '', NULL, 'kg', 'kg', 20.0, '[20.0, 10.0]', 'GB')",
    "INSERT INTO soreness VALUES (1, 1, '2026-03-02T11:00:00.000000Z', 0, NULL, NULL, 1,"
    " '2026-03-02T11:00:00.000000Z', 0, 3.0, NULL, 0, '{}', '{}', '[\"heat\"]', 'planted words')",
)


def test_profile_and_entries_of_the_version_before_are_as_they_were(bare_place):
    if bare_place.file is not None:
        make_safe(bare_place)
    engine = database.engine_of(bare_place)
    with database.writing(engine) as connection:
        migrate.upgrade(connection, "0004")
        for statement in BEFORE_0005:
            connection.exec_driver_sql(statement)
    engine.dispose()
    with opened(bare_place) as journal:
        found, last = current(journal, PROFILES), profile(journal)
        assert history(journal, PROFILES, 1)[0].value.plates is None, "nothing was said"
        assert [each.value for each in found] == [last]
        assert (last.plates, last.bar, last.country) == ((20.0, 10.0), 20.0, "GB")
        assert (last.style, last.scheme, last.stiff, last.helped) == ("", Scheme(), set(), set())
        (sore,) = current(journal, SORENESSES)
        assert (sore.value.helped, sore.value.made_worse) == (("heat",), ())
        assert sore.value.note == NOT_REAL
        for table in ("profile", "soreness"):
            refused = text(f"UPDATE {table} SET made_worse = 'never said'")
            with pytest.raises(DBAPIError), journal.engine.begin() as connection:
                connection.execute(refused)


def test_a_newer_journal_is_refused_and_left_as_it_is(place):
    with opened(place) as journal, journal.engine.begin() as connection:
        filled(journal)
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = dump(place)
    with pytest.raises(InputError, match=r"newer Backspotter; update this one"), opened(place):
        pass
    assert dump(place) == before
    assert snapshots(place) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE soreness SET pain_now = 0",
        "UPDATE soreness SET note = 'never said'",
        "UPDATE flag SET level = 'self_care'",
        "UPDATE check_in SET answers = '{}'",
        "UPDATE logged_set SET load_kg = 1",
        "UPDATE profile SET sex = 'male'",
        "UPDATE profile SET style = 'sumo'",
        "UPDATE session_note SET pain_during = 0",
        "INSERT INTO night (person_id, entered_utc, entered_offset_s, woke, source)"
        " VALUES (99, '', 0, '', '')",
        "INSERT INTO person VALUES (2, '', '', 'a text')",
    ],
)
def test_the_database_itself_refuses_what_the_code_never_does(place, statement):
    with opened(place) as journal:
        filled(journal)
        before = dump(place)
        with pytest.raises(DBAPIError), journal.engine.begin() as connection:
            connection.execute(text(statement))
        assert dump(place) == before


def test_an_error_of_the_database_says_nothing_of_what_was_entered(place):
    with opened(place) as journal:
        filled(journal)
        statement, said = text("UPDATE soreness SET note = :note"), {"note": NOT_REAL}
        with pytest.raises(DBAPIError) as error, journal.engine.begin() as connection:
            connection.execute(statement, said)
        assert NOT_REAL not in str(error.value)
