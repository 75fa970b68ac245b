"""The last days of one person, as lines, of the kinds of data that are shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from backspotter.app.checks_counted import counted_checks
from backspotter.app.film_desk import facts_of
from backspotter.app.film_shelf import shelf_of
from backspotter.app.plain_words import LEVEL_NAMES
from backspotter.journal.codec import CHECK_INS, SETS, SORENESSES
from backspotter.journal.entries import current
from backspotter.journal.films import films
from backspotter.journal.flags import flags
from backspotter.training.sessions import style_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backspotter.journal.journal import Journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that happened. ``kind`` : of data, as sharing names it. ``film`` : its id, where
    it can be watched."""

    at: datetime
    kind: str
    words: str
    film: str = ""


def two_weeks(
    journal: Journal, kinds: frozenset[str], *, since: datetime, now: datetime
) -> list[Line]:
    """What happened since a moment, the latest first.

    Parameters
    ----------
    journal : of the person
    kinds : of data that may be seen

    Raises
    ------
    JournalError : it cannot be read
    """
    reads = {"answers": _answers, "course": _course, "log": _log, "films": _films}
    found = [line for kind in kinds for line in reads[kind](journal, since)]
    return sorted(
        (line for line in found if line.at <= now), key=lambda line: line.at, reverse=True
    )


def _answers(journal: Journal, since: datetime) -> Iterable[Line]:
    for each in counted_checks(journal, current(journal, CHECK_INS, since=since)):
        without = ", without what was a mistake" if each.value.taken_back else ""
        words = f"check: {LEVEL_NAMES[each.value.level]}{without}"
        yield Line(at=each.value.at, kind="answers", words=words)
    for flag in flags(journal):
        if flag.is_open or flag.opened >= since:
            state = "open" if flag.is_open else f"ended ({flag.how}{_by(flag.by)})"
            yield Line(at=flag.opened, kind="answers", words=f"warning sign, {state}: {flag.words}")


def _by(name: str) -> str:
    return f" by {name}" if name else ""


def _course(journal: Journal, since: datetime) -> Iterable[Line]:
    for each in current(journal, SORENESSES, since=since):
        value = each.value
        function = "".join(f", {name} {score:g} of 10" for name, score in value.function)
        drug = ", under a painkiller" if value.under_painkiller else ""
        words = f"pain {value.pain_now:g} of 10{drug}{function}"
        yield Line(at=value.at, kind="course", words=words)


def _log(journal: Journal, since: datetime) -> Iterable[Line]:
    for each in current(journal, SETS, since=since):
        value = each.value
        if style_in(value) is None:
            continue
        load = f"{value.load_kg:g} kg" if value.load_kg is not None else "no weight"
        effort = f", RPE {value.rpe:g}" if value.rpe is not None else ""
        words = f"{value.exercise}: {load} × {value.reps or '?'}{effort}"
        yield Line(at=value.at, kind="log", words=words)


def _films(journal: Journal, since: datetime) -> Iterable[Line]:
    here = {facts_of(clip).get("sha256"): clip.id for clip in shelf_of(journal).clips() if clip.run}
    for each in films(journal):
        if each.made >= since:
            words = f"film: {_film_words(each.summary)}"
            yield Line(at=each.made, kind="films", words=words, film=here.get(each.sha256, ""))


def _film_words(summary: dict[str, object]) -> str:
    reps = summary.get("reps")
    count = len(reps) if isinstance(reps, list) else 0
    withheld = summary.get("withheld")
    whys = [
        str(one.get("why"))
        for one in (withheld if isinstance(withheld, list) else ())
        if isinstance(one, dict) and one.get("what") == "lower back"
    ]
    said = f"{count} repetition{'' if count == 1 else 's'}"
    return f"{said}; lower back: cannot judge, {whys[0]}" if whys else said
