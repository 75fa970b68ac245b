"""Pipes, devices and names that no file has: one line at once, where a file is to be read."""

from __future__ import annotations

import os
import sys

import pytest

from backspotter.cli.main import run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
COMMANDS = (["log", "import"], ["restore"], ["merge"])


@pytest.fixture
def refused(tmp_path, capsys):
    def one(words, given):
        journal = ["--journal", str(tmp_path / "kept" / "j.db")]
        assert run([*journal, *words, str(given), "--yes"]) == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        assert len(said) < 300
        return said

    return one


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_pipe_or_a_device_is_not_waited_for(words, refused, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "endless").symlink_to("/dev/zero")
    for name in ("pipe", "endless"):
        assert f"{name}, a pipe or a device" in refused(words, tmp_path / name)


@pytest.mark.parametrize("words", [*COMMANDS, ["lift"]], ids=" ".join)
def test_a_name_that_is_too_long_is_one_line(words, tmp_path, capsys):
    long = str(tmp_path / ("x" * 5000))
    assert run(["--journal", str(tmp_path / "j.db"), *words, long]) == 2
    assert capsys.readouterr().err.count("\n") == 1
