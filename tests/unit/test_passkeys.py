"""Passkeys: who gets in with one, what proves nothing, and what is never said or kept."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backspotter.app.passkeys import LASTS, Challenges, site_at
from backspotter.app.people import Throttle, new_token
from backspotter.journal.passkeys import passkeys, remove_passkey
from backspotter.journal.people import account_named, invite
from tests.accounts import NOW, PASSWORD, of, sign_in, team
from tests.journals import NOON, dump

pytestmark = pytest.mark.needs("webauthn", install="pip install 'backspotter[web]'")
HOST = "http://localhost"
WRONG = {"error": "this passkey opens no account here"}


@pytest.fixture(scope="module")
def made(database):
    with team(database) as built:
        yield built


@pytest.fixture
def app(made):
    """Nobody was wrong before, and the clock stands."""
    made.clients["nobody"].app.state.throttle = Throttle()
    made.clients["nobody"].app.state.settings = replace(
        made.clients["nobody"].app.state.settings, now=lambda: NOW
    )
    return made.clients["nobody"].app


@contextmanager
def client(app, name=None):
    with TestClient(app, base_url=HOST, follow_redirects=False) as web:
        if name:
            assert sign_in(web, name).status_code == 303
        yield web


def asked_to_make(web, password=PASSWORD):
    return web.post("/account/passkeys/begin", data={"password": password})


def make(web, device, name="phone"):
    credential = device.makes(asked_to_make(web).json())
    return web.post("/account/passkeys", json={"name": name, "credential": credential})


def show(web, device, options=None):
    options = options or web.post("/sign-in/passkey/begin").json()
    return web.post("/sign-in/passkey", json={"credential": device.shows(options)})


@pytest.fixture
def device(made, app):
    """A device whose passkey opens the coach's account, and a client that nobody signed in with."""
    from tests.authenticator import Device

    found = Device()
    with client(app, "coach") as web:
        assert make(web, found).status_code == 201
    yield found
    for each in passkeys(made.journal, made.people["coach"]):
        remove_passkey(made.journal, made.people["coach"], each.id)


@pytest.fixture
def web(app):
    with client(app) as found:
        yield found


def test_a_passkey_opens_its_account_and_no_other(web, device):
    told = show(web, device)
    assert (told.status_code, told.json()) == (200, {"to": "/"})
    cookie = told.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    page = web.get("/account").text
    assert "<h1>coach</h1>" in page
    assert "last used" in page


def test_it_may_be_used_again(web, device):
    for _ in range(3):
        assert show(web, device).status_code == 200


def test_nothing_that_is_asked_says_who_has_a_passkey(web, device):
    asked = web.post("/sign-in/passkey/begin").json()
    assert asked["userVerification"] == "required"
    assert not asked.get("allowCredentials")
    assert set(asked) <= {"challenge", "timeout", "rpId", "allowCredentials", "userVerification"}


def test_an_unknown_passkey_and_a_wrong_proof_get_the_same_answer(web, device):
    from tests.authenticator import Device

    stranger = Device()
    assert (show(web, stranger).status_code, show(web, stranger).json()) == (403, WRONG)
    forged = replace(device, secret=Device().secret)
    told = show(web, forged)
    assert (told.status_code, told.json()) == (403, WRONG)
    assert "set-cookie" not in told.headers


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://localhost:1"},
        {"origin": "https://example.org"},
        {"verifies": False},
        {"handle": "YW5vdGhlcg"},
    ],
    ids=["another port", "another site", "nobody asked", "another account"],
)
def test_a_proof_for_somewhere_or_somebody_else_opens_nothing(web, device, wrong):
    told = show(web, replace(device, **wrong))
    assert (told.status_code, told.json()) == (403, WRONG)


def test_a_challenge_is_good_once(web, device):
    options = web.post("/sign-in/passkey/begin").json()
    proof = device.shows(options)
    assert web.post("/sign-in/passkey", json={"credential": proof}).status_code == 200
    assert web.post("/sign-in/passkey", json={"credential": proof}).status_code == 403
    assert show(web, device, options).status_code == 403


def test_a_challenge_is_over_after_minutes(app, web, device):
    options = web.post("/sign-in/passkey/begin").json()
    app.state.settings = replace(app.state.settings, now=lambda: NOW + LASTS + timedelta(seconds=2))
    assert show(web, device, options).status_code == 403


def test_a_challenge_for_making_one_opens_nothing(app, web, device):
    with client(app, "coach") as own:
        options = asked_to_make(own).json()
    options = {"challenge": options["challenge"], "rpId": "localhost"}
    assert show(web, device, options).status_code == 403


def test_a_copy_that_counts_less_than_the_device_opens_nothing(web, device):
    copy = replace(device)
    for _ in range(2):
        assert show(web, device).status_code == 200
    assert show(web, copy).status_code == 403


def test_too_many_tries_wait_and_so_does_the_password(app, web):
    from tests.authenticator import Device

    for _ in range(8):
        assert show(web, Device()).status_code == 403
    told = show(web, Device())
    assert "wait a quarter of an hour" in told.json()["error"]
    assert "wait a quarter of an hour" in sign_in(web, "coach").text


@pytest.mark.parametrize("password", ["", "not the password"])
def test_who_does_not_know_the_password_makes_none(app, password):
    with client(app, "coach") as web:
        told = asked_to_make(web, password)
        assert told.status_code == 403
        assert "challenge" not in told.text


def test_one_that_another_account_was_asked_for_is_not_kept(app):
    from tests.authenticator import Device

    with client(app, "coach") as coach, client(app, "clinician") as clinician:
        credential = Device().makes(asked_to_make(coach).json())
        told = clinician.post("/account/passkeys", json={"name": "x", "credential": credential})
        assert told.status_code == 422
        assert "made just now" in told.json()["error"]
        assert "Remove x" not in clinician.get("/account").text


