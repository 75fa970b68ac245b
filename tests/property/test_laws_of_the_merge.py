"""Laws of merging two journals: nothing twice, nothing lost, either way round, and back again."""

from __future__ import annotations

import zipfile
from contextlib import contextmanager
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from backspotter.errors import InputError
from backspotter.journal.archive import coming_from_backup
from backspotter.journal.backup import back_up
from backspotter.journal.codec import CHECK_INS, KINDS, NIGHTS, PROFILES, SETS, SORENESSES
from backspotter.journal.entries import add, current, history
from backspotter.journal.films import films, keep_film
from backspotter.journal.flags import end_flag, flags
from backspotter.journal.holding import held
from backspotter.journal.imports import bring_in
from backspotter.journal.journal import opened
from backspotter.journal.merging import foresee, merge_in
from backspotter.journal.profile import profile, set_profile
from backspotter.journal.restore import restore
from backspotter.journal.undoing import undo
from backspotter.training.log import Night
from tests.databases import Database
from tests.episodes import episode, film
from tests.journals import NOON, arrival, check, dump, filled, lifted, sore

ACTIONS = ("sore", "corrected", "set", "same set", "checked", "examined", "file", "night", "size")
FEW = {
    "suppress_health_check": [HealthCheck.function_scoped_fixture],
    "phases": [Phase.explicit, Phase.reuse, Phase.generate],  # a case is short, and takes long
}
DONE = st.lists(st.sampled_from(ACTIONS), max_size=5)
LATER = NOON + timedelta(days=30)


@contextmanager
def two(database: Database):
    """Two journals that were one."""
    with (
        database.fresh(filled) as here,
        database.fresh(filled) as there,
        opened(here, keeps=1) as one,
        opened(there, keeps=1) as other,
    ):
        yield one, other


def do(journal, actions, salt):
    """Live with one of them for a while; ``salt`` keeps the two lives apart."""
    for place, action in enumerate(actions):
        at = NOON + timedelta(days=1, minutes=10 * place, seconds=salt)
        if action == "sore":
            add(journal, SORENESSES, sore(place, note=f"{salt}"), entered=at)
        elif action == "corrected":
            entry = current(journal, SORENESSES)[0]
            add(journal, SORENESSES, sore(salt % 10), entered=at, corrects=entry.id)
        elif action == "set":
            add(journal, SETS, lifted(1000 + salt), entered=at)
        elif action == "same set":
            add(journal, SETS, lifted(0), entered=NOON)
        elif action == "checked":
            check(journal, saddle_numb="yes", pain_now=place, at=at)
        elif action == "examined":
            examine(journal, at)
        elif action == "file":
            bring_in(journal, arrival(3, asleep_h=6.0 + salt / 10), at=at)
        elif action == "night":
            add(journal, NIGHTS, Night(woke=at.date(), asleep_h=7.0), entered=at)
        else:
            set_profile(journal, entered=at, mass_kg=80.0 + salt)


def examine(journal, at):
    is_open = flags(journal, only_open=True)
    if is_open:
        end_flag(journal, is_open[0].id, how="examined", at=at, entered=at, by="GP")


def coming(journal):
    with journal.reading() as connection:
        return held(connection, journal.person, name="a", source="test", sha256="x")


def stands(journal):
    """All that stands, without numbers of its own, or when a file came in that both have."""
    values = {
        kind.name: sorted(repr((e.value, e.typed)) for e in current(journal, kind))
        for kind in KINDS
    }
    return {
        **values,
        "flags": sorted((f.rule, f.opened, f.how) for f in flags(journal)),
        "profile": profile(journal),
    }


@settings(max_examples=10, **FEW)
@given(mine=DONE, theirs=DONE)
def test_it_does_not_matter_which_is_merged_into_which(database, mine, theirs):
    with two(database) as (one, other):
        do(one, mine, 1)
        do(other, theirs, 2)
        before = coming(one)
        merge_in(one, coming(other), at=LATER)
        merge_in(other, before, at=LATER)
        assert stands(one) == stands(other)
        assert len(current(one, PROFILES)) == 1


@settings(max_examples=10, **FEW)
@given(mine=DONE, theirs=DONE)
def test_again_changes_nothing_and_an_undo_leaves_no_trace(database, mine, theirs):
    with two(database) as (one, other):
        do(one, mine, 1)
        do(other, theirs, 2)
        before, guest = dump(one.place), coming(other)
        foreseen = foresee(one, guest)
        assert dump(one.place) == before
        brought = merge_in(one, guest, at=LATER)
        assert brought.added == sum(foreseen.new.values())
        then = dump(one.place)
        assert merge_in(one, guest, at=LATER).batch is None
        assert dump(one.place) == then
        if brought.batch is not None:
            undo(one, brought.batch)
        assert dump(one.place) == before


