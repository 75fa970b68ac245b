"""Lumbar load by MuJoCo: exact tendon arms, a small quadratic programme, joint reaction.

Run by a Python that has ``mujoco`` and ``myo-sim``, which Backspotter itself never needs:

    python mujoco_peer.py myotorso POSTURES.json OUT.json

Three sliding joints at L5/S1 and at L4/L5, held at zero, make MuJoCo's own inverse dynamics
and tendon Jacobian give the reaction: what a slide would have to hold is the force there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from math import cos, radians, sin
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, TypeVar

import mujoco
import myo_sim
import numpy as np
from numpy.typing import NDArray

USAGE = "usage: python mujoco_peer.py myotorso POSTURES.json OUT.json"
FRAME = (
    "force on the upper vertebra at the joint, in that vertebra's own axes (L5, L4), vertical in"
    " the neutral posture: compression along its long axis, shear positive forwards"
)
METHOD = "dual semismooth Newton in numpy, started cold, sum of squared activations from 0 to 1"
REPEATS = 200
GRAVITY = 9.80665
ARMS_KG = 7.414
"""Both arms of the OpenSim peer's model, hung where this armless model would have them."""
ARMS_BODY = "Arm_attachment"
SEGMENTS = {"l5s1": "lumbar5", "l4l5": "lumbar4"}
DRIVERS = ("flex_extension", "lat_bending", "axial_rotation")
BY_LEVEL = ("FE", "LB", "AR")
LEVELS = ("L4_L5", "L3_L4", "L2_L3", "L1_L2")
RESERVE = 1.0
"""Square of the reserve moment that costs as much as one whole activation [(N·m)²]."""
NEWTON_STEPS = 200
SOLVED_NM = 1e-9

Array = NDArray[np.float64]
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Posture:
    """One still posture [deg, kg, m]; ``strength`` multiplies every muscle's greatest force."""

    pelvis_tilt_deg: float
    lumbar_flexion_deg: float
    load_kg: float
    load_ahead_of_l5s1_m: float
    strength: float


@dataclass(frozen=True, slots=True)
class Torso:
    """The compiled model, its slides by joint, and how its hinges move together."""

    model: mujoco.MjModel
    data: mujoco.MjData
    coupling: Array
    """Three drivers × degrees of freedom: flexion, side bending, turning."""
    hinges: Array
    """Fifteen rows, one for each hinge of the spine."""
    slides: dict[str, list[int]]
    strongest: Array


@dataclass(frozen=True, slots=True)
class Held:
    """What a posture asks: the generalised force to hold it, and what each muscle gives [N·m, N].

    ``pull`` is degrees of freedom × muscles for one newton in each tendon.
    """

    needed: Array
    pull: Array


def postures_in(path: Path) -> list[Posture]:
    """The postures of a file; stops with a sentence where it holds none."""
    try:
        postures = [Posture(**each) for each in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError) as error:
        raise SystemExit(f"{path}: expected a JSON list of postures: {error}") from error
    if not postures:
        raise SystemExit(f"{path}: expected at least one posture")
    return postures


def torso(name: str) -> Torso:
    """The myo-sim model of that name, with slides for the reaction."""
    if name != "myotorso":
        raise SystemExit(f"{name}: expected myotorso, the only model this peer knows")
    spec = myo_sim.load_spec(name)
    for joint, body in SEGMENTS.items():
        for axis, direction in zip("xyz", np.eye(3), strict=True):
            slide = mujoco.mjtJoint.mjJNT_SLIDE
            spec.body(body).add_joint(
                name=f"{joint}_{axis}", type=slide, axis=direction, limited=False
            )
    model = spec.compile()
    slides = {joint: [_dof(model, f"{joint}_{axis}") for axis in "xyz"] for joint in SEGMENTS}
    strongest = np.array(model.actuator_gainprm[:, 2])
    return Torso(model, mujoco.MjData(model), _coupling(model), _hinges(model), slides, strongest)


def _dof(model: mujoco.MjModel, joint: str) -> int:
    return int(model.jnt_dofadr[model.joint(joint).id])


def _coupling(model: mujoco.MjModel) -> Array:
    """The model's own ratios, but L5/S1 gets what the levels above leave of the whole.

    As shipped, L5/S1 turns by the whole angle and the levels above by their shares again.
    """
    names = {model.joint(driver).id: row for row, driver in enumerate(DRIVERS)}
    coupling = np.zeros((len(DRIVERS), model.nv))
    for i in np.flatnonzero(model.eq_type == mujoco.mjtEq.mjEQ_JOINT):
        row = names.get(int(model.eq_obj2id[i]))
        if row is not None:
            coupling[row, model.jnt_dofadr[model.eq_obj1id[i]]] = model.eq_data[i, 1]
    for row, (driver, turn) in enumerate(zip(DRIVERS, BY_LEVEL, strict=True)):
        above = sum(coupling[row, _dof(model, f"{level}_{turn}")] for level in LEVELS)
        coupling[row, _dof(model, driver)] = 1 - above
    return coupling


def _hinges(model: mujoco.MjModel) -> Array:
    names = [*DRIVERS, *(f"{level}_{turn}" for level in LEVELS for turn in BY_LEVEL)]
    return np.eye(model.nv)[[_dof(model, name) for name in names]]


