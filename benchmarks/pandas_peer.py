"""The same log as a data frame, weights and times as numbers, nothing else done.

    python pandas_peer.py LOG.csv

Prints the version, and the processor time of the fastest of three readings, as JSON. It runs in the
environment of ``make bench-peers``; nothing here imports it.
"""

from __future__ import annotations

import json
import sys
import time

import pandas  # type: ignore[import-not-found,import-untyped,unused-ignore]


def read(log: str) -> float:
    """Seconds of processor time for one reading."""
    began = time.process_time()
    frame = pandas.read_csv(log)
    frame["start_time"] = pandas.to_datetime(frame["start_time"], format="%d %b %Y, %H:%M")
    return time.process_time() - began


if __name__ == "__main__":
    took = min(read(sys.argv[1]) for _ in range(3))
    print(json.dumps({"version": pandas.__version__, "read_s": took}))
