"""One invented episode in a journal, with something of every kind that a clinic is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from backspotter.app.answer import answer_document
from backspotter.journal.checks import keep_check
from backspotter.journal.codec import BODY_MASSES, NIGHTS, SETS, SORENESSES, WATERS
from backspotter.journal.entries import add, add_all
from backspotter.journal.films import keep_film
from backspotter.journal.flags import end_flag, flags
from backspotter.journal.journal import Journal
from backspotter.journal.profile import set_profile
from backspotter.journal.records import FilmKept, Soreness
from backspotter.training.log import BodyMass, LoggedSet, Night, Water
from backspotter.triage.check_in import CheckIn

LIFTED = datetime(2026, 11, 20, 18, 0, tzinfo=timezone(timedelta(hours=1)))
NOW = LIFTED + timedelta(days=6, hours=1)
REPORT = "Felt a twinge on the third set, next day stiff across both sides, left foot tingling."
DENIED = dict.fromkeys(
    ("urine_hard_to_start", "urine_cannot_pass", "urine_cannot_control", "urine_leaking",
     "urine_not_felt", "bladder_fullness_unclear", "saddle_numb", "foot_drop", "fever"), "no",
)  # fmt: skip


def episode(journal: Journal, *, report: str = REPORT, note: str = "stairs were fine") -> Journal:
    """Sessions, a check with a flag that a doctor looked at, five days, a film, a later check."""
    set_profile(
        journal,
        entered=LIFTED,
        height_m=1.81,
        mass_kg=84.0,
        sex="male",
        birth_year=1992,
        units="lb",
    )
    ids = _sets(journal)
    _check(
        journal,
        LIFTED + timedelta(hours=20),
        report,
        **DENIED,
        hours_since_lift=20,
        onset="during_rep",
        quality=["dull", "stiff"],
        regions=["left_paraspinal", "midline"],
        pain_now=5,
        pain_worst=7,
        trend="unchanged",
        leg_tingling="yes",
        walking="limited",
        age=34,
    )
    for place in range(1, 6):
        _day(journal, place, note if place == 3 else "")
    end_flag(
        journal,
        flags(journal)[0].id,
        how="examined",
        at=LIFTED + timedelta(days=3),
        entered=LIFTED + timedelta(days=3, hours=2),
        by="GP",
        note="reflexes normal",
    )
    later = {"leg_tingling": "no", "leg_numb_partial": "yes", "trend": "easing", "pain_now": 3}
    _check(journal, LIFTED + timedelta(days=5, hours=12), "", hours_since_lift=132, **later)
    made = LIFTED + timedelta(hours=3)
    keep_film(journal, film(made, set_id=ids[1]))
    return journal


def _sets(journal: Journal) -> list[int]:
    for week in range(4, 0, -1):
        at = LIFTED - timedelta(days=7 * week)
        add_all(journal, SETS, [pull(at, n, 130.0) for n in range(3)], entered=at)
    sets = [pull(LIFTED, n, 145.0) for n in range(3)]
    return add_all(journal, SETS, sets, entered=LIFTED + timedelta(hours=1), typed="145 kg")


def pull(at: datetime, place: int, load_kg: float) -> LoggedSet:
    when = at + timedelta(minutes=4 * place)
    return LoggedSet(
        at=when, exercise="Deadlift", style="conventional", load_kg=load_kg, reps=5, rpe=8.5,
        order=place + 1,
    )  # fmt: skip


def _day(journal: Journal, place: int, note: str) -> None:
    at = LIFTED + timedelta(days=place, hours=2)
    sore = Soreness(
        at=at,
        pain_now=5.5 - place / 2,
        pain_worst=7.0 - place / 2,
        under_painkiller=place == 2,
        function=(("tie my shoes", 4.0 + place / 2), ("sit an hour", 5.0)),
        scores=(("roland_morris", 9.0 - place),) if place in (1, 5) else (),
        helped=("heat", "walking"),
        note=note,
    )
    first = add(journal, SORENESSES, sore, entered=at)
    if place == 4:
        add(journal, SORENESSES, sore, entered=at + timedelta(minutes=5), corrects=first)
    woke = date(2026, 11, 20) + timedelta(days=place)
    add(journal, NIGHTS, Night(woke=woke, asleep_h=7.25, source="typed"), entered=at)
    add(journal, BODY_MASSES, BodyMass(at=at, mass_kg=84.1, source="Scale"), entered=at)
    add(journal, WATERS, Water(day=woke, litres=2.5, source="typed"), entered=at)


def _check(journal: Journal, at: datetime, text: str, **said: object) -> None:
    keep_check(
        journal,
        CheckIn(**said),
        at=at,
        engine="0.1.0",
        as_answer=lambda each: answer_document(each),
        country="GB",
        text=text,
    )


def band(value: float, low: float, high: float) -> dict[str, float]:
    return {"value": value, "low": low, "high": high}


def film(made: datetime, *, set_id: int | None = None) -> FilmKept:
    fault = {
        "code": "lumbar_rounding", "onset": "after_lift_off", "at_s": 2.0,
        "size": band(21, 9, 33), "unit": "deg", "confidence": 0.86, "picture": None, "cost": None,
    }  # fmt: skip
    flexion = {
        "from_upright_at_lift_off": band(30, 17, 43),
        "change_from_set_up": band(14, 4, 24),
    }
    rep = {
        "index": 1, "start_s": 0.0, "lift_off_s": band(1, 0.9, 1.1), "knee_pass_s": None,
        "lockout_s": None, "lowering_s": None, "end_s": 5.0, "rom_m": band(0.55, 0.5, 0.6),
        "mean_concentric_velocity_m_s": band(0.3, 0.28, 0.32), "peak_velocity_m_s": None,
        "lumbar_flexion_deg": flexion, "faults": [fault],
        "loads": {"cannot_judge": "no body mass"},
    }  # fmt: skip
    summary = {
        "film": {"width": 1080, "height": 1920, "duration_s": 31.2, "frame_rate": 30.0,
                 "variable": True, "rotation": 90},
        "quality": {"grade": "fair", "reasons": ["the plate covers the hips: film from higher"],
                    "view_yaw_deg": band(12, 5, 19)},
        "scale": {"px_per_m": band(300, 280, 320), "source": "plate"},
        "style": "conventional",
        "reps": [rep],
        "withheld": [{"what": "hip angle, rep 1", "why": "the plate covers the hip"}],
    }  # fmt: skip
    parameters = {"load_kg": 145.0}
    return FilmKept(
        sha256="a" * 64, engine="0.1.0", parameters=parameters, summary=summary, made=made,
        set_id=set_id,
    )  # fmt: skip
