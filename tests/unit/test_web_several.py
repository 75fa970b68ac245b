"""Pages where several people share a journal: nobody sees, changes or loses what is another's."""

import json
import re
import zipfile
from hashlib import sha256
from io import BytesIO

import pytest

from backspotter.journal.backup import back_up
from backspotter.journal.codec import SORENESSES
from backspotter.journal.entries import current
from backspotter.journal.flags import flags
from backspotter.journal.journal import opened
from backspotter.journal.place import Place, arrivals_folder
from backspotter.journal.tables import METADATA
from tests.accounts import PLANTED, of, team
from tests.episodes import NOW, episode
from tests.journals import dump, fast_folder

MINE = "what I wrote at home"


@pytest.fixture
def made(database):
    with team(database) as built:
        yield built


def notes(made, name):
    own = of(made.journal, made.people[name])
    return [each.value.note for each in current(own, SORENESSES)]


def send(client):
    return client.post("/log/import", files={"file": ("a.csv", b"my,log\n1,2\n")})


@pytest.mark.parametrize("who", ["other", "owner", "coach"])
def test_an_entry_of_another_is_not_there(made, who):
    client, theirs = made.clients[who], of(made.journal, made.people["sharing"])
    entry = f"/course/entry/{current(theirs, SORENESSES)[0].id}"
    flag = f"/you/flags/{flags(theirs, only_open=True)[0].id}"
    before = dump(made.journal.place)
    assert client.get(entry).status_code == 404
    assert client.post(entry, data={"pain": "0", "when": "now"}).status_code == 404
    assert client.post(f"{entry}/delete").status_code == 404
    assert client.post(f"{flag}/examined", data={"by": "me"}).status_code == 404
    assert PLANTED not in client.get("/course").text
    assert dump(made.journal.place) == before


def test_the_same_key_of_two_people_keeps_two_entries(made):
    data = {"key": "a-key-of-two-people", "pain": "3"}
    before = notes(made, "sharing")
    for who in ("sharing", "other"):
        assert made.clients[who].post("/course/pain", data=data).status_code == 303
    assert notes(made, "sharing") == [*before, ""]
    assert notes(made, "other") == [""]


def test_who_deletes_everything_takes_nothing_of_another_along(made):
    for who in ("sharing", "other"):
        assert send(made.clients[who]).status_code == 303
    told = made.clients["sharing"].post("/you/delete", data={"word": "delete"})
    assert told.headers["location"] == "/you/deleted"
    assert "All of it is gone" in made.clients["sharing"].get("/you/deleted").text
    (waits,) = arrivals_folder(made.journal.place).iterdir()
    assert waits.name.startswith(f"import-{made.people['other'].person}-")
    assert made.clients["other"].get("/log/import").status_code == 422
    assert made.clients["other"].get("/course").status_code == 200
    assert made.clients["sharing"].get("/course").headers["location"] == "/sign-in"


@pytest.fixture(scope="module")
def alone():
    """The backup of somebody who began alone."""
    with fast_folder() as folder:
        with opened(Place(folder / "a.db")) as journal:
            episode(journal, note=MINE)
            back_up(journal, folder / "a.zip", made=NOW, program="test")
        yield (folder / "a.zip").read_bytes()


def sent(client, content):
    assert client.post("/you/restore", files={"file": ("mine.zip", content)}).status_code == 303
    return client.get("/you/restore")


def rows_but_of(made, name):
    """All rows of everybody else, and of accounts, shares and tokens; what waits is left out."""
    mine = made.people[name].person
    with made.journal.reading() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(table.select())
                if getattr(row, "person_id", None) != mine
            ]
            for table in METADATA.sorted_tables
            if table.name not in ("session", "batch_row", "flag_end")
        }


def test_who_began_alone_brings_their_journal_and_it_is_theirs_alone(made, alone):
    client, before = made.clients["other"], rows_but_of(made, "other")
    shown = " ".join(sent(client, alone).text.split())
    assert "15 sets" in shown
    assert "Put it in place" not in shown
    assert notes(made, "other") == [], "shown first"
    told = client.post("/you/restore/merge")
    assert told.headers["location"].startswith("/log?brought=")
    assert MINE in notes(made, "other")
    assert MINE in client.get("/course").text
    assert rows_but_of(made, "other") == before
    for reader in ("owner", "coach"):
        person = made.people["other"].person
        assert made.clients[reader].get(f"/athletes/{person}").status_code == 404
    assert "All of it is in your journal already" in sent(client, alone).text
    assert client.post("/you/restore/merge").headers["location"] == "/log?brought=0#brought"
    undo = re.search(r"/log/import/\d+/undo", client.get(told.headers["location"]).text)[0]
    assert made.clients["coach"].post(undo).status_code == 404
    assert client.post(undo).status_code == 303
    assert notes(made, "other") == []


def test_what_another_shares_is_not_shared_by_who_brings_in_their_backup(made):
    theirs = made.clients["sharing"].get("/you/backup.zip").content
    sent(made.clients["other"], theirs)
    assert made.clients["other"].post("/you/restore/merge").status_code == 303
    assert PLANTED in notes(made, "other")
    assert notes(made, "other") == notes(made, "sharing")
    coach, person = made.clients["coach"], made.people["other"].person
    assert coach.get(f"/athletes/{person}").status_code == 404


def test_accounts_shares_and_tokens_in_an_archive_are_not_taken(made, alone):
    added = {
        "account": {"name": "intruder", "role": "owner", "person_id": 1},
        "share": {"person_id": made.people["sharing"].person, "kind": "answers"},
        "token": {"person_id": made.people["sharing"].person, "digest": "0" * 64},
    }
    before = rows_but_of(made, "other")
    sent(made.clients["other"], with_tables(alone, added))
    made.clients["other"].post("/you/restore/merge")
    assert MINE in notes(made, "other")
    assert rows_but_of(made, "other") == before


def with_tables(content, added):
    """A backup with a row each of further tables, which its manifest knows."""
    with zipfile.ZipFile(BytesIO(content)) as there:
        members = {name: there.read(name) for name in there.namelist()}
    manifest = json.loads(members["manifest.json"])
    for table, row in added.items():
        line = json.dumps(row).encode() + b"\n"
        members[f"tables/{table}.jsonl"] = line
        manifest["tables"][table] = {"rows": 1, "sha256": sha256(line).hexdigest()}
    members["manifest.json"] = json.dumps(manifest).encode()
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def test_a_journal_of_several_is_not_put_back_by_one(made):
    client, before = made.clients["other"], notes(made, "sharing")
    kept = client.get("/you/backup.zip").content
    client.post("/you/restore", files={"file": ("b.zip", kept)})
    assert client.post("/you/restore/keep").status_code == 422
    assert notes(made, "sharing") == before


def test_what_is_no_backup_changes_nothing(made):
    client = made.clients["other"]
    assert sent(client, b"PK no zip").status_code == 422
    assert client.post("/you/restore/merge").status_code == 404
