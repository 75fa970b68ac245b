"""Heights of a bar over time with everything known: for the tests of reps and their moments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from backspotter.lift.bar_height import BarHeight
from backspotter.lift.rates import smoothed

Course = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Leg:
    """The bar goes to ``to_m`` within ``s`` seconds: "eased" at both ends, "let" down onto the
    floor, "thrown" down in free fall (its time follows from its height), or "still"."""

    s: float
    to_m: float
    how: str = "eased"


def still(s: float, at_m: float) -> Leg:
    return Leg(s, at_m, "still")


def pull(s: float = 1.2, rom: float = 0.5) -> Leg:
    return Leg(s, rom)


def let_down(s: float = 1.0, to_m: float = 0.0) -> Leg:
    return Leg(s, to_m, "let")


DEAD_STOP = (still(0.8, 0.0), pull(), still(0.5, 0.5), let_down())


def course(legs: Sequence[Leg], times: np.ndarray, start_m: float = 0.0) -> np.ndarray:
    """The bar's height (n,) [m]; it stays where the last leg left it."""
    height, begun, at = np.full(len(times), start_m), 0.0, start_m
    for leg in legs:
        share = np.clip((times - begun) / leg.s, 0.0, 1.0)
        height = np.where(times >= begun, at + (leg.to_m - at) * _gone(share, leg.how), height)
        begun, at = begun + leg.s, leg.to_m
    return height


def _gone(share: np.ndarray, how: str) -> np.ndarray:
    if how == "thrown":
        return share**2
    if how == "let":
        fast = np.where(share < 0.4, share**2 / 0.8, share - 0.2)
        return fast / 0.8
    return share**3 * (10 - 15 * share + 6 * share**2)


def length_s(legs: Sequence[Leg]) -> float:
    return sum(leg.s for leg in legs)


def seen(
    legs: Sequence[Leg],
    *,
    fps: float = 30.0,
    start_m: float = 0.0,
    noise_m: float = 0.0005,
    seed: int = 0,
    times: np.ndarray | None = None,
    hidden_s: Sequence[tuple[float, float]] = (),
) -> BarHeight:
    """What a camera would make of it."""
    if times is None:
        times = np.arange(0.0, length_s(legs) + 0.8, 1 / fps)
    height = course(legs, times, start_m)
    height = height + np.random.default_rng(seed).normal(0, noise_m, len(times))
    for first, last in hidden_s:
        height = np.where((times >= first) & (times <= last), np.nan, height)
    smooth = smoothed(times, height)
    return BarHeight(
        times_s=times,
        height_m=height,
        ahead_m=np.zeros(len(times)),
        smooth=smooth,
        sd_m=max(noise_m, 0.0004),
    )
