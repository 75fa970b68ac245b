"""What an answer says, whatever it is packed in: a page, a zip of tables, a PDF."""

from __future__ import annotations

import io
import subprocess
import zipfile

from tests.conftest import require

POPPLER = "apt-get install poppler-utils"


def said_in(content: bytes) -> str:
    """All words in it, each after one space."""
    return " ".join(_unpacked(content).split())


def _unpacked(content: bytes) -> str:
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return " ".join(f"{name} {said_in(archive.read(name))}" for name in archive.namelist())
    if content.startswith(b"%PDF"):
        require("pdftotext", install=POPPLER)
        words = ["pdftotext", "-", "-"]
        return subprocess.run(words, input=content, capture_output=True, check=True).stdout.decode()
    return content.decode("utf-8", "replace")
