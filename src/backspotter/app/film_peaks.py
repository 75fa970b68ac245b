"""What a kept film says about the highest load of each repetition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

PEAK: Final = "compression_N"


@dataclass(frozen=True, slots=True)
class Peak:
    """The highest compression at L5/S1 in one repetition, with its 90 % band [N]."""

    value: float
    low: float
    high: float


def peaks_in(summary: Mapping[str, Any] | None) -> tuple[Peak, ...]:
    """The peaks of the repetitions that a film summary shows.

    Returns
    -------
    one for each; none where the film could not judge one of them
    """
    reps = summary.get("reps") if summary else None
    peaks = [_peak(rep) for rep in reps] if isinstance(reps, list) else []
    seen = tuple(peak for peak in peaks if peak is not None)
    return seen if len(seen) == len(peaks) else ()


def _peak(rep: object) -> Peak | None:
    loads = rep.get("loads") if isinstance(rep, dict) else None
    band = loads.get(PEAK) if isinstance(loads, dict) else None
    ends = [band.get(name) if isinstance(band, dict) else None for name in ("value", "low", "high")]
    numbers = [float(end) for end in ends if isinstance(end, int | float)]
    return Peak(*numbers) if len(numbers) == len(ends) and numbers[0] else None
