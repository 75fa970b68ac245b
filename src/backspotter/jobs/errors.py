"""What can go wrong with jobs, in words that name nobody and nothing of a job."""

from __future__ import annotations

from backspotter.errors import BackspotterError


class JobsError(BackspotterError):
    """The queue could not be read or written; a job that was accepted is still there."""


class NoSuchJob(BackspotterError):
    """No job has this id."""

    exit_code = 2
