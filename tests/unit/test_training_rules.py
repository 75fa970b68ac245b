"""Strength, plates, names, steps and proposals: small tables that can be read aloud."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from backspotter.errors import InputError
from backspotter.evidence import claims
from backspotter.spine.rep import styles
from backspotter.training.dose import Dose, of_set, week_room
from backspotter.training.guards import guards
from backspotter.training.limits import NOTHING, Ceiling, Prescription, Reason, limited
from backspotter.training.log import LoggedSet
from backspotter.training.plates import Rack, loaded_down, standard_rack
from backspotter.training.proposal import Scheme, propose
from backspotter.training.sessions import pull_sessions, usual_gap_days, usual_style, work_sets
from backspotter.training.steps import Tried, skips_hinge, step_due, steps
from backspotter.training.strength import e1rm, largest, load_for
from backspotter.training.variants import STYLES, is_hinge_drill, rules, style_of
from backspotter.training.warm_up import Found, leading_sets, warm_up

NAMES = """
Deadlift (Barbell)                | conventional
Barbell Deadlift                  | conventional
deadlift                          | conventional
Sumo Deadlift (Barbell)           | sumo
Deadlift - Sumo                   | sumo
Trap Bar Deadlift                 | trap_bar
Deadlift (Trap Bar)               | trap_bar
Hex Bar Deadlift                  | trap_bar
Romanian Deadlift (Barbell)       | romanian
RDL                               | romanian
Stiff-Legged Deadlift             | stiff_leg
Straight Leg Deadlift (Barbell)   | stiff_leg
Deficit Deadlift                  | deficit
Rack Pull                         | block
Block pulls                       | block
Romanian Deadlift (Dumbbell)      | -
Single-Leg Romanian Deadlift      | -
Deadlift (Band)                   | -
Kettlebell Sumo Deadlift          | -
Bench Press (Barbell)             | -
Deadlifting is fun                | -
Back Extension                    | -
"""
PLATES = """
kg   unit bar plates                | shown  side
142.4  kg  20  25,25,20,15,10,5,2.5,1.25 | 140 25,20,15
100    kg  20  25,15                | 100  25,15
99.9   kg  20  25,15                | 70   25
61     kg  20  10,10                | 60   10,10
19.9   kg  20  10                   | -
20     kg  20  10                   | 20
106.6  lb  45  45,45,25,10,5        | 235  45,45,5
60     kg  15  20,2.5,0.5           | 60   20,2.5
"""


def rows(text: str, *, head: bool = False) -> list[list[str]]:
    lines = text.strip().splitlines()[1 if head else 0 :]
    return [[part.strip() for part in line.split("|")] for line in lines]


@pytest.mark.parametrize(("name", "style"), rows(NAMES))
def test_names_in_logs_and_their_style(name, style):
    assert (style_of(name) or "-") == style


def test_the_styles_are_those_of_the_lift_model():
    assert set(STYLES) == set(styles())
    assert {row["style"] for row in rules("variants.toml")["variant"]} == set(STYLES)


def test_a_hostile_name_is_just_no_deadlift():
    assert style_of("x" * 100_000) is None
    assert style_of("") is None
    assert is_hinge_drill("Hip Hinge")
    assert not is_hinge_drill("Deadlift")


@pytest.mark.parametrize(("given", "wanted"), rows(PLATES, head=True))
def test_what_the_plates_make(given, wanted):
    kg, unit, bar, plates = given.split()
    rack = Rack(unit=unit, bar=float(bar), plates=tuple(map(float, plates.split(","))))
    found = loaded_down(float(kg), rack)
    side = ",".join(f"{plate:g}" for plate in found.side) if found else ""
    shown = f"{found.shown:g} {side}".strip() if found else "-"
    assert shown.split() == wanted.split()


@pytest.mark.parametrize("bad", [{"bar": -1}, {"plates": (0,)}, {"plates": (1.0,) * 41}])
def test_a_rack_that_cannot_be_is_refused(bad):
    with pytest.raises(InputError):
        Rack(**bad)


def one(day: int, kg: float | None, reps: int | None, rpe: float | None = None, **more: object):
    at = datetime(2026, 3, 1, 18, tzinfo=UTC) + timedelta(days=day)
    return LoggedSet(at=at, exercise="Deadlift", load_kg=kg, reps=reps, rpe=rpe, **more)


STRENGTH = """
kg  reps rpe | strength
100 1    10  | 100
100 5    10  | 116.67
100 5    8   | 123.33
100 5    -   | 116.67
100 10   10  | 133.33
100 11   10  | -
100 8    7   | -
100 5    5.5 | -
0   5    8   | -
"""


@pytest.mark.parametrize(("given", "wanted"), rows(STRENGTH, head=True))
def test_strength_and_where_it_may_be_asked(given, wanted):
    kg, reps, rpe = given.split()
    found = e1rm(one(0, float(kg), int(reps), None if rpe == "-" else float(rpe)))
    assert (f"{found.kg:.2f}".rstrip("0").rstrip(".") if found else "-") == wanted
    assert found is None or found.low < found.kg < found.high


def test_load_for_is_the_inverse_of_strength():
    for reps, rpe in ((1, 10), (3, 8), (5, 7.5), (8, 9)):
        assert largest(load_for(200.0, reps, rpe), reps + 10 - rpe) == pytest.approx(200.0)


def test_a_failed_set_counts_what_was_done():
    assert e1rm(one(0, 100, 3, 6, failed=True)).kg == pytest.approx(110.0)


def sessions_of(*sets: LoggedSet):
    return pull_sessions(sets, until=datetime(2026, 12, 1, tzinfo=UTC))


PROPOSALS = """
last                      | kg    reps why
100x5 100x5 100x5         | 100   6    One repetition more
100x8 100x8 100x8         | 105   5    All sets reached
95x8 95x8 95x8            | 97.5  5    All sets reached
100x8 100x8 100x6         | 100   7    One repetition more
100x5@9.5 100x5@9.5       | 100   5    hard enough
100x3 100x3               | 100   3    hard enough
100x5 100x5 100x2!        | 95    5    failed
60x5w 100x5 100x5         | 100   6    One repetition more
60x5 80x3 100x8           | 105   5    All sets reached
"""


def last_session(words: str):
    sets = []
    for place, word in enumerate(words.split()):
        word, failed = word.removesuffix("!"), word.endswith("!")
        word, warm = word.removesuffix("w"), word.endswith("w")
        kg, rest = word.split("x")
        reps, _, rpe = rest.partition("@")
        known = float(rpe) if rpe else None
        more = {"order": place + 1, "failed": failed, "warm_up": warm}
        sets.append(one(0, float(kg), int(reps), known, **more))
    return sessions_of(*sets)


@pytest.mark.parametrize(("last", "wanted"), rows(PROPOSALS, head=True))
def test_what_is_proposed_after_a_session(last, wanted):
    kg, reps, why = wanted.split(maxsplit=2)
    day = date(2026, 3, 8)
    found = propose(last_session(last), "conventional", standard_rack("kg"), Scheme(), today=day)
    assert (found.prescription.kg, found.prescription.reps) == (float(kg), int(reps))
    assert why in found.why


def test_by_rpe_it_never_jumps_more_than_a_twentieth():
    done = sessions_of(one(0, 100, 5, 6), one(2, 100, 5, 6))
    scheme = Scheme(way="rpe", rpe=9)
    found = propose(done, "conventional", standard_rack("kg"), scheme, today=date(2026, 3, 5))
    assert found.prescription.kg == pytest.approx(105.0)


def test_by_rpe_without_rpe_it_goes_by_repetitions():
    found = propose(
        sessions_of(one(0, 100, 5)),
        "conventional",
        standard_rack("kg"),
        Scheme(way="rpe"),
        today=date(2026, 3, 5),
    )
    assert "repetition" in found.why


STEPS = """
tried                       | step
                            | STEP-HINGE
