"""The notebooks of the documentation: they run, and hold what a run gives."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
MOST_BYTES = 200_000


@pytest.fixture
def script(monkeypatch):
    """A script of the project, importable as it is when it is run."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module


def cell(kind, source, **more):
    return {"cell_type": kind, "id": "x", "metadata": {}, "source": source, **more}


def test_there_are_two():
    assert [file.stem for file in NOTEBOOKS] == ["films", "season"]


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_was_run_whole_in_order_and_is_small(file):
    cells = [each for each in json.loads(file.read_text())["cells"] if each["cell_type"] == "code"]
    assert [each["execution_count"] for each in cells] == list(range(1, len(cells) + 1))
    kinds = {o["output_type"] for each in cells for o in each["outputs"]}
    assert kinds <= {"display_data", "stream"}  # and no error
    assert file.stat().st_size < MOST_BYTES
    assert "base64" not in file.read_text()


@pytest.mark.needs("nbclient", install="make setup")
@pytest.mark.needs("ipykernel", install="make setup")
@pytest.mark.needs("polars", install="make setup")
@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_run_gives_what_the_notebook_holds(script, file):
    run = script("run_notebooks")
    kept = file.read_text(encoding="utf-8")
    assert run.written(run.executed(json.loads(kept))) == kept


def test_what_a_run_leaves_of_the_machine_is_taken_out(script):
    printed = {"output_type": "stream", "name": "stdout", "text": "one\ntwo\n"}
    drawn = {
        "output_type": "execute_result",
        "execution_count": 7,
        "metadata": {"of": "a machine"},
        "data": {"text/plain": "<SVG>", "image/svg+xml": "<svg/>", "image/png": "iVBOR"},
    }
    own = cell("code", "1\n2", execution_count=1, outputs=[printed, drawn])
    own["metadata"] = {"execution": {"iopub.execute_input": "2026-11-27"}}
    found = script("run_notebooks").tidied({"cells": [own], "metadata": {"language_info": {}}})
    assert found["cells"][0]["metadata"] == {}
    assert found["cells"][0]["source"] == ["1\n", "2"]
    assert found["cells"][0]["outputs"] == [
        {"output_type": "stream", "name": "stdout", "text": ["one\n", "two\n"]},
        {
            "output_type": "display_data",
            "metadata": {},
            "data": {"image/svg+xml": ["<svg/>"]},
        },
    ]


def test_a_page_holds_words_code_tables_and_pictures_that_can_be_heard(script, tmp_path):
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><title>Loads</title><desc>Rising.</desc></svg>'
    drawn = {"output_type": "display_data", "metadata": {}, "data": {"image/svg+xml": [svg]}}
    html = {"text/html": ["<style>\nb {}\n</style>\n", "<table></table>"], "text/plain": ["a | b"]}
    table = {"output_type": "display_data", "metadata": {}, "data": html}
    said = {"output_type": "stream", "name": "stdout", "text": ["done\n"]}
    cells = [
        cell("markdown", ["# Title"]),
        cell("code", ["1"], execution_count=1, outputs=[drawn, table, said]),
    ]
    (tmp_path / "n.ipynb").write_text(json.dumps({"cells": cells}))
    pages = script("docs_pages.notebooks").pages(tmp_path)
    assert pages["notebooks/n-1.svg"] == svg + "\n"
    page = pages["notebooks/n.md"]
    for part in (
        "\n# Title\n",
        "```python\n1\n```",
        "![Loads. Rising.](n-1.svg)",
        '<div class="frame" tabindex="0">\n<table></table>\n</div>',
        "```text\ndone\n```",
    ):
        assert part in page


def test_a_name_that_is_no_notebook_is_said(script, capsys):
    assert script("run_notebooks").main(["seasons"], check=True) == 2
    assert "got seasons, expected some of films, season" in capsys.readouterr().err


def test_the_films_are_the_same_every_time_and_every_one_can_be_drawn(script):
    drawing = script("rendered_films")
    from backspotter.synth.spec import film_of

    films = drawing.planned(200)
    assert films == drawing.planned(200)
    assert films[:8] == drawing.planned(8)
    for lifter in drawing.LIFTERS:
        assert sum(each is lifter for each, _ in films) == 50
    assert len({spec["seed"] for _, spec in films}) == 200
    rounding = sorted(spec["task"]["rounding_deg"] for _, spec in films)
    assert rounding[0] < 1
    assert rounding[-1] > 31
    for _, spec in films:
        film_of(spec)


def test_the_kept_table_is_of_those_films(script):
    drawing = script("rendered_films")
    rows = (FOLDER / "films.csv").read_text().splitlines()
    names = {spec["name"] for _, spec in drawing.planned(200)}
    assert {row.split(",")[0] for row in rows[1:]} == names
    assert rows[0].split(",")[:2] == ["film", "lifter"]
