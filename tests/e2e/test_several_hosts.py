"""One list of jobs on PostgreSQL, worked on by two other hosts over a network that is cut."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import psycopg
import pytest

import backspotter
from backspotter.app.film_desk import Desk, gather
from backspotter.app.film_job import KINDS as FILMS
from backspotter.app.film_place import marked
from backspotter.jobs import queue_at
from backspotter.jobs.workers import MODULE
from backspotter.journal.films import films
from backspotter.journal.journal import opened
from backspotter.journal.place import films_folder, place_of
from tests.e2e.postgres import INSTALL, running
from tests.filmed import handed_over
from tests.hosts import INSTALL as INSTALL_IP
from tests.hosts import NETWORK, hosts
from tests.job_kinds import KINDS, LEASE_S, NAMED, lines
from tests.job_queues import over, until
from tests.journals import NOON, fast_folder

pytestmark = [
    pytest.mark.needs("ip", install=INSTALL_IP),
    pytest.mark.needs("postgres", install=INSTALL),
    pytest.mark.needs("psycopg", install=INSTALL),
    pytest.mark.needs("huey", install="pip install 'backspotter[web]'"),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root may make networks"),
    pytest.mark.timeout(300),
]
PASSWORD = "between hosts"
SOURCE = Path(backspotter.__file__).parents[1]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def network():
    """Two hosts, and a database that both reach with a password."""
    with ExitStack() as held:
        try:
            others = held.enter_context(hosts("gym", "clinic"))
        except AssertionError as refused:  # a container may keep even root from it
            pytest.skip(f"this system makes no networks: {refused}")
        database = held.enter_context(
            running(
                listens=",".join(each.here for each in others),
                door=f"host all all {NETWORK}.0.0/16 scram-sha-256",
            )
        )
        with psycopg.connect(database.address, autocommit=True) as connection:
            connection.execute(f"ALTER ROLE ann PASSWORD '{PASSWORD}'")
        yield others, database.address


def seen_from(host):
    return f"postgresql://ann:{PASSWORD.replace(' ', '%20')}@{host.here}/postgres"


@contextmanager
def there(host, *words, said=None):
    """A command that runs on that host."""
    environment = {**os.environ, "PYTHONPATH": f"{SOURCE}{os.pathsep}{ROOT}"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    command = [*host.doing, sys.executable, "-m", *map(str, words)]
    with subprocess.Popen(command, env=environment, **pipes) as made:
        try:
            if said:
                made.stdin.write(json.dumps(said).encode() + b"\n")
                made.stdin.flush()
                assert made.stdout.readline(), "the workers did not start"
            yield
        finally:
            made.kill()


def works_on(host):
    """One worker of the small kinds of jobs."""
    order = {"address": seen_from(host), "kinds": NAMED, "workers": 1}
    return there(host, MODULE, said=order)


def told(trace, word):
    """On which hosts that word was said, in turn."""
    return [line.split()[-2] for line in lines(trace) if line.startswith(f"{word} ")]


def test_a_host_that_is_cut_off_loses_its_job_to_the_other_and_comes_back(network):
    others, address = network
    by_name = {each.name: each for each in others}
    with ExitStack() as held:
        folder = held.enter_context(fast_folder())
        queue = held.enter_context(closing(queue_at(address, KINDS)))
        for host in others:
            held.enter_context(works_on(host))
        trace, go = folder / "slow", folder / "go"
        slow = queue.submit("slow", key="slow", payload={"trace": str(trace), "go": str(go)})
        until(lambda: told(trace, "began"))
        (first,) = told(trace, "began")
        by_name[first].cut()
        until(lambda: len(told(trace, "began")) == 2)
        assert told(trace, "began")[1] != first
        go.touch()
        assert over(queue, slow).status == "done"
        time.sleep(LEASE_S)
        by_name[first].joined()
        assert queue.get(slow.id).attempts == 2

        quick = folder / "quick"
        for number in range(200):
            job = queue.submit("quick", key=f"{number}", payload={"trace": str(quick)})
            assert over(queue, job).status == "done"
            if first in told(quick, "ran"):
                break
        assert set(told(quick, "ran")) >= {first}
        assert len(told(quick, "ran")) == number + 1, "something was done twice"
        assert len(told(trace, "began")) == 2


@pytest.mark.needs("av", install="pip install 'backspotter[film]'")
def test_films_of_a_server_are_read_on_two_other_hosts_each_once(network, monkeypatch):
    others, address = network
    with ExitStack() as held:
        home = held.enter_context(fast_folder())
        monkeypatch.setenv("XDG_DATA_HOME", str(home))
        place = place_of(address)
        journal = held.enter_context(opened(place))
        queue = held.enter_context(closing(queue_at(address, FILMS)))
        marked(films_folder(place), queue)
        desk = Desk(journal, queue)
        jobs = [handed_over(desk, mark=bytes([n]))[0] for n in range(3)]
        for host in others:
            words = ("--jobs", seen_from(host), "--films", films_folder(place))
            held.enter_context(there(host, "backspotter", "worker", *words))
        until(lambda: sum(queue.get(job.id).status == "running" for job in jobs) == 2)
        for job in jobs:
            assert over(queue, job, 150).status == "done"
        assert [queue.get(job.id).attempts for job in jobs] == [1, 1, 1]
        gather(desk, NOON)
        assert len(films(journal)) == 3
