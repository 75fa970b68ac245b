"""What the lower back carries in a deadlift: moment, muscle force, compression and shear.

>>> import backspotter as bs
>>> bent = bs.spine.Posture(trunk_deg=70, lumbar_flexion_deg=25)
>>> found = bs.spine.loads(bent, load_kg=140, lifter=bs.spine.Lifter(mass_kg=84, height_m=1.81))
>>> found.levels["L5/S1"].moment.unit
'N·m'
>>> rep = bs.spine.rep_loads(bs.spine.Lift(style="sumo"), load_kg=140)
>>> [each.id for each in bs.spine.compare(load_kg=140)][0]
'bar_closer'

Sagittal and symmetric. Angles are in degrees here and in radians inside; everything else is SI.
No number here is safe or dangerous by itself, and none is a probability of injury.
"""

from __future__ import annotations

from backspotter.spine.body import Lifter
from backspotter.spine.compare import compare
from backspotter.spine.differences import Compared, Difference
from backspotter.spine.dose import AgainstPast, Dose, against_past, of_set, total
from backspotter.spine.fatigue import AfterSet, after_sets
from backspotter.spine.loads import loads, rep_loads
from backspotter.spine.posture import Posture
from backspotter.spine.rep import Lift, styles
from backspotter.spine.results import Banded, LevelLoads, RepLoads, SpineLoads
from backspotter.spine.validation import Checked, validate

__all__ = [
    "AfterSet",
    "AgainstPast",
    "Banded",
    "Checked",
    "Compared",
    "Difference",
    "Dose",
    "LevelLoads",
    "Lift",
    "Lifter",
    "Posture",
    "RepLoads",
    "SpineLoads",
    "after_sets",
    "against_past",
    "compare",
    "loads",
    "of_set",
    "rep_loads",
    "styles",
    "total",
    "validate",
]
