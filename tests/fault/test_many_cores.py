"""Many reports on several cores: the same answers in the same order, and no process left."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from time import monotonic, sleep

import pytest

from backspotter.app.documents import MAX_LINE_BYTES
from backspotter.app.lines import check_lines
from backspotter.app.many import BYTES_PER_CORE, check_many, check_on, cores_for
from backspotter.errors import InputError

PATIENCE_S = 30
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc, on Linux only")
CHECK = (sys.executable, "-m", "backspotter", "check", "--jsonl")
GOOD = b'{"id": %d, "check_in": {"pain_now": %d}}\n'


def lines(count: int) -> bytes:
    return b"".join(GOOD % (number, number % 11) for number in range(count))


def awkward() -> bytes:
    """Good lines with every kind of bad one between them."""
    bad = (b"\n", b"not json\n", b'{"id": 1}\n', b"\xff\xfe\n", b"x" * (MAX_LINE_BYTES + 5) + b"\n")
    return b"".join(lines(60) + each for each in bad)


def test_the_answers_are_those_of_one_core():
    assert list(check_on(2, BytesIO(awkward()))) == list(check_lines(BytesIO(awkward())))


def test_text_is_read_on_other_cores_too():
    row = json.dumps({"id": "a", "text": "deadlifted yesterday, lower back sore"}).encode() + b"\n"
    assert list(check_on(2, BytesIO(row * 90))) == list(check_lines(BytesIO(row * 90)))


def test_a_stream_in_a_wide_encoding_is_refused():
    with pytest.raises(InputError):
        list(check_on(2, BytesIO(lines(3).decode().encode("utf-16"))))
    assert multiprocessing.active_children() == []


def test_who_stops_early_leaves_no_process_behind():
    answers = check_on(2, BytesIO(lines(2000)))
    assert next(answers)["id"] == 0
    answers.close()
    assert multiprocessing.active_children() == []


def test_a_small_file_and_a_pipe_are_worth_one_core(tmp_path):
    file = tmp_path / "few.jsonl"
    file.write_bytes(lines(3))
    with file.open("rb") as stream:
        assert cores_for(stream) == 1
        assert [each["id"] for each in check_many(stream)] == [0, 1, 2]
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb"):
        assert cores_for(stream) == 1
    assert cores_for(BytesIO(lines(3))) == 1


@ON_LINUX
def test_no_more_cores_are_used_than_there_are(tmp_path):
    file = tmp_path / "many.jsonl"
    file.write_bytes(b"\n" * (1000 * BYTES_PER_CORE))
    with file.open("rb") as stream:
        assert cores_for(stream) == len(os.sched_getaffinity(0))


def test_a_pipe_is_answered_line_by_line():
    with subprocess.Popen((*CHECK, "-"), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        for number in range(3):
            program.stdin.write(GOOD % (number, 3))
            program.stdin.flush()
            assert json.loads(program.stdout.readline())["id"] == number
        program.stdin.close()


@ON_LINUX
@pytest.mark.parametrize("ended_by", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_a_run_that_is_ended(tmp_path, ended_by):
    file = tmp_path / "many.jsonl"
    file.write_bytes(lines(60_000))
    with subprocess.Popen((*CHECK, str(file)), stdout=subprocess.PIPE) as program:
        program.stdout.readline()
        workers = children_of(program.pid)
        assert workers or len(os.sched_getaffinity(0)) == 1
        program.send_signal(ended_by)
        program.stdout.close()
    until = monotonic() + PATIENCE_S
    while any(is_alive(pid) for pid in workers) and monotonic() < until:
        sleep(0.05)
    assert not any(is_alive(pid) for pid in workers)


def children_of(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in children.split()]


def is_alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
