"""Accounts: who gets in, for how long, and what is never said or kept."""

import re
from datetime import timedelta

import pytest

from backspotter.app import people
from backspotter.errors import InputError
from backspotter.journal.people import (
    IDLE,
    LONGEST,
    accounts,
    begin_session,
    has_owner,
    invite,
    invited_as,
    signed_in,
)
from backspotter.journal.shares import (
    LATEST,
    comment,
    comments,
    looks,
    note_look,
    share,
    shared_by,
    shared_with,
)
from tests.accounts import NOW, PASSWORD, PLANTED, of, sign_in, team
from tests.journals import NOON, check, dump


@pytest.fixture(scope="module")
def made(database):
    with team(database) as built:
        yield built


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "aaaaaaaaaaaa",
        "password-of-mine",
        "abcdefgh",
        "87654321",
        "my name is coach",
        "x" * 257,
    ],
)
def test_a_password_that_is_tried_first_is_refused_without_repeating_it(password):
    with pytest.raises(InputError) as refused:
        people.refuse_weak(password, "coach")
    assert password not in str(refused.value)


@pytest.mark.parametrize("password", [PASSWORD, "Zw9!kfLq", "æøå og litt til", "w" * 60 + "abcd"])
def test_a_password_that_is_not_is_taken(password):
    people.refuse_weak(password, "coach")


@pytest.mark.parametrize("typed", ["", " ", "a" * 41, "<b>", "a\nb\0", "../etc"])
def test_a_name_that_is_none_is_refused(typed):
    with pytest.raises(InputError, match="1 to 40"):
        people.name_from(typed)


def test_names_that_look_the_same_are_the_same():
    assert people.name_from("  \uff21\uff2e\uff2e\uff21  Berg ") == people.name_from("anna berg")


def test_no_token_and_no_password_is_kept(made):
    kept = dump(made.journal.place)
    token = made.clients["coach"].cookies["session"]
    assert PASSWORD not in kept
    assert token not in kept
    assert people.digest_of(token) in kept


def test_a_wrong_name_and_a_wrong_password_are_told_the_same(made):
    client = made.clients["nobody"]
    told = [sign_in(client, name, "not the password") for name in ("coach", "nobody at all")]
    assert {each.status_code for each in told} == {403}
    said = [each.text.replace("nobody at all", "coach") for each in told]
    words = [text.partition('role="alert">')[2].partition("<")[0] for text in said]
    assert words[0] == words[1] != ""


def test_who_guesses_one_name_in_many_spellings_has_to_wait(made):
    throttle = people.Throttle(most=3)
    said = []
    for number, name in enumerate(["coach", "COACH", " coach ", "\uff43oach", "c\uff4fach"]):
        with pytest.raises(people.SignInError) as refused:
            people.signed_in(
                made.journal,
                name,
                "not the password",
                throttle=throttle,
                caller=f"10.0.0.{number}",
                now=NOW,
            )
        said.append("wait" in str(refused.value))
    assert said == [False, False, False, True, True]


def test_who_guesses_has_to_wait():
    throttle = people.Throttle(most=3)
    keys = ("name x", "from y")
    for _ in range(3):
        throttle.refuse_if_many(keys, NOW)
        throttle.failed(keys, NOW)
    with pytest.raises(people.SignInError, match="wait"):
        throttle.refuse_if_many(("name x", "from z"), NOW)
    throttle.refuse_if_many(keys, NOW + timedelta(minutes=16))


@pytest.mark.parametrize("later", [IDLE + timedelta(minutes=1), LONGEST + timedelta(minutes=1)])
def test_a_session_ends_by_itself(made, later):
    _, digest = people.new_token()
    begin_session(made.journal, made.people["coach"], digest, now=NOON)
    assert signed_in(made.journal, digest, now=NOON + timedelta(hours=1)) is not None
    assert signed_in(made.journal, digest, now=NOON + timedelta(hours=1) + later) is None
    assert signed_in(made.journal, digest, now=NOON) is None


def test_a_session_in_use_goes_on_but_not_for_ever(made):
    _, digest = people.new_token()
    begin_session(made.journal, made.people["coach"], digest, now=NOON)
    for days in range(0, 30, 5):
        assert signed_in(made.journal, digest, now=NOON + timedelta(days=days)) is not None
    assert signed_in(made.journal, digest, now=NOON + timedelta(days=31)) is None


def test_signing_out_ends_the_session(database):
    with team(database) as built:
        client = built.clients["coach"]
        token = client.cookies["session"]
        client.post("/sign-out")
        client.cookies.set("session", token)
        assert client.get("/account").headers["location"] == "/sign-in"


