"""Tokens of programs: shown once, kept hashed, limited, slowed down when guessed, gone with all."""

import logging
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from backspotter.app.people import digest_of
from backspotter.app.tokens import (
    SCOPES,
    SHAPE,
    TooManyTries,
    Tries,
    WrongToken,
    made_token,
    owner_of,
)
from backspotter.client import Client, ServerError
from backspotter.errors import InputError
from backspotter.journal.backup import back_up
from backspotter.journal.erase import erase_person
from backspotter.journal.journal import opened
from backspotter.journal.place import Place
from backspotter.journal.tables import TOKEN
from backspotter.journal.tokens import MOST, take_back, tokens
from tests.accounts import NOW, PASSWORD, of, team
from tests.journals import NOON, dump, fast_folder
from tests.pages import served
from tests.web_client import Clock, client_on

SOME = ["log:read", "log:write"]


@pytest.fixture
def journal(place):
    with opened(place) as made:
        yield made


@pytest.fixture
def client():
    with fast_folder() as folder, client_on(folder / "j.db", Clock(NOW)) as made:
        yield made


def asked(client, token, path="log"):
    return client.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {token}"})


def on_page(client, **form):
    told = client.post("/you/tokens", data={"name": "sheet", "scopes": SOME, "lasts": "90"} | form)
    return told, re.findall(r"bsp_\w{12}_[\w-]{43}", told.text)


def test_it_is_shown_once_and_only_its_digest_is_kept(client):
    told, (token,) = on_page(client)
    assert told.headers["cache-control"] == "no-store"
    assert token not in client.get("/you/tokens").text
    with client.app.state.held.current().reading() as connection:
        (kept,) = connection.execute(select(TOKEN)).mappings()
    assert kept["digest"] == digest_of(token)
    secret = SHAPE.fullmatch(token)[2]
    assert not any(secret in str(each) for each in kept.values())


def test_the_page_says_what_it_may_how_long_and_when_it_was_used(client):
    _, (token,) = on_page(client)
    before = client.get("/you/tokens").text
    assert "not used yet" in before
    assert SCOPES["log:write"] in before.partition("Another token")[0]
    assert SCOPES["plan:read"] not in before.partition("Another token")[0]
    assert f"{NOW + timedelta(days=90):%A}" in before
    assert asked(client, token).status_code == 200
    assert "last used" in client.get("/you/tokens").text


def test_on_the_page_it_is_taken_back(client):
    _, (token,) = on_page(client)
    (path,) = re.findall(r'action="(/you/tokens/\w+/back)"', client.get("/you/tokens").text)
    assert client.post(path).status_code == 303
    assert asked(client, token).status_code == 401
    assert client.post(path).status_code == 404


