"""Server, worker and database are killed in turn, on PostgreSQL, while people enter and films are
read: what was accepted is there, once, and everything goes on by itself."""

from __future__ import annotations

import os
import signal
import time
from contextlib import closing

import pytest
from fastapi.testclient import TestClient

from backspotter.app.film_desk import Desk, gather
from backspotter.app.film_job import KINDS as FILMS
from backspotter.app.film_place import is_said
from backspotter.app.people import first_owner
from backspotter.jobs import JobsError, queue_at
from backspotter.journal.codec import SORENESSES
from backspotter.journal.entries import current
from backspotter.journal.films import films
from backspotter.journal.journal import opened
from backspotter.journal.place import place_of
from backspotter.web.server import create_app
from backspotter.web.settings import Settings
from tests.accounts import PASSWORD, sign_in
from tests.e2e.postgres import INSTALL, running
from tests.filmed import handed_over
from tests.job_kinds import KINDS, LEASE_S, lines
from tests.job_queues import until, workers_of
from tests.journals import NOON, fast_folder
from tests.phones import PATIENCE_S, Phone, go_on, program

pytestmark = [
    pytest.mark.needs("postgres", install=INSTALL),
    pytest.mark.needs("psycopg", install=INSTALL),
    pytest.mark.needs("huey", install="pip install 'backspotter[web]'"),
    pytest.mark.timeout(600),
]
WRITERS = 3


@pytest.fixture
def database():
    with running() as made:
        yield made


def test_what_was_accepted_is_there_once_after_kills_of_database_and_server(database, tmp_path):
    server = {}
    with program("serve", "--database", database.address, "--port", "0", home=tmp_path) as first:
        server["address"] = first.address
        phones = [Phone(server) for _ in range(WRITERS)]
        for phone in phones:
            phone.start()
        go_on(phones)
        for _ in range(2):
            database.kill()
            time.sleep(0.3)
            database.start()
            go_on(phones)
        first.kill()
    with program("serve", "--database", database.address, "--port", "0", home=tmp_path) as second:
        server["address"] = second.address
        go_on(phones)
        for phone in phones:
            phone.stop.set()
        for phone in phones:
            phone.join(60)
        assert [phone.again() for phone in phones] == [{}] * WRITERS
    with opened(place_of(database.address)) as journal:
        kept = [each.value.note for each in current(journal, SORENESSES)]
    assert len(kept) == len(set(kept)), "something was kept twice"
    assert {key for phone in phones for key in phone.accepted} <= set(kept)
    assert set(kept) <= {key for phone in phones for key in phone.sent}
    assert [phone.strange for phone in phones] == [[]] * WRITERS


def test_who_is_signed_in_stays_so_while_the_database_is_away(database):
    settings = Settings(journal=database.address, accounts=True, works_on_films=False)
    app = create_app(settings)
    first_owner(app.state.held.current(), "owner", PASSWORD, now=settings.now())
    here = {"base_url": "http://127.0.0.1", "client": ("127.0.0.1", 5000)}
    with TestClient(app, **here, follow_redirects=False) as client:
        sign_in(client, "owner")
        database.kill()
        for path in ("/account", "/api/v1/track"):
            assert client.get(path).status_code == 503
        shown = {"Authorization": "Bearer bsp_0123456789ab_" + "x" * 43}
        assert client.get("/api/v1/track", headers=shown).status_code == 503
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 503
        assert "backspotter_jobs" not in client.get("/metrics").text
        database.start()
        assert client.get("/account").status_code == 200
        assert client.get("/readyz").status_code == 200
        assert 'backspotter_jobs{state="queued"} 0' in client.get("/metrics").text


def asked_for(queue, kind, key, payload):
    """The job, asked for until the list takes it."""
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            return queue.submit(kind, key=key, payload=payload)
        except JobsError:
            assert time.monotonic() < end
            time.sleep(0.05)


def state_of(queue, job):
    try:
        return queue.get(job.id).status
    except JobsError:
        return "not to be seen"


KILLS = 3


def test_every_job_is_done_and_none_is_there_twice_after_kills_of_database_and_worker(database):
    with (
        closing(queue_at(database.address, KINDS)) as queue,
        fast_folder() as folder,
        workers_of("postgres", database.address, 2) as workers,
    ):
        asked = {}
        for number in range(12):
            payload = {"trace": str(folder / "trace"), "name": str(number)}
            asked[number] = asked_for(queue, "quick", f"job-{number}", payload)
            if number == 3:
                database.kill()
                database.start()
            if number == 6:
                os.kill(workers.pid, signal.SIGKILL)
        go = folder / "go"
        payload = {"trace": str(folder / "slow"), "go": str(go)}
        slow = asked_for(queue, "slow", "slow", payload)
        until(lambda: lines(folder / "slow"), PATIENCE_S)
        database.kill()
        time.sleep(LEASE_S)
        database.start()
        until(lambda: state_of(queue, slow) in ("running", "queued"), PATIENCE_S)
        go.touch()
        for job in (*asked.values(), slow):
            until(lambda job=job: state_of(queue, job) == "done", PATIENCE_S)
        for number, job in asked.items():
            payload = {"trace": str(folder / "trace"), "name": str(number)}
            assert asked_for(queue, "quick", f"job-{number}", payload).id == job.id
        assert len(queue.listed()) == 13
        done = [line.split()[1] for line in lines(folder / "trace")]
        assert set(done) == set(map(str, range(12)))
        # at least once: what each of two workers had in hand at a kill is done again, and no more
        assert len(done) <= 12 + 2 * KILLS


@pytest.mark.needs("av", install="pip install 'backspotter[film]'")
def test_a_film_is_read_and_kept_once_whatever_is_killed(database, monkeypatch):
    with fast_folder() as home, closing(queue_at(database.address, FILMS)) as queue:
        # The list of jobs is there before the journal, as where a worker is started first.
        monkeypatch.setenv("XDG_DATA_HOME", str(home))
        place = place_of(database.address)
        serving = ("serve", "--database", database.address, "--port", "0")
        with program(*serving, "--films-elsewhere", home=home) as server:
            with opened(place) as journal:
                desk = Desk(journal, queue)
                job, _ = handed_over(desk)
            until(lambda: is_said(queue), PATIENCE_S)  # it marks the folder beside answering
            server.kill()
        with program("worker", "--jobs", database.address, home=home) as worker:
            until(lambda: state_of(queue, job) == "running", PATIENCE_S)
            database.kill()
            database.start()
            worker.kill()
        with program(*serving, home=home) as server:  # with a worker of its own
            until(lambda: state_of(queue, job) == "done", PATIENCE_S)
            until(lambda: len(kept_in(place)) == 1, PATIENCE_S)
            server.kill()
        with program(*serving, home=home), opened(place) as journal:
            gather(Desk(journal, queue), NOON)
            assert len(films(journal)) == 1
            assert len(queue.listed()) == 1


def kept_in(place):
    with opened(place) as journal:
        return films(journal)
