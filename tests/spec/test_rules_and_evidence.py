"""The rule tables and the evidence behind them: nothing hangs in the air, nothing lies unused.

Each test lists the ids that break its rule, so that a failure names them all.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any, NamedTuple

import pytest

from backspotter.app.answer_in_words import answer_in_words
from backspotter.app.check import check_text
from backspotter.evidence import claims, sources
from backspotter.levels import Level
from backspotter.triage.advice import TOPICS, advice_rows
from backspotter.triage.check_in import FIELDS, SIGNS
from backspotter.triage.floors import BASES, facts, floors
from backspotter.triage.mechanisms import Finding, model
from backspotter.triage.questions import screen_of, screens, sign_words
from backspotter.triage.rule_book import background, families, kind_of
from backspotter.triage.wording import field_words, value_words
from tests.reading_ease import HARDEST, grade, is_too_short

MOST_ITEMS = 6
UNCHECKED = {"house-judgement", "unverified-memory"}
GUIDES = {"guideline", "card"}
APART = {
    "bladder, bowel and saddle": "urine_hard_to_start urine_cannot_pass urine_cannot_control "
    "urine_leaking urine_not_felt bladder_fullness_unclear bowel_cannot_hold bowel_not_felt "
    "saddle_numb buttocks_numb "
    "saddle_wiping_feels_different erection_or_ejaculation_changed genital_feeling_lost",
    "legs": "leg_weakness foot_drop knee_gives_way leg_weakness_worsening leg_numb_dense "
    "leg_numb_partial leg_tingling both_legs_weak_or_numb both_legs_pain",
    "urine and swelling": "urine_dark urine_little muscle_swelling muscles_board_hard",
}
"""What has a screen of its own, and the signs that have to be on it."""

ABOUT_THE_SESSION = {"unaccustomed", "long_layoff", "felt_or_heard_something"}
"""Asked on screens with flags because of what else stands there; they say how it came about,
and may speak for soreness or for a strain."""

NOT_A_FLAG = {"thigh_muscle_ache_only"}
"""Asked so that it is not taken for a nerve sign."""


class Row(NamedTuple):
    """What every row of a rule table has in common."""

    id: str
    say: str
    sources: tuple[str, ...]
    claims: tuple[str, ...]
    basis: str


def findings() -> list[Finding]:
    return [finding for _, found in model().groups for finding in found]


def rows() -> list[Row]:
    """Every floor, finding, cut-off and piece of advice."""
    ruled = [Row(r.id, r.say, r.sources, r.claims, r.basis) for r in (*floors(), *findings())]
    cut = [Row(c.id, c.say, c.sources, c.claims, "judgement") for c in model().cut_offs]
    advice = [row.advice for row in advice_rows()]
    return [*ruled, *cut, *(Row(a.id, a.words, (), a.claims, a.basis) for a in advice)]


def all_backgrounds() -> Iterator[Any]:
    yield from families()
    for name in ("index", "ranking", "what-to-do"):
        yield from background(name)


def written(name: str) -> list[str]:
    """Every id that the tables name under this key, wherever it stands."""
    packages = ("triage", "spine", "soreness", "training")
    folders = [files(f"backspotter.{name}") for name in packages]
    every = [file for folder in folders for file in folder.iterdir()]
    tables = [tomllib.loads(file.read_text()) for file in every if file.name.endswith(".toml")]
    return [id_ for table in tables for id_ in (*_named(table, name), *_single(table, name[:-1]))]


def _single(part: Any, name: str) -> Iterator[str]:
    """Ids that a row names alone, as ``claim = "…"``."""
    for each in part.values() if isinstance(part, dict) else part:
        if isinstance(each, dict | list):
            yield from _single(each, name)
    if isinstance(part, dict) and isinstance(part.get(name), str):
        yield part[name]


def _named(part: Any, name: str) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _named(each, name)
    if isinstance(part, dict):
        for key, value in part.items():
            yield from value if key == name else _named(value, name)


def repeated(ids: Iterable[str]) -> list[str]:
    return [id_ for id_, count in Counter(ids).items() if count > 1]


# ------------------------------------------------------------------- ids and evidence
def test_every_claim_and_source_that_a_table_names_exists() -> None:
    assert sorted(set(written("claims")) - set(claims())) == []
    assert sorted(set(written("sources")) - set(sources())) == []


def test_no_claim_lies_unused() -> None:
    assert sorted(set(claims()) - set(written("claims"))) == []


def test_no_source_lies_unused() -> None:
    taken = {claim.source for claim in claims().values()}
    assert sorted(set(sources()) - taken - set(written("sources"))) == []


def test_no_id_names_two_rows() -> None:
    assert repeated(row.id for row in rows()) == []
    assert repeated(each.id for each in all_backgrounds()) == []
    assert repeated(screen.id for screen in screens()) == []
    assert sorted(set(facts()) & set(FIELDS)) == []


def test_no_row_names_an_id_twice() -> None:
    assert [row.id for row in rows() if repeated(row.sources) or repeated(row.claims)] == []


def test_every_row_says_where_it_comes_from() -> None:
    bare = (row for row in rows() if not row.sources and not row.claims)
    assert [row.id for row in bare if row.basis != "judgement"] == []
    assert [row.id for row in (*floors(), *findings(), *model().cut_offs) if not row.sources] == []


def test_every_basis_is_one_that_is_known() -> None:
    assert [row.id for row in rows() if row.basis not in BASES] == []


def test_the_source_of_each_claim_stands_beside_it() -> None:
    apart = [
        (row.id, id_)
        for row in (*floors(), *findings(), *model().cut_offs)
        for id_ in row.claims
        if claims()[id_].source not in row.sources
    ]
    assert apart == []


def behind(row: Row) -> set[str]:
    """The sources of a row and of its claims."""
    return {*row.sources, *(claims()[id_].source for id_ in row.claims)}


def test_a_guideline_stands_behind_what_is_said_to_come_from_one() -> None:
    named = [row for row in rows() if row.basis == "guideline"]
    assert named
    assert [r.id for r in named if not GUIDES & {sources()[id_].kind for id_ in behind(r)}] == []


def test_published_work_stands_behind_what_is_said_to_come_from_it() -> None:
    named = [row for row in rows() if row.basis == "literature"]
    assert named
    assert [row.id for row in named if behind(row) <= UNCHECKED] == []


def test_what_nobody_checked_is_never_more_than_judgement() -> None:
    resting = [row for row in rows() if "unverified-memory" in behind(row)]
    assert resting
    assert [row.id for row in resting if row.basis != "judgement"] == []


# ------------------------------------------------------------------------- families
def test_every_floor_belongs_to_one_family() -> None:
    kinds = [kind for family in families() for kind in family.rules]
    assert repeated(kinds) == []
    assert set(kinds) == {kind_of(floor.id) for floor in floors()}


def test_every_background_stands_on_a_page() -> None:
    shown = [each.id for page in ("index", "ranking", "what-to-do") for each in background(page)]
    table = tomllib.loads(files("backspotter.triage").joinpath("rule_book.toml").read_text())
    assert sorted(shown) == sorted(row["id"] for row in table["background"])


# -------------------------------------------------------------------------- screens
def asked_for() -> list[str]:
    """Every field that a screen asks for, as often as it does."""
    return [name for screen in screens() for name in sorted(screen.fields)]


def test_every_field_that_a_rule_needs_is_on_one_screen() -> None:
    needed = frozenset().union(*(row.condition.fields for row in (*floors(), *findings())))
    assert sorted(needed - set(asked_for())) == []
    assert repeated(asked_for()) == []


def test_no_screen_is_too_long() -> None:
    assert [screen.id for screen in screens() if len(screen.items) > MOST_ITEMS] == []


def test_bladder_bowel_legs_and_urine_have_screens_of_their_own() -> None:
    places = [{screen_of()[name].id for name in names.split()} for names in APART.values()]
    assert [len(place) for place in places] == [1, 1, 1]
    assert len(set().union(*places)) == len(places)
    assert all(screen_of()[names.split()[0]].flags for names in APART.values())


def test_every_sign_has_plain_words() -> None:
    assert sorted(set(SIGNS) ^ set(sign_words())) == []


def test_every_other_field_and_value_has_plain_words() -> None:
    others = [name for name in FIELDS if name not in SIGNS]
    assert [name for name in others if "{}" not in field_words(name)] == []
    values = {value for name in others for value in FIELDS[name].get("values", ())}
    assert [value for value in values if not value_words(value)] == []


def test_every_topic_of_advice_is_known() -> None:
    assert [row.advice.id for row in advice_rows() if row.advice.topic not in TOPICS] == []
    assert (
        sorted({name for row in advice_rows() for name in row.levels} - set(Level.__members__))
        == []
    )


# ------------------------------------------------------------------------- monotone
def flag_findings() -> list[Finding]:
    """The findings that hang on signs of the flag screens alone."""
    flags = {name for name in SIGNS if name in screen_of() and screen_of()[name].flags}
    flags -= ABOUT_THE_SESSION | NOT_A_FLAG
    return [found for found in findings() if found.condition.fields <= flags]


def test_a_flag_speaks_for_nothing_that_may_stay_at_home() -> None:
    """Otherwise a yes to it could lower the level that the ranking gives."""
    places = [at for at, each in enumerate(model().mechanisms) if not each.needs_look]
    assert flag_findings()
    assert [f.id for f in flag_findings() if any(f.log_lr[at] > 0 for at in places)] == []


def test_a_flag_speaks_against_nothing_that_needs_a_look() -> None:
    places = [at for at, each in enumerate(model().mechanisms) if each.needs_look]
    assert [f.id for f in flag_findings() if any(f.log_lr[at] < 0 for at in places)] == []


# ---------------------------------------------------------------------- reading age
def texts() -> list[tuple[str, str]]:
    """Every text that a person reads, with where it stands."""
    said = [(row.id, row.say) for row in rows()]
    signs = list(sign_words().items())
    asks = [(f"{s.id}: {item.ask}", item.ask) for s in screens() for item in s.items]
    titles = [(screen.id, screen.title) for screen in screens()]
    return [*said, *signs, *asks, *titles]


@pytest.mark.parametrize(("place", "text"), [t for t in texts() if not is_too_short(t[1])])
def test_every_text_reads_with_ease(place: str, text: str) -> None:
    assert grade(text) <= HARDEST, f"{place} reads at grade {grade(text):.1f}: {text}"


@pytest.mark.parametrize(
    "text",
    [
        "deadlifted Monday, today is Wednesday, low back stiff and dull, eases when I walk",
        "low back sore, tingling down my left leg since deadlifts yesterday",
        "cannot pee since deadlifts and numb between my legs",
        "fever and back pain since deadlifts",
        "after 200 reps my pee is dark and my back is swollen",
        "back sore for 8 weeks every day since deadlifts, getting worse",
    ],
)
def test_a_whole_answer_reads_with_ease(text: str) -> None:
    assert grade(answer_in_words(check_text(text))) <= HARDEST
