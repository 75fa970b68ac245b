"""``backspotter serve`` as a person starts it: a real process, a real port, Ctrl-C."""

import re
import signal
import socket
import subprocess
import sys

import httpx
import pytest

from backspotter.cli.serve import has_a_screen

ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/")


def start(journal, *words):
    command = [sys.executable, "-m", "backspotter", "--journal", str(journal), "serve", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def running(folder):
    process = start(folder / "j.db", "--port", "0")
    line = process.stdout.readline()
    yield process, ADDRESS.search(line)[0]
    process.kill()
    process.wait(10)
    process.stdout.close()
    process.stderr.close()


def test_it_says_where_it_is_answers_and_stops(running):
    process, address = running
    with httpx.Client(base_url=address, transport=httpx.HTTPTransport(retries=5)) as client:
        assert client.get("/healthz").json()["status"] == "ok"
        assert client.get("/").status_code == 200
    process.send_signal(signal.SIGINT)
    assert process.wait(15) == 0
    assert process.stderr.read() == ""


def test_only_this_machine_can_reach_it(running):
    _, address = running
    port = int(ADDRESS.search(address)[1])
    with socket.socket() as other:
        other.settimeout(2)
        with pytest.raises(ConnectionRefusedError):
            other.connect(("127.0.0.2", port))


def test_a_port_that_is_taken_is_said_in_one_line(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = start(folder / "j.db", "--port", str(taken.getsockname()[1]))
        _, said = process.communicate(timeout=30)
    assert process.returncode == 2
    assert said.count("\n") == 1
    assert "--port N takes another" in said


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--host", "0.0.0.0"), "127.0.0.1"),
        (("--port", "70000"), "65535"),
    ],
)
def test_what_cannot_be_served_is_said_in_one_line(folder, words, expected):
    process = start(folder / "j.db", *words)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 2
    assert said.count("\n") == 1
    assert expected in said


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
@pytest.mark.parametrize(
    ("environment", "there"),
    [
        ({}, False),
        ({"DISPLAY": ""}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "w"}, True),
    ],
)
def test_a_browser_is_opened_where_there_is_a_screen(environment, there):
    assert has_a_screen(environment) is there
