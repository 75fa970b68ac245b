"""The tools for assistants, called as an assistant calls them: with the protocol's own client."""

import asyncio
import json
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from jsonschema import Draft202012Validator
from mcp import Client, StdioServerParameters

from backspotter.app.answer_in_words import answer_in_words
from backspotter.app.check import check_document, check_text
from backspotter.app.film import analyse
from backspotter.app.film_schemas import film_summary_schema
from backspotter.app.film_summary import summary
from backspotter.app.journal_choice import NAMED
from backspotter.app.journal_history import for_a_plan
from backspotter.app.plain_words import LEVEL_WORDS
from backspotter.app.plan import plan as plan_of
from backspotter.app.plan_out import plan_document
from backspotter.journal.codec import SETS
from backspotter.journal.entries import add_all
from backspotter.journal.journal import opened
from backspotter.journal.place import Place
from backspotter.levels import Level
from backspotter.mcp.server import INSTRUCTIONS, server
from backspotter.mcp.tools import ALL
from backspotter.spine.body import Lifter
from backspotter.training.log import LoggedSet
from backspotter.triage.assess import assess
from backspotter.triage.check_in import CheckIn
from tests.episodes import DENIED
from tests.filmed import REPS, stick_film, tracks
from tests.journals import fast_folder

DULL = "5x5 deadlifts yesterday, today my lower back is sore on both sides, a dull ache."
SIGNS = {"saddle_numb": "yes", "urine_cannot_pass": "yes"}


@pytest.fixture
def journal():
    with fast_folder() as folder:
        token = NAMED.set(str(folder / "j.db"))
        yield folder / "j.db"
        NAMED.reset(token)


def call(*calls, to=None):
    """What each call gave, from one server."""

    async def each():
        async with Client(to or server()) as client:
            return [await client.call_tool(name, told) for name, told in calls]

    return asyncio.run(each())


def test_every_tool_is_there_and_says_what_it_is_for():
    async def listed():
        async with Client(server()) as client:
            return (await client.list_tools()).tools, client.instructions

    tools, said = asyncio.run(listed())
    assert {each.name for each in tools} == {each.__name__ for each in ALL}
    assert all(len(each.description) > 40 for each in tools)
    assert said == INSTRUCTIONS


def test_the_words_of_an_emergency_come_through_unaltered():
    (told,) = call(("assess", {"check_in": SIGNS, "country": "GB"}))
    own = assess(CheckIn(**SIGNS), country="GB")
    lines = told.content[0].text.splitlines()
    assert told.structured_content["level"] == "emergency"
    assert lines[0] == f"{LEVEL_WORDS[Level.emergency]}."
    assert [each.words for each in own.do_now] == [
        line for line in lines if line in {each.words for each in own.do_now}
    ]
    assert [f"Because: {each.words}" for each in own.reasons if each.speaks == "for"] == [
        line for line in lines if line.startswith("Because: ")
    ]
    assert any(line.startswith("Until then") for line in lines)
    assert told.content[0].text == answer_in_words(check_document(SIGNS, "GB"))
    assert "999" in told.content[0].text


def test_so_do_those_of_an_emergency_told_in_words_and_kept(journal):
    text = "Since yesterday's deadlifts I cannot pee and my saddle area is numb."
    (told,) = call(("assess", {"text": text, "keep": True}))
    assert told.structured_content["level"] == "emergency"
    assert told.content[0].text == answer_in_words(check_text(text, ""))


def test_what_cannot_be_read_comes_with_the_signs_that_mean_go_now():
    (told,) = call(("assess", {"text": "Me duele la espalda desde ayer"}))
    assert told.structured_content["level"] is None
    assert "Llama al número de emergencias" in told.content[0].text


def test_questions_lead_to_an_answer():
    check_in, skipped = {"onset": "next_day", "hours_since_lift": 30}, []
    for _ in range(60):
        (told,) = call(("next_question", {"check_in": check_in, "skipped": skipped}))
        question = told.structured_content["question"]
        if question is None:
            break
        skipped += [name for line in question["lines"] for name in line["fields"]]
    assert question is None


def test_what_is_kept_is_kept_only_when_asked(journal):
    call(("assess", {"text": DULL}), ("read_report", {"text": DULL}))
    assert not journal.exists()
    told = call(("assess", {"text": DULL, "keep": True}), ("track_add", {"pain": 3}), ("track", {}))
    assert len(told[2].structured_content["checks"]) == 1
    assert len(told[2].structured_content["entries"]) == 1


