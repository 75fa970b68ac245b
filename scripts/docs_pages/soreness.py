"""The page about the course of soreness: where it starts, what is held out, what it is called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from backspotter.app.entry import blanks
from backspotter.exports.course_picture import VERDICT, course_picture
from backspotter.exports.numbers import shown, span
from backspotter.soreness import Bout, Entry, follow
from backspotter.soreness.population import Parameter, parameters
from backspotter.soreness.scores import Score, scores
from backspotter.soreness.validation import Checked, validate
from backspotter.soreness.verdict import VerdictRow, limits, verdict_rows
from docs_pages.markdown import Facts, capital, page, table

UP = "../"
HOW = """\
Ordinary soreness has two parts here: one at once that fades within hours, as after holding a load \
for long, and a delayed one that rises and falls, A·[(t/p)·exp(1 − t/p)]^k, with its peak A at the \
time p. The form is our own proposal; nobody published it. How late the peak is depends on how \
much of the work was slow lowering; how high, on how hard and how much it was and on whether \
similar work was done within nine weeks. Sessions add up.

A thousand people are drawn from the numbers below, evenly and without dice. Each entry moves the \
weights to those who could have said it; the forecast is theirs. A number under a painkiller only \
says how sore at least. Two other stories stand beside: a pain that comes with the lift and stays \
for weeks, and soreness that comes back. When one of them explains the entries clearly better, the \
course is called "not behaving like soreness". Then there is no forecast; nor is there one while a \
warning sign of urgent care or emergency is open: what comes depends on what that is.

The course can only raise what the check says. "On course" clears nothing: warning signs are rules \
of their own."""

EXAMPLES = (
    ("ordinary", "Soreness as it goes", ((10, 1), (24, 3), (34, 4), (48, 3))),
    ("returns", "It comes back", ((12, 3), (24, 4), (36, 2), (48, 1), (60, 2), (72, 4))),
    ("stays", "It stays", ((8, 4), (24, 5), (36, 5), (48, 5), (60, 5), (72, 5))),
)


def pages() -> dict[str, str]:
    """The page and its pictures."""
    return {"soreness/course.md": _page(), **_pictures()}


def _page() -> str:
    checked = validate()
    facts = Facts.of(_claims(), up=UP)
    pictures = [f"![{title}]({name}.svg)" for name, title, _ in EXAMPLES]
    return page(
        "The course of soreness",
        HOW,
        *pictures,
        "## Where it starts",
        "The logarithm of each number differs between people by the spread.",
        table(("number", "middle", "spread", "what it is", "basis", "facts"), _rows(facts)),
        "## What was published, and what comes out",
        _checked_words(checked),
        table(
            ("row", "published", "groups of drawn people, 9 in 10", "in the band", "why so"),
            (_checked_row(each) for each in _held_first(checked)),
        ),
        "How well courses of invented people are followed, with other curves than these, stands on "
        "the page beside this one; `python -m benchmarks.soreness` prints it.",
        "## What it is called",
        "The first row that holds. Only a floor can hold on one entry alone.",
        "\n\n".join(_verdict(row, facts) for row in verdict_rows()),
        f"Limits: {_limits()}.",
        "## Scores",
        "No words of a questionnaire are shown; what is not ours is entered as a total.",
        table(("score", "from", "to", "better", "a change that counts", "facts"), _scores(facts)),
        facts.section(),
    )


def _claims() -> Iterable[str]:
    yield from (id_ for each in parameters().values() for id_ in each.claims)
    yield from (each.row.claim for each in validate())
    yield from (id_ for row in verdict_rows() for id_ in row.claims)
    yield from (score.claim for score in scores().values() if score.claim)


def _rows(facts: Facts) -> Iterable[tuple[str, ...]]:
    for each in parameters().values():
        yield (each.id, *_numbers(each), each.say, each.basis, _named(facts, each.claims))


def _numbers(each: Parameter) -> tuple[str, str]:
    return f"{each.value:g} {each.unit}", f"{each.spread:g}" if each.spread else ""


def _named(facts: Facts, claims: Sequence[str]) -> str:
    return ", ".join(str(facts.numbers[id_]) for id_ in claims)


def _held_first(checked: Sequence[Checked]) -> list[Checked]:
    return sorted(checked, key=lambda each: each.row.role != "held_out")


def _checked_words(checked: Sequence[Checked]) -> str:
    held = [each for each in checked if each.row.role == "held_out"]
    inside = sum(each.is_within for each in held)
    return (
        f"{inside} of {len(held)} rows that were held out meet the band of groups of that size. "
        "The band holds only how groups differ, not how studies do; rows outside are shown as they "
        "are. "
        "`backspotter validate --course` prints the same."
    )


def _checked_row(each: Checked) -> tuple[str, ...]:
    row = each.row
    role = "" if row.role == "held_out" else " (set by it)"
    predicted = f"{shown(each.predicted)} ({span(each.low, each.high)}) {each.unit}"
    return f"{row.id}{role}", _published(each), predicted, _yes(each.is_within), row.why


def _published(each: Checked) -> str:
    if each.published_low is None or each.published_high is None:
        return f"{shown(each.published or 0.0)} {each.unit}"
    between = span(each.published_low, each.published_high)
    return f"{between} {each.unit}"


def _yes(holds: bool) -> str:
    return "yes" if holds else "**no**"


def _verdict(row: VerdictRow, facts: Facts) -> str:
    floor = " A floor." if row.floor else ""
    handed = f" The check is told: {row.trend.replace('_', ' ')}." if row.trend else ""
    evidence = f" {facts.named(row.claims)}" if row.claims else ""
    called = capital(VERDICT[row.verdict])
    head = f"**{row.id}** {called}.{floor}{handed} Basis: {row.basis}.{evidence}"
    return f"{head}\n\n> {blanks(row.say)}"


def _limits() -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value:g}" for name, value in limits().items())


def _scores(facts: Facts) -> Iterable[tuple[str, ...]]:
    for score in scores().values():
        numbers = (f"{score.low:g}", f"{score.high:g}", score.better)
        claim = [score.claim] if score.claim else []
        yield score.name, *numbers, _change(score), _named(facts, claim)


def _change(score: Score) -> str:
    if score.change is None:
        return f"none held; cut at {score.cut:g}" if score.cut is not None else "none held"
    share = f", or {100 * score.share:.0f} % of the first" if score.share is not None else ""
    return f"{score.change:g}{share}"


def _pictures() -> dict[str, str]:
    bout = Bout(at_h=0.0)
    found = {}
    for name, title, told in EXAMPLES:
        entries = [Entry(at_h=float(h), sore=float(s)) for h, s in told]
        course = follow([bout], entries, now_h=entries[-1].at_h)
        found[f"soreness/{name}.svg"] = course_picture(course, title=title)
    return found
