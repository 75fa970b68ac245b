"""Every warning sign in many words: none missed, none raised that is denied, past or another's.

The held-out matrix was written without a look at the reader and stays unseen: what is wrong in
it is counted, and never shown. In the others the wrong rows are shown.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.phrasing import (
    APART,
    BUILD,
    DESK,
    FRESH,
    HELD_OUT,
    OWN_WORDS,
    PHYSIO,
    SEEN,
    UNREAD,
    VARIED,
    VOICES,
    ReadRow,
    by_form,
    items,
    matrix,
    read_rows,
)

SHORTER = (FRESH, APART, VARIED, UNREAD, OWN_WORDS, PHYSIO, DESK, HELD_OUT)
"""Those with fewer rows of each sign."""
MATRICES = (BUILD, SEEN, VOICES, *SHORTER)
MISSED = ("plain", "misspelt", "slang")
RAISED_FOR_NOTHING = ("negated", "ended_before", "other_person")
FORMS = (*MISSED, *RAISED_FOR_NOTHING)
"""The forms that are held to a number; ``feared`` may be read either way."""

NONE = dict.fromkeys(FORMS, 0)
ALLOWED = {
    BUILD: NONE,
    SEEN: NONE,
    FRESH: NONE,
    APART: {**NONE, "misspelt": 1},
    VARIED: NONE,
    UNREAD: NONE,
    VOICES: NONE,
    OWN_WORDS: NONE,
    PHYSIO: {**NONE, "plain": 10, "slang": 1, "negated": 3, "ended_before": 1, "other_person": 1},
    DESK: NONE,
    HELD_OUT: {**NONE, "slang": 2, "negated": 1},
}
"""The most rows of each form that may be wrong. The aim is nought; never raise one."""

HISTORY = ("infection_risk", "cancer", "steroid", "blood_thinner", "pregnant", "surgery")
"""What counts whenever it was, so that it cannot have ended before this lift."""

MOST_SHOWN = 30


@pytest.mark.parametrize("name", MATRICES)
def test_every_sign_is_read_as_it_was_meant(name):
    wrong = Counter(
        {form: count for form, _, _, count in by_form(read_rows(name)) if form in FORMS}
    )
    too_many = [form for form in FORMS if wrong[form] > ALLOWED[name][form]]
    if too_many:
        pytest.fail(counts(name) + rows_shown(name), pytrace=False)


@pytest.mark.parametrize("name", MATRICES)
def test_a_sign_that_was_read_is_never_below_its_floor(name):
    too_low = Counter(each.row.form for each in read_rows(name) if each.is_too_low)
    assert dict(too_low) == {}, f"{name}: rows that came out too low, by form"


@pytest.mark.parametrize("name", [BUILD, SEEN, VOICES])
def test_every_item_is_put_in_every_form(name):
    put = {(row.item, row.form) for row in matrix(name)}
    wanted = {(item, form) for item in items() for form in (*FORMS, "feared")}
    never_ends = {(item, "ended_before") for item in HISTORY}
    assert put == wanted - never_ends


@pytest.mark.parametrize("name", MATRICES)
def test_every_row_has_an_id_of_its_own(name):
    assert len({row.id for row in matrix(name)}) == len(matrix(name))


@pytest.mark.parametrize("name", SHORTER)
def test_every_item_is_in_the_shorter_matrices(name):
    assert {row.item for row in matrix(name)} == set(items())


def test_no_phrasing_stands_in_two_matrices():
    texts = [row.text.casefold() for name in MATRICES for row in matrix(name)]
    assert len(set(texts)) == len(texts)


def counts(name: str) -> str:
    """A table of what is wrong, form by form."""
    lines = [f"{name}", f"{'form':<14}{'rows':>6}{'wrong':>7}{'allowed':>9}"]
    for form, total, _, wrong in by_form(read_rows(name)):
        allowed = ALLOWED[name].get(form, "-")
        lines.append(f"{form:<14}{total:>6}{wrong:>7}{allowed:>9}")
    return "\n".join(lines)


def rows_shown(name: str) -> str:
    """The first wrong rows; of the held-out matrix, none."""
    if name == HELD_OUT:
        return ""
    wrong = [each for each in read_rows(name) if each.is_wrong]
    more = f"\n… and {len(wrong) - MOST_SHOWN} more" if len(wrong) > MOST_SHOWN else ""
    return "\n\n" + "\n".join(_line(each) for each in wrong[:MOST_SHOWN]) + more


def _line(wrong: ReadRow) -> str:
    return f"{wrong.row.id}: {wrong.row.text}"
