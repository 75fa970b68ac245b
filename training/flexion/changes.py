"""Trains the network that reads changes, on pairs of moments of one film, and measures it by rep.

Each pair of members of the ensemble leaves a fifth of the bodies out; on those it is measured, and
bands are made to hold nine times in ten there. Nothing is measured on a body that was learned from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from learn import COVERED, Recipe, blank, learned
from read_data import files_of, films_in, without_size

from backspotter.lift.back_change import Looks, looks, pairs
from backspotter.lift.band import Band
from backspotter.lift.faults import NOISE
from backspotter.lift.flexion import largest, since_set_up
from backspotter.lift.quantiles import Floats, Member, QuantileNetwork

FOLDS: Final = 5
SEED: Final = 20_261_128
RECIPE: Final = Recipe(
    hidden=(128, 64),
    members=2,
    noise=0.05,
    decay=1e-5,
    rate=5e-3,
    rounds=30,
    batch=1024,
    patience=30,
)
EACH: Final = 6
"""Moments that every moment is set beside, of its own film."""

OF_A_SET_UP: Final = 2.0
"""How much a pair with the set-up counts: it is what will be asked for."""

NAMED: Final = {"taking up": "set-up", "lifting": "pull", "lockout": "top"}
USED: Final = ("set-up", "pull", "top", "lowering")
LEAST: Final = 4
"""Moments of a pull that a rep is measured on."""

SEVERE_DEG, ROUNDED_DEG = 25.0, 15.0
"""Severe rounding, and what counts as rounding at all (src/backspotter/evidence/faults.toml)."""

FROM_THE_SIDE_DEG: Final = 20.0
LOWER_ENDS_DEG: Final = (0, 3, 4, 5, 7, 9)
"""That a fault's band could be asked to lie above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmLooks:
    """A film's moments, n: ``seen``, ``lumbar`` (n,) [deg], ``times`` (n,) [s], ``phase`` (n,)."""

    body: str
    seen: Looks
    lumbar: Floats
    times: Floats
    phase: np.ndarray
    about: dict[str, Any]

    def at(self, *phases: str) -> np.ndarray:
        """Places of the moments in these phases."""
        return np.flatnonzero(np.isin(self.phase, phases))


def films_of(folder: Path, *sets: str) -> list[FilmLooks]:
    """Every film of these sets."""
    return [film for file in files_of(folder, *sets) for film in _films_in(file)]


def _films_in(file: Path) -> Iterator[FilmLooks]:
    for film in films_in(file):
        seen = looks(film.landmarks, film.back, film.about["facing"], film.size)
        known = seen.known
        phase = np.array([NAMED.get(name, name) for name in film.about["phase"]])
        yield FilmLooks(
            body=file.stem,
            seen=seen.of(known),
            lumbar=film.truth[known, 0],
            times=film.truth[known, 2],
            phase=phase[known],
            about=film.about,
        )


