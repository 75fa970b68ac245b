"""Files that a command writes: whole, or not at all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from backspotter.errors import InputError


def file_for(name: str, path: str, suffix: str) -> Path:
    """Where to write, before any work is done.

    Raises
    ------
    InputError : another ending, or a folder that is not there
    """
    file = Path(path)
    if file.suffix.lower() != suffix:
        raise InputError(name, given=path, expected=f"a file that ends in {suffix}")
    if not file.parent.is_dir():
        raise InputError(name, given=path, expected="a folder that is there")
    return file


def write_whole(name: str, file: Path, content: bytes) -> None:
    """Write beside it and put it in place, so that nothing half-written is ever there.

    Raises
    ------
    InputError : it cannot be written
    """
    beside = ""
    try:
        with NamedTemporaryFile(dir=file.parent, prefix=".", suffix=".part", delete=False) as part:
            beside = part.name
            part.write(content)
        Path(beside).replace(file)
    except OSError as error:
        with suppress(OSError):
            Path(beside).unlink()
        given = f"{file} ({error.strerror})"
        raise InputError(name, given=given, expected="a file that can be written") from None
