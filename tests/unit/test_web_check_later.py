"""Checks that were made offline and sent later: kept once, at the time they were made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backspotter.journal.checks import Given, keep_ready, ready
from backspotter.journal.codec import CHECK_INS
from backspotter.journal.entries import current
from backspotter.journal.errors import JournalError
from backspotter.journal.journal import opened
from backspotter.journal.sent import once
from tests.check_walks import client
from tests.journals import check, fast_folder, place_in

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
KEY = "0123456789abcdef"
MADE = NOW - timedelta(hours=5)
PLAIN = {"pain_now": 3, "hours_since_lift": 24, "onset": "next_day"}


@pytest.fixture
def folder():
    with fast_folder() as made:
        yield made


@pytest.fixture
def web(folder):
    with client(folder / "j.db", now=lambda: NOW) as made:
        yield made


def send(web, **document):
    return web.post("/check/offline", json={"key": KEY, "at": MADE.isoformat(), **document})


def entries(folder):
    with opened(place_in(folder)) as journal:
        return current(journal, CHECK_INS)


def test_it_is_kept_once_at_the_time_it_was_made(web, folder):
    first = send(web, check_in=PLAIN)
    assert first.status_code == 200
    assert first.json() == {"id": 1, "url": "/check/answer/1", "not_read": ""}
    assert send(web, check_in={**PLAIN, "pain_now": 9}).json() == first.json()
    (entry,) = entries(folder)
    assert (entry.value.at, entry.entered) == (MADE, NOW)
    assert entry.value.answers["pain_now"] == 3
    assert web.get("/check/answer/1").status_code == 200


def test_it_is_the_same_answer_however_late_it_comes_again(folder):
    now = {"is": NOW}
    with client(folder / "j.db", now=lambda: now["is"]) as web:
        first = send(web, check_in=PLAIN).json()
        now["is"] = NOW + timedelta(days=60)
        assert send(web, check_in=PLAIN).json() == first


def test_a_key_of_something_else_is_of_no_use(web, folder):
    with opened(place_in(folder)) as journal:
        once(journal, KEY, kind="soreness", now=NOW, keep=lambda _: 7)
    assert send(web, check_in=PLAIN).status_code == 422


def test_what_cannot_be_kept_now_is_to_be_sent_again(web, monkeypatch):
    def fails(*_):
        raise JournalError("journal: the disk is full; nothing was changed")

    monkeypatch.setattr("backspotter.journal.checks.keep_ready", fails)
    sent = send(web, check_in=PLAIN)
    assert sent.status_code == 503
    assert "the disk is full" in sent.json()["error"]


def test_words_are_read_with_all_that_is_unclear_counted(web, folder):
    sent = send(web, text="Deadlifted yesterday, dull ache both sides, 4/10. Numb saddle area.")
    assert sent.status_code == 200
    (entry,) = entries(folder)
    assert entry.value.answers["saddle_numb"] == "yes"
    assert entry.value.level.name == "emergency"


def test_what_was_ticked_and_what_was_written_is_one_check(web, folder):
    told = {"pain_now": 6, "urine_cannot_pass": "no", "leg_tingling": "no"}
    words = "Deadlifted yesterday, dull ache both sides, 4/10. My left leg tingles."
    first = send(web, check_in=told, text=words)
    assert first.json() == {"id": 1, "url": "/check/answer/1", "not_read": ""}
    assert send(web, check_in=told, text=words).json() == first.json()
    (entry,) = entries(folder)
    answers = entry.value.answers
    assert (entry.value.text, answers["pain_now"]) == (words, 6), "what was typed counts"
    assert answers["urine_cannot_pass"] == "no"
    assert answers["leg_tingling"] == "yes", "a sign in either counts"
    assert "dull" in answers["quality"]
    read = {each["field"] for each in entry.value.answer["read"]}
    assert "leg_tingling" in read
    assert "pain_now" not in read, "the words do not say what counts"


UNREAD = {
    "not English": "Ayer hice peso muerto y hoy me duele mucho la espalda baja y la pierna.",
    "not about a back": "The weather is lovely and the train was late.",
}


@pytest.mark.parametrize("words", UNREAD.values(), ids=UNREAD)
def test_words_that_cannot_be_read_take_nothing_from_the_ticks(web, folder, words):
    first = send(web, check_in=PLAIN, text=words).json()
    assert first["not_read"], "the device is told, so that it says so and keeps them"
    assert send(web, check_in=PLAIN, text=words).json() == first
    (entry,) = entries(folder)
    assert entry.value.answers.items() >= PLAIN.items()
    assert entry.value.level.name == "normal_soreness"


def test_an_emergency_that_was_ticked_stands_beside_words_of_another_language(web, folder):
    sent = send(web, check_in={"urine_cannot_pass": "yes"}, text=UNREAD["not English"])
    (entry,) = entries(folder)
    assert entry.value.level.name == "emergency"
    assert (sent.json()["not_read"], entry.value.text) == ("", UNREAD["not English"])
    assert entry.value.answer["problem"] == "not_english"


BAD = [
    {},
    {"check_in": PLAIN, "text": 5},
    {"check_in": PLAIN, "text": "x" * 20_001},
    {"check_in": {"pain_now": 11}},
    {"check_in": {"spleen": "yes"}},
    {"check_in": [1, 2]},
    {"text": 5},
    {"text": ""},
    {"text": "The weather is lovely and the train was late."},
    {"text": "x" * 20_001},
    {"check_in": PLAIN, "at": (NOW + timedelta(hours=1)).isoformat()},
    {"check_in": PLAIN, "at": (NOW - timedelta(days=15)).isoformat()},
    {"check_in": PLAIN, "at": "2026-03-02T10:00:00"},
    {"check_in": PLAIN, "at": "0001-01-01T00:00:00+23:59"},
    {"check_in": PLAIN, "at": 17},
    {"check_in": PLAIN, "key": "short"},
    {"check_in": PLAIN, "key": 1234567890123456},
    {"check_in": PLAIN, "person": 2},
]


@pytest.mark.parametrize("document", BAD)
def test_what_cannot_be_used_is_one_line_and_keeps_nothing(web, folder, document):
    sent = send(web, **document)
    assert sent.status_code == 422
    assert "\n" not in sent.json()["error"]
    assert entries(folder) == []


@pytest.mark.parametrize("body", [b"", b"[", b"[]", b'"x"', b"\xff", b"[" * 5000])
def test_what_is_no_document_is_one_line(web, body):
    sent = web.post("/check/offline", content=body)
    assert sent.status_code == 422
    assert set(sent.json()) == {"error"}


def test_another_site_cannot_send_one(web, folder):
    headers = {"Sec-Fetch-Site": "cross-site"}
    document = {"key": KEY, "at": MADE.isoformat(), "check_in": PLAIN}
    assert web.post("/check/offline", json=document, headers=headers).status_code == 403
    assert entries(folder) == []


def test_a_flag_that_opened_meanwhile_counts(folder):
    from backspotter.triage.check_in import CheckIn

    given = Given(
        check_in=CheckIn(pain_now=2),
        at=NOW,
        engine="test",
        as_answer=lambda each: {"level": each.level.name},
    )
    with opened(place_in(folder)) as journal:
        made = ready(journal, given)
        check(journal, at=MADE, leg_tingling="yes")
        kept = keep_ready(journal, made)
        assert kept.assessment.level > made.assessment.level
        (*_, last) = current(journal, CHECK_INS)
    assert last.value.level == kept.assessment.level
    assert last.value.answer == {"level": kept.assessment.level.name}


def test_who_has_not_signed_in_is_told_so_in_json(folder):
    with client(folder / "j.db", now=lambda: NOW, accounts=True) as web:
        sent = send(web, check_in=PLAIN)
    assert (sent.status_code, sent.json()) == (401, {"error": "sign in first"})
