"""How far the lower and upper back are bent, frame by frame and rep by rep, with bands."""

from __future__ import annotations

from dataclasses import dataclass

from backspotter.lift.arrays import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Flexion:
    """Flexion through a film, n frames, r reps; bands hold nine times in ten on rendered films.

    ``lumbar``, ``thoracic`` (n, 3) value, low, high [deg], NaN where not judged
    ``at_lift_off``, ``change`` (r, 3) of the lower back: from upright standing as the bar leaves
        the floor, and the largest change from there before lockout; NaN where not judged
    ``withheld`` : why nothing is said of the back, None where something is
    """

    lumbar: Floats
    thoracic: Floats
    at_lift_off: Floats
    change: Floats
    withheld: str | None = None
