"""Draws the small films that are kept in the repository, each with its truth beside it.

    python scripts/make_clips.py            all of them
    python scripts/make_clips.py NAME ...   some

What they show stands in clips.json. Exit code 1: a film is larger than its limit.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any, Final

from backspotter.errors import BackspotterError
from backspotter.synth.film import make_film, truth_file
from backspotter.synth.spec import film_of

ROOT: Final = Path(__file__).resolve().parent.parent
CLIPS: Final = Path(__file__).with_name("clips.json")


def clips() -> list[dict[str, Any]]:
    """Every clip: where it belongs, and its specification."""
    found: list[dict[str, Any]] = json.loads(CLIPS.read_text(encoding="utf-8"))
    return found


def made(clip: dict[str, Any]) -> bool:
    """Draws one, and says how large it became; false where that is too large."""
    out = ROOT / clip["to"]
    out.parent.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    film = make_film(film_of(clip["spec"]), out)
    took = time.perf_counter() - began
    size, most = out.stat().st_size / 1000, clip["spec"]["file"]["most_kb"]
    pace = film.frames / took
    beside = truth_file(out).stat().st_size / 1000
    print(f"{clip['to']}: {size:.0f} kB, truth {beside:.0f} kB, {pace:.1f} frames a second")
    if size > most:
        print(f"  larger than {most:g} kB", file=sys.stderr)
    return size <= most


def main(names: list[str]) -> int:
    """The exit code: 0, 1 where a film is too large, 2 for a name that is not known."""
    known = {clip["spec"]["name"]: clip for clip in clips()}
    for name in names:
        if name not in known:
            print(f"got {name}, expected one of {', '.join(known)}", file=sys.stderr)
            return 2
    try:
        fits = [made(known[name]) for name in names or known]
    except BackspotterError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0 if all(fits) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
