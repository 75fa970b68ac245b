"""A spotter for your lower back: soreness or injury after deadlifting, and what to do now.

>>> import backspotter as bs
>>> check_in = bs.CheckIn(hours_since_lift=30, pain_now=4, quality=["dull"], saddle_numb="yes")
>>> bs.assess(check_in).level
<Level.emergency: 4>
>>> bs.read("deadlifted yesterday, dull ache, no numbness").check_in.leg_numb_partial
'no'

It is not a diagnosis. Everything is loaded when it is first used, so that a start costs little.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backspotter import spine
    from backspotter.app.film import analyse
    from backspotter.app.history import History
    from backspotter.app.history_in import history_from
    from backspotter.app.journal_history import history_in_journal
    from backspotter.app.plan import plan
    from backspotter.app.plan_values import Plan
    from backspotter.app.tables import tables
    from backspotter.errors import InputError
    from backspotter.levels import Level
    from backspotter.lift.analysis import LiftAnalysis
    from backspotter.reading import read
    from backspotter.reading.model import Reading
    from backspotter.triage.assess import Assessment, assess
    from backspotter.triage.check_in import CheckIn

    __version__: str

__all__ = [
    "Assessment",
    "CheckIn",
    "History",
    "InputError",
    "Level",
    "LiftAnalysis",
    "Plan",
    "Reading",
    "__version__",
    "analyse",
    "assess",
    "history_from",
    "history_in_journal",
    "plan",
    "read",
    "spine",
    "tables",
]

_HOME = {
    "Assessment": "backspotter.triage.assess",
    "CheckIn": "backspotter.triage.check_in",
    "History": "backspotter.app.history",
    "Plan": "backspotter.app.plan_values",
    "history_from": "backspotter.app.history_in",
    "history_in_journal": "backspotter.app.journal_history",
    "plan": "backspotter.app.plan",
    "InputError": "backspotter.errors",
    "Level": "backspotter.levels",
    "LiftAnalysis": "backspotter.lift.analysis",
    "Reading": "backspotter.reading.model",
    "analyse": "backspotter.app.film",
    "assess": "backspotter.triage.assess",
    "read": "backspotter.reading",
    "tables": "backspotter.app.tables",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        globals()[name] = _version()
        return globals()[name]
    if name == "spine":
        return import_module("backspotter.spine")
    if name not in _HOME:
        raise AttributeError(f"backspotter has no {name!r}; it has {', '.join(__all__)}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("backspotter")
    except PackageNotFoundError:
        return "not installed"


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
