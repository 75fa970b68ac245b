"""Every route of the API by every scope: a route that is not in the table fails, as does a leak."""

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from backspotter.app.tokens import SCOPES, made_token
from backspotter.web.scopes import NEEDS
from tests.accounts import HOST, NOW, PLANTED, of, team
from tests.spec.test_routes_by_role import routes_of
from tests.unit.test_web_api import examples_in, schema_for

ANY = "any"
"""Computes and keeps nothing: any token will do."""

TABLE = """
GET    /api/v1/health             | any
POST   /api/v1/assess             | any
POST   /api/v1/next-question      | any
GET    /api/v1/rules              | any
GET    /api/v1/rules/{id:path}    | any
POST   /api/v1/spine/compare      | any
POST   /api/v1/spine/posture      | any
POST   /api/v1/spine/rep          | any
POST   /api/v1/spine/sets         | any
POST   /api/v1/check-ins          | answers:write
GET    /api/v1/check-ins/{id}     | answers:read
GET    /api/v1/track              | answers:read course:read
POST   /api/v1/track              | course:write
GET    /api/v1/films              | films:read
GET    /api/v1/films/{id}         | films:read
GET    /api/v1/film-jobs          | films:read
GET    /api/v1/film-jobs/{id}     | films:read
POST   /api/v1/film-jobs          | films:write
POST   /api/v1/film-jobs/{id}/cancel | films:write
GET    /api/v1/log                | log:read
POST   /api/v1/sets               | log:write
POST   /api/v1/nights             | log:write
GET    /api/v1/plan               | plan:read
GET    /api/v1/profile            | profile:read
PATCH  /api/v1/profile            | profile:read profile:write
"""
NEEDED = {
    " ".join(left.split()): frozenset(right.split()) - {ANY}
    for left, _, right in (line.partition("|") for line in TABLE.strip().splitlines())
}
GIVEN = {
    "POST /api/v1/check-ins": {"check_in": {"onset": "next_day", "pain_now": 4}},
    "POST /api/v1/track": {"pain": 3},
    "POST /api/v1/sets": {"words": "conventional 3x5 @ 140 kg"},
    "POST /api/v1/nights": {"asleep_h": 7.5},
    "PATCH /api/v1/profile": {"mass_kg": 84},
}


@pytest.fixture(scope="module")
def made(database):
    with team(database) as built:
        yield built


def token_of(built, name, *scopes, lasts=""):
    theirs = of(built.journal, built.people[name])
    return made_token(theirs, name=name, scopes=scopes, lasts=lasts, now=NOW)


@contextmanager
def cleared(built, name, *scopes):
    """A token, and none afterwards: a person has no more than a few."""
    token = token_of(built, name, *scopes)
    yield token
    back(built, name, token)


def back(built, name, token):
    key = token.split("_")[1]
    return built.clients[name].post(f"/you/tokens/{key}/back")


def asked(client, route, token, **more):
    method, _, path = route.partition(" ")
    path = re.sub(r"\{[^}]+\}", "1", path)
    shown = {"Authorization": f"Bearer {token}"}
    return client.request(method, path, json=GIVEN.get(route), headers=shown | more)


def test_the_table_has_every_route_of_the_api_and_no_other(made):
    there = {each for each in routes_of(made.clients["nobody"].app) if " /api/" in each}
    assert there - {"GET /api/openapi.json"} == set(NEEDED)
    assert set().union(*NEEDED.values()) == set(SCOPES), "a scope that no route needs"


@pytest.mark.parametrize("route", NEEDED)
def test_a_route_of_which_nothing_is_said_is_closed_to_every_token(made, monkeypatch, route):
    monkeypatch.delitem(NEEDS, route.replace(":path}", "}"))
    with cleared(made, "other", *SCOPES) as token:
        assert asked(made.clients["nobody"], route, token).status_code == 403


@pytest.mark.parametrize("route", NEEDED)
def test_each_scope_alone_opens_what_needs_it_alone(made, route):
    for scope in SCOPES:
        with cleared(made, "sharing", scope) as token:
            told = asked(made.clients["nobody"], route, token)
            if NEEDED[route] <= {scope}:
                assert told.status_code not in (401, 403), (scope, told.text)
            else:
                assert told.status_code == 403, (scope, told.text)
                assert "insufficient_scope" in told.headers["www-authenticate"]
                assert PLANTED not in told.text


@pytest.mark.parametrize("route", NEEDED)
def test_all_scopes_but_one_that_is_needed_do_not_open_it(made, route):
    for without in NEEDED[route]:
        with cleared(made, "sharing", *(set(SCOPES) - {without})) as token:
            assert asked(made.clients["nobody"], route, token).status_code == 403
    with cleared(made, "sharing", *(NEEDED[route] or {"log:read"})) as token:
        assert asked(made.clients["nobody"], route, token).status_code not in (401, 403)


