"""A job's process is limited, killed and listened to; how it ended is said plainly."""

from __future__ import annotations

import json
import os
import socket
import threading
import time

import pytest

from backspotter.errors import InputError
from backspotter.jobs import INLINE, Kind, Kinds, kinds_named, queue_at
from backspotter.jobs.rows import MOST_BACK_OFF_S, back_off
from backspotter.jobs.store import MemoryStore
from backspotter.jobs.table import Table
from backspotter.jobs.working import Worker
from tests.job_kinds import HERE, KINDS, NAMED, words
from tests.job_queues import until

LINUX = pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="limits of Linux")


@pytest.fixture
def ran(tmp_path):
    """Does a job to its end."""
    queue = queue_at(INLINE, KINDS)
    trace = tmp_path / "trace"

    def run(kind, **payload):
        given = {"trace": str(trace), "out": str(tmp_path / "out"), **payload}
        return queue.submit(kind, key=kind, payload=given)

    return run


@LINUX
@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("eats", "it needs too much memory"),
        ("writes", "it writes too large a file"),
        ("spins", "it took more than 1 s of processor time"),
        ("sleeps", "it took more than 0.5 s"),
    ],
)
def test_a_job_that_takes_too_much_is_set_aside_at_once(ran, kind, message):
    job = ran(kind)
    assert (job.status, job.attempts, job.message) == ("set_aside", 1, message)


@LINUX
def test_a_crash_is_said_plainly(ran):
    job = ran("crashes")
    assert (job.status, job.attempts) == ("set_aside", 2)
    assert job.message == "set aside after it was tried 2 times: it crashed (SIGSEGV)"


def test_work_that_is_not_there_is_one_line(ran):
    job = ran("missing")
    assert (job.status, job.message) == (
        "failed",
        f"work: got {HERE}:no_such_function, expected package.module:NAME",
    )


def test_what_a_job_prints_is_not_taken_for_an_answer_and_it_has_the_lowest_priority(ran):
    job = ran("chatters")
    assert (job.status, job.result, job.progress) == ("done", "19 5", 1.0)


@LINUX
def test_a_job_reaches_no_network_unless_its_kind_may(ran):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert ran("calls_in", port=port).result == "reached"
        if not _can_be_cut_off():
            pytest.skip("this system lets nobody make a network of their own")
        job = ran("calls_out", port=port)
        assert (job.status, job.message) == (
            "set_aside",
            "set aside after it was tried 3 times: it broke (OSError)",
        )


def _can_be_cut_off() -> bool:
    return os.system("unshare --net true 2>/dev/null || unshare --user --net true") == 0


@LINUX
def test_a_process_whose_starter_is_silent_ends_itself(tmp_path):
    from backspotter.jobs.process import Process

    trace = tmp_path / "trace"
    payload = {"trace": str(trace), "go": str(tmp_path / "never")}
    process = Process(KINDS["slow"], payload, until=time.monotonic() + 1)
    end = time.monotonic() + 30
    while process.listen(0.1):
        assert time.monotonic() < end
    how, why = process.gone()
    assert (how, why[:25]) == ("broken", "nothing was heard of it f")
    assert words(trace) == ["began"]


def test_inline_who_asks_waits_for_their_own_job_only(tmp_path):
    queue = queue_at(INLINE, KINDS)
    go = tmp_path / "go"
    payload = {"trace": str(tmp_path / "a"), "go": str(go)}
    queue.table.add("slow", key="a", payload=payload)
    done = queue.submit("quick", key="b", payload={"trace": str(tmp_path / "b")})
    assert [job.status for job in queue.listed()] == [done.status, "queued"] == ["done", "queued"]


def test_who_lost_a_job_cannot_end_it():
    now = [1e9]
    table = Table(MemoryStore(lambda: now[0]), KINDS)
    job, _ = table.add("quick", key="k", payload={})
    first = table.take()
    assert table.take() is None, "it is in hand"
    assert table.heard_of(first, 0.5, "looking")
    now[0] += KINDS.lease_s
    second = table.take()
    assert (second.job.id, second.job.attempts) == (job.id, 2)
    assert not table.heard_of(first, 0.9, "looking")
    assert not any(end(first, "x") for end in (table.done, table.failed, table.broken))
    assert not table.give_back(first)
    assert table.done(second, "there")
    assert table.get(job.id).result == "there"


