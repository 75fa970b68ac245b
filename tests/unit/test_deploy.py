"""The files to run a server by: what they start exists, and nothing listens but this machine."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from backspotter.cli import main as command_line

FOLDER = Path(__file__).parents[2] / "deploy"
SERVICE = FOLDER / "backspotter.service"


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))


@pytest.mark.needs("systemd-analyze", install="apt-get install systemd")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path):
    unit = tmp_path / SERVICE.name
    there = re.sub(r"/opt/backspotter/\S+", "/bin/true", SERVICE.read_text(encoding="utf-8"))
    unit.write_text(there, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )
    assert "backspotter.service" not in done.stderr


def test_what_the_unit_and_the_container_start_are_options_that_are_there(compose, capsys):
    command_line.run(["serve", "--help"])
    known = capsys.readouterr().out
    started = re.search(r"ExecStart=\S+ (.+)", SERVICE.read_text(encoding="utf-8"))[1].split()
    for option in (word for word in (*started, *compose["services"]["app"]["command"])):
        assert not option.startswith("--") or option in known


def test_nothing_in_the_composition_listens_to_others(compose):
    assert all("ports" not in each for each in compose["services"].values())
    assert compose["services"]["database"]["network_mode"] == "none"
    assert "listen_addresses=" in compose["services"]["database"]["command"]
    assert "--host" not in compose["services"]["app"]["command"]