2/2                         | STEP-HINGE
2/2 2/2                     | STEP-LIGHT
2/2 2/-                     | STEP-HINGE
2/2 -/2                     | STEP-HINGE
2/2 4/2                     | STEP-HINGE
2/2 2/2 3/3 3/3             | STEP-RANGE
2/2 2/2 6/2                 | STEP-HINGE
2/2 2/2 1/6                 | STEP-HINGE
2/2 2/2 1/1 1/1 1/1 7/1     | STEP-LIGHT
1/1 1/1 1/1 1/1 1/1 1/1 1/1 | STEP-WEIGHT
"""


@pytest.mark.parametrize(("tried", "wanted"), rows(STEPS, head=True))
def test_which_step_is_due(tried, wanted):
    found = step_due([_tried(word) for word in tried.split()])
    assert found.step.id == wanted


def _tried(word: str) -> Tried:
    during, after = (None if part == "-" else float(part) for part in word.split("/"))
    return Tried(day=date(2026, 3, 1), heaviest_kg=0.0, pain_during=during, pain_next_day=after)


def test_the_way_back_ends():
    enough = sum(step.sessions for step in steps())
    assert step_due([_tried("1/1")] * enough) is None
    assert step_due([_tried("1/1")] * (enough - 1)) is not None


def test_only_a_mild_stop_skips_the_hinges():
    assert [skips_hinge(pain) for pain in (None, 0, 3, 3.5, 7)] == [False, True, True, False, False]
    assert step_due([], mild=True).step.id == "STEP-LIGHT"


def test_work_is_what_is_near_the_heaviest_and_no_warm_up():
    sets = [one(0, 60, 5), one(0, 95, 5), one(0, 100, 3), one(0, 120, 1, warm_up=True)]
    assert [each.load_kg for each in work_sets(sets)] == [95, 100]


def test_style_and_gap_are_those_of_late():
    sets = [one(day, 100, 5) for day in (0, 7, 14)]
    sets += [LoggedSet(at=each.at, exercise="RDL", load_kg=60, reps=8) for each in sets[:1]]
    done = sessions_of(*sets)
    assert usual_style(done) == "conventional"
    assert usual_gap_days(done) == 7.0
    assert usual_gap_days(done[:2]) is None


def straight(style: str, load_kg: float) -> float:
    return 2000.0 + 50.0 * load_kg


def test_a_week_is_set_against_ones_own():
    done = sessions_of(*(one(7 * week, 100, 5) for week in range(6)))
    room = week_room(done, date(2026, 4, 12), straight)
    assert (room.usual_kn2, room.six_days_kn2, room.weeks) == (245.0, 0.0, 6)
    assert room.ratio(490.0) == 2.0
    assert week_room(done[:2], date(2026, 3, 15), straight) is None


def test_a_set_of_nothing_known_is_no_dose():
    assert of_set(one(0, None, 5), straight) == Dose()
    assert of_set(one(0, 100, None), straight) == Dose()


def test_the_most_limiting_reason_is_the_one_that_leaves_least():
    work = Prescription(kg=100.0, sets=3, reps=5, rpe=8.0)
    kinds = {"less": Ceiling(kg=80.0), "least": Ceiling(kg=60.0), "none": Ceiling(kg=200.0)}
    found = limited(work, [_reason(name, ceiling) for name, ceiling in kinds.items()])
    assert found.most_limiting.id == "least"
    assert found.result == Prescription(kg=60.0, sets=3, reps=5, rpe=8.0)
    assert found.original == work
    assert len(found.reasons) == 3


def test_nothing_is_left_of_no_sets():
    work = Prescription(kg=100.0, sets=3, reps=5, rpe=8.0)
    assert limited(work, [_reason("stop", Ceiling(sets=0))]).result == NOTHING


def _reason(name: str, ceiling: Ceiling) -> Reason:
    return Reason(id=name, words="", would_lift="", claims=(), basis="", ceiling=ceiling)


def test_the_rows_of_the_rules_are_sound():
    every = [*guards(), *steps()]
    ids = [row.id for row in every]
    more = [row["id"] for row in rules("warm_up.toml")["row"]]
    more += [row["id"] for row in rules("recovery.toml")["recovery"]]
    assert len(set(ids + more)) == len(ids + more)
    named = [id_ for guard in guards() for id_ in guard.claims] + rules("steps.toml")["claims"]
    for table in ("warm_up", "recovery"):
        key = {"warm_up": "row", "recovery": "recovery"}[table]
        named += [id_ for row in rules(f"{table}.toml")[key] for id_ in row["claims"]]
    assert [id_ for id_ in named if id_ not in claims()] == []
    assert [g.id for g in guards() if g.basis not in ("guideline", "literature", "judgement")] == []


WARM_UPS = """
found                         | chosen
                              | WARM-WALK WARM-HIP-90 WARM-HAM-SWING WARM-BACK-CAT WARM-HINGE-STICK
