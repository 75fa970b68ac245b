"""Pages where several people share a journal: nobody sees, changes or loses what is another's."""

import pytest

from backspotter.journal.codec import SORENESSES
from backspotter.journal.entries import current
from tests.accounts import PLANTED, of, team


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
    client = made.clients[who]
    assert client.get("/course/entry/1").status_code == 404
    assert client.post("/course/entry/1", data={"pain": "0", "when": "now"}).status_code == 404
    assert client.post("/course/entry/1/delete").status_code == 404
    assert client.post("/you/flags/1/examined", data={"by": "me"}).status_code == 404
    assert PLANTED not in client.get("/course").text
    assert notes(made, "sharing") == [PLANTED]


def test_the_same_key_of_two_people_keeps_two_entries(made):
    data = {"key": "a-key-of-two-people", "pain": "3"}
    for who in ("sharing", "other"):
        assert made.clients[who].post("/course/pain", data=data).status_code == 303
    assert notes(made, "sharing") == [PLANTED, ""]
    assert notes(made, "other") == [""]


def test_who_deletes_everything_takes_nothing_of_another_along(made, tmp_path):
    for who in ("sharing", "other"):
        assert send(made.clients[who]).status_code == 303
    told = made.clients["sharing"].post("/you/delete", data={"word": "delete"})
    assert told.headers["location"] == "/you/deleted"
    assert "All of it is gone" in made.clients["sharing"].get("/you/deleted").text
    assert len(list(tmp_path.rglob("import-*/file"))) == 1
    assert made.clients["other"].get("/log/import").status_code == 422
    assert made.clients["other"].get("/course").status_code == 200
    assert made.clients["sharing"].get("/course").headers["location"] == "/sign-in"


def test_a_journal_of_several_is_not_put_back_by_one(made):
    client = made.clients["other"]
    kept = client.get("/you/backup.zip").content
    client.post("/you/restore", files={"file": ("b.zip", kept)})
    assert client.post("/you/restore/keep").status_code == 422
    assert notes(made, "sharing") == [PLANTED]
