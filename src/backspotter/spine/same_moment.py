"""What a change does at one moment of a rep: the same bar height, the same pull on the bar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.spine.arrays import is_number
from backspotter.spine.body import Body, Lifter, body_of
from backspotter.spine.differences import QUANTITIES, Compared, Read, compared, reader
from backspotter.spine.rep import Lift, Rep, at_height, bar_height
from backspotter.spine.task import Task, only, solved, variants
from backspotter.spine.uncertainty import SEED, draws_of
from backspotter.spine.unfilmed import unfilmed

DRAWS: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """A lift at one moment of its way up; ``lumbar_deg`` where the lower back is bent otherwise
    there than the lift has it [deg from upright standing]."""

    lift: Lift
    lumbar_deg: float | None = None


def difference_at(
    share_up: float, over: Then, under: Then, *, load_kg: float, lifter: Lifter
) -> Compared:
    """One lift next to another of the same person, both with the bar at one height.

    The pull on the bar and the accelerations are those of ``under`` in both: posture alone
    differs. A bar that a bent back cannot hold so high is held as high as it can, in both.

    Parameters
    ----------
    share_up : share of the bar's way from the floor to lockout, 0 to 1
    load_kg : on the bar, with the bar [kg]

    Raises
    ------
    InputError : a moment, body, load or posture that cannot be
    """
    if not is_number(share_up) or not 0 <= share_up <= 1:
        raise InputError("share_up", given=share_up, expected="a share of the way up, 0 to 1")
    body = body_of(lifter)
    low, wanted, top = (bar_height(body, under.lift, share) for share in (0.0, share_up, 1.0))
    height = min(wanted, *(_highest(body, each) for each in (over, under)))
    whole = unfilmed(body, under.lift, load_kg)
    task = only(whole.task, _frame(whole.rep, height))
    now, then = (_read(_with(task, body, each, height)) for each in (under, over))
    share = (height - low) / (top - low)
    return compared("given", "", over.lift, now=now, then=then, share_up=share)


def _highest(body: Body, then: Then) -> float:
    """How high this posture of the back can hold the bar [m]."""
    return bar_height(body, then.lift, 1.0, lumbar_deg=then.lumbar_deg)


def _frame(rep: Rep, height: float) -> np.ndarray:
    """The frame on the way up in which the bar is that high, (n,) of bool."""
    up = np.flatnonzero(rep.during("lifting"))
    place = min(int(np.searchsorted(rep.height[up], height)), len(up) - 1)
    return np.asarray(np.arange(len(rep.height)) == up[place])


def _with(task: Task, body: Body, then: Then, height: float) -> Task:
    angles = at_height(body, then.lift, height, lumbar_deg=then.lumbar_deg)
    return replace(task, angles=angles)


def _read(task: Task) -> Read:
    whole, drawn = solved(task), variants(task, draws_of(task, DRAWS, SEED))
    return {name: (float(reader(name)(whole)[0]), reader(name)(drawn)) for name in QUANTITIES}
