"""One run as a page that reads well in a terminal and in the docs: every number by its limits."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from string import Template

from benchmarks.accuracy import SETS, Accuracy, Form
from benchmarks.measured import Measured
from benchmarks.programs import MARKS, PATIENCE_S, STARTS, Lines, Memory, Start
from benchmarks.speed import Pace
from benchmarks.tables import table
from tests.labelled import GENERATED, LIFTERS, MARKED, MARKED_SEEN, reports
from tests.phrasing import items

HERE = Path(__file__).parent
INVENTED = tuple(name for name in SETS.values() if name != LIFTERS)
FIGURES = {
    "a reader's level": "exact",
    "acceptable": "acceptable",
    "not too low": "not_too_low",
    "too high": "too_high",
    "urgent, hurried": "urgent_hurried",
    "benign, sent up": "benign_sent_up",
}


RIGHT, FAST = "## How right it is", "## How fast"
"""Where the page begins to tell how right the check is, and where it ends."""


def page(found: Measured) -> str:
    """The whole page as Markdown."""
    text = Template((HERE / "page.md").read_text(encoding="utf-8"))
    return text.substitute(
        right_parts(found.accuracies, found.forms),
        machine=found.machine,
        paces=pace_table(found.paces),
        starts_each=STARTS,
        starts=starts_table(found.starts),
        lines=lines_words(found.lines),
        memory=memory_words(found.memory),
    )


def page_with(was: str, accuracies: Sequence[Accuracy], forms: Sequence[Form]) -> str:
    """A page written before, told anew how right the check is; its speed stays as it stands."""
    told = Template(_between((HERE / "page.md").read_text(encoding="utf-8"))[1])
    before, _, after = _between(was)
    return before + told.substitute(right_parts(accuracies, forms)) + after


def _between(text: str) -> tuple[str, str, str]:
    """A page before, in and after its part on how right the check is."""
    start, end = text.index(RIGHT), text.index(FAST)
    return text[:start], text[start:end], text[end:]


def right_parts(accuracies: Sequence[Accuracy], forms: Sequence[Form]) -> dict[str, object]:
    """What the page says of how right the check is, by the names of its template."""
    return {
        "accuracy": "\n\n".join(accuracy_tables(accuracies)),
        "confusion": "\n\n".join(confusions(accuracies)),
        "comparators": comparators_table(),
        "items": len(items()),
        "forms": forms_table(forms),
        "invented": sum(len(reports(name)) for name in INVENTED),
        "alike_generated": alike_words(GENERATED),
        "alike_seen": alike_words(MARKED_SEEN),
        "alike_further": alike_words(MARKED),
    }


def accuracy_tables(given: Iterable[Accuracy]) -> Iterator[str]:
    """For each set of reports, the figures of each program."""
    for name, group in groupby(given, key=lambda each: each.reports):
        programs = list(group)
        head = (f"{name} ({programs[0].exact.of})", *(each.program for each in programs))
        rows = (
            (words, *(getattr(each, figure).words() for each in programs))
            for words, figure in FIGURES.items()
        )
        yield table(head, rows)


def confusions(given: Iterable[Accuracy]) -> list[str]:
    """For each set of reports, what the check answered by what a reader said."""
    return [_confusion(each) for each in given if each.program == "Backspotter"]


def _confusion(found: Accuracy) -> str:
    answers = next(iter(found.confusion.values()))
    rows = ((f"`{said}`", *counts.values()) for said, counts in found.confusion.items())
    return table((found.reports, *(f"`{answer}`" for answer in answers)), rows)


def comparators_table() -> str:
    """What others get, with the id of each source."""
    studies = tomllib.loads((HERE / "comparators.toml").read_text(encoding="utf-8"))["study"]
    rows = (
        (s["who"], s["right"], s["safe"], f"{s['cite']} ({s['read']}; `{s['id']}`)")
        for s in studies
    )
    return table(("who", "right", "safe", "source"), rows)


def forms_table(given: Iterable[Form]) -> str:
    """What is wrong in each form of each matrix."""
    rows = ((each.matrix, _spaced(each.form), *_wrong_and_raised(each)) for each in given)
    return table(("rows", "form", "wrong", "raised"), rows)


def _spaced(form: str) -> str:
    return form.replace("_", " ")


def _wrong_and_raised(form: Form) -> tuple[str, str]:
    wrong = "either is right" if form.form == "feared" else form.wrong.words()
    return wrong, f"{form.raised.hits} of {form.raised.of}"


def pace_table(given: Iterable[Pace]) -> str:
    """Calls a second and milliseconds."""
    head = ("what", "calls", "a second", "half within", "99 % within", "aim for 99 %")
    return table(head, map(_pace, given))


def _pace(pace: Pace) -> tuple[str, ...]:
    times = (f"{pace.p50_ms:.2f} ms", f"{pace.p99_ms:.2f} ms", f"under {pace.aim_p99_ms:g} ms")
    return pace.what, f"{pace.calls:,}", f"{pace.per_second:,.0f}", *times


def starts_table(given: Iterable[Start]) -> str:
    """The start of the check beside that of Python."""
    rows = ((s.what, f"{s.median_ms:.0f} ms", f"{s.times_python:.1f} times") for s in given)
    return table(("what", "from start to end", "of Python alone"), rows)


def alike_words(name: str) -> str:
    """On how many reports of a file both labels are the same."""
    given = reports(name)
    return f"{sum(len(set(each.levels)) == 1 for each in given)} of {len(given)}"


def lines_words(found: Lines) -> str:
    """How fast a file goes through."""
    aim = f"aim: at least {found.aim_per_second:.0f}"
    pace = (
        f"**{found.per_second:.0f} a second** ({aim}), {found.piped_per_second:.0f} through a pipe"
    )
    return f"{found.reports:,} reports, start included, at {pace}."


def memory_words(given: Sequence[Memory]) -> str:
    """The memory at each mark."""
    if not given:
        return "This system does not tell how much memory a program holds."
    rows = ((f"{each.lines:,}", f"{each.peak_mb:.0f} MB") for each in given)
    shown = table(("lines answered", "most memory held so far"), rows)
    ended = given[-1].lines < MARKS[-1]
    return shown + (f"\n\nIt was stopped there, after {PATIENCE_S:.0f} seconds." if ended else "")
