"""Laws of the plan, named for what would hurt someone if they failed."""

from __future__ import annotations

import json
import os
import time
from dataclasses import fields, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backspotter.app.history import CheckedIn, History, SessionNote, Soreness
from backspotter.app.history_in import history_from
from backspotter.app.plan import plan
from backspotter.app.plan_flags import open_flags
from backspotter.app.plan_out import plan_document
from backspotter.app.plan_values import Plan
from backspotter.levels import Level
from backspotter.training.guards import Measure, guards, holding
from backspotter.training.limits import Ceiling, Prescription, Reason, limited
from backspotter.training.log import LoggedSet
from backspotter.training.plates import Rack, loaded_down
from backspotter.training.situation import Situation
from backspotter.training.steps import Tried, step_due, steps
from backspotter.training.units import from_kg, to_kg
from backspotter.triage.check_in import CheckIn
from backspotter.triage.flag_signs import flag_fields

FEW = settings(max_examples=max(40, settings.default.max_examples // 50))
FOLDER = Path(__file__).parents[1] / "data" / "scenarios"
RANKS = {"stop": 0, "ask": 1, "unloaded": 2, "go": 3}
ZONE = timezone(timedelta(hours=1))
TODAY = date(2026, 3, 16)
NOW = datetime(2026, 3, 16, 12, tzinfo=ZONE)
FAULTS = ("lumbar_rounding", "lumbar_rounding_at_setup", "bar_drift", "hips_rise_first")


def read(name: str) -> History:
    return history_from(json.loads((FOLDER / f"{name}.history.json").read_text(encoding="utf-8")))


NAMES = sorted(path.name.removesuffix(".history.json") for path in FOLDER.glob("*.history.json"))
HISTORIES = {name: read(name) for name in NAMES}
WELL = HISTORIES["poor-sleep"]


def left(found: Plan) -> tuple[float, ...]:
    """What a plan leaves, as numbers to compare: nothing, a question, no load, a load."""
    if found.state in ("stop", "ask"):
        return (float(RANKS[found.state]), 0.0, 0.0, 0.0)
    work = found.limits.result
    return (float(RANKS[found.state]), work.kg, float(work.sets * work.reps), work.rpe)


def no_higher(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether a plan leaves no more than another: state, then load, then work, then effort."""
    return one <= other


prescriptions = st.builds(
    Prescription,
    kg=st.floats(0, 400),
    sets=st.integers(1, 8),
    reps=st.integers(1, 12),
    rpe=st.floats(4, 10),
)
ceilings = st.builds(
    Ceiling,
    kg=st.none() | st.floats(0, 500),
    sets=st.none() | st.integers(0, 9),
    reps=st.none() | st.integers(0, 15),
    rpe=st.none() | st.floats(0, 10),
)


def reason(ceiling: Ceiling) -> Reason:
    return Reason(id="x", words="", would_lift="", claims=(), basis="", ceiling=ceiling)


@given(work=prescriptions, each=st.lists(ceilings, max_size=5))
def test_a_guard_never_raises_and_what_was_proposed_is_kept(work, each):
    found = limited(work, [reason(ceiling) for ceiling in each])
    assert found.original == work
    for name in ("kg", "sets", "reps", "rpe"):
        assert getattr(found.result, name) <= getattr(work, name)
    assert (found.most_limiting is None) == (found.result == work)


@given(work=prescriptions, each=st.lists(ceilings, max_size=5), one_more=ceilings, data=st.data())
def test_one_more_reason_never_raises_and_the_order_does_not_matter(work, each, one_more, data):
    few = limited(work, [reason(ceiling) for ceiling in each])
    many = data.draw(st.permutations([*each, one_more]))
    more = limited(work, [reason(ceiling) for ceiling in many])
    for name in ("kg", "sets", "reps", "rpe"):
        assert getattr(more.result, name) <= getattr(few.result, name)


situations = st.builds(
    Situation,
    level=st.none() | st.sampled_from(list(Level)),
    nerve_sign=st.booleans(),
    bone=st.booleans(),
    swelling=st.booleans(),
    in_episode=st.booleans(),
    hours_since_check=st.none() | st.floats(0, 400),
    pain=st.none() | st.floats(0, 10),
    pain_unsaid=st.booleans(),
    painkiller=st.booleans(),
    pain_last_pull=st.none() | st.floats(0, 10),
    course=st.sampled_from(["", "on_course", "slower", "not_like_soreness"]),
    before_peak=st.booleans(),
    week_ratio=st.none() | st.floats(0, 4),
    weeks_known=st.none() | st.integers(0, 6),
    days_since_pull=st.none() | st.floats(0, 500),
    faults=st.frozensets(st.sampled_from(FAULTS)),
    sleep_last_h=st.none() | st.floats(0, 12),
    sleep_three_h=st.none() | st.floats(0, 12),
)
MEASURE = Measure(
    last_kg=100.0, kn2_per_set=lambda kg: 10.0 + kg / 4, week_kn2=120.0, six_days_kn2=60.0
)


def result(situation: Situation, work: Prescription) -> Prescription:
    return limited(work, holding(situation, work, MEASURE)).result


WORSE = {
    "pain": st.floats(0, 10),
    "pain_last_pull": st.floats(0, 10),
    "days_since_pull": st.floats(0, 500),
    "week_ratio": st.floats(0, 4),
}


@given(facts=situations, work=prescriptions, name=st.sampled_from(sorted(WORSE)), data=st.data())
def test_more_pain_more_work_or_a_longer_gap_never_raises(facts, work, name, data):
    low, high = sorted((data.draw(WORSE[name]), data.draw(WORSE[name])))
    less = result(replace(facts, **{name: low}), work)
    more = result(replace(facts, **{name: high}), work)
    assert more.order <= less.order
    assert more.kg <= less.kg


@given(
    facts=situations,
    work=prescriptions,
    name=st.sampled_from(["nerve_sign", "bone", "swelling", "painkiller", "pain_unsaid"]),
)
def test_one_more_sign_never_raises(facts, work, name):
    without = result(replace(facts, **{name: False}), work)
    assert result(replace(facts, **{name: True}), work).order <= without.order


@given(
    facts=situations,
    work=prescriptions,
    levels=st.lists(st.sampled_from(list(Level)), min_size=2, max_size=2),
)
def test_a_more_urgent_level_never_raises(facts, work, levels):
    low, high = sorted(levels)
    less = result(replace(facts, level=low), work)
    assert result(replace(facts, level=high), work).order <= less.order


@given(facts=situations, work=prescriptions)
def test_no_hinge_with_an_urgent_level_or_a_nerve_sign(facts, work):
    level = facts.level
    if level is None or level < Level.see_clinician:
        return
    left_over = result(facts, work)
    assert left_over.kg == 0
    if level >= Level.urgent_care or facts.nerve_sign or facts.bone or facts.swelling:
        assert left_over.sets == 0


def test_every_guard_can_hold_and_every_fact_is_looked_at():
    looked_at = {name for guard in guards() for name in guard.when}
    only_said = {"pain_last"}  # beside the number that counts
    assert looked_at | only_said == {each.name for each in fields(Situation)}


tried = st.builds(
    Tried,
    day=st.just(TODAY),
    heaviest_kg=st.just(0.0),
    pain_during=st.none() | st.integers(0, 10).map(float),
    pain_next_day=st.none() | st.integers(0, 10).map(float),
)


@given(each=st.lists(tried, min_size=1, max_size=14), data=st.data())
def test_more_pain_in_a_session_never_leads_to_a_later_step(each, data):
    place = data.draw(st.integers(0, len(each) - 1))
    session = each[place]
    if session.pain_during is None:
        return
    worse = replace(session, pain_during=data.draw(st.floats(session.pain_during, 10)))
    hurt = [*each[:place], worse, *each[place + 1 :]]
    assert _progress(hurt) <= _progress(each)


def _progress(each: list[Tried]) -> tuple[int, int]:
    due = step_due(each)
    return (len(steps()), 0) if due is None else (due.place, due.passed)


@FEW
@given(
    name=st.sampled_from(NAMES),
    pains=st.lists(st.integers(0, 10), min_size=2, max_size=2),
    hours_ago=st.integers(1, 11),
)
def test_more_pain_now_never_raises_the_plan(name, pains, hours_ago):
    history, low, high = HISTORIES[name], *sorted(pains)
    at = NOW - timedelta(hours=hours_ago)

    def with_pain(pain: int) -> History:
        return replace(history, soreness=(*history.soreness, Soreness(at=at, pain_now=float(pain))))

    less, more = (plan(with_pain(pain), today=NOW) for pain in (low, high))
    assert no_higher(left(more), left(less))


@FEW
@given(name=st.sampled_from(NAMES), pains=st.lists(st.integers(0, 10), min_size=2, max_size=2))
def test_more_pain_in_the_last_check_never_raises_the_plan(name, pains):
    history, low, high = HISTORIES[name], *sorted(pains)

    def with_check(pain: int) -> History:
        told = CheckIn(pain_now=pain, trend="unchanged", leg_tingling="no")
        checked = CheckedIn(at=NOW - timedelta(hours=2), check_in=told)
        return replace(history, check_ins=(*history.check_ins, checked))

    less, more = (plan(with_check(pain), today=NOW) for pain in (low, high))
    assert no_higher(left(more), left(less))


@FEW
@given(
    name=st.sampled_from(NAMES),
    flag=st.sampled_from(sorted(flag_fields())),
    later=st.booleans(),
)
def test_adding_a_flag_never_raises_the_plan(name, flag, later):
    history = HISTORIES[name]
    quiet = CheckedIn(at=NOW - timedelta(hours=3), check_in=CheckIn(pain_now=0, trend="gone"))
    flagged = replace(quiet, check_in=quiet.check_in.with_(**{flag: "yes"}))
    after = (replace(quiet, at=NOW - timedelta(hours=1)),) if later else ()
    without = replace(history, check_ins=(*history.check_ins, quiet, *after))
    with_it = replace(history, check_ins=(*history.check_ins, flagged, *after))
    assert no_higher(left(plan(with_it, today=NOW)), left(plan(without, today=NOW)))


@FEW
@given(
    flag=st.sampled_from(sorted(flag_fields())),
    pains=st.lists(st.integers(0, 10), max_size=4),
    denied=st.booleans(),
)
def test_a_flag_stays_whatever_is_said_later(flag, pains, denied):
    first = CheckedIn(at=NOW - timedelta(days=9), check_in=CheckIn(**{flag: "yes"}))
    later = [
        CheckedIn(
            at=NOW - timedelta(days=5 - place),
            check_in=CheckIn(pain_now=pain, **({flag: "no"} if denied else {})),
        )
        for place, pain in enumerate(pains)
    ]
    history = replace(WELL, check_ins=(first, *later))
    alone = plan(replace(WELL, check_ins=(first,)), today=NOW)
    found = plan(history, today=NOW)
    assert flag in [each.field for each in open_flags(history)]
    assert found.level >= max(each.level for each in found.flags)
    assert found.level >= alone.level


@FEW
@given(name=st.sampled_from(NAMES), pains=st.lists(st.integers(0, 10), min_size=2, max_size=2))
def test_a_session_that_hurt_more_never_raises_the_plan(name, pains):
    history, low, high = HISTORIES[name], *sorted(pains)
    days = [one.at.date() for one in history.sets]
    if not days:
        return

    def with_note(pain: int) -> History:
        note = SessionNote(day=max(days), pain_during=float(pain))
        others = tuple(each for each in history.sessions if each.day != note.day)
        return replace(history, sessions=(*others, note))

    less, more = (plan(with_note(pain), today=NOW) for pain in (low, high))
    assert no_higher(left(more), left(less))


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles", "UTC"])
def test_the_machines_clock_and_zone_do_not_matter(zone, monkeypatch):
    before = {name: plan_document(plan(HISTORIES[name], today=TODAY)) for name in NAMES[:6]}
    monkeypatch.setattr(time, "time", lambda: 0.0)
    monkeypatch.setitem(os.environ, "TZ", zone)
    time.tzset()
    try:
        for name, kept in before.items():
            assert plan_document(plan(read(name), today=TODAY)) == kept
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("offset", [-11, -5, 0, 5.5, 14])
@pytest.mark.parametrize("name", NAMES)
def test_the_persons_zone_does_not_matter(name, offset):
    zone = timezone(timedelta(hours=offset))
    moved = in_zone(HISTORIES[name], zone)
    here, there = (plan(each, today=TODAY) for each in (HISTORIES[name], moved))
    assert left(here) == left(there)
    assert here.why == there.why


def in_zone(history: History, zone: timezone) -> History:
    """The same days and hours on the wall, in another zone."""

    def moved(row):
        return replace(row, at=row.at.replace(tzinfo=zone))

    dated = ("sets", "body_mass", "check_ins", "soreness", "films", "examined", "corrected")
    return replace(history, **{part: tuple(map(moved, getattr(history, part))) for part in dated})


@FEW
@given(name=st.sampled_from(NAMES), data=st.data())
def test_the_order_of_entries_does_not_matter(name, data):
    history = HISTORIES[name]
    parts = ("sets", "check_ins", "soreness", "sessions", "nights")
    mixed = {p: tuple(data.draw(st.permutations(list(getattr(history, p))[:30]))) for p in parts}
    first = {part: tuple(list(getattr(history, part))[:30]) for part in parts}
    one, other = (plan(replace(history, **each), today=TODAY) for each in (first, mixed))
    assert left(one) == left(other)


@FEW
@given(name=st.sampled_from(NAMES))
def test_what_comes_later_does_not_count(name):
    history = HISTORIES[name]
    later = Soreness(at=NOW + timedelta(days=1), pain_now=9.0)
    flagged = CheckedIn(at=NOW + timedelta(days=1), check_in=CheckIn(saddle_numb="yes"))
    pulled = LoggedSet(at=NOW + timedelta(hours=6), exercise="Deadlift", load_kg=300.0, reps=1)
    with_it = replace(
        history,
        sets=(*history.sets, pulled),
        soreness=(*history.soreness, later),
        check_ins=(*history.check_ins, flagged),
    )
    one, other = (plan_document(plan(each, today=NOW)) for each in (history, with_it))
    assert one == other


@given(mass=st.floats(0, 2000), unit=st.sampled_from(["kg", "lb"]))
def test_units_close(mass, unit):
    assert from_kg(to_kg(mass, unit), unit) == pytest.approx(mass, rel=1e-12)
    assert to_kg(from_kg(mass, unit), unit) == pytest.approx(mass, rel=1e-12)


plates = st.lists(st.sampled_from([45, 35, 25, 20, 15, 10, 5, 2.5, 1.25, 0.5, 0.25]), max_size=9)


@given(plates=plates, short_by=st.floats(1e-6, 0.09))
def test_a_weight_that_is_just_missed_is_not_rounded_up_to(plates, short_by):
    rack = Rack(plates=tuple(plates))
    full = 20 + 2 * sum(plates)
    found = loaded_down(full - short_by, rack)
    assert found is None or found.shown < full


@given(kg=st.floats(0, 500), plates=plates, unit=st.sampled_from(["kg", "lb"]))
def test_rounding_is_never_up_and_only_with_plates_that_are_there(kg, plates, unit):
    rack = Rack(unit=unit, bar=45.0 if unit == "lb" else 20.0, plates=tuple(plates))
    found = loaded_down(kg, rack)
    if found is None:
        assert from_kg(kg, unit) < rack.bar
        return
    assert found.kg <= kg
    assert found.shown <= from_kg(kg, unit) + 1e-6
    assert found.shown == pytest.approx(rack.bar + 2 * sum(found.side))
    spare = list(plates)
    for plate in found.side:
        spare.remove(plate)


@given(kg=st.floats(20, 400), plates=plates)
def test_no_heavier_weight_would_have_fitted(kg, plates):
    rack = Rack(plates=tuple(plates))
    found = loaded_down(kg, rack)
    sums = {0.0}
    for plate in plates:
        sums |= {each + plate for each in sums}
    best = max(20 + 2 * each for each in sums if 20 + 2 * each <= kg + 1e-9)
    assert found.shown == pytest.approx(best)