@pytest.mark.parametrize("wrong", [{"origin": "http://localhost:1"}, {"verifies": False}])
def test_one_that_was_made_elsewhere_or_without_its_owner_is_not_kept(app, wrong):
    from tests.authenticator import Device

    with client(app, "clinician") as web:
        assert make(web, Device(**wrong)).status_code == 422


def test_one_that_is_there_is_not_kept_twice(app, device):
    with client(app, "clinician") as web:
        told = make(web, device)
        assert told.json()["error"] == "This needs a new one. Given: one that is there."


@pytest.mark.parametrize("name", ["", " ", "n" * 61])
def test_a_name_that_is_none_is_refused(app, name):
    from tests.authenticator import Device

    with client(app, "clinician") as web:
        told = make(web, Device(), name)
        assert told.status_code == 422
        assert "1 to 60 characters" in told.json()["error"]


def test_no_more_than_ten(app):
    from tests.authenticator import Device

    with client(app, "other") as web:
        told = [make(web, Device(), f"key {number}") for number in range(11)]
        assert [each.status_code for each in told] == [201] * 10 + [422]
        assert "at most 10" in told[-1].json()["error"]


def removal(page, name):
    before = page.partition(f'aria-label="Remove {name}"')[0]
    return before.rpartition('action="')[2].partition('"')[0]


def test_a_passkey_is_removed_by_its_owner_alone_and_opens_nothing_then(app, web):
    from tests.authenticator import Device

    device = Device()
    with client(app, "sharing") as own, client(app, "clinician") as other:
        make(own, device, "tablet")
        to = removal(own.get("/account").text, "tablet")
        assert other.post(to).status_code == 404
        assert show(web, device).status_code == 200
        assert own.post(to).status_code == 303
        assert "tablet" not in own.get("/account").text
    assert show(web, device).status_code == 403
    assert sign_in(web, "sharing").status_code == 303  # the password stays


def someone_new(made, web, name):
    token, digest = new_token()
    invite(made.journal, digest, role="lifter", by=made.people["owner"], now=NOON)
    web.post(f"/join/{token}", data={"name": name, "password": PASSWORD})


def test_a_new_password_removes_every_passkey(made, app, web):
    from tests.authenticator import Device

    device = Device()
    with client(app) as own:
        someone_new(made, own, "changing")
        assert make(own, device).status_code == 201
        new = {"old": PASSWORD, "new": "another four words there"}
        assert own.post("/account/password", data=new).status_code == 303
    assert show(web, device).status_code == 403


def test_who_leaves_leaves_no_passkey(made, app, web):
    from backspotter.journal.erase import erase_person
    from tests.authenticator import Device

    device = Device()
    with client(app) as own:
        someone_new(made, own, "leaving")
        make(own, device, "phone of who leaves")
    assert "phone of who leaves" in dump(made.journal.place)
    account = account_named(made.journal, "leaving")[0]
    erase_person(of(made.journal, account))
    assert show(web, device).status_code == 403
    assert "phone of who leaves" not in dump(made.journal.place)


def test_no_challenge_is_kept(made, web, device):
    asked = web.post("/sign-in/passkey/begin").json()["challenge"]
    assert asked not in dump(made.journal.place)


@pytest.mark.parametrize("credential", [None, [], "x", 7, {}, {"id": 7, "response": []}])
def test_what_is_no_passkey_opens_nothing(web, credential):
    web.app.state.throttle = Throttle()
    told = web.post("/sign-in/passkey", json={"credential": credential})
    assert (told.status_code, told.json()) == (403, WRONG)


@given(spoiled=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_of_a_stranger_break_nothing(web, device, spoiled):
    web.app.state.throttle = Throttle()
    credential = device.shows(web.post("/sign-in/passkey/begin").json())
    part = spoiled.draw(st.sampled_from(sorted(credential["response"])))
    credential["response"][part] = spoiled.draw(st.text(max_size=80) | st.none() | st.integers())
    if part == "userHandle" and credential["response"][part] is None:
        return
    assert web.post("/sign-in/passkey", json={"credential": credential}).status_code == 403


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("http://localhost:8321/account", "localhost"),
        ("https://gym.local/sign-in", "gym.local"),
        ("http://gym.local/sign-in", None),
        ("http://127.0.0.1:8321/", None),
        ("https://192.168.1.7/", None),
        ("https://[fe80::1]/", None),
    ],
)
def test_a_passkey_is_for_a_name_over_tls_or_this_machine(address, name):
    site = site_at(address)
    assert (site.name if site else None) == name


def test_where_there_can_be_none_it_is_said_and_nothing_answers(made):
    web = made.clients["coach"]  # at a number
    assert "At this address there can be none" in web.get("/account").text
    assert asked_to_make(web).status_code == 404
    assert web.post("/sign-in/passkey/begin").status_code == 404


def test_the_script_is_a_file_of_ours(app, web):
    page = web.get("/sign-in").text
    assert "/static/passkey.js" in page
    assert "onclick" not in page


def test_challenges_of_another_process_are_none_of_ours():
    ours, theirs = Challenges(), Challenges()
    challenge = theirs.new("sign in", NOW)
    assert not ours.meet(challenge, "sign in", NOW)
    assert not theirs.meet(challenge, "make 1", NOW)
    assert not theirs.meet(challenge[:-1], "sign in", NOW)
    assert not theirs.meet(b"", "sign in", NOW)
    assert theirs.meet(challenge, "sign in", NOW)
    assert not theirs.meet(challenge, "sign in", NOW), "it is good once"
