"""The five levels of urgency, in order, and nothing else."""

from __future__ import annotations

from enum import IntEnum


class Level(IntEnum):
    """How soon somebody should look at this back; a higher value is more urgent."""

    normal_soreness = 0
    self_care = 1
    see_clinician = 2
    urgent_care = 3
    emergency = 4

    def __str__(self) -> str:
        return self.name
