"""``backspotter merge``: shown first, asked, all at once, and taken back."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from backspotter.app.journal_documents import journal_schema
from backspotter.cli import main as command_line
from backspotter.journal.backup import back_up
from backspotter.journal.journal import opened
from backspotter.journal.place import Place
from backspotter.journal.profile import set_profile
from tests.episodes import NOW, episode
from tests.journals import dump, fast_folder


@pytest.fixture(scope="module")
def backup():
    with fast_folder() as folder:
        with opened(Place(folder / "a.db")) as journal:
            episode(journal)
            back_up(journal, folder / "a.zip", made=NOW, program="test")
        yield str(folder / "a.zip")


@pytest.fixture
def run(capsys, tmp_path):
    def run_it(*words: str, code: int = 0) -> tuple[str, str]:
        given = command_line.run(["--journal", str(tmp_path / "j.db"), *words])
        out, err = capsys.readouterr()
        assert given == code, err
        return out, err

    return run_it


def test_it_shows_what_would_come_in_and_keeps_it(run, backup):
    out, _ = run("merge", backup, "--yes")
    for words in ("2 checks", "15 sets", "2 warning signs", "1 film result\n"):
        assert words in out
    assert "already" not in out
    assert "To take it back: log undo 1" in out
    assert "nothing was changed" in run("merge", backup, "--yes")[0]
    assert "RAD-05" in run("flags")[0]
    assert "taken back" in run("log", "undo", "1")[0]
    assert "No flags" in run("flags")[0]


def test_nothing_is_done_where_nobody_agrees(run, backup, tmp_path):
    with opened(Place(tmp_path / "j.db")) as journal:
        before = dump(journal.place)
    _, err = run("merge", backup, code=2)
    assert "--yes" in err
    with opened(Place(tmp_path / "j.db")) as journal:
        assert dump(journal.place) == before


def test_the_document_has_its_schema(run, backup):
    document = json.loads(run("merge", backup, "--yes", "--json")[0])
    schema = {**journal_schema(), "anyOf": [{"$ref": "#/$defs/merge"}]}
    Draft202012Validator(schema).validate(document)
    assert (document["new"]["check_in"], document["undo"], document["skipped"]) == (2, 1, 0)
    again = json.loads(run("merge", backup, "--yes", "--json")[0])
    assert (again["added"], again["undo"], again["new"]) == (0, None, {})


def test_another_persons_journal_is_doubted(run, backup, tmp_path):
    with opened(Place(tmp_path / "j.db")) as journal:
        set_profile(journal, entered=NOW, birth_year=1970, sex="female")
    out, _ = run("merge", backup, "--yes")
    assert "the year of birth is 1992 there and 1970 here: the same person?" in out
    assert "the sex is male there and female here" in out


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"PK\x03\x04 no zip", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000,
     b'{"resourceType": "Bundle"}', b"Date,Exercise\n2026-03-02,Deadlift\n"],
)  # fmt: skip
def test_any_other_file_is_refused_in_one_line(run, tmp_path, content):
    file = tmp_path / "file"
    file.write_bytes(content)
    _, err = run("merge", str(file), "--yes", code=2)
    assert err.startswith("backspotter: merge: got ")
    assert err.count("\n") == 1


def test_log_import_says_that_merge_is_meant(run, backup, tmp_path):
    bundle = tmp_path / "b.json"
    bundle.write_text('{"resourceType": "Bundle"}')
    for file in (backup, str(bundle)):
        assert "backspotter merge" in run("log", "import", file, "--yes", code=2)[1]


def test_no_such_file(run, tmp_path):
    for name in ("none.zip", "", "."):
        assert "a file to read" in run("merge", str(tmp_path / name), "--yes", code=2)[1]
