"""Small kinds of jobs for the tests: each leaves a line in the file that its payload names."""

from __future__ import annotations

import os
import re
import signal
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from backspotter.errors import InputError
from backspotter.jobs.kinds import Kind, Kinds, Limits, Tell

MIB = 1 << 20
HOST = socket.gethostname()


def note(payload: Mapping[str, Any], word: str) -> None:
    """A line in the trace, whole or not at all."""
    line = f"{word} {payload.get('name', '')} {os.getpid()} {HOST} {time.monotonic():.3f}\n"
    trace = os.open(payload["trace"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(trace, line.encode())
    os.close(trace)


def words(trace: Path) -> list[str]:
    """The first words of all lines of a trace."""
    return [line.split()[0] for line in lines(trace)]


def lines(trace: Path) -> list[str]:
    """All lines of a trace."""
    return trace.read_text().splitlines() if trace.exists() else []


def quick(payload: Mapping[str, Any], tell: Tell) -> str:
    note(payload, "ran")
    tell(0.5, "half way")
    return f"{payload['trace']}#{payload.get('name', '')}"


def slow(payload: Mapping[str, Any], tell: Tell) -> str:
    """Runs until the file ``go`` is there."""
    note(payload, "began")
    go = Path(payload["go"])
    while not go.exists():
        tell(0.25, "waiting")
        time.sleep(0.02)
    note(payload, "ended")
    return "went"


def refuses(payload: Mapping[str, Any], tell: Tell) -> str:
    note(payload, "ran")
    raise InputError("film", given="a picture", expected="a film")


def breaks(payload: Mapping[str, Any], tell: Tell) -> str:
    note(payload, "ran")
    raise RuntimeError("pain 9 of 10, left leg")


def breaks_once(payload: Mapping[str, Any], tell: Tell) -> str:
    ran_before = Path(payload["trace"]).exists()
    note(payload, "ran")
    if not ran_before:
        os.kill(os.getpid(), signal.SIGSEGV)
    return "second time"


def crashes(payload: Mapping[str, Any], tell: Tell) -> str:
    note(payload, "ran")
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError("it is dead")


def kills_its_worker(payload: Mapping[str, Any], tell: Tell) -> str:
    note(payload, "ran")
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(60)
    return "not reached"


def eats(payload: Mapping[str, Any], tell: Tell) -> str:
    return str(len(bytearray(1 << 30)))


def writes(payload: Mapping[str, Any], tell: Tell) -> str:
    Path(payload["out"]).write_bytes(bytes(4 * MIB))
    return "written"


def spins(payload: Mapping[str, Any], tell: Tell) -> str:
    while True:
        pass


def busy(payload: Mapping[str, Any], tell: Tell) -> str:
    """Lets no other thread of its process do anything, for longer than anybody waits."""
    note(payload, "began")
    return str(re.match(r"(a+)+$", "a" * 60 + "b"))


def sleeps(payload: Mapping[str, Any], tell: Tell) -> str:
    time.sleep(60)
    return "not reached"


def calls_out(payload: Mapping[str, Any], tell: Tell) -> str:
    with socket.create_connection(("127.0.0.1", payload["port"]), timeout=2):
        return "reached"


def chatters(payload: Mapping[str, Any], tell: Tell) -> str:
    print("this is no answer of ours")
    os.write(1, b'{"done": "forged"}\n')
    tell(7.0, "two\nlines " + "x" * 500)
    return f"{os.nice(0)} {priority_of_session()}"


def priority_of_session() -> str:
    """How low a session's priority is; as it should be where the system has none."""
    session = Path("/proc/self/autogroup")
    return session.read_text().split()[-1] if os.access(session, os.W_OK) else "5"


HERE = "tests.job_kinds"
NAMED = f"{HERE}:KINDS"
LEASE_S = 3.0
TIGHT = Limits(cpu_s=1, wall_s=50, memory=512 * MIB, file_size=MIB)
ROOMY = Limits(cpu_s=30, wall_s=50)


def kind(work: str, limits: Limits = TIGHT, attempts: int = 3, back_off_s: float = 0.05) -> Kind:
    return Kind(work=f"{HERE}:{work}", limits=limits, attempts=attempts, back_off_s=back_off_s)


KINDS = Kinds(
    {
        "quick": kind("quick"),
        "slow": kind("slow", ROOMY),
        "refuses": kind("refuses"),
        "breaks": kind("breaks", attempts=2),
        "pauses": kind("breaks", back_off_s=1.5),
        "breaks_once": kind("breaks_once"),
        "crashes": kind("crashes", attempts=2),
        "kills_its_worker": kind("kills_its_worker", attempts=2),
        "eats": kind("eats"),
        "writes": kind("writes"),
        "spins": kind("spins"),
        "busy": kind("busy", ROOMY),
        "sleeps": kind("sleeps", Limits(wall_s=0.5)),
        "calls_out": kind("calls_out"),
        "calls_in": kind("calls_out", Limits(network=True)),
        "chatters": kind("chatters"),
        "missing": kind("no_such_function", attempts=1),
    },
    lease_s=LEASE_S,
)
