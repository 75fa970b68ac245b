"""The HTTP API of what is entered day by day: how the back felt, sets, nights."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from backspotter.app.journal_documents import log_document, track_document
from backspotter.app.journal_history import for_a_plan
from backspotter.app.log_entry import add_night, add_sets, logged, units_in_use
from backspotter.app.log_words import written_sets
from backspotter.app.sent_again import sent_once
from backspotter.app.track_course import followed
from backspotter.app.tracking import add_soreness, so_far, soreness_from
from backspotter.app.when import day_from, time_from
from backspotter.web.api_documents import (
    LARGEST_ID,
    TOO_LARGE,
    TROUBLES,
    Closed,
    DocumentRoute,
    IdempotencyKey,
    examples,
    gives,
)

router = APIRouter(
    prefix="/api/v1", tags=["follow"], route_class=DocumentRoute, responses=TROUBLES | TOO_LARGE
)

MOST_LISTED: Final = 10_000
ADDED: Final = gives("Added", "Kept: the numbers of the entries.", 201) | gives(
    "Added", "It came before under this key; nothing was kept again."
)
Pain = Annotated[float, Field(ge=0, le=10)]
At = Annotated[str, Field(description="when, with its zone; now without it", max_length=40)]
Corrects = Annotated[
    int | None, Field(ge=1, le=LARGEST_ID, description="the entry that this takes the place of")
]
Note = Annotated[str, Field(max_length=2000)]


class Activity(Closed):
    """How well something goes that the person does: 0 cannot, 10 as before."""

    activity: str = Field(min_length=1, max_length=100, pattern=r"\S")
    score: Pain


class Total(Closed):
    """The total of a questionnaire, such as roland_morris."""

    name: str = Field(max_length=60)
    total: float


class Felt(Closed):
    """How the back feels."""

    pain: Pain
    worst: Pain | None = None
    painkiller: bool = False
    function: list[Activity] = Field(default_factory=list, max_length=10)
    scores: list[Total] = Field(default_factory=list, max_length=20)
    helped: list[Annotated[str, Field(max_length=100)]] = Field(default_factory=list, max_length=20)
    note: Note = ""
    at: At = ""
    corrects: Corrects = None


class Lifted(Closed):
    """Sets in one line."""

    words: str = Field(max_length=500, description="such as: conventional 3x5 @ 140 kg rpe 8")
    rest_s: float | None = Field(None, ge=0, le=7200, description="between the sets [s]")
    warm_up: bool = False
    note: Note = ""
    at: At = ""
    corrects: Corrects = None


class Slept(Closed):
    """A night."""

    asleep_h: float = Field(ge=0, le=24)
    in_bed_h: float | None = Field(None, ge=0, le=24)
    woke: str = Field("", max_length=40, description="the day it ended; today without it")
    corrects: Corrects = None


@router.get("/track", responses=gives("Track", "Entries, checks, open flags, and the course."))
def track(request: Request) -> Response:
    """How the back felt so far, against what is usual after such a session, and what is to come."""
    now = request.app.state.settings.now()
    sore, checks, flags = so_far()
    found = followed(for_a_plan(now), now) if sore or checks else None
    return JSONResponse(track_document(sore, checks, flags, found))


@router.post("/track", status_code=201, responses=ADDED)
def add_felt(
    request: Request,
    felt: Annotated[
        Felt, Body(openapi_examples=examples(plain={"pain": 3}, more={"pain": 2, "worst": 5}))
    ],
    key: Annotated[str | None, IdempotencyKey] = None,
) -> Response:
    """Keep how the back feels."""
    now = request.app.state.settings.now()
    value = soreness_from(
        at=time_from(felt.at, now=now) if felt.at else now,
        pain=felt.pain,
        worst=felt.worst,
        under_painkiller=felt.painkiller,
        function=[f"{each.activity}={each.score}" for each in felt.function],
        totals=[f"{each.name}={each.total}" for each in felt.scores],
        helped=",".join(felt.helped),
        note=felt.note,
    )
    sent = sent_once(
        key,
        kind="soreness",
        said=felt.model_dump(exclude_unset=True),
        now=now,
        keep=lambda: add_soreness(value, now=now, corrects=felt.corrects),
    )
    return _added([sent.id], felt.corrects, is_new=sent.is_new)


@router.get("/log", responses=gives("Log", "The last of each kind, oldest first."))
def log(
    request: Request,
    last: Annotated[int, Query(ge=1, le=MOST_LISTED, description="so many of each kind")] = 30,
    dose: Annotated[bool, Query(description="also what it loaded on the back")] = False,
) -> Response:
    """Sets, nights, body mass, water, and the imports that stand."""
    loaded = None
    if dose:
        from backspotter.app.doses import doses_in_journal

        loaded = doses_in_journal(request.app.state.settings.now())
    return JSONResponse(log_document(logged(last), loaded))


@router.post("/sets", status_code=201, responses=ADDED)
def add_lifted(
    request: Request,
    lifted: Annotated[
        Lifted, Body(openapi_examples=examples(sets={"words": "conventional 3x5 @ 140 kg rpe 8"}))
    ],
    key: Annotated[str | None, IdempotencyKey] = None,
) -> Response:
    """Keep sets; a weight without a unit is in that of the profile."""
    now = request.app.state.settings.now()
    written = written_sets(lifted.words, units=units_in_use())
    at = time_from(lifted.at, now=now) if lifted.at else now

    def keep() -> int:
        return add_sets(
            written,
            at=at,
            now=now,
            rest_s=lifted.rest_s,
            warm_up=lifted.warm_up,
            note=lifted.note,
            corrects=lifted.corrects,
        )[0]

    said = lifted.model_dump(exclude_unset=True)
    sent = sent_once(key, kind="set", said=said, now=now, keep=keep)
    # they were added in one transaction that no other writer shares, so their numbers follow
    ids = list(range(sent.id, sent.id + written.sets))
    return _added(ids, lifted.corrects, is_new=sent.is_new)


@router.post("/nights", status_code=201, responses=ADDED)
def add_slept(
    request: Request,
    slept: Annotated[Slept, Body(openapi_examples=examples(night={"asleep_h": 7.5}))],
    key: Annotated[str | None, IdempotencyKey] = None,
) -> Response:
    """Keep how long a night's sleep was."""
    now = request.app.state.settings.now()
    woke = day_from(slept.woke, now=now, field="woke") if slept.woke else now.date()

    def keep() -> int:
        return add_night(
            slept.asleep_h, woke=woke, now=now, in_bed_h=slept.in_bed_h, corrects=slept.corrects
        )

    said = slept.model_dump(exclude_unset=True)
    sent = sent_once(key, kind="night", said=said, now=now, keep=keep)
    return _added([sent.id], slept.corrects, is_new=sent.is_new)


def _added(ids: list[int], corrects: int | None, *, is_new: bool) -> Response:
    told: dict[str, Any] = {"added": ids, "corrects": corrects}
    return JSONResponse(told, status_code=201 if is_new else 200)
