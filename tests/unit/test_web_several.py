"""Pages where several people share a journal: nobody sees, changes or loses what is another's."""

import pytest

from backspotter.journal.checks import flags
from backspotter.journal.codec import SORENESSES
from backspotter.journal.entries import current
from backspotter.journal.place import arrivals_folder
from tests.accounts import PLANTED, of, team
from tests.journals import dump


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


def test_a_journal_of_several_is_not_put_back_by_one(made):
    client, before = made.clients["other"], notes(made, "sharing")
    kept = client.get("/you/backup.zip").content
    client.post("/you/restore", files={"file": ("b.zip", kept)})
    assert client.post("/you/restore/keep").status_code == 422
    assert notes(made, "sharing") == before
