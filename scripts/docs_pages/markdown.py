"""What the generated pages share: their frame, links to sources, and numbered facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from backspotter.evidence import Claim, Source, claims, sources
from backspotter.levels import Level
from backspotter.triage.wording import listing

GENERATED = "<!-- Written by scripts/make_docs.py from the tables. Changes made here are lost. -->"

LEVEL_WORDS = {
    Level.emergency: "Emergency",
    Level.urgent_care: "Urgent care",
    Level.see_clinician: "See a clinician",
    Level.self_care: "Self-care",
    Level.normal_soreness: "Ordinary soreness",
}

HOW_FAR = {
    "full": "read in full",
    "abstract": "abstract read",
    "page": "page or excerpt read",
    "secondary": "quoted by others",
    "computed": "computed by us",
    "memory": "**not yet checked**",
    "judgement": "our own judgement",
}
"""How far something was checked, short enough for a line of references."""

RATIO_HEAD = ("no.", "finding", "sensitivity", "specificity", "LR+", "LR−", "n", "source")
RATIO_PARTS = ("sensitivity", "specificity", "lr-positive", "lr-negative")


def page(title: str, *parts: str) -> str:
    """A whole page, ending in one newline."""
    return "\n\n".join([GENERATED, f"# {title}", *(part for part in parts if part)]) + "\n"


def bullets(lines: Iterable[str]) -> str:
    """A bulleted list."""
    return "\n".join(f"- {line}" for line in lines)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a bar inside a cell is kept from splitting it."""
    lines = [head, ["---"] * len(head), *rows]
    kept = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in kept)


def capital(phrase: str) -> str:
    """The phrase with a capital first letter and the rest as it is."""
    return phrase[:1].upper() + phrase[1:]


def source_link(id_: str, *, up: str) -> str:
    """A link to a source on the page of sources; ``up`` leads there from the page."""
    return f"[{sources()[id_].short}]({up}sources.md#{id_})"


def source_line(ids: Iterable[str], *, up: str) -> str:
    """Links to sources, each with how far it was read."""
    return "; ".join(_with_how_far(sources()[id_], up) for id_ in ids)


def _with_how_far(source: Source, up: str) -> str:
    link = source_link(source.id, up=up)
    own = source.kind == "judgement" and not source.is_unchecked
    return link if own else f"{link} ({HOW_FAR[source.read]})"


def said(claim: Claim) -> str:
    """What a claim says, with the people behind it and its note."""
    people = f" (n = {people_of(claim)})" if claim.n else ""
    note = f" {capital(claim.note)}." if claim.note and not claim.is_unchecked else ""
    joint = "." if claim.text else ":"
    return f"{claim.what}{joint} {claim.figure.rstrip('.')}{people}.{note}"


def people_of(claim: Claim) -> str:
    """How many people are behind a claim, in groups of three digits; nothing if not noted."""
    return f"{claim.n:,}".replace(",", " ") if claim.n else ""


def _where(claim: Claim, up: str) -> str:
    name = capital(sources()[claim.source].short)
    link = f"[{name}]({up}sources.md#{claim.source})"
    return link if claim.status == "judgement" else f"{link}, {HOW_FAR[claim.status]}"


def numbered(numbers: Iterable[int]) -> str:
    """Numbers as a list, three and more in a row as a range: ``1, 3 to 5 and 9``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    spoken = [each for run in runs for each in _run(run)]
    return listing(spoken, "and")


def _run(run: list[int]) -> list[str]:
    return [f"{run[0]} to {run[-1]}"] if len(run) > 2 else [str(number) for number in run]


@dataclass(frozen=True)
class Facts:
    """The facts of one page, each with its number."""

    ids: tuple[str, ...]
    up: str

    @classmethod
    def of(cls, ids: Iterable[str], *, up: str) -> Facts:
        """The facts with these ids, numbered in their order; diagnostic figures come last."""
        unique = tuple(dict.fromkeys(ids))
        stems = {id_: _stem(id_) for id_ in unique}
        listed = [id_ for id_ in unique if not stems[id_]]
        tabled = sorted((id_ for id_ in unique if stems[id_]), key=lambda i: _order(stems[i]))
        return cls((*listed, *tabled), up)

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each fact; the four figures of one finding share theirs."""
        names = dict.fromkeys(_stem(id_) or id_ for id_ in self.ids)
        place = {name: number for number, name in enumerate(names, start=1)}
        return {id_: place[_stem(id_) or id_] for id_ in self.ids}

    def named(self, ids: Sequence[str]) -> str:
        """``Evidence: 1 and 4.`` for a row that rests on them; nothing for none."""
        found = {self.numbers[id_] for id_ in ids}
        return f"**Evidence:** {numbered(found)}." if found else ""

    def section(self, title: str = "Evidence") -> str:
        """All of them, the diagnostic figures as a table."""
        if not self.ids:
            return ""
        lines = [
            f"{self.numbers[id_]}. {said(claims()[id_])} {_where(claims()[id_], self.up)}."
            for id_ in self.ids
            if not _stem(id_)
        ]
        stems = dict.fromkeys(_stem(id_) for id_ in self.ids if _stem(id_))
        return "\n\n".join([f"## {title}", "\n".join(lines), *self._ratios(list(stems))])

    def _ratios(self, stems: list[str]) -> list[str]:
        if not stems:
            return []
        rows = [self._ratio_row(stem) for stem in stems]
        why = "How well single findings tell. Likelihood ratios (LR) are computed by us from the"
        return [f"{why} printed sensitivity and specificity.", table(RATIO_HEAD, rows)]

    def _ratio_row(self, stem: str) -> list[str]:
        four = [claims()[f"{stem}-{part}"] for part in RATIO_PARTS]
        number = str(self.numbers[next(id_ for id_ in self.ids if _stem(id_) == stem)])
        what = four[0].what.removeprefix("Sensitivity of ")
        figures = (claim.figure for claim in four)
        return [number, what, *figures, people_of(four[0]), _where(four[0], self.up)]


def _stem(id_: str) -> str:
    """What four diagnostic figures have in common in their ids; nothing for other claims."""
    for part in RATIO_PARTS:
        stem = id_.removesuffix(f"-{part}")
        if stem != id_ and all(f"{stem}-{each}" in claims() for each in RATIO_PARTS):
            return stem
    return ""


def _order(stem: str) -> int:
    return list(claims()).index(f"{stem}-{RATIO_PARTS[0]}")
