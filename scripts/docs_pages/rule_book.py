"""The rule book: its first page, and one page for each family of floors."""

from __future__ import annotations

from collections import Counter

from backspotter.app.plain_words import LEVEL_WORDS as SAID_AS
from backspotter.evidence import sources
from backspotter.evidence.model import IN_WORDS
from backspotter.levels import Level
from backspotter.triage.floors import Fact, Floor, facts, floors
from backspotter.triage.mechanisms import model
from backspotter.triage.rule_book import Background, Family, background, families
from backspotter.triage.wording import ANY, clause_of, in_words, listing
from docs_pages.markdown import (
    LEVEL_WORDS,
    Facts,
    bullets,
    capital,
    page,
    source_line,
    table,
)

UP = "../"
BASIS_WORDS = {
    "guideline": "a guideline or pathway",
    "literature": "published work",
    "judgement": "our own judgement",
}

HOW_LEVELS_WORK = """\
Backspotter sorts a sore back into one of five levels. Two things decide.

1. **Rules set a floor.** Each rule names a sign and the lowest level it allows. The highest rule \
that holds decides. Nothing takes a floor away again: no other answer, no improvement, no odds.
2. **Ranking decides below that.** Where no rule holds, or only low ones, what speaks for soreness \
and against it is weighed ([ranking](ranking.md)). Ranking can say ordinary soreness, self-care \
or see a clinician, and never undercuts a rule.

[What to do now](what-to-do.md) follows from the level and the hours since the lift. \
[The questions](questions.md) are asked only while an answer could still change the level."""

UNKNOWN_IS_NOT_NO = """\
Every answer is yes, no or not known, and not known is never read as no. So each rule is judged \
three times:

- **Does it hold now**, with what has been said? This sets the level.
- **Could it still hold**, once the open questions are answered? This sets how far the level could \
rise. While it could, the answer reads “so far”, and the next question is one that could change it.
- **Must it hold**, whatever the open answers are? When nothing open could move the level, the \
asking stops.

Where a rule says “(or not said)”, not knowing counts as the worse case at once: pain that grows \
by the hour, with no word on how strong it is, is taken for strong."""

HOW_A_RULE_READS = """\
- The heading over it is the lowest level it allows; its id is the one that an answer names.
- **When** says what has to hold. Words in quotation marks are a sign in the words that people \
are asked. Words with a link are shared by several rules and explained [below](#shared-conditions).
- The indented text is what the person reads.
- **Level from** says where the *level* comes from: a guideline or pathway, published work, or \
our own judgement. A source can be sound on the sign and silent on how soon to be seen.
- Each source says how far we read it. “Not yet checked” means just that: it is generally \
taught, and nobody here has looked up a source.
- **Evidence** points to the numbered list at the foot of the page: what was found, in whom, \
and how far we checked it."""


def pages() -> dict[str, str]:
    """The first page and every family's, by path under docs/."""
    one_each = {f"rule-book/{family.id}.md": _family_page(family) for family in families()}
    return {"rule-book/index.md": _index(), **one_each}


def _index() -> str:
    passages = background("index")
    known = Facts.of((id_ for each in passages for id_ in each.claims), up=UP)
    return page(
        "Rule book",
        "For clinicians, and for anybody who wants to check what the program does. These pages "
        "are written from the same tables that the program reads.",
        _counts(),
        "## How a level comes about\n\n" + HOW_LEVELS_WORK,
        _levels(),
        "## Not known is not no\n\n" + UNKNOWN_IS_NOT_NO,
        "## How a rule reads\n\n" + HOW_A_RULE_READS,
        "## The families\n\n" + bullets(map(_family_line, families())),
        *(passage(each, known) for each in passages),
        "## Shared conditions\n\n" + _shared_conditions(),
        "## How far things were checked\n\n" + bullets(map(capital, IN_WORDS.values())),
        known.section(),
    )


def _counts() -> str:
    by_basis = Counter(BASIS_WORDS[floor.basis] for floor in floors())
    spoken = [f"{count} from {words}" for words, count in by_basis.most_common()]
    found = sum(len(found) for _, found in model().groups)
    levels = f"Their levels come from three places: {listing(spoken, 'and')}."
    return (
        f"There are {len(floors())} rules. {levels} Of all rules, {_unchecked()} lean on what is "
        f"generally taught and not yet checked by us. The ranking weighs {found} findings."
    )


def _unchecked() -> int:
    return sum(any(sources()[id_].is_unchecked for id_ in floor.sources) for floor in floors())


def _levels() -> str:
    rows = [(f"`{level}`", LEVEL_WORDS[level], SAID_AS[level]) for level in reversed(Level)]
    return table(("level", "here", "what the person reads"), rows)


def _family_line(family: Family) -> str:
    highest = max(floor.level for floor in family.floors)
    count = len(family.floors)
    rules = f"{count} rule{'s' if count > 1 else ''}"
    return f"[{family.title}]({family.id}.md): {rules}, up to {LEVEL_WORDS[highest].lower()}"


def passage(each: Background, known: Facts) -> str:
    """A passage of background under its own heading."""
    return f"## {each.title}\n\n{each.say} {known.named(each.claims)}"


def _shared_conditions() -> str:
    return "\n\n".join(_shared_condition(fact) for fact in facts().values())


def _shared_condition(fact: Fact) -> str:
    clause = clause_of(fact.when, _linked_here)
    long = clause.join == ANY and len(clause.parts) > 3
    parts = (capital(part.words) for part in clause.parts)
    words = f"Any of these:\n\n{bullets(parts)}" if long else _sentence(in_words(fact.when))
    return f"### {capital(fact.name)}\n\n{words}"


def _anchor(fact: Fact) -> str:
    kept = "".join(c for c in fact.name.lower() if c.isalnum() or c in " -")
    return kept.replace(" ", "-")


def _linked_here(fact: Fact) -> str:
    return f"[{fact.name}](#{_anchor(fact)})"


def linked(fact: Fact) -> str:
    """The name of a shared condition as a link, for pages beside the first one."""
    return f"[{fact.name}](index.md#{_anchor(fact)})"


def _sentence(phrase: str) -> str:
    return capital(phrase) + "."


def _family_page(family: Family) -> str:
    rows = (id_ for floor in family.floors for id_ in floor.claims)
    known = Facts.of([*family.claims, *rows], up=UP)
    by_level = (_of_level(level, family, known) for level in reversed(Level))
    return page(family.title, family.say, *by_level, known.section())


def _of_level(level: Level, family: Family, known: Facts) -> str:
    found = [floor for floor in family.floors if floor.level is level]
    if not found:
        return ""
    blocks = (_rule(floor, known) for floor in sorted(found, key=lambda floor: floor.id))
    return "\n\n".join([f"## {LEVEL_WORDS[level]}", *blocks])


def _rule(floor: Floor, known: Facts) -> str:
    sources = source_line(floor.sources, up=UP)
    basis = f"**Level from** {BASIS_WORDS[floor.basis]}. **Sources:** {sources}."
    return "\n\n".join(
        [
            f"### {floor.id}",
            f"**When** {in_words(floor.when, fact_words=linked)}.",
            f"> {floor.say}",
            f"{basis} {known.named(floor.claims)}".strip(),
        ]
    )
