"""All measurements of one run, in the order they are made."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any, TypeVar

from benchmarks.accuracy import Accuracy, Form, accuracies, forms
from benchmarks.machine import machine
from benchmarks.programs import Lines, Memory, Start, memory, starts, throughput
from benchmarks.speed import Pace, paces

STEPS = 6
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run found."""

    machine: str
    accuracies: list[Accuracy]
    forms: list[Form]
    paces: list[Pace]
    starts: list[Start]
    lines: Lines
    memory: list[Memory]

    def document(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "machine": self.machine,
            "accuracy": [each.document() for each in self.accuracies],
            "phrasing": [_form(each) for each in self.forms],
            "pace": [asdict(each) for each in self.paces],
            "start_up": [asdict(each) for each in self.starts],
            "lines": asdict(self.lines),
            "memory": [asdict(each) for each in self.memory],
        }


def _form(form: Form) -> dict[str, Any]:
    shares = {"raised": form.raised.document(), "wrong": form.wrong.document()}
    return {"matrix": form.matrix, "form": form.form} | shares


def measure() -> Measured:
    """Every measurement, one after another, with a line on stderr for each."""
    return Measured(
        machine=machine(),
        accuracies=_step(1, "accuracy on labelled reports", accuracies),
        forms=_step(2, "warning signs in many words", forms),
        paces=_step(3, "speed of one assessment and one reading", paces),
        starts=_step(4, "start-up", starts),
        lines=_step(5, "many reports through the command line", throughput),
        memory=_step(6, "memory over many lines, the longest", memory),
    )


def _step(number: int, what: str, work: Callable[[], Result]) -> Result:
    print(f"{number}/{STEPS} {what} … ", end="", file=sys.stderr, flush=True)
    began = perf_counter()
    found = work()
    print(f"{perf_counter() - began:.1f} s", file=sys.stderr)
    return found
