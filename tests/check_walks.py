"""Whole checks through the page's forms, without a browser: what to answer, and one step of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from starlette.testclient import TestClient

from backspotter.levels import Level
from backspotter.web.server import create_app
from backspotter.web.settings import Settings

MOST_STEPS = 60
PART = '<fieldset class="part-of"'
"""How one question of several on a screen begins."""

ORDINARY: dict[str, Any] = {
    "How many hours ago was the lift?": "30",
    "How did it begin?": "the next day",
    "What is it like?": ["sore or aching", "stiff"],
    "Spread over the muscles, or one spot?": "spread, or both sides",
    "How bad is it now": "3",
    "Which way is it going?": "getting better",
    "Walking, standing and sitting?": "fine",
    "Moving about gently": "eases it",
    "How often has your back done this?": "first time",
    "Worst it has been since": "4",
    "How old are you": "31",
    "For how many days": "1",
    "Bending forward": "makes it worse",
    "Arching back": "changes nothing",
    "Sitting": "changes nothing",
    "Coughing": "changes nothing",
    "Rest": "eases it",
    "Where is it?": ["left_paraspinal", "right_paraspinal"],
    "Sleep": "fine",
    "Dressing yourself": "fine",
    "Your usual work": "fine",
}
"""A plain sore back; signs that are not named are none of these."""

SHARP = {
    "How did it begin?": "during the lift",
    "What is it like?": ["sharp"],
    "Spread over the muscles, or one spot?": "one spot",
    "How bad is it now": "5",
    "Worst it has been since": "6",
    "Moving about gently": "makes it worse",
    "This pain, and you": ["Felt or heard something go"],
}
WALKS: dict[Level, dict[str, Any]] = {
    Level.normal_soreness: ORDINARY,
    Level.self_care: {**ORDINARY, **SHARP},
    Level.see_clinician: {
        **ORDINARY,
        "Your legs": ["Leg, foot or buttock numb"],
        "which": ["Tingling"],
    },
    Level.urgent_care: {**ORDINARY, "The rest of you": ["Fever"], "which": ["Fever"]},
    Level.emergency: {
        **ORDINARY,
        "Toilet": ["Cannot pee"],
        "which": ["Cannot pass urine"],
    },
}


def client(journal: object, **settings: Any) -> TestClient:
    """A program's way into an app over this journal; it follows no redirect by itself."""
    app = create_app(Settings(journal=str(journal), **settings))
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


def begin(client: TestClient, *, way: str = "questions", country: str = "GB") -> str:
    """The address of a check's first screen."""
    sent = client.post("/check/start", data={"way": way, "country": country})
    assert sent.status_code == 303
    return sent.headers["location"]


def key_on(html: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', html)
    assert found, html
    return found[1]


def asked_on(html: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)
    assert found, html
    return unescape(found[1].strip())


def all_asked_on(html: str) -> list[str]:
    """What a screen asks: its title, and each of several questions below it."""
    return [asked_on(html), *(legend_of(part) for part in html.split(PART)[1:])]


def asks_for(html: str, words: str) -> bool:
    """Whether a screen asks something that begins with these words."""
    return any(each.startswith(words) for each in all_asked_on(html))


def step(client: TestClient, address: str, answers: Mapping[str, Any]) -> str:
    """Answer the question at an address; the address that follows."""
    html = client.get(address).text
    form = {"key": key_on(html), **form_for(html, answers)}
    sent = client.post(address, data=form)
    assert sent.status_code == 303, sent.text
    return sent.headers["location"]


def form_for(html: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What a person would send from a screen."""
    asked = asked_on(html)
    answer = answers.get(next((each for each in answers if asked.startswith(each)), ""))
    if PART in html:
        return _parts(html, answers)
    if asked == "Which of these?":
        return {"sign": _places(html, "sign", answers["which"]), "line": _line(html)}
    if 'name="line"' in html:
        return {"line": _places(html, "line", answer)} if answer else {"none": "1"}
    if answer is None:
        return {"skip": "1"}
    if 'name="number"' in html:
        return {"number": answer}
    if 'name="region"' in html:
        return {"region": answer}
    return {"choice": _places(html, "choice", [answer] if isinstance(answer, str) else answer)}


def _parts(html: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The form of several questions on a screen; what is not answered is skipped."""
    form: dict[str, Any] = {}
    for part in html.split(PART)[1:]:
        asked, names = legend_of(part), names_in(part)
        answer = answers.get(next((each for each in answers if asked.startswith(each)), ""))
        if answer is None:
            form["skip"] = "1"
        elif names[0].startswith("choice"):
            words = [answer] if isinstance(answer, str) else answer
            form[names[0]] = _places(part, names[0], words)
        else:
            form[names[0] if f'value="{answer}"' in part else names[-1]] = answer
    return form


def legend_of(part: str) -> str:
    """What one question of several asks."""
    found = re.search(r"<legend>(.*?)(<span|</legend>)", part, re.S)
    assert found, part
    return unescape(found[1].strip())


def names_in(part: str) -> list[str]:
    """The fields of one question of several."""
    return list(dict.fromkeys(re.findall(r'<input[^>]* name="([\w-]+)"', part)))


def walk(client: TestClient, answers: Mapping[str, Any], *, address: str = "") -> str:
    """The address of the answer to a whole check."""
    at = address or begin(client)
    for _ in range(MOST_STEPS):
        if at.startswith("/check/answer/"):
            return at
        at = step(client, at, answers)
    raise AssertionError("the questions do not end")


def _line(html: str) -> str:
    found = re.search(r'name="line" value="([^"]+)"', html)
    assert found
    return unescape(found[1])


def _places(html: str, name: str, words: list[str]) -> list[str]:
    """The values of what is offered under these words."""
    offered = re.findall(rf'name="{name}" value="(\d+)"[^>]*>(?:\s*<span>)?(.*?)</', html)
    found = [
        value for value, said in offered if any(unescape(said).startswith(each) for each in words)
    ]
    assert len(found) == len(words), (words, offered)
    return found
