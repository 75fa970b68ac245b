"""What the back carries as JSON documents; bands as value, low and high, gaps as null."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from backspotter.app.spine_sets import Session
from backspotter.spine.arrays import Array
from backspotter.spine.differences import Compared, Difference
from backspotter.spine.dose import Dose
from backspotter.spine.geometry import groups
from backspotter.spine.results import Banded, LevelLoads, RepLoads, SpineLoads
from backspotter.spine.validation import Checked

DIGITS: Final = 3

NOTES: Final = (
    "Bands hold nine times in ten by the model's own reckoning: narrow for moments, wider for "
    "compression, widest for shear.",
    "No number here is safe or dangerous by itself. Limits for work are for other people doing "
    "other work; any heavy deadlift exceeds them.",
    "Both sides together, as seen from the side; twisting and leaning are not in the model.",
)


def loads_document(found: SpineLoads) -> dict[str, Any]:
    """A posture, or a series, as JSON has it."""
    document: dict[str, Any] = {"lifter": _lifter(found)}
    if found.times is not None:
        document["t_s"] = _list(found.times)
    return {
        **document,
        "levels": {name: _level(level, found) for name, level in found.levels.items()},
        "muscles": [
            {"group": id_, "name": groups()[id_], "force_N": _numbers(force, found)}
            for id_, force in found.muscles.items()
        ],
        "passive_share": _banded(found.passive_share, found),
        "pressure_share": _numbers(found.pressure_share, found),
        "joints": {name: {"moment_N_m": _numbers(m, found)} for name, m in found.joints.items()},
        "power_W": _power(found),
        "single_equivalent_N": _numbers(found.single_equivalent, found),
        "strength": {
            "needed_of_average": _numbers(found.strength_needed, found),
            "is_feasible": found.is_feasible,
            "deficit_N_m": _numbers(np.where(found.deficit < 1e-3, 0.0, found.deficit), found),
        },
        "assumed": list(found.assumed),
        "notes": list(NOTES),
    }


def rep_document(one: RepLoads) -> dict[str, Any]:
    """A rep that nobody filmed, as JSON has it."""
    return {
        "style": one.lift.style,
        "load_kg": one.load_kg,
        "peaks": peaks(one),
        "work_J": {name: _number(work) for name, work in work_up(one).items()},
        "phase": list(one.rep.phase),
        "bar_height_m": _list(one.rep.height),
        "loads": loads_document(one.loads),
    }


def peaks(one: RepLoads) -> dict[str, dict[str, dict[str, float | None]]]:
    """The highest of each quantity at each level, with its band at that moment."""
    return {
        level: {
            key: _at_peak(banded)
            for key, banded in (
                ("moment_N_m", found.moment),
                ("extensor_force_N", found.extensor_force),
                ("compression_N", found.compression),
                ("shear_N", found.shear),
            )
        }
        for level, found in one.loads.levels.items()
    }


def work_up(one: RepLoads) -> dict[str, float]:
    """Work of each joint while the bar goes up [J]."""
    up, times = one.rep.during("lifting"), one.rep.times
    power = one.loads.power or {}
    return {name: float(np.trapezoid(each[up], times[up])) for name, each in power.items()}


def compare_document(rows: Sequence[Compared], *, style: str, load_kg: float) -> dict[str, Any]:
    """What if, as JSON has it."""
    return {
        "style": style,
        "load_kg": load_kg,
        "at": "L5/S1, highest of the rep",
        "changes": [
            {
                "id": row.id,
                "change": row.say,
                "moment_N_m": _difference(row.moment),
                "compression_N": _difference(row.compression),
                "shear_N": _difference(row.shear),
            }
            for row in rows
        ],
        "notes": list(NOTES),
    }


def sets_document(session: Session) -> dict[str, Any]:
    """A session's dose and fatigue, as JSON has it."""
    against = session.against
    return {
        "sets": [
            {
                "style": row.given.lift.style,
                "load_kg": row.given.load_kg,
                "reps": row.given.reps,
                "compression_N": {key: _number(value) for key, value in row.peak.items()},
                "dose": _dose(row.dose),
                "fatigue": {
                    "tired": _number(row.after.tired),
                    "left": _number(row.after.left),
                    "mean_share_of_strength": _number(row.after.mean_share),
                    "under_tension_s": _number(row.after.under_s),
                    "recovered_after_s": _number(row.recovered_after_s),
                },
            }
            for row in session.rows
        ],
        "total": _dose(session.total),
        "against_past": None
        if against is None
        else {
            "to_usual": _number(against.to_usual),
            "to_highest": _number(against.to_highest),
            "sessions": against.sessions,
        },
        "assumed": list(session.assumed),
        "notes": list(session.notes),
    }


