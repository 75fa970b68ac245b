"""What an entry is known by in every journal: once it was given away, it may never change."""

from __future__ import annotations

import pytest

from backspotter.journal.codec import SETS
from backspotter.journal.entries import add_all
from backspotter.journal.holding import held
from backspotter.journal.imports import bring_in
from backspotter.journal.journal import opened
from tests.journals import NOON, arrival, fast_folder, filled, lifted, place_in

KNOWN = {
    "check_in": ["t:d340dac8b1c553a98b0d499a398f67a9"],
    "soreness": ["t:87ea6aa4fc0b3b7523274a84456ed2e6", "t:a96b75e42ae551725c0df23138bb0ab3"],
    "logged_set": [
        "t:96a020942c54c51ac87fa8cd6febc7aa",
        "t:57e996be3c079366c3eba99d4631a22c",
        "t:57e996be3c079366c3eba99d4631a22c-2",
        "90a60f7051dca3727bc886d05ee8f22f",
    ],
    "night": ["t:63c3728c8546da0a9435289345b27e60", "3ee8e1bbf7da3ccfd1fc26397fcc9a1c"],
    "body_mass": ["e1ba736d362554179fdfd2ba707e4449"],
    "water": ["1f4768111c6573c459f74c667be27b0f"],
    "profile": ["t:0e526944260ba181cdfce91efda66089"],
}
"""Of entries with known words. Where this turns red, merges with what is out there would double
everything: a new column has a default in the database, and counts only where it says more."""


@pytest.fixture(scope="module")
def entries():
    with fast_folder() as folder, opened(place_in(folder)) as journal:
        filled(journal)
        add_all(journal, SETS, [lifted(7), lifted(7)], entered=NOON)
        bring_in(journal, arrival(1), at=NOON)
        with journal.reading() as connection:
            return held(connection, journal.person).entries


@pytest.mark.parametrize("kind", KNOWN)
def test_an_entry_keeps_what_it_is_known_by(entries, kind):
    assert [each.identity for each in entries if each.kind.name == kind] == KNOWN[kind]


def test_a_correction_knows_what_it_corrects(entries):
    first, second = (each for each in entries if each.kind.name == "soreness")
    assert (first.replaces, second.replaces) == ((), (first.identity,))
