"""What each guard leaves of 110 kg, 3 × 5 at RPE 8, when the last work weight was 100 kg."""

from __future__ import annotations

import pytest

from backspotter.levels import Level
from backspotter.training.guards import Measure, guards, holding
from backspotter.training.limits import Prescription, limited
from backspotter.training.situation import PAIN_H, Situation

WORK = Prescription(kg=110.0, sets=3, reps=5, rpe=8.0)
MEASURE = Measure(last_kg=100.0, kn2_per_set=lambda kg: kg / 2, week_kn2=100.0, six_days_kn2=20.0)
CHECKED = {"hours_since_check": 1.0, "in_episode": False}

TABLE = """
facts                                      | kg  sets rpe | limits most
                                           | 110 3 8      | -
level=normal_soreness                      | 110 3 8      | -
level=self_care                            | 110 3 8      | -
level=see_clinician                        | 0   3 5      | LEVEL-SEE
level=see_clinician nerve_sign=yes         | 0   0 0      | LEVEL-NERVE
level=see_clinician bone=yes               | 0   0 0      | LEVEL-BONE
level=see_clinician swelling=yes           | 0   0 0      | LEVEL-SWELLING
level=urgent_care                          | 0   0 0      | LEVEL-URGENT
level=emergency                            | 0   0 0      | LEVEL-EMERGENCY
pain=0                                     | 110 3 8      | -
pain=1                                     | 100 3 8      | PAIN-SOME
pain=3                                     | 100 3 8      | PAIN-SOME
pain=4                                     | 60  2 6      | PAIN-HOLD
pain=5                                     | 60  2 6      | PAIN-HOLD
pain=6                                     | 0   0 0      | PAIN-STOP
pain=10                                    | 0   0 0      | PAIN-STOP
pain_unsaid=no                             | 110 3 8      | -
pain_unsaid=yes                            | 100 3 8      | PAIN-UNKNOWN
pain_unsaid=yes pain=4                     | 60  2 6      | PAIN-HOLD
pain_last_pull=3                           | 110 3 8      | -
pain_last_pull=4                           | 90  3 8      | PAIN-LAST-HOLD
pain_last_pull=6                           | 60  3 6      | PAIN-LAST-PULL
painkiller=yes                             | 60  3 6      | PAINKILLER
course=on_course                           | 110 3 8      | -
course=slower                              | 80  2 7      | COURSE-SLOW
course=not_like_soreness                   | 0   3 5      | COURSE-NOT
before_peak=yes pain=2                     | 100 3 8      | PAIN-SOME
before_peak=yes pain=3                     | 80  3 7      | COURSE-RISING
week_ratio=1.3                             | 110 3 8      | -
week_ratio=1.5                             | 110 2 8      | WEEK-RAMP
weeks_known=3                              | 110 3 8      | -
weeks_known=2                              | 105 3 8      | WEEK-UNKNOWN
days_since_pull=13                         | 110 3 8      | -
days_since_pull=14                         | 90  3 8      | GAP-2-WEEKS
days_since_pull=28                         | 80  3 7      | GAP-MONTH
days_since_pull=63                         | 60  2 6      | GAP-MONTHS
days_since_pull=270                        | 40  2 6      | GAP-YEAR
faults=lumbar_rounding                     | 90  3 8      | FORM-ROUNDS
faults=lumbar_rounding_at_setup            | 100 3 8      | FORM-ROUND-START
faults=bar_drift                           | 100 3 8      | FORM-OTHER
sleep_last_h=4.9                           | 90  2 7      | SLEEP-NIGHT
sleep_last_h=5                             | 110 3 8      | -
sleep_three_h=5.9                          | 100 3 7      | SLEEP-DEBT
pain=3 days_since_pull=63 sleep_last_h=4   | 60  2 6      | GAP-MONTHS
"""
ROWS = [line.split("|") for line in TABLE.strip().splitlines()[1:]]
ASKS = """
in_episode=no  hours_since_check=168 | -
in_episode=no  hours_since_check=169 | ASK-WEEK
in_episode=no                        | ASK-WEEK
in_episode=yes hours_since_check=24  | -
in_episode=yes hours_since_check=25  | ASK-EPISODE
in_episode=yes                       | ASK-EPISODE
"""


def situation(words: str, **known: object) -> Situation:
    facts: dict[str, object] = dict(known)
    for word in words.split():
        name, _, said = word.partition("=")
        facts[name] = _value(name, said)
    return Situation(**facts)


def _value(name: str, said: str) -> object:
    if said in ("yes", "no"):
        return said == "yes"
    if name == "level":
        return Level[said]
    if name == "faults":
        return frozenset([said])
    return said if name == "course" else float(said)


@pytest.mark.parametrize(("facts", "left", "most"), ROWS)
def test_what_is_left(facts, left, most):
    found = limited(WORK, holding(situation(facts, **CHECKED), WORK, MEASURE))
    kg, sets, rpe = (float(number) for number in left.split())
    assert (found.result.kg, found.result.sets, found.result.rpe) == pytest.approx((kg, sets, rpe))
    assert (found.most_limiting.id if found.most_limiting else "-") == most.strip()


@pytest.mark.parametrize("line", ASKS.strip().splitlines())
def test_when_it_asks_first(line):
    facts, wanted = line.split("|")
    asking = [each.id for each in holding(situation(facts), WORK, MEASURE) if each.asks]
    assert (asking or ["-"]) == [wanted.strip()]


def test_every_guard_stands_in_the_tables():
    told = {row[2].strip() for row in ROWS} | {
        line.split("|")[1].strip() for line in ASKS.strip().splitlines()
    }
    assert {guard.id for guard in guards()} == told - {"-"}


@pytest.mark.parametrize("facts", ["pain=1", "pain_unsaid=yes"])
def test_what_is_not_over_adds_no_weight_no_set_and_no_repetition(facts):
    last = Measure(last_kg=100.0, last_sets=3, last_reps=5)
    for more in (
        Prescription(kg=100.0, sets=3, reps=6, rpe=8.0),
        Prescription(kg=102.5, sets=4, reps=5, rpe=8.0),
    ):
        found = limited(more, holding(situation(facts, **CHECKED), more, last)).result
        assert found == Prescription(kg=100.0, sets=3, reps=5, rpe=8.0)


def test_a_full_week_leaves_one_light_set_or_none_with_a_load():
    full = Measure(
        last_kg=100.0, kn2_per_set=lambda kg: 10 + kg / 2, week_kn2=100.0, six_days_kn2=100.0
    )
    facts = situation("week_ratio=2", **CHECKED)
    found = limited(WORK, holding(facts, WORK, full)).result
    assert (found.sets, found.kg) == (1, pytest.approx(40.0, abs=0.01))
    over = Measure(last_kg=100.0, kn2_per_set=full.kn2_per_set, week_kn2=100.0, six_days_kn2=125.0)
    assert limited(WORK, holding(facts, WORK, over)).result.kg == 0.0


def test_a_number_that_is_not_the_last_is_said_to_be_the_highest_and_when_it_lifts():
    for pain in (2.0, 4.0, 6.0):
        now, before = (
            holding(Situation(**CHECKED, pain=pain, pain_last=last), WORK, MEASURE)[0]
            for last in (pain, 1.0)
        )
        assert now.words.startswith(f"Pain of {pain:g} of 10. ") or "10: go on" in now.words
        said = f"Pain of {pain:g} of 10 was the highest of the last {PAIN_H:g} hours"
        assert before.words.startswith(f"{said} (the last number is 1)")
        assert f"for {PAIN_H:g} hours" in before.would_lift
