"""Laws of the FHIR bundle: every entry comes back as it went out, whatever was said in it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from backspotter.exports.fhir.bundle import Written, bundle
from backspotter.exports.fhir.reading import coming_from
from backspotter.journal.codec import CHECK_INS, SORENESSES, kind_of
from backspotter.journal.coming import Coming, ComingEntry, ComingFlag
from backspotter.journal.records import CheckInKept, Soreness
from backspotter.levels import Level
from backspotter.triage.check_in import as_document, check_in_from
from tests.check_ins import check_ins
from tests.episodes import NOW

ABOUT = Written(person="p", name="", made=NOW, program="test")
LETTERS = st.characters(exclude_categories=["Cs", "Cc"])
WORDS = st.text(LETTERS, max_size=30)
NAMES = st.text(LETTERS, min_size=1, max_size=30)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001
PAIN = st.integers(0, 10).map(float) | st.floats(0, 10)
LEVELS = st.sampled_from(Level)
CHECKS = st.builds(
    CheckInKept,
    at=TIMES,
    answers=check_ins().map(as_document),
    level=LEVELS,
    level_alone=LEVELS,
    answer=st.dictionaries(NAMES, WORDS | st.integers(), max_size=3),
    engine=NAMES,
    country=st.sampled_from(["", "GB"]),
    text=WORDS,
)
SORE = st.builds(
    Soreness,
    at=TIMES,
    pain_now=PAIN,
    pain_worst=st.none() | PAIN,
    under_painkiller=st.booleans(),
    function=st.dictionaries(NAMES, PAIN, max_size=5).map(lambda d: tuple(d.items())),
    scores=st.dictionaries(st.sampled_from(["roland_morris", "oswestry"]), PAIN, max_size=2).map(
        lambda d: tuple(d.items())
    ),
    helped=st.lists(NAMES, max_size=3).map(tuple),
    note=WORDS,
)


def entry(value, entered):
    kind = kind_of(value)
    return ComingEntry(kind=kind, identity="t:1", cells=kind.to_cells(value), entered=entered)


def there_and_back(held: Coming) -> Coming:
    text = json.dumps(bundle(held, ABOUT), ensure_ascii=False)
    return coming_from(json.loads(text), name="", sha256="")


@settings(max_examples=25)
@given(value=CHECKS | SORE, entered=TIMES)
def test_what_goes_out_comes_back(value, entered):
    held = Coming(name="", source="", sha256="", entries=[entry(value, entered)])
    (back,) = there_and_back(held).entries
    assert back.kind.from_cells(back.cells) == value
    assert (back.identity, back.entered, back.replaces) == ("t:1", entered, ())


@settings(max_examples=25)
@given(check_in=check_ins())
def test_unknown_stays_unknown(check_in):
    kept = CheckInKept(
        at=NOW, answers=as_document(check_in), level=Level.self_care, level_alone=Level.self_care,
        answer={}, engine="test",
    )  # fmt: skip
    held = Coming(name="", source="", sha256="", entries=[entry(kept, NOW)])
    (back,) = there_and_back(held).entries
    assert check_in_from(CHECK_INS.from_cells(back.cells).answers) == check_in


@settings(max_examples=15)
@given(words=NAMES, by=NAMES, note=WORDS, how=st.sampled_from([None, "examined", "mistake"]))
def test_a_flag_comes_back_as_open_as_it_was(words, by, note, how):
    opened = {"opened_utc": "2026-03-02T11:00:00.000000Z", "opened_offset_s": 3600}
    cells = {"rule": "CES-03", "level": "emergency", "words": words, **opened}
    times = {"at_utc": "2026-03-02T11:00:00.000000Z", "at_offset_s": 3600}
    entered = {"entered_utc": "2026-03-03T11:00:00.000000Z", "entered_offset_s": 0}
    end = None if how is None else {"how": how, "by": by, **times, **entered, "note": note}
    flag = ComingFlag(check_in="t:1", cells=cells, end=end)
    kept = CheckInKept(
        at=NOW, answers={}, level=Level.emergency, level_alone=Level.emergency, answer={},
        engine="test",
    )  # fmt: skip
    held = Coming(name="", source="", sha256="", entries=[entry(kept, NOW)], flags=[flag])
    assert list(there_and_back(held).flags) == [flag]


def test_a_character_that_fhir_forbids_is_replaced_and_nothing_else():
    said = Soreness(at=NOW, pain_now=3, note="a\x07b\nc")
    held = Coming(name="", source="", sha256="", entries=[entry(said, NOW)])
    (back,) = there_and_back(held).entries
    assert SORENESSES.from_cells(back.cells) == replace(said, note="a\N{REPLACEMENT CHARACTER}b\nc")
