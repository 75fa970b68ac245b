"""A backup that somebody tampered with: one line, and the journal is as it was."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backspotter.errors import BackspotterError
from backspotter.journal import restore as restoring
from backspotter.journal.backup import MANIFEST, back_up, member
from backspotter.journal.codec import SORENESSES
from backspotter.journal.entries import add
from backspotter.journal.imports import bring_in
from backspotter.journal.journal import opened
from backspotter.journal.migrate import HEAD
from backspotter.journal.place import Place
from backspotter.journal.restore import restore
from backspotter.journal.sheets import export_csv
from backspotter.journal.snapshots import snapshots
from backspotter.training.formats.plain import hidden, shown
from tests.journals import NOON, arrival, dump, fast_folder, filled, place_in, sore


@pytest.fixture(scope="module")
def folder():
    with fast_folder() as folder:
        with opened(place_in(folder)) as journal:
            bring_in(filled(journal), arrival(4), at=NOON)
            back_up(journal, folder / "b.zip", made=NOON, program="test")
        yield folder


@pytest.fixture(scope="module")
def good(folder):
    with zipfile.ZipFile(folder / "b.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def target(folder):
    place = Place(folder / "target.db")
    with opened(place) as journal:
        add(journal, SORENESSES, sore(9), entered=NOON)
    return place


def packed(file: Path, members: dict[str, bytes], *, again: str = "") -> Path:
    """A zip file with these members, whose manifest is right about them."""
    manifest = json.loads(members.get(MANIFEST, b"{}"))
    for name, each in manifest.get("tables", {}).items():
        content = members.get(f"tables/{name}.jsonl", b"")
        each["sha256"] = sha256(content).hexdigest()
        each["rows"] = content.count(b"\n")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            right = json.dumps(manifest).encode() if name == MANIFEST and manifest else content
            archive.writestr(name, right)
        if again:
            with pytest.warns(UserWarning, match="Duplicate name"):
                archive.writestr(again, members[again])
    return file


def refused(target: Place, file: Path, said: str = "") -> None:
    before = dump(target)
    with pytest.raises(BackspotterError) as error, opened(target) as journal:
        restore(journal, file)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    assert dump(target) == before
    left = [each.name for each in target.beside(".snapshots").glob("*.part*")]
    assert left == []


def changed(good: dict[str, bytes], table: str, **cells: object) -> dict[str, bytes]:
    """The backup with cells of the first row of a table changed."""
    name = f"tables/{table}.jsonl"
    first, _, rest = good[name].partition(b"\n")
    row = {**json.loads(first), **cells}
    return {**good, name: json.dumps(row).encode() + b"\n" + rest}


def manifested(good: dict[str, bytes], **changes: object) -> dict[str, bytes]:
    return {**good, MANIFEST: json.dumps({**json.loads(good[MANIFEST]), **changes}).encode()}


def test_the_backup_as_it_is_is_taken(folder, good, tmp_path):
    place = place_in(tmp_path)
    with opened(place) as journal:
        restore(journal, packed(tmp_path / "b.zip", good))
    assert dump(place) == dump(place_in(folder))
    assert len(snapshots(place)) == 1


TAMPERED = {
    "another person's row": ({"table": "soreness", "person_id": 2}, "do not fit"),
    "a link to nothing": ({"table": "soreness", "replaces_id": 77}, "do not fit"),
    "a text for a number": ({"table": "soreness", "pain_now": "a lot"}, "do not fit"),
    "neither yes nor no": ({"table": "logged_set", "warm_up": 2}, "do not fit"),
    "nothing where something has to be": ({"table": "logged_set", "note": None}, "do not fit"),
    "a list for a cell": ({"table": "soreness", "note": [1]}, "no cell"),
    "a column of its own": ({"table": "soreness", "extra": 1}, "other columns"),
    "a huge number": ({"table": "soreness", "id": 2**70}, "too large"),
    "bytes that are none": ({"table": "batch", "original": "***"}, "bytes that are none"),
    "a statement": ({"table": "soreness", "id": "1); DROP TABLE soreness"}, "do not fit"),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_rows_that_do_not_belong(name, good, target, tmp_path):
    change, said = TAMPERED[name]
    cells = {key: value for key, value in change.items() if key != "table"}
    members = changed(good, change["table"], **cells)
    refused(target, packed(tmp_path / "b.zip", members), said)


MANIFESTS = {
    "a newer version of the tables": ({"revision": "9999"}, "newer Backspotter"),
    "a newer version of the format": ({"version": 99}, "newer Backspotter"),
    "another program's": ({"format": "other"}, "another program"),
    "no tables": ({"tables": {}}, "no table"),
    "tables that are none": ({"tables": [1]}, "makes no sense"),
    "no time": ({"made": "yesterday"}, "makes no sense"),
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_that_makes_no_sense(name, good, target, tmp_path):
    change, said = MANIFESTS[name]
    members = manifested(good, **change)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    refused(target, tmp_path / "b.zip", said)


@pytest.mark.parametrize(
    ("member", "said"),
    [
        ("../../evil.txt", "none of ours"),
        ("/etc/passwd", "none of ours"),
        ("tables/../../evil.jsonl.txt", "none of ours"),
        ("notes.txt", "none of ours"),
    ],
)
def test_paths_lead_nowhere(member, said, good, target, tmp_path):
    members = {**good, member: b"evil"}
    refused(target, packed(tmp_path / "b.zip", members), said)
    assert {each.name for each in tmp_path.iterdir()} == {"b.zip"}


def test_a_hash_that_is_not_right(good, target, tmp_path):
    file = tmp_path / "b.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in changed(good, "soreness", pain_now=0.0).items():
            archive.writestr(name, content)
    refused(target, file, "not what the manifest says")


def test_a_table_twice(good, target, tmp_path):
    file = packed(tmp_path / "b.zip", good, again="tables/soreness.jsonl")
    refused(target, file, "one twice")


def test_a_bomb_is_not_unpacked(good, target, tmp_path):
    bomb = {**good, "tables/night.jsonl": b" " * 50_000_000}
    refused(target, packed(tmp_path / "b.zip", bomb), "too large when unpacked")


def test_a_bomb_that_lies_about_its_size_is_stopped(good, target, tmp_path):
    file = packed(tmp_path / "b.zip", {**good, "tables/night.jsonl": b" " * 50_000_000})
    content = file.read_bytes()
    lie = (50_000_000).to_bytes(4, "little")
    file.write_bytes(content.replace(lie, (1000).to_bytes(4, "little")))
    refused(target, file)


def test_a_row_too_long(good, target, tmp_path, monkeypatch):
    monkeypatch.setattr(restoring, "LONGEST_LINE", 1000)
    members = changed(good, "soreness", note="x" * 2000)
    refused(target, packed(tmp_path / "b.zip", members), "a row too long")


def test_values_nested_too_deeply(good, target, tmp_path):
    members = {**good, "tables/night.jsonl": b"[" * 100_000 + b"\n"}
    refused(target, packed(tmp_path / "b.zip", members))


@pytest.mark.parametrize("content", [b"", b"PK", b"dear diary", b"\0" * 4096])
def test_no_zip_file_at_all(content, target, tmp_path):
    file = tmp_path / "b.zip"
    file.write_bytes(content)
    refused(target, file, "no whole zip file")
    refused(target, tmp_path / "missing.zip", "no such file")
    refused(target, tmp_path, "a folder")


@settings(max_examples=20)
@given(data=st.data())
def test_a_backup_cut_short_or_with_a_byte_changed_is_never_half_taken(folder, target, data):
    content = bytearray((folder / "b.zip").read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        content = content[:place]
    else:
        content[place] ^= data.draw(st.integers(1, 255))
    file = folder / "changed.zip"
    file.write_bytes(content)
    with opened(target) as journal:
        before = dump(target)
        try:
            restore(journal, file)
        except BackspotterError:
            assert dump(target) == before
        else:
            assert dump(target) == dump(place_in(folder))


NEWER_TABLES = {"0001": ("film", "session_note"), "0002": ("session_note",)}
NEWER_COLUMNS = {
    "profile": ("style", "scheme", "stiff", "helped", "made_worse"),
    "soreness": ("made_worse",),
}


def as_of_version(good: dict[str, bytes], revision: str) -> dict[str, bytes]:
    """The backup as an older version would have written it."""
    gone = {member(table) for table in NEWER_TABLES[revision]}
    older = {name: content for name, content in good.items() if name not in gone}
    tables = json.loads(good[MANIFEST])["tables"]
    for table in NEWER_TABLES[revision]:
        del tables[table]
    for table, columns in NEWER_COLUMNS.items():
        rows = [json.loads(line) for line in good[member(table)].splitlines()]
        kept = [{k: v for k, v in row.items() if k not in columns} for row in rows]
        older[member(table)] = b"".join(json.dumps(row).encode() + b"\n" for row in kept)
        tables[table]["sha256"] = sha256(older[member(table)]).hexdigest()
    return manifested(older, revision=revision, tables=tables)


@pytest.mark.parametrize("revision", NEWER_TABLES)
def test_a_backup_of_an_older_version_is_brought_up_to_date(folder, good, tmp_path, revision):
    older = as_of_version(good, revision)
    place = place_in(tmp_path)
    assert revision != HEAD
    with opened(place) as journal:
        restore(journal, packed(tmp_path / "b.zip", older))
    then = dump(place_in(folder)).splitlines()
    gone = tuple(f'INSERT INTO "{table}"' for table in NEWER_TABLES[revision])
    assert dump(place).splitlines() == [line for line in then if not line.startswith(gone)]


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\uff1d1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text, tmp_path):
    with opened(place_in(tmp_path)) as journal:
        add(journal, SORENESSES, sore(3, note=text), entered=NOON)
        assert export_csv(journal, tmp_path / "c.zip")["soreness"] == 1
    with zipfile.ZipFile(tmp_path / "c.zip") as archive:
        sheet = io.StringIO(archive.read("soreness.csv").decode(), newline="")
    (row,) = csv.DictReader(sheet)
    assert row["note"] == f"'{text}"
    assert row["pain_now"] == "3.0"


@given(cell=st.text())
def test_a_cell_begins_with_no_sign_of_a_formula_and_loses_nothing(cell):
    safe = hidden(cell)
    assert not str(safe).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert safe in (cell, f"'{cell}")
    assert shown(safe) == cell
