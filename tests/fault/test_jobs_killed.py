"""Workers, servers and tickets die at bad moments: no job is lost, none is done twice at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import backspotter
from backspotter.jobs import JobsError, queue_at
from tests.job_kinds import KINDS, NAMED, lines, words
from tests.job_queues import (
    CLUSTER,
    DATABASES,
    POSTGRES,
    SQLITE,
    address_of,
    cluster_of,
    is_alive,
    over,
    parent_of,
    until,
    workers_of,
)
from tests.journals import fast_folder

pytestmark = [
    pytest.mark.needs("huey", install="pip install 'backspotter[web]'"),
    pytest.mark.timeout(120),
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes"),
]
RACERS, EACH = 3, 25
RACE = """
import sys
from backspotter.jobs.sql_store import SqlStore
from backspotter.jobs.table import Table
from tests.job_kinds import KINDS
table = Table(SqlStore(sys.argv[1]), KINDS)
print("ready", flush=True)
sys.stdin.readline()
while (held := table.take()) is not None:
    print(held.job.id, flush=True)
    assert table.done(held, "here")
"""
SERVER = """
import sys, time
from backspotter.jobs.workers import Workers
from tests.job_kinds import NAMED
workers = Workers(sys.argv[1], kinds=NAMED)
workers.start()
print(workers.pid, flush=True)
time.sleep(600)
"""


ONE = pytest.mark.parametrize("make", [SQLITE], indirect=True)
"""For what no database has a part in."""

EVERY = pytest.mark.parametrize("make", [SQLITE, POSTGRES, CLUSTER], indirect=True)
"""Also with workers on a Dask cluster, over a list in a file."""


BUSY = """
import sys, time
from backspotter.jobs.process import Process
from tests.job_kinds import KINDS
process = Process(KINDS["busy"], {"trace": sys.argv[1]}, until=time.monotonic() + 600)
while True:
    process.listen(1)
