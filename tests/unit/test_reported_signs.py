"""What decided is named: the sign that a person reported stands beside the rule, in plain words."""

import json
import re
from html import unescape

import pytest

from backspotter.app.answer_in_words import answer_in_words
from backspotter.app.check import Answer, check_text
from backspotter.cli import main as command_line
from backspotter.levels import Level
from backspotter.triage.assess import Reason, assess, reported_in_words, signs_that_decide
from backspotter.triage.check_in import SIGNS, CheckIn
from backspotter.triage.floors import floors, signs_of
from backspotter.triage.questions import sign_words
from tests.check_walks import client

SHARED = [
    (floor.id, name) for floor in floors() for name in signs_of(floor) if len(signs_of(floor)) > 1
]


@pytest.mark.parametrize(("rule", "sign"), SHARED)
def test_a_rule_of_several_signs_names_the_one_that_was_reported(rule, sign):
    found = assess(CheckIn(**{sign: "yes"}))
    reason = next((each for each in found.reasons if each.rule == rule), None)
    if reason is not None:
        assert sign_words()[sign][1:] in reason.words


def test_most_rules_of_several_signs_hold_for_one_alone():
    alone = [
        (rule, sign)
        for rule, sign in SHARED
        if any(each.rule == rule for each in assess(CheckIn(**{sign: "yes"})).reasons)
    ]
    assert len(alone) >= 20


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_that_raises_the_level_is_among_those_that_decide(sign):
    found = assess(CheckIn(**{sign: "yes"}))
    deciding = signs_that_decide(found.check_in, found.level)
    if found.level >= Level.urgent_care:
        assert deciding == (sign,)


def test_a_sign_that_was_denied_is_not_named():
    found = assess(CheckIn(foot_drop="yes", knee_gives_way="no"))
    (reason,) = [each for each in found.reasons if each.rule == "RAD-01"]
    assert "the foot drags" in reason.words
    assert "knee" not in reason.words


def test_no_sign_is_lost_among_many():
    told = CheckIn(saddle_numb="yes", urine_hard_to_start="yes", urine_cannot_pass="yes")
    words = answer_in_words(Answer(assess(told)))
    assert "You reported:" in words
    assert "cannot pass urine at all" in words


def test_it_is_named_where_it_was_read():
    words = answer_in_words(check_text("back sore since deadlifts, cannot pee at all"))
    assert "cannot pass urine at all" in words


def test_what_sets_the_level_stands_before_what_the_rest_looks_like(tmp_path, capsys):
    told = {"onset": "next_day", "quality": ["sore"], "spread": "spread", "trend": "easing"}
    told |= {"leg_tingling": "yes", "pain_now": 3, "hours_since_lift": 30}
    found = assess(CheckIn().with_(**told))
    assert found.level is Level.see_clinician
    sign = reported_in_words(["leg_tingling"])
    assert found.most_like.startswith(f"What decides is this: {sign}. The rest is most like ")
    with client(tmp_path / "j.db") as web:
        kept = web.post("/api/v1/check-ins", json={"check_in": told}).json()
        html = unescape(web.get(f"/check/answer/{kept['id']}").text)
    why = html[html.index('<h2 id="why">') :]
    assert why.index(sign) < why.index("rest is most like")
    (tmp_path / "told.json").write_text(json.dumps(told))
    command_line.run(["check", "--from", str(tmp_path / "told.json"), "--no-save"])
    said = " ".join(capsys.readouterr().out.split())
    assert said.index(sign) < said.index("rest is most like")
    soreness = assess(CheckIn().with_(**{**told, "leg_tingling": "no"}))
    assert soreness.most_like.startswith("Most like ")


def test_an_open_flag_that_set_the_level_stands_first_too():
    flag = Reason("RAD-05", "A leg tingled on Monday.", (), "pathway", Level.see_clinician, "for")
    found = assess(CheckIn().with_(pain_now=2), standing=(flag,))
    assert found.most_like.startswith("What decides is this: A leg tingled on Monday. The rest")


def test_an_answer_says_once_that_it_is_no_diagnosis(tmp_path):
    with client(tmp_path / "j.db") as web:
        for told in ({"leg_tingling": "yes"}, {"fever": "yes"}, {"saddle_numb": "yes"}):
            kept = web.post("/api/v1/check-ins", json={"check_in": told}).json()
            html = web.get(f"/check/answer/{kept['id']}").text
            shown = re.sub(r'<p class="[^"]*only-print">.*?</p>', "", html, flags=re.S)
            assert shown.count("not a diagnosis") == 1
