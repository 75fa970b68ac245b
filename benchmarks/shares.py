"""A share of a few cases, with how little a few cases say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

NORMAL_95 = 1.959964
"""Half-width of a 95 % range in standard deviations."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @classmethod
    def counted(cls, cases: Iterable[bool]) -> Share:
        """The share of the cases that are true."""
        listed = list(cases)
        return cls(sum(listed), len(listed))

    @property
    def value(self) -> float:
        """The share itself; of no cases, nought."""
        return self.hits / self.of if self.of else 0.0

    def interval(self) -> tuple[float, float]:
        """The 95 % interval of a share.

        References
        ----------
        .. [1] Wilson (1927) J Am Stat Assoc 22(158):209-212.
        """
        if not self.of:
            return 0.0, 1.0
        z2 = NORMAL_95**2 / self.of
        middle = (self.value + z2 / 2) / (1 + z2)
        spread = self.value * (1 - self.value) / self.of + z2 / (4 * self.of)
        half = NORMAL_95 * sqrt(spread) / (1 + z2)
        return max(0.0, middle - half), min(1.0, middle + half)

    def words(self) -> str:
        """``21 of 26, 81 % (62–91)``."""
        low, high = (f"{100 * end:.0f}" for end in self.interval())
        return f"{self.hits} of {self.of}, {100 * self.value:.0f} % ({low}–{high})"

    def document(self) -> dict[str, float]:
        """As JSON has it."""
        low, high = self.interval()
        figures = {"share": self.value, "low": low, "high": high}
        return {"hits": self.hits, "of": self.of} | {k: round(v, 4) for k, v in figures.items()}
