"""The draft: kept whole, read back, brought up to date, and set aside when damaged."""

from __future__ import annotations

import json
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backspotter.app import draft as drafts
from backspotter.app.agreement import Agreement, begin
from backspotter.app.check import read_report
from backspotter.app.draft import Draft
from backspotter.app.interview import Interview, next_page, with_number, with_skip
from backspotter.errors import InputError
from backspotter.triage.check_in import CheckIn

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def interview() -> Interview:
    start = Interview(CheckIn(saddle_numb="no", leg_tingling="yes", cancer_ever="no"), "GB")
    while (page := next_page(start)) and page.kind != "number":
        start = with_skip(start, page)
    return with_number(start, page, 30)


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "state" / "draft.json"


def test_what_is_kept_comes_back(file):
    agreement = Agreement(CheckIn(pain_now=3), True, ("foot_drop",), ("foot_drop",))
    kept = Draft(interview(), "dull — “ache”\x07", agreement, agreed=True)
    drafts.save(kept, file, now=NOW)
    assert drafts.load(file, now=NOW) == (kept, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_only_its_owner_may_read_it(file):
    drafts.save(Draft(interview()), file, now=NOW)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_nothing_else_is_left_in_the_folder(file):
    for _ in range(3):
        drafts.save(Draft(interview()), file, now=NOW)
    assert [each.name for each in file.parent.iterdir()] == ["draft.json"]


def test_a_failed_write_leaves_the_draft_before_it(file, monkeypatch):
    drafts.save(Draft(interview()), file, now=NOW)
    before = file.read_bytes()

    def disk_full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", disk_full)
    with pytest.raises(OSError, match="No space left"):
        drafts.save(Draft(Interview(CheckIn())), file, now=NOW)
    assert file.read_bytes() == before
    assert [each.name for each in file.parent.iterdir()] == ["draft.json"]


def test_the_lift_moves_on_with_the_clock(file):
    drafts.save(Draft(interview()), file, now=NOW)
    draft, age_h = drafts.load(file, now=NOW + timedelta(hours=3))
    assert age_h == 3
    assert draft.interview.check_in.hours_since_lift == 33
    assert draft.interview.check_in.saddle_numb == "no"


def test_what_may_have_changed_is_open_again_and_a_raised_flag_stays(file):
    drafts.save(Draft(interview()), file, now=NOW)
    draft, _ = drafts.load(file, now=NOW + timedelta(hours=20))
    check_in = draft.interview.check_in
    assert check_in.saddle_numb == "unknown"
    assert check_in.leg_tingling == "yes"
    assert check_in.cancer_ever == "no"
    assert draft.interview.earlier == ()
    assert draft.interview.country == "GB"


@pytest.mark.parametrize("is_read", [True, False])
def test_what_was_read_and_not_agreed_on_ages_too(file, is_read):
    text = "deadlifted yesterday, lower back sore, no numbness between my legs"
    agreement = begin(read_report(text)) if is_read else None
    drafts.save(Draft(Interview(CheckIn()), text, agreement), file, now=NOW)
    draft, _ = drafts.load(file, now=NOW + timedelta(hours=20))
    assert draft.agreement.check_in.hours_since_lift == 44
    assert draft.agreement.check_in.saddle_numb == "unknown"


def test_a_clock_set_back_does_no_harm(file):
    drafts.save(Draft(interview()), file, now=NOW)
    assert drafts.load(file, now=NOW - timedelta(days=1))[1] == 0


def test_no_draft_is_no_draft(file):
    assert drafts.load(file, now=NOW) is None
    drafts.delete(file)


def damaged(**changes: object) -> str:
    whole = {
        "version": 1, "saved_at": NOW.isoformat(), "country": "", "text": "", "agreed": False,
        "agreement": None, "check_in": {}, "skipped": [], "asked": [], "earlier": [],
    }  # fmt: skip
    return json.dumps({**whole, **changes})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "5",
        '{"version": 1}',
        "\x00\x01",
        "[" * 5000,
        damaged(version=2),
        damaged(country="Narnia"),
        damaged(check_in={"no_such_field": 1}),
        damaged(check_in=5),
        damaged(skipped=["no_such_field"]),
        damaged(skipped=5),
        damaged(skipped=[[]]),
        damaged(asked=5),
        damaged(earlier=[{}]),
        damaged(earlier=5),
        damaged(saved_at="yesterday"),
        damaged(saved_at="2026-01-01T00:00:00"),
        damaged(saved_at=5),
        damaged(country=5),
        damaged(text=None),
        damaged(agreed="yes"),
        damaged(agreement=5),
        damaged(agreement={"check_in": {}, "facts_agreed": True, "settled": "x", "unsure": []}),
    ],
)
def test_a_damaged_draft_is_refused_in_one_line(file, text):
    file.parent.mkdir()
    file.write_text(text)
    with pytest.raises(InputError) as refused:
        drafts.load(file, now=NOW)
    assert str(refused.value).startswith(("draft: ", "country: ")) or "field" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_setting_aside_keeps_what_was_there(file):
    file.parent.mkdir()
    file.write_text("{")
    aside = drafts.set_aside(file)
    assert aside.read_text() == "{"
    assert not file.exists()


def test_a_folder_in_its_place_is_set_aside_too(file):
    file.mkdir(parents=True)
    with pytest.raises(InputError):
        drafts.load(file, now=NOW)
    drafts.set_aside(file)
    assert not file.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="each platform has its own place")
@pytest.mark.parametrize(
    ("given", "expected"),
    [("/state", "/state/backspotter/draft.json"), ("relative", None), ("", None)],
)
def test_the_place_follows_the_platform(given, expected):
    place = drafts.draft_file({"XDG_STATE_HOME": given})
    assert place == Path(expected or Path.home() / ".local/state/backspotter/draft.json")