def held(torso: Torso, posture: Posture) -> Held:
    """Poses the torso; what gravity, arms and load ask of each joint, and the tendon arms."""
    model, data = torso.model, torso.data
    half = radians(posture.pelvis_tilt_deg) / 2
    model.body_quat[1] = (cos(half), sin(half), 0, 0)
    data.qpos[:] = -radians(posture.lumbar_flexion_deg) * torso.coupling[0]
    mujoco.mj_kinematics(model, data)
    mujoco.mj_comPos(model, data)
    mujoco.mj_tendon(model, data)
    needed = np.zeros(model.nv)
    mujoco.mj_rne(model, data, 0, needed)
    needed -= _hung(torso, data.body(ARMS_BODY).xpos, ARMS_KG)
    joint = data.body(SEGMENTS["l5s1"]).xpos
    ahead = np.array([0, -posture.load_ahead_of_l5s1_m, 0])
    needed -= _hung(torso, joint + ahead, posture.load_kg)
    return Held(needed, -_tendon_jacobian(torso).T)


def _hung(torso: Torso, point: Array, kg: float) -> Array:
    """The generalised force of a weight that hangs on the thorax at a point; −y is forwards."""
    force = np.zeros(torso.model.nv)
    down, body = np.array([0, 0, -kg * GRAVITY]), torso.model.body("torso").id
    mujoco.mj_applyFT(torso.model, torso.data, down, np.zeros(3), point, body, force)
    return force


def _tendon_jacobian(torso: Torso) -> Array:
    model = torso.model
    dense = np.zeros((model.ntendon, model.nv))
    mujoco.mju_sparse2dense(
        dense, torso.data.ten_J, model.ten_J_rownnz, model.ten_J_rowadr, model.ten_J_colind
    )
    return dense


def least_activation(arms: Array, moment: Array) -> tuple[Array, Array, int]:
    """The activations with the least sum of squares that meet the moments, or come nearest.

    ``arms`` is rows × muscles at full activation [N·m], ``moment`` what the rows ask [N·m].
    Also the moment left to the reserves, and the Newton steps taken.
    """
    price = np.zeros(len(moment))
    for step in range(NEWTON_STEPS):
        wished = arms.T @ price
        gap = arms @ wished.clip(0, 1) + RESERVE * price - moment
        if np.abs(gap).max() < SOLVED_NM:
            return wished.clip(0, 1), RESERVE * price, step
        active = arms[:, (wished > 0) & (wished < 1)]
        slope = active @ active.T + RESERVE * np.eye(len(moment))
        price = _stepped(arms, moment, price, gap, np.linalg.solve(slope, -gap))
    raise SystemExit(f"no solution in {NEWTON_STEPS} Newton steps; ask for fewer newton-metres")


def _stepped(arms: Array, moment: Array, price: Array, gap: Array, way: Array) -> Array:
    here, slope, length = _dual(arms, moment, price), float(gap @ way), 1.0
    while _dual(arms, moment, price + length * way) > here + 1e-4 * length * slope + 1e-12:
        length /= 2
    return price + length * way


def _dual(arms: Array, moment: Array, price: Array) -> float:
    """The convex function whose slope is the gap."""
    wished = arms.T @ price
    met = wished.clip(0, 1)
    return float((met * (wished - met / 2)).sum() + RESERVE / 2 * price @ price - moment @ price)


def reactions(torso: Torso, held: Held, forces: Array) -> dict[str, dict[str, float]]:
    """The joint reaction at each level, in the axes of the vertebra above it [N]."""
    return {
        joint: _parts(held.needed[slides] - held.pull[slides] @ forces)
        for joint, slides in torso.slides.items()
    }


def _parts(force: Array) -> dict[str, float]:
    return {"compression_n": float(force[1]), "shear_n": float(force[0])}


def solved(torso: Torso, posture: Posture, rows: Array) -> dict[str, Any]:
    """Loads and times where the muscles must meet these rows of the joint moments."""
    geometry_ms, asked = _timed(lambda: held(torso, posture))
    strongest = posture.strength * torso.strongest
    moment, arms = rows @ asked.needed, rows @ asked.pull * strongest
    qp_ms, (activation, unmet, steps) = _timed(lambda: least_activation(arms, moment))
    jr_ms, reaction = _timed(lambda: reactions(torso, asked, strongest * activation))
    return {
        **reaction,
        "unmet_moment_nm": float(unmet[0]),
        "newton_steps": steps,
        "geometry_ms": geometry_ms,
        "qp_ms": qp_ms,
        "jr_ms": jr_ms,
    }


def _timed(call: Callable[[], Found]) -> tuple[float, Found]:
    """The median time of many calls [ms], and what the last one found."""
    times, found = [], call()
    for _ in range(REPEATS):
        began = perf_counter()
        found = call()
        times.append((perf_counter() - began) * 1e3)
    return median(times), found


def report(torso: Torso, postures: list[Posture]) -> Iterator[dict[str, Any]]:
    """Each posture with its loads, told on stderr as they come."""
    l5s1 = _dof(torso.model, DRIVERS[0])
    for number, posture in enumerate(postures, 1):
        found = {
            "posture": asdict(posture),
            "net_moment_nm": float(held(torso, posture).needed[l5s1]),
            "muscles": torso.model.nu,
            "coupled": solved(torso, posture, torso.coupling),
            "fifteen_hinges": solved(torso, posture, torso.hinges),
        }
        print(f"{number}/{len(postures)}: {found}", file=sys.stderr)
        yield found


def main(arguments: list[str]) -> None:
    """Reads postures, writes loads."""
    if len(arguments) != 3:
        raise SystemExit(USAGE)
    postures = postures_in(Path(arguments[1]))
    began = perf_counter()
    model = torso(arguments[0])
    document = {
        "peer": f"MuJoCo {mujoco.__version__}, myo-sim {myo_sim.__version__}",
        "model": arguments[0],
        "method": METHOD,
        "frame": FRAME,
        "load_ms": (perf_counter() - began) * 1e3,
        "postures": list(report(model, postures)),
    }
    Path(arguments[2]).write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
