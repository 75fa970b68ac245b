"""The files to run a server by: what they start exists, and nothing listens but this machine."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from backspotter.cli import main as command_line
from tests.pages import served

FOLDER = Path(__file__).parents[2] / "deploy"
SERVICE = FOLDER / "backspotter.service"
WORKER = FOLDER / "backspotter-worker.service"


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))


@pytest.mark.needs("systemd-analyze", install="apt-get install systemd")
@pytest.mark.parametrize("service", [SERVICE, WORKER], ids=lambda each: each.stem)
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path, service):
    unit = tmp_path / service.name
    there = re.sub(r"/opt/backspotter/\S+", "/bin/true", service.read_text(encoding="utf-8"))
    unit.write_text(there, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )
    assert service.name not in done.stderr
    assert done.returncode == 0, done.stderr


def started_by(service):
    return re.search(r"ExecStart=\S+ (.+)", service.read_text(encoding="utf-8"))[1].split()


@pytest.mark.parametrize(("service", "name"), [(SERVICE, "app"), (WORKER, "worker")])
def test_what_the_unit_and_the_container_start_are_options_that_are_there(
    compose, capsys, service, name
):
    for command, *words in (started_by(service), compose["services"][name]["command"]):
        command_line.run([command, "--help"])
        known = capsys.readouterr().out
        assert command in known
        for word in words:
            assert not word.startswith("--") or word in known


def test_server_and_worker_share_the_films_and_the_list(compose):
    both = [compose["services"][name] for name in ("app", "worker")]
    assert both[0]["volumes"] == both[1]["volumes"]
    addresses = [each["command"][-1] for each in both]
    assert addresses[0] == addresses[1]
    assert both[0]["environment"] == both[1]["environment"]
    assert "--films-elsewhere" in both[0]["command"]


def test_nothing_in_the_composition_listens_to_others(compose):
    assert all("ports" not in each for each in compose["services"].values())
    assert compose["services"]["database"]["network_mode"] == "none"
    assert "listen_addresses=" in compose["services"]["database"]["command"]
    assert "--host" not in compose["services"]["app"]["command"]
    assert compose["services"]["worker"]["network_mode"] == "none"


def test_the_server_is_asked_whether_it_can_do_what_it_is_asked(compose, tmp_path):
    command, *words, code = compose["services"]["app"]["healthcheck"]["test"]
    assert (command, words) == ("CMD", ["python", "-c"])
    assert "127.0.0.1:8321/readyz" in code

    def asked(address):
        here = code.replace("http://127.0.0.1:8321", address)
        done = subprocess.run([sys.executable, "-c", here], capture_output=True, check=False)
        return done.returncode

    with served(tmp_path / "j.db", works_on_films=False) as address:
        assert asked(address) == 0
    assert asked(address) != 0


def test_the_team_says_under_which_address_it_opens_the_server(compose):
    words = compose["services"]["app"]["command"]
    assert words[words.index("--behind") + 1].startswith("${BACKSPOTTER_ADDRESS:?")
    assert "--accounts" in words
