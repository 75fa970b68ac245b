"""Films that are read in the background, as documents: what is asked, and how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from backspotter.app.film_desk import Desk
from backspotter.app.film_form import KINDS_OF_LIFT
from backspotter.app.journal_documents import TIME, WHOLE_OR_NULL
from backspotter.app.schemas import TEXT, object_of
from backspotter.errors import InputError
from backspotter.jobs import Job, NoSuchJob
from backspotter.jobs.job import STATUSES

if TYPE_CHECKING:
    from backspotter.app.film_shelf import Clip

STYLES: Final = ", ".join(style for style, _ in KINDS_OF_LIFT)
TEXTS_OF_FORM: Final = {
    "load_kg": "what was on the bar, with the bar [kg]",
    "style": f"one of {STYLES}; as the film shows it without it",
    "plate_mm": "across the largest plate [mm], where it is not 450",
    "set": "the number of the logged set that it shows",
    "keep": "yes, to keep the film itself; without it only what was read stays",
}
"""What is said beside a film, and what it means."""

NAMED_OTHERWISE: Final = {"load_kg": "load"}


def asked_in_form(typed: Mapping[str, str]) -> dict[str, str]:
    """What a program says beside a film, in the words of the page's form.

    Raises
    ------
    InputError : something that is not asked for, or no weight in kilograms
    """
    for name in typed:
        if name not in TEXTS_OF_FORM:
            expected = f"one of film, {', '.join(TEXTS_OF_FORM)}"
            raise InputError("film", given=name, expected=expected)
    load = typed.get("load_kg", "")
    if not load.strip():
        raise InputError("load_kg", given="nothing", expected=TEXTS_OF_FORM["load_kg"])
    said = {NAMED_OTHERWISE.get(name, name): value for name, value in typed.items()}
    return {**said, "load": f"{load} kg"}


def jobs_document(desk: Desk) -> dict[str, Any]:
    """The last job of each film of this person, the newest film first.

    Raises
    ------
    JobsError : the list of jobs cannot be read
    """
    found = []
    for clip in desk.shelf.clips():
        if clip.job:
            try:
                found.append((desk.queue.get(clip.job), clip))
            except NoSuchJob:
                continue
    found.sort(key=lambda each: each[0].made, reverse=True)
    return {"jobs": [job_document(job, clip) for job, clip in found]}


def job_document(job: Job, clip: Clip) -> dict[str, Any]:
    """One job: ``film`` is the number under which the result is kept, once it is."""
    number = clip.kept().get("film") if job.status == "done" else None
    return {
        "id": job.id,
        "status": job.status,
        "progress": job.progress,
        "doing": job.doing,
        "message": job.message,
        "made": job.made.isoformat(),
        "film": number,
    }


def job_schema() -> dict[str, Any]:
    """The schema of ``job_document``."""
    return object_of(
        {
            "id": TEXT,
            "status": {"enum": list(STATUSES)},
            "progress": {"type": "number", "minimum": 0, "maximum": 1},
            "doing": TEXT,
            "message": {**TEXT, "description": "why there is no result, or why it is tried again"},
            "made": TIME,
            "film": {**WHOLE_OR_NULL, "description": "its number once something was found"},
        }
    )


def jobs_schema() -> dict[str, Any]:
    """The schema of ``jobs_document``."""
    return object_of({"jobs": {"type": "array", "items": job_schema()}})
