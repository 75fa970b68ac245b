"""The loader: what it gives, and which tables it refuses."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from backspotter.errors import BackspotterError
from backspotter.evidence import (
    Claim,
    EvidenceError,
    Source,
    claims,
    find,
    parse_claims,
    parse_sources,
    sources,
)

ABSTRACT = """
[[source]]
id = "somebody-2020"
authors = "Somebody"
year = 2020
about = "what was studied"
journal = "A Journal 1:2-3"
doi = "10.0/example"
read = "abstract"
kind = "study"
"""
MEMORY = """
[[source]]
id = "hearsay"
about = "generally taught"
read = "memory"
kind = "judgement"
"""
NUMBER = """
[[claim]]
id = "people-sore"
what = "People who were sore"
value = 33
low = 20
high = 46
unit = "%"
source = "somebody-2020"
status = "abstract"
"""
TEXT = """
[[claim]]
id = "sore-later"
what = "When it was sore"
text = "It was sore the day after."
source = "hearsay"
status = "memory"
"""


def parsed(claim_table: str) -> Any:
    return parse_claims(claim_table, parse_sources(ABSTRACT + MEMORY))


def test_a_source_keeps_what_was_written() -> None:
    source = parse_sources(ABSTRACT)["somebody-2020"]
    assert (source.authors, source.year, source.pmid) == ("Somebody", 2020, "")
    assert source.how_verified == "read in abstract only"
    assert not source.is_unchecked


def test_a_citation_is_one_line_with_our_description_in_brackets() -> None:
    source = parse_sources(ABSTRACT)["somebody-2020"]
    expected = "Somebody (2020). [what was studied]. A Journal 1:2-3, doi 10.0/example."
    assert source.citation == expected


def test_a_citation_without_author_or_place_has_no_gaps() -> None:
    assert parse_sources(MEMORY)["hearsay"].citation == "[generally taught]."


def test_a_citation_gives_a_title_without_brackets() -> None:
    titled = MEMORY.replace("about", "title").replace('read = "memory"', 'read = "page"')
    assert parse_sources(titled)["hearsay"].citation == "generally taught."


def test_what_rests_on_memory_says_so() -> None:
    claim = parsed(TEXT)["sore-later"]
    assert claim.is_unchecked
    assert claim.how_verified == "not yet checked"
    assert parse_sources(MEMORY)["hearsay"].is_unchecked


@pytest.mark.parametrize(
    ("lines", "figure"),
    [
        ("value = 33\nlow = 20\nhigh = 46", "33 % (20 to 46)"),
        ("value = 33", "33 %"),
        ("low = 20\nhigh = 46", "20 to 46 %"),
    ],
)
def test_a_figure_shows_its_range_and_unit(lines: str, figure: str) -> None:
    table = NUMBER.replace("value = 33\nlow = 20\nhigh = 46", lines)
    assert parsed(table)["people-sore"].figure == figure


def test_the_figure_of_a_text_is_the_text() -> None:
    assert parsed(TEXT)["sore-later"].figure == "It was sore the day after."


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        (ABSTRACT + ABSTRACT, "somebody-2020: this id is used twice"),
        (ABSTRACT.replace('"abstract"', '"skimmed"'), "unknown read 'skimmed'"),
        (ABSTRACT.replace('"study"', '"rumour"'), "unknown kind 'rumour'"),
        (ABSTRACT.replace("somebody-2020", "Somebody_2020"), "lower-case-with-hyphens"),
        (ABSTRACT.replace('id = "somebody-2020"', ""), "a row without id: id is missing"),
        (ABSTRACT.replace('kind = "study"', ""), "kind is missing"),
        (ABSTRACT.replace("2020\n", '"2020"\n'), "year has the wrong type"),
        (ABSTRACT.replace("journal", "jornal"), "jornal is no field"),
        (ABSTRACT.replace('"Somebody"', '""'), "authors is empty"),
        (ABSTRACT + 'title = "A title"', "either a title or an about"),
        ("[[source", "not TOML"),
        ("source = 3", r"\[\[source\]\] rows and nothing else"),
        (NUMBER, r"\[\[source\]\] rows and nothing else"),
    ],
)
def test_a_bad_source_table_is_refused(table: str, wrong: str) -> None:
    with pytest.raises(EvidenceError, match=wrong):
        parse_sources(table)


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        (NUMBER + NUMBER, "people-sore: this id is used twice"),
        (NUMBER.replace("people-sore", "hearsay"), "hearsay: this id is used twice"),
        (NUMBER.replace("somebody-2020", "somebody-2021"), "did you mean somebody-2020"),
        (NUMBER.replace("somebody-2020", "zzz"), "people-sore: unknown source 'zzz'$"),
        (NUMBER.replace('"abstract"', '"certain"'), "unknown status 'certain'"),
        (NUMBER.replace('"abstract"', '"full"'), "'full' does not fit somebody-2020"),
        (NUMBER.replace('"abstract"', '"memory"'), "'memory' does not fit somebody-2020"),
        (TEXT.replace('status = "memory"', 'status = "abstract"'), "does not fit hearsay"),
        (TEXT.replace('status = "memory"', 'status = "computed"'), "does not fit hearsay"),
        (NUMBER.replace('unit = "%"', ""), "a number has a unit"),
        (TEXT + 'unit = "%"', "a text has none"),
        (NUMBER + 'text = "many"', "either a number or a text"),
        (TEXT.replace('text = "It was sore the day after."', ""), "either a number or a text"),
        (NUMBER.replace("high = 46", ""), "low and high come together"),
        (NUMBER.replace("value = 33", "value = 50"), "outside its range"),
        (NUMBER.replace("low = 20", "low = 40"), "outside its range"),
        (NUMBER.replace("value = 33", "value = nan"), "value is not a finite number"),
        (NUMBER.replace("value = 33", "value = true"), "value has the wrong type"),
        (NUMBER + "n = 4.5", "n has the wrong type"),
        (NUMBER.replace('what = "People who were sore"', ""), "what is missing"),
    ],
)
def test_a_bad_claim_table_is_refused(table: str, wrong: str) -> None:
    with pytest.raises(EvidenceError, match=wrong):
        parsed(table)


def test_a_wrong_table_is_our_fault() -> None:
    assert issubclass(EvidenceError, ValueError)
    assert issubclass(EvidenceError, BackspotterError)
    assert EvidenceError.exit_code == 1


def test_empty_tables_are_no_error() -> None:
    assert dict(parse_sources("")) == {} == dict(parse_claims("", {}))


def test_the_tables_are_read_once_and_cannot_be_changed() -> None:
    assert sources() is sources()
    assert claims() is claims()
    with pytest.raises(TypeError):
        sources()["house-judgement"] = None  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        claims()["stay-active"].text = ""  # type: ignore[misc]


def test_find_gives_a_source_or_a_claim() -> None:
    assert isinstance(find("mayer-2006"), Source)
    assert isinstance(find("stay-active"), Claim)


def test_find_names_the_nearest_id() -> None:
    with pytest.raises(EvidenceError, match=r"mayer-2007: .*did you mean mayer-2006\?"):
        find("mayer-2007")
