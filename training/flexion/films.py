"""Rendered lifters as the pose network sees them: what is learned from, film by film, from seeds.

A film here is a handful of moments of one set: a body, its clothes, a camera, one lift. Joints and
the edges of the person are what the real network makes of the drawn pictures, with all its habits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from backspotter.errors import InputError
from backspotter.lift.outline import axis_of, edges
from backspotter.lift.pose.detector import Detector
from backspotter.lift.pose.landmarks import Landmarker, Pose
from backspotter.lift.pose.region import Region
from backspotter.lift.quantiles import Floats
from backspotter.lift.weights import weights_file
from backspotter.spine.rep import Lift
from backspotter.synth.angles import lumbar_levels_deg, sagittal_deg
from backspotter.synth.arrays import Pixels
from backspotter.synth.body import Posed
from backspotter.synth.motion import Moment
from backspotter.synth.plan import Build, RepPlan
from backspotter.synth.renderer import Renderer
from backspotter.synth.scene import Scene
from backspotter.synth.stage import Stage, stage
from backspotter.synth.task import FilmTask

STYLES: Final = ("conventional", "sumo", "trap_bar", "romanian", "stiff_leg")
CHANCES: Final = (0.42, 0.2, 0.12, 0.16, 0.1)
SIZES: Final = ((854, 480), (640, 480), (480, 640), (960, 540), (480, 854), (1138, 640))
LEAST_PRESENCE: Final = 0.5
TRIES: Final = 12
WRONG_PERSON: Final = 0.45
"""How far off the hips somebody else is, in lengths of the torso seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """One film's moments, m of them.

    ``landmarks`` (m, 33, 4), ``back`` (m, 61, 2) its edge [px]; ``truth`` (m, 3): lumbar and
    thoracic flexion [deg], time [s]; ``phase`` (m,).
    """

    landmarks: Floats
    back: Floats
    truth: Floats
    phase: tuple[str, ...]
    facing: int
    about: dict[str, float | str]


class Eye:
    """The pose networks, following one person from picture to picture."""

    def __init__(self, model: str) -> None:
        self.detector = Detector(weights_file("detector"), threads=1)
        self.landmarker = Landmarker(weights_file(model), threads=1)
        self.next: Region | None = None

    def start(self) -> None:
        """Forget the person."""
        self.next = None

    def see(self, picture: Pixels, near: Floats) -> Pose | None:
        """The person nearest to a place [px], if there is one."""
        if self.next is None:
            people = self.detector.people(picture)
            if not people:
                return None
            away = [np.hypot(p.region.x - near[0], p.region.y - near[1]) for p in people]
            first = people[int(np.argmin(away))].region
            self.next = self.landmarker.pose(picture, first).look_next
        pose = self.landmarker.pose(picture, self.next)
        self.next = pose.look_next if pose.presence >= LEAST_PRESENCE else None
        return pose if pose.presence >= LEAST_PRESENCE else None


