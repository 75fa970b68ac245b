"""What people are told to do, by level and hours, and whom to call in which country."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from backspotter.app.plain_words import TOPIC_WORDS
from backspotter.levels import Level
from backspotter.triage.advice import (
    AdviceRow,
    advice_rows,
    countries,
    filled,
    numbers_of,
)
from backspotter.triage.advice import night as advice_night
from backspotter.triage.floors import table as table_of
from backspotter.triage.rule_book import background
from backspotter.triage.wording import in_words, listing
from docs_pages.markdown import LEVEL_WORDS, Facts, page, table
from docs_pages.rule_book import UP, linked, passage

BASIS_WORDS = {
    "guideline": "guideline or pathway",
    "literature": "published work",
    "judgement": "our own judgement",
}
NUMBERS = """\
“Your emergency number” and “your local medical advice line” above are replaced by the numbers \
of this table where the country is known and listed. A number is *unverified* until a person has \
checked it against the country's own pages."""


def page_text() -> str:
    """The whole page."""
    return page(
        "What to do now",
        "What a person is told, by level. Hours count from the lift; when they are not known, all "
        "rows of the level are shown. No medicine is named and no dose is given.",
        *(_of_level(level) for level in reversed(Level)),
        f"## When to check again\n\n{_recheck()}",
        *(passage(each, _facts()) for each in background("what-to-do")),
        f"## Numbers to call\n\n{NUMBERS}\n\n{_numbers()}",
        _facts().section(),
    )


def _facts() -> Facts:
    rows = (id_ for row in advice_rows() for id_ in row.advice.claims)
    passages = (id_ for each in background("what-to-do") for id_ in each.claims)
    return Facts.of([*rows, *passages], up=UP)


def _of_level(level: Level) -> str:
    rows = [row for row in advice_rows() if level.name in row.levels]
    topics = dict.fromkeys(row.advice.topic for row in rows)
    return "\n\n".join([f"## {LEVEL_WORDS[level]}", *(_topic(topic, rows) for topic in topics)])


def _topic(topic: str, rows: list[AdviceRow]) -> str:
    lines = (_row(row) for row in rows if row.advice.topic == topic)
    return f"**{TOPIC_WORDS[topic]}**\n\n" + "\n".join(lines)


def _row(row: AdviceRow) -> str:
    only = "; ".join(_only(row))
    about = [f"*{only[:1].upper()}{only[1:]}.*"] if only else []
    words = " ".join([*about, filled(row.advice, numbers_of("")).words])
    behind = [f"`{row.advice.id}`", BASIS_WORDS[row.advice.basis]]
    numbers = _facts().named(row.advice.claims).replace("**", "").rstrip(".").lower()
    return f"- {words} ({', '.join([*behind, *([numbers] if numbers else [])])})"


def _only(row: AdviceRow) -> Iterator[str]:
    if row.from_h and row.to_h < inf:
        yield f"from {row.from_h:g} to {row.to_h:g} hours"
    elif row.from_h:
        yield f"from {row.from_h:g} hours on"
    elif row.to_h < inf:
        yield f"in the first {row.to_h:g} hours"
    if row.when:
        yield f"when {in_words(row.when, fact_words=linked)}"


def _recheck() -> str:
    rules = table_of("do_now.toml")["recheck"]
    marks = listing([f"{mark}" for mark in rules["marks_h"]], "and")
    unknown = rules["every_h"]
    rows = [
        (LEVEL_WORDS[level], listing([f"{hours}" for hours in unknown[level.name]] or ["–"], "and"))
        for level in reversed(Level)
    ]
    rule = (
        f"People are asked to check again {marks} hours after the lift, and "
        f"{rules['after_h']} hours after a check once those have passed. With urgent care, or "
        "where the hours since the lift are not known from the check or the log, it is so many "
        "hours after the check, or after the last number where there was none:"
    )
    night = advice_night()
    by_day = (
        f"A time from {night.from_h}:00 to {night.to_h:02}:00 is said as {night.morning_h:02}:00 "
        f"the next morning, but for urgent care ({BASIS_WORDS[night.basis]})."
    )
    return f"{rule}\n\n{table(('level', 'hours after the check'), rows)}\n\n{by_day}"


def _numbers() -> str:
    rows = [
        (f"{each.name} (`{each.code}`)", each.emergency, each.advice or "none listed", each.status)
        for each in sorted(countries().values(), key=lambda each: each.name)
    ]
    return table(("country", "emergency", "advice line", "status"), rows)
