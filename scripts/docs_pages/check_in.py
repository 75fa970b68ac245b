"""Every field of a check-in: what it means, what it may hold, and where it is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from backspotter.triage.check_in import FIELDS, UNKNOWN
from backspotter.triage.questions import screen_of, sign_words
from backspotter.triage.wording import field_words, value_words
from docs_pages.markdown import bullets, page, table

UNIT_WORDS = {
    "h": "hours",
    "d": "days",
    "0-10": "of 10",
    "RPE": "of 10 (RPE)",
    "episodes, this one included": "episodes",
}
INTRODUCTION = """\
What can be told about one back at one moment: `backspotter check --from FILE.json` reads it, and \
so does each line of `--jsonl`. [check-in.schema.json](check-in.schema.json) says the same for \
programs; [answer.schema.json](answer.schema.json) describes what comes back.

Every field may be left out. What is left out, `null` or `"unknown"` was not answered; it is never \
read as no. Anything else that a field does not allow is refused with one line that names it.

```json
{
  "hours_since_lift": 40,
  "onset": "next_day",
  "quality": ["stiff", "dull"],
  "regions": ["left_paraspinal", "right_paraspinal"],
  "pain_now": 3,
  "trend": "easing",
  "saddle_numb": "no"
}
```"""


def page_text() -> str:
    """The whole page."""
    return page(
        "The check-in, field by field",
        INTRODUCTION,
        "## Numbers\n\n" + table(("field", "in words", "from", "to", "unit", "asked"), _numbers()),
        "## One of several values\n\nIn brackets: the screen that asks for it.",
        *_choices("one_of"),
        "## Any of several values\n\nA list. A region without a side means the side was not said.",
        *_choices("any_of"),
        "## Signs\n\nEach is `yes`, `no` or `unknown`. A sign counts when it began with or after "
        "this lift.\n\n" + table(("field", "in words", "asked"), _signs()),
    )


def _of_kind(kind: str) -> list[str]:
    return [name for name, metadata in FIELDS.items() if metadata["kind"] == kind]


def _numbers() -> list[list[str]]:
    return [_number(name, FIELDS[name]) for name in _of_kind("number")]


def _number(name: str, metadata: Mapping[str, Any]) -> list[str]:
    words = field_words(name).format("…")
    limits = [f"{metadata['low']:g}", f"{metadata['high']:g}"]
    unit = UNIT_WORDS.get(metadata["unit"], metadata["unit"])
    unit += ", whole" if metadata["whole"] else ""
    return [f"`{name}`", words, *limits, unit, _asked(name)]


def _choices(kind: str) -> Iterator[str]:
    """The fields of one kind; those that allow the same values share a table."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for name in _of_kind(kind):
        alike.setdefault(tuple(FIELDS[name]["values"]), []).append(name)
    for values, names in alike.items():
        yield _alike(names, [value for value in values if value != UNKNOWN])


def _alike(names: list[str], values: list[str]) -> str:
    rows = [(f"`{value}`", value_words(value)) for value in values]
    lines = (f"`{name}`: {field_words(name).format('…')} ({_asked(name)})" for name in names)
    return "\n\n".join([bullets(lines), table(("value", "in words"), rows)])


def _signs() -> list[list[str]]:
    return [[f"`{name}`", sign_words()[name], _asked(name)] for name in _of_kind("sign")]


def _asked(name: str) -> str:
    screen = screen_of().get(name)
    return f"“{screen.title}”" if screen else "not asked"
