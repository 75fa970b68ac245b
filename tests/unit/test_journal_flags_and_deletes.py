"""Flags end by what ends them; what is deleted is nowhere any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backspotter.errors import BackspotterError, InputError
from backspotter.journal import entries
from backspotter.journal.codec import CHECK_INS, PROFILES, SETS, SORENESSES
from backspotter.journal.erase import _remove_films, delete_entry, erase_everything
from backspotter.journal.films import film_of, films, keep_film
from backspotter.journal.flags import end_flag, flags
from backspotter.journal.imports import batches, bring_in
from backspotter.journal.journal import opened
from backspotter.journal.place import Place, films_folder, place_of
from backspotter.journal.profile import profile, set_profile
from backspotter.journal.records import FilmKept
from backspotter.journal.snapshots import snapshots
from backspotter.journal.undoing import undo
from backspotter.levels import Level
from backspotter.triage.flags import passing_kinds, stays
from backspotter.triage.floors import floors
from tests.journals import NOON, NOT_REAL, arrival, check, dump, filled, lifted, place_in, sore

LATER = NOON + timedelta(days=2)


@pytest.fixture
def journal(place):
    with opened(place) as journal:
        yield journal


def test_every_floor_raises_a_flag_but_those_of_the_course():
    kinds = {floor.id.partition("-")[0] for floor in floors()}
    assert passing_kinds() <= kinds
    assert {floor.id for floor in floors() if not stays(floor.id)} == {
        "TIME-01", "TIME-02", "SELF-01", "SELF-02", "SELF-03", "SELF-04",
    }  # fmt: skip


def test_a_flag_is_raised_once_while_it_is_open_and_anew_after_it_was_examined(journal):
    check(journal, leg_tingling="yes")
    check(journal, at=LATER, leg_tingling="yes")
    (flag,) = flags(journal)
    assert (flag.rule, flag.level, flag.is_open) == ("RAD-05", Level.see_clinician, True)
    ended = end_flag(journal, flag.id, how="examined", by=" GP ", at=LATER, entered=LATER)
    assert (ended.how, ended.by, ended.at, ended.is_open) == ("examined", "GP", LATER, False)
    kept = check(journal, at=LATER, leg_tingling="yes")
    assert [each.id for each in kept.flags] == [2]


def test_a_mistake_ends_it_too_and_needs_nobody(journal):
    check(journal, saddle_numb="yes")
    for flag in flags(journal, only_open=True):
        end_flag(journal, flag.id, how="mistake", at=NOON, entered=NOON, note="misread")
    assert check(journal, pain_now=2).assessment.level < Level.emergency


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": 99}, "number of an open flag"),
        ({"by": "  "}, "who examined it"),
        ({"at": NOON + timedelta(days=9)}, "not in the future"),
        ({"at": NOON - timedelta(days=9)}, "or later"),
        ({"how": "better"}, "examined or mistake"),
    ],
)
def test_what_does_not_end_a_flag(journal, change, said):
    check(journal, leg_tingling="yes")
    given = {"id": 1, "how": "examined", "by": "GP", "at": LATER, "entered": LATER, **change}
    with pytest.raises(InputError, match=said):
        end_flag(journal, given.pop("id"), **given)
    assert flags(journal)[0].is_open


def test_a_flag_that_ended_does_not_end_again(journal):
    check(journal, leg_tingling="yes")
    end_flag(journal, 1, how="mistake", at=NOON, entered=NOON)
    with pytest.raises(InputError, match="mistake before"):
        end_flag(journal, 1, how="examined", by="GP", at=LATER, entered=LATER)


def test_an_episode_goes_on_until_a_quiet_month(journal):
    for days in (0, 20, 45, 120):
        value = sore(3, at=NOON + timedelta(days=days))
        entries.add(journal, SORENESSES, value, entered=LATER)
    with journal.reading() as connection:
        found = connection.exec_driver_sql("SELECT episode_id FROM soreness").scalars().all()
    assert found == [1, 1, 1, 2]


def test_only_what_stands_can_be_corrected(journal):
    first = entries.add(journal, SORENESSES, sore(3), entered=NOON)
    entries.add(journal, SORENESSES, sore(4), entered=NOON, corrects=first)
    with pytest.raises(InputError, match="correct 2"):
        entries.add(journal, SORENESSES, sore(5), entered=NOON, corrects=first)
    with pytest.raises(InputError, match="number of a soreness"):
        entries.add(journal, SORENESSES, sore(5), entered=NOON, corrects=77)


def test_an_undo_takes_corrections_of_what_goes_with_it(journal):
    filled(journal)
    before = dump(journal.place)
    brought = bring_in(journal, arrival(3), at=NOON)
    imported = entries.current(journal, SETS)[-1]
    assert imported.batch == brought.batch
    entries.add(journal, SETS, lifted(0), entered=NOON, corrects=imported.id)
    undone = undo(journal, brought.batch)
    assert (undone.removed, undone.corrections) == (6, 1)
    assert dump(journal.place) == before
    with pytest.raises(InputError, match="import that stands"):
        undo(journal, brought.batch)


def film(set_id: int | None = None) -> FilmKept:
    return FilmKept(
        sha256="ab", engine="1", parameters={"b": 1, "a": 2}, summary={"reps": 5}, made=NOON,
        set_id=set_id,
    )  # fmt: skip


def test_a_film_is_kept_once_and_attached_to_its_set(journal):
    id = entries.add(journal, SETS, lifted(0), entered=NOON)
    first = keep_film(journal, film())
    assert keep_film(journal, film(id)) == first
    assert films(journal, set_id=id) == [film(id)]
    assert film_of(journal, "ab", "1", {"a": 2, "b": 1}) == film(id)
    assert film_of(journal, "ab", "2", {}) is None
    with pytest.raises(InputError, match="number of a set"):
        keep_film(journal, film(99))


def test_the_profile_keeps_what_is_not_said_anew(journal):
    set_profile(journal, entered=NOON, height_m=1.81, units="lb")
    found = set_profile(journal, entered=NOON, mass_kg=84.0)
    assert (found.height_m, found.mass_kg, found.units) == (1.81, 84.0, "lb")
    assert profile(journal) == found
    set_profile(journal, entered=NOON, mass_kg=84.0)
    assert len(entries.history(journal, PROFILES, 2)) == 2, "nothing new was said the third time"


def all_bytes(place: Place) -> bytes:
    return b"".join(each.read_bytes() for each in place.file.parent.rglob("*") if each.is_file())


def everywhere(place: Place) -> bytes:
    return dump(place).encode() + (all_bytes(place) if place.file else b"")


def test_a_deleted_entry_is_nowhere_any_more(journal):
    filled(journal)
    first = entries.add(journal, SORENESSES, sore(3, note=NOT_REAL), entered=NOON)
    last = entries.add(journal, SORENESSES, sore(4), entered=NOON, corrects=first)
    bring_in(journal, arrival(5, name="other"), at=NOON)
    undo(journal, 1)
    assert NOT_REAL.encode() in everywhere(journal.place)
    assert delete_entry(journal, SORENESSES, last) == 2
    assert NOT_REAL.encode() not in everywhere(journal.place)
    assert snapshots(journal.place) == []
    with pytest.raises(InputError, match="number of a soreness"):
        delete_entry(journal, SORENESSES, first)


def test_a_deleted_set_takes_its_film_and_the_file_it_came_from(journal):
    bring_in(journal, arrival(3), at=NOON)
    entry = entries.current(journal, SETS)[0]
    keep_film(journal, film(entry.id))
    delete_entry(journal, SETS, entry.id)
    assert films(journal) == []
    assert len(entries.current(journal, SETS)) == 2
    with journal.reading() as connection:
        assert connection.exec_driver_sql("SELECT original FROM batch").scalars().all() == [None]
    assert undo(journal, 1).removed == 5


def test_a_check_in_with_an_open_flag_is_not_deleted(journal):
    kept = check(journal, leg_tingling="yes")
    with pytest.raises(InputError, match="open flags"):
        delete_entry(journal, CHECK_INS, kept.id)
    end_flag(journal, 1, how="mistake", at=NOON, entered=NOON)
    delete_entry(journal, CHECK_INS, kept.id)
    assert flags(journal) == []


def test_deleting_everything_leaves_nothing(tmp_path):
    place = Place(tmp_path / "ours" / "journal.db", is_ours=True)
    with opened(place) as journal:
        filled(journal)
        entries.add(journal, SORENESSES, sore(3, note=NOT_REAL), entered=NOON)
        keep_film(journal, film())
        bring_in(journal, arrival(5), at=NOON)
        place.beside(".films").mkdir()
        (place.beside(".films") / "picture").write_text(NOT_REAL)
        place.file.with_name(f".{place.file.name}-x.part").write_text(NOT_REAL)
    assert NOT_REAL.encode() in all_bytes(place)
    assert erase_everything(place) == 16
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_journal_can_be_deleted_and_another_file_cannot(tmp_path):
    place = place_in(tmp_path)
    with opened(place) as journal:
        bring_in(filled(journal), arrival(400), at=NOON)
    content = bytearray(place.file.read_bytes())
    content[4096:40960] = b"\xaa" * (40960 - 4096)
    place.file.write_bytes(content)
    place.beside("-wal").write_bytes(b"left over")
    assert erase_everything(place) is None
    assert list(tmp_path.iterdir()) == []
    place.file.write_text("dear diary")
    with pytest.raises(BackspotterError, match="no journal"):
        erase_everything(place)
    assert place.file.read_text() == "dear diary"


def test_a_second_import_is_listed_and_the_first_stays(journal):
    bring_in(journal, arrival(3), at=NOON)
    bring_in(journal, arrival(5, name="later"), at=LATER)
    first, second = batches(journal)
    assert (first.added, first.skipped) == (6, 0)
    assert (second.added, second.skipped, second.name) == (2, 6, "later")


def test_a_folder_of_films_that_somebody_chose_stays_with_what_else_is_in_it(tmp_path, monkeypatch):
    monkeypatch.setenv("BACKSPOTTER_FILMS", str(tmp_path))
    (tmp_path / "1" / "clip").mkdir(parents=True)
    (tmp_path / "notes.txt").write_text("not ours")
    _remove_films(place_of("postgresql://nobody@nowhere/x"), 1)
    assert [each.name for each in tmp_path.iterdir()] == ["notes.txt"]


def test_our_own_folder_of_films_goes_with_the_last(tmp_path):
    place = place_of(str(tmp_path / "j.db"))
    films = films_folder(place)
    for person in ("1", "2"):
        (films / person).mkdir(parents=True)
    (films / ".mark").write_text("0")
    _remove_films(place, 1)
    assert (films / ".mark").is_file()
    _remove_films(place, 2)
    assert not films.exists()