@pytest.mark.parametrize("who", ["owner", "coach", "clinician", "other"])
def test_a_token_reaches_its_own_person_only(made, who):
    with cleared(made, who, *SCOPES) as token, cleared(made, "sharing", *SCOPES) as theirs:
        for route in NEEDED:
            told = asked(made.clients["nobody"], route, token)
            assert PLANTED not in told.text
        assert PLANTED in asked(made.clients["nobody"], "GET /api/v1/track", theirs).text


def test_the_token_counts_and_not_the_cookie_that_comes_with_it(made):
    with cleared(made, "other", "log:read", "answers:read", "course:read") as token:
        sharing = made.clients["sharing"]
        assert PLANTED not in asked(sharing, "GET /api/v1/track", token).text
        assert asked(sharing, "GET /api/v1/plan", token).status_code == 403
    assert asked(sharing, "GET /api/v1/track", token).status_code == 401


@pytest.mark.parametrize("path", ["/", "/course", "/you", "/account", "/you/tokens", "/log"])
def test_a_token_opens_no_page(made, path):
    with cleared(made, "sharing", *SCOPES) as token:
        shown = {"Authorization": f"Bearer {token}"}
        told = made.clients["nobody"].get(path, headers=shown)
        assert told.headers["location"] == "/sign-in"
        told = made.clients["nobody"].post("/you/tokens", headers=shown)
        assert told.headers["location"] == "/sign-in"


def test_a_token_that_was_taken_back_is_refused_at_once(made):
    token = token_of(made, "sharing", "log:read")
    assert asked(made.clients["nobody"], "GET /api/v1/log", token).status_code == 200
    assert back(made, "other", token).status_code == 404
    assert asked(made.clients["nobody"], "GET /api/v1/log", token).status_code == 200
    back(made, "sharing", token)
    told = asked(made.clients["nobody"], "GET /api/v1/log", token)
    assert told.status_code == 401
    assert told.headers["www-authenticate"] == 'Bearer error="invalid_token"'


@pytest.mark.parametrize("origin", [{"Origin": "https://example.org"}, {"Sec-Fetch-Site": "none"}])
def test_a_call_with_a_token_alone_may_come_from_anywhere_and_no_other(made, origin):
    nobody, route = TestClient(made.clients["nobody"].app, base_url=HOST), "POST /api/v1/track"
    elsewhere = {"Sec-Fetch-Site": "cross-site", **origin} if "Origin" in origin else origin
    with cleared(made, "sharing", "course:write") as token:
        assert asked(nobody, route, token, **elsewhere).status_code == 201
        if "Origin" in origin:
            assert asked(made.clients["sharing"], route, token, **elsewhere).status_code == 403
            bare = nobody.post("/api/v1/track", json={"pain": 3}, headers=elsewhere)
            assert bare.status_code == 403
            page = nobody.post("/course/pain", headers=elsewhere | {"Authorization": "Bearer x"})
            assert page.status_code == 403
    assert asked(nobody, route, "bsp_wrong", **elsewhere).status_code in (401, 429)


def test_a_token_ends_on_its_day(made):
    token = token_of(made, "clinician", "log:read", lasts="30")
    settings = made.clients["nobody"].app.state.settings
    was = settings.now
    try:
        object.__setattr__(settings, "now", lambda: NOW + timedelta(days=29, hours=23))
        assert asked(made.clients["nobody"], "GET /api/v1/log", token).status_code == 200
        object.__setattr__(settings, "now", lambda: NOW + timedelta(days=30))
        assert asked(made.clients["nobody"], "GET /api/v1/log", token).status_code == 401
    finally:
        object.__setattr__(settings, "now", was)


def test_every_example_runs_with_a_token_for_what_the_document_says(made):
    nobody = made.clients["nobody"]
    with cleared(made, "other", "log:read") as token:
        document = asked(nobody, "GET /api/openapi.json", token).json()
    sent = 0
    for method, path, name, value, answers in examples_in(document):
        (way,) = document["paths"][path][method]["security"]
        with cleared(made, "other", *(way["token"] or ["log:read"])) as token:
            shown = {"Authorization": f"Bearer {token}"}
            told = nobody.request(method, path, json=value, headers=shown)
        assert told.status_code in (200, 201), (path, name, told.text)
        Draft202012Validator(schema_for(document, answers, told.status_code)).validate(told.json())
        sent += 1
    assert sent >= 12


def test_the_document_says_of_each_route_what_it_needs(made):
    with cleared(made, "sharing", "log:read") as token:
        document = asked(made.clients["nobody"], "GET /api/openapi.json", token).json()
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    said = {
        f"{method.upper()} {path}": each["security"]
        for path, operations in document["paths"].items()
        for method, each in operations.items()
    }
    assert said == {
        route.replace(":path}", "}"): [{"token": sorted(needed)}]
        for route, needed in NEEDED.items()
    }
