"""Laws of the journal: what goes in comes out, an undo leaves no trace, a backup is the whole."""

from __future__ import annotations

import itertools
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backspotter.journal.backup import back_up
from backspotter.journal.codec import (
    BODY_MASSES,
    NIGHTS,
    SETS,
    SORENESSES,
    WATERS,
    kind_of,
)
from backspotter.journal.entries import add, current, history
from backspotter.journal.imports import Arrival, Item, batches, bring_in, preview
from backspotter.journal.journal import opened
from backspotter.journal.place import Place
from backspotter.journal.records import Profile, Soreness
from backspotter.journal.restore import restore
from backspotter.journal.sheets import export_csv
from backspotter.journal.times import kept_time, time_of
from backspotter.journal.undoing import undo
from backspotter.training.formats import Asked
from backspotter.training.formats import preview as read_log
from backspotter.training.log import BodyMass, LoggedSet, Night, SessionNote, Water
from backspotter.training.proposal import WAYS, Scheme
from backspotter.training.recovery import MEANS
from backspotter.training.variants import STYLES
from backspotter.training.warm_up import STIFF
from tests.journals import NOON, arrival, dump, fast_folder, filled

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001
DAYS = st.dates(date(1970, 1, 1), date(2100, 1, 1))
AMOUNTS = st.none() | st.floats(0, 1000)
SETS_OF_ANY_KIND = st.builds(
    LoggedSet,
    at=TIMES,
    exercise=WORDS,
    style=st.none() | st.sampled_from(["sumo", "conventional"]),
    load_kg=AMOUNTS,
    reps=st.none() | st.integers(0, 100),
    rpe=AMOUNTS,
    rest_s=AMOUNTS,
    seconds=AMOUNTS,
    warm_up=st.booleans(),
    failed=st.booleans(),
    exact=st.booleans(),
    order=st.integers(1, 50),
    workout=WORDS,
    note=WORDS,
)
NIGHTS_OF_ANY_KIND = st.builds(Night, woke=DAYS, asleep_h=AMOUNTS, in_bed_h=AMOUNTS, source=WORDS)
MASSES = st.builds(BodyMass, at=TIMES, mass_kg=st.floats(20, 300), source=WORDS)
WATERS_OF_ANY_KIND = st.builds(Water, day=DAYS, litres=st.floats(0, 20), source=WORDS)
SORE = st.builds(
    Soreness,
    at=TIMES,
    pain_now=st.floats(0, 10),
    pain_worst=st.none() | st.floats(0, 10),
    under_painkiller=st.booleans(),
    function=st.dictionaries(WORDS, st.floats(0, 10), max_size=3).map(lambda d: tuple(d.items())),
    helped=st.lists(WORDS, max_size=3).map(tuple),
    made_worse=st.lists(WORDS, max_size=3).map(tuple),
    note=WORDS,
)
MEANT = st.frozensets(st.sampled_from(MEANS))
PROFILES_OF_ANY_KIND = st.builds(
    Profile,
    height_m=st.none() | st.floats(1, 2.5),
    units=st.sampled_from(["", "kg", "lb"]),
    rack_units=st.sampled_from(["", "kg", "lb"]),
    bar=st.none() | st.floats(0, 100),
    plates=st.none() | st.lists(st.floats(0.05, 100), max_size=4).map(tuple),
    style=st.sampled_from(["", *STYLES]),
    scheme=st.builds(
        Scheme,
        way=st.sampled_from(WAYS),
        sets=st.none() | st.integers(1, 20),
        reps_low=st.none() | st.integers(1, 50),
        rpe=st.none() | st.floats(1, 10),
    ),
    stiff=st.frozensets(st.sampled_from(STIFF)),
    helped=MEANT,
    made_worse=MEANT,
)
NOTES = st.builds(SessionNote, day=DAYS, pain_during=st.floats(0, 10))
VALUES = SETS_OF_ANY_KIND | NIGHTS_OF_ANY_KIND | MASSES | WATERS_OF_ANY_KIND
FILES = st.lists(VALUES, max_size=12)
NUMBERS = itertools.count()


def a_file(values: list[object]) -> Arrival:
    number = next(NUMBERS)
    items = [Item(value=each) for each in values]
    return Arrival(name="a", source="test", sha256=f"{number}", items=items, original=b"words")


@pytest.fixture(scope="module")
def journal(database):
    with database.fresh(filled) as place, opened(place, keeps=1) as journal:
        yield journal


@given(at=TIMES)
def test_a_time_comes_back_with_its_offset_and_sorts_as_it_should(at):
    utc, offset_s = kept_time("at", at)
    back = time_of(utc, offset_s)
    assert (back, back.utcoffset()) == (at, at.utcoffset())
    assert (utc < kept_time("at", at + timedelta(microseconds=1))[0]) is True


@given(value=VALUES | SORE | PROFILES_OF_ANY_KIND | NOTES)
def test_what_goes_in_comes_out(value):
    kind = kind_of(value)
    cells = kind.to_cells(value)
    assert kind.from_cells(cells) == value
    assert all(cell is None or type(cell) in (str, int, float) for cell in cells.values())


@settings(max_examples=30)
@given(values=FILES)
def test_an_undo_leaves_no_trace(journal, values):
    before = dump(journal.place)
    brought = bring_in(journal, a_file(values), at=NOON)
    assert brought.added + brought.skipped == len(values)
    assert brought.batch is not None
    undo(journal, brought.batch)
    assert dump(journal.place) == before


