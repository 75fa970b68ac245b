"""Pulls of films as a suite has them, as the pose network sees them: one body, one film, one rep.

Bodies, clothes, rooms and faults come as often as ``suite.toml`` says, of the bodies that are kept
for training; only cameras that an honest reader would judge a back from are taken, some of them
toward the rear.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any, Final

import numpy as np
from films import Eye, Sampled, looked_at

from backspotter.errors import InputError
from backspotter.synth.motion import Moment
from backspotter.synth.spec import film_of
from backspotter.synth.stage import Stage, stage
from backspotter.synth.suite_plan import plan

COUNT, SEED = 4000, 71
"""Of the suite whose films are drawn from."""

LONGEST_PX: Final = 960
MOST_YAW: Final = 27.0
TO_THE_REAR: Final = 0.25
"""Share of cameras on the other side of square."""

BEFORE_S: Final = (0.3, 0.17, 0.04)
"""Before lift-off, as a reader takes the set-up [s]."""

PULLED: Final = 9
"""Moments of the pull."""

STANDING_S, ON_TOP_S = 0.4, 0.2
LEAST: Final = 8
"""Moments seen, without which a film is left out."""


def staged(number: int) -> Stage:
    """The film with this number.

    Raises
    ------
    InputError : it cannot be made
    """
    spec = _plan()[number]
    rng = np.random.default_rng([SEED, number])
    task = spec["task"] | {"reps": 1, "between_reps": "dead_stop"}
    if task["approach"] == "walking":
        task["approach"] = "standing"
    yaw = spec["scene"]["yaw_deg"]
    if yaw > MOST_YAW:
        yaw = float(rng.uniform(0, 20))
    if rng.random() < TO_THE_REAR:
        yaw = -yaw
    scene = spec["scene"] | {"yaw_deg": round(yaw, 2), "motion_blur": False}
    file = spec["file"]
    share = min(1.0, LONGEST_PX / max(file["width"], file["height"]))
    size = {side: 2 * round(file[side] * share / 2) for side in ("width", "height")}
    film = film_of(spec | {"task": task, "scene": scene, "file": {**size, "fps": 30}})
    return stage(film.takes[0], film.scenes[0])


@cache
def _plan() -> list[dict[str, Any]]:
    return plan("train", COUNT, SEED)


def moments_of(set_: Stage, rng: np.random.Generator) -> list[Moment]:
    """By these names as phases: standing without the bar, the set-up, the pull, the top."""
    rep = set_.motion.times[0]
    up = rep.lockout_s - rep.lift_off_s
    shares = (np.arange(PULLED) + rng.uniform(0, 1, PULLED)) / PULLED
    times = [("set-up", max(rep.lift_off_s - s, 0.0)) for s in BEFORE_S]
    times += [("pull", rep.lift_off_s + float(s) * up) for s in shares]
    times += [("top", rep.lockout_s + ON_TOP_S)]
    if set_.task.approach != "at_the_bar":
        times.append(("standing", STANDING_S))
    times.sort(key=lambda each: each[1])
    return [replace(set_.motion.moment(t), phase=name) for name, t in times]


def pull(number: int, eye: Eye) -> Sampled | None:
    """One film's moments as the network sees them; None where it sees too little."""
    try:
        set_ = staged(number)
    except InputError:
        return None
    rng = np.random.default_rng([SEED, number, 1])
    return looked_at(set_, moments_of(set_, rng), eye, rng, least=LEAST)
