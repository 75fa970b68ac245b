"""The truth of a film, as far as it is scored against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from backspotter.errors import InputError
from backspotter.scoring.documents import Part, read_document
from backspotter.scoring.groups import groups, off_the_side
from backspotter.spine.arrays import Array, Mask

ENDING: Final = ".truth.json"
VERSIONS: Final = (1, 2)
EVENTS: Final = ("lift_off_s", "knee_pass_s", "lockout_s", "lowering_s")
COLUMNS: Final = (
    *("trunk_deg", "hip_deg", "knee_deg", "lumbar_flexion_deg", "thoracic_flexion_deg"),
    *("bar_x_m", "bar_y_m"),
)
JOINTS_OF: Final = {
    "trunk_deg": ("shoulder", "hip"),
    "hip_deg": ("hip", "knee"),
    "knee_deg": ("hip", "knee"),
}
"""What has to be seen for an angle to count. The ankle does not move, so that a reader can know
where it is from other frames; on the floor the plate hides it."""

BACK: Final = ("lumbar_flexion_deg", "thoracic_flexion_deg")
LUMBAR: Final = (3 / 20, 13 / 20)
"""From where to where on the way from hip to shoulder level the back's outline is lumbar."""

MOST_HIDDEN: Final = 0.25
"""Share of the lumbar outline that may be hidden in a frame that counts."""

SIDE_ON_DEG: Final = 20.0
USABLE, EITHER_WAY, DECLINE = "usable", "either way", "decline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault of a rep: what, when it sets in, when it is largest [s], its size."""

    code: str
    onset: str
    at_s: float | None
    size: float | None
    unit: str

    @property
    def key(self) -> str:
        """By which it is counted: rounding at the set-up and after it are two faults."""
        return f"{self.code} {self.onset}" if self.code == "lumbar_rounding" else self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueRep:
    """A rep as it was.

    ``events`` [s] by name, those in the film; ``sizes`` what the truth says of range of motion,
    speeds and flexion; ``faults`` none where the truth does not list faults. A rep that does not
    ``count`` need not be found and may be: it was cut, or ``failed``, that is never locked out.
    """

    index: int
    events: Mapping[str, float]
    end_s: float | None
    sizes: Mapping[str, float]
    faults: tuple[Fault, ...] | None
    counts: bool
    failed: bool = False

    @property
    def span(self) -> tuple[float, float] | None:
        """From lift-off, or the first that is seen of it, to its end [s]."""
        times = [*self.events.values(), *([] if self.end_s is None else [self.end_s])]
        return (min(times), max(times)) if times else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is known of a film.

    Parameters
    ----------
    name : of the film
    yaw_deg : camera off the side [deg]; none where it is not said
    groups : the group it belongs to, for each way of grouping
    verdict : whether the back can be judged: usable, either way or decline
    px_per_m : scale in the lifter's plane [px/m]
    reps : in order
    t_s, rep : of each frame (n,); 0 for no rep
    columns : values (n,) by name
    seen : by name, in which frames (n,) the value could be seen
    missing : fields that this truth does not have, so that nothing is scored by them
    """

    name: str
    yaw_deg: float | None
    groups: Mapping[str, str]
    verdict: str
    px_per_m: float | None
    reps: tuple[TrueRep, ...]
    t_s: Array
    rep: Array
    columns: Mapping[str, Array]
    seen: Mapping[str, Mask]
    missing: tuple[str, ...]

    @property
    def is_side_on(self) -> bool:
        """Whether it is filmed from the side, to within what the aims are stated for."""
        return self.yaw_deg is not None and self.yaw_deg <= SIDE_ON_DEG


def read_truths(path: Path) -> list[Truth]:
    """The truths in a folder, or the one in a file, by name.

    Raises
    ------
    InputError : none is there, or one cannot be used
    """
    if path.is_dir():
        files = sorted(path.glob(f"*{ENDING}"))
        if not files:
            expected = f"a folder with NAME{ENDING}"
            raise InputError("truth", given=str(path), expected=expected)
        return [read_truth(file) for file in files]
    return [read_truth(path)]


def read_truth(path: Path) -> Truth:
    """The truth in a file.

    Raises
    ------
    InputError : it cannot be read, is of another version, or lacks what any truth has
    """
    document = read_document(path, show=path.name)
    if document["version"].found not in VERSIONS:
        document["version"].wrong(f"one of {', '.join(map(str, VERSIONS))}")
    frames, missing = document["frames"].list(), Missing()
    times = _times(document, frames)
    columns = {name: _column(frames, name, missing) for name in COLUMNS}
    known = {name: values for name, values in columns.items() if values is not None}
    return Truth(
        name=path.name.removesuffix(".json").removesuffix(".truth"),
        yaw_deg=_yaw(document, missing),
        groups=groups(document),
        verdict=_verdict(document, missing),
        px_per_m=_px_per_m(document, missing),
        reps=tuple(_rep(part, missing) for part in document["reps"].list()),
        t_s=times,
        rep=np.array([frame["rep"].number_or_none() or 0 for frame in frames]),
        columns=known,
        seen={name: _seen(document, frames, name, missing) for name in known},
        missing=missing.names,
    )


class Missing:
    """Names of fields that a truth lacks, each once."""

    def __init__(self) -> None:
        self._names: dict[str, None] = {}

    def add(self, name: str) -> None:
        """Notes a field."""
        self._names[name] = None

    @property
    def names(self) -> tuple[str, ...]:
        """In the order in which they were missed."""
        return tuple(self._names)


def _times(document: Part, frames: list[Part]) -> Array:
    times = np.array([frame["t_s"].number() for frame in frames])
    if not len(times) or np.any(np.diff(times) <= 0):
        given = f"{len(times)} frames whose t_s do not rise" if len(times) else "no frames"
        raise InputError(document.file, given=given, expected="frames in order of time")
    return times


def _column(frames: list[Part], name: str, missing: Missing) -> Array | None:
    if not frames or not any(name in frame for frame in frames):
        missing.add(f"frames: {name}")
        return None
    found = [frame[name].number_or_none() for frame in frames]
    return np.array([np.nan if each is None else each for each in found])


def _seen(document: Part, frames: list[Part], name: str, missing: Missing) -> Mask:
    """In which frames the value could be seen, as far as the truth says."""
    if name in BACK:
        return _back_seen(frames, missing)
    if name not in JOINTS_OF or not any("joints_hidden" in frame for frame in frames):
        if name in JOINTS_OF:
            missing.add("frames: joints_hidden")
        return np.ones(len(frames), dtype=bool)
    side = document["camera"]["side"].found if "camera" in document else "right"
    near = {f"{joint}_{side}" for joint in JOINTS_OF[name]}
    return np.array([not near & _hidden(frame) for frame in frames])


def _back_seen(frames: list[Part], missing: Missing) -> Mask:
    """In which frames most of the lower back's outline is seen; all where no outline is told."""
    name = "back_outline_px"
    if not any(name in frame.object() for frame in frames):
        missing.add(f"frames: {name}")
        return np.ones(len(frames), dtype=bool)
    return np.array([name in frame and _is_mostly_there(frame[name]) for frame in frames])


