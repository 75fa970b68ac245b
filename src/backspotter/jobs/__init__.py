"""Jobs: long work, films first, that outlives the request that asked for it.

One list of jobs holds the truth; how workers hear of it differs. What is given away here: a job
that was accepted is done at least once, by one worker at a time, whatever is killed; the same key
never makes a second job; each job runs in a process of its own with limits.

A kind of work is a function, and limits for it::

    # backspotter/app/film_job.py
    from backspotter.jobs import Kind, Kinds

    def read(payload, tell):                 # ids and paths in; a path or id out
        tell(0.1, "opening")                 # how much is done, and a word for it
        ...
        return payload["out"]

    KINDS = Kinds({"film": Kind(work="backspotter.app.film_job:read")})

A server hands work over, and starts workers that end with it::

    from backspotter.jobs import Workers, queue_at

    queue = queue_at(journal.beside(".jobs"), KINDS)        # or postgresql://…, or "inline"
    with Workers(journal.beside(".jobs"), kinds="backspotter.app.film_job:KINDS", count=1):
        job = queue.submit("film", key=key, payload={"film": "…/9f2c.mp4", "out": "…/9f2c"})
        queue.get(job.id).progress           # 0.4, and .doing: "following joints"
        queue.cancel(job.id)

What a job's function must hold to: run again, it makes the same; what it writes is put in place in
one step at its end. A worker that lost its job is stopped, but a step that it began may be done.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backspotter.jobs.errors import JobsError, NoSuchJob
    from backspotter.jobs.job import Job, Status
    from backspotter.jobs.kinds import Kind, Kinds, Limits, Tell, kinds_named
    from backspotter.jobs.queue import INLINE, Queue, queue_at
    from backspotter.jobs.workers import Workers

__all__ = [
    "INLINE",
    "Job",
    "JobsError",
    "Kind",
    "Kinds",
    "Limits",
    "NoSuchJob",
    "Queue",
    "Status",
    "Tell",
    "Workers",
    "kinds_named",
    "queue_at",
]

_HOME = {
    "errors": ("JobsError", "NoSuchJob"),
    "job": ("Job", "Status"),
    "kinds": ("Kind", "Kinds", "Limits", "Tell", "kinds_named"),
    "queue": ("INLINE", "Queue", "queue_at"),
    "workers": ("Workers",),
}


def __getattr__(name: str) -> Any:
    """Loaded when first used: every job's process begins here, and needs little of it."""
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"backspotter.jobs.{module}"), name)
    raise AttributeError(f"backspotter.jobs has no {name!r}; it has {', '.join(__all__)}")
