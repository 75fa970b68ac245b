"""The two networks together: find people, then joints and mask of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from backspotter.lift.arrays import Pixels
from backspotter.lift.pose.detector import Detector, Person
from backspotter.lift.pose.landmarks import Landmarker, Pose
from backspotter.lift.pose.region import Region
from backspotter.lift.weights import weights_file

Model = Literal["lite", "full", "heavy"]

LEAST_PRESENCE: Final = 0.5


@dataclass(frozen=True, slots=True)
class PoseReader:
    """Finds people in a picture, and reads the pose of one."""

    detector: Detector
    landmarker: Landmarker

    def people(self, picture: Pixels) -> list[Person]:
        """Everyone found, surest first."""
        return self.detector.people(picture)

    def pose(self, picture: Pixels, region: Region) -> Pose | None:
        """The person in that square; None where the network sees none."""
        pose = self.landmarker.pose(picture, region)
        return pose if pose.presence >= LEAST_PRESENCE else None


def pose_reader(model: Model = "heavy", *, threads: int = 2) -> PoseReader:
    """Loads the networks (0.1 s).

    Raises
    ------
    InputError : the runtime or the weights are not there
    """
    return PoseReader(
        Detector(weights_file("detector"), threads=threads),
        Landmarker(weights_file(model), threads=threads),
    )