def thrown(set_: int, body: int, film: int) -> Stage:
    """A film that these numbers decide; films of one body share it.

    Raises
    ------
    InputError : none that can be made was found
    """
    rng = np.random.default_rng([set_, body, 1000 + film])
    for attempt in range(TRIES):
        try:
            return _thrown(_body(np.random.default_rng([set_, body, attempt // 4])), rng)
        except InputError:
            continue
    raise InputError("film", given=f"{set_} {body} {film}", expected="one that can be made")


def _body(rng: np.random.Generator) -> dict[str, Any]:
    sex = str(rng.choice(["male", "female"]))
    tall = rng.normal(1.77, 0.075) if sex == "male" else rng.normal(1.64, 0.07)
    height = float(np.clip(tall, 1.48, 2.0))
    mass = float(np.clip(rng.uniform(19.5, 36) * height**2, 45, 150))
    build = Build(
        muscle=None if rng.random() < 0.5 else float(rng.uniform(0.1, 1)),
        proportions=float(rng.uniform(0, 1)),
        legs=float(rng.uniform(0.92, 1.08)),
        arms=float(rng.uniform(0.94, 1.08)),
        trunk=float(rng.uniform(0.95, 1.07)),
        shoulders=float(rng.uniform(0.95, 1.08)),
    )
    return {"sex": sex, "height_m": height, "mass_kg": mass, "build": build}


def _thrown(body: dict[str, Any], rng: np.random.Generator) -> Stage:
    low = float(rng.uniform(-5, 50))
    rounding = 0.0 if rng.random() < 0.35 else float(rng.uniform(0, min(40, 68 - low)))
    plan = RepPlan(
        lumbar_deg=low,
        rounding_deg=rounding,
        rounding_from=float(rng.uniform(0, 0.3)),
        thoracic_deg=float(rng.uniform(-8, 36)),
        hips_higher_m=float(rng.normal(0, 0.04)) if rng.random() < 0.5 else 0.0,
        hips_first_deg=float(rng.uniform(0, 16)) if rng.random() < 0.25 else 0.0,
        hyperextension_deg=float(rng.uniform(0, 20)) if rng.random() < 0.2 else 0.0,
    )
    width, tall_px = SIZES[rng.integers(len(SIZES))]
    task = FilmTask(
        lift=Lift(style=str(rng.choice(STYLES, p=CHANCES))),
        **body,
        reps=(plan,),
        load_kg=float(rng.uniform(40, 260)),
        mirrored=bool(rng.random() < 0.5),
        yaw_deg=round(float(rng.uniform(-30, 30)), 1),
        width=width,
        height=tall_px,
        seed=int(rng.integers(2**31)),
    )
    filled = round(float(rng.uniform(0.5, 0.95)), 3)
    return stage(task, Scene.thrown(rng, filled=filled, captions=False))


def sampled(place: tuple[int, int, int], eye: Eye, moments: int = 13) -> Sampled | None:
    """The film at this place as the network sees it; None where it sees too little."""
    try:
        set_ = thrown(*place)
    except InputError:
        return None
    rng = np.random.default_rng([*place, 1])
    return looked_at(set_, _chosen(set_, rng, moments), eye, rng, least=moments // 2)


def looked_at(
    set_: Stage, moments: Iterable[Moment], eye: Eye, rng: np.random.Generator, *, least: int
) -> Sampled | None:
    """These moments drawn and seen; None where the network saw the lifter in fewer than that."""
    drawing = drawn(set_)
    eye.start()
    seen = (row(set_, drawing, moment, eye, rng) for moment in moments)
    rows = [each for each in seen if each is not None]
    return gathered(rows, set_) if len(rows) >= least else None


def drawn(set_: Stage) -> Renderer:
    """Draws this film's pictures."""
    return Renderer(
        set_.lifter,
        set_.camera,
        trap=set_.task.lift.style == "trap_bar",
        scene=set_.scene,
        load_kg=set_.task.load_kg,
    )


def _chosen(set_: Stage, rng: np.random.Generator, count: int) -> list[Moment]:
    """Moments of a set: most on the way up, some at the start, the top and the way down."""
    every = [set_.motion.moment(float(t)) for t in np.arange(0.02, set_.motion.seconds, 0.05)]
    wanted = {"lifting": count - 6, "taking up": 2, "still": 1, "lockout": 1, "lowering": 2}
    picked: list[Moment] = []
    for phase, many in wanted.items():
        these = [moment for moment in every if moment.phase == phase]
        if these:
            places = np.sort(rng.choice(len(these), min(many, len(these)), replace=False))
            picked += [these[int(p)] for p in places]
    return sorted(picked, key=lambda moment: moment.t_s)


def seen_at(
    set_: Stage, drawing: Renderer, moment: Moment, eye: Eye, rng: np.random.Generator
) -> tuple[Pixels, Pose, Posed] | None:
    """The picture of a moment, whom the network saw in it, and the body that was drawn."""
    posed = set_.lifter.posed(moment.posture)
    picture = drawing.frame(posed, moment.posture.bar, moment.t_s)
    noisy = picture + rng.normal(0, set_.scene.noise, picture.shape[:2]).round()[..., None]
    seen = np.clip(noisy, 0, 255).astype(np.uint8)
    hips, _ = drawing.camera.at(moment.t_s).project(posed.heads[:1])
    pose = eye.see(seen, hips[0])
    if pose is None:
        return None
    hip, shoulder = axis_of(pose.landmarks)
    if np.hypot(*(hip - hips[0])) > WRONG_PERSON * max(np.hypot(*(shoulder - hip)), 20.0):
        eye.start()
        return None
    return seen, pose, posed


def row(
    set_: Stage, drawing: Renderer, moment: Moment, eye: Eye, rng: np.random.Generator
) -> dict[str, Any] | None:
    """One moment drawn and seen; none where the network saw nobody, or somebody else."""
    found = seen_at(set_, drawing, moment, eye, rng)
    if found is None:
        return None
    seen, pose, posed = found
    # A camera at the lifter's right (side 1) sees the lifter face the picture's right.
    back = edges(seen, pose, drawing.camera.side)
    levels = lumbar_levels_deg(posed, set_.lifter)
    thoracic = sagittal_deg(posed, set_.lifter, "spine02", "spine01")
    return {
        "landmarks": pose.landmarks,
        "back": back.picture_points,
        "truth": [sum(levels), thoracic, moment.t_s],
        "phase": moment.phase,
    }


def gathered(rows: list[dict[str, Any]], set_: Stage) -> Sampled:
    """All moments of a film."""
    stacked = {
        name: np.array([row[name] for row in rows], np.float32)
        for name in ("landmarks", "back", "truth")
    }
    about = {
        "style": set_.task.lift.style,
        "clothing": set_.scene.clothing,
        "yaw_deg": set_.task.yaw_deg,
        "sex": set_.task.sex,
        "height_m": set_.task.height_m,
        "mass_kg": set_.task.mass_kg,
        "belt": float(set_.scene.belt),
    }
    phase = tuple(row["phase"] for row in rows)
    return Sampled(**stacked, phase=phase, facing=set_.task.side, about=about)