fault:lumbar_rounding         | WARM-HINGE-STICK WARM-CONTROL-BRACE
fault:bar_drift               | WARM-CONTROL-CLOSE
fault:hips_rise_first         | WARM-HINGE-WALL WARM-CONTROL-BRACE
fault:lockout_hyperextension  | WARM-HIP-FLEXOR WARM-BACK-BRIDGE
stiff:hamstrings              | WARM-HAM-LEG
region:left_paraspinal        | WARM-BACK-CAT
"""


@pytest.mark.parametrize(("found", "wanted"), rows(WARM_UPS, head=True))
def test_the_warm_up_answers_what_was_found(found, wanted):
    kind, _, code = found.partition(":")
    names = {"fault": "faults", "region": "regions", "stiff": "stiff"}
    given = Found(**{names[kind]: frozenset([code])}) if code else Found()
    chosen = [row.id for row in warm_up(given, with_load=True)]
    assert set(wanted.split()) <= set(chosen)
    assert len(chosen) <= 6
    assert sum(row.minutes for row in warm_up(given, with_load=True)) <= 14


def test_what_takes_a_bar_is_left_out_without_one_and_in_pain():
    faults = frozenset(["bar_drift"])
    close = "WARM-CONTROL-CLOSE"
    assert close in [r.id for r in warm_up(Found(faults=faults), with_load=True)]
    assert close not in [r.id for r in warm_up(Found(faults=faults), with_load=False)]
    assert close not in [r.id for r in warm_up(Found(faults=faults, pain=5.0), with_load=True)]


def test_lighter_sets_lead_up_and_stay_below():
    work = Prescription(kg=142.5, sets=3, reps=5, rpe=8.0)
    loads = [each.load.kg for each in leading_sets(work, standard_rack("kg"))]
    assert loads == sorted(loads)
    assert loads == [55.0, 85.0, 112.5]
    assert leading_sets(NOTHING, standard_rack("kg")) == ()
