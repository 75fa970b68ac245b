"""Lumbar load by OpenSim: static optimisation and joint reaction on still postures.

Run by a Python that has ``opensim``, which Backspotter itself never needs:

    python opensim_peer.py MODEL.osim POSTURES.json OUT.json

MODEL.osim is the Lifting Full-Body model in the form that Pose2Sim ships. Its
``L5_S1_Flex_Ext`` is one level, not the lumbar spine: 14 % of the total flexion.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from math import radians
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import opensim as osim

USAGE = "usage: python opensim_peer.py MODEL.osim POSTURES.json OUT.json"
FRAME = (
    "force on the upper vertebra at the joint, in that vertebra's own axes (L5, L4), vertical in"
    " the neutral posture: compression along its long axis, shear positive forwards"
)
MOST_FRAMES = 50
FRAMES_EACH = 3
STEP_S = 0.01
SPLINE_ROWS = 8
"""Static optimisation puts a quintic spline through the states, which needs six rows or more."""

GRAVITY = 9.80665
LEVELS_PER_COORDINATE = 7.1429
"""Total lumbar flexion for each unit of ``L5_S1_Flex_Ext``; also the model's own ``Abs_r3``."""
DRIVERS = ("L5_S1_Flex_Ext", "L5_S1_Lat_Bending", "L5_S1_axial_rotation")
FOLLOWERS = ("L4_L5", "L3_L4", "L2_L3", "L1_L2", "L1_T12", "Abs_r")
JOINTS = {"l5s1": "L5_S1_IVDjnt", "l4l5": "L4_L5_IVDjnt"}
BELOW = tuple("pelvis sacrum femur patella tibia talus calcn toes Abdomen".split())
"""Bodies whose weight L5/S1 does not carry; the abdomen hangs on the sacrum and weighs 1 g."""
RIGID = tuple("hip walker_knee patello ankle subtalar mtp elbow radio radius head".split())
"""Joints welded straight: they leave the lumbar forces alone, and the peer runs 1.7× as fast."""
FIRST_TRUNK_MUSCLE = "rect_abd_r"


@dataclass(frozen=True, slots=True)
class Posture:
    """One still posture [deg, kg, m]; ``strength`` multiplies every muscle's greatest force."""

    pelvis_tilt_deg: float
    lumbar_flexion_deg: float
    load_kg: float
    load_ahead_of_l5s1_m: float
    strength: float


@dataclass(frozen=True, slots=True)
class Loads:
    """What OpenSim says of one posture [N·m, N, ms]."""

    net_moment_nm: float
    l5s1: dict[str, float]
    l4l5: dict[str, float]
    unmet_moment_nm: float
    muscles: int
    so_ms: float
    so_first_ms: float
    jr_ms: float
    jr_first_ms: float
    load_ms: float


def postures_in(path: Path) -> list[Posture]:
    """The postures of a file; stops with a sentence where it holds none or too many."""
    try:
        postures = [Posture(**each) for each in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError) as error:
        raise SystemExit(f"{path}: expected a JSON list of postures: {error}") from error
    if not 1 <= len(postures) <= MOST_FRAMES:
        raise SystemExit(f"{path}: expected 1 to {MOST_FRAMES} postures, got {len(postures)}")
    return postures


def posed(path: Path, posture: Posture) -> osim.Model:
    """The model in the posture: trunk muscles only, all but the lumbar spine locked, loaded."""
    model = _stiffened(osim.Model(str(path)))
    _keep_trunk_muscles(model, posture.strength)
    for driver in DRIVERS:
        model.addForce(_reserve(driver))
    _pose(model, posture)
    if posture.load_kg:
        _hang(model, posture)
    return model


def _stiffened(model: osim.Model) -> osim.Model:
    constraints = model.updConstraintSet()
    for i in reversed(range(constraints.getSize())):
        if constraints.get(i).getName().startswith("patello"):
            constraints.remove(i)
    model.finalizeFromProperties()
    names = osim.StdVectorString()
    for joint in model.getJointSet():
        if joint.getName().startswith(RIGID):
            names.append(joint.getName())
    processor = osim.ModelProcessor(model)
    processor.append(osim.ModOpReplaceJointsWithWelds(names))
    return processor.process()


