"""Every queue keeps the same promises: one suite, for each of them."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from backspotter.errors import InputError
from backspotter.jobs import NoSuchJob
from tests.job_kinds import KINDS, LEASE_S, lines, words
from tests.job_queues import ADAPTERS, is_alive, over, parent_of, rig_of, until

pytestmark = pytest.mark.timeout(120)
EACH = 6


@pytest.fixture(scope="module", params=ADAPTERS)
def rig(request):
    with rig_of(request.param) as rig:
        yield rig


@pytest.fixture
def trace(rig) -> Path:
    return rig.folder / uuid4().hex


def begun(rig, kind, payload, key=None):
    """The job, asked for but not waited for, also where asking for it does it."""
    key = key or uuid4().hex
    before = {job.id for job in rig.queue.listed()}
    asked = threading.Thread(
        target=lambda: rig.queue.submit(kind, key=key, payload=payload), daemon=True
    )
    asked.start()
    until(lambda: {job.id for job in rig.queue.listed()} - before)
    return next(job for job in rig.queue.listed() if job.id not in before)


def test_a_job_is_done_once_and_says_where_its_result_is(rig, trace):
    job = rig.queue.submit("quick", key=trace.name, payload={"trace": str(trace), "name": "a"})
    done = over(rig.queue, job)
    assert (done.status, done.result, done.progress) == ("done", f"{trace}#a", 1.0)
    assert (done.kind, done.key, done.attempts, done.message) == ("quick", trace.name, 1, "")
    assert done.made <= done.began <= done.ended
    again = rig.queue.submit("quick", key=trace.name, payload={"trace": str(trace), "name": "b"})
    assert again == done, "the same work is not done again"
    assert words(trace) == ["ran"]
    assert done in rig.queue.listed("quick", "done")
    assert done not in rig.queue.listed("quick", "failed")
    assert done not in rig.queue.listed("slow")


def test_a_word_beside_the_list_is_the_last_one_that_was_kept(rig):
    assert rig.queue.noted("films") == ""
    for word in ("here", "there"):
        rig.queue.note("films", word)
        assert rig.queue.noted("films") == word
    assert rig.queue.noted("other") == ""


def test_a_job_that_runs_says_how_far_it_is_and_is_not_asked_for_twice(rig, trace):
    go = trace.with_suffix(".go")
    payload = {"trace": str(trace), "go": str(go)}
    job = begun(rig, "slow", payload, key=trace.name)
    until(lambda: rig.queue.get(job.id).doing == "waiting")
    shown = rig.queue.get(job.id)
    assert (shown.status, shown.progress) == ("running", 0.25)
    assert rig.queue.submit("slow", key=trace.name, payload=payload).id == job.id
    go.touch()
    assert over(rig.queue, job).status == "done"
    assert words(trace) == ["began", "ended"]


def test_a_job_that_cannot_be_done_fails_at_once_and_may_be_asked_for_again(rig, trace):
    payload = {"trace": str(trace)}
    job = over(rig.queue, rig.queue.submit("refuses", key=trace.name, payload=payload))
    assert (job.status, job.attempts) == ("failed", 1)
    assert job.message == "film: got a picture, expected a film"
    assert rig.queue.submit("refuses", key=trace.name, payload=payload).id != job.id


def test_a_job_that_breaks_is_tried_again(rig, trace):
    payload = {"trace": str(trace)}
    job = over(rig.queue, rig.queue.submit("breaks_once", key=trace.name, payload=payload))
    assert (job.status, job.attempts, job.message) == ("done", 2, "")
    assert words(trace) == ["ran", "ran"]


def test_between_its_attempts_a_job_waits_and_longer_each_time(rig, trace):
    job = rig.queue.submit("pauses", key=trace.name, payload={"trace": str(trace)})
    assert over(rig.queue, job).attempts == 3
    ran = [float(line.split()[-1]) for line in lines(trace)]
    first, second = KINDS["pauses"].back_off_s, 2 * KINDS["pauses"].back_off_s
    assert ran[1] - ran[0] >= first
    assert ran[2] - ran[1] >= second


def test_work_that_several_ask_for_at_once_is_done_once_by_workers_that_race_for_it(rig, trace):
    def ask(n):
        payload = {"trace": str(trace), "name": f"film-{n % EACH}"}
        return rig.queue.submit("quick", key=f"{trace.name}-{n % EACH}", payload=payload)

    with ThreadPoolExecutor(4) as pool:
        jobs = {job.id: job for job in pool.map(ask, range(2 * EACH))}
    assert {over(rig.queue, job).status for job in jobs.values()} == {"done"}
    assert sorted(line.split()[1] for line in lines(trace)) == [f"film-{n}" for n in range(EACH)]


def test_a_job_that_always_breaks_is_set_aside_and_stays_there(rig, trace):
    payload = {"trace": str(trace)}
    job = over(rig.queue, rig.queue.submit("breaks", key=trace.name, payload=payload))
    assert (job.status, job.attempts) == ("set_aside", 2)
    assert job.message == "set aside after it was tried 2 times: it broke (RuntimeError)"
    assert rig.queue.submit("breaks", key=trace.name, payload=payload) == job
    assert rig.queue.forget(job.id)
    assert rig.queue.submit("breaks", key=trace.name, payload=payload).id != job.id


def test_a_job_that_runs_is_cancelled_and_its_work_begins_anew_only_when_it_is_gone(rig, trace):
    go = trace.with_suffix(".go")
    payload = {"trace": str(trace), "go": str(go)}
    job = begun(rig, "slow", payload, key=trace.name)
    until(lambda: words(trace) == ["began"])
    first = int(lines(trace)[0].split()[1])
    assert rig.queue.cancel(job.id).status == "cancelled"
    second = begun(rig, "slow", payload, key=trace.name)
    until(lambda: len(lines(trace)) == 2)
    assert not is_alive(first)
    go.touch()
    assert over(rig.queue, second).status == "done"
    assert words(trace) == ["began", "began", "ended"]
    assert rig.queue.get(job.id).status == "cancelled"
    assert rig.queue.cancel(second.id).status == "done", "what is over stays as it is"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes")
def test_a_worker_killed_in_the_middle_is_there_again_and_its_job_is_done(rig, trace):
    if rig.is_inline:
        return  # its worker is who asks
    go = trace.with_suffix(".go")
    job = begun(rig, "slow", {"trace": str(trace), "go": str(go)})
    until(lambda: words(trace) == ["began"])
    pid = int(lines(trace)[0].split()[1])
    os.kill(parent_of(pid), signal.SIGKILL)
    until(lambda: not is_alive(pid), LEASE_S)
    assert rig.queue.get(job.id).status == "running", "nobody has said otherwise yet"
    until(lambda: words(trace) == ["began", "began"])
    go.touch()
    done = over(rig.queue, job)
    assert (done.status, done.attempts) == ("done", 2)
    assert words(trace) == ["began", "began", "ended"]


def test_a_job_that_kills_its_workers_is_set_aside(rig, trace):
    if rig.is_inline:
        return  # its worker is who asks
    payload = {"trace": str(trace)}
    job = rig.queue.submit("kills_its_worker", key=trace.name, payload=payload)
    assert over(rig.queue, job).message == (
        "set aside after it was tried 2 times: its worker stopped in the middle"
    )
    assert words(trace) == ["ran", "ran"]
    after = rig.queue.submit("quick", key=trace.name, payload=payload)
    assert over(rig.queue, after).status == "done", "the workers are there again"


def test_what_is_forgotten_is_gone(rig, trace):
    job = begun(rig, "slow", {"trace": str(trace), "go": str(trace.with_suffix(".go"))})
    until(lambda: words(trace) == ["began"])
    until(lambda: rig.queue.forget(job.id))
    assert not is_alive(int(lines(trace)[0].split()[1]))
    with pytest.raises(NoSuchJob, match="expected the id of a job that is there"):
        rig.queue.get(job.id)
    assert rig.queue.forget(job.id), "and stays gone"


def test_what_cannot_be_a_job_is_refused(rig):
    with pytest.raises(InputError, match="kind: got delete, expected one of"):
        rig.queue.submit("delete", key="k", payload={})
    with pytest.raises(InputError, match="payload: got something that is not JSON"):
        rig.queue.submit("quick", key="k", payload={"film": b"bytes"})
    with pytest.raises(InputError, match="payload: got 1"):
        rig.queue.submit("quick", key="k", payload={"film": "x" * 10_000})
    for key in ("", "k" * 201, "a\nb"):
        with pytest.raises(InputError, match="key"):
            rig.queue.submit("quick", key=key, payload={})
    with pytest.raises(NoSuchJob):
        rig.queue.cancel("no such id")
