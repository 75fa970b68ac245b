"""``import backspotter``: what it offers, and that it costs nothing before it is used."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import backspotter as bs
from backspotter.app import film_demo


def test_everything_it_names_is_there():
    for name in bs.__all__:
        assert getattr(bs, name)
    assert set(bs.__all__) <= set(dir(bs))


def test_it_answers():
    assert bs.assess(bs.CheckIn(saddle_numb="yes")).level is bs.Level.emergency
    assert isinstance(bs.read("dull low back ache since yesterday"), bs.Reading)
    with pytest.raises(bs.InputError):
        bs.CheckIn(pain_now=14)


def test_a_name_it_does_not_have_is_said():
    with pytest.raises(AttributeError, match="has no 'asses'"):
        bs.asses  # noqa: B018


def test_a_wheel_has_the_demo_film(tmp_path):
    """Without building one: what hatch would put where."""
    from hatchling.builders.wheel import WheelBuilder

    root = Path(__file__).parents[2]
    files = WheelBuilder(str(root)).recurse_included_files()
    found = {each.distribution_path: each.path for each in files}
    clip = Path(found["backspotter/app/demo.mp4"])
    assert clip.read_bytes() == (root / "docs" / "demo" / "demo.mp4").read_bytes()
    assert film_demo.PLACES[0].name == "demo.mp4"
    assert film_demo.PLACES[0].parent.name == "app"


def loaded_by(statement: str) -> set[str]:
    code = f"import sys, json\n{statement}\nprint(json.dumps(list(sys.modules)), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stderr.splitlines()[-1]))


def test_the_import_alone_loads_nothing_else():
    ours = {name for name in loaded_by("import backspotter") if name.startswith("backspotter")}
    assert ours == {"backspotter"}


def test_an_answer_as_json_needs_no_evidence_and_no_terminal(tmp_path):
    file = tmp_path / "check_in.json"
    file.write_text("{}")
    words = ["check", "--from", str(file), "--json"]
    loaded = loaded_by(f"from backspotter.cli.main import run; run({words!r})")
    assert "backspotter.triage.assess" in loaded
    assert not {"backspotter.evidence", "rich.console", "importlib.metadata"} & loaded
    assert not {"sqlalchemy", "alembic", "sqlite3", "numpy"} & loaded


def test_an_answer_that_is_kept_loads_no_more_than_keeping_needs(tmp_path):
    words = ["check", "--text", "dull ache", "--json", "--journal", str(tmp_path / "j.db")]
    run = f"from backspotter.cli.main import run; run({words!r})"
    assert "alembic" in loaded_by(run), "the first time the journal is made"
    loaded = loaded_by(run)
    assert "sqlalchemy" in loaded
    assert not {"alembic", "rich.console"} & loaded  # a back that is followed takes numpy too
