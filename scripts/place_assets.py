"""Puts other packages' files where the program looks for them: ``make assets``.

They come from packages pinned with their hashes in assets/package-lock.json. Each file is checked
once more: the networks against the hash that the program knows them by, the page's scripts against
those below. Nothing is put in place unless all are right.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from backspotter.lift.weights import FOLDER, WEIGHTS

ROOT = Path(__file__).parents[1]
PACKAGES = ROOT / "assets" / "node_modules"
VENDOR = ROOT / "src" / "backspotter" / "web" / "static" / "vendor"


PAGE_FILES = {
    "htmx.org/dist/htmx.min.js": (
        "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"
    ),
    "htmx.org/LICENSE": ("d3d2456f76414f2456104660ebd65aff1c04cd7966b942bdabd63f3cdb316a38"),
    "uplot/dist/uPlot.iife.min.js": (
        "19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f"
    ),
    "uplot/dist/uPlot.min.css": (
        "df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04"
    ),
    "uplot/LICENSE": ("8f989229699b4fe2f1a0432d0e9edc338a8a911e250e2d1b01ecd770a5f5b1bd"),
}
"""Where a file of the page is in its package, and its SHA-256."""


@dataclass(frozen=True)
class Asset:
    """A file to copy, if it is the one expected."""

    source: Path
    target: Path
    sha256: str

    @property
    def is_right(self) -> bool:
        return (
            self.source.is_file()
            and hashlib.sha256(self.source.read_bytes()).hexdigest() == self.sha256
        )


def main() -> int:
    """Copies every file whose hash is right; 1 and one line otherwise."""
    wrong = [each.source.name for each in assets() if not each.is_right]
    if wrong:
        print(f"assets: missing or not the file expected: {', '.join(wrong)}", file=sys.stderr)
        return 1
    for each in assets():
        each.target.parent.mkdir(parents=True, exist_ok=True)
        part = each.target.with_name(f"{each.target.name}.part")
        shutil.copyfile(each.source, part)
        part.replace(each.target)
    print(f"assets: {len(WEIGHTS)} networks and {len(PAGE_FILES)} files of the page in place")
    return 0


def assets() -> list[Asset]:
    """Everything that is put in place."""
    pose = PACKAGES / "@mediapipe" / "pose"
    networks = [Asset(pose / w.packed, FOLDER / w.file, w.sha256) for w in WEIGHTS.values()]
    return networks + [
        Asset(PACKAGES / name, VENDOR / _placed(name), digest)
        for name, digest in PAGE_FILES.items()
    ]


def _placed(name: str) -> str:
    """The name under which a package's file is served."""
    package, _, file = name.partition("/")
    if file == "LICENSE":
        return f"{package}.LICENSE.txt"
    return Path(file).name


if __name__ == "__main__":
    sys.exit(main())
