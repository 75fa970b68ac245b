"""What is wrong with a form, on every page that takes one: what to do, in the page's own words."""

import re
from datetime import timedelta
from html import unescape

import pytest

from backspotter.app.flags import every_flag
from backspotter.app.journal_choice import journal
from backspotter.errors import InputError
from backspotter.web.page_words import beside, told, told_again
from tests.journals import check, fast_folder
from tests.spec.test_routes_by_role import ROUTES
from tests.web_client import NOW, Clock, client_on

SHOWN = re.compile(r'<(?:p|div) class="(?:wrong|trouble)"[^>]*>(.*?)</(?:p|div)>', re.DOTALL)
OF_PROGRAMS = re.compile(r"\b[Gg]ot\b|\bexpected\b|\b[a-z]+_[a-z_]+\b|--\w+")
KEY = "a-key-that-is-long-enough"
NO_UNIT = b"date,exercise,weight,reps\n2026-03-02,Deadlift,140,5\n"

FORMS = [
    ("/course/pain", {"key": KEY}),
    ("/course/pain", {"key": KEY, "pain": "11"}),
    ("/course/entry/new", {"key": KEY, "pain": "4", "worst": "x"}),
    ("/course/entry/new", {"key": KEY, "pain": "4", "activity1": "shoes"}),
    ("/course/entry/new", {"key": KEY, "pain": "4", "when": "other", "at": "2999-01-01T10:00"}),
    ("/course/entry/new", {"key": KEY, "pain": "4", "note": "n" * 5000}),
    ("/log/sets", {"key": KEY, "line": "ran 5 km"}),
    ("/log/sets", {"key": KEY, "line": "conventional 3x5 @ 9000"}),
    ("/log/sets", {"key": KEY, "exercise": "sumo", "reps": "x", "load": "abc"}),
    ("/log/sets", {"key": KEY, "exercise": "sumo", "reps": "5", "load": "abc"}),
    ("/log/sets", {"key": KEY, "exercise": "sumo", "sets": "999", "reps": "5", "load": "9"}),
    ("/log/sets", {"key": KEY, "exercise": "sumo", "reps": "5", "load": "9", "rpe": "77"}),
    ("/log/night", {"key": KEY}),
    ("/log/night", {"key": KEY, "sleep_h": "30"}),
    ("/log/night", {"key": KEY, "sleep_h": "7", "in_bed_h": "5"}),
    ("/log/night", {"key": KEY, "sleep_h": "7", "woke": "2999-01-01"}),
    ("/log/import", {"x": "y"}),
    ("/you/restore", {"x": "y"}),
    ("/you/body", {"height": "18", "mass": "84"}),
    ("/you/body", {"mass": "heavy"}),
    ("/you/body", {"birth_year": "1"}),
    ("/you/body", {"plates": "x"}),
    ("/you/body", {"bar": "x"}),
    ("/you/body", {"country": "Nowhere at all"}),
    ("/you/body", {"units": "stone"}),
    ("/you/body", {"sex": "x"}),
    ("/you/body", {"height": "220", "mass": "40"}),
    ("/you/flags/1/examined", {"by": ""}),
    ("/you/flags/1/examined", {"by": "GP", "at": "2999-01-01"}),
    ("/you/flags/1/mistake", {"mistaken": "yes"}),
    ("/you/delete", {"word": "x"}),
    ("/you/tokens", {"name": ""}),
    ("/you/tokens", {"name": "a", "scopes": "everything"}),
    ("/you/tokens", {"name": "a", "scopes": "log:read", "lasts": "7"}),
    ("/back", {"load": "abc"}),
    ("/back", {"load": ""}),
    ("/back", {"load": "100", "style": "curl"}),
    ("/back", {"load": "100", "bar": "99"}),
    ("/film", {"load": "140"}),
    ("/check/start", {"other_country": "Nowhere at all", "country": "other"}),
]
FILES = [
    ("/log/import", b"\x00\x01nothing known"),
    ("/log/import", b"a,b\n1,2\n"),
    ("/log/import", b""),
    ("/log/import", NO_UNIT),
    ("/you/restore", b"PK\x03\x04broken"),
    ("/you/restore", b"x"),
]
ELSEWHERE = {
    # test_web_films, which has a film that was read
    *("POST /film/uploads", "POST /film/{id}/correct", "POST /film/uploads/{id}/done"),
    # test_web_log and test_web_course: the form of a new entry once more
    *("POST /log/set/{number}", "POST /course/entry/{number}"),
    # test_web_check: one question a screen, said as “Please give …”
    *("POST /check/step/{number:int}", "POST /check/tell", "POST /check/read/fact"),
    *("POST /check/read", "POST /check/unclear", "POST /check/step/{number:int}/which"),
    "POST /check/so-far",  # an answer so far, which takes nothing typed
}
NOTHING_TYPED = re.compile(
    r"/(drop|keep|merge|undo|delete|cancel|again|back|out|code|remove|asked|begin|revoke|end|demo)$"
)
WITH_ACCOUNTS = ("/account", "/athletes", "/sign-in", "/sign-out", "/join", "/first", "/devices")


@pytest.fixture(scope="module")
def client():
    with fast_folder() as folder, client_on(folder / "j.db", Clock()) as opened:
        with journal() as kept:
            check(kept, at=NOW - timedelta(days=2), leg_tingling="yes", pain_now=4)
        assert every_flag()[0].id == 1
        yield opened


def looked_at(told):
    assert told.status_code == 422, told.text
    said = [unescape(re.sub(r"<[^>]+>", " ", each)).strip() for each in SHOWN.findall(told.text)]
    said = [each for each in said if each]
    assert said
    for each in said:
        assert not OF_PROGRAMS.search(each), each
        assert each[:1].isupper(), each
    return said


@pytest.mark.parametrize(("path", "typed"), FORMS)
def test_no_page_speaks_as_a_program(client, path, typed):
    looked_at(client.post(path, data=typed))


@pytest.mark.parametrize(("path", "content"), FILES)
def test_no_page_speaks_of_a_file_as_a_program(client, path, content):
    told = client.post(path, files={"file": ("a.csv", content)})
    looked_at(client.get(path) if told.status_code == 303 else told)


def test_every_form_of_the_page_is_looked_at():
    tried = {path for path, _ in FORMS} | {re.sub(r"/1/", "/{number}/", path) for path, _ in FORMS}
    left = {
        route
        for route in ROUTES
        if route.startswith("POST /") and not route.startswith(("POST /api/", "POST /check/off"))
        if (path := route.removeprefix("POST ")) not in tried and route not in ELSEWHERE
        if not NOTHING_TYPED.search(path) and not path.startswith(WITH_ACCOUNTS)
    }
    assert left <= {"POST /enter"}, "a form without an entry here"


def test_what_to_do_comes_first_and_what_was_given_after_it():
    error = InputError("load", given="abc", expected="a weight in kg, such as 140")
    assert beside(error) == "This needs a weight in kg, such as 140. Given: abc."
    assert told(error) == "The weight on the bar needs a weight in kg, such as 140. Given: abc."
    assert told_again(str(error)) == told(error)
    film = InputError("film", given="f (not a whole film)", expected="MP4 or MOV", do="send it")
    assert told_again(str(film)) == (
        "The film needs MP4 or MOV. Send it. Given: f (not a whole film)."
    )
    assert told_again("the worker was stopped") == "the worker was stopped"
    sign = InputError("never", given="no tick", expected="a tick: the sign was never there")
    assert beside(sign).startswith("Tick the box")
