"""Every route by every role: a route that is not in the table fails, and so does one that leaks."""

import re

import pytest
from fastapi.routing import iter_route_contexts

from backspotter.journal.codec import SORENESSES
from backspotter.journal.entries import current
from tests.accounts import PLANTED, of, team

FILES = {"/static"}
NOBODY = {"nobody"}
READERS = {"owner", "coach", "clinician"}
ROLES = ("nobody", "owner", "coach", "clinician", "sharing", "other")

ROUTES = {
    # who may open it: "all", also who is not signed in; "own", everybody for themselves;
    # "door", "machine": nobody who has no token, or who is not a program of this machine
    # "readers", who is no lifter; "shared", whom the person shares with; "owner", of the server
    "GET /healthz": "all",
    "GET /api/openapi.json": "own",
    "GET /metrics": "machine",
    "GET /sign-in": "all",
    "POST /sign-in": "all",
    "GET /first": "door",
    "POST /first": "door",
    "GET /join/{token}": "door",
    "POST /join/{token}": "door",
    "GET /": "own",
    "POST /sign-out": "leaves",
    "GET /account": "own",
    "POST /account/share": "own",
    "POST /account/passkeys": "own",
    "POST /account/passkeys/begin": "own",
    "POST /account/passkey/{id}/remove": "own",
    "POST /sign-in/passkey": "all",
    "POST /sign-in/passkey/begin": "all",
    "POST /account/password": "own",
    "POST /account/sign-out-everywhere": "leaves",
    "POST /account/invite": "own",
    "GET /athletes": "readers",
    "GET /athletes/{person}": "shared",
    "POST /athletes/{person}/comment": "shared",
    "POST /api/v1/assess": "own",
    "POST /api/v1/check-ins": "own",
    "GET /api/v1/check-ins/{id}": "own",
    "GET /api/v1/films": "own",
    "GET /api/v1/films/{id}": "own",
    "GET /api/v1/film-jobs": "own",
    "POST /api/v1/film-jobs": "own",
    "GET /api/v1/film-jobs/{id}": "own",
    "POST /api/v1/film-jobs/{id}/cancel": "own",
    "GET /api/v1/health": "own",
    "GET /api/v1/log": "own",
    "POST /api/v1/next-question": "own",
    "POST /api/v1/nights": "own",
    "GET /api/v1/plan": "own",
    "GET /api/v1/profile": "own",
    "PATCH /api/v1/profile": "own",
    "GET /api/v1/rules": "own",
    "GET /api/v1/rules/{id:path}": "own",
    "POST /api/v1/sets": "own",
    "POST /api/v1/spine/compare": "own",
    "POST /api/v1/spine/posture": "own",
    "POST /api/v1/spine/rep": "own",
    "POST /api/v1/spine/sets": "own",
    "GET /api/v1/track": "own",
    "POST /api/v1/track": "own",
    "GET /devices": "owner",
    "POST /devices/code": "owner",
    "POST /devices/{id}/out": "owner",
    "GET /enter": "door",
    "POST /enter": "door",
    "GET /manifest.webmanifest": "all",
    "GET /offline": "all",
    "GET /shell.js": "all",
    "GET /trust": "door",
    "GET /trust/backspotter-authority.crt": "door",
    "GET /back": "own",
    "POST /back": "own",
    "GET /back/rep.svg": "own",
    "GET /back/changes": "own",
    "GET /back/changes.svg": "own",
    "GET /back/explained": "own",
    "GET /course": "own",
    "POST /course/pain": "own",
    "GET /course/entry/new": "own",
    "POST /course/entry/new": "own",
    "GET /course/entry/{number}": "own",
    "POST /course/entry/{number}": "own",
    "GET /course/curve.json": "own",
    "GET /course/picture.svg": "own",
    "GET /you/backup.zip": "own",
    "GET /you/tables.zip": "own",
    "GET /you/summary.pdf": "own",
    "GET /you/entries.fhir.json": "own",
    "POST /you/restore": "own",
    "GET /you/restore": "own",
    "POST /you/restore/keep": "own",
    "POST /you/restore/drop": "own",
    "GET /you/delete": "own",
    "GET /you/deleted": "all",
    "POST /log/import": "own",
    "GET /log/import": "own",
    "POST /log/import/asked": "own",
    "POST /log/import/keep": "own",
    "POST /log/import/drop": "own",
    "POST /log/import/{number}/undo": "own",
    "GET /log": "own",
    "POST /log/sets": "own",
    "GET /log/set/{number}": "own",
    "POST /log/set/{number}": "own",
    "GET /log/{word}/{number}/delete": "own",
    "POST /log/night": "own",
    "GET /log/loads": "own",
    "GET /film": "own",
    "POST /film": "own",
    "POST /film/uploads": "own",
    "GET /film/uploads/{id}": "own",
    "PUT /film/uploads/{id}": "own",
    "POST /film/uploads/{id}/done": "own",
    "POST /film/uploads/{id}/drop": "own",
    "GET /film/jobs/{id}": "own",
    "POST /film/jobs/{id}/cancel": "own",
    "POST /film/jobs/{id}/again": "own",
    "GET /film/{id}": "own",
    "GET /film/{id}/frames.json": "own",
    "GET /film/{id}/film.mp4": "own",
    "GET /film/{id}/thumb.jpg": "own",
    "GET /film/{id}/picture/{name}": "own",
    "POST /film/{id}/correct": "own",
    "GET /film/{id}/delete": "own",
    "POST /film/{id}/delete": "own",
    "GET /plan": "own",
    "GET /plan/calendar.ics": "own",
    "GET /rules": "own",
    "GET /you": "own",
    "GET /you/tokens": "own",
    "POST /you/tokens": "own",
    "POST /you/tokens/{key}/back": "own",
    "POST /you/body": "own",
    "POST /you/flags/{number}/examined": "own",
    "POST /you/flags/{number}/mistake": "own",
    "GET /check": "own",
    "GET /check/answer/{id:int}": "own",
    "GET /check/on": "own",
    "GET /check/read": "own",
    "GET /check/step/{number:int}": "own",
    "GET /check/step/{number:int}/which": "own",
    "GET /check/tell": "own",
    "GET /check/unclear": "own",
    "POST /check/offline": "own",
    "POST /check/read": "own",
    "POST /check/read/fact": "own",
    "POST /check/start": "own",
    "POST /check/step/{number:int}": "own",
    "POST /check/step/{number:int}/which": "own",
    "POST /check/tell": "own",
    "POST /check/unclear": "own",
    # last, as the planted entry may go with them
    "POST /course/entry/{number}/delete": "own",
    "POST /you/delete": "own",
    "POST /log/{word}/{number}/delete": "own",
}


