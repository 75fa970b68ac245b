"""Writes docs/truth.md: what the test films are, and how a film reader does on them.

    python scripts/make_truth.py FOLDER

The films and their truth lie in FOLDER/films, a reader's results in FOLDER/results; the hard films
of hard_films.py, if they were drawn, in FOLDER/hard and FOLDER/hard-results. Where there are no
results, the page says so. Exit code 2: the films are not there.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from hard_films import section

from backspotter.errors import BackspotterError, InputError
from backspotter.evidence.faults import fault_rules
from backspotter.scoring.page import pictures, sections, table
from backspotter.scoring.score import score
from backspotter.scoring.truth import ENDING, Truth, read_truths
from backspotter.synth.suite import MANIFEST

DOCS: Final = Path(__file__).resolve().parent.parent / "docs"
COMMAND: Final = "python scripts/make_truth.py"
WRITTEN: Final = "<!-- Written by make truth. Changes made here are lost. -->"
TITLE: Final = "Films whose truth is known"
INTRO: Final = """\
Rendered films of lifters, drawn by Backspotter itself, so that every angle, event and speed is \
known. `make truth` draws them again and scores a film reader's results with \
`backspotter synth score`. Bodies and seeds of this set are never trained or tuned on."""
LIMITS: Final = """\
What these films cannot show: real skin, real cloth and real gyms. A number here says how well a \
reader measures drawn lifters; on real films there is no truth to measure against."""
NO_READER: Final = """\
**There are no results.** Nothing was scored: this page has no accuracy to show, and none is \
claimed."""


def page_text(
    films: Path, results: Path, hard: Path | None = None, hard_results: Path | None = None
) -> tuple[str, dict[str, str]]:
    """The page, and its pictures by name.

    Parameters
    ----------
    hard, hard_results : the hard films and what was read of them, where they were drawn

    Raises
    ------
    InputError : no films, or a file that cannot be used
    """
    truths = read_truths(films)
    parts = [WRITTEN, f"# {TITLE}", INTRO, LIMITS, *no_case(films, hard)]
    parts += ["## The films", *_suite(films, truths)]
    drawn: dict[str, str] = {}
    if not results.is_dir() or not any(results.iterdir()):
        parts += ["## The reader", NO_READER]
    else:
        found = score(results, films)
        drawn = pictures(found)
        parts += ["## The reader", *sections(found, drawn, folder="truth/")]
    if hard is not None:
        parts += section(hard, hard_results or hard)
    return "\n\n".join(parts) + "\n", drawn


def no_case(films: Path, hard: Path | None) -> list[str]:
    """What none of the films has, of all that a reader may meet; nothing where each has a case."""
    missing = CASES - cases(films)
    if not missing:
        return []
    said = f"**None of these films has** {_either(missing)}: about that their numbers say nothing."
    if hard is None:
        return [said]
    still = missing - cases(hard)
    rest = f", but for {_either(still)}" if still else ""
    return [f"{said} The [hard films](#hard-films) below have a case of each{rest}."]


def _either(cases_: set[str]) -> str:
    *first, last = sorted(cases_)
    return f"{', '.join(first)} or {last}" if first else last


def cases(films: Path) -> set[str]:
    """The faults, reasons to decline and views that some film in a folder has, in words."""
    found: set[str] = set()
    for file in films.glob(f"*{ENDING}"):
        truth = json.loads(file.read_text(encoding="utf-8"))
        found |= {_fault(f["code"], f["onset"]) for rep in truth["reps"] for f in rep["faults"]}
        found |= {FAILS for rep in truth["reps"] if not rep["completed"]}
        reason = truth["decline_back"]["reason"] or ""
        found |= {say for start, say in REASONS.items() if reason.startswith(start)}
        yaw = truth["camera"]["yaw_deg"]
        found |= {FROM_BEHIND} if yaw < 0 else {OTHER_SIDE} if yaw > 90 else set()
    return found


def _fault(code: str, onset: str) -> str:
    return f"{code} {onset}".replace("_", " ")


