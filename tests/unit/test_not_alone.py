"""Somebody who writes of ending their life reads one calm line first, on every face."""

from __future__ import annotations

from html import unescape

import pytest

from backspotter.app.answer_in_words import answer_in_words
from backspotter.app.check import check_text
from backspotter.app.not_alone import first_line, speaks_of_dying
from backspotter.cli import main as command_line
from tests.check_walks import begin, client, key_on

SAID = """
i want to die
I want to kill myself
I wanna die, this back has been going for months
my back has hurt for 2 years and I don’t want to live like this. I don't want to live
some days I think about ending it
thinking of ending my life
I feel suicidal
better off dead honestly
I wish I were dead
there is no point in living with this pain
deadlifts took everything from me, I'd rather end it all
I just want to kill myself with pills
i dont want to be alive anymore
"""
HARMLESS = """
my back is killing me
dying of DOMS
I am dying here, so sore after deadlifts
I use a suicide grip on bench
did some suicides after deadlifts
I nearly killed myself with that last rep
kept killing myself in the gym all week, now my lower back is sore
I don't want to kill myself with heavy deadlifts again
wanted to die after that set, now my back is stiff
not suicidal, just fed up with a sore back
this set was murder, my legs are dead
dead stop deadlifts yesterday
I want to deadlift again
my back died on me
"""


@pytest.mark.parametrize("text", SAID.strip().splitlines())
def test_it_is_heard(text):
    assert speaks_of_dying(text)


@pytest.mark.parametrize("text", HARMLESS.strip().splitlines())
def test_soreness_jokes_and_lifting_are_not_it(text):
    assert not speaks_of_dying(text)


@pytest.mark.parametrize(("country", "number"), [("GB", "999"), ("", "your emergency number")])
def test_the_line_names_only_a_number_that_the_table_has(country, number):
    line = first_line("I want to die", country)
    assert line.startswith("You are not alone with this. ")
    assert f"call {number}" in line


def test_a_long_text_is_looked_through_at_once():
    assert not speaks_of_dying("i do not want to die of doms " * 700)


@pytest.mark.parametrize("back", ["", " My lower back is sore since deadlifts yesterday."])
def test_every_face_says_it_before_the_rest(tmp_path, capsys, back):
    text = f"I want to kill myself.{back}"
    answer = check_text(text, "GB")
    assert answer.judged == bool(back)
    line = first_line(text, "GB")
    assert answer_in_words(answer).startswith(line)
    assert answer.document()["first"] == line
    command_line.run(["check", "--text", text, "--country", "GB", "--no-save"])
    assert " ".join(capsys.readouterr().out.split()).startswith(line)
    with client(tmp_path / "j.db") as web:
        sent = told(web, text)
        shown = unescape(sent.text)
        assert line in shown
        assert shown.index(line) < shown.index("<h1")
        assert ("Nothing in this is about a back" in shown) != bool(back)
        if back:
            kept = web.post("/api/v1/check-ins", json={"text": text}).json()
            html = unescape(web.get(f"/check/answer/{kept['id']}").text)
            assert html.index(line) < html.index("Check of ")


def told(web, text):
    at = begin(web, way="words")
    sent = web.post(at, data={"key": key_on(web.get(at).text), "text": text})
    return web.get(sent.headers["location"]) if sent.status_code == 303 else sent


def test_a_check_without_it_says_nothing_of_it(tmp_path):
    text = "My back is killing me since deadlifts yesterday."
    assert check_text(text).document()["first"] == ""
    with client(tmp_path / "j.db") as web:
        assert "not alone" not in told(web, text).text
