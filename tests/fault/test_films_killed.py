"""Server and worker killed at random moments while films are read: each is done, or says why."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

import backspotter
from backspotter.app.film_desk import Desk, hand_over
from backspotter.app.film_job import KIND, KINDS
from backspotter.jobs import Kinds, queue_at
from backspotter.journal.films import films
from backspotter.journal.journal import opened
from backspotter.journal.place import jobs_address
from tests.filmed import ORDER, desk_in, stick_film, with_tracks
from tests.job_queues import until
from tests.journals import NOON, fast_folder, place_in, whole

pytestmark = [
    pytest.mark.needs("av", install="pip install 'backspotter[film]'"),
    pytest.mark.timeout(500),
    pytest.mark.skipif(not any(Path("/proc/self/task").glob("*/children")), reason="looks there"),
]
FILM_KINDS = Kinds({KIND: replace(KINDS[KIND], back_off_s=0.1)}, lease_s=4.0)
"""As films have them, but for how long a dead worker, or one that broke, is waited for."""

FILMS, KILLS = 2, 2
LATEST_S = 1.0
"""How long after a film was begun something is killed, at most [s]."""

WITHIN_S = 200
ENDINGS = ("done", "failed", "set_aside")
SERVE = """
import sys
from backspotter.app import film_job
from backspotter.cli.main import main
from tests.fault.test_films_killed import FILM_KINDS
film_job.KINDS, film_job.NAMED = FILM_KINDS, "tests.fault.test_films_killed:FILM_KINDS"
sys.argv = ["backspotter", "--journal", sys.argv[1], "serve", "--port", "0"]
sys.exit(main())
"""


@contextmanager
def serving(journal: Path) -> Iterator[subprocess.Popen[str]]:
    source, root = Path(backspotter.__file__).parents[1], Path(__file__).parents[2]
    env = {**os.environ, "PYTHONPATH": f"{source}{os.pathsep}{root}"}
    command = [sys.executable, "-c", SERVE, str(journal)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as server:
        try:
            assert " at " in server.stdout.readline()
            yield server
        finally:
            server.kill()


def workers_of(server: subprocess.Popen[str]) -> list[int]:
    found = []
    for task in Path(f"/proc/{server.pid}/task").iterdir():
        with suppress(OSError):
            found += [int(pid) for pid in (task / "children").read_text().split()]
    return found


def handed_over(desk: Desk) -> None:
    """Films that differ in a few bytes at their end, and one that is none."""
    for n in range(FILMS):
        clip = desk.shelf.new()
        padding = (8 + n).to_bytes(4, "big") + b"free" + bytes(n)
        clip.film.write_bytes(stick_film().read_bytes() + padding)
        hand_over(desk, with_tracks(clip), ORDER, NOON)
    broken = desk.shelf.new()
    broken.film.write_bytes(stick_film().read_bytes()[:2000])
    hand_over(desk, broken, ORDER, NOON)


def test_every_film_is_done_once_or_says_why():
    dice = random.Random(20261127)
    with fast_folder() as folder:
        with desk_in(folder) as desk:
            handed_over(desk)
        address = jobs_address(place_in(folder))
        with closing(queue_at(address, FILM_KINDS)) as queue:

            def working() -> bool:
                return bool(queue.listed(status="running")) or over()

            def over() -> bool:
                return all(job.is_over for job in queue.listed())

            for of_server in (False, True) * (KILLS // 2):
                with serving(folder / "j.db") as server:
                    until(working, WITHIN_S)
                    time.sleep(dice.uniform(0.0, LATEST_S))
                    victims = [server.pid] if of_server else workers_of(server)
                    assert victims or over(), "there was no worker to kill"
                    for pid in victims:
                        os.kill(pid, signal.SIGKILL)
                    time.sleep(dice.uniform(0.0, LATEST_S))
            with serving(folder / "j.db"):
                until(over, WITHIN_S)
                until(lambda: kept(folder) == done(queue), WITHIN_S)
            jobs = queue.listed()
        assert len(jobs) == FILMS + 1
        assert all(job.status in ENDINGS for job in jobs)
        assert all(job.message for job in jobs if job.status != "done")
        assert any(job.status == "done" for job in jobs)
        broken = next(job for job in jobs if job.status == "failed")
        assert broken.message.startswith("film: got")
        assert whole(place_in(folder))


def done(queue) -> int:
    return sum(job.status == "done" for job in queue.listed())


def kept(folder: Path) -> int:
    with opened(place_in(folder)) as journal:
        return len(films(journal))
