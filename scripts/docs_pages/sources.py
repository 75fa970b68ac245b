"""Every source with how far it was read, what it is used for, and the claims taken from it."""

from __future__ import annotations

from backspotter.app.rule_book import entries, used_by
from backspotter.evidence import Claim, Source, claims, sources
from backspotter.evidence.model import IN_WORDS
from docs_pages.markdown import bullets, capital, page, said

INTRODUCTION = """\
Every source that a rule, a finding or a piece of advice leans on, and every number and fact taken \
from it. Text in square brackets is our description where we do not hold the title. Each claim \
says how far it was checked: as far as its source was read, or less.

`backspotter evidence ID` prints the same in a terminal."""


def page_text() -> str:
    """The whole page."""
    checked = [source for source in sources().values() if source.kind != "judgement"]
    own = [source for source in sources().values() if source.kind == "judgement"]
    return page(
        "Sources",
        INTRODUCTION,
        f"There are {len(checked)} sources and {len(claims())} claims.",
        *map(_source, sorted(checked, key=lambda source: source.id)),
        "## Our own, and what nobody has checked",
        *map(_source, own),
    )


def _source(source: Source) -> str:
    taken = [claim for claim in claims().values() if claim.source == source.id]
    used = ", ".join(f"`{id_}`" for id_ in _rules_that_name(source.id))
    parts = [
        f"### {source.id}",
        source.citation,
        f"{capital(source.kind)}; {source.how_verified}.",
        source.note,
        f"Named by {used}." if used else "",
        bullets(map(_claim, taken)),
    ]
    return "\n\n".join(part for part in parts if part)


def _rules_that_name(id_: str) -> list[str]:
    return [row for row in used_by(id_) if entries()[row].kind != "claim"]


def _claim(claim: Claim) -> str:
    return f"{said(claim)} {capital(IN_WORDS[claim.status])}. (`{claim.id}`)"
