"""``serve --log-format json``: a line for each answer, and nothing in any of what was entered."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys

import httpx
import pytest

from tests.journals import fast_folder

PLANTED = "planted-6201"
NAME = "planted name"
PASSWORD = "four plain words here"
FIELDS = {"time", "level", "event", "method", "route", "status", "ms", "request"}


@pytest.fixture(scope="module")
def walked():
    """What the server wrote while somebody signed in, checked, entered and went wrong."""
    with fast_folder() as folder:
        journal = ("--journal", str(folder / "j.db"))
        serve = ("serve", "--accounts", "--port", "0", "--log-format", "json")
        command = [sys.executable, "-m", "backspotter", *journal, *serve]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        with subprocess.Popen(command, **pipes) as server:
            said = server.stdout.readline() + server.stdout.readline()
            address = re.search(r"http://\S+?/", said)[0]
            first = re.search(r"token=(\S+)", said)[1]
            with httpx.Client(base_url=address, timeout=60) as client:
                told = walk(client, first)
            server.send_signal(signal.SIGINT)
            _, lines = server.communicate(timeout=60)
        yield told, lines, first


def walk(client, first):
    """Statuses and request numbers of a visit; what was secret in it."""
    told, secrets = [], []

    def ask(method, path, **more):
        answer = client.request(method, path, **more)
        told.append((answer.status_code, answer.headers["x-request-id"]))
        return answer

    ask("GET", f"/first?token={first}")
    ask("POST", "/first", data={"token": first, "name": NAME, "password": PASSWORD})
    ask("POST", "/sign-in", data={"name": NAME, "password": f"{PLANTED} wrong"})
    secrets.append(client.cookies["session"])
    ask("GET", f"/?q={PLANTED}")
    begun = ask("POST", "/check/start", data={"how": "tell"})
    ask("GET", "/check")
    ask("POST", "/check/tell", data={"text": f"{PLANTED}, sore since my deadlifts, pain 6"})
    ask("POST", "/api/v1/check-ins", json={"text": f"my lower back is sore, {PLANTED}, pain 6"})
    ask("GET", "/api/v1/check-ins/1")
    ask("POST", "/api/v1/track", json={"pain": 6, "note": PLANTED})
    ask("POST", "/course/pain", data={"pain": "6", "note": PLANTED})
    ask("GET", "/course")
    ask("GET", "/course/entry/1")
    ask("POST", "/api/v1/sets", json={"words": "conventional 3x5 @ 143.5 kg", "note": PLANTED})
    ask("POST", "/api/v1/sets", json={"words": f"{PLANTED} 143.5"})
    ask("GET", f"/log/{PLANTED}")
    ask("GET", f"/{PLANTED}/{PLANTED}")
    ask("GET", "/log", headers={"x-request-id": PLANTED, "user-agent": PLANTED})
    made = ask("POST", "/you/tokens", data={"name": PLANTED, "scopes": "log:read"})
    token = re.search(r"bsp_\w{12}_[\w-]{43}", made.text)[0]
    secrets.append(token[4:])
    ask("GET", "/api/v1/log", headers={"Authorization": f"Bearer {token}"})
    ask("GET", "/api/v1/log", headers={"Authorization": f"Bearer {token}{PLANTED}"})
    ask("GET", "/log", headers={"Host": f"{PLANTED}.example"})
    ask("POST", "/course/pain", headers={"Origin": f"https://{PLANTED}.example"})
    return told, secrets, begun


def test_each_answer_has_one_line_with_its_number_and_no_other_field(walked):
    (told, _, _), lines, _ = walked
    found = [json.loads(line) for line in lines.splitlines()]
    requests = [each for each in found if each["event"] == "request"]
    assert all(set(each) == FIELDS for each in requests)
    assert [(each["status"], each["request"]) for each in requests] == told
    assert len({number for _, number in told}) == len(told)
    assert {403, 404, 421, 422, 401} <= {status for status, _ in told}


def test_the_route_stands_there_with_places_for_ids(walked):
    routes = {json.loads(line).get("route") for line in walked[1].splitlines()}
    assert {"/api/v1/check-ins/{id}", "/course/entry/{number}", "/check/tell"} <= routes
    assert "unknown" in routes
    assert not [each for each in routes if each and re.search(r"\d", each.replace("v1", ""))]


def test_nothing_that_was_entered_is_in_it(walked):
    (_, secrets, _), lines, first = walked
    planted = (PLANTED, NAME, PASSWORD, first, "143.5", "token=", "?q", "sore", "owner", *secrets)
    assert [each for each in planted if each in lines] == []


def test_without_being_asked_it_writes_nothing():
    with fast_folder() as folder:
        command = [sys.executable, "-m", "backspotter", "--journal", str(folder / "j.db"), "serve"]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        with subprocess.Popen([*command, "--port", "0"], **pipes) as server:
            address = re.search(r"http://\S+?/", server.stdout.readline())[0]
            assert httpx.get(f"{address}api/v1/track", timeout=60).status_code == 200
            server.send_signal(signal.SIGINT)
            assert server.communicate(timeout=60)[1] == ""
