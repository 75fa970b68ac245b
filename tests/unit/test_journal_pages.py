"""What a page keeps between two requests: drafts, and entries that are sent once."""

import pytest

from backspotter.errors import InputError
from backspotter.journal.codec import SORENESSES
from backspotter.journal.drafts import draft_of, drop_draft, keep_draft
from backspotter.journal.entries import add, current
from backspotter.journal.journal import opened
from backspotter.journal.sent import once
from tests.journals import NOON, sore

KEY = "4f5c1d2e-0000-4000-8000-000000000001"


@pytest.fixture
def journal(place):
    with opened(place) as made:
        yield made


def keep_pain(journal):
    return once(
        journal,
        KEY,
        kind="soreness",
        now=NOON,
        keep=lambda joined: add(joined, SORENESSES, sore(4), entered=NOON),
    )


def test_a_draft_is_written_over_and_forgotten(journal):
    assert draft_of(journal, "check") is None
    keep_draft(journal, "check", {"step": 1}, now=NOON)
    keep_draft(journal, "check", {"step": 2}, now=NOON)
    assert draft_of(journal, "check") == {"step": 2}
    drop_draft(journal, "check")
    assert draft_of(journal, "check") is None


def test_what_is_sent_twice_is_kept_once(journal):
    first = keep_pain(journal)
    assert keep_pain(journal) == first
    assert len(current(journal, SORENESSES)) == 1


def test_an_entry_that_cannot_be_marked_is_not_kept_either(journal):
    def keep_and_fail(joined):
        add(joined, SORENESSES, sore(4), entered=NOON)
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        once(journal, KEY, kind="soreness", now=NOON, keep=keep_and_fail)
    assert current(journal, SORENESSES) == []


def test_a_key_of_another_kind_is_refused(journal):
    keep_pain(journal)
    with pytest.raises(InputError, match="used before"):
        once(journal, KEY, kind="check_in", now=NOON, keep=lambda joined: 1)


@pytest.mark.parametrize(
    "key", ["", "short", "x" * 65, "with space in it-----", "a'; DROP TABLE sent"]
)
def test_a_key_that_is_none_is_refused(journal, key):
    with pytest.raises(InputError, match="16 to 64"):
        once(journal, key, kind="soreness", now=NOON, keep=lambda joined: 1)
