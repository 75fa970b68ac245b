"""The HTTP API of what the lower back carries: a posture, a rep, a comparison, a session."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from backspotter.app.documents import plain_errors
from backspotter.app.spine_in import lifter_from, sets_from, task_from
from backspotter.app.spine_out import compare_document, loads_document, rep_document, sets_document
from backspotter.app.spine_sets import session
from backspotter.spine.compare import compare as compared
from backspotter.spine.loads import loads, rep_loads
from backspotter.spine.posture import LOAD_KG
from backspotter.spine.rep import LIMITS, Lift, styles
from backspotter.web.api_documents import (
    TOO_LARGE,
    TROUBLES,
    Closed,
    DocumentRoute,
    by_name,
    examples,
    gives,
)

router = APIRouter(
    prefix="/api/v1/spine",
    tags=["what the back carries"],
    route_class=DocumentRoute,
    responses=TROUBLES | TOO_LARGE,
)

LIFTER: Final = {"mass_kg": 84, "height_m": 1.81}
Task = Annotated[dict[str, Any], by_name("SpineTask")]
Session = Annotated[dict[str, Any], by_name("SpineSets")]


def _limits(name: str, default: float | None) -> Any:
    low, high, unit = LIMITS[name]
    return Field(default, ge=low, le=high, description=f"[{unit}]")


class Rep(Closed):
    """One rep that nobody filmed; what is left out is as the style has it."""

    style: str = Field("conventional", json_schema_extra={"enum": list(styles())})
    load_kg: float = Field(ge=LOAD_KG[0], le=LOAD_KG[1], description="on the bar, with the bar")
    lifter: Annotated[dict[str, Any], by_name("Lifter")] = Field(default_factory=dict)
    lumbar_deg: float | None = _limits("lumbar_deg", None)
    rounding_deg: float = _limits("rounding_deg", 0.0)
    bar_further_m: float = _limits("bar_further_m", 0.0)
    hips_higher_m: float = _limits("hips_higher_m", 0.0)
    stance_m: float | None = _limits("stance_m", None)
    up_s: float = _limits("up_s", 1.8)
    down_s: float = _limits("down_s", 1.6)

    def lift(self) -> Lift:
        """How it is done.

        Raises
        ------
        InputError : a style that is not known
        """
        return Lift(**self.model_dump(exclude={"load_kg", "lifter"}))


REP: Final = examples(
    plain={"load_kg": 140, "lifter": LIFTER}, rounded={"load_kg": 100, "rounding_deg": 15}
)
POSTURE: Final = {"lifter": LIFTER, "posture": {"trunk_deg": 50}, "load_kg": 60}
SETS: Final = {"lifter": LIFTER, "sets": [{"style": "conventional", "load_kg": 140, "reps": 5}]}


@router.post("/posture", responses=gives("SpineLoads", "Loads with their bands."))
def posture(
    task: Annotated[Task, Body(openapi_examples=examples(bent=POSTURE))],
) -> Response:
    """What the lower back carries in a posture, or in a series of them."""
    with plain_errors("task"):
        given = task_from(task)
    found = loads(
        given.posture,
        load_kg=given.load_kg,
        load_ahead_m=given.load_ahead_m,
        lifter=given.lifter,
        times=given.times,
    )
    return JSONResponse(loads_document(found))


@router.post("/rep", responses=gives("SpineRep", "Loads through the rep, and its peaks."))
def rep(told: Annotated[Rep, Body(openapi_examples=REP)]) -> Response:
    """What the lower back carries through one rep."""
    lifter = lifter_from(told.lifter)
    return JSONResponse(rep_document(rep_loads(told.lift(), load_kg=told.load_kg, lifter=lifter)))


@router.post("/compare", responses=gives("SpineCompare", "What one change at a time would do."))
def compare(told: Annotated[Rep, Body(openapi_examples=REP)]) -> Response:
    """What a neutral back, a closer bar or another style would change."""
    lift, lifter = told.lift(), lifter_from(told.lifter)
    rows = compared(lift, load_kg=told.load_kg, lifter=lifter)
    return JSONResponse(compare_document(rows, style=lift.style, load_kg=told.load_kg))


@router.post("/sets", responses=gives("SpineSession", "Dose and fatigue, set by set."))
def sets(
    told: Annotated[Session, Body(openapi_examples=examples(session=SETS))],
) -> Response:
    """What a session added up to."""
    return JSONResponse(sets_document(session(sets_from(told))))
