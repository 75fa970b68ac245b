"""A server behind something else that speaks TLS: one address from outside, and no other."""

import re

import pytest
from fastapi.testclient import TestClient

from backspotter.app.people import Throttle
from backspotter.cli import main as command_line
from backspotter.errors import InputError
from backspotter.web.server import create_app
from backspotter.web.settings import Settings, address_behind
from tests.accounts import PASSWORD, sign_in

TEAM = "https://team.example"
FROM_PROXY = ("127.0.0.1", 5000)
"""Whoever asks, this is who hands it on."""


@pytest.fixture
def app(tmp_path):
    return create_app(
        Settings(
            journal=str(tmp_path / "j.db"),
            accounts=True,
            first_token="once",
            works_on_films=False,
            names=frozenset({"team.example"}),
            secure=True,
            behind=TEAM,
        )
    )


def called(app, host, **headers):
    """A client whose requests come as the program before us hands them on: without TLS."""
    given = {"Host": host, **headers}
    return TestClient(
        app,
        base_url="http://127.0.0.1:8321",
        headers=given,
        client=FROM_PROXY,
        follow_redirects=False,
    )


@pytest.fixture
def outside(app):
    with called(app, "team.example", **{"Sec-Fetch-Site": "same-origin"}) as client:
        made = {"token": "once", "name": "owner", "password": PASSWORD}
        told = client.post("/first", data=made)
        client.headers["cookie"] = told.headers["set-cookie"].partition(";")[0]
        client.told = told
        yield client


def test_without_the_option_such_a_name_is_refused(tmp_path):
    app = create_app(Settings(journal=str(tmp_path / "j.db"), accounts=True, works_on_films=False))
    with called(app, "team.example") as client:
        assert client.get("/sign-in").status_code == 421
        assert client.get("/healthz").status_code == 421


@pytest.mark.parametrize(
    "host", ["evil.example", "team.example.evil.example", "x.team.example", "", "127.0.0.1:8321"]
)
def test_any_other_name_is_refused_whatever_else_is_said(app, host):
    said = {"X-Forwarded-Host": "team.example", "Forwarded": "host=team.example;proto=https"}
    with called(app, host, **said) as client:
        assert client.get("/sign-in").status_code == 421
        assert client.get("/api/openapi.json").status_code == 421


def test_programs_of_this_machine_ask_how_it_does_and_nobody_through_the_name(app):
    with called(app, "127.0.0.1:8321") as client:
        for path in ("/healthz", "/readyz", "/metrics"):
            assert client.get(path).status_code == 200
    with called(app, "team.example") as client:
        assert client.get("/metrics").status_code == 404
        assert client.get("/healthz").status_code == 200


def test_cookies_go_over_tls_alone_and_the_browser_is_told_to_stay_with_it(outside):
    cookie = outside.told.headers["set-cookie"]
    assert cookie.startswith("__Host-session=")
    assert "; Secure" in cookie
    assert "strict-transport-security" in outside.told.headers
    assert outside.get("/account").status_code == 200


@pytest.mark.parametrize("host", ["team.example", "team.example:443", "TEAM.example:8321"])
def test_links_of_invitation_have_the_address_that_others_open(outside, host):
    shown = outside.post("/account/invite", data={"role": "lifter"}, headers={"Host": host}).text
    link = re.search(r"[a-z]+://[^\s\"<]+/join/[\w-]+", shown)[0]
    assert link.startswith(f"{TEAM}/join/")
    assert outside.get(link.removeprefix(TEAM)).status_code == 200


@pytest.mark.needs("webauthn", install="pip install 'backspotter[web]'")
def test_passkeys_are_made_for_that_name(outside):
    asked = outside.post("/account/passkeys/begin", data={"password": PASSWORD})
    assert asked.json()["rp"]["id"] == "team.example"
    assert outside.get("/sign-in", headers={"cookie": ""}).text.count("passkey")


@pytest.mark.parametrize(
    ("origin", "status"),
    [(TEAM, 200), ("http://team.example", 403), ("https://evil.example", 403), ("null", 403)],
)
def test_only_pages_of_that_address_may_send(app, outside, origin, status):
    del outside.headers["sec-fetch-site"]
    told = outside.post("/account/invite", data={"role": "lifter"}, headers={"Origin": origin})
    assert told.status_code == status


def test_who_guesses_does_not_make_everybody_wait_as_all_come_from_one_address(app, outside):
    with called(app, "team.example") as stranger:
        for n in range(Throttle.most + 1):
            forged = {"X-Forwarded-For": f"203.0.113.{n}"}
            told = stranger.post(
                "/sign-in", data={"name": "nobody", "password": "x" * 9}, headers=forged
            )
        assert "Too many tries" in told.text
        assert sign_in(stranger, "owner").status_code == 303


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://team.example", TEAM),
        ("https://Team.Example/", TEAM),
        ("https://team.example:443", TEAM),
        ("https://team.example:8443", f"{TEAM}:8443"),
    ],
)
def test_an_address_is_kept_as_browsers_write_it(given, kept):
    assert address_behind(given) == kept


@pytest.mark.parametrize(
    "given",
    ["team.example", "http://team.example", "https://team.example/app", "https://u@team.example",
     "https://*.example", "https://", "https://localhost", "https://127.0.0.1:1", "https://tëam.de"],
)  # fmt: skip
def test_what_is_no_such_address_is_one_line(given):
    with pytest.raises(InputError, match=r"such as https://team\.example"):
        address_behind(given)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--behind", TEAM), "expected --accounts too"),
        (("--behind", "nonsense"), "behind: got nonsense, expected the address that others open"),
        (("--behind", "nonsense", "--lan"), "behind: got nonsense"),
        (("--behind", TEAM, "--accounts", "--lan"), "expected one of them"),
        (("--behind", "team", "--accounts"), "such as https://team.example"),
    ],
)
def test_what_would_open_it_to_everybody_is_refused(tmp_path, capsys, words, said):
    code = command_line.run(["--journal", str(tmp_path / "j.db"), "serve", *words])
    assert code == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