def test_without_accounts_a_token_limits_and_none_is_needed(client):
    _, (token,) = on_page(client)
    assert client.get("/api/v1/plan").status_code == 200
    assert asked(client, token, "plan").status_code == 403
    assert asked(client, "bsp_000000000000_" + "x" * 43).status_code == 401
    (way,) = client.get("/api/openapi.json").json()["paths"]["/api/v1/log"].values()
    assert way["security"] == [{"token": ["log:read"]}, {}]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "the name needs"),
        ({"name": "x" * 61}, "1 to 60 characters"),
        ({"scopes": []}, "at least one"),
        ({"scopes": ["log:read", "everything"]}, "what it may do needs"),
        ({"lasts": "7"}, "how long it lasts needs"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(client, wrong, said):
    told, made = on_page(client, **wrong)
    assert (told.status_code, made) == (422, [])
    assert said in told.text.casefold()
    assert tokens(client.app.state.held.current(), now=NOW) == []


def test_a_person_has_no_more_than_a_few_and_those_that_are_over_do_not_count(journal):
    for _ in range(MOST):
        made_token(journal, name="x", scopes=SOME, lasts="30", now=NOON)
    with pytest.raises(InputError, match="take one back"):
        made_token(journal, name="x", scopes=SOME, lasts="", now=NOON)
    later = NOON + timedelta(days=30)
    assert tokens(journal, now=later) == []
    made_token(journal, name="x", scopes=SOME, lasts="", now=later)
    assert len(tokens(journal, now=later)) == 1


def test_the_right_key_with_another_secret_is_as_wrong_as_no_token(journal):
    token = made_token(journal, name="x", scopes=SOME, lasts="", now=NOON)
    other = token[:-43] + "A" * 43
    said = set()
    for each in (other, "bsp_" + "0" * 12 + "_" + "A" * 43, "Bearer", "", "bsp_\udcff"):
        with pytest.raises(WrongToken) as refused:
            owner_of(journal, each, tries=Tries(), caller="here", now=NOON)
        said.add(str(refused.value))
    assert len(said) == 1
    assert owner_of(journal, token, tries=Tries(), caller="here", now=NOON).scopes == set(SOME)


def test_who_goes_on_with_a_wrong_token_waits_and_others_at_the_address_do_not(journal):
    tries = Tries()
    right, gone = (made_token(journal, name="x", scopes=SOME, lasts="", now=NOON) for _ in "ab")
    take_back(journal, gone.split("_")[1])
    for kind in (*[WrongToken] * 8, TooManyTries, TooManyTries):
        with pytest.raises(WrongToken) as refused:
            owner_of(journal, gone, tries=tries, caller="here", now=NOON)
        assert type(refused.value) is kind
    assert owner_of(journal, right, tries=tries, caller="here", now=NOON)


def test_an_address_that_tries_many_tokens_waits_with_all_of_them(journal):
    tries = Tries()
    right = made_token(journal, name="x", scopes=SOME, lasts="", now=NOON)
    for number in range(40):
        guessed = f"bsp_{number:012x}_" + "x" * 43
        with pytest.raises(WrongToken):
            owner_of(journal, guessed, tries=tries, caller="there", now=NOON)
    with pytest.raises(TooManyTries):
        owner_of(journal, right, tries=tries, caller="there", now=NOON)
    assert owner_of(journal, right, tries=tries, caller="here", now=NOON)
    later = NOON + timedelta(minutes=16)
    assert owner_of(journal, right, tries=tries, caller="there", now=later)


def test_many_wrong_ones_are_told_to_wait(client):
    told = [asked(client, "wrong") for _ in range(9)]
    assert [each.status_code for each in told] == [401] * 8 + [429]
    assert int(told[-1].headers["retry-after"]) > 0


def test_another_way_to_sign_in_is_not_looked_at(client):
    told = client.get("/api/v1/log", headers={"Authorization": "Basic YTpi"})
    assert told.status_code == 200


def test_a_token_is_in_no_backup_and_goes_with_everything(journal, tmp_path):
    token = made_token(journal, name="planted name", scopes=SOME, lasts="", now=NOON)
    back_up(journal, tmp_path / "b.zip", made=NOON, program="test")
    assert digest_of(token) in dump(journal.place)
    erase_person(journal)
    for there in (dump(journal.place), (tmp_path / "b.zip").read_bytes().decode("latin-1")):
        assert digest_of(token) not in there
        assert "planted name" not in there


@pytest.mark.parametrize("path", ["/account/password", "/account/sign-out-everywhere"])
def test_who_signs_out_everywhere_takes_every_token_back(path, database):
    with team(database) as built:
        mine, theirs = (
            made_token(
                of(built.journal, built.people[who]), name="x", scopes=SOME, lasts="", now=NOW
            )
            for who in ("sharing", "other")
        )
        nobody = built.clients["nobody"]
        assert asked(nobody, mine).status_code == 200
        built.clients["sharing"].post(path, data={"old": PASSWORD, "new": "another few words"})
        assert asked(nobody, mine).status_code == 401
        assert asked(nobody, theirs).status_code == 200


def test_a_token_of_somebody_who_has_no_account_opens_nothing_where_people_sign_in(database):
    with team(database) as built:
        with built.journal.writing() as connection:
            connection.exec_driver_sql("INSERT INTO person VALUES (99, '', '2026-03-02T11:00', 0)")
        left = of(built.journal, built.people["other"])
        orphan = made_token(
            type(left)(left.place, left.engine, 99), name="x", scopes=SOME, lasts="", now=NOW
        )
        assert asked(built.clients["nobody"], orphan).status_code == 401


def test_no_token_is_in_the_log(client, caplog):
    _, (token,) = on_page(client)
    with caplog.at_level(logging.DEBUG):
        asked(client, token)
        asked(client, "bsp_wrong-but-secret")
    assert token[17:] not in caplog.text
    assert "wrong-but-secret" not in caplog.text


def test_the_client_shows_its_token_and_no_more_is_answered():
    with fast_folder() as folder, served(folder / "j.db") as address:
        with opened(Place(folder / "j.db")) as journal:
            token = made_token(journal, name="x", scopes=SOME, lasts="", now=NOW)
        with Client(address, token=token) as client:
            assert client.add_sets("conventional 3x5 @ 140 kg rpe 8")
            assert len(client.log()["sets"]) == 3
            with pytest.raises(ServerError, match="plan:read") as refused:
                client.plan()
            assert refused.value.status == 403
        with Client(address, token="bsp_wrong") as client, pytest.raises(ServerError) as refused:
            client.log()
        assert refused.value.status == 401


@pytest.mark.parametrize("token", ["bsp_a\r\nHost: x", "bsp_ä"])
def test_the_client_refuses_what_is_no_token_and_does_not_repeat_it(token):
    with pytest.raises(InputError, match="token") as refused:
        Client(token=token)
    assert token not in str(refused.value)


def test_the_client_sends_no_token_over_a_network_in_the_clear():
    with pytest.raises(InputError, match="https"):
        Client("http://192.0.2.7:8321", token="bsp_x")
    Client("https://192.0.2.7:8321", token="bsp_x").close()
