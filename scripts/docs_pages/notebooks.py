"""The notebooks as pages: their words, code, tables and pictures, as they were run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

FOLDER: Final = Path(__file__).resolve().parents[2] / "docs" / "notebooks"
GENERATED: Final = (
    "<!-- Written by scripts/make_docs.py from the notebook. Changes made here are lost. -->"
)
SVG: Final = "image/svg+xml"
HTML: Final = "text/html"
STYLE: Final = re.compile(r"<style>.*?</style>\n?", re.DOTALL)
"""How a table looks is the page's own matter."""

SVG_NAMES: Final = {"": "http://www.w3.org/2000/svg"}


def pages(folder: Path = FOLDER) -> dict[str, str]:
    """A page for each notebook, and a file for each of its pictures."""
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*.ipynb")):
        found |= _page(file.stem, json.loads(file.read_text(encoding="utf-8")))
    return found


def _page(name: str, notebook: Mapping[str, Any]) -> dict[str, str]:
    pictures: dict[str, str] = {}
    parts = [part for cell in notebook["cells"] for part in _cell(name, cell, pictures)]
    below = f"This page is the notebook [{name}.ipynb]({name}.ipynb), as it was run."
    page = "\n\n".join([GENERATED, *parts, below]) + "\n"
    return {f"notebooks/{name}.md": page, **pictures}


def _cell(name: str, cell: Mapping[str, Any], pictures: dict[str, str]) -> Iterator[str]:
    text = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        yield text
        return
    yield f"```python\n{text}\n```"
    for output in cell["outputs"]:
        yield from _output(name, output, pictures)


def _output(name: str, output: Mapping[str, Any], pictures: dict[str, str]) -> Iterator[str]:
    """An output in the best form that a page can hold."""
    data = output.get("data", {})
    if SVG in data:
        picture = "".join(data[SVG])
        file = f"{name}-{len(pictures) + 1}.svg"
        pictures[f"notebooks/{file}"] = picture.rstrip("\n") + "\n"
        yield f"![{_said_of(picture)}]({file})"
    elif HTML in data:
        table = STYLE.sub("", "".join(data[HTML]))
        yield f'<div class="frame" tabindex="0">\n{table}\n</div>'
    else:
        text = "".join(data.get("text/plain", output.get("text", ""))).rstrip("\n")
        yield f"```text\n{text}\n```"


def _said_of(picture: str) -> str:
    """What a screen reader says of a picture, from the picture itself."""
    drawn = ElementTree.fromstring(picture)
    said = [drawn.findtext(f"{tag}", default="", namespaces=SVG_NAMES) for tag in ("title", "desc")]
    return " ".join(". ".join(each for each in said if each).replace("]", ")").split())
