"""The analysis of a film as the JSON document that ``docs/film-summary.schema.json`` describes."""

from __future__ import annotations

from typing import Any, Final

from backspotter.lift.analysis import (
    Borne,
    CannotJudge,
    Cost,
    FaultSeen,
    FlexionSeen,
    LiftAnalysis,
    LoadsSeen,
    RepSeen,
    Said,
    Withheld,
)
from backspotter.lift.band import Band

SECONDS, METRES, DEGREES, NEWTONS = 3, 4, 2, 1
PIXELS: Final = 2
SHARES: Final = 3


def summary(found: LiftAnalysis) -> dict[str, Any]:
    """The whole document."""
    film, quality = found.film, found.quality
    return {
        "film": {
            "width": film.width,
            "height": film.height,
            "duration_s": round(film.duration_s, SECONDS),
            "frame_rate": round(film.frame_rate, SECONDS),
            "variable": film.variable,
            "rotation": film.rotation,
        },
        "quality": {
            "grade": quality.grade,
            "reasons": [f"{reason.say}: {reason.do}" for reason in quality.reasons],
            "view_yaw_deg": _said(quality.yaw_deg, DEGREES),
        },
        "scale": {
            "px_per_m": _said(found.scale.lifter, PIXELS),
            "source": found.scale.source,
        },
        "style": found.style.id.replace("_", "-"),
        "style_source": "asked" if found.style.asked else "guessed",
        "style_doubt": found.style.doubt,
        "reps": [_rep(rep) for rep in found.reps],
        "withheld": [{"what": each.what, "why": each.why} for each in all_withheld(found)],
        "compared": list(found.compared),
    }


def all_withheld(found: LiftAnalysis) -> list[Withheld]:
    """What holds for the film, then rep by rep what could not be judged, each said once."""
    rows = list(found.withheld)
    reasons: dict[Withheld, list[int]] = {}
    for rep in found.reps:
        for each in rep.not_judged:
            reasons.setdefault(each, []).append(rep.index)
    for each, indices in reasons.items():
        rows.append(Withheld(f"{each.what}, {_which(indices, len(found.reps))}", each.why))
    return rows


def _which(indices: list[int], of: int) -> str:
    if len(indices) == of:
        return "every rep" if of > 1 else "rep 1"
    return ("rep " if len(indices) == 1 else "reps ") + ", ".join(str(n) for n in indices)


def _rep(rep: RepSeen) -> dict[str, Any]:
    return {
        "index": rep.index,
        "completed": rep.completed,
        "start_s": _moment(rep.start_s),
        "lift_off_s": _said(rep.lift_off_s, SECONDS),
        "knee_pass_s": _said(rep.knee_pass_s, SECONDS),
        "lockout_s": _said(rep.lockout_s, SECONDS),
        "lowering_s": _said(rep.lowering_s, SECONDS),
        "end_s": _moment(rep.end_s),
        "rom_m": _said(rep.rom_m, METRES),
        "mean_concentric_velocity_m_s": _said(rep.mean_speed, METRES),
        "peak_velocity_m_s": _said(rep.peak_speed, METRES),
        "lumbar_flexion_deg": _flexion(rep.flexion),
        "faults": [_fault(fault) for fault in rep.faults],
        "loads": _loads(rep.loads),
    }


def _said(given: Said, digits: int) -> Any:
    if given is None:
        return None
    if isinstance(given, CannotJudge):
        return _cannot(given)
    return {name: round(getattr(given, name), digits) for name in ("value", "low", "high")}


def _cannot(given: CannotJudge) -> dict[str, str]:
    return {"cannot_judge": given.why}


def _moment(given: Said) -> Any:
    """A moment without a band."""
    return round(given.value, SECONDS) if isinstance(given, Band) else _said(given, SECONDS)


def _flexion(given: FlexionSeen | CannotJudge) -> dict[str, Any]:
    if isinstance(given, CannotJudge):
        return _cannot(given)
    return {
        "from_upright_at_lift_off": _said(given.from_upright_at_lift_off, DEGREES),
        "change_from_set_up": _said(given.change_from_set_up, DEGREES),
    }


def _fault(fault: FaultSeen) -> dict[str, Any]:
    digits = DEGREES if fault.unit == "deg" else METRES
    return {
        "code": fault.code,
        "onset": fault.onset,
        "at_s": round(fault.at_s, SECONDS),
        "size": _said(fault.size, digits),
        "unit": fault.unit,
        "confidence": fault.confidence,
        "picture": fault.picture,
        "cost": _cost(fault.cost),
    }


def _cost(cost: Cost | CannotJudge | None) -> dict[str, Any] | None:
    if cost is None:
        return None
    if isinstance(cost, CannotJudge):
        return _cannot(cost)
    return {
        **_borne(cost),
        "measurable": cost.measurable,
        "say": cost.say,
        "when": cost.when,
        "undone": cost.undone,
        "share_of_way_up": None if cost.share_up is None else round(cost.share_up, SHARES),
        "without": None if cost.without is None else _borne(cost.without),
    }


def _borne(found: Borne | Cost) -> dict[str, Any]:
    return {
        **_pressed(found),
        "extensor_force_N": _said(found.extensor_force, NEWTONS),
        "passive_share": _said(found.passive_share, SHARES),
    }


def _pressed(found: Borne | Cost | LoadsSeen) -> dict[str, Any]:
    return {
        "moment_N_m": _said(found.moment, NEWTONS),
        "compression_N": _said(found.compression, NEWTONS),
        "shear_N": _said(found.shear, NEWTONS),
    }


def _loads(found: LoadsSeen | CannotJudge) -> dict[str, Any]:
    if isinstance(found, CannotJudge):
        return _cannot(found)
    return {
        "level": "L5/S1",
        **_pressed(found),
        "at_s": round(found.at_s, SECONDS),
        "assumed": list(found.assumed),
    }
