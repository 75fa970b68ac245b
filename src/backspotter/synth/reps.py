"""What each rep was, measured on the posed motion: events, way, speed, flexion and faults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from backspotter.evidence.faults import FaultRule, fault_rules
from backspotter.synth.angles import knee_deg, lumbar_levels_deg, middle, trunk_deg
from backspotter.synth.arrays import Floats, Mask
from backspotter.synth.motion import Motion
from backspotter.synth.spans import RepTimes
from backspotter.synth.start import hips_of_style

SAMPLES, ON_TOP = 121, 6
"""Moments of the way up, and of the time at the top."""

INSTANT_S: Final = 1e-9

SECOND_DIGITS, METRE_DIGITS, ANGLE_DIGITS = 5, 5, 2


@dataclass(frozen=True, slots=True)
class Pull:
    """A rep from lift-off until the bar is lowered, (n,) each: times [s], angles [deg], places [m];
    ``up`` marks the way up. ``upright`` is the trunk's lean in standing at rest [deg], ``hips``
    how high the style has them at the start [m]."""

    times: Floats
    up: Mask
    trunk: Floats
    lumbar: Floats
    knee: Floats
    hip_m: Floats
    knee_m: Floats
    ahead_m: Floats
    bar_m: Floats
    upright: float
    hips: float

    @property
    def risen(self) -> Floats:
        """How far the bar has come since lift-off (n,) [m]."""
        return np.asarray(self.bar_m - self.bar_m[0])


def pull(motion: Motion, times: RepTimes) -> Pull:
    """The rep's way up and top, posed and measured."""
    lifter, end = motion.lifter, _leaves_the_top(motion, times)
    up = np.linspace(times.lift_off_s, times.lockout_s, SAMPLES)
    at = np.append(up, np.linspace(times.lockout_s, end, ON_TOP + 1)[1:])
    rows = [_row(motion, min(float(t), end - INSTANT_S)) for t in at]
    first = motion.ways[0].standing
    upright = trunk_deg(lifter, lifter.skeleton(lifter.upright(first)))
    style = hips_of_style(lifter, motion.lift, (lifter.midfoot_y, motion.floor_m))
    trunk, lumbar, knee, hip_m, knee_m, ahead_m, bar_m = np.array(rows).T
    return Pull(
        times=at,
        up=np.arange(len(at)) < SAMPLES,
        trunk=trunk,
        lumbar=lumbar,
        knee=knee,
        hip_m=hip_m,
        knee_m=knee_m,
        ahead_m=ahead_m,
        bar_m=bar_m,
        upright=upright,
        hips=style,
    )


def _row(motion: Motion, t_s: float) -> tuple[float, ...]:
    """One moment: trunk, lower back, knee, hips' and knees' height, bar ahead and up."""
    lifter, posture = motion.lifter, motion.moment(t_s).posture
    bones = lifter.skeleton(posture)
    return (
        trunk_deg(lifter, bones),
        sum(lumbar_levels_deg(bones, lifter)),
        knee_deg(lifter, bones),
        float(middle(lifter, bones, "upperleg01")[2]),
        float(middle(lifter, bones, "lowerleg01")[2]),
        lifter.midfoot_y - posture.bar[0],
        posture.bar[1],
    )


def faults(found: Pull, style: str, *, completed: bool) -> list[dict[str, Any]]:
    """Every fault of a rep, by the rows of the table."""
    said = []
    for rule in fault_rules():
        if style in rule.styles and (completed or rule.onset != "at_lockout"):
            said += _fault(rule, found)
    return said


def _fault(rule: FaultRule, found: Pull) -> list[dict[str, Any]]:
    if rule.knee_under is not None and found.knee[0] >= rule.knee_under:
        return []
    values, counts = _measured(rule.measure, found)
    values = values - rule.beyond
    if rule.within_m is not None:
        counts = counts & (found.risen < rule.within_m)
    if rule.until is not None:
        counts = counts & (found.risen <= rule.until * found.risen.max())
    values = np.where(counts, values, -np.inf)
    peak = int(np.argmax(values))
    if not values[peak] >= rule.at_least or (rule.beyond and values[peak] <= 1e-9):
        return []
    digits = ANGLE_DIGITS if rule.unit == "deg" else METRE_DIGITS
    return [
        {
            "code": rule.code,
            "onset": rule.onset,
            "at_s": round(_first(found.times, values, rule.at_least), SECOND_DIGITS),
            "peak_s": round(float(found.times[peak]), SECOND_DIGITS),
            "size": round(float(values[peak]), digits),
            "unit": rule.unit,
        }
    ]


