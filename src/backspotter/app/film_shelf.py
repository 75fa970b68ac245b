"""Where one person's films and what was found in them are: a folder for each, named by a random id.

An id that was never given out here, or to somebody else, is no film: that is all the check there is
to make, and every request makes it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from backspotter.errors import BackspotterError

if TYPE_CHECKING:
    from backspotter.journal.journal import Journal

ID: Final = re.compile(r"[0-9a-f]{32}")
PART, FILM, SMALL, THUMB = "film.part", "your film", "small.mp4", "thumb.jpg"
UPLOAD, CURRENT, KEPT, JOB = "upload.json", "current", "kept.json", "job"
READ, RUNS, ORDERS = "read", "runs", "orders"
OWN_FILE: Final = 0o600


class NoSuchFilm(BackspotterError):
    """No film of this person has this id."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Clip:
    """One film: what is being uploaded of it, the film itself, what was read, what was found."""

    folder: Path

    @property
    def id(self) -> str:
        """Its random id."""
        return self.folder.name

    @property
    def film(self) -> Path:
        """The film as it came, for as long as it is kept."""
        return self.folder / FILM

    @property
    def small(self) -> Path:
        """A small copy without sound and metadata, to be watched."""
        return self.folder / SMALL

    @property
    def read(self) -> Path:
        """The folder of what was followed through the film."""
        return self.folder / READ

    @property
    def run(self) -> Path | None:
        """The folder of what was found last, if anything was."""
        key = _text(self.folder / CURRENT)
        return self.run_of(key) if ID.fullmatch(key) and self.run_of(key).is_dir() else None

    def run_of(self, key: str) -> Path:
        """The folder of what one order gives."""
        return self.folder / RUNS / key

    def order_file(self, key: str) -> Path:
        """Where an order is."""
        return self.folder / ORDERS / f"{key}.json"

    @property
    def job(self) -> str:
        """The id of the last job that works on it; empty where there was none."""
        return _text(self.folder / JOB)

    def upload(self) -> dict[str, Any]:
        """What was said of the upload; empty where it is no longer one."""
        return read_document(self.folder / UPLOAD)

    def kept(self) -> dict[str, Any]:
        """Which result is in the journal, and under which number."""
        return read_document(self.folder / KEPT)

    def remove(self) -> None:
        """Everything of it. It loses its name first, so that nothing more is written into it."""
        gone = self.folder.with_name(f".{self.id}-{uuid4().hex[:8]}")
        with suppress(OSError):
            self.folder.replace(gone)
        shutil.rmtree(gone, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Shelf:
    """All films of one person."""

    root: Path

    def clip(self, id: str) -> Clip:
        """The film of this id.

        Raises
        ------
        NoSuchFilm : this person has none
        """
        if ID.fullmatch(id):
            folder = self.root / id
            if folder.is_dir() and not folder.is_symlink():
                return Clip(folder)
        raise NoSuchFilm("film: there is none of this id")

    def clips(self) -> list[Clip]:
        """All of them, in no order."""
        with suppress(OSError):
            return [
                Clip(each)
                for each in self.root.iterdir()
                if ID.fullmatch(each.name) and each.is_dir() and not each.is_symlink()
            ]
        return []

    def new(self) -> Clip:
        """An empty place with a new random id.

        Raises
        ------
        OSError : it cannot be made
        """
        from backspotter.journal.place import make_own_folder

        for folder in (self.root.parent, self.root):
            folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            make_own_folder(folder)
        clip = Clip(self.root / uuid4().hex)
        make_own_folder(clip.folder)
        return clip


def shelf_of(journal: Journal) -> Shelf:
    """The films of the person whose journal this is."""
    from backspotter.journal.place import films_folder

    return Shelf(films_folder(journal.place) / str(journal.person))


def read_document(file: Path) -> dict[str, Any]:
    """A small JSON file of ours; empty where there is none."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def write_document(file: Path, document: Mapping[str, Any]) -> None:
    """A small JSON file, whole or not at all, for this person alone."""
    write_text(file, json.dumps(document, ensure_ascii=False))


def write_text(file: Path, text: str) -> None:
    """A small text file, whole or not at all, for this person alone.

    Raises
    ------
    OSError : it cannot be written
    """
    part = file.with_name(f".{file.name}.{uuid4().hex[:8]}.part")
    try:
        with open(part, "w", encoding="utf-8", opener=_own) as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _own(path: str, flags: int) -> int:
    return os.open(path, flags, OWN_FILE)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