def _keep_trunk_muscles(model: osim.Model, strength: float) -> None:
    forces = model.updForceSet()
    names = [forces.get(i).getName() for i in range(forces.getSize())]
    if FIRST_TRUNK_MUSCLE not in names:
        raise SystemExit(
            f"{model.getName()}: no {FIRST_TRUNK_MUSCLE}; expected the model in README.md"
        )
    for i in reversed(range(names.index(FIRST_TRUNK_MUSCLE))):
        forces.remove(i)
    for i in range(forces.getSize()):
        muscle = osim.Muscle.safeDownCast(forces.get(i))
        muscle.set_max_isometric_force(muscle.get_max_isometric_force() * strength)


def _pose(model: osim.Model, posture: Posture) -> None:
    lean = radians(posture.pelvis_tilt_deg + posture.lumbar_flexion_deg)
    wanted = {
        "pelvis_tilt": -radians(posture.pelvis_tilt_deg),
        "L5_S1_Flex_Ext": -radians(posture.lumbar_flexion_deg) / LEVELS_PER_COORDINATE,
        **{f"arm_add_{side}": 0.0 for side in "rl"},
        **{f"arm_flex_{side}": lean for side in "rl"},
    }
    for coordinate in model.updCoordinateSet():
        name = coordinate.getName()
        if name in wanted:
            coordinate.setDefaultValue(wanted[name])
        if not name.startswith((*DRIVERS, *FOLLOWERS)):
            coordinate.setDefaultLocked(True)


def _reserve(coordinate: str) -> osim.CoordinateActuator:
    """A dear helper, so that a task beyond the muscles still has an answer, with its deficit."""
    reserve = osim.CoordinateActuator(coordinate)
    reserve.setName(f"reserve_{coordinate}")
    reserve.setOptimalForce(LEVELS_PER_COORDINATE)
    reserve.setMinControl(-1e5)
    reserve.setMaxControl(1e5)
    return reserve


def _hang(model: osim.Model, posture: Posture) -> None:
    x, y, _ = _l5s1(model, model.initSystem())
    none = osim.Constant(0.0)
    load = osim.PrescribedForce("load", model.getBodySet().get("torso"))
    load.setForceIsInGlobalFrame(True)
    load.setPointIsInGlobalFrame(True)
    load.setForceFunctions(none, osim.Constant(-posture.load_kg * GRAVITY), none)
    ahead = osim.Constant(x + posture.load_ahead_of_l5s1_m)
    load.setPointFunctions(ahead, osim.Constant(y), none)
    model.addForce(load)


def _l5s1(model: osim.Model, state: osim.State) -> tuple[float, float, float]:
    joint = model.getJointSet().get(JOINTS["l5s1"])
    return _xyz(joint.getChildFrame().getPositionInGround(state))


def _xyz(vector: osim.Vec3) -> tuple[float, float, float]:
    return vector.get(0), vector.get(1), vector.get(2)


def net_moment(model: osim.Model, state: osim.State, posture: Posture) -> float:
    """The forward moment of weight and load about L5/S1, in the sagittal plane [N·m]."""
    model.realizePosition(state)
    x, _, _ = _l5s1(model, state)
    weights = 0.0
    for body in model.getBodySet():
        if not body.getName().startswith(BELOW):
            centre = body.findStationLocationInGround(state, body.getMassCenter())
            weights += body.getMass() * (centre.get(0) - x)
    return GRAVITY * (weights + posture.load_kg * posture.load_ahead_of_l5s1_m)


def loads(path: Path, posture: Posture, frames: int) -> Loads:
    """What OpenSim finds for one posture, held for so many frames."""
    began = perf_counter()
    model = posed(path, posture)
    state = model.initSystem()
    load_ms = (perf_counter() - began) * 1e3
    held = _held(model, state)
    with TemporaryDirectory() as folder:
        optimised, so_ms = _optimised(model, state, held, frames)
        optimised.printResults("peer", folder)
        forces = Path(folder, f"peer_{optimised.getName()}_force.sto")
        reaction, jr_ms = _reacted(model, state, held, forces, frames)
    return Loads(
        net_moment(model, state, posture),
        *(_forces(reaction, name) for name in JOINTS.values()),
        unmet_moment_nm=_last(optimised.getForceStorage())[f"reserve_{DRIVERS[0]}"]
        / LEVELS_PER_COORDINATE,
        muscles=model.getMuscles().getSize(),
        so_ms=median(so_ms[1:] or so_ms),
        so_first_ms=so_ms[0],
        jr_ms=median(jr_ms[1:] or jr_ms),
        jr_first_ms=jr_ms[0],
        load_ms=load_ms,
    )


