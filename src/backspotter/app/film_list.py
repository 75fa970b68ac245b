"""A person's films as a list: newest first, each with its one line."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from backspotter.app.film_desk import facts_of, is_drawn, is_judged
from backspotter.app.film_job import LINE, SUMMARY
from backspotter.app.film_order import order_of
from backspotter.app.film_shelf import THUMB, Clip, Shelf, read_document, shelf_of
from backspotter.errors import InputError

if TYPE_CHECKING:
    from backspotter.journal.journal import Journal

State: TypeAlias = Literal["done", "going", "elsewhere"]
MOST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One film: ``id`` empty where only its summary is here: read by a command, or restored.

    ``came`` when it came; ``load_kg`` on the bar [kg]; ``reps`` that count; ``line`` what was
    found; ``job`` what works on it; ``drawn`` whether it is the demo film
    """

    id: str
    came: datetime
    state: State
    line: str
    load_kg: float | None = None
    reps: int | None = None
    judged: bool = True
    picture: bool = False
    job: str = ""
    drawn: bool = False


def films_of(journal: Journal) -> list[Listed]:
    """Every film that is not still coming in.

    Raises
    ------
    JournalError : it cannot be read
    """
    shelf = shelf_of(journal)
    found = [listed for clip in shelf.clips() if (listed := _of_clip(clip)) is not None]
    found += _of_journal(journal, shelf)
    return sorted(found, key=lambda each: each.came, reverse=True)[:MOST]


def _of_clip(clip: Clip) -> Listed | None:
    came, run = came_of(clip), clip.run
    if run is None:
        if not clip.job or clip.upload():
            return None
        return Listed(
            id=clip.id, came=came, state="going", line="", job=clip.job, drawn=is_drawn(clip)
        )
    summary = read_document(run / SUMMARY)
    load = None
    with suppress(InputError):
        load = order_of(clip, run.name).asked.load_kg
    return Listed(
        id=clip.id,
        came=came,
        state="done",
        line=str(read_document(run / LINE).get("finding", "")),
        load_kg=load,
        reps=_reps(summary),
        judged=is_judged(summary),
        picture=(clip.folder / THUMB).is_file(),
        job=clip.job,
        drawn=is_drawn(clip),
    )


def _of_journal(journal: Journal, shelf: Shelf) -> list[Listed]:
    """A summary alone, as the command line keeps it and a backup brings it."""
    from backspotter.journal.films import films

    here = {facts_of(clip).get("sha256") for clip in shelf.clips()}
    return [
        Listed(
            id="",
            came=each.made,
            state="elsewhere",
            line="What was found is kept. The film and its pictures are not here",
            load_kg=each.parameters.get("load_kg"),
            reps=_reps(each.summary),
        )
        for each in films(journal)
        if each.sha256 not in here
    ]


def came_of(clip: Clip) -> datetime:
    """When a film came, or when something last happened to it."""
    with suppress(KeyError, ValueError, TypeError):
        return datetime.fromisoformat(facts_of(clip)["came"])
    return datetime.fromtimestamp(clip.folder.stat().st_mtime, UTC)


def _reps(summary: dict[str, Any]) -> int:
    reps = summary.get("reps")
    return len(reps) if isinstance(reps, list) else 0