def unsized(seen: Looks) -> Looks:
    """The same where nobody said how tall and heavy the lifter is."""
    return replace(seen, inputs=without_size(seen.inputs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """``inputs`` (n, k), ``change`` (n, 1) [deg], ``counts`` (n,), and the ``body`` (n,)."""

    inputs: Floats
    change: Floats
    counts: Floats
    body: np.ndarray

    def of(self, chosen: np.ndarray) -> Pairs:
        """Some of them."""
        return Pairs(
            inputs=self.inputs[chosen],
            change=self.change[chosen],
            counts=self.counts[chosen],
            body=self.body[chosen],
        )


def pairs_of(films: Sequence[FilmLooks], seed: int) -> Pairs:
    """Moments beside others of their film, and beside the mean set-up; sizes known and not."""
    rng = np.random.default_rng(seed)
    found = []
    for film in films:
        bare = replace(film, seen=unsized(film.seen))
        found += [_any_two(film, rng), _with_set_up(film), _with_set_up(bare)]
    whole = [each for each in found if each is not None]
    inputs, change, counts, body = (np.concatenate(part) for part in zip(*whole, strict=True))
    return Pairs(
        inputs=inputs.astype(np.float32),
        change=change[:, None].astype(np.float32),
        counts=counts,
        body=body,
    )


_Part = tuple[Floats, Floats, Floats, np.ndarray]


def _any_two(film: FilmLooks, rng: np.random.Generator) -> _Part | None:
    used = film.at(*USED)
    if len(used) < 2:
        return None
    now, then = np.array(
        [
            (one, other)
            for one in used
            for other in rng.choice(used[used != one], min(EACH, len(used) - 1), replace=False)
        ]
    ).T
    inputs = pairs(film.seen.of(now), film.seen.of(then))
    return _part(film, inputs, film.lumbar[now] - film.lumbar[then], 1.0)


def _with_set_up(film: FilmLooks) -> _Part | None:
    now, then = film.at("pull", "top"), film.at("set-up")
    if not len(now) or not len(then):
        return None
    inputs = pairs(film.seen.of(now), film.seen.of(then).mean())
    return _part(film, inputs, film.lumbar[now] - film.lumbar[then].mean(), OF_A_SET_UP)


def _part(film: FilmLooks, inputs: Floats, change: Floats, counts: float) -> _Part:
    many = len(change)
    return inputs, change, np.full(many, counts), np.full(many, film.body)


def fold_of(bodies: Sequence[str]) -> dict[str, int]:
    """Which fifth leaves each body out."""
    order = np.random.default_rng(SEED).permutation(len(bodies))
    return {body: int(place) % FOLDS for body, place in zip(sorted(bodies), order, strict=True)}


def trained_changes(films: Sequence[FilmLooks], tuning: Sequence[FilmLooks]) -> QuantileNetwork:
    """The ensemble: members that left out the first fold, then those of the next."""
    fold = _folds(films)
    every, held = pairs_of(films, SEED), pairs_of(tuning, SEED)
    units = blank(every.inputs.astype(float), every.change.astype(float))
    out = np.array([fold[body] for body in every.body])
    members: list[Member] = []
    for place in range(FOLDS):
        part = every.of(out != place)
        check = (held.inputs, held.change)
        one = learned(part.inputs, part.change, check, RECIPE, SEED + place, part.counts, units)
        members += one.members
        print("without fold", place, len(part.change), "pairs", flush=True)
    return replace(units, members=tuple(members))


def not_learned_from(
    whole: QuantileNetwork, films: Sequence[FilmLooks]
) -> Callable[[str], QuantileNetwork]:
    """For each body of the films that ``whole`` learned from, its members that left it out."""
    fold, each = _folds(films), RECIPE.members
    parts = [
        replace(whole, members=whole.members[place * each : (place + 1) * each])
        for place in range(FOLDS)
    ]
    return lambda body: parts[fold[body]]


def _folds(films: Sequence[FilmLooks]) -> dict[str, int]:
    return fold_of(sorted({film.body for film in films}))


@dataclass(frozen=True, slots=True)
class _Pull:
    """A rep of a film of which only moments are kept."""

    lift_off: Band
    lockout: Band


@dataclass(frozen=True, slots=True, kw_only=True)
class Reps:
    """What was read of m reps, (m, 3) value, low, high [deg], the ``true`` change (m,), and what
    is known of their films."""

    read: Floats
    true: Floats
    about: tuple[dict[str, Any], ...]

    @property
    def yaw(self) -> Floats:
        """(m,) off the side [deg]."""
        return np.abs([float(each["yaw_deg"]) for each in self.about])


def reps_read(films: Sequence[FilmLooks], nets: Callable[[str], QuantileNetwork]) -> Reps:
    """The largest change of every film's pull, as a reader takes it from the moments kept.

    Parameters
    ----------
    nets : the network to read a body with
    """
    found = [(film, _read(film, nets(film.body))) for film in films]
    kept = [(film, *read) for film, read in found if read is not None]
    return Reps(
        read=np.array([read for _, read, _ in kept]).reshape(-1, 3),
        true=np.array([true for _, _, true in kept]),
        about=tuple(film.about for film, _, _ in kept),
    )


def _read(film: FilmLooks, net: QuantileNetwork) -> tuple[Floats, float] | None:
    then, now = film.at("set-up"), film.at("pull")
    if not len(then) or len(now) < LEAST:
        return None
    rep = _Pull(*(_exactly(film.times[place]) for place in (then[-1], now[-1])))
    usable = np.isin(film.phase, ("set-up", "pull"))
    since = since_set_up(film.times, film.seen, usable, rep, net)
    change = film.lumbar[now] - film.lumbar[then].mean()
    return largest(since, net), max(float(change.max()), 0.0)


def _exactly(at_s: float) -> Band:
    return Band(value=float(at_s), low=float(at_s), high=float(at_s))


def banded(net: QuantileNetwork, reps: Reps) -> QuantileNetwork:
    """The network whose bands hold ``COVERED`` of these reps' changes."""
    value, low, high = reps.read.T
    away = reps.true - value
    half = np.where(away < 0, value - low, high - value)
    wide = float(np.quantile(np.abs(away) / np.maximum(half, 1e-9), COVERED))
    return replace(net, of_change=np.array([wide]))


def scored_reps(reps: Reps) -> dict[str, Any]:
    """Errors [deg], how often bands hold, and how severe and slight rounding are told apart."""
    value, low, high = reps.read.T
    held = (low <= reps.true) & (reps.true <= high)
    clothing = np.array([each["clothing"] for each in reps.about])
    groups = {f"clothing {kind}": clothing == kind for kind in ("tight", "t_shirt", "hoodie")}
    groups |= {f"yaw {a} to {a + 10}": (reps.yaw >= a) & (reps.yaw < a + 10) for a in (0, 10, 20)}
    severe, slight = reps.true >= SEVERE_DEG, reps.true < ROUNDED_DEG
    flagged = (value >= ROUNDED_DEG) & (low > NOISE["lumbar_change"])
    return {
        "all": _summed(value - reps.true, held),
        **{name: _summed(value[g] - reps.true[g], held[g]) for name, g in groups.items()},
        "severe": {
            "n": int(severe.sum()),
            "true": round(float(reps.true[severe].mean()), 1),
            "read": round(float(value[severe].mean()), 1),
            "found": round(float(flagged[severe].mean()), 3),
        },
        "under 15": {"n": int(slight.sum()), "flagged": round(float(flagged[slight].mean()), 3)},
        "flagged with a lower end above": {str(n): _told_apart(reps, n) for n in LOWER_ENDS_DEG},
    }


def _told_apart(reps: Reps, least_low: float) -> dict[str, Any]:
    """What a row with this lower end [deg] would flag, camera up to 20 degrees off the side."""
    value, low, _ = reps.read[reps.yaw <= FROM_THE_SIDE_DEG].T
    true = reps.true[reps.yaw <= FROM_THE_SIDE_DEG]
    flagged = (value >= ROUNDED_DEG) & (low > least_low)
    rounded, severe = true >= ROUNDED_DEG, true >= SEVERE_DEG
    return {
        "severe found": f"{(flagged & severe).sum()} of {severe.sum()}",
        "under 15 flagged": f"{(flagged & ~rounded).sum()} of {(~rounded).sum()}",
        "F1 of 15 and more": round(
            float(2 * (flagged & rounded).sum() / max(flagged.sum() + rounded.sum(), 1)), 3
        ),
    }


def _summed(off: Floats, held: np.ndarray) -> dict[str, float]:
    return {
        "mae_deg": round(float(np.abs(off).mean()), 2),
        "held": round(float(held.mean()), 3),
        "n": len(off),
    }