def test_a_worker_that_does_not_know_a_kind_says_so():
    store = MemoryStore()
    job, _ = Table(store, Kinds({"new": Kind(work="x:y", attempts=1)})).add(
        "new", key="k", payload={}
    )
    old = Table(store, KINDS)
    assert Worker(old).do_next()
    assert old.get(job.id).message == (
        "set aside after it was tried once: its worker does not know this kind of job"
    )
    assert not Worker(old).do_next()


def test_a_cancelled_job_is_let_go_of_as_soon_as_its_process_is_gone(tmp_path):
    queue = queue_at(INLINE, Kinds(KINDS.of, lease_s=600.0))
    payload = {"trace": str(tmp_path / "trace"), "go": str(tmp_path / "never")}
    first = {"key": "k", "payload": dict(payload)}
    asked = threading.Thread(target=queue.submit, args=("slow",), kwargs=first)
    asked.start()
    until(lambda: words(tmp_path / "trace") == ["began"])
    queue.cancel(queue.listed()[0].id)
    payload["go"] = str(tmp_path)
    assert queue.submit("slow", key="k", payload=payload).status == "done"
    asked.join()
    assert words(tmp_path / "trace") == ["began", "began", "ended"]


def test_pauses_double_up_to_a_limit():
    assert [back_off(10, n) for n in (1, 2, 3)] == [10, 20, 40]
    assert back_off(10, 60) == MOST_BACK_OFF_S


def test_kinds_and_work_are_named_by_the_program():
    assert kinds_named(NAMED) is KINDS
    for name in ("no.such.module:KINDS", f"{HERE}:NOTHING", f"{HERE}:kind", "", ":"):
        with pytest.raises(InputError, match="kinds: got"):
            kinds_named(name)
    with pytest.raises(InputError, match="kind: got c, expected one of a, b"):
        Kinds({"b": Kind(work="x:y"), "a": Kind(work="x:y")})["c"]


@pytest.mark.needs("huey", install="pip install 'backspotter[web]'")
def test_a_queue_that_cannot_be_is_one_line(tmp_path):
    from backspotter.jobs import JobsError
    from backspotter.jobs.workers import Workers

    with pytest.raises(InputError, match="queue: got redis://…, expected a file"):
        queue_at("redis://here", KINDS)
    with pytest.raises(InputError, match="expected a file that can be written; No such file"):
        queue_at(tmp_path / "no" / "q.db", KINDS)
    (tmp_path / "q.db").write_text("this is no database, and long enough to tell " * 40)
    with pytest.raises(JobsError, match=r"cannot be read or written now \(DatabaseError\)"):
        queue_at(tmp_path / "q.db", KINDS)
    with pytest.raises(InputError, match="workers: got 0, expected 1 to"):
        Workers(tmp_path / "q.db", kinds=NAMED, count=0)
    with pytest.raises(JobsError, match="the workers did not start"):
        Workers(tmp_path / "w.db", kinds="no.such:KINDS").start()


@pytest.mark.needs("huey", install="pip install 'backspotter[web]'")
@pytest.mark.needs("psycopg", install="pip install 'backspotter[postgres]'")
def test_a_server_that_does_not_answer_is_one_line_without_the_password():
    from backspotter.jobs import JobsError

    with pytest.raises(JobsError) as refused:
        queue_at("postgresql://ann:secret@/db?host=/no/such/folder", KINDS)
    assert str(refused.value) == (
        "jobs: the queue cannot be read or written now (OperationalError)"
    )


@pytest.mark.needs("huey", install="pip install 'backspotter[web]'")
def test_a_queues_file_is_for_its_owner_only_and_holds_no_pickle(tmp_path):
    from backspotter.jobs.embedded import Embedded

    queue = Embedded(tmp_path / "q.db", KINDS)
    queue.submit("quick", key="k", payload={"film": "9f2c"})
    for name in ("q.db", "q.db-wal"):
        assert (tmp_path / name).stat().st_mode & 0o077 == 0
    (ticket,) = queue.huey.storage.enqueued_items()
    assert set(json.loads(bytes(ticket))) == {"id", "name"}
    queue.close()