def validation_document(rows: Sequence[Checked]) -> dict[str, Any]:
    """Predicted against published, as JSON has it."""
    return {"rows": [_checked(row) for row in rows]}


def _checked(checked: Checked) -> dict[str, Any]:
    row = checked.row
    return {
        "id": row.id,
        "quantity": row.quantity,
        "condition": row.condition,
        "unit": row.unit,
        "published": row.published,
        "spread": spread_of(checked),
        "predicted": _maybe(checked.predicted),
        "low": _maybe(checked.low),
        "high": _maybe(checked.high),
        "error_pct": _maybe(checked.error_pct),
        "loo_error_pct": _maybe(checked.loo_error_pct),
        "within_band": checked.is_within,
        "used_for_fit": row.fitted,
        "verified": row.evidence.how_verified,
        "source": row.source.citation,
        "not_modelled": row.not_modelled or None,
    }


def spread_of(checked: Checked) -> str:
    """What is known of the spread of the published number."""
    claim = checked.row.evidence
    span = "" if claim.low is None or claim.high is None else f"{claim.low:g} to {claim.high:g}"
    people = "" if claim.n is None else f"n = {claim.n}"
    return ", ".join(part for part in (span, people) if part)


def _dose(dose: Dose) -> dict[str, Any]:
    return {
        "reps": dose.reps,
        "peak_compression_N": _number(dose.peak_N),
        "peak_moment_N_m": _number(dose.peak_N_m),
        "compression_N_s": _number(dose.newton_seconds),
        "moment_N_m_s": _number(dose.newton_metre_seconds),
        "sum_kN": _number(dose.linear),
        "sum_kN2": _number(dose.squared),
        "relative_kN2": _number(dose.relative),
    }


def _lifter(found: SpineLoads) -> dict[str, Any]:
    body = found.body
    return {
        "mass_kg": _number(body.mass_kg),
        "height_m": _number(body.height_m),
        "sex": body.lifter.sex,
    }


def _level(level: LevelLoads, found: SpineLoads) -> dict[str, Any]:
    return {
        "moment_N_m": _banded(level.moment, found),
        "extensor_force_N": _banded(level.extensor_force, found),
        "compression_N": _banded(level.compression, found),
        "shear_N": _banded(level.shear, found),
    }


def _power(found: SpineLoads) -> dict[str, Any] | None:
    if found.power is None:
        return None
    return {name: _numbers(power, found) for name, power in found.power.items()}


def _banded(banded: Banded, found: SpineLoads) -> dict[str, Any]:
    ends: Mapping[str, Array] = {"value": banded.value, "low": banded.low, "high": banded.high}
    return {name: _numbers(end, found) for name, end in ends.items()}


def _at_peak(banded: Banded) -> dict[str, float | None]:
    frame = int(np.nanargmax(banded.value))
    ends = (("value", banded.value), ("low", banded.low), ("high", banded.high))
    return {name: _number(float(end[frame])) for name, end in ends}


def _difference(found: Difference) -> dict[str, Any]:
    return {
        "value": _number(found.value),
        "low": _number(found.low),
        "high": _number(found.high),
        "measurable": found.is_measurable,
    }


def _numbers(values: Array, found: SpineLoads) -> Any:
    """One number for a posture, a list for a series."""
    is_one = len(found) == 1 and found.times is None
    return _number(float(values[0])) if is_one else _list(values)


def _list(values: Array) -> list[float | None]:
    return [_number(float(each)) for each in values]


def _maybe(value: float | None) -> float | None:
    return None if value is None else _number(value)


def _number(value: float) -> float | None:
    return round(float(value), DIGITS) if np.isfinite(value) else None
