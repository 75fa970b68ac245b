"""What a read film says in plain sentences, whatever shows them: no markup, nothing decided."""

from __future__ import annotations

from typing import Final

from backspotter.exports.report_cost import adds_newtons
from backspotter.exports.report_words import fault_title
from backspotter.lift.analysis import CannotJudge, FaultSeen, LiftAnalysis, RepSeen

USUAL: Final = "Some rounding is normal"
"""How a note begins that a page says with its sources."""

NOTHING: Final = "Nothing beyond the limits was found in what could be judged."


def in_short(analysis: LiftAnalysis) -> str:
    """The set in two sentences."""
    reps = len(analysis.reps)
    faults = [fault for rep in analysis.reps for fault in rep.faults]
    counted = "No repetition was" if not reps else f"{_counted(reps, 'repetition')} {_were(reps)}"
    words = [f"{counted} found.", *_failed(analysis)]
    if analysis.attempts:
        words.append(f"{_counted(len(analysis.attempts), 'attempt')} did not count.")
    if faults:
        within = sum(bool(rep.faults) for rep in analysis.reps)
        where = f", in {within} of {reps} repetitions" if reps > 1 else ""
        words.append(f"{_counted(len(faults), 'thing')} to look at{where}.")
    elif reps:
        words.append(NOTHING)
    return " ".join(words)


def _failed(analysis: LiftAnalysis) -> list[str]:
    """That the bar came down before it was at the top, where it did."""
    failed, reps = sum(not rep.completed for rep in analysis.reps), len(analysis.reps)
    if not failed:
        return []
    which = "It" if reps == 1 else f"{failed} of them"
    return [f"{which} failed: the bar came down before it was at the top."]


def finding(analysis: LiftAnalysis) -> str:
    """The set in one line, for a list: the fault that costs most, or why there is no answer."""
    if analysis.quality.grade == "cannot_judge":
        reasons = analysis.quality.reasons
        return f"Cannot judge, because {_inside(reasons[0].say)}" if reasons else "Cannot judge"
    if not analysis.reps:
        return "Cannot judge, because no repetition was found"
    worst = worst_fault(analysis)
    if worst is not None:
        return _with_others(analysis, worst[1])
    bend = back_left_out(analysis)
    return bend if bend else "Nothing beyond the limits in what could be judged"


def worst_fault(analysis: LiftAnalysis) -> tuple[RepSeen, FaultSeen] | None:
    """The fault that adds most compression, else the surest; none where there is no fault."""
    found = [(rep, fault) for rep in analysis.reps for fault in rep.faults]
    return max(
        found, key=lambda each: (adds_newtons(each[1].cost), each[1].confidence), default=None
    )


def _with_others(analysis: LiftAnalysis, worst: FaultSeen) -> str:
    reps = len(analysis.reps)
    kinds = {(fault.code, fault.onset) for rep in analysis.reps for fault in rep.faults}
    here = (worst.code, worst.onset)
    within = sum(any((f.code, f.onset) == here for f in rep.faults) for rep in analysis.reps)
    where = f" in {within} of {reps} reps" if reps > 1 else ""
    others = f", and {_counted(len(kinds) - 1, 'other thing')}" if len(kinds) > 1 else ""
    return f"{fault_title(*here)}{where}{others}"


def back_left_out(analysis: LiftAnalysis) -> str:
    """That nothing is said of the lower back, so that silence is not taken for praise."""
    whys = [why for rep in analysis.reps if (why := _back_unseen(rep))]
    if not whys:
        return ""
    whole = len(whys) == len(analysis.reps)
    which = "" if whole else f" in {_counted(len(whys), 'repetition')}"
    return f"The lower back was not judged{which}: {whys[0]}"


def _back_unseen(rep: RepSeen) -> str:
    """Why nothing is said of how the lower back changed in a repetition; empty where it is."""
    found = rep.flexion
    change = found if isinstance(found, CannotJudge) else found.change_from_set_up
    return change.why if isinstance(change, CannotJudge) else ""


def notes_of(analysis: LiftAnalysis) -> list[str]:
    """What else there is to know, beside earlier films and of this one."""
    notes = [note for note in analysis.notes if not note.startswith(USUAL)]
    doubt = analysis.style.doubt
    if doubt and not any(doubt in note for note in notes):
        notes.insert(0, f"The kind of lift: {doubt}.")
    return [*analysis.compared, *notes]


def left_out(analysis: LiftAnalysis) -> list[tuple[str, str, str]]:
    """What is not said, of which repetitions, and why; the whole film first."""
    found = [(named(each.what), "", each.why) for each in analysis.withheld]
    grouped: dict[tuple[str, str], list[int]] = {}
    for rep in analysis.reps:
        for left in rep.not_judged:
            grouped.setdefault((left.what, left.why), []).append(rep.index)
    for (what, why), reps in grouped.items():
        numbers = ", ".join(str(rep) for rep in reps)
        found.append((named(what), f"rep{'s' if len(reps) > 1 else ''} {numbers}", why))
    return found


def named(words: str) -> str:
    """What a row is called, with a capital letter."""
    plain = words.replace("_", " ")
    return plain[:1].upper() + plain[1:]


def _inside(words: str) -> str:
    """A sentence as the part of another."""
    return (words[:1].lower() + words[1:]).rstrip(".")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"