def _measured(measure: str, found: Pull) -> tuple[Floats, Mask]:
    """A measure over time, and where it counts."""
    start = np.arange(len(found.times)) == 0
    everywhere = np.ones(len(found.times), bool)
    table = {
        "lumbar_change": (found.lumbar - found.lumbar[0], found.up),
        "lumbar_at_lift_off": (found.lumbar, start),
        "lean_back": (found.upright - found.trunk, everywhere),
        "hips_below_knees": (found.knee_m - found.hip_m, start),
        "hips_above_style": (found.hip_m - found.hips, start),
        "trunk_pitch": (found.trunk - found.trunk[0], found.up),
        "bar_ahead": (found.ahead_m, found.up),
    }
    return table[measure]


def _first(times: Floats, values: Floats, least: float) -> float:
    """When the values first reach ``least`` [s]."""
    n = int(np.argmax(values >= least))
    if n == 0 or not np.isfinite(values[n - 1]):
        return float(times[n])
    share = (least - values[n - 1]) / (values[n] - values[n - 1])
    return float(times[n - 1] + share * (times[n] - times[n - 1]))


def rep_truth(motion: Motion, index: int) -> dict[str, Any]:
    """One rep of the truth, ``index`` from 1."""
    times, plan = motion.times[index - 1], motion.plans[index - 1]
    found = pull(motion, times)
    way = float(found.bar_m[found.up][-1] - found.bar_m[0])
    took = times.lockout_s - times.lift_off_s
    return {
        "index": index,
        "begin_s": _s(times.begin_s),
        "lift_off_s": _s(times.lift_off_s),
        "knee_pass_s": _knee_pass(found),
        "lockout_s": _s(times.lockout_s),
        "lowering_s": _s(times.lowering_s),
        "floor_s": _s(times.floor_s),
        "end_s": _s(times.end_s),
        "rom_m": round(way, METRE_DIGITS),
        "mean_concentric_velocity_m_s": round(way / took, METRE_DIGITS),
        "peak_velocity_m_s": round(_fastest(motion, times), METRE_DIGITS),
        "touch_and_go": plan.touch_and_go,
        "dropped": plan.dropped,
        "completed": plan.completed,
        "lumbar_flexion_deg": {
            "from_upright_at_lift_off": round(float(found.lumbar[0]), ANGLE_DIGITS),
            "change_from_set_up": round(
                max(float((found.lumbar - found.lumbar[0])[found.up].max()), 0.0), ANGLE_DIGITS
            ),
        },
        "faults": faults(found, motion.lift.style, completed=plan.completed),
    }


def _leaves_the_top(motion: Motion, times: RepTimes) -> float:
    """When the top of a rep is over: the bar is lowered, or a Romanian ends [s]."""
    return times.end_s if motion.lift.how.from_the_top else times.lowering_s


def _s(seconds: float) -> float:
    return round(float(seconds), SECOND_DIGITS)


def _fastest(motion: Motion, times: RepTimes) -> float:
    """The bar's highest speed on the way up [m/s]."""
    at = np.linspace(times.lift_off_s, times.lockout_s - 1e-6, 601)
    height = motion.bar(at)[:, 1]
    return float(np.gradient(height, at).max())


def _knee_pass(found: Pull) -> float | None:
    """When the bar passes the knee joints on the way up [s]."""
    above = (found.bar_m - found.knee_m)[found.up]
    after = np.flatnonzero((above[1:] >= 0) & (above[:-1] < 0))
    if not len(after):
        return None
    n = int(after[0])
    return _s(float(np.interp(0.0, above[n : n + 2], found.times[n : n + 2])))