@settings(max_examples=6, **FEW)
@given(mine=DONE, theirs=DONE)
def test_nothing_is_lost_and_no_open_flag_closes_by_itself(database, mine, theirs):
    with two(database) as (one, other):
        do(one, mine, 1)
        do(other, theirs, 2)
        lists = [{(e.kind.name, e.identity) for e in coming(each).entries} for each in (one, other)]
        ended = {(f.rule, f.opened) for each in (one, other) for f in flags(each) if f.how}
        raised = {(f.rule, f.opened) for each in (one, other) for f in flags(each)}
        merge_in(one, coming(other), at=LATER)
        assert {(e.kind.name, e.identity) for e in coming(one).entries} == lists[0] | lists[1]
        assert {(f.rule, f.opened) for f in flags(one, only_open=True)} == raised - ended


def test_corrections_made_in_both_stand_in_one_line_and_the_later_counts(database):
    with two(database) as (one, other):
        number = current(one, SORENESSES)[0].id
        early, late = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
        add(one, SORENESSES, sore(8), entered=late, corrects=number)
        add(other, SORENESSES, sore(9), entered=early, corrects=number)
        merge_in(one, coming(other), at=LATER)
        (entry,) = current(one, SORENESSES)
        line = [each.value.pain_now for each in history(one, SORENESSES, entry.id)]
        assert line == [4, 3, 9, 8]
        undo(one, 1)
        assert [e.value.pain_now for e in history(one, SORENESSES, entry.id)] == [4, 3, 8]


def test_what_is_written_after_a_merge_goes_with_what_it_corrects(database):
    with two(database) as (one, other):
        add(other, SETS, lifted(500), entered=NOON)
        merge_in(one, coming(other), at=LATER)
        brought = current(one, SETS)[-1]
        add(one, SETS, lifted(501), entered=LATER, corrects=brought.id)
        assert undo(one, 1).corrections == 1
        assert len(current(one, SETS)) == 1


def test_a_film_comes_with_its_set(database):
    with two(database) as (one, other):
        id = add(other, SETS, lifted(500), entered=NOON)
        keep_film(other, film(NOON, set_id=id))
        merge_in(one, coming(other), at=LATER)
        (kept,) = films(one)
        assert kept.set_id == current(one, SETS)[-1].id
        undo(one, 1)
        assert films(one) == []


def test_a_backup_merged_into_an_empty_journal_is_the_whole_of_it(database, tmp_path):
    file = tmp_path / "b.zip"
    with (
        database.fresh(episode) as first,
        database.fresh() as second,
        database.fresh() as last,
        opened(first) as mine,
        opened(second) as other,
        opened(last) as third,
    ):
        back_up(mine, file, made=NOON, program="test")
        merge_in(other, coming_from_backup(other.place, file, sha256="x"), at=LATER)
        assert stands(other) == stands(mine)
        assert len(films(other)) == 1
        restore(third, file)
        assert merge_in(third, coming(other), at=LATER).batch is None


def test_a_backup_that_was_changed_is_refused_and_changes_nothing(database, tmp_path):
    with two(database) as (one, _):
        before = dump(one.place)
        file = tmp_path / "b.zip"
        back_up(one, file, made=NOON, program="test")
        with zipfile.ZipFile(file) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        with zipfile.ZipFile(file, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content.replace(b'"pain_now": 4.0', b'"pain_now": 1.0'))
        with pytest.raises(InputError):
            coming_from_backup(one.place, file, sha256="x")
        assert dump(one.place) == before
        assert len(current(one, CHECK_INS)) == 1


def _cord_sign_was_a_mistake(one, other):
    """Both share an unsteady gait; one has clumsy hands since, the other ended it as a mistake."""
    for journal in (one, other):
        check(journal, at=NOON + timedelta(hours=1), unsteady_gait="yes")
    check(one, at=NOON + timedelta(hours=2), clumsy_hands="yes")
    (flag,) = (each for each in flags(other) if each.rule == "CES-15")
    end_flag(other, flag.id, how="mistake", at=LATER, entered=LATER)


@pytest.mark.parametrize("way", ["mistake comes in", "check comes in"])
def test_a_mistake_that_is_merged_hides_no_other_sign(database, way):
    with two(database) as (one, other):
        _cord_sign_was_a_mistake(one, other)
        into, guest = (one, other) if way == "mistake comes in" else (other, one)
        before = dump(into.place)
        brought = merge_in(into, coming(guest), at=LATER)
        still = [flag for flag in flags(into, only_open=True) if flag.rule == "CES-15"]
        assert [flag.opened for flag in still] == [NOON + timedelta(hours=2)]
        assert merge_in(into, coming(guest), at=LATER).batch is None
        undo(into, brought.batch)
        assert dump(into.place) == before


def test_a_flag_raised_anew_by_the_same_check_comes_along(database):
    with two(database) as (one, other):
        signs = ("muscle_swelling", "muscle_weakness_gross", "pain_out_of_proportion")
        for journal in (one, other):
            check(journal, at=NOON + timedelta(hours=1), **dict.fromkeys(signs, "yes"))
        for _ in range(2):
            flag = next(f for f in flags(other, only_open=True) if f.rule == "RHABDO-03")
            end_flag(other, flag.id, how="mistake", at=LATER, entered=LATER)
        merge_in(one, coming(other), at=LATER)
        assert stands(one) == stands(other)
        assert merge_in(one, coming(other), at=LATER).batch is None
