"""The rows of a film's faults, for the rule book."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from backspotter.app.entry import Entry
from backspotter.app.film_faults import fault_words
from backspotter.evidence.faults import FaultRule, fault_rules

ONSETS: Final = {
    "at_setup": "as the bar leaves the floor",
    "after_lift_off": "on the way up",
    "at_lockout": "at the top",
}
STATUS: Final = {"assumption": "assumption of ours: nobody has shown that it hurts anyone"}


def film_entries() -> Iterator[Entry]:
    """Every fault that a film is searched for."""
    yield from map(_fault, fault_rules())


def threshold(rule: FaultRule) -> str:
    """From what size a fault counts, in words."""
    if rule.unit == "m":
        return f"{100 * rule.at_least:g} cm"
    return f"{rule.at_least:g}°" + (f", beyond {rule.beyond:g}°" if rule.beyond else "")


def _fault(rule: FaultRule) -> Entry:
    words = fault_words()[rule.id]
    details = {
        "called": rule.code,
        "seen": ONSETS[rule.onset],
        "counts from": threshold(rule),
        "styles": ", ".join(style.replace("_", "-") for style in rule.styles),
        "think of": words.cue,
        "practise": words.practise,
        "status": STATUS[rule.status],
        "evidence needed": rule.evidence_needed,
    }
    return Entry("fault", rule.id, rule.say, details)
