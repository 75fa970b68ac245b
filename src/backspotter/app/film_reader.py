"""Which reader of films this is: results of another one are not current."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from backspotter import __version__

ROOT: Final = Path(__file__).parents[1]
DECIDES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "lift": ("*.npz", "*.toml", "*.py", "pose/*.py"),
        "spine": ("*.toml", "*.py"),
        "evidence": ("faults.*",),
        "app": ("film.py", "film_*.py", "film_words.toml"),
    }
)
"""What a reading comes from, by package: our networks, every table of limits and words, the steps
between. The pose networks are in it by their hashes, which stand in ``lift/weights.py``."""


@cache
def reader_mark() -> str:
    """Of the version and everything that decides a reading; another one where any of it changed."""
    return mark_of(ROOT)


def mark_of(root: Path) -> str:
    """The same for a package that lies elsewhere."""
    digest = hashlib.sha256(__version__.encode())
    for folder, patterns in DECIDES.items():
        files = sorted({file for each in patterns for file in (root / folder).glob(each)})
        for file in files:
            name = file.relative_to(root).as_posix()
            digest.update(f"{name}:{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()
