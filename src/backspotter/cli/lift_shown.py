"""What a film shows, on the terminal: how good it is first, then what was seen."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from backspotter.app.film_faults import sized
from backspotter.app.film_summary import all_withheld
from backspotter.cli.terminal import hanging, make_console
from backspotter.exports.numbers import MINUS
from backspotter.exports.report_cost import TITLE, cost_sentence
from backspotter.lift.analysis import (
    FaultSeen,
    FlexionSeen,
    LiftAnalysis,
    LoadsSeen,
    RepSeen,
    Said,
)
from backspotter.lift.band import Band

GRADES: Final = {
    "good": "The film is good to judge by.",
    "fair": "The film is fair: some bands are wider.",
    "poor": "The film is poor: bands are wide.",
    "cannot_judge": "The back cannot be judged from this film.",
}
HEAD: Final = (
    "rep",
    "way m",
    "speed m/s",
    "back at start",
    "gives way",
    "moment N·m",
    "squeeze kN",
)
NOTE: Final = (
    "± is half the band that holds about nine times in ten. Squeeze is compression at L5/S1, the "
    "largest in the rep. No number here is safe or dangerous by itself, and none is a probability "
    "of injury."
)


def show(found: LiftAnalysis, folder: Path | None) -> None:
    """Grade, repetitions, faults with a cue, what is withheld and why."""
    console = make_console()
    hanging(console, "", GRADES[found.quality.grade], style="bold")
    for reason in found.quality.reasons:
        hanging(console, "- ", f"{reason.say}. Next time: {reason.do}.")
    if found.reps:
        console.print(_table(found.reps))
    for rep in found.reps:
        for fault in rep.faults:
            _fault(console, rep, fault)
    if found.reps and not any(rep.faults for rep in found.reps):
        hanging(console, "", "No fault was seen in what could be judged.")
    _rest(console, found)
    if folder is not None:
        hanging(console, "", f"Results: {folder}")


def _table(reps: tuple[RepSeen, ...]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in HEAD:
        table.add_column(name, justify="right")
    for rep in reps:
        table.add_row(*_row(rep))
    return table


def _row(rep: RepSeen) -> tuple[str, ...]:
    start = change = moment = compression = "–"
    if isinstance(rep.flexion, FlexionSeen):
        start = _banded(rep.flexion.from_upright_at_lift_off, "°", 0)
        change = _banded(rep.flexion.change_from_set_up, "°", 0)
    if isinstance(rep.loads, LoadsSeen):
        moment = _banded(rep.loads.moment, "", -1)
        compression = _banded(rep.loads.compression.times(0.001), "", 1)
    way, speed = _banded(rep.rom_m, "", 2), _banded(rep.mean_speed, "", 2)
    number = f"{rep.index}" if rep.completed else f"{rep.index} failed"
    return number, way, speed, start, change, moment, compression


def _banded(said: Said, unit: str, digits: int) -> str:
    if not isinstance(said, Band):
        return "–"
    half = (said.high - said.low) / 2
    return f"{_number(said.value, digits)}{unit} ±{_number(half, digits)}"


def _number(value: float, digits: int) -> str:
    return f"{round(value, digits):.{max(digits, 0)}f}".replace("-", MINUS)


def _fault(console: Console, rep: RepSeen, fault: FaultSeen) -> None:
    low, high = (sized(end, fault.unit) for end in (fault.size.low, fault.size.high))
    sure = f"{low} to {high}, {fault.confidence:.0%} sure"
    hanging(console, "! ", f"Rep {rep.index}, {fault.at_s:.1f} s: {fault.say} ({sure}).")
    hanging(console, "  ", f"Think: {fault.cue}. Practise: {fault.practise}.")
    if fault.cost is not None:
        hanging(console, "  ", f"{TITLE}: {_inside(cost_sentence(fault.cost))}")


def _inside(words: str) -> str:
    return words[:1].lower() + words[1:]


def _rest(console: Console, found: LiftAnalysis) -> None:
    for attempt in found.attempts:
        hanging(console, "- ", f"Not counted, at {attempt.start_s:.1f} s: {attempt.why}.")
    for each in all_withheld(found):
        hanging(console, "- ", f"Withheld: {each.what}, because {each.why}.")
    for line in (*found.compared, *found.notes):
        hanging(console, "- ", line)
    if found.style.doubt:
        hanging(console, "- ", "Say what kind of lift it is with --style.")
    if found.reps:
        hanging(console, "", NOTE, style="dim")
