"""The side of a job's own process: limits itself, does the work, says how far it is.

``python -m backspotter.jobs.limited``: the first line of its input is the order as JSON; each
further line is a later moment until which it may go on. It says what it has to say as JSON lines.
A process whose starter is gone, or was not heard of, ends itself.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

from backspotter.errors import BackspotterError
from backspotter.jobs.kinds import work_named

LOWEST: Final = 19
LOW: Final = 5
"""Of a whole session, where the system shares processors among those: about a third of what another
one gets that wants all it can get."""

SESSION: Final = Path("/proc/self/autogroup")
AGAIN_S: Final = 0.2
"""The system takes such a change only now and then."""

DIE_WITH_PARENT: Final = 1
"""``PR_SET_PDEATHSIG`` of Linux."""

NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
CHUNK: Final = 1 << 16
SOON_S: Final = 0.001
GONE: Final = 113
"""Exit code of a process that ended itself because its starter was gone."""


def main() -> int:
    """Does what the order says."""
    first, rest = _first_line()
    order = json.loads(first)
    say = _sayer(_answers())
    _limit(order["limits"])
    _die_with(int(order["starter"]))  # after the limits: a new network can take it back
    _watch(float(order["until"]), rest)
    say(_ended(order, say))
    return 0


def _first_line() -> tuple[bytes, bytes]:
    """The order, and what of the next lines came with it."""
    found = b""
    while b"\n" not in found:
        more = os.read(0, CHUNK)
        if not more:
            os._exit(GONE)
        found += more
    first, _, rest = found.partition(b"\n")
    return first, rest


def _answers() -> BinaryIO:
    """Our own way out; what the work prints goes where nobody reads it."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return answers


def _sayer(answers: BinaryIO) -> Callable[[Mapping[str, Any]], None]:
    def say(what: Mapping[str, Any]) -> None:
        answers.write(json.dumps(what).encode() + b"\n")

    return say


def _ended(order: Mapping[str, Any], say: Callable[[Mapping[str, Any]], None]) -> dict[str, str]:
    """How the work ended. Of an error that is not meant for people, only its name is said: its
    words may hold what nobody should read in a log."""

    def tell(progress: float, doing: str) -> None:
        say({"progress": float(progress), "doing": str(doing)})

    try:
        return {"done": str(work_named(order["work"])(order["payload"], tell))}
    except BackspotterError as error:
        return {"failed": str(error)}
    except MemoryError:
        return {"limit": "it needs too much memory"}
    except OSError as error:
        if error.errno == errno.EFBIG:
            return {"limit": "it writes too large a file"}
        return {"broken": f"it broke ({type(error).__name__})"}
    except Exception as error:
        return {"broken": f"it broke ({type(error).__name__})"}


def _die_with(starter: int) -> None:
    """End when the starter does, at once where the system can do that."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    if hasattr(os, "getppid") and os.getppid() != starter:
        os._exit(GONE)


def _limit(limits: Mapping[str, Any]) -> None:
    """Lowest priority, no network, and so much time, memory and file, where the system can."""
    with suppress(OSError, AttributeError):
        os.nice(LOWEST)
    _step_back()
    if not limits["network"]:
        _cut_off()
    with suppress(ImportError):
        import resource

        cpu = int(limits["cpu_s"])
        for what, most in (
            (resource.RLIMIT_CPU, (cpu, cpu + 1)),
            (resource.RLIMIT_AS, (limits["memory"],) * 2),
            (resource.RLIMIT_FSIZE, (limits["file_size"],) * 2),
            (resource.RLIMIT_CORE, (0, 0)),
        ):
            with suppress(OSError, ValueError):
                resource.setrlimit(what, most)


def _step_back() -> None:
    """Give way to other sessions too: Linux can count priorities within a session only, and a job
    has one of its own, which would then get as much as the page."""
    with suppress(OSError):
        try:
            SESSION.write_text(str(LOW))
        except BlockingIOError:
            time.sleep(AGAIN_S)
            SESSION.write_text(str(LOW))


def _cut_off() -> None:
    """A network of its own, with nothing in it; left out where the system does not allow it."""
    user, group = os.geteuid(), os.getegid()
    with suppress(OSError, AttributeError):
        system = ctypes.CDLL(None)
        if system.unshare(NEW_NETWORK) == 0 or system.unshare(NEW_USER | NEW_NETWORK) != 0:
            return
        ourselves = Path("/proc/self")  # without this, every file would be a stranger's
        (ourselves / "setgroups").write_text("deny")
        (ourselves / "uid_map").write_text(f"{user} {user} 1")
        (ourselves / "gid_map").write_text(f"{group} {group} 1")


def _watch(until: float, rest: bytes) -> None:
    """End when the starter is gone, or silent for too long. The alarm is the system's own: it
    comes also while the work holds everything else up."""
    with suppress(AttributeError):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    _end_at(until)
    threading.Thread(target=_listen, args=(rest,), daemon=True).start()


def _listen(said: bytes) -> None:
    while more := os.read(0, CHUNK):
        *lines, said = (said + more).split(b"\n")
        for line in lines:
            _end_at(float(line))
    os._exit(GONE)


def _end_at(until: float) -> None:
    with suppress(AttributeError):
        signal.setitimer(signal.ITIMER_REAL, max(SOON_S, until - time.monotonic()))


if __name__ == "__main__":
    sys.exit(main())
