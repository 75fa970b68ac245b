"""The disk fails, or the process is killed, at the n-th write: afterwards all or nothing."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time

import pytest

from backspotter.journal.imports import batches
from backspotter.journal.journal import opened
from tests.fault.disk import shared_library
from tests.journals import dump, fast_folder, filled, place_in, whole

START = """
import json, sys, types
from pathlib import Path
tests = types.ModuleType("tests")
tests.__path__ = ["tests"]  # a package of that name may be installed
sys.modules["tests"] = tests
"""
FAIL = (
    START
    + """
from tests.fault.victim import main
print(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))
"""
)
IMPORT = (
    START
    + """
from backspotter.journal.imports import bring_in
from backspotter.journal.journal import opened
from tests.journals import NOON, arrival, place_in
with opened(place_in(Path(sys.argv[1]))) as journal:
    print("ready", flush=True)
    bring_in(journal, arrival(3000), at=NOON)
"""
)
SCENARIOS = (
    "create", "entry", "check", "import", "undo", "delete", "migration", "backup", "restore",
    "merge",
)  # fmt: skip
can_fail = pytest.mark.skipif(
    shared_library() is None, reason="needs a Python whose SQLite is a shared library"
)


@pytest.fixture
def folder():
    with fast_folder() as folder:
        yield folder


@can_fail
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_all_or_nothing_whichever_write_fails(scenario, folder):
    done = subprocess.run(
        [sys.executable, "-c", FAIL, scenario, str(folder)],
        capture_output=True,
        text=True,
        timeout=55,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["wrong"] == []
    assert said["tries"] >= 3 * 6, "hardly a write was tried"
    assert said["changes"] == (scenario != "backup")


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_a_random_moment_of_an_import_nothing_entered_is_lost(seed, folder):
    place = place_in(folder)
    with opened(place) as journal:
        filled(journal)
    before = dump(place)
    with subprocess.Popen(
        [sys.executable, "-c", IMPORT, str(folder)], stdout=subprocess.PIPE, text=True
    ) as importing:
        assert importing.stdout is not None
        assert importing.stdout.readline() == "ready\n"
        time.sleep(random.Random(seed).uniform(0.0, 0.4))
        importing.send_signal(signal.SIGKILL)
    assert whole(place)
    with opened(place) as journal:
        came_in = bool(batches(journal))
    assert came_in or dump(place) == before
