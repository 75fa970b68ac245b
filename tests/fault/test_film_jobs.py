"""A film's job outlives who does it, and what cannot be read is said in one line."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime, timedelta

import pytest

from backspotter.app.film_desk import gather, hand_over
from backspotter.app.film_job import KINDS
from backspotter.app.film_order import Order
from backspotter.app.film_upload import remove_expired
from backspotter.errors import InputError
from backspotter.jobs import Kinds, Workers
from backspotter.journal.films import films
from backspotter.journal.place import jobs_address
from tests.filmed import ORDER, desk_in, done, handed_over, stick_film, with_tracks
from tests.films import sound_only
from tests.job_queues import until
from tests.journals import NOON, fast_folder

pytestmark = pytest.mark.needs("av", install="pip install 'backspotter[film]'")
FILM_KINDS = Kinds(KINDS.of, lease_s=1.5)
WITHIN_S = 50


@pytest.fixture
def desk():
    with fast_folder() as folder, desk_in(folder) as made:
        yield made


def workers(desk):
    address = jobs_address(desk.journal.place)
    return Workers(address, kinds="tests.fault.test_film_jobs:FILM_KINDS")


def test_a_job_whose_workers_were_killed_is_done_by_the_next(desk):
    job, clip = handed_over(desk)
    with workers(desk) as working:
        until(lambda: desk.queue.get(job.id).progress > 0, WITHIN_S)
        os.kill(working.pid, signal.SIGKILL)
        assert desk.queue.get(job.id).status == "running"
        until(lambda: desk.queue.get(job.id).is_over, WITHIN_S)
    assert desk.queue.get(job.id).status == "done"
    assert desk.queue.get(job.id).attempts == 2
    assert gather(desk, NOON) == 1
    assert gather(desk, NOON) == 0
    assert len(films(desk.journal)) == 1
    assert not clip.film.exists()
    assert not list(clip.folder.glob(".*"))


def _still(path):
    path.write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))


def _short(path):
    path.write_bytes(stick_film().read_bytes()[: stick_film().stat().st_size // 2])


def _sound(path):
    sound_only(path.with_suffix(".mp4")).rename(path)


@pytest.mark.parametrize("make", [_still, _short, _sound])
def test_what_cannot_be_read_is_one_line(desk, make):
    clip = desk.shelf.new()
    make(clip.film)
    job = hand_over(desk, clip, ORDER, NOON)
    with pytest.raises(InputError, match=r"film: got your film \(.*expected") as refused:
        done(desk, job)
    assert "\n" not in str(refused.value)
    assert gather(desk, NOON) == 0


def test_more_pixels_than_can_be_worked_on_are_refused_before_reading(desk, monkeypatch):
    monkeypatch.setattr("backspotter.app.film_job.MOST_PIXELS_IN_ALL", 1e6)
    clip = desk.shelf.new()
    clip.film.write_bytes(stick_film().read_bytes())
    with pytest.raises(InputError, match="fewer pixels in all; cut it to the one set"):
        done(desk, hand_over(desk, clip, ORDER, NOON))


def test_a_film_that_was_asked_to_stay_stays(desk):
    clip = desk.shelf.new()
    clip.film.write_bytes(stick_film().read_bytes())
    order = Order(asked=ORDER.asked, keeps_film=True)
    found = done(desk, hand_over(desk, with_tracks(clip), order, NOON))
    assert found.film.is_file()


def test_a_film_that_waits_is_never_too_old_and_a_failed_one_goes_after_a_day(desk):
    clip = desk.shelf.new()
    clip.film.write_bytes(stick_film().read_bytes())
    job = hand_over(desk, clip, ORDER, NOON)
    later = datetime.now(UTC) + timedelta(days=30)
    remove_expired(desk.shelf, later)
    gather(desk, later)
    assert clip.film.is_file()
    held = desk.queue.table.take()
    desk.queue.table.failed(held, "film: got nobody, expected a lifter")
    gather(desk, datetime.now(UTC))
    assert desk.queue.get(job.id).message.startswith("film: got nobody")
    assert clip.film.is_file()
    gather(desk, later)
    assert not clip.folder.exists()
