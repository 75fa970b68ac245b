"""Films on a Dask cluster of this machine end as they do without one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import backspotter

pytestmark = [
    pytest.mark.needs("av", install="make setup-synth"),
    pytest.mark.needs("distributed", install="pip install 'backspotter[cluster]'"),
]
SOURCE = str(Path(backspotter.__file__).parents[1])


def batch(folder, out, *more):
    words = ["batch", str(folder), "--load-kg", "100", "--out", str(out), "--json", *more]
    return subprocess.run(
        [sys.executable, "-m", "backspotter", *words],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": SOURCE},
        check=False,
    )


@pytest.mark.timeout(120)
def test_broken_films_end_alike(tmp_path):
    films = tmp_path / "films"
    films.mkdir()
    for name in ("a.mp4", "b.mov"):
        (films / name).write_bytes(b"no film at all")
    ran = [batch(films, tmp_path / "one"), batch(films, tmp_path / "two", "--engine", "dask")]
    assert [one.returncode for one in ran] == [2, 2], ran[1].stderr
    rows = [json.loads(one.stdout)["films"] for one in ran]
    assert rows[0] == rows[1]
    assert [row["outcome"] for row in rows[1]] == ["unusable", "unusable"]
    assert "Traceback" not in ran[1].stderr