@settings(max_examples=20)
@given(values=FILES)
def test_importing_twice_is_importing_once(journal, values):
    file = a_file(values)
    first = bring_in(journal, file, at=NOON)
    once = dump(journal.place)
    assert preview(journal, file) == (0, len(values))
    again = bring_in(journal, file, at=NOON)
    assert (again.batch, again.added) == (None, 0)
    assert dump(journal.place) == once
    assert first.batch is not None
    undo(journal, first.batch)


@settings(max_examples=20)
@given(values=FILES, kept=st.integers(0, 12))
def test_what_two_files_brought_stays_until_both_are_undone(journal, values, kept):
    before = dump(journal.place)
    first = bring_in(journal, a_file(values[:kept]), at=NOON)
    second = bring_in(journal, a_file(values), at=NOON)
    assert (first.added, second.added) == (len(values[:kept]), len(values[kept:]))
    undo(journal, first.batch)
    standing = sum(len(current(journal, kind)) for kind in (SETS, NIGHTS, BODY_MASSES, WATERS))
    undo(journal, second.batch)
    after = sum(len(current(journal, kind)) for kind in (SETS, NIGHTS, BODY_MASSES, WATERS))
    replaced = _corrected_within(values)
    assert standing - after == len(values) - replaced
    assert dump(journal.place) == before


def _corrected_within(values: list[object]) -> int:
    """How many nights and days of water the file itself says again, differently or alike."""
    named = [
        (type(each), each.woke if isinstance(each, Night) else each.day, each.source)
        for each in values
        if isinstance(each, Night | Water)
    ]
    return len(named) - len(set(named))


@settings(max_examples=8)
@given(values=FILES, sore=SORE)
def test_a_backup_is_the_whole(database, values, sore):
    with (
        fast_folder() as folder,
        database.fresh(filled) as here,
        database.fresh() as there,
    ):
        _is_the_whole(folder, here, there, values, sore)


def _is_the_whole(
    folder: Path, here: Place, there: Place, values: list[object], sore: Soreness
) -> None:
    with opened(here) as journal:
        add(journal, SORENESSES, sore, entered=NOON)
        bring_in(journal, a_file(values), at=NOON)
        back_up(journal, folder / "b.zip", made=NOON, program="test")
    with opened(there) as journal:
        add(journal, SORENESSES, sore, entered=NOON)
        restore(journal, folder / "b.zip")
    assert dump(there) == dump(here)


LOGGED = st.builds(
    LoggedSet,
    at=TIMES,
    exercise=WORDS.filter(str.strip),
    style=st.none() | st.sampled_from(["sumo", "conventional"]),
    load_kg=st.none() | st.floats(0, 600),
    reps=st.integers(1, 1000),
    rpe=st.none() | st.floats(1, 10),
    rest_s=st.none() | st.floats(0.001, 1000),
    seconds=st.none() | st.floats(0.001, 1000),
    warm_up=st.booleans(),
    failed=st.booleans(),
    exact=st.booleans(),
    order=st.integers(1, 50),
    workout=WORDS,
    note=WORDS,
)


@settings(max_examples=20)
@given(values=st.lists(LOGGED, min_size=1, max_size=6))
def test_a_table_for_a_spreadsheet_is_read_back_as_it_was(journal, values):
    brought = bring_in(journal, a_file(values), at=NOON)
    with fast_folder() as folder:
        export_csv(journal, folder / "t.zip")
        with zipfile.ZipFile(folder / "t.zip") as archive:
            archive.extract("sets.csv", folder)
        found = read_log(folder / "sets.csv", Asked(zone=UTC))
    standing = [each.value for each in current(journal, SETS)]
    undo(journal, brought.batch)
    read = [each.value for each in found.found]
    assert sorted(read, key=repr) == sorted(standing, key=repr)
    assert not found.skipped
    assert not found.doubtful


@settings(max_examples=20)
@given(values=st.lists(SORE, min_size=1, max_size=5))
def test_corrections_keep_the_history_and_give_the_last(journal, values):
    id = add(journal, SORENESSES, values[0], entered=NOON)
    ids = [id]
    for value in values[1:]:
        ids.append(add(journal, SORENESSES, value, entered=NOON, corrects=ids[-1]))
    told = history(journal, SORENESSES, ids[len(ids) // 2])
    assert [each.value for each in told] == values
    standing = {each.id: each.value for each in current(journal, SORENESSES)}
    assert standing[ids[-1]] == values[-1]
    assert not set(ids[:-1]) & standing.keys()


def test_a_later_import_knows_better_about_a_night(place):
    with opened(place) as journal:
        bring_in(journal, arrival(0, asleep_h=3.0), at=NOON)
        before = dump(journal.place)
        second = bring_in(journal, arrival(0, name="later", asleep_h=7.5), at=NOON)
        (night,) = current(journal, NIGHTS)
        assert night.value.asleep_h == 7.5
        assert [each.value.asleep_h for each in history(journal, NIGHTS, night.id)] == [3.0, 7.5]
        bring_in(journal, arrival(0, asleep_h=3.0), at=NOON)
        assert current(journal, NIGHTS)[0].value.asleep_h == 7.5, "an old file undid a newer one"
        undo(journal, second.batch)
        assert dump(journal.place) == before
        assert len(batches(journal)) == 1


def test_the_moment_something_was_entered_is_kept_with_its_offset(place):
    at = datetime(2026, 3, 2, 23, 30, tzinfo=timezone(timedelta(hours=-8)))
    with opened(place) as journal:
        add(journal, SORENESSES, Soreness(at=at, pain_now=3), entered=at)
        (entry,) = current(journal, SORENESSES)
    assert entry.entered.utcoffset() == timedelta(hours=-8)
    assert entry.value.at.astimezone(UTC) == at