FAILS: Final = "a rep that fails"
FROM_BEHIND: Final = "a camera from behind"
OTHER_SIDE: Final = "a camera past the front"
REASONS: Final = {
    "camera": "a camera far off the side",
    "a cut": "a cut inside a rep",
    "torso": "a lifter who is small in the picture",
    "lower back hidden": "a lower back that something hides",
}
"""How a truth's reason to decline begins, and what it is called here."""

CASES: Final = frozenset(
    {
        *(FAILS, FROM_BEHIND, OTHER_SIDE, *REASONS.values()),
        *(_fault(rule.code, rule.onset) for rule in fault_rules()),
    }
)


def _suite(films: Path, truths: list[Truth]) -> list[str]:
    """What is in the set."""
    manifest = _manifest(films)
    made = manifest["films"]
    frames = sum(film["frames"] for film in made)
    minutes = sum(film["seconds"] for film in made) / 60
    megabytes = sum(film["bytes"] for film in made) / 1e6
    asked = f"set {manifest['set']}, {manifest['n']} films, seed {manifest['seed']}"
    said = f"{asked}: {len(made)} drawn, {frames} frames, {minutes:.1f} min, {megabytes:.0f} MB."
    said += _took([film.get("took_s") for film in made], frames)
    failed = [f"- {each['name']}: {each['why']}" for each in manifest["failed"]]
    return [
        said,
        *(["Not drawn:\n\n" + "\n".join(failed)] if failed else []),
        table(("what", "films"), _counts(made, truths)),
    ]


def _took(seconds: list[float | None], frames: int) -> str:
    """How long drawing took, where every film says so."""
    known = [each for each in seconds if each is not None]
    if len(known) < len(seconds) or not known:
        return " How long drawing took was not kept for all of them."
    minutes = math.fsum(known) / 60
    return (
        f" Drawing took {minutes:.0f} min of one core, {frames / minutes / 60:.1f} frames a second."
    )


def _counts(made: list[dict[str, Any]], truths: list[Truth]) -> list[tuple[str, str]]:
    of: dict[str, Callable[[dict[str, Any]], object]] = {
        "style": lambda spec: spec["task"]["style"].replace("_", "-"),
        "clothing": lambda spec: spec["task"]["clothing"].replace("_", "-"),
        "plates": lambda spec: spec["scene"]["plate"],
        "frames a second": lambda spec: f"{spec['file']['fps']:g}",
        "picture": lambda spec: f"{spec['file']['width']} × {spec['file']['height']}",
        "codec and bits": lambda spec: f"{spec['file']['codec']}, {spec['file']['bits']}",
    }
    rows = [(name, _listed(get(film["spec"]) for film in made)) for name, get in of.items()]
    return [
        ("back to be", _listed(truth.verdict for truth in truths)),
        ("view", _listed(truth.groups["view"] for truth in truths)),
        ("body", _listed(truth.groups["body"] for truth in truths)),
        *rows,
        ("reps", str(sum(len(truth.reps) for truth in truths))),
    ]


def _listed(values: Iterable[object]) -> str:
    found = Counter(map(str, values))
    return "; ".join(f"{name}: {count}" for name, count in sorted(found.items()))


def _manifest(films: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((films / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        given = f"{type(error).__name__} for {films / MANIFEST}"
        raise InputError("films", given=given, expected="a suite", do="make truth") from None
    return found


def write(docs: Path, text: str, drawn: dict[str, str]) -> None:
    """The page and its pictures in their places; pictures of an earlier run go."""
    (docs / "truth").mkdir(exist_ok=True)
    for old in (docs / "truth").glob("*.svg"):
        old.unlink()
    for name, picture in drawn.items():
        (docs / "truth" / name).write_text(picture, encoding="utf-8")
    if not drawn:
        (docs / "truth").rmdir()
    (docs / "truth.md").write_text(text, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """The exit code."""
    if len(arguments) != 1:
        print(f"{COMMAND}: expected one folder", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    try:
        hard = folder / "hard"
        there = hard if any(hard.glob(f"*{ENDING}")) else None
        text, drawn = page_text(
            folder / "films", folder / "results", there, folder / "hard-results"
        )
    except BackspotterError as error:
        print(f"{COMMAND}: {error}", file=sys.stderr)
        return error.exit_code
    write(DOCS, text, drawn)
    print("docs/truth.md")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
