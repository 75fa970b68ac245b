"""One run as a page that reads well in a terminal and in the docs: every number by its limits."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.accuracy import Accuracy, Form
from benchmarks.measured import Measured
from benchmarks.programs import Lines, Memory, Start
from benchmarks.speed import Pace

COMMAND = "python -m benchmarks --write"
COMPARATORS = Path(__file__).parent / "comparators.toml"

INTRO = f"""How right the check is, and how fast. `{COMMAND}` measured and wrote this page on a machine with {{machine}}; `make bench` prints it for yours."""

REPORTS = """## How right it is
Reports in free text, with nobody there to ask. Each was labelled by two readers who did not see each other's labels.

- **a reader's level**: equal to one of the two
- **acceptable**: a level that one of them would defend
- **not too low**: not below what both would call too low
- **too high**: above all that either would defend
- **urgent, hurried**: what both call urgent or emergency, at `urgent_care` or above
- **benign, sent up**: what both would leave at home, sent to a clinician

Shares come with their 95 % interval [1].
"""

REPORTS_LIMITS = """*Real* are 26 posts of lifters, *invented* are 180 written and labelled by language models for this project. What is *seen* was looked at while rules were written, so it flatters; *held out* was only counted. But one view made all invented labels: their two readers agree on 179 of 180, while people agree exactly on 69 % of such reports. No figure here says how the check does on you. *Keywords* is a plain baseline: the words of popular advice, without denial, past or other people (`benchmarks/keyword_baseline.py`).

[1] Wilson (1927) J Am Stat Assoc 22(158):209-212.
"""

CONFUSION = """### Where it errs
Rows are what a reader said, columns what the check answered; each report counts once for each of its two readers.
"""

OTHERS = """### What others get
No public set of free-text reports on back pain was found, so these are not the same test: short vignettes written by clinicians, on any complaint, with three or four levels. Such sets are tidier than posts. *Right* is the labelled level; *safe* is not below it, unless said otherwise.
"""

FORMS = """## Warning signs in many words
55 signs, each put in seven ways. A sign is *missed* where it is said plainly, misspelt or in slang; it is *raised for nothing* where it is denied, ended before this lift or somebody else's. The aim is nought of each. A fear or a question may be read either way: how often it is raised is only counted.
"""

FORMS_LIMITS = """Rules were written with the matrix that is *seen*; the other one was worded apart from it and its rows stay unread, so it is the one that says how new words fare. Every row has one sign that a careful reader cannot miss, in a short text: real reports are harder.
"""

SPEED = """## How fast
On one core, in one process, warm: the first call also loads the tables.
"""

STARTS = """## Starting up
The median of 15 starts, each a fresh process with its files already in memory.
"""

LINES = """## Many at once
`backspotter check --jsonl`: {reports:,} reports, its start included, at **{per_second:.0f} a second** (aim: at least {aim:.0f}). One process uses one core.
"""

MEMORY_LIMITS = """Every line a check-in drawn by a seed, answers read as they come; the last row is where the run ended{cut}. It reads a line at a time, so a longer file takes longer and no more.
"""


def page(found: Measured) -> str:
    """The whole page as Markdown."""
    parts = [
        "# Benchmarks",
        INTRO.format(machine=found.machine),
        REPORTS,
        accuracy_table(found.accuracies),
        REPORTS_LIMITS,
        CONFUSION,
        *confusions(found.accuracies),
        OTHERS,
        comparators_table(),
        FORMS,
        forms_table(found.forms),
        FORMS_LIMITS,
        SPEED,
        pace_table(found.paces),
        STARTS,
        starts_table(found.starts),
        lines_words(found.lines),
        *memory_words(found.memory),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table with its columns in line, so that it reads in a terminal too."""
    cells = [list(head), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    lines = [
        "| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    return "\n".join([lines[0], "| " + " | ".join("-" * w for w in widths) + " |", *lines[1:]])


def accuracy_table(given: Iterable[Accuracy]) -> str:
    """The shares of each program on each set, one line for each figure."""
    given = list(given)
    head = ("", *(f"{each.reports}: {each.program}" for each in given))
    figures = {
        "a reader's level": "exact",
        "acceptable": "acceptable",
        "not too low": "not_too_low",
        "too high": "too_high",
        "urgent, hurried": "urgent_hurried",
        "benign, sent up": "benign_sent_up",
    }
    rows = [
        (words, *(getattr(each, name).words() for each in given)) for words, name in figures.items()
    ]
    return table(head, rows)


def confusions(given: Iterable[Accuracy]) -> list[str]:
    """For each set, what the check answered by what a reader said."""
    return [_confusion(each) for each in given if each.program == "Backspotter"]


def _confusion(found: Accuracy) -> str:
    answers = list(next(iter(found.confusion.values())))
    rows = ((f"`{said}`", *counts.values()) for said, counts in found.confusion.items())
    head = (
        found.reports,
        *(f"`{each}`" if "_" in each or each == "emergency" else each for each in answers),
    )
    return table(head, rows)


def comparators_table() -> str:
    """What others get, with the id of each source."""
    studies = tomllib.loads(COMPARATORS.read_text(encoding="utf-8"))["study"]
    rows = (
        (s["who"], s["right"], s["safe"], f"{s['cite']} ({s['read']}; `{s['id']}`)")
        for s in studies
    )
    return table(("who", "right", "safe", "source"), rows)


def forms_table(given: Iterable[Form]) -> str:
    """What is wrong in each form of each matrix."""
    return table(
        ("matrix", "form", "wrong", "raised"),
        (
            (f.matrix, f.form, "–" if f.form == "feared" else f.wrong.words(), f.raised.words())
            for f in given
        ),
    )


def pace_table(given: Iterable[Pace]) -> str:
    """Milliseconds and calls a second."""
    rows = (
        (
            p.what,
            f"{p.calls:,}",
            f"{p.per_second:,.0f}",
            f"{p.p50_ms:.2f}",
            f"{p.p99_ms:.2f}",
            f"{p.aim_p99_ms:g}",
        )
        for p in given
    )
    return table(
        ("what", "calls", "a second", "half within [ms]", "99 % within [ms]", "aim for 99 % [ms]"),
        rows,
    )


def starts_table(given: Iterable[Start]) -> str:
    """The start of the check beside that of Python."""
    rows = ((s.what, f"{s.median_ms:.0f}", f"{s.times_python:.1f}") for s in given)
    return (
        table(("what", "ms", "times Python alone"), rows)
        + "\n\nThe aim for one report is under 500 ms."
    )


def lines_words(found: Lines) -> str:
    """How fast a file goes through."""
    return LINES.format(
        reports=found.reports, per_second=found.per_second, aim=found.aim_per_second
    )


def memory_words(given: Sequence[Memory]) -> list[str]:
    """The memory at each mark."""
    if not given:
        return ["This system does not tell how much memory a program holds."]
    rows = ((f"{each.lines:,}", f"{each.peak_mb:.0f}") for each in given)
    cut = "" if given[-1].lines >= 100_000 else ", after a minute"
    return [table(("lines answered", "most memory held [MB]"), rows), MEMORY_LIMITS.format(cut=cut)]
