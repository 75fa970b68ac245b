"""A read film as a template shows it: the words and numbers of the report, by name."""

from __future__ import annotations

from typing import Any, Final

from markupsafe import Markup

from backspotter.app.doses import SetDose, of_film
from backspotter.app.film_form import typed_kg
from backspotter.exports.film_frames import page_charts
from backspotter.exports.numbers import force, shown, span
from backspotter.exports.report_cost import (
    MEANING,
    MORE_TITLE,
    TITLE,
    adds_newtons,
    cost_rows,
    cost_sentence,
    other_rows,
    tied,
)
from backspotter.exports.report_faults import fault_facts, picture_words, sentence
from backspotter.exports.report_parts import loads_row, rep_row, usual
from backspotter.exports.report_said import (
    back_left_out,
    in_short,
    left_out,
    notes_of,
    worst_fault,
)
from backspotter.exports.report_words import (
    GRADE_TITLES,
    clock,
    fault_title,
    said,
    style_words,
)
from backspotter.lift.analysis import CannotJudge, FaultSeen, LiftAnalysis, RepSeen
from backspotter.lift.band import Band
from backspotter.training.units import Unit

ENOUGH: Final = "View, size, light and sharpness are good enough."
SAY_STYLE: Final = "You can say what kind of lift it is under “Correct it”."
SPEEDS: Final = ("1", "0.5", "0.25", "0.1")
MOST_JUMPS: Final = 24


def shown_film(analysis: LiftAnalysis, summary: dict[str, Any], units: Unit) -> dict[str, Any]:
    """What the page of one film names."""
    return {
        "head": _head(analysis, units),
        "grade": _grade(analysis),
        "short": in_short(analysis),
        "back_left_out": back_left_out(analysis),
        "notes": [*notes_of(analysis), *([SAY_STYLE] if analysis.style.doubt else [])],
        "attempts": [
            f"{a.why} ({clock(a.start_s)} to {clock(a.end_s)})" for a in analysis.attempts
        ],
        "usual": Markup(usual()),
        "change": _one_change(analysis),
        "charts": page_charts(analysis),
        "speeds": SPEEDS,
        "jumps": [each for each in map(_jump, analysis.reps[:MOST_JUMPS]) if each],
        "reps": [_cells(rep_row(rep)) for rep in analysis.reps],
        "doubts": [f"Rep {rep.index}: {doubt}." for rep in analysis.reps for doubt in rep.doubts],
        "loads": [_cells(loads_row(rep)) for rep in analysis.reps],
        "assumed": _assumed(analysis),
        "dose": _dose(of_film(summary)),
        "faults": [_fault(rep, fault) for rep in analysis.reps for fault in rep.faults],
        "left_out": left_out(analysis),
        "correct": _correct(analysis, units),
        "last_s": float(analysis.frames.times_s[-1]),
        "width": analysis.film.width,
        "height": analysis.film.height,
    }


def _head(analysis: LiftAnalysis, units: Unit) -> str:
    given = analysis.given
    reps = len(analysis.reps)
    facts = [f"{reps} rep{'' if reps == 1 else 's'}", f"{typed_kg(given.load_kg, units)} {units}"]
    return " · ".join([*facts, style_words(analysis.style)])


def _grade(analysis: LiftAnalysis) -> dict[str, Any]:
    quality, scale = analysis.quality, analysis.scale
    rows = [("Camera off the side", _html(said(quality.yaw_deg, "°")))]
    if scale.source:
        rows.append(("Size taken from", Markup.escape(scale.source)))
    if isinstance(scale.lifter, CannotJudge):
        rows.append(("Size", _html(said(scale.lifter, "px/m"))))
    if analysis.film.slowed > 1:
        slower = f"{analysis.film.slowed:.3g} times slower than it was taken"
        rows.append(("Slow motion", Markup.escape(slower)))
    return {
        "id": quality.grade,
        "title": GRADE_TITLES[quality.grade],
        "reasons": [(sentence(reason.say), sentence(reason.do)) for reason in quality.reasons],
        "enough": ENOUGH,
        "rows": rows,
    }


def _html(words: str) -> Markup:
    return Markup(words)


def _cells(row: Any) -> list[tuple[str, Markup]]:
    return [(name, _html(html)) for name, html in row]


def _one_change(analysis: LiftAnalysis) -> dict[str, Any] | None:
    """The one change that lowers most, where a fault was found."""
    worst = worst_fault(analysis)
    if worst is None:
        return None
    rep, fault = worst
    return {
        "cue": sentence(fault.cue),
        "why": f"Rep {rep.index}: {fault_title(fault.code, fault.onset).lower()}",
        "lowers": adds_newtons(fault.cost) > 0,
        "costs": tied(cost_sentence(fault.cost)),
    }


def _jump(rep: RepSeen) -> dict[str, Any] | None:
    at = next((m for m in (rep.lift_off_s, rep.start_s) if isinstance(m, Band)), None)
    return None if at is None else {"index": rep.index, "at": f"{at.value:.4f}"}


def _assumed(analysis: LiftAnalysis) -> list[str]:
    loads = [rep.loads for rep in analysis.reps if not isinstance(rep.loads, CannotJudge)]
    return list(dict.fromkeys(words for each in loads for words in each.assumed))


def _dose(dose: SetDose | None) -> dict[str, Any] | None:
    """What the whole set loaded: the highest compression, and all repetitions together."""
    if dose is None:
        return None
    return {
        "peak": force(dose.peak_n, 100.0),
        "band": f"{span(dose.low_n / 1000, dose.high_n / 1000, 0.1)} kN",
        "reps": dose.reps,
        "sum": f"{shown(dose.sum_kn2)} kN²",
    }


def _fault(rep: RepSeen, fault: FaultSeen) -> dict[str, Any]:
    return {
        "rep": rep.index,
        "title": fault_title(fault.code, fault.onset),
        "say": sentence(fault.say),
        "rows": _cells(fault_facts(fault)),
        "cost": _cost(fault),
        "cue": sentence(fault.cue) if fault.cue else "",
        "practise": sentence(fault.practise) if fault.practise else "",
        "picture": fault.picture,
        "alt": picture_words(rep, fault),
        "at": f"{fault.peak_s:.4f}",
        "clock": clock(fault.peak_s),
    }


def _cost(fault: FaultSeen) -> dict[str, Any] | None:
    """One sentence, the numbers that tell most, and the rest to open."""
    words = cost_sentence(fault.cost)
    if not words:
        return None
    return {
        "title": TITLE,
        "say": tied(words),
        "rows": [_cells(row) for row in cost_rows(fault.cost)],
        "more_title": MORE_TITLE,
        "more": [_cells(row) for row in other_rows(fault.cost)],
        "meaning": MEANING,
    }


def _correct(analysis: LiftAnalysis, units: Unit) -> dict[str, Any]:
    """What the form for corrections begins with."""
    given = analysis.given
    reps = [
        {"index": rep.index, "begin": _seconds(rep.start_s), "end": _seconds(rep.end_s)}
        for rep in analysis.reps
    ]
    return {
        "load": typed_kg(given.load_kg, units),
        "plate_mm": "" if given.plate_mm is None else f"{given.plate_mm:g}",
        "style": analysis.style.id if analysis.style.asked else "",
        "reps": [*reps, {"index": len(reps) + 1, "begin": "", "end": ""}],
        "by_hand": bool(given.spans),
    }


def _seconds(moment: Any) -> str:
    return f"{moment.value:.2f}" if isinstance(moment, Band) else ""