@pytest.fixture(scope="module")
def made(database):
    with team(database) as built:
        yield built


def routes_of(built):
    app = built.clients["nobody"].app
    return {
        f"{method} {each.path}"
        for each in iter_route_contexts(app.routes)
        for method in (each.methods or set()) - {"HEAD"}
        if each.path not in FILES
    }


def asked(built, who, route, person):
    method, _, path = route.partition(" ")
    path = re.sub(r"\{person\}", str(person), path)
    path = re.sub(r"\{[^}]+\}", "1", path)
    return built.clients[who].request(method, path)


def test_the_table_has_every_route_and_no_other(made):
    assert routes_of(made) == set(ROUTES)


@pytest.mark.parametrize("route", [each for each, kind in ROUTES.items() if kind != "leaves"])
@pytest.mark.parametrize("who", ROLES)
def test_who_may_not_gets_nothing(made, route, who):
    kind, person = ROUTES[route], made.people["sharing"].person
    told = asked(made, who, route, person)
    assert told.status_code != 500
    may = {
        "all": set(ROLES),
        "door": set(),
        "machine": set(),
        "own": set(ROLES) - NOBODY,
        "readers": READERS,
        "shared": {"coach"},
        "owner": {"owner"},
    }[kind]
    if who in may:
        assert told.headers.get("location") != "/sign-in"
        assert told.status_code != 401
    elif who == "nobody" and kind not in ("door", "machine"):
        assert told.status_code == 401 or told.headers["location"] == "/sign-in"
    else:
        assert told.status_code == 404
    may_see = who == "sharing" or (who == "coach" and kind in ("readers", "shared"))
    if not may_see:
        assert PLANTED not in told.text
        assert "pain 6" not in told.text.casefold()


def test_who_guesses_an_id_deletes_nothing_of_anybody(tmp_path):
    with team(tmp_path) as built:
        theirs = of(built.journal, built.people["sharing"])
        (there,) = current(theirs, SORENESSES)
        for who in ("other", "coach", "clinician", "owner"):
            for word in ("course/entry", "log/soreness"):
                built.clients[who].post(f"/{word}/{there.id}/delete")
        assert current(theirs, SORENESSES) == [there]
        built.clients["sharing"].post(f"/course/entry/{there.id}/delete")
        assert current(theirs, SORENESSES) == []


@pytest.mark.parametrize("route", [each for each, kind in ROUTES.items() if kind == "leaves"])
def test_who_is_not_signed_in_cannot_sign_out(made, route):
    assert asked(made, "nobody", route, 0).headers["location"] == "/sign-in"
