"""Where a journal is, and that nobody else can look into it."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

import pytest

from backspotter.errors import BackspotterError, InputError
from backspotter.journal.imports import bring_in
from backspotter.journal.journal import opened
from backspotter.journal.place import FILE_NAME, Place, default_folder, place_of
from backspotter.journal.snapshots import MOST_KEPT, snapshots, take_snapshot
from tests.journals import NOON, arrival, filled, place_in

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs permissions as POSIX has them")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_default_is_in_the_data_folder_of_the_person(tmp_path):
    place = place_of(None, {"XDG_DATA_HOME": str(tmp_path)})
    assert place == Place(tmp_path / "backspotter" / FILE_NAME, is_ours=True)
    assert default_folder({"XDG_DATA_HOME": "not/absolute"}) != Path("not/absolute/backspotter")


def test_what_was_named_comes_before_the_environment(tmp_path):
    environment = {"BACKSPOTTER_JOURNAL": str(tmp_path / "env.db")}
    assert place_of(None, environment).file == tmp_path / "env.db"
    assert place_of(str(tmp_path / "named.db"), environment).file == tmp_path / "named.db"


@pytest.mark.parametrize("named", ["", "  ", "mysql://x", "a\0b"])
def test_no_place_at_all(named):
    with pytest.raises(InputError, match="journal"):
        place_of(named, {})


def test_a_server_is_shown_without_its_password():
    place = place_of("postgresql://ann:secret@host/db?password=secret", {})
    assert str(place) == "postgresql://host/db"


@POSIX
def test_folder_files_logs_and_snapshots_are_for_this_person_alone(tmp_path):
    place = place_of(None, {"XDG_DATA_HOME": str(tmp_path / "data")})
    before = os.umask(0)
    try:
        with opened(place) as journal:
            bring_in(filled(journal), arrival(), at=NOON)
        with opened(place) as journal, journal.reading() as connection:
            connection.exec_driver_sql("SELECT * FROM person")
            found = [place.file.parent, *place.file.parent.rglob("*")]
            modes = {each.name: mode(each) for each in found}
    finally:
        os.umask(before)
    assert {"journal.db", "journal.db-wal", "journal.db-shm"} <= modes.keys()
    assert len(snapshots(place)) == 1
    folders = {each.name for each in found if each.suffix in ("", ".snapshots")}
    assert all(modes[name] == (0o700 if name in folders else 0o600) for name in modes)


@POSIX
def test_what_was_open_to_others_is_closed(tmp_path):
    place = place_of(None, {"XDG_DATA_HOME": str(tmp_path)})
    with opened(place):
        pass
    place.file.chmod(0o644)
    place.file.parent.chmod(0o755)
    with opened(place):
        pass
    assert (mode(place.file), mode(place.file.parent)) == (0o600, 0o700)


@POSIX
@pytest.mark.parametrize("ending", ["", "-wal", "-shm", ".snapshots", "-journal"])
def test_a_link_in_the_place_of_ours_is_refused(tmp_path, ending):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"")
    (tmp_path / f"j.db{ending}").symlink_to(elsewhere)
    with pytest.raises(InputError, match="link"), opened(place_in(tmp_path)):
        pass
    assert elsewhere.read_bytes() == b""


@POSIX
def test_a_link_in_the_place_of_our_folder_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "backspotter").symlink_to(tmp_path / "elsewhere")
    place = place_of(None, {"XDG_DATA_HOME": str(tmp_path)})
    with pytest.raises(InputError, match="link"), opened(place):
        pass


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"dear diary, my back hurts", "no journal"),
        (b"SQLite format 3\0" + b"\xff" * 4096, "no journal|damaged"),
    ],
)
def test_a_file_of_something_else_is_left_as_it_is(tmp_path, content, said):
    place = place_in(tmp_path)
    place.file.write_bytes(content)
    with pytest.raises(BackspotterError, match=said), opened(place):
        pass
    assert place.file.read_bytes() == content


def test_a_database_of_something_else_is_refused(tmp_path):
    place = place_in(tmp_path)
    with sqlite3.connect(place.file) as connection:
        connection.execute("CREATE TABLE recipes (id INTEGER)")
    connection.close()
    with pytest.raises(InputError, match="something else"), opened(place):
        pass


@pytest.mark.parametrize("named", ["missing/j.db", "."])
def test_no_folder_and_a_folder(tmp_path, named):
    with pytest.raises(BackspotterError, match="journal"), opened(Place(tmp_path / named)):
        pass


def test_the_last_five_snapshots_are_kept(tmp_path):
    place = place_in(tmp_path)
    with opened(place):
        taken = [take_snapshot(place, why=f"number-{number}") for number in range(MOST_KEPT + 3)]
    assert snapshots(place) == taken[-MOST_KEPT:]


def test_a_snapshot_is_a_journal_as_it_was(tmp_path):
    place = place_in(tmp_path)
    with opened(place) as journal:
        bring_in(filled(journal), arrival(), at=NOON)
    (file,) = snapshots(place)
    with opened(Place(file)) as old:
        from backspotter.journal.codec import SETS
        from backspotter.journal.entries import count

        assert count(old, SETS) == 1


def test_a_log_left_by_a_crash_has_the_journal_checked(tmp_path, monkeypatch):
    place = place_in(tmp_path)
    with opened(place) as journal:
        filled(journal)
    checked = []
    monkeypatch.setattr("backspotter.journal.journal.check_whole", checked.append)
    with opened(place):
        pass
    assert checked == []
    place.beside("-wal").write_bytes(b"left over")
    with opened(place):
        pass
    assert checked == [place.file]


def test_a_damaged_journal_is_not_written_to(tmp_path):
    place = place_in(tmp_path)
    with opened(place) as journal:
        bring_in(filled(journal), arrival(400), at=NOON)
    content = bytearray(place.file.read_bytes())
    content[8192:40960] = b"\xaa" * (40960 - 8192)
    place.file.write_bytes(content)
    place.beside("-wal").write_bytes(b"left over")
    with pytest.raises(BackspotterError, match="damaged"), opened(place):
        pass
