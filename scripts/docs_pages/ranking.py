"""How likely causes are ranked: mechanisms, findings, cap and shrink, and the way to a level."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

from backspotter.triage.check_in import CheckIn
from backspotter.triage.mechanisms import CutOff, Finding, Mechanism, findings, model, rank
from backspotter.triage.rule_book import background
from backspotter.triage.wording import in_words
from docs_pages.markdown import (
    LEVEL_WORDS,
    Facts,
    bullets,
    capital,
    page,
    source_line,
    table,
)
from docs_pages.rule_book import UP, linked, passage

GROUP_TITLES = {
    "onset": "How it began",
    "quality": "What it feels like",
    "place": "Where it is",
    "leg": "Signs in a leg",
    "movement": "What moving does",
    "posture": "What postures do",
    "time": "Time since the lift",
    "trend": "Which way it is going",
    "severity": "How bad it is",
    "function": "What it stops",
    "load": "The session",
    "age": "Age",
    "outside": "Signs of something else",
}
FROM_PUBLISHED_WORK = "Which way it points comes from published work."
FINDINGS = """\
One table for each group: the likelihood ratio of each finding, with its assumed range. A cause \
without a column gets 1. No ratio here was measured in people who lift. How large they are is our \
own judgement, and so is which way they point unless a line says otherwise."""
EXAMPLE = CheckIn(
    hours_since_lift=40,
    onset="next_day",
    quality=frozenset({"stiff", "dull"}),
    spread="spread",
    movement_effect="eases",
    trend="easing",
    pain_now=3,
)
EXAMPLE_WORDS = (
    "Somebody lifted 40 hours ago. Since the next day the low back is stiff and dull on both "
    "sides; it eases when moving, is getting better, and is 3 of 10 now. No warning sign holds."
)


def page_text() -> str:
    """The whole page."""
    return page(
        "Ranking: soreness or more",
        _introduction(),
        "## Starting shares\n\n" + _mechanisms(),
        *(passage(each, _facts()) for each in background("ranking")),
        "## How findings count\n\n" + _how_findings_count(),
        "## From shares to a level\n\n" + _cut_offs(),
        "## An example\n\n" + _example(),
        "## Findings\n\n" + FINDINGS,
        *_groups(),
        _facts().section(),
    )


def _facts() -> Facts:
    passages = (id_ for each in background("ranking") for id_ in each.claims)
    rows = (id_ for found in _all_findings() for id_ in found.claims)
    return Facts.of([*passages, *rows], up=UP)


def _all_findings() -> Iterator[Finding]:
    return (finding for _, found in model().groups for finding in found)


def _introduction() -> str:
    return (
        "Ranking only chooses between ordinary soreness, self-care and see a clinician. It never "
        "undercuts a rule. People see words first (“most like ordinary soreness”). Shares come "
        "after that, marked as rough; none for a serious cause, and none at all where a rule of "
        "urgent care or emergency decides."
    )


def _mechanisms() -> str:
    rows = [_mechanism_row(mechanism) for mechanism in model().mechanisms]
    note = (
        "These are assumptions, not findings. Nobody has published how often each of these is "
        "behind a sore back after a deadlift."
    )
    head = ("what it could be", "assumed share", "assumed range", "a clinician should look")
    return f"{note}\n\n{table(head, rows)}"


def _mechanism_row(mechanism: Mechanism) -> list[str]:
    look = "yes" if mechanism.needs_look else "no"
    span = _span(mechanism.low, mechanism.high)
    return [capital(mechanism.say), _percent(mechanism.prior), span, look]


def _span(low: float, high: float) -> str:
    return f"{_percent(low)} to {_percent(high)}"


def _percent(share: float) -> str:
    return f"{100 * share:.2g} %"


def _how_findings_count() -> str:
    cap, shrink = model().cap, model().shrink
    return f"""\
Each finding carries a likelihood ratio (LR) for some of the causes: above 1 it speaks for that \
cause, below 1 against it, and a cause that is not named gets 1. Findings that say the same thing \
twice stand in one group.

1. Within a group, the natural logarithms of the ratios are added up.
2. The sum is **capped** at {cap:g} either way, a factor of {exp(cap):.1f}.
3. It is **shrunk** to {shrink:g} of itself, because groups overlap too. So one group can move a \
cause by a factor of {exp(cap * shrink):.1f} at most.
4. Groups are added to the logarithm of the starting share, and the shares are scaled to add up \
to 1.

Ranges: every ratio and every starting share has a range. They are taken as 90 % ranges and \
carried through to the shares."""


def _cut_offs() -> str:
    rows = [_cut_off_row(cut_off) for cut_off in model().cut_offs]
    head = ("id", "the first that holds", "level", "what the person reads")
    return table(head, rows) + "\n\nThe cut-offs are our own judgement."


def _cut_off_row(cut_off: CutOff) -> list[str]:
    of = {"needs_look": "Causes that a clinician should look at, together"}.get(cut_off.of)
    named = of or _names().get(cut_off.of)
    held = f"{named}: {_percent(cut_off.at_least)} or more" if named else "Anything else"
    return [f"`{cut_off.id}`", held, LEVEL_WORDS[cut_off.level], cut_off.say]


def _names() -> dict[str, str]:
    return {mechanism.id: capital(mechanism.say) for mechanism in model().mechanisms}


def _example() -> str:
    ranking = rank(EXAMPLE)
    said = [(found.say, _ratio(found, 0), f"`{found.id}`") for found in findings(EXAMPLE)]
    likely = [
        (capital(each.mechanism.say), _percent(each.probability), _span(each.low, each.high))
        for each in ranking.ranked
        if not each.mechanism.serious
    ]
    level = LEVEL_WORDS[ranking.cut_off.level].lower()
    return "\n\n".join(
        [
            EXAMPLE_WORDS,
            table(("finding", "LR for ordinary soreness", "id"), said),
            table(("what it could be", "share", "range"), likely),
            f"`{ranking.cut_off.id}` holds, so the level is {level}. The shares are rough: many "
            "findings that agree add up, and the cap holds back only those of one group.",
        ]
    )


def _groups() -> Iterator[str]:
    for name, found in model().groups:
        lines = (_finding(finding) for finding in found)
        yield "\n\n".join([f"### {GROUP_TITLES[name]}", _ratios(found), bullets(lines)])


def _ratios(found: tuple[Finding, ...]) -> str:
    """The likelihood ratios of one group; causes for which all are 1 have no column."""
    spoken = [
        place for place in range(len(model().mechanisms)) if any(f.log_lr[place] for f in found)
    ]
    head = ["finding", *(model().mechanisms[place].say for place in spoken)]
    return table(head, [[f"`{f.id}`", *(_ratio(f, place) for place in spoken)] for f in found])


def _finding(finding: Finding) -> str:
    sources = source_line(finding.sources, up=UP)
    words = capital(in_words(finding.when, fact_words=linked)) + "."
    when = "" if words == finding.say else f" *When:* {words}"
    published = [FROM_PUBLISHED_WORK] if finding.basis == "literature" else []
    behind = [f"**Sources:** {sources}.", _facts().named(finding.claims)]
    return " ".join([f"`{finding.id}`: {finding.say}{when}", *published, *behind]).strip()


def _ratio(finding: Finding, place: int) -> str:
    middle, factor = exp(finding.log_lr[place]), exp(finding.log_factor)
    if not finding.log_lr[place]:
        return "1"
    return f"{middle:.2g} ({middle / factor:.2g} to {middle * factor:.2g})"
