"""This set beside earlier films of the same lifter, from their summaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from backspotter.app.documents import json_from, read_all
from backspotter.errors import InputError
from backspotter.lift.analysis import FlexionSeen, RepSeen
from backspotter.lift.band import Band

MOST_BYTES: Final = 20_000_000
LEAST_DEG: Final = 10.0
"""A change of the lower back that is this much larger than in earlier films is told: about what
two films can be told apart by. Assumption."""

LEAST_SLOWER: Final = 0.10
"""Share by which the bar has to be slower or faster to be told: assumption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """One earlier film: each repetition's change of the lower back [deg] and mean speed [m/s]."""

    name: str
    changes: tuple[float, ...]
    speeds: tuple[float, ...]


def earlier_from(path: str) -> Earlier:
    """An earlier film's ``summary.json``.

    Raises
    ------
    InputError : it cannot be read, or is no summary of a film, or of one without a repetition
    """
    found = json_from(read_all(path, what="baseline", most=MOST_BYTES), what="baseline")
    name = Path(path).name
    reps = found.get("reps") if isinstance(found, dict) else None
    if not isinstance(reps, list) or not all(isinstance(rep, dict) for rep in reps):
        raise InputError("baseline", given=name, expected="a summary.json of backspotter lift")
    earlier = earlier_of(found, name)
    if not earlier.changes and not earlier.speeds:
        given, do = f"{name}, which tells of no back and no speed", "leave it out"
        raise InputError("baseline", given=given, expected="a film to set this one beside", do=do)
    return earlier


def earlier_of(found: Mapping[str, Any], name: str) -> Earlier:
    """What a summary says that a later film is set beside."""
    reps = found["reps"]
    changes = [_value(_inside(rep, "lumbar_flexion_deg", "change_from_set_up")) for rep in reps]
    speeds = [_value(rep.get("mean_concentric_velocity_m_s")) for rep in reps]
    return Earlier(
        name=name,
        changes=tuple(each for each in changes if each is not None),
        speeds=tuple(each for each in speeds if each is not None),
    )


def _inside(rep: dict[str, Any], *names: str) -> Any:
    found: Any = rep
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _value(given: Any) -> float | None:
    number = given.get("value") if isinstance(given, dict) else given
    if isinstance(number, bool) or not isinstance(number, int | float):
        return None
    return float(number)


def compared(reps: Sequence[RepSeen], baseline: Sequence[Earlier]) -> tuple[str, ...]:
    """What is different from earlier films, in plain words; nothing where there are none."""
    if not baseline:
        return ()
    found = [_backs(reps, [each for one in baseline for each in one.changes])]
    found.append(_speeds(reps, [each for one in baseline for each in one.speeds]))
    return tuple(line for line in found if line)


def _backs(reps: Sequence[RepSeen], past: list[float]) -> str:
    now = [
        rep.flexion.change_from_set_up.value
        for rep in reps
        if isinstance(rep.flexion, FlexionSeen) and isinstance(rep.flexion.change_from_set_up, Band)
    ]
    if not now or not past:
        return "The lower back cannot be set beside earlier films: it was not judged in both."
    more = max(now) - median(past)
    if more >= LEAST_DEG:
        return f"The lower back gave way by {more:.0f}° more than is usual in your earlier films."
    return "The lower back gave way no more than in your earlier films, as far as films can tell."


def _speeds(reps: Sequence[RepSeen], past: list[float]) -> str:
    now = [rep.mean_speed.value for rep in reps if isinstance(rep.mean_speed, Band)]
    if not now or not past:
        return ""
    share = median(now) / median(past) - 1
    if abs(share) < LEAST_SLOWER:
        return "The bar was about as fast as in your earlier films."
    word = "slower" if share < 0 else "faster"
    return f"The bar was {abs(share):.0%} {word} than in your earlier films."