"""


@pytest.fixture(scope="module", params=DATABASES)
def make(request):
    return request.param


@pytest.fixture(scope="module")
def address(make):
    with address_of(make) as address:
        yield address


@pytest.fixture
def queue(address):
    queue = queue_at(address, KINDS)
    yield queue
    for job in queue.listed():
        queue.forget(job.id)
    queue.close()


@pytest.fixture
def trace():
    with fast_folder() as folder:
        yield folder / "trace"


def program(code, *arguments):
    source = str(Path(backspotter.__file__).parents[1])
    root = str(Path(__file__).parents[2])
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{source}{os.pathsep}{root}"},
    )


def slow(queue, trace):
    payload = {"trace": str(trace), "go": str(trace.with_suffix(".go"))}
    return queue.submit("slow", key=trace.parent.name, payload=payload)


def pids(trace):
    return [int(line.split()[1]) for line in lines(trace)]


def test_a_job_too_busy_to_notice_dies_with_who_started_it(trace):
    starter = program(BUSY, trace)
    until(lambda: words(trace) == ["began"])
    starter.kill()
    starter.communicate()
    until(lambda: not is_alive(pids(trace)[0]))


@ONE
def test_a_server_killed_takes_its_workers_with_it_and_they_give_back_what_they_did(
    queue, address, trace
):
    server = program(SERVER, address)
    worker = int(server.stdout.readline())
    job = slow(queue, trace)
    until(lambda: words(trace) == ["began"])
    server.kill()
    server.communicate()
    until(lambda: not is_alive(worker))
    assert not is_alive(pids(trace)[0])
    given_back = queue.get(job.id)
    assert (given_back.status, given_back.attempts) == ("queued", 0)


def test_what_was_asked_for_while_nobody_worked_is_done_also_without_tickets(address, queue, trace):
    asked = [
        queue.submit("quick", key=f"{trace.parent.name}-{n}", payload={"trace": str(trace)})
        for n in range(3)
    ]
    queue.huey.storage.flush_queue()
    queue.close()
    again = queue_at(address, KINDS)
    assert [again.get(job.id).status for job in asked] == ["queued"] * 3
    with workers_of("sqlite", address, 2):
        assert [over(again, job).status for job in asked] == ["done"] * 3
    again.close()
    assert len(lines(trace)) == 3


def test_workers_that_race_for_jobs_get_each_once(queue, address):
    with ThreadPoolExecutor(4) as pool:  # the same work, asked for by several at once
        jobs = list(
            pool.map(
                lambda n: queue.submit("quick", key=f"race-{n % EACH}", payload={}),
                range(2 * EACH),
            )
        )
    ids = {job.id for job in jobs}
    assert len(ids) == EACH
    racers = [program(RACE, address) for _ in range(RACERS)]
    for racer in racers:
        racer.stdout.readline()
    for racer in racers:
        racer.stdin.write("\n")
        racer.stdin.flush()
    said = [racer.communicate(timeout=60)[0].split() for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * RACERS
    taken = [job_id for each in said for job_id in each]
    assert sorted(taken) == sorted(ids)


@EVERY
def test_a_worker_that_froze_has_lost_its_job_and_cannot_end_it(queue, make, address, trace):
    with workers_of(make, address, 1):
        job = slow(queue, trace)
        until(lambda: words(trace) == ["began"])
        frozen = parent_of(pids(trace)[0])
        os.kill(frozen, signal.SIGSTOP)
        try:
            with workers_of(make, address, 1):
                until(lambda: words(trace) == ["began", "began"])
                assert not is_alive(pids(trace)[0]), "it ended itself before its lease did"
                trace.with_suffix(".go").touch()
                assert over(queue, job).attempts == 2
        finally:
            os.kill(frozen, signal.SIGCONT)
        time.sleep(0.3)
        assert queue.get(job.id).status == "done"
    assert words(trace) == ["began", "began", "ended"]


@EVERY
def test_workers_that_are_stopped_leave_their_jobs_to_the_next(queue, make, address, trace):
    with workers_of(make, address, 1):
        job = slow(queue, trace)
        until(lambda: words(trace) == ["began"])
        waits = queue.submit("quick", key=trace.parent.name, payload={"trace": str(trace)})
    assert [queue.get(each.id).status for each in (job, waits)] == ["queued", "queued"]
    assert not is_alive(pids(trace)[0])
    trace.with_suffix(".go").touch()
    with workers_of(make, address, 1):
        done = [over(queue, each) for each in (job, waits)]
    assert [(each.status, each.attempts) for each in done] == [("done", 1), ("done", 1)]
    assert sorted(words(trace)) == ["began", "began", "ended", "ran"]


@pytest.mark.parametrize("make", [CLUSTER], indirect=True)
def test_who_hands_on_to_a_scheduler_reaches_it_again_after_it_gave_it_up(queue, address, trace):
    from backspotter.jobs.cluster import ClusterWorkers

    with (
        cluster_of(1) as scheduler,
        ClusterWorkers(address, kinds=NAMED, scheduler=scheduler) as workers,
    ):
        workers._client.close()  # as it does itself half a minute after a scheduler went away
        job = queue.submit("quick", key=trace.parent.name, payload={"trace": str(trace)})
        assert over(queue, job).status == "done"


@pytest.mark.parametrize("make", [POSTGRES], indirect=True)
def test_a_database_that_drops_everybody_stops_no_job(queue, address, trace):
    import psycopg

    with workers_of("postgres", address, 1):
        job = slow(queue, trace)
        until(lambda: words(trace) == ["began"])
        with psycopg.connect(address) as other:
            others = "FROM pg_stat_activity WHERE usename = 'ann' AND pid <> pg_backend_pid()"
            other.execute(f"SELECT pg_terminate_backend(pid) {others}")
        with pytest.raises(JobsError, match="cannot be read or written now"):
            queue.get(job.id)
        trace.with_suffix(".go").touch()
        done = over(queue, job)
    assert (done.status, done.attempts) == ("done", 1)
    assert words(trace) == ["began", "ended"]


@ONE
def test_two_queues_of_one_process_do_not_take_each_others_locks(address, queue):
    """SQLite's locks are those of a process: whoever closes its file anew drops them all."""
    other = queue_at(address, KINDS)
    writer = program(
        "import sys\nfrom backspotter.jobs import queue_at\nfrom tests.job_kinds import KINDS\n"
        "queue = queue_at(sys.argv[1], KINDS)\n"
        "print(queue.submit('quick', key='locks', payload={}).id)\nqueue.close()",
        address,
    )
    job_id = writer.communicate(timeout=60)[0].strip()
    assert [each.get(job_id).status for each in (queue, other)] == ["queued", "queued"]
    other.close()
    assert queue.cancel(job_id).status == "cancelled"