def test_another_password_signs_out_everywhere_else(database):
    with team(database) as built:
        client = built.clients["coach"]
        elsewhere = client.cookies["session"]
        changed = client.post(
            "/account/password", data={"old": PASSWORD, "new": "another few words"}
        )
        assert changed.headers["location"] == "/"
        assert client.get("/account").status_code == 200
        built.clients["nobody"].cookies.set("session", elsewhere)
        assert built.clients["nobody"].get("/account").headers["location"] == "/sign-in"


def test_an_invitation_works_once_and_not_for_ever(database):
    with team(database) as built:
        told = built.clients["owner"].post("/account/invite", data={"role": "coach"})
        link = told.text.partition('value="http://127.0.0.1')[2].partition('"')[0]
        client = built.clients["nobody"]
        entered = {"name": "new coach", "password": PASSWORD}
        assert client.get(link).status_code == 200
        assert client.post(link, data=entered).status_code == 303
        assert client.post(link, data={**entered, "name": "second"}).status_code == 404
        assert [each.role for each in accounts(built.journal) if each.name == "new coach"] == [
            "coach"
        ]


@pytest.mark.parametrize(("later", "role"), [(timedelta(), "lifter"), (timedelta(days=1), None)])
def test_an_invitation_stands_for_seven_days(made, later, role):
    _, digest = people.new_token()
    invite(made.journal, digest, role="lifter", by=made.people["owner"], now=NOON)
    assert invited_as(made.journal, digest, now=NOON + timedelta(days=7) + later) == role


@pytest.mark.parametrize(
    ("who", "role"), [("coach", "coach"), ("coach", "owner"), ("sharing", "lifter")]
)
def test_nobody_invites_above_themselves(made, who, role):
    told = made.clients[who].post("/account/invite", data={"role": role})
    assert told.status_code == 422
    assert "join/" not in told.text


def test_what_is_taken_back_is_gone_at_once(database):
    with team(database) as built:
        lifter, coach = built.people["sharing"], built.people["coach"]
        url = f"/athletes/{lifter.person}"
        assert "pain 6" in built.clients["coach"].get(url).text.casefold()
        built.clients["sharing"].post(
            "/account/share", data={"with": "coach", "kinds": ["answers"]}
        )
        assert shared_by(of(built.journal, lifter))["coach"] == {"answers"}
        assert "pain 6" not in built.clients["coach"].get(url).text.casefold()
        built.clients["sharing"].post("/account/share", data={"with": "coach"})
        assert built.clients["coach"].get(url).status_code == 404
        assert shared_with(built.journal, coach) == []


def test_every_look_is_seen_by_who_was_looked_at(database):
    with team(database) as built:
        lifter = built.people["sharing"]
        built.clients["coach"].get(f"/athletes/{lifter.person}")
        look, before = looks(of(built.journal, lifter))
        assert before.at == NOON
        assert (look.by, look.kinds, look.at) == ("coach", ("answers", "course", "films"), NOW)
        told = built.clients["sharing"].get("/account").text
        assert "coach (checks and warning signs; pain and function; films, to watch, and" in told


def test_the_morning_list_is_a_look_too(database):
    with team(database) as built:
        built.clients["clinician"].get("/athletes")
        look = looks(of(built.journal, built.people["sharing"]))[0]
        assert (look.by, look.kinds, look.at) == ("clinician", ("answers", "log"), NOW)


def test_every_look_can_be_paged_back_to(database):
    with team(database) as built:
        theirs = of(built.journal, built.people["sharing"])
        with built.journal.at_once() as joined:
            for minute in range(2 * LATEST):
                at = NOON + timedelta(minutes=minute)
                note_look(joined, theirs.person, by=built.people["coach"], kinds=["course"], now=at)
        path, seen = "/account", 0
        while path:
            told = built.clients["sharing"].get(path).text
            seen += told.count("coach (") - told.count("<legend>coach (")
            path = "".join(re.findall(r'href="(/account\?before=\d+)#looks"', told))
        assert seen == 2 * LATEST + 1
        assert built.clients["sharing"].get("/account?before=0").status_code == 422


def test_a_comment_reaches_the_lifter_and_no_one_else(database):
    with team(database) as built:
        lifter = built.people["sharing"]
        url = f"/athletes/{lifter.person}/comment"
        assert (
            built.clients["coach"].post(url, data={"words": "Rest <b>today</b>"}).status_code == 303
        )
        assert built.clients["owner"].post(url, data={"words": "no"}).status_code == 404
        assert [each.words for each in comments(built.journal, lifter.person)] == [
            "Rest <b>today</b>",
            f"{PLANTED}: comment",
        ]
        assert "Rest &lt;b&gt;today" in built.clients["sharing"].get("/account").text
        assert (
            "Rest &lt;b&gt;today" in built.clients["coach"].get(url.removesuffix("/comment")).text
        )


