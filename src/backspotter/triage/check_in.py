"""What a person told us about their back: typed, frozen, and honest about what was not said.

Every sign is three-valued: ``yes``, ``no`` or ``unknown``. Unknown is the default and is
never read as no.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, TypeAlias

from backspotter.errors import InputError

Answer: TypeAlias = Literal["yes", "no", "unknown"]
UNKNOWN = "unknown"

ONSETS = ("during_rep", "same_day", "next_day", "later", "gradual")
QUALITIES = (
    "sore", "dull", "stiff", "tight", "weak", "spasm", "sharp", "shooting", "burning", "throbbing",
)  # fmt: skip
TRENDS = ("easing", "unchanged", "worsening", "second_worsening", "gone")
EFFECTS = ("eases", "no_change", "worsens")
FUNCTIONS = ("fine", "limited", "unable")
SPREADS = ("one_spot", "spread")
SEXES = ("female", "male")
SIDED_REGIONS = (
    "paraspinal", "sacroiliac", "buttock", "back_of_thigh", "below_knee", "foot", "flank", "groin",
)  # fmt: skip
REGIONS = (
    "midline",
    "saddle",
    *SIDED_REGIONS,
    *(f"{side}_{region}" for region in SIDED_REGIONS for side in ("left", "right")),
)
"""A region without a side means that the side was not said."""

Check: TypeAlias = Callable[[str, object], object]


def _sign() -> Any:
    return field(default=UNKNOWN, metadata={"kind": "sign", "values": ("yes", "no", UNKNOWN)})


def _one_of(values: tuple[str, ...]) -> Any:
    return field(default=UNKNOWN, metadata={"kind": "one_of", "values": (*values, UNKNOWN)})


def _any_of(values: tuple[str, ...]) -> Any:
    return field(default=frozenset(), metadata={"kind": "any_of", "values": values})


def _number(low: float, high: float, unit: str, *, whole: bool = False) -> Any:
    kind = {"kind": "number", "low": low, "high": high, "unit": unit, "whole": whole}
    return field(default=None, metadata=kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """One report of one person about one back, at one moment.

    Times are in hours [h] or days [d], pain on the 0-10 scale, weight in kilograms [kg].
    Signs count when they began with or after this lift; older, unchanged ones are history.

    Raises
    ------
    InputError : an impossible or unknown value, naming the field
    """

    # The story
    hours_since_lift: float | None = _number(0, 17_520, "h")
    pain_days: float | None = _number(0, 36_500, "d")
    onset: str = _one_of(ONSETS)
    quality: frozenset[str] = _any_of(QUALITIES)
    regions: frozenset[str] = _any_of(REGIONS)
    spread: str = _one_of(SPREADS)
    pain_now: int | None = _number(0, 10, "0-10", whole=True)
    pain_worst: int | None = _number(0, 10, "0-10", whole=True)
    trend: str = _one_of(TRENDS)
    painkiller_relief_only: Answer = _sign()
    daily_pain: Answer = _sign()
    episodes: int | None = _number(1, 1000, "episodes, this one included", whole=True)

    # What changes it
    movement_effect: str = _one_of(EFFECTS)
    rest_effect: str = _one_of(EFFECTS)
    flexion_effect: str = _one_of(EFFECTS)
    extension_effect: str = _one_of(EFFECTS)
    sitting_effect: str = _one_of(EFFECTS)
    cough_effect: str = _one_of(EFFECTS)

    # What it stops, now
    walking: str = _one_of(FUNCTIONS)
    standing: str = _one_of(FUNCTIONS)
    sitting: str = _one_of(FUNCTIONS)
    sleeping: str = _one_of(FUNCTIONS)
    dressing: str = _one_of(FUNCTIONS)
    working: str = _one_of(FUNCTIONS)

    # Bladder, bowel, saddle, sexual function
    urine_hard_to_start: Answer = _sign()
    urine_cannot_pass: Answer = _sign()
    urine_cannot_control: Answer = _sign()
    urine_leaking: Answer = _sign()
    urine_not_felt: Answer = _sign()
    bladder_fullness_unclear: Answer = _sign()
    bowel_cannot_hold: Answer = _sign()
    bowel_not_felt: Answer = _sign()
    saddle_numb: Answer = _sign()
    buttocks_numb: Answer = _sign()
    saddle_wiping_feels_different: Answer = _sign()
    erection_or_ejaculation_changed: Answer = _sign()
    genital_feeling_lost: Answer = _sign()
    sphincter_change_old_and_assessed: Answer = _sign()

    # Legs and cord
    leg_weakness: Answer = _sign()
    foot_drop: Answer = _sign()
    knee_gives_way: Answer = _sign()
    leg_weakness_worsening: Answer = _sign()
    both_legs_weak_or_numb: Answer = _sign()
    both_legs_pain: Answer = _sign()
    leg_numb_dense: Answer = _sign()
    leg_numb_partial: Answer = _sign()
    leg_tingling: Answer = _sign()
    leg_pain_shooting: Answer = _sign()
    leg_pain_unbearable: Answer = _sign()
    thigh_muscle_ache_only: Answer = _sign()
    unsteady_gait: Answer = _sign()
    clumsy_hands: Answer = _sign()
    neck_bend_shocks: Answer = _sign()

    # Muscle emergencies that pass for soreness
    urine_dark: Answer = _sign()
    urine_little: Answer = _sign()
    muscle_swelling: Answer = _sign()
    muscle_weakness_gross: Answer = _sign()
    pain_out_of_proportion: Answer = _sign()
    muscles_board_hard: Answer = _sign()
    worse_hour_by_hour: Answer = _sign()
    back_skin_numb: Answer = _sign()
    not_relieved_lying_still: Answer = _sign()
    vomiting: Answer = _sign()
    confusion: Answer = _sign()
    collapse: Answer = _sign()
    palpitations: Answer = _sign()

    # Chest, fainting, vessels
    chest_pain: Answer = _sign()
    breathless: Answer = _sign()
    faint_now: Answer = _sign()
    brief_faint_over: Answer = _sign()
    tearing_pain: Answer = _sign()
    pulsing_belly: Answer = _sign()
    cold_legs: Answer = _sign()

    # Blow, bone, infection, kidney
    major_trauma: Answer = _sign()
    blow_to_back: Answer = _sign()
    bone_tender_or_bruised: Answer = _sign()
    fever: Answer = _sign()
    rigors: Answer = _sign()
    clearly_unwell: Answer = _sign()
    flank_pain_in_waves: Answer = _sign()
    blood_in_urine: Answer = _sign()
    burning_urine: Answer = _sign()
    weight_loss: Answer = _sign()
    night_pain_constant: Answer = _sign()
    night_pain_eases_on_rising: Answer = _sign()
    slow_start_before_40: Answer = _sign()
    extension_pain_weeks: Answer = _sign()
    pregnancy_bleeding_or_contractions: Answer = _sign()

    # History
    age: int | None = _number(5, 120, "years", whole=True)
    sex: str = _one_of(SEXES)
    pregnant: Answer = _sign()
    cancer_ever: Answer = _sign()
    long_steroids: Answer = _sign()
    osteoporosis: Answer = _sign()
    iv_drug_use: Answer = _sign()
    indwelling_line: Answer = _sign()
    immune_suppressed: Answer = _sign()
    recent_infection: Answer = _sign()
    spinal_procedure: Answer = _sign()
    spinal_surgery: Answer = _sign()
    anticoagulant: Answer = _sign()
    bleeding_disorder: Answer = _sign()
    sickle_cell_trait: Answer = _sign()
    statin: Answer = _sign()
    stimulant: Answer = _sign()
    recent_viral_illness: Answer = _sign()

    # The set that preceded it
    set_weight_kg: float | None = _number(0, 600, "kg")
    set_reps: int | None = _number(0, 1000, "reps", whole=True)
    set_rpe: float | None = _number(0, 10, "RPE")
    unaccustomed: Answer = _sign()
    heat_exposure: Answer = _sign()
    long_layoff: Answer = _sign()
    felt_or_heard_something: Answer = _sign()

    def __post_init__(self) -> None:
        for name, check in _CHECKS.items():
            given = getattr(self, name)
            accepted = check(name, given)
            if accepted is not given:
                object.__setattr__(self, name, accepted)

    def with_(self, **changes: object) -> CheckIn:
        """The same check-in with some answers replaced; the original stays as it is."""
        refuse_unknown_fields(changes)
        return replace(self, **changes)  # type: ignore[arg-type]

    def knows(self, name: str) -> bool:
        """Whether this field was answered."""
        return getattr(self, name) not in (UNKNOWN, None, frozenset())


def check_in_from(document: object) -> CheckIn:
    """A check-in from a JSON document: an object of field names and values.

    Raises
    ------
    InputError : not an object, an unknown field, or a value out of range
    """
    if not isinstance(document, Mapping):
        raise InputError("check_in", given=document, expected="an object of fields and values")
    refuse_unknown_fields(document)
    answered = {name: value for name, value in document.items() if value is not None}
    return CheckIn(**answered)


def check_in_kept(document: Mapping[str, Any]) -> CheckIn:
    """The check-in of a kept document, without fields that only an older version knew.

    Raises
    ------
    InputError : a value out of range
    """
    return check_in_from({name: value for name, value in document.items() if name in FIELDS})


def as_document(check_in: CheckIn) -> dict[str, Any]:
    """The answered fields as JSON values, in order; inverse of ``check_in_from``."""
    answered = ((f.name, getattr(check_in, f.name)) for f in fields(CheckIn))
    known = ((name, value) for name, value in answered if value not in (UNKNOWN, None, frozenset()))
    return {name: sorted(v) if isinstance(v, frozenset) else v for name, v in known}


def refuse_unknown_fields(names: Mapping[Any, Any]) -> None:
    """Raise on the first name that is no field, with the nearest one that is."""
    for name in names:
        if name not in FIELDS:
            raise InputError(
                "check_in",
                given=name if isinstance(name, str) else repr(name),
                expected=f"one of its {len(FIELDS)} fields",
                do=_nearest(name),
            )


def _nearest(name: object) -> str:
    from difflib import get_close_matches

    near = get_close_matches(str(name)[:80], list(FIELDS), n=1)
    return f"did you mean {near[0]}?" if near else "see docs/check-in.schema.json"


def _check_one_of(values: tuple[str, ...]) -> Check:
    allowed = frozenset(values)

    def check(name: str, given: object) -> object:
        if isinstance(given, str) and given in allowed:
            return given
        raise InputError(name, given=given, expected="one of " + ", ".join(values))

    return check


def _check_any_of(values: tuple[str, ...]) -> Check:
    allowed = frozenset(values)
    expected = "a list of: " + ", ".join(values)

    def check(name: str, given: object) -> object:
        if isinstance(given, frozenset) and given <= allowed:
            return given
        if not isinstance(given, list | tuple | set | frozenset):
            raise InputError(name, given=given, expected=expected)
        for value in given:
            if not isinstance(value, str) or value not in allowed:
                raise InputError(name, given=value, expected=expected)
        return frozenset(given)

    return check


def _check_number(low: float, high: float, unit: str, whole: bool) -> Check:
    kind = "a whole number" if whole else "a number"
    expected = f"{kind} from {low:g} to {high:g}" + (f" [{unit}]" if unit != "0-10" else "")

    def check(name: str, given: object) -> object:
        if given is None:
            return None
        if isinstance(given, bool) or not isinstance(given, int | float):
            raise InputError(name, given=given, expected=expected)
        if not math.isfinite(given) or not low <= given <= high or (whole and given != int(given)):
            raise InputError(name, given=given, expected=expected)
        return int(given) if whole and not isinstance(given, int) else given

    return check


def _check_of(metadata: Mapping[str, Any]) -> Check:
    if metadata["kind"] == "number":
        return _check_number(metadata["low"], metadata["high"], metadata["unit"], metadata["whole"])
    make = _check_any_of if metadata["kind"] == "any_of" else _check_one_of
    return make(metadata["values"])


FIELDS: dict[str, Mapping[str, Any]] = {f.name: f.metadata for f in fields(CheckIn)}
SIGNS: tuple[str, ...] = tuple(n for n, m in FIELDS.items() if m["kind"] == "sign")
_CHECKS: dict[str, Check] = {name: _check_of(metadata) for name, metadata in FIELDS.items()}