def _is_mostly_there(outline: Part) -> bool:
    points = outline.list()
    first, last = (round(share * (len(points) - 1)) for share in LUMBAR)
    lumbar = points[first : last + 1]
    hidden = [point for point in lumbar if any(each.found is None for each in point.list())]
    return len(hidden) <= MOST_HIDDEN * len(lumbar)


def _hidden(frame: Part) -> set[str]:
    """Names of hidden joints: a list of them, or an object of yes and no."""
    if "joints_hidden" not in frame:
        return set()
    found = frame["joints_hidden"]
    if isinstance(found.found, Mapping):
        return {name for name, is_hidden in found.found.items() if is_hidden}
    return {each.words() for each in found.list()}


def _yaw(document: Part, missing: Missing) -> float | None:
    if "camera" in document and "yaw_deg" in document["camera"]:
        return off_the_side(document["camera"]["yaw_deg"].number())
    missing.add("camera: yaw_deg")
    return None


def _px_per_m(document: Part, missing: Missing) -> float | None:
    if "scale" in document and "lifter_px_per_m" in document["scale"]:
        found = document["scale"]["lifter_px_per_m"]
        return found.number() if found.number() > 0 else found.wrong("pixels, more than 0")
    missing.add("scale: lifter_px_per_m")
    return None


def _verdict(document: Part, missing: Missing) -> str:
    if "decline_back" not in document:
        missing.add("decline_back")
        return EITHER_WAY
    part = document["decline_back"]
    if part["decline"].switch():
        return DECLINE
    return EITHER_WAY if "either_way" in part and part["either_way"].switch() else USABLE


def _rep(part: Part, missing: Missing) -> TrueRep:
    events = {name: part[name].number() for name in EVENTS if name in part}
    is_completed = "completed" not in part or part["completed"].switch()
    return TrueRep(
        index=int(part["index"].number()),
        events=events,
        end_s=part["end_s"].number() if "end_s" in part else None,
        sizes=_sizes(part, missing),
        faults=_faults(part, missing),
        counts=is_completed and "lift_off_s" in events and "lockout_s" in events,
        failed=not is_completed and "lift_off_s" in events,
    )


def _sizes(part: Part, missing: Missing) -> dict[str, float]:
    found = {}
    for name in ("rom_m", "mean_concentric_velocity_m_s", "peak_velocity_m_s"):
        if name in part:
            found[name] = part[name].number()
        elif name not in part.object():
            missing.add(f"reps: {name}")
    if "lumbar_flexion_deg" not in part:
        missing.add("reps: lumbar_flexion_deg")
        return found
    flexion = part["lumbar_flexion_deg"]
    for name in ("from_upright_at_lift_off", "change_from_set_up"):
        if name in flexion:
            found[name] = flexion[name].number()
    return found


def _faults(part: Part, missing: Missing) -> tuple[Fault, ...] | None:
    if "faults" not in part:
        missing.add("reps: faults")
        return None
    return tuple(read_fault(each) for each in part["faults"].list())


def read_fault(part: Part) -> Fault:
    """A fault of a rep, in a truth or in a result; a size with a band counts by its value."""
    size = part.maybe("size")
    if size and "value" in size:
        size = size["value"]
    return Fault(
        code=part["code"].words(),
        onset=part["onset"].words() if "onset" in part else "",
        at_s=part["at_s"].number() if "at_s" in part else None,
        size=size.number() if size and "cannot_judge" not in size else None,
        unit=part["unit"].words() if "unit" in part else "",
    )
