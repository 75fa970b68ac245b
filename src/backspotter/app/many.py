"""Many reports on many cores: the lines of a file, dealt out in blocks and answered in order."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterator
from stat import S_ISREG
from typing import TYPE_CHECKING, Any, BinaryIO

from backspotter.app.lines import NumberedLine, answer_to, check_lines, numbered_lines

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

BYTES_PER_CORE = 50_000
"""A core more for each of these: starting one takes as long as answering about a hundred."""

BLOCK_LINES = 40
BLOCK_BYTES = 200_000
"""A block ends at either, so that what waits in memory stays small."""

BLOCKS_AHEAD = 3
"""For each core: read and not yet handed out."""

Answers = list[dict[str, Any]]


def check_many(stream: BinaryIO, country: str = "") -> Iterator[dict[str, Any]]:
    """As ``check_lines``, on as many cores as the size of a file is worth.

    What comes through a pipe is answered line by line, as it comes.
    """
    cores = cores_for(stream)
    return check_on(cores, stream, country) if cores > 1 else check_lines(stream, country)


def cores_for(stream: BinaryIO) -> int:
    """How many cores to use: one, unless it is a file of some size."""
    try:
        status = os.fstat(stream.fileno())
    except OSError:
        return 1
    if not S_ISREG(status.st_mode):
        return 1
    return min(cores_here(), 1 + status.st_size // BYTES_PER_CORE)


def cores_here() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def check_on(cores: int, stream: BinaryIO, country: str = "") -> Iterator[dict[str, Any]]:
    """As ``check_lines``, on so many cores; little is read ahead, whatever the size."""
    pool = _pool(cores)
    waiting: deque[Future[Answers]] = deque()
    try:
        for block in _blocks(stream):
            waiting.append(pool.submit(_answers, block, country))
            if len(waiting) >= cores * BLOCKS_AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(cores: int) -> ProcessPoolExecutor:
    # Imported here: what answers a single report should not wait for it.
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(cores, initializer=_follow_parent)


def _blocks(stream: BinaryIO) -> Iterator[list[NumberedLine]]:
    block: list[NumberedLine] = []
    size = 0
    for line in numbered_lines(stream):
        block.append(line)
        size += len(line.text or b"")
        if len(block) == BLOCK_LINES or size >= BLOCK_BYTES:
            yield block
            block, size = [], 0
    if block:
        yield block


def _answers(block: list[NumberedLine], country: str) -> Answers:
    return [answer_to(line, country) for line in block]


def _follow_parent() -> None:
    """Leave Ctrl-C to the parent, and do not outlive it, however it ends."""
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
