"""The rule book by id."""

from __future__ import annotations

import pytest

from backspotter.app.rule_book import document_of, entries, find, rule_book_document, used_by
from backspotter.errors import InputError
from backspotter.evidence.faults import fault_rules
from backspotter.lift.faults import NOISE


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


def test_a_fault_of_a_film_says_what_it_is_from_what_size_and_what_has_to_be_seen():
    document = document_of(find("rounding-after-lift-off"))
    assert document["called"] == "lumbar_rounding"
    assert document["counts_from"] == "15°"
    assert "assumption" in document["status"]
    assert f"{NOISE['lumbar_change']:g} degrees" in document["evidence_needed"]
    assert document_of(find("bar-drifts-ahead"))["counts_from"] == "5 cm"
    assert {rule.id for rule in fault_rules()} <= set(entries())


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
