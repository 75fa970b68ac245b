"""Films between upload and journal: handed over as jobs, kept when they are done, deleted whole.

The process that reads a film never opens the journal; what it found is fetched from here.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from backspotter.app.film_batch import asked_document
from backspotter.app.film_job import KIND, SUMMARY
from backspotter.app.film_order import Order, order_of, write_order
from backspotter.app.film_shelf import (
    JOB,
    KEPT,
    Clip,
    NoSuchFilm,
    Shelf,
    read_document,
    shelf_of,
    write_document,
    write_text,
)
from backspotter.app.film_upload import is_expired
from backspotter.errors import InputError
from backspotter.jobs import Job, NoSuchJob, Queue

if TYPE_CHECKING:
    from backspotter.journal.journal import Journal

FACTS: Final = "film.json"
"""What is known of the film itself: a name for what is in it, and when it came."""

MANY: Final = 1_000_000
"""More jobs than a list has."""

FORGET_TRIES, FORGET_PAUSE_S = 8, 0.25
"""How long the end of a job's process is waited for, before its film goes from under it [s]."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One person's journal and films, and the queue that works on them."""

    journal: Journal
    queue: Queue

    @property
    def shelf(self) -> Shelf:
        """The films."""
        return shelf_of(self.journal)


def everybodys(desk: Desk) -> list[Desk]:
    """The same desk for everyone who has films in this journal."""
    people = desk.shelf.root.parent
    with suppress(OSError):
        names = [each.name for each in people.iterdir() if each.name.isdecimal()]
        return [replace(desk, journal=replace(desk.journal, person=int(name))) for name in names]
    return []


def hand_over(desk: Desk, clip: Clip, order: Order, now: datetime, *, drawn: bool = False) -> Job:
    """The job that works on a film that is here now; that of before where the same film was.

    Parameters
    ----------
    drawn : whether it is the demo film, of nobody: the journal has nothing of it, and it is set
        beside no other film

    Raises
    ------
    OSError, JobsError, JournalError : it cannot be kept
    """
    from backspotter.app.film_keeping import content_of, earlier_than

    sha256 = content_of(clip.film)
    clip = _once(desk.shelf, clip, sha256)
    facts = facts_of(clip) or {"sha256": sha256, "came": now.isoformat()}
    if drawn and not is_drawn(clip):
        facts = {**facts, "drawn": True}
        _drop_from_the_journal(desk.journal, clip)
    if facts != facts_of(clip):
        write_document(clip.folder / FACTS, facts)
    earlier = () if is_drawn(clip) else tuple(earlier_than(desk.journal, sha256))
    return submit(desk, clip, order.of_film(sha256, earlier))


def is_drawn(clip: Clip) -> bool:
    """Whether it is the demo film, which shows nobody."""
    return facts_of(clip).get("drawn") is True


def _drop_from_the_journal(journal: Journal, clip: Clip) -> None:
    """What was kept of it while it passed for a film of this person goes."""
    from backspotter.journal.films import drop_film

    kept = clip.kept()
    if isinstance(kept.get("film"), int):
        drop_film(journal, kept["film"])
        write_document(clip.folder / KEPT, {**kept, "film": None})


def corrected(desk: Desk, clip: Clip, order: Order) -> Job:
    """The job that judges a film anew, with what the person corrected.

    Raises
    ------
    InputError : nothing of it was read yet
    OSError, JobsError : it cannot be kept
    """
    if clip.run is None:
        raise InputError("film", given="one that is not read yet", expected="one that is")
    before = order_of(clip, clip.run.name)
    order = replace(order, keeps_film=before.keeps_film, set_id=order.set_id or before.set_id)
    return submit(desk, clip, order.of_film(before.sha256, before.earlier))


def judged_anew(desk: Desk, clip: Clip) -> Job | None:
    """The job that judges a film again whose result another version wrote; none where it was this
    version.

    Raises
    ------
    InputError : what was asked of it cannot be read
    """
    assert clip.run is not None
    order = order_of(clip, clip.run.name)
    return None if order.key == clip.run.name else submit(desk, clip, order)


def submit(desk: Desk, clip: Clip, order: Order) -> Job:
    """The job of an order; one that is still going on for the same film with another is called
    off."""
    key = order.key
    write_order(clip, order, key)
    payload = {"folder": str(clip.folder), "key": key}
    asked = f"{clip.id}-{key}"
    job = desk.queue.submit(KIND, key=asked, payload=payload)
    if job.is_over and not clip.run_of(key).is_dir():  # what it made then has gone since
        desk.queue.forget(job.id)
        job = desk.queue.submit(KIND, key=asked, payload=payload)
    if clip.job not in ("", job.id):
        with suppress(NoSuchJob):
            desk.queue.cancel(clip.job)
    write_text(clip.folder / JOB, job.id)
    return job


def job_and_film(desk: Desk, job_id: str) -> tuple[Job, Clip]:
    """A job and the film that it works on, if that is this person's.

    Raises
    ------
    NoSuchFilm : it is not
    """
    for clip in desk.shelf.clips():
        if clip.job == job_id:
            with suppress(NoSuchJob):
                return desk.queue.get(job_id), clip
    raise NoSuchFilm("job: there is none of this id")


def again(desk: Desk, job: Job, clip: Clip) -> Job:
    """The same work, once more.

    Raises
    ------
    InputError : the film has gone
    """
    order = order_of(clip, str(job.payload["key"]))
    if not clip.film.is_file() and not clip.read.is_dir():
        raise InputError("film", given="deleted", expected="a film", do="upload it again")
    desk.queue.forget(job.id)
    return submit(desk, clip, order)


def facts_of(clip: Clip) -> dict[str, Any]:
    """What is known of a film itself; empty where it is not here yet."""
    return read_document(clip.folder / FACTS)


def _once(shelf: Shelf, clip: Clip, sha256: str) -> Clip:
    """The place of this very film: that of before where it was here before."""
    for other in shelf.clips():
        if other.id != clip.id and facts_of(other).get("sha256") == sha256:
            clip.film.replace(other.film)
            clip.remove()
            return other
    return clip


def gather(desk: Desk, now: datetime) -> int:
    """Keeps in the journal what jobs have found since; how many films that were. Those of which a
    job could make nothing go a day later.

    Raises
    ------
    JournalError : it cannot be written
    """
    waiting = list(_not_kept(desk.shelf))
    for clip, run in waiting:
        _keep(desk.journal, clip, run, now)
    for clip in desk.shelf.clips():
        if clip.run is None and clip.job and is_expired(clip, now) and _failed(desk, clip):
            clip.remove()
    return len(waiting)


def _failed(desk: Desk, clip: Clip) -> bool:
    try:
        job = desk.queue.get(clip.job)
    except NoSuchJob:
        return True
    return job.is_over and job.status != "done"


def _not_kept(shelf: Shelf) -> Iterator[tuple[Clip, str]]:
    for clip in shelf.clips():
        run = clip.run
        if run is not None and clip.kept().get("run") != run.name:
            yield clip, run.name


def _keep(journal: Journal, clip: Clip, run: str, now: datetime) -> None:
    """One film; what was kept of it before gives way."""
    from backspotter.journal.films import drop_film

    order, summary = order_of(clip, run), read_document(clip.run_of(run) / SUMMARY)
    before = clip.kept().get("film")
    came = facts_of(clip).get("came")
    made = datetime.fromisoformat(came) if came else now
    counts = is_judged(summary) and not is_drawn(clip)
    number = _number(journal, order, summary, made) if counts else None
    if before is not None and before != number:
        drop_film(journal, before)
    write_document(clip.folder / KEPT, {"run": run, "film": number})


def _number(journal: Journal, order: Order, summary: dict[str, Any], made: datetime) -> int:
    from backspotter import __version__
    from backspotter.journal.films import keep_film
    from backspotter.journal.records import FilmKept

    kept = FilmKept(
        sha256=order.sha256,
        engine=__version__,
        parameters=asked_document(order.asked),
        summary=summary,
        made=made,
        set_id=order.set_id,
    )
    try:
        return keep_film(journal, kept)
    except InputError:  # its set was deleted meanwhile
        return keep_film(journal, replace(kept, set_id=None))


def is_judged(summary: dict[str, Any]) -> bool:
    """Whether a summary says something of a set."""
    quality = summary.get("quality", {})
    return quality.get("grade") != "cannot_judge" and bool(summary.get("reps"))


def called_off(desk: Desk, job: Job, clip: Clip) -> Job:
    """The job, stopped unless it was over; a film of which nothing was found yet goes with it.

    Raises
    ------
    NoSuchJob : it has gone
    JournalError, JobsError : the film could not be deleted
    """
    stopped = desk.queue.cancel(job.id)
    if stopped.status == "cancelled" and clip.run is None:
        delete(desk, clip)
    return stopped


def delete(desk: Desk, clip: Clip) -> None:
    """Deletes a film with all that was made of it.

    Raises
    ------
    JournalError, JobsError : some of it could not be deleted
    """
    from backspotter.journal.erase import delete_film

    for job in desk.queue.listed(KIND):
        if str(job.payload.get("folder")) == str(clip.folder):
            _forget(desk, job)
    number = clip.kept().get("film")
    clip.remove()
    if isinstance(number, int):
        delete_film(desk.journal, number)


def forget_jobs(journal: Journal) -> None:
    """Ends and forgets every job for films of this person, where there is a list of jobs.

    Raises
    ------
    JobsError : the list cannot be read or written
    """
    from importlib.util import find_spec

    from backspotter.app.film_job import KINDS
    from backspotter.jobs import queue_at
    from backspotter.journal.place import jobs_address

    address = jobs_address(journal.place)
    if find_spec("huey") is None or (isinstance(address, Path) and not address.exists()):
        return
    desk = Desk(journal, queue_at(address, KINDS))
    try:
        for job in desk.queue.listed(KIND, most=MANY):
            if Path(str(job.payload.get("folder"))).parent.name == str(journal.person):
                _forget(desk, job)
    finally:
        desk.queue.close()


def _forget(desk: Desk, job: Job) -> None:
    for _ in range(FORGET_TRIES):
        if desk.queue.forget(job.id):
            return
        time.sleep(FORGET_PAUSE_S)
