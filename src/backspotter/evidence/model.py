"""A source and a claim: who said it, what it says, and how far we checked it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

Read: TypeAlias = Literal["full", "abstract", "page", "secondary", "memory", "judgement"]
"""How much of a source we read ourselves."""

Status: TypeAlias = Literal[
    "full", "abstract", "page", "secondary", "memory", "computed", "judgement"
]
"""How far one claim was checked; ``computed`` is our arithmetic on published numbers."""

Kind: TypeAlias = Literal["study", "guideline", "review", "case", "card", "page", "judgement"]

NOT_CHECKED: Final = "not yet checked"

IN_WORDS: Final = MappingProxyType[Status, str](
    {
        "full": "read in full",
        "abstract": "read in abstract only",
        "page": "read on its own page, card or excerpt",
        "secondary": "quoted by another work; the original was not read",
        "memory": NOT_CHECKED,
        "computed": "computed by us from published numbers",
        "judgement": "our own judgement; no outside source",
    }
)

UNITS: Final = MappingProxyType({"h": "hours", "d": "days"})
BARE: Final = frozenset({"share", "ratio"})
SCORES: Final = frozenset({"AUC"})
SIGNED: Final = frozenset({"SMD", "g"})
"""Effect sizes: the unit is said first, and a minus is a minus, not a hyphen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One work, page or card that a rule or a number leans on.

    ``title`` is the work's own; ``about`` is our description where we do not hold the title.
    ``authors`` are those that we noted, often the first alone. ``name`` is what we call it in
    a line of references where author and year would not do.
    """

    id: str
    read: Read
    kind: Kind
    title: str = ""
    about: str = ""
    authors: str = ""
    name: str = ""
    year: int | None = None
    journal: str = ""
    publisher: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    note: str = ""

    @property
    def how_verified(self) -> str:
        """How much of it we read, in plain words."""
        return IN_WORDS[self.read]

    @property
    def is_unchecked(self) -> bool:
        """Whether it must be shown as not yet checked."""
        return self.read == "memory"

    @property
    def short(self) -> str:
        """What a line of references calls it: who and when, or a name of ours."""
        return self.name or " ".join(str(part) for part in (self.authors, self.year) if part)

    @property
    def citation(self) -> str:
        """The source in one line; square brackets hold our description, not its title."""
        year = f"({self.year})" if self.year else ""
        who = " ".join(part for part in (self.authors, year) if part)
        name = self.title or f"[{self.about}]"
        return ". ".join(part for part in (who, name, self._where()) if part) + "."

    def _where(self) -> str:
        numbers = (("doi", self.doi), ("PMID", self.pmid), ("", self.pmcid))
        named = (f"{label} {number}".strip() for label, number in numbers if number)
        return ", ".join(part for part in (self.journal, self.publisher, *named) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One number or fact with its source; ``low`` and ``high`` are the printed range [unit]."""

    id: str
    what: str
    source: str
    status: Status
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    text: str = ""
    n: int | None = None
    note: str = ""

    @property
    def how_verified(self) -> str:
        """How far it was checked, in plain words."""
        return IN_WORDS[self.status]

    @property
    def is_unchecked(self) -> bool:
        """Whether it must be shown as not yet checked, never as a fact."""
        return self.status == "memory"

    @property
    def figure(self) -> str:
        """The number with its unit and range, or the text when it is not a number."""
        if self.text:
            return self.text
        has_span = self.low is not None and self.high is not None
        span = f"{self.low:g} to {self.high:g}" if has_span else ""
        number = span if self.value is None else f"{self.value:g}"
        figure = self._with_unit(number) + (f" ({span})" if has_span and number != span else "")
        return figure.replace("-", "\N{MINUS SIGN}") if self.unit in SIGNED else figure

    def _with_unit(self, number: str) -> str:
        if self.unit in SIGNED or self.unit in SCORES:
            return f"{self.unit} {number}"
        return number if self.unit in BARE else f"{number} {UNITS.get(self.unit, self.unit)}"
