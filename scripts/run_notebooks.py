"""Runs the notebooks of docs/notebooks from top to bottom, and keeps what they printed and drew.

    python scripts/run_notebooks.py                  run all of them, and write them again
    python scripts/run_notebooks.py season           one of them
    python scripts/run_notebooks.py --check          say which would come out differently

Each runs in a process of its own, in this project's folder. Exit code 1: one would come out
differently, or a cell failed. Then ``python scripts/make_docs.py`` writes their pages.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / "docs" / "notebooks"
KEPT: Final = ("text/html", "image/svg+xml", "text/plain")
SECONDS: Final = 300
INSTALL: Final = "running notebooks wants nbclient and ipykernel: make setup"
ABOUT: Final = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
"""All that is kept of a notebook's metadata: nothing of the machine that ran it."""


def executed(document: dict[str, Any]) -> dict[str, Any]:
    """The notebook with the outputs of a run, and nothing else that a run leaves.

    Raises
    ------
    nbclient.exceptions.CellExecutionError : a cell failed
    """
    import nbformat
    from nbclient import NotebookClient
    from traitlets.config import Config

    notebook = nbformat.reads(json.dumps({**document, "metadata": ABOUT}), as_version=4)
    no_port = Config(KernelManager={"transport": "ipc"})
    client = NotebookClient(
        notebook,
        config=no_port,
        timeout=SECONDS,
        resources={"metadata": {"path": str(ROOT)}},
        record_timing=False,
    )
    client.execute()
    return tidied(json.loads(nbformat.writes(notebook)))


def tidied(document: dict[str, Any]) -> dict[str, Any]:
    """A notebook with only what is the same on any machine."""
    cells = [_cell(number, cell) for number, cell in enumerate(document["cells"])]
    return {"cells": cells, "metadata": ABOUT, "nbformat": 4, "nbformat_minor": 5}


def _cell(number: int, cell: dict[str, Any]) -> dict[str, Any]:
    kind = cell["cell_type"]
    found: dict[str, Any] = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}}
    if kind == "code":
        outputs = [_output(each) for each in cell["outputs"]]
        found |= {"execution_count": cell["execution_count"], "outputs": outputs}
    return {**found, "source": lines(cell["source"])}


def _output(output: dict[str, Any]) -> dict[str, Any]:
    """An output with its best forms, and no number that counts runs."""
    if "data" not in output:
        return {**output, "text": lines(output["text"])} if "text" in output else output
    data = {kind: lines(output["data"][kind]) for kind in KEPT if kind in output["data"]}
    if "image/svg+xml" in data:
        data.pop("text/plain", None)
    return {"data": data, "metadata": {}, "output_type": "display_data"}


def lines(text: str | Sequence[str]) -> list[str]:
    """Text as a notebook file holds it: a list of lines."""
    return "".join(text).splitlines(keepends=True)


def written(document: dict[str, Any]) -> str:
    """The file's text."""
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def main(names: Sequence[str], *, check: bool, folder: Path = FOLDER) -> int:
    """The exit code."""
    found = sorted(folder.glob("*.ipynb"))
    unknown = set(names) - {file.stem for file in found}
    if unknown:
        known = ", ".join(file.stem for file in found)
        print(f"got {', '.join(sorted(unknown))}, expected some of {known}", file=sys.stderr)
        return 2
    differ = [file for file in found if not names or file.stem in names if _differs(file, check)]
    for file in differ:
        print(f"{file.name}: {'would come out differently' if check else 'written'}")
    return int(check and bool(differ))


def _differs(file: Path, check: bool) -> bool:
    before = file.read_text(encoding="utf-8")
    after = written(executed(json.loads(before)))
    if after != before and not check:
        file.write_text(after, encoding="utf-8", newline="\n")
    return after != before


def arguments() -> ArgumentParser:
    """What can be given."""
    parser = ArgumentParser(description="Runs the notebooks of docs/notebooks.")
    parser.add_argument("names", nargs="*", help="notebooks, without .ipynb; all of them without")
    parser.add_argument("--check", action="store_true", help="write nothing")
    return parser


if __name__ == "__main__":
    given = arguments().parse_args()
    try:
        sys.exit(main(given.names, check=given.check))
    except ModuleNotFoundError as error:
        sys.exit(f"{INSTALL} ({error.name} is missing)")
