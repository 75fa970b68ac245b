"""The tools for assistants, called as an assistant calls them: with the protocol's own client."""

import asyncio
import os
import sys

import pytest
from mcp import Client, StdioServerParameters

from backspotter.app.journal_choice import NAMED
from backspotter.app.plain_words import LEVEL_WORDS
from backspotter.levels import Level
from backspotter.mcp.server import INSTRUCTIONS, server
from backspotter.mcp.tools import ALL
from backspotter.triage.assess import assess
from backspotter.triage.check_in import CheckIn
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
    assert "999" in told.content[0].text


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
