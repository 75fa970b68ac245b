"""What is said of one film: every number with its band, or the reason why there is none.

This is what a report is made from, and what a summary prints. It holds values and no behaviour
that decides anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from backspotter.lift.arrays import Floats, Ints
from backspotter.lift.band import Band
from backspotter.lift.tracks import Side
from backspotter.lift.view import Grade


@dataclass(frozen=True, slots=True)
class CannotJudge:
    """Stands where a number is withheld, with the reason in plain words."""

    why: str


Said: TypeAlias = Band | CannotJudge | None
"""A number with its band, why there is none, or none where it did not happen."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is not said, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmSeen:
    """The film as it is shown; ``slowed`` how many times slower it is shown than it was taken."""

    name: str
    width: int
    height: int
    duration_s: float
    frame_rate: float
    variable: bool
    rotation: int
    sound: bool
    slowed: float


@dataclass(frozen=True, slots=True)
class GradeReason:
    """Why a clip is less than good, and what to do about it."""

    grade: Grade
    say: str
    do: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """The clip's grade; ``yaw_deg`` of the camera off the side, positive toward the front."""

    grade: Grade
    reasons: tuple[GradeReason, ...]
    yaw_deg: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleSeen:
    """Pixels for a metre at the lifter and at the near plate, and what they were taken from."""

    lifter: Said
    near_plate: Said
    source: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftGiven:
    """What was asked: the lifter, the bar with its load, the plate's diameter if it was said;
    ``spans`` where the person said that repetitions begin and end [s]."""

    load_kg: float
    height_m: float | None
    mass_kg: float | None
    sex: str
    plate_mm: float | None
    spans: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleSeen:
    """``id`` conventional, sumo, trap_bar, romanian or stiff_leg; asked for, or inferred with
    ``doubt`` in plain words."""

    id: str
    asked: bool
    doubt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Places for drawing, n frames, pixels of the displayed picture; NaN where not seen.

    ``landmarks`` (n, 33, 2) in the order of ``tracks.LANDMARKS``
    ``hip``, ``knee``, ``ankle``, ``shoulder`` (n, 2) of the near side, hidden ones reckoned
    ``back`` (n, 61, 2) the back's edge on the rays of ``tracks.ALONG``, hip to shoulder
    ``bar`` (n, 2) the middle of the near plate; ``plate_radius`` its radius, ``plate_aspect`` its
        width over its height; NaN where no bar was found
    """

    landmarks: Floats
    shoulder: Floats
    hip: Floats
    knee: Floats
    ankle: Floats
    back: Floats
    bar: Floats
    plate_radius: float
    plate_aspect: float
    near_side: Side
    facing: Literal[1, -1]


@dataclass(frozen=True, slots=True, kw_only=True)
class FramesSeen:
    """Every frame, n of them; NaN where withheld or not seen.

    ``times_s`` (n,) [s]; ``rep`` (n,) the rep's index, 0 between reps; ``phase`` (n,)
    ``trunk``, ``hip``, ``knee``, ``lumbar``, ``thoracic`` (n, 3) value, low, high [deg]; hip and
        knee are flexion, 0 straight
    ``bar_x_m`` (n,) ahead of the ankle, ``bar_y_m`` (n,) above the floor [m]
    ``compression``, ``shear`` (n, 3) at L5/S1 [N], ``moment`` (n, 3) [N m], within reps
    """

    times_s: Floats
    rep: Ints
    phase: tuple[str, ...]
    trunk: Floats
    hip: Floats
    knee: Floats
    lumbar: Floats
    thoracic: Floats
    bar_x_m: Floats
    bar_y_m: Floats
    moment: Floats
    compression: Floats
    shear: Floats
    drawn: Drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class FlexionSeen:
    """Of the lower back in one rep [deg]: from upright standing as the bar leaves the floor, and
    the largest change from there before lockout."""

    from_upright_at_lift_off: Said
    change_from_set_up: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Borne:
    """What L5/S1 bears: ``moment`` [N m], ``compression``, ``shear`` and the pull of the back's
    extensors [N], and ``passive_share`` of the moment that ligaments and resting tissue take."""

    moment: Band
    compression: Band
    shear: Band
    extensor_force: Band
    passive_share: Band


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a fault adds at L5/S1 where it is largest: ``moment`` [N m], ``compression``, ``shear``
    and ``extensor_force`` [N], and to the ``passive_share``.

    The posture is the film's, and ``without`` is what there is with that fault alone undone, which
    ``undone`` says in words; both together are what the film's curves show there. ``share_up`` of
    its way, or of as far as it got, the bar has risen, and ``when`` says so. ``measurable`` where
    any of these numbers but the extensors' differs beyond its doubt, and ``say`` names those that
    tell most; else it is "no measurable difference". Results kept before there was more have the
    first five; those without ``undone`` were of the model's own rep.
    """

    moment: Band
    compression: Band
    shear: Band
    measurable: bool
    say: str
    extensor_force: Band | None = None
    passive_share: Band | None = None
    without: Borne | None = None
    share_up: float | None = None
    when: str = ""
    undone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultSeen:
    """A fault of a rep. ``at_s`` since when, ``peak_s`` where it is largest [s]; ``size`` in
    ``unit``; ``confidence`` 0 to 1 that the true size reaches the row's threshold; ``picture`` a
    file beside the summary, filled in by the report."""

    row: str
    code: str
    onset: str
    at_s: float
    peak_s: float
    size: Band
    unit: str
    confidence: float
    say: str
    cue: str
    practise: str
    cost: Cost | CannotJudge | None
    picture: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadsSeen:
    """The largest a rep loaded L5/S1 with, each at its own moment: ``moment`` [N m],
    ``compression``, ``shear`` [N]; ``at_s`` when the compression was largest; ``assumed`` what the
    film did not show."""

    moment: Band
    compression: Band
    shear: Band
    at_s: float
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepSeen:
    """One repetition; moments [s], the way up [m], speeds [m/s].

    ``completed`` false where it failed: the bar left the floor, did not reach the top and came down
    again. Then ``lockout_s`` and ``mean_speed`` are withheld, and the way up is how far it got.
    """

    index: int
    start_s: Said
    lift_off_s: Said
    knee_pass_s: Said
    lockout_s: Said
    lowering_s: Said
    end_s: Said
    rom_m: Said
    mean_speed: Said
    peak_speed: Said
    touch_and_go: bool
    dropped: bool
    flexion: FlexionSeen | CannotJudge
    faults: tuple[FaultSeen, ...]
    not_judged: tuple[Withheld, ...]
    loads: LoadsSeen | CannotJudge
    doubts: tuple[str, ...] = ()
    completed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A rise of the bar that was no repetition, and is not known to be one that failed."""

    start_s: float
    end_s: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftAnalysis:
    """One set, filmed: how good the film is, what was seen, and what is withheld.

    ``reps`` in order; ``withheld`` what holds for the whole film; ``notes`` what else to know;
    ``compared`` this film beside earlier ones of the same lifter, in plain words.
    """

    film: FilmSeen
    given: LiftGiven
    quality: Quality
    scale: ScaleSeen
    style: StyleSeen
    frames: FramesSeen
    reps: tuple[RepSeen, ...]
    withheld: tuple[Withheld, ...]
    attempts: tuple[Attempt, ...] = ()
    notes: tuple[str, ...] = ()
    compared: tuple[str, ...] = field(default=())

    @property
    def is_judged(self) -> bool:
        """Whether there are repetitions in a film that is good enough to judge the back by."""
        return self.quality.grade != "cannot_judge" and bool(self.reps)
