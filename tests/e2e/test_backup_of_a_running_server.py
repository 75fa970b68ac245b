"""A backup taken while people enter is whole, has what was accepted before, and serves again."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from backspotter.app.film_job import KINDS
from backspotter.app.tokens import made_token
from backspotter.client import Client
from backspotter.jobs import queue_at
from backspotter.journal.codec import SORENESSES
from backspotter.journal.entries import current
from backspotter.journal.journal import opened
from backspotter.journal.place import Place, place_of
from backspotter.web.settings import clock
from tests.job_queues import NEEDS_SERVER, address_of
from tests.journals import fast_folder, whole
from tests.phones import Phone, go_on, program

pytestmark = pytest.mark.timeout(600)
HERE = [pytest.param("sqlite"), pytest.param("postgres", marks=NEEDS_SERVER)]
SCOPES = ["course:read", "answers:read", "course:write"]


@contextmanager
def written_to(address, folder):
    """A server that people write to: what was accepted so far, whoever writes, and a token."""
    with program("serve", "--database", address, "--port", "0", home=folder) as server:
        with opened(place_of(str(address))) as journal:
            token = made_token(journal, name="x", scopes=SCOPES, lasts="", now=clock())
        phones = [Phone({"address": server.address}) for _ in range(2)]
        for phone in phones:
            phone.start()
        go_on(phones)
        try:
            yield phones, token
        finally:
            for phone in phones:
                phone.stop.set()
            for phone in phones:
                phone.join(60)


def accepted(phones):
    return {key for phone in phones for key in list(phone.accepted)}


def assert_holds(journal, before, phones):
    kept = [each.value.note for each in current(journal, SORENESSES)]
    assert len(kept) == len(set(kept))
    assert before <= set(kept) <= {key for phone in phones for key in phone.sent}


def ran(*words):
    done = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("make", HERE)
def test_a_copy_in_a_file(make, tmp_path):
    with fast_folder() as folder, address_of(make) as address:
        copy = folder / "copy.db"
        with written_to(address, tmp_path) as (phones, token):
            before = accepted(phones)
            named = ("-m", "backspotter", "--journal", address)
            ran(sys.executable, *named, "move", copy)
            go_on(phones)
        assert len(accepted(phones)) > len(before)
        with opened(Place(copy)) as journal:
            assert_holds(journal, before, phones)
        assert whole(Place(copy))
        with (
            program("serve", "--database", copy, "--port", "0", home=tmp_path) as again,
            Client(again.address.rstrip("/"), token=token) as client,
        ):
            (number,) = client.add_felt(pain=2)
            assert number > len(before)
            assert client.track()["entries"][-1]["id"] == number


@pytest.mark.parametrize("make", HERE[1:])
def test_a_dump_of_postgresql_with_the_jobs_in_it(make, tmp_path):
    binaries = Path(str(shutil.which("postgres"))).resolve().parent
    with address_of(make) as address:
        with written_to(address, tmp_path) as (phones, _):
            queue = queue_at(address, KINDS)
            job = queue.submit("film", key="k", payload={"folder": "/nowhere/1/x", "key": "k"})
            queue.cancel(job.id)
            queue.close()
            before = accepted(phones)
            ran(binaries / "pg_dump", "--format=custom", f"--file={tmp_path / 'dump'}", address)
            go_on(phones)
        url = make_url(address).set(database="restored")
        restored = url.render_as_string(hide_password=False)
        ran(binaries / "createdb", f"--maintenance-db={address}", "restored")
        ran(binaries / "pg_restore", "--exit-on-error", f"--dbname={restored}", tmp_path / "dump")
        with opened(place_of(restored)) as journal:
            assert_holds(journal, before, phones)
        queue = queue_at(restored, KINDS)
        assert [each.id for each in queue.listed()] == [job.id]
        queue.close()
        with (
            program("serve", "--database", restored, "--port", "0", home=tmp_path) as again,
            Client(again.address.rstrip("/")) as client,
        ):
            assert client.add_felt(pain=2)[0] > len(before)
