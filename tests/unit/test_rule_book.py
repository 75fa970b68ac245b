"""The rule book by id."""

from __future__ import annotations

import pytest

from backspotter.app.rule_book import document_of, entries, find, rule_book_document, used_by
from backspotter.errors import InputError


def test_every_id_is_used_once_and_leads_to_rows_that_exist():
    for entry in entries().values():
        assert {*entry.sources, *entry.claims} <= set(entries()), entry.id
        assert entry.words


def test_a_rule_shows_its_sources_and_how_far_they_were_read():
    document = document_of(find("ces-03"))
    assert document["id"] == "CES-03"
    assert document["lowest_level"] == "emergency"
    assert "Wiping after the toilet feels different" in document["when"]
    assert all(source["how_verified"] for source in document["sources"])


def test_a_source_says_who_leans_on_it():
    assert "CES-03" in used_by("girft-2023")


@pytest.mark.parametrize(("typed", "meant"), [("CES-033", "CES-03"), ("abboud", "abboud-2019")])
def test_an_unknown_id_is_told_the_nearest(typed, meant):
    with pytest.raises(InputError, match=f"did you mean {meant}"):
        find(typed)


@pytest.mark.parametrize("typed", ["", "\x00", "x" * 10_000, "日本"])
def test_nothing_like_an_id_is_refused(typed):
    with pytest.raises(InputError, match="expected the id of a rule"):
        find(typed)


def test_the_whole_book_names_every_row_once():
    ids = [row["id"] for row in rule_book_document()["rows"]]
    assert len(ids) == len(set(ids)) == len(entries())
