"""When frames are shown, and which moment of the set each one shows.

A film may be cut: at a moment of the film the camera changes and the set jumps ahead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from backspotter.errors import InputError
from backspotter.synth.arrays import Floats, Ints
from backspotter.synth.recording import Recording

CLOCK: Final = 90_000
"""Ticks a second of the film's time stamps."""

UNEVEN: Final = 0.2
"""How much longer or shorter a frame of a variable film lasts, as a share: assumption."""

LEFT_OUT: Final = 0.06
"""Share of the frames of a variable film that never come: assumption."""

IN_FILM: Final = (
    *("begin_s", "lift_off_s", "knee_pass_s", "lockout_s"),
    *("lowering_s", "floor_s", "end_s"),
)
"""The times of a rep in the truth."""

DIGITS: Final = 6
TINY: Final = 1e-9


def ticks(times_s: Floats) -> Ints:
    """Times as whole ticks of the film's clock (n,)."""
    return np.round(np.asarray(times_s) * CLOCK).astype(np.int64)


def frame_times(seconds: float, recording: Recording, rng: np.random.Generator) -> Floats:
    """When each frame is shown (n,), on the film's clock; the first at 0 [s]."""
    count = max(int(seconds * recording.rate), 1)
    even = np.arange(count) / float(recording.rate)
    if recording.variable:
        shift = rng.uniform(-UNEVEN / 2, UNEVEN / 2, count) / float(recording.rate)
        kept = rng.uniform(size=count) >= LEFT_OUT
        shift[0], kept[0] = 0.0, True
        even = (even + shift)[kept]
    return np.asarray(ticks(even) / CLOCK)


@dataclass(frozen=True, slots=True)
class Cut:
    """At ``at_s`` of the film the camera changes, and ``skip_s`` of the set are left out."""

    at_s: float
    skip_s: float = 0.0

    def __post_init__(self) -> None:
        for name in ("at_s", "skip_s"):
            given = getattr(self, name)
            if not (np.isfinite(given) and given >= 0):
                raise InputError(f"cut: {name}", given=given, expected="seconds, 0 or more")


@dataclass(frozen=True, slots=True)
class Timeline:
    """Film time to set time and back, over cuts in the order of the film."""

    cuts: tuple[Cut, ...] = ()

    def __post_init__(self) -> None:
        at = [cut.at_s for cut in self.cuts]
        if sorted(set(at)) != at:
            raise InputError("cuts", given=at, expected="times that rise")

    @classmethod
    def of_shares(cls, shares: Sequence[tuple[float, float]], seconds: float) -> Timeline:
        """Cuts at shares of the film, each leaving out a share of a set of so many seconds."""
        left = seconds * (1 - sum(skip for _, skip in shares))
        if left <= 0:
            raise InputError("cuts", given=f"{shares}", expected="some of the set left")
        return cls(tuple(Cut(at * left, skip * seconds) for at, skip in shares))

    @property
    def skipped_s(self) -> float:
        """How much of the set no frame shows [s]."""
        return sum(cut.skip_s for cut in self.cuts)

    def take(self, film_s: float) -> int:
        """Which take a moment of the film is from, from 0."""
        return sum(cut.at_s <= film_s for cut in self.cuts)

    def set_time(self, film_s: float) -> float:
        """The moment of the set that the film shows [s]."""
        return film_s + sum(cut.skip_s for cut in self.cuts if cut.at_s <= film_s)

    def film_time(self, set_s: float) -> float | None:
        """When the film shows a moment of the set [s]; none where it was cut out."""
        skipped = 0.0
        for cut in self.cuts:
            if set_s - skipped < cut.at_s:
                break
            skipped += cut.skip_s
            if set_s - skipped < cut.at_s - TINY:
                return None
        return set_s - skipped

    def retimed(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """A truth whose events are in set time, with them in film time.

        An event that was cut out is null; a rep without any is left out; a cut inside a rep
        means that the back should be declined.
        """
        reps = [self._rep(rep) for rep in document["reps"]]
        seen = [rep for rep in reps if any(rep.get(name) is not None for name in IN_FILM)]
        again = {**document, "reps": [{**rep, "index": n} for n, rep in enumerate(seen, start=1)]}
        if any(self._is_inside(cut, rep) for cut in self.cuts for rep in document["reps"]):
            decline = {"decline": True, "either_way": False, "reason": "a cut inside a rep"}
            again["decline_back"] = decline
        return again

    def _rep(self, rep: Mapping[str, Any]) -> dict[str, Any]:
        times = {name: self._shown(rep[name]) for name in IN_FILM if name in rep}
        faults = [
            {**f, **{name: self._shown(f[name]) for name in ("at_s", "peak_s") if name in f}}
            for f in rep.get("faults", ())
        ]
        return {**rep, **times, **({"faults": faults} if "faults" in rep else {})}

    def _shown(self, set_s: float | None) -> float | None:
        found = None if set_s is None else self.film_time(set_s)
        return None if found is None else round(found, DIGITS)

    def _is_inside(self, cut: Cut, rep: Mapping[str, Any]) -> bool:
        """Whether part of a rep, but not all of it, lies before the cut or was cut out."""
        after = self.set_time(cut.at_s)
        before, end = after - cut.skip_s, rep["end_s"]
        start = rep.get("begin_s", rep["lift_off_s"])
        is_gone = before <= start and end <= after
        return bool(start < after and before < end and not is_gone)