def test_a_report_comes_back_with_the_words_each_answer_was_taken_from():
    text = "Deadlifts yesterday. Sore on both sides, 4/10, no numbness in the saddle area."
    (told,) = call(("read_report", {"text": text}))
    found = told.structured_content
    assert found["check_in"]["pain_now"] == 4
    assert found["check_in"]["saddle_numb"] == "no"
    own = check_text(text).document()
    assert found == {name: own[name] for name in found}
    assert set(found) == {"read", "unclear", "check_in", "problem", "not_asked"}
    words = [each["words"] for each in found["read"]]
    assert words
    assert all(each in text for each in words)
    assert "level" not in json.dumps(found["check_in"])


@pytest.mark.needs("av", install="pip install 'backspotter[film]'")
def test_a_film_on_the_disk_is_read_rep_by_rep(monkeypatch):
    """As if the network had seen the stick lifter in it; all that follows is the real thing."""
    film, asked = stick_film(), []
    monkeypatch.setattr(
        "backspotter.app.film.read_film", lambda path, *_, **__: asked.append(path) or tracks()
    )
    given = {"path": str(film), "load_kg": 140, "style": "conventional", "mass_kg": 84,
             "height_cm": 181}  # fmt: skip
    (told,) = call(("analyse_film", given))
    found = told.structured_content
    assert asked == [film]
    assert len(found["reps"]) == REPS
    Draft202012Validator(film_summary_schema()).validate(found)
    lifter = Lifter(mass_kg=84, height_m=1.81)
    own = summary(analyse(film, load_kg=140, lifter=lifter, style="conventional"))
    assert found == json.loads(json.dumps(own))


def test_a_plan_proposes_a_session_and_says_what_holds_it(journal):
    now = datetime.now(UTC).astimezone()
    with opened(Place(journal)) as made:
        for at in (now - timedelta(days=days) for days in (17, 10, 3)):
            done = LoggedSet(
                at=at, exercise="Deadlift", style="conventional", load_kg=140.0, reps=5
            )
            add_all(made, SETS, [replace(done, order=n) for n in (1, 2, 3)], entered=at)
    easing = {**DENIED, "onset": "next_day", "hours_since_lift": 60, "quality": ["sore"],
              "spread": "spread", "trend": "easing", "pain_now": 1, "pain_worst": 2}  # fmt: skip
    _, told = call(("assess", {"check_in": easing, "keep": True}), ("plan", {}))
    now = datetime.now(UTC).astimezone()
    found, own = told.structured_content, plan_document(plan_of(for_a_plan(now), today=now))
    assert (found["state"], found["session"]["kg"]) == ("go", 140)
    assert [each["id"] for each in found["guards"]] == ["PAIN-SOME"]
    assert found["guards"] == json.loads(json.dumps(own["guards"]))
    assert found["session"] == json.loads(json.dumps(own["session"]))


def test_an_open_sign_holds_the_level_up(journal):
    call(("assess", {"check_in": SIGNS, "keep": True}))
    (told,) = call(("assess", {"text": DULL, "keep": True}))
    assert told.structured_content["level"] == "emergency"
    (plan,) = call(("plan", {}))
    assert plan.structured_content["state"] == "stop"


def test_loads_have_bands():
    (told,) = call(("estimate_loads", {"load_kg": 140, "mass_kg": 84, "height_cm": 181}))
    peak = told.structured_content["peaks"]["L5/S1"]["compression_N"]
    assert peak["low"] < peak["value"] < peak["high"]


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("assess", {}, "either text or check_in"),
        ("assess", {"check_in": {"pain": 3}}, "113 fields"),
        ("estimate_loads", {"load_kg": 140, "style": "curl"}, "style"),
        ("analyse_film", {"path": "/no/such.mp4", "load_kg": 100}, "such.mp4"),
        ("track_add", {"pain": 11}, "pain"),
    ],
)
def test_what_cannot_be_used_is_one_line(name, given, said, journal):
    (told,) = call((name, given))
    assert told.is_error
    assert said in told.content[0].text
    assert "Traceback" not in told.content[0].text


def test_the_command_speaks_on_standard_input(journal):
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "backspotter", "--journal", str(journal), "mcp"],
        env=dict(os.environ),
    )
    (told,) = call(("assess", {"check_in": SIGNS}), to=command)
    assert told.structured_content["level"] == "emergency"
