"""``backspotter worker`` as a program: films of a server's list, seen under another path."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

import backspotter
from backspotter.app.film_desk import Desk, gather
from backspotter.app.film_job import KINDS
from backspotter.app.film_place import marked
from backspotter.jobs import queue_at
from backspotter.journal.films import films
from backspotter.journal.journal import opened
from backspotter.journal.place import FILMS_MARK, films_folder, jobs_address, place_of
from tests import job_queues
from tests.filmed import handed_over
from tests.job_queues import DATABASES, NEEDS_DASK, address_of, cluster_of, until
from tests.journals import NOON, fast_folder

pytestmark = [
    pytest.mark.needs("huey", install="pip install 'backspotter[web]'"),
    pytest.mark.needs("av", install="pip install 'backspotter[film]'"),
    pytest.mark.timeout(600),
]
NO_FOLDER = "/dev/null/nowhere"
"""Below a file, so that nobody can make it."""

over = partial(job_queues.over, patience_s=150)
"""At the lowest priority a film can take a while."""


@pytest.fixture(scope="module")
def server():
    with address_of("postgres") as address:
        yield address


@pytest.fixture
def home(monkeypatch):
    """Where the server keeps what it keeps; a worker does not know it."""
    with fast_folder() as folder:
        monkeypatch.setenv("XDG_DATA_HOME", str(folder))
        yield folder


@pytest.fixture(scope="module")
def scheduler():
    """Of a cluster that runs already, with one worker."""
    with cluster_of(1) as address:
        yield address


def on(scheduler, desk, folder):
    """What a worker is told that has a cluster read films."""
    return "--jobs", jobs_of(desk), "--films", folder, "--scheduler", scheduler


@contextmanager
def desk_of(journal: str):
    """What a server does with films, without any page, and with nothing that reads them."""
    place = place_of(journal)
    with opened(place) as made:
        queue = queue_at(jobs_address(place), KINDS)
        marked(films_folder(place), queue)
        yield Desk(made, queue)
        for job in queue.listed():
            queue.forget(job.id)
        queue.close()


@pytest.fixture(params=DATABASES)
def desk(request, home):
    journal = str(home / "j.db")
    if request.param == "postgres":
        journal = request.getfixturevalue("server")
    with desk_of(journal) as made:
        yield made


def jobs_of(desk) -> str:
    return str(jobs_address(desk.journal.place))


@contextmanager
def worker(*words, home=None):
    """The program, and what it says; without a home there is no place for a journal."""
    source = str(Path(backspotter.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": source, "XDG_DATA_HOME": str(home or NO_FOLDER)}
    command = [sys.executable, "-m", "backspotter", "worker", *map(str, words)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as made:
        try:
            yield made
        finally:
            made.kill()


def stopped(made) -> str:
    """What was left to say, once it was asked to stop."""
    made.send_signal(signal.SIGTERM)
    said = made.stderr.read()
    assert made.wait(60) == 0
    return said


def reads_it_elsewhere(desk, home, begins, *told):
    """A worker reads a film that it sees under another path, and the server keeps it."""
    there, elsewhere = films_folder(desk.journal.place), home / "mounted here"
    job, clip = handed_over(desk)
    there.rename(elsewhere)  # for the worker the server's own path leads nowhere
    with worker("--jobs", jobs_of(desk), "--films", elsewhere, *told) as made:
        assert begins in made.stderr.readline()
        done = over(desk.queue, job)
        assert (done.status, done.attempts) == ("done", 1)
        stopped(made)
    elsewhere.rename(there)
    gather(desk, NOON)
    (film,) = films(desk.journal)
    assert film.summary["reps"]
    assert clip.run is not None
    assert not clip.film.exists(), "the film itself goes once it is read, also from there"


def test_a_worker_elsewhere_reads_the_film_and_the_server_keeps_what_it_found(desk, home):
    reads_it_elsewhere(desk, home, "reading films in")


def test_where_the_films_are_not_it_refuses_and_no_job_is_touched(desk, tmp_path):
    job, clip = handed_over(desk)
    for folder in (tmp_path, tmp_path / "nothing"):
        with worker("--jobs", jobs_of(desk), "--films", folder) as made:
            said = made.stderr.read()
            assert made.wait(60) == 2
        assert said.startswith("backspotter: films: got /")
        assert "expected the folder in which the server of these jobs keeps its films" in said
        assert said.count("\n") == 1
        assert "traceback" not in said.casefold()
    (tmp_path / FILMS_MARK).write_text("0" * 32)
    with worker("--jobs", jobs_of(desk), "--films", tmp_path) as made:
        assert made.wait(60) == 2
    assert (desk.queue.get(job.id).status, desk.queue.get(job.id).attempts) == ("queued", 0)
    assert clip.film.is_file()


def test_a_share_that_goes_away_stops_no_film_for_good(desk, tmp_path):
    there, elsewhere = films_folder(desk.journal.place), tmp_path / "share"
    elsewhere.symlink_to(there)
    with worker("--jobs", jobs_of(desk), "--films", elsewhere) as made:
        assert "reading films in" in made.stderr.readline()
        elsewhere.unlink()
        elsewhere.mkdir()  # as a mount point is once nothing is mounted there
        job, _ = handed_over(desk)
        assert "films: got" in made.stderr.readline()
        assert (desk.queue.get(job.id).status, desk.queue.get(job.id).attempts) == ("queued", 0)
        elsewhere.rmdir()
        elsewhere.symlink_to(there)
        assert "here again" in made.stderr.readline()
        assert over(desk.queue, job).status == "done"
        stopped(made)


def test_a_worker_that_is_stopped_gives_its_film_back(desk):
    job, _ = handed_over(desk, read=False)
    folder = films_folder(desk.journal.place)
    with worker("--jobs", jobs_of(desk), "--films", folder) as made:
        until(lambda: desk.queue.get(job.id).status == "running")
        stopped(made)
    given_back = desk.queue.get(job.id)
    assert (given_back.status, given_back.attempts) == ("queued", 0)


@NEEDS_DASK
def test_a_cluster_reads_the_film_where_its_workers_see_it(desk, home, scheduler):
    reads_it_elsewhere(desk, home, "having films read by tcp://", "--scheduler", scheduler)


@NEEDS_DASK
def test_a_cluster_that_does_not_see_the_films_takes_none_and_gives_back_what_it_was_reading(
    desk, tmp_path, scheduler
):
    there, elsewhere = films_folder(desk.journal.place), tmp_path / "share"
    with worker(*on(scheduler, desk, tmp_path)) as made:
        assert "expected the folder in which the server" in made.stderr.read()
        assert made.wait(60) == 2
    elsewhere.symlink_to(there)
    with worker(*on(scheduler, desk, elsewhere)) as made:
        assert "having films read" in made.stderr.readline()
        elsewhere.unlink()
        elsewhere.mkdir()
        job, _ = handed_over(desk, read=False)
        assert "films: got" in made.stderr.readline()
        assert (desk.queue.get(job.id).status, desk.queue.get(job.id).attempts) == ("queued", 0)
        elsewhere.rmdir()
        elsewhere.symlink_to(there)
        until(lambda: desk.queue.get(job.id).status == "running")
        stopped(made)
    given_back = desk.queue.get(job.id)
    assert (given_back.status, given_back.attempts) == ("queued", 0)


def test_without_a_word_it_works_for_the_journal_and_waits_for_a_server(home):
    journal = home / "j.db"
    with worker("--journal", journal, home=home) as made:
        assert "waiting for a server to begin" in made.stderr.readline()
        with desk_of(str(journal)) as desk:
            assert "reading films in" in made.stderr.readline()
            job, _ = handed_over(desk)
            assert over(desk.queue, job).status == "done"
        stopped(made)


def test_one_that_waits_can_be_stopped(home):
    with worker("--journal", home / "j.db") as made:
        assert "waiting" in made.stderr.readline()
        assert stopped(made) == ""


@NEEDS_DASK
def test_a_cluster_that_is_not_there_is_one_line(desk):
    with worker(*on("no://address", desk, films_folder(desk.journal.place))) as made:
        said = made.stderr.read()
        assert made.wait(60) == 2
    assert said == (
        "backspotter: scheduler: got no://address (ValueError), expected a running Dask scheduler\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--jobs", "mysql://x"), "expected a file, or postgresql://"),
        (("--jobs", "list.db"), "or name --films too"),
        (("--jobs", f"{NO_FOLDER}/j.db.jobs"), "a list in a folder that is there"),
        (("--count", "0"), "count: got 0, expected 1 to 64"),
    ],
)
def test_what_cannot_be_is_one_line(words, said):
    with worker(*words) as made:
        told = made.stderr.read()
        assert made.wait(60) == 2
    assert said in told
    assert told.count("\n") == 1
