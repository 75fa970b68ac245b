"""Puts the pose network's files where the program looks for them: ``make assets``.

They come from a package pinned with its hash in assets/package-lock.json; each file is checked
once more against the hash that the program knows it by. Nothing is put in place unless all are
right.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

from backspotter.lift.weights import FOLDER, WEIGHTS

PACKAGE = Path(__file__).parents[1] / "assets" / "node_modules" / "@mediapipe" / "pose"


def main() -> int:
    """Copies every file whose hash is right; 1 and one line otherwise."""
    wrong = [w.packed for w in WEIGHTS.values() if _sha256(PACKAGE / w.packed) != w.sha256]
    if wrong:
        print(f"assets: missing or not the file expected: {', '.join(wrong)}", file=sys.stderr)
        return 1
    FOLDER.mkdir(exist_ok=True)
    for weights in WEIGHTS.values():
        part = FOLDER / f"{weights.file}.part"
        shutil.copyfile(PACKAGE / weights.packed, part)
        part.replace(FOLDER / weights.file)
    print(f"assets: {len(WEIGHTS)} networks in place")
    return 0


def _sha256(file: Path) -> str:
    if not file.is_file():
        return ""
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
