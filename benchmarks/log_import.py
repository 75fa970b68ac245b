"""How fast training logs are read, beside pandas reading the same bytes.

    python -m benchmarks.log_import [--sets 50000] [--apple-mb 200]

pandas is measured where ``make bench-peers`` has put it.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from backspotter.training.formats import Asked, preview

PEERS = Path(__file__).parents[1] / "build" / "peers" / "bin" / "python"
ASKED = Asked(zone=UTC)
HEVY = (
    "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,"
    "set_type,weight_kg,reps,distance_km,duration_seconds,rpe\n"
)
HEART = (
    '<Record type="HKQuantityTypeIdentifierHeartRate" sourceName="Watch" unit="count/min" '
    'startDate="2026-03-02 06:15:00 +0100" endDate="2026-03-02 06:15:00 +0100" value="61"/>\n'
)
ASLEEP = (
    '<Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName="Watch" '
    'startDate="{day} 00:10:00 +0100" endDate="{day} 06:40:00 +0100" '
    'value="HKCategoryValueSleepAnalysisAsleepCore"/>\n'
)


def a_log(file: Path, sets: int) -> None:
    """Ten years of Hevy, five sets a workout."""
    began = datetime(2016, 1, 1, 18, 0, tzinfo=UTC)
    with file.open("w", encoding="utf-8") as out:
        out.write(HEVY)
        for number in range(sets):
            at = began + timedelta(hours=9 * (number // 5))
            when = f"{at.day} {at:%b} {at.year}, {at:%H:%M}"
            cells = f'Pull,"{when}","{when}",,Deadlift (Barbell),,,{number % 5},normal'
            out.write(f"{cells},{100 + number % 60},5,,0,8\n")


def an_export(file: Path, megabytes: int) -> None:
    """An Apple Health export of this size: a night for every 5,000 heart beats."""
    with file.open("w", encoding="utf-8") as out:
        out.write("<HealthData>\n")
        day = datetime(2010, 1, 1, tzinfo=UTC)
        while out.tell() < megabytes * 1_000_000:
            out.write(ASLEEP.format(day=f"{day:%Y-%m-%d}") + HEART * 5_000)
            day += timedelta(days=1)
        out.write("</HealthData>\n")


def timed(what: Callable[[], Any]) -> tuple[Any, float]:
    """Its result, and the seconds of processor time it took."""
    began = time.process_time()
    return what(), time.process_time() - began


def peak_mb() -> float:
    """Most memory so far [MB]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--sets", type=int, default=50_000)
    asked.add_argument("--apple-mb", type=int, default=200)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "export.xml"
        an_export(export, given.apple_mb)
        got, took = timed(lambda: preview(export, ASKED))
        print(
            f"Apple Health, {given.apple_mb} MB: {took:.1f} s, {len(got.found)} nights, "
            f"{given.apple_mb / took:.0f} MB a second, {peak_mb():.0f} MB of memory at the most"
        )
        log = Path(folder) / "hevy.csv"
        a_log(log, given.sets)
        got, took = timed(lambda: preview(log, ASKED))
        print(
            f"Hevy, {given.sets:,} sets: {took:.2f} s, {len(got.found) / took:,.0f} sets a second"
        )
        beside_pandas(log, took)


def beside_pandas(log: Path, ours_s: float) -> None:
    """The same file read by pandas, where ``make bench-peers`` has put it."""
    if not PEERS.exists():
        print("pandas: not here, not measured (make bench-peers)")
        return
    done = subprocess.run(
        [PEERS, Path(__file__).with_name("pandas_peer.py"), log],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        print("pandas: not in build/peers, not measured (make bench-peers)")
        return
    found = json.loads(done.stdout)
    times = ours_s / found["read_s"]
    print(
        f"pandas {found['version']}, the same file: {found['read_s']:.2f} s; "
        f"ours takes {times:.1f} times as long"
    )


if __name__ == "__main__":
    main()