def _held(model: osim.Model, state: osim.State) -> osim.Storage:
    names = model.getStateVariableNames()
    states = osim.Storage()
    states.setColumnLabels(_names("time", *(names.get(i) for i in range(names.getSize()))))
    values = model.getStateVariableValues(state)
    for row in range(SPLINE_ROWS):
        states.append(osim.StateVector(row * STEP_S, values))
    return states


def _optimised(
    model: osim.Model, state: osim.State, held: osim.Storage, frames: int
) -> tuple[osim.StaticOptimization, list[float]]:
    analysis = osim.StaticOptimization()
    analysis.setUseModelForceSet(True)
    analysis.setUseMusclePhysiology(False)
    analysis.setActivationExponent(2)
    analysis.setModel(model)
    analysis.setStatesStore(held)
    return analysis, _frame_times(analysis, state, frames, lambda: None)


def _reacted(
    model: osim.Model, state: osim.State, held: osim.Storage, forces: Path, frames: int
) -> tuple[dict[str, float], list[float]]:
    analysis = osim.JointReaction()
    analysis.setName("reaction")
    analysis.setJointNames(_names(*JOINTS.values()))
    analysis.setOnBody(_names(*["child"] * len(JOINTS)))
    analysis.setInFrame(_names(*["child"] * len(JOINTS)))
    analysis.setForcesFileName(str(forces))
    analysis.setModel(model)
    analysis.setStatesStore(held)
    times = _frame_times(analysis, state, frames, lambda: model.realizeDynamics(state))
    analysis.printResults("peer", str(forces.parent), -1.0, ".sto")
    return _last(osim.Storage(str(forces.parent / "peer_reaction_ReactionLoads.sto"))), times


def _frame_times(
    analysis: Any, state: osim.State, frames: int, before: Callable[[], object]
) -> list[float]:
    """How long each frame took [ms]; the first holds what the analysis sets up."""
    times = []
    for frame in range(frames):
        state.setTime(frame * STEP_S)
        began = perf_counter()
        before()
        if frame:
            analysis.step(state, frame)
        else:
            analysis.begin(state)
        times.append((perf_counter() - began) * 1e3)
    return times


def _names(*names: str) -> osim.ArrayStr:
    array = osim.ArrayStr()
    for name in names:
        array.append(name)
    return array


def _last(storage: osim.Storage) -> dict[str, float]:
    labels, row = storage.getColumnLabels(), storage.getLastStateVector().getData()
    return {labels.get(i + 1): row.get(i) for i in range(row.getSize())}


def _forces(reaction: dict[str, float], joint: str) -> dict[str, float]:
    found = {name[-2:]: value for name, value in reaction.items() if name.startswith(joint)}
    return {"compression_n": found["fy"], "shear_n": found["fx"]}


def report(model: Path, postures: list[Posture]) -> Iterator[dict[str, Any]]:
    """Each posture with its loads, told on stderr as they come."""
    frames = max(1, min(FRAMES_EACH, MOST_FRAMES // len(postures)))
    for number, posture in enumerate(postures, 1):
        found = loads(model, posture, frames)
        print(f"{number}/{len(postures)}: {found}", file=sys.stderr)
        yield {"posture": asdict(posture), "frames": frames, **asdict(found)}


def main(arguments: list[str]) -> None:
    """Reads postures, writes loads."""
    if len(arguments) != 3:
        raise SystemExit(USAGE)
    model, given, out = map(Path, arguments)
    if not model.is_file():
        raise SystemExit(f"{model}: expected the Lifting Full-Body model, an .osim file")
    postures = postures_in(given)
    osim.Logger.removeFileSink()
    osim.Logger.setLevelString("Error")
    document = {
        "peer": f"OpenSim {osim.GetVersion()}",
        "model": model.name,
        "method": "static optimisation, 3 coupled lumbar coordinates, sum of squared activations",
        "frame": FRAME,
        "postures": list(report(model, postures)),
    }
    out.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
