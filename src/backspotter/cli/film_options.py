"""What can be asked of a film on the command line; the rest of a specification comes by file."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated, Any

from cyclopts import Group, Parameter

from backspotter.errors import InputError


def _option(group: Group) -> Parameter:
    return Parameter(allow_leading_hyphen=True, negative="", show_default=False, group=group)


_LIFTER, _LIFT, _CAMERA, _FILE = (
    _option(Group(name, sort_key=place))
    for place, name in enumerate(("Lifter", "Lift", "Camera", "File"))
)


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class LifterOptions:
    """Who lifts.

    Parameters
    ----------
    sex
        male or female; male when left out
    height_cm
        body height [cm]; an average one when left out
    mass_kg
        body mass [kg]; an average one when left out
    clothing
        tight, t_shirt or hoodie
    head
        hair, long_hair or cap
    leg_length
        of the legs before the body is brought to its height; 1 is average, 0.88 to 1.12
    arm_length
        of the arms, likewise
    trunk_length
        of the trunk, likewise; 0.92 to 1.10
    shoulder_width
        likewise; 0.94 to 1.10
    """

    sex: Annotated[str | None, _LIFTER] = None
    height_cm: Annotated[float | None, _LIFTER] = None
    mass_kg: Annotated[float | None, _LIFTER] = None
    clothing: Annotated[str | None, _LIFTER] = None
    head: Annotated[str | None, _LIFTER] = None
    leg_length: Annotated[float | None, _LIFTER] = None
    arm_length: Annotated[float | None, _LIFTER] = None
    trunk_length: Annotated[float | None, _LIFTER] = None
    shoulder_width: Annotated[float | None, _LIFTER] = None


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class LiftOptions:
    """How it is lifted.

    Parameters
    ----------
    style
        conventional, sumo, trap-bar, romanian or stiff-leg
    reps
        1 to 10
    lumbar_deg
        flexion of the lower back as the bar leaves the floor; 0 is upright standing
    rounding_deg
        how much more it bends after lift-off
    rounding_from
        share of the way up at which that begins; 0
    thoracic_deg
        flexion of the upper back; goes with the lower back when left out
    hyperextension_deg
        how far the trunk leans back at the top
    hips_at_start
        as_usual, low or high
    hips_below_knee_m
        or how far the hips are below the knees at the start [m]
    knee_deg
        or how far the knees are bent at the start
    hips_first_deg
        how far the trunk pitches forward before the bar has risen 10 cm
    drift_m
        how far ahead of mid-foot the bar swings [m]
    between_reps
        dead_stop, touch_and_go or dropped
    approach
        at_the_bar, standing or walking
    load_kg
        on the bar, with the bar; decides the plates [kg]
    sticking
        how much slower the bar is at its sticking point, as a share; 0.35
    reach
        share of the way up that the bar gets; below 1 the rep fails
    stall_s
        how long a rep that fails hangs there [s]
    """

    style: Annotated[str | None, _LIFT] = None
    reps: Annotated[int | None, _LIFT] = None
    lumbar_deg: Annotated[float | None, _LIFT] = None
    rounding_deg: Annotated[float | None, _LIFT] = None
    rounding_from: Annotated[float | None, _LIFT] = None
    thoracic_deg: Annotated[float | None, _LIFT] = None
    hyperextension_deg: Annotated[float | None, _LIFT] = None
    hips_at_start: Annotated[str | None, _LIFT] = None
    hips_below_knee_m: Annotated[float | None, _LIFT] = None
    knee_deg: Annotated[float | None, _LIFT] = None
    hips_first_deg: Annotated[float | None, _LIFT] = None
    drift_m: Annotated[float | None, _LIFT] = None
    between_reps: Annotated[str | None, _LIFT] = None
    approach: Annotated[str | None, _LIFT] = None
    load_kg: Annotated[float | None, _LIFT] = None
    sticking: Annotated[float | None, _LIFT] = None
    reach: Annotated[float | None, _LIFT] = None
    stall_s: Annotated[float | None, _LIFT] = None


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class CameraOptions:
    """From where it is seen.

    Parameters
    ----------
    yaw_deg
        camera from the side (0) to the front (90) or, below 0, to the rear
    side
        of the lifter at which the camera stands: right or left
    plate
        bumper, iron or dark
    mirror
        one on the wall behind
    posts
        a rack before and behind
    posts_ahead_m
        how much further ahead that rack stands; below 0, further behind [m]
    bystander
        somebody else in the picture
    bystander_aside_m
        who stands between camera and lifter, so far to where the lifter faces [m]
    decoys
        other round things in the picture
    width
        of the picture, in pixels; 1280
    height
        of the picture, in pixels; 720
    seed
        decides clothes, colours and noise
    """

    yaw_deg: Annotated[float | None, _CAMERA] = None
    side: Annotated[str | None, _CAMERA] = None
    plate: Annotated[str | None, _CAMERA] = None
    mirror: Annotated[bool | None, _CAMERA] = None
    posts: Annotated[bool | None, _CAMERA] = None
    posts_ahead_m: Annotated[float | None, _CAMERA] = None
    bystander: Annotated[bool | None, _CAMERA] = None
    bystander_aside_m: Annotated[float | None, _CAMERA] = None
    decoys: Annotated[bool | None, _CAMERA] = None
    width: Annotated[int | None, _CAMERA] = None
    height: Annotated[int | None, _CAMERA] = None
    seed: Annotated[int | None, _CAMERA] = None


@Parameter(name="*")
@dataclass(frozen=True, slots=True, kw_only=True)
class FileOptions:
    """How it is stored.

    Parameters
    ----------
    fps
        frames a second, 24 to 240; 30
    variable
        frames come unevenly, and some are left out
    rotation
        0, 90, 180 or 270: how far a player turns the stored picture clockwise to show it upright
    codec
        h264 or hevc
    bits
        8 or 10 a colour
    crf
        compression, 0 (none) to 51; 20
    sound
        with a quiet hum as sound
    """

    fps: Annotated[float | None, _FILE] = None
    variable: Annotated[bool | None, _FILE] = None
    rotation: Annotated[int | None, _FILE] = None
    codec: Annotated[str | None, _FILE] = None
    bits: Annotated[int | None, _FILE] = None
    crf: Annotated[float | None, _FILE] = None
    sound: Annotated[bool | None, _FILE] = None


Options = LifterOptions | LiftOptions | CameraOptions | FileOptions


def asked(spec: dict[str, Any], *options: Options) -> dict[str, Any]:
    """The specification with the options over it, and an average lifter where nothing is said.

    Raises
    ------
    InputError : no such sex
    """
    from backspotter.app.body_size import metres
    from backspotter.synth.spec import GROUPS, USUAL

    given = {each.name: getattr(option, each.name) for option in options for each in fields(option)}
    given = {name: value for name, value in given.items() if value is not None}
    wanted = {**_average(spec, given), **given}
    if "style" in given:
        wanted["style"] = given["style"].strip().lower().replace("-", "_")
    if "height_cm" in given:
        wanted["height_m"] = metres(given["height_cm"])
    found = {**spec, **({"seed": given["seed"]} if "seed" in given else {})}
    for group in GROUPS:
        chosen = {name: wanted[name] for name in USUAL[group] if name in wanted}
        if chosen:
            found[group] = {**found.get(group, {}), **chosen}
    return found


def _average(spec: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Height and mass of an average person of that sex, where the file does not say."""
    from backspotter.spine.body import AVERAGE
    from backspotter.synth.task import SEXES

    said = spec["task"] if isinstance(spec.get("task"), dict) else {}
    sex = given.get("sex", said.get("sex", "male"))
    if sex not in SEXES:
        raise InputError("sex", given=sex, expected="male or female")
    mass, height = AVERAGE["female" if sex == "female" else "male"]
    usual = {"mass_kg": mass, "height_m": height}
    return {name: value for name, value in usual.items() if name not in said}
