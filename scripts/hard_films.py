"""Draws the hard films: what chance leaves out of the suite, one small film of each kind.

    python scripts/hard_films.py FOLDER

What they show stands in hard_films.json. A run that was stopped goes on where it was; a film whose
specification has changed is drawn again. Exit code 1: a film could not be drawn; the others were.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from backspotter.errors import BackspotterError
from backspotter.scoring import words
from backspotter.scoring.figures import ALL
from backspotter.scoring.page import table
from backspotter.scoring.result import Result, find_result, read_result
from backspotter.scoring.score import Score, score
from backspotter.scoring.truth import Fault, Truth, read_truth
from backspotter.synth.suite import MANIFEST, is_whole, make_one

FILMS: Final = Path(__file__).with_name("hard_films.json")
FIGURES: Final = (
    *("films.answered", "reps.found", "reps.real", "reps.failed"),
    *("event.lift_off", "event.lockout", "bar.rom"),
    *("lumbar.change", "lumbar.from_upright", "back.declined", "back.judged"),
)
INTRO: Final = """\
One small film of each case that chance leaves out of the suite, drawn by `scripts/hard_films.py` \
from `scripts/hard_films.json`. The reader was not tuned on them, and with one film of a kind they \
show whether a case is met, not how often."""
NOT_READ: Final = "These films were drawn, and not read."


def hard_films() -> list[dict[str, Any]]:
    """Every film: what it ``shows``, and its ``spec``."""
    found: list[dict[str, Any]] = json.loads(FILMS.read_text(encoding="utf-8"))
    return found


def draw(folder: Path) -> dict[str, str]:
    """Draws what is missing, and keeps the manifest; names that could not be drawn, and why.

    Raises
    ------
    OSError : the folder cannot be written
    """
    folder.mkdir(parents=True, exist_ok=True)
    there = {film["spec"]["name"]: film for film in manifest(folder)["films"]}
    films, failed = [], {}
    for each in hard_films():
        spec = each["spec"]
        name = spec["name"]
        film = there.get(name)
        if film is None or film["spec"] != spec or not is_whole(folder, name):
            try:
                film = {"spec": spec, **make_one(spec, folder, lambda name, done, of: None)}
                print(f"{name}: drawn", flush=True)
            except BackspotterError as error:
                failed[name] = str(error)
                continue
        films.append(film)
        _keep(folder, films, failed)
    return failed


def manifest(folder: Path) -> dict[str, Any]:
    """What an earlier run left; nothing where there is none."""
    try:
        found: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {"films": [], "failed": []}
    return found


def _keep(folder: Path, films: list[dict[str, Any]], failed: Mapping[str, str]) -> None:
    document = {
        "films": films,
        "failed": [{"name": name, "why": why} for name, why in failed.items()],
    }
    part = folder / f".{MANIFEST}.part"
    part.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(folder / MANIFEST)


def section(films: Path, results: Path) -> list[str]:
    """The part of the page about them, in Markdown."""
    drawn = [each for each in hard_films() if is_whole(films, each["spec"]["name"])]
    parts = ["## Hard films", INTRO, _drawn(films, len(drawn))]
    names = [each["spec"]["name"] for each in drawn]
    if not any(find_result(results, name) for name in names):
        return [*parts, NOT_READ]
    found = score(results, films)
    rows = [_row(each, films, results) for each in drawn]
    head = ("film", "back to be", "back by the reader", "reps", "faults there", "faults told")
    return [
        *parts,
        f"{words.in_one_line(found)}.",
        table(head, rows),
        table(("what", "all hard films", "", "n"), _figures(found)),
    ]


def _drawn(films: Path, count: int) -> str:
    made = manifest(films)
    frames = sum(film["frames"] for film in made["films"])
    took = sum(film["took_s"] for film in made["films"]) / 60
    said = (
        f"{count} of {len(hard_films())} are drawn: {frames} frames in {took:.1f} min of one core"
    )
    why = [f"{each['name']}: {each['why']}" for each in made["failed"]]
    return ". ".join([said, *why]) + "."


def _row(each: Mapping[str, Any], films: Path, results: Path) -> tuple[str, ...]:
    name = each["spec"]["name"]
    truth = read_truth(films / f"{name}.truth.json")
    summary = find_result(results, name)
    result = None if summary is None else read_result(summary)
    return (
        each["shows"],
        truth.verdict,
        _back(result),
        _reps(result, truth),
        _faults(fault for rep in truth.reps for fault in rep.faults or ()),
        _faults(fault for rep in (result.reps if result else ()) for fault in rep.faults),
    )


def _reps(result: Result | None, truth: Truth) -> str:
    """How many of how many; those that fail apart."""
    whole, fail = (sum(getattr(rep, name) for rep in truth.reps) for name in ("counts", "failed"))
    done = "–" if result is None else sum(rep.completed for rep in result.reps)
    failed = "–" if result is None else sum(not rep.completed for rep in result.reps)
    said_to_fail = fail or failed not in (0, "–")
    return f"{done} of {whole}" + (f", failed: {failed} of {fail}" if said_to_fail else "")


def _back(result: Result | None) -> str:
    if result is None:
        return "no result"
    return "judged" if result.judges_the_back else "declined"


def _faults(faults: Iterable[Fault]) -> str:
    return "; ".join(f"{fault.key.replace('_', ' ')}{_size(fault)}" for fault in faults) or "–"


def _size(fault: Fault) -> str:
    if fault.size is None:
        return ""
    return f" {fault.size:.0f}°" if fault.unit == "deg" else f" {fault.size:.2f} {fault.unit}"


def _figures(found: Score) -> list[tuple[str, ...]]:
    by_id = {each.figure.id: each for each in found.scope(ALL)}
    rows = [by_id[name] for name in FIGURES if by_id[name].n or by_id[name].withheld]
    return [
        (each.figure.say, words.short(each), words.spread(each), words.cases(each)) for each in rows
    ]


def main(arguments: list[str]) -> int:
    """The exit code."""
    if len(arguments) != 1:
        print("python scripts/hard_films.py: expected one folder", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    try:
        failed = draw(folder)
    except OSError as error:
        print(f"{folder}: got {error.strerror or error}, expected a folder", file=sys.stderr)
        return 2
    for name, why in failed.items():
        print(f"{name}: {why}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