def test_the_name_of_one_who_left_words_behind_is_nobody_elses(database):
    from backspotter.journal.erase import erase_person

    with team(database) as built:
        coach, lifter = built.people["coach"], built.people["sharing"]
        comment(built.journal, lifter.person, "numb since Tuesday", by=coach, now=NOW)
        erase_person(of(built.journal, coach))
        token, digest = people.new_token()
        invite(built.journal, digest, role="coach", by=built.people["owner"], now=NOW)
        with pytest.raises(InputError, match="nobody has yet"):
            people.joined(built.journal, token, "coach", PASSWORD, now=NOW)


def test_who_reads_does_not_see_what_others_wrote(database):
    with team(database) as built:
        lifter, clinician = built.people["sharing"], built.people["clinician"]
        share(of(built.journal, lifter), clinician, ["log"], now=NOW)
        coach = built.people["coach"]
        comment(built.journal, lifter.person, "numb since Tuesday", by=coach, now=NOW)
        told = built.clients["clinician"].get(f"/athletes/{lifter.person}")
        assert told.status_code == 200
        assert "numb since Tuesday" not in told.text


def test_the_morning_names_who_needs_a_look_and_why(database):
    with team(database) as built:
        told = built.clients["coach"].get("/athletes").text
        assert "1 of 1 need a look" in told
        assert "See a doctor or physiotherapist" in told
        assert "Nobody shares anything" in built.clients["owner"].get("/athletes").text


def test_the_most_urgent_comes_first_and_a_quiet_morning_says_so(database):
    with team(database) as built:
        coach, other = built.people["coach"], of(built.journal, built.people["other"])
        share(other, coach, ["answers"], now=NOW)
        told = built.clients["coach"].get("/athletes").text
        assert "1 of 2 need a look" in told
        check(other, saddle_numb="yes", pain_now=5)
        told = built.clients["coach"].get("/athletes").text
        assert "2 of 2 need a look" in told
        names = re.findall(r'<h2><a href="/athletes/\d+">(\w+)</a>', told)
        assert names == ["other", "sharing"], "an emergency before a visit to a doctor"
        clinician = built.people["owner"]
        share(of(built.journal, built.people["sharing"]), clinician, ["films"], now=NOW)
        later = built.clients["owner"].app.state.settings
        object.__setattr__(later, "now", lambda: NOW + timedelta(days=3))
        assert "Nobody needs a look today" in built.clients["owner"].get("/athletes").text


def test_a_lifter_shares_with_no_other_lifter(made):
    told = made.clients["sharing"].post("/account/share", data={"with": "other", "kinds": ["log"]})
    assert told.status_code == 422
    with pytest.raises(InputError, match="a coach"):
        share(of(made.journal, made.people["sharing"]), made.people["other"], ["log"], now=NOON)


def test_the_first_account_is_made_once_and_with_the_token(tmp_path):
    from fastapi.testclient import TestClient

    from backspotter.web.server import create_app
    from backspotter.web.settings import Settings

    settings = Settings(
        journal=str(tmp_path / "j.db"), accounts=True, first_token="right", works_on_films=False
    )
    entered = {"name": "Me", "password": PASSWORD}
    with TestClient(
        create_app(settings), base_url="http://127.0.0.1", follow_redirects=False
    ) as client:
        assert client.get("/").headers["location"] == "/sign-in"
        assert client.post("/first", data={**entered, "token": "wrong"}).status_code == 403
        assert client.post("/first", data={**entered, "token": "right"}).status_code == 303
        assert client.get("/").status_code == 200
        assert client.post("/first", data={**entered, "token": "right"}).status_code == 404


def test_a_team_whose_owner_left_gets_another_who_sees_nothing_of_anybody(database):
    from backspotter.journal.erase import erase_person

    with team(database) as built:
        erase_person(of(built.journal, built.people["owner"]))
        assert not has_owner(built.journal)
        with pytest.raises(InputError, match="nobody has yet"):
            people.first_owner(built.journal, "coach", PASSWORD, now=NOW)
        new = people.first_owner(built.journal, "new owner", PASSWORD, now=NOW)
        assert new.is_owner
        assert new.person not in {each.person for each in built.people.values()}
        with pytest.raises(InputError, match="second owner"):
            people.first_owner(built.journal, "third", PASSWORD, now=NOW)


def test_who_leaves_takes_everything_along_and_nothing_of_others(database):
    from backspotter.journal.erase import erase_person

    with team(database) as built:
        lifter = built.people["sharing"]
        built.clients["coach"].get(f"/athletes/{lifter.person}")
        erase_person(of(built.journal, lifter))
        assert "planted words" not in dump(built.journal.place)
        assert "sharing" not in {each.name for each in accounts(built.journal)}
        assert built.clients["sharing"].get("/account").headers["location"] == "/sign-in"
        assert built.clients["coach"].get("/account").status_code == 200
