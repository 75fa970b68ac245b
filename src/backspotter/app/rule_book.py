"""The rule book by id: every rule, source and claim, and what leans on what."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from math import exp
from typing import Any

from backspotter.app.entry import Entry
from backspotter.app.film_rule_book import film_entries
from backspotter.app.plan_rule_book import plan_entries
from backspotter.errors import InputError
from backspotter.evidence import Claim, Source, claims, sources
from backspotter.spine.background import Passage, passages
from backspotter.spine.parameters import BASIS_WORDS as MODEL_BASIS_WORDS
from backspotter.spine.parameters import Parameter, parameters
from backspotter.spine.published import Row
from backspotter.spine.published import rows as published_rows
from backspotter.triage.advice import AdviceRow, advice_rows, filled, numbers_of
from backspotter.triage.floors import Fact, Floor, facts, floors
from backspotter.triage.mechanisms import CutOff, Finding, Mechanism, model
from backspotter.triage.wording import in_words

BASIS_WORDS = {
    "guideline": "the level comes from a guideline or pathway",
    "literature": "the level comes from published work",
    "judgement": "the level is our own judgement",
}

PUBLISHED = "validate/"
"""Before the ids of published rows, which are often those of their claims."""


@cache
def entries() -> dict[str, Entry]:
    """Every row by id: floors first, then facts, ranking, advice, sources and claims."""
    return {entry.id: entry for entry in _every()}


def find(id_: str) -> Entry:
    """The row with this id, in capitals or not.

    Raises
    ------
    InputError : there is none; names the nearest
    """
    by_lower_case = {known.casefold(): entry for known, entry in entries().items()}
    found = by_lower_case.get(id_.strip().casefold())
    if found:
        return found
    near = get_close_matches(id_.casefold()[:80], list(by_lower_case), n=1, cutoff=0.4)
    hint = f"did you mean {by_lower_case[near[0]].id}?" if near else ""
    expected = "the id of a rule, source or claim"
    raise InputError("evidence", given=id_, expected=expected, do=hint)


def used_by(id_: str) -> list[str]:
    """The rows that lean on a source or a claim."""
    return [row.id for row in entries().values() if id_ in row.sources or id_ in row.claims]


def document_of(entry: Entry) -> dict[str, Any]:
    """A row with its sources and claims written out, as JSON has it."""
    return {
        "id": entry.id,
        "kind": entry.kind,
        "words": entry.words,
        **{label.replace(" ", "_"): text for label, text in entry.details.items()},
        "sources": [_short(entries()[source]) for source in entry.sources],
        "claims": [_short(entries()[claim]) for claim in entry.claims],
        "used_by": used_by(entry.id),
    }


def rule_book_document() -> dict[str, Any]:
    """The whole rule book as JSON has it: rows in their order, with ids for what they lean on."""
    rows = [
        {**_short(entry), "sources": list(entry.sources), "claims": list(entry.claims)}
        for entry in entries().values()
    ]
    return {"rows": rows}


def _short(entry: Entry) -> dict[str, str]:
    details = {label.replace(" ", "_"): text for label, text in entry.details.items()}
    return {"id": entry.id, "kind": entry.kind, "words": entry.words, **details}


def _every() -> Iterator[Entry]:
    yield from map(_floor, floors())
    yield from map(_fact, facts().values())
    yield from map(_mechanism, model().mechanisms)
    yield from (_finding(finding) for _, group in model().groups for finding in group)
    yield from map(_cut_off, model().cut_offs)
    yield from map(_advice, advice_rows())
    yield from map(_parameter, parameters().values())
    yield from map(_published, published_rows())
    yield from map(_passage, passages())
    yield from film_entries()
    yield from plan_entries()
    yield from map(_source, sources().values())
    yield from map(_claim, claims().values())


def _floor(floor: Floor) -> Entry:
    details = {
        "lowest level": floor.level.name,
        "when": in_words(floor.when),
        "basis": BASIS_WORDS[floor.basis],
    }
    return Entry("floor", floor.id, floor.say, details, floor.sources, floor.claims)


def _fact(fact: Fact) -> Entry:
    return Entry("named fact", fact.id, fact.say, {"when": in_words(fact.when)})


def _mechanism(mechanism: Mechanism) -> Entry:
    share = f"{mechanism.prior:.1%} ({mechanism.low:.1%} to {mechanism.high:.1%}), assumed"
    return Entry("mechanism", mechanism.id, mechanism.say, {"starting share": share})


def _finding(finding: Finding) -> Entry:
    shifts = zip(model().mechanisms, finding.log_lr, strict=True)
    ratios = [f"{mechanism.say} × {exp(log_lr):.2g}" for mechanism, log_lr in shifts if log_lr]
    may_be_off = f"each may be off by × {exp(finding.log_factor):.2g}"
    details = {
        "group": finding.group,
        "when": in_words(finding.when),
        "likelihood ratios": f"{', '.join(ratios)}; {may_be_off}",
        "basis": BASIS_WORDS[finding.basis].replace("the level", "the weight"),
    }
    return Entry("finding", finding.id, finding.say, details, finding.sources, finding.claims)


def _cut_off(cut_off: CutOff) -> Entry:
    share = f"share of {cut_off.of.replace('_', ' ')} at least {cut_off.at_least:.0%}"
    details = {"level": cut_off.level.name, "when": share}
    return Entry("cut-off", cut_off.id, cut_off.say, details, cut_off.sources, cut_off.claims)


def _advice(row: AdviceRow) -> Entry:
    advice = filled(row.advice, numbers_of(""))
    details = {
        "topic": advice.topic.replace("_", " "),
        "for levels": ", ".join(sorted(row.levels)),
        "hours since the lift": _hours(row),
        "when": in_words(row.when) if row.when else "always",
    }
    return Entry("advice", advice.id, advice.words, details, (), advice.claims)


def _parameter(row: Parameter) -> Entry:
    spread = f"{row.sd:g}" if row.sd else ""
    details = {
        "value": f"{row.value:g} {row.unit}",
        "may differ by": spread,
        "basis": MODEL_BASIS_WORDS[row.basis],
    }
    return Entry("number of the model", row.id, row.say, _said(details), (), row.claims)


def _published(row: Row) -> Entry:
    details = {
        "published": f"{row.published:g} {row.unit}",
        "condition": row.condition,
        "fitted": "yes" if row.fitted else "",
        "not modelled": row.not_modelled,
    }
    id_ = f"{PUBLISHED}{row.id}"
    return Entry("published row", id_, row.quantity, _said(details), (), (row.claim,))


def _passage(passage: Passage) -> Entry:
    return Entry("about the model", passage.id, passage.say, {}, (), passage.claims)


def _hours(row: AdviceRow) -> str:
    if row.to_h == float("inf"):
        return f"from {row.from_h:g}" if row.from_h else "any"
    return f"{row.from_h:g} to {row.to_h:g}"


def _source(source: Source) -> Entry:
    details = {"how verified": source.how_verified, "note": source.note}
    return Entry("source", source.id, source.citation, _said(details))


def _claim(claim: Claim) -> Entry:
    people = f"{claim.n:,}" if claim.n else ""
    details = {
        "found": claim.figure,
        "people": people,
        "how verified": claim.how_verified,
        "note": claim.note,
    }
    return Entry("claim", claim.id, claim.what, _said(details), (claim.source,))


def _said(details: dict[str, str]) -> dict[str, str]:
    return {label: text for label, text in details.items() if text}
