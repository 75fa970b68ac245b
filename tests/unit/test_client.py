"""The typed client against a real server: every call, and what it does when the line breaks."""

import json
import re
import socket
import threading
from urllib.request import urlopen

import pytest

from backspotter.client import Client, Form, ServerError
from backspotter.errors import InputError
from tests.filmed import stick_film
from tests.journals import fast_folder
from tests.pages import served

DULL = {"onset": "next_day", "pain_now": 4}


@pytest.fixture(scope="module")
def address():
    with fast_folder() as folder, served(folder / "j.db", works_on_films=False) as url:
        yield url


class Noting(Client):
    """Also keeps what it asked."""

    asked = ()

    def _sent(self, method, path, *rest, **more):
        self.asked = (*self.asked, f"{method} /api/v1/{path.partition('?')[0]}")
        return super()._sent(method, path, *rest, **more)


@pytest.fixture
def client(address):
    with Noting(address) as made:
        yield made


def test_every_call_is_answered(client):
    assert client.health()["status"] == "ok"
    assert client.assess(DULL)["level"] == client.assess(text="sore since my deadlifts")["level"]
    assert client.next_question({})["question"]["id"] == "bladder_bowel_saddle"
    kept = client.keep(DULL)
    assert client.check(kept["id"]) == kept
    assert client.add_felt(pain=3, worst=5, note="after a walk")
    assert client.add_sets("conventional 3x5 @ 140 kg rpe 8")
    assert client.add_night(7.5)
    assert client.track()["entries"][0]["pain_now"] == 3
    assert len(client.log(dose=True)["sets"]) == 3
    assert client.plan()["state"]
    assert client.plan("2026-03-16")["today"] == "2026-03-16"
    assert client.rep(140, lifter={"mass_kg": 84})["peaks"]
    assert client.change_profile(mass_kg=84)["mass_kg"] == client.profile()["mass_kg"] == 84
    assert client.compare(140, lifter={"mass_kg": 84})["changes"]
    assert client.posture({"posture": {"trunk_deg": 50}, "load_kg": 60})["levels"]
    sets = [{"style": "conventional", "load_kg": 140, "reps": 5}]
    assert client.session(sets, lifter={"mass_kg": 84})["sets"]
    assert client.films() == []
    with pytest.raises(ServerError) as missing:
        client.film(7)
    assert missing.value.status == 404
    assert client.rule(client.rules()[0]["id"])["words"]


def hands_over(client):
    said = {"load_kg": 140, "style": "conventional", "plate_mm": 450, "keep": True}
    job = client.add_film(stick_film(), **said)
    assert job["status"] == "queued"
    assert client.add_film(stick_film(), **said)["id"] == job["id"]
    assert client.film_jobs() == [job] == [client.film_job(job["id"])]
    assert client.stop_film(job["id"])["status"] == "cancelled"
    assert client.film_jobs() == []


@pytest.mark.needs("av", install="pip install 'backspotter[film]'")
def test_a_film_is_handed_over_listed_and_stopped(client):
    hands_over(client)


def test_a_film_that_is_not_there_is_said_and_its_name_is_not_sent(client, tmp_path):
    with pytest.raises(InputError, match="film: got"):
        client.add_film(tmp_path / "no.mp4", load_kg=140)
    assert client.asked == ()
    film = tmp_path / "my sore back.mp4"
    film.write_bytes(b"no film")
    with pytest.raises(ServerError) as refused:
        client.add_film(film, load_kg=140)
    assert refused.value.status == 422
    assert b"sore" not in b"".join(Form(film, {}).parts())


@pytest.mark.needs("av", install="pip install 'backspotter[film]'")
def test_every_operation_of_the_document_has_a_call():
    with (
        fast_folder() as folder,
        served(folder / "j.db", works_on_films=False) as address,
        Noting(address) as client,
    ):
        test_every_call_is_answered(client)
        hands_over(client)
        with urlopen(f"{address}/api/openapi.json") as told:
            paths = json.load(told)["paths"]
    operations = {f"{method.upper()} {path}" for path, each in paths.items() for method in each}
    called = {
        operation
        for operation in operations
        for asked in client.asked
        if re.fullmatch(re.sub(r"\\{[^}]*\\}", "[^/]+", re.escape(operation)), asked)
    }
    assert operations == called


def test_the_same_key_keeps_once(client):
    key = "5d0f9b1e-2f2a-4a7e-8c61"
    assert client.add_felt(pain=2, key=key) == client.add_felt(pain=2, key=key)


def test_what_is_refused_is_one_line(client):
    with pytest.raises(ServerError, match="pain") as refused:
        client.add_felt(pain=11)
    assert refused.value.status == 422
    with pytest.raises(ServerError) as missing:
        client.film(7)
    assert missing.value.status == 404


class Broken(threading.Thread):
    """Between client and server: takes the first request to the server, and hangs up."""

    def __init__(self, address):
        super().__init__(daemon=True)
        self.to = ("127.0.0.1", int(address.rsplit(":", 1)[1]))
        self.door = socket.create_server(("127.0.0.1", 0))
        self.asked = 0

    def run(self):
        while True:
            came, _ = self.door.accept()
            self.asked += 1
            with came, socket.create_connection(self.to) as on:
                on.sendall(message(came).replace(self._own(), b"127.0.0.1"))
                answer = message(on)
                if self.asked > 1:
                    came.sendall(answer)

    def _own(self):
        return b"127.0.0.1:%d" % self.door.getsockname()[1]


def message(line):
    """One whole message of HTTP from a socket."""
    came = b""
    while b"\r\n\r\n" not in came:
        came += line.recv(65536)
    head, _, body = came.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    while length and len(body) < int(length[1]):
        body += line.recv(65536)
    return head + b"\r\n\r\n" + body


def test_what_was_kept_before_the_line_broke_is_not_kept_again(address, client):
    before = len(client.track()["entries"])
    between = Broken(address)
    between.start()
    with Client(f"http://127.0.0.1:{between.door.getsockname()[1]}") as far:
        far.add_felt(pain=1)
    assert between.asked >= 2
    assert len(client.track()["entries"]) == before + 1


def test_nobody_there_is_said():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with Client(f"http://127.0.0.1:{port}") as client, pytest.raises(ServerError, match="answer"):
        client.health()


@pytest.mark.parametrize("address", ["", "ftp://127.0.0.1", "127.0.0.1:8321"])
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(InputError, match="address"):
        Client(address)
