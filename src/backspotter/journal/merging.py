"""Merges what another journal holds into this one: nothing twice, nothing lost, taken back whole.

An entry comes in where no entry here has its identity. Corrections of one entry that were made in
both journals stand in one line, ordered by when they were entered, so that it does not matter which
journal is merged into which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from backspotter.journal.codec import CHECK_INS, KINDS, PROFILES, Kind
from backspotter.journal.coming import Coming, ComingEntry, ComingFilm, ComingFlag
from backspotter.journal.entries import insert
from backspotter.journal.flags import MISTAKE, raise_again
from backspotter.journal.identity import identities
from backspotter.journal.imports import Arrival, Brought, new_batch
from backspotter.journal.journal import Journal
from backspotter.journal.relinking import relink, same_things
from backspotter.journal.snapshots import take_snapshot
from backspotter.journal.tables import BATCH, BATCH_ROW, FILM, FLAG, FLAG_END

SAME_FILM = ("sha256", "engine", "parameters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What a merge would do: rows by table that would come in, and that are here already."""

    new: Mapping[str, int]
    there: Mapping[str, int]


@dataclass(slots=True)
class _Merge:
    """One merge under way: what came in so far, as the rows of its batch."""

    connection: Connection
    person: int
    coming: Coming
    added: list[tuple[str, int]] = field(default_factory=list)
    there: Counter[str] = field(default_factory=Counter)
    met: Counter[tuple[int, str]] = field(default_factory=Counter)
    """Flags that were looked at, by check and rule: one check can raise a rule anew."""

    def note(self, kind: str, row: int) -> None:
        self.added.append((kind, row))


def foresee(journal: Journal, coming: Coming) -> Foreseen:
    """What a merge would do; the journal is not changed.

    Raises
    ------
    JournalError : the journal cannot be read
    """
    with journal.writing() as connection:
        trial = connection.begin_nested()
        try:
            merge = _Merge(connection, journal.person, coming)
            _merge_all(merge)
        finally:
            trial.rollback()
    return Foreseen(new=Counter(kind for kind, _ in merge.added), there=merge.there)


def merge_in(journal: Journal, coming: Coming, *, at: datetime) -> Brought:
    """Keep what is not here yet, in one transaction, after a snapshot.

    Parameters
    ----------
    at : when it is merged, with its zone

    Raises
    ------
    JournalError : it cannot be written; the journal is as it was
    """
    if not foresee(journal, coming).new:
        return Brought(batch=None, added=0, skipped=_size(coming))
    take_snapshot(journal.place, why="before-import")
    with journal.writing() as connection:
        merge = _Merge(connection, journal.person, coming)
        _merge_all(merge)
        arrival = Arrival(name=coming.name, source=coming.source, sha256=coming.sha256, items=())
        batch = new_batch(connection, journal.person, arrival, at)
        rows = [{"batch_id": batch, "kind": kind, "row_id": id} for kind, id in merge.added]
        connection.execute(BATCH_ROW.insert(), rows)
        counts = {"added": len(rows), "skipped": sum(merge.there.values())}
        connection.execute(update(BATCH).where(BATCH.c.id == batch).values(counts))
    return Brought(batch=batch, **counts)


def _size(coming: Coming) -> int:
    return len(coming.entries) + len(coming.flags) + len(coming.films)


def _merge_all(merge: _Merge) -> None:
    here = {kind.name: _merge_kind(merge, kind) for kind in KINDS}
    for flag in merge.coming.flags:
        _merge_flag(merge, flag, here["check_in"])
    _raise_again(merge)
    for film in merge.coming.films:
        _merge_film(merge, film, here["logged_set"])


def _merge_kind(merge: _Merge, kind: Kind[Any]) -> dict[str, int]:
    """Add the entries of a kind that are not here; the ids of all, by identity."""
    connection = merge.connection
    known = identities(connection, merge.person, kind)
    here = {identity: id for id, identity in known.items()}
    coming = [each for each in merge.coming.entries if each.kind is kind]
    if kind is PROFILES and merge.coming.profile_only_if_none and here:
        coming = []
    came: list[ComingEntry] = []
    for each in sorted(coming, key=lambda each: each.entered):
        if each.identity in here:
            merge.there[kind.name] += 1
            continue
        here[each.identity] = insert(
            connection,
            merge.person,
            kind,
            each.cells,
            entered=each.entered,
            key=each.identity,
        )
        merge.note(kind.name, here[each.identity])
        came.append(each)
    links = _links(connection, merge.person, kind)
    wanted = [
        (here[each.identity], here[before])
        for each in coming
        for before in [name for name in each.replaces if name in here][:1]
    ]
    new = {here[each.identity] for each in came}
    same = same_things(connection, merge.person, kind, new)
    relink(connection, kind, links, [*wanted, *same])
    return here


def _links(connection: Connection, person: int, kind: Kind[Any]) -> dict[int, int]:
    """What each entry that corrects one corrects, by their ids."""
    table = kind.table
    query = select(table.c.id, table.c.replaces_id)
    query = query.where(table.c.person_id == person, table.c.replaces_id.is_not(None))
    return {int(later): int(earlier) for later, earlier in connection.execute(query)}


def _merge_flag(merge: _Merge, flag: ComingFlag, checks: Mapping[str, int]) -> None:
    if flag.check_in not in checks:
        return
    connection, check_in = merge.connection, checks[flag.check_in]
    of = (check_in, str(flag.cells["rule"]))
    same = select(FLAG.c.id).where(FLAG.c.check_in_id == check_in, FLAG.c.rule == of[1])
    query = same.order_by(FLAG.c.id).offset(merge.met[of]).limit(1)
    id = connection.execute(query).scalar()
    merge.met[of] += 1
    if id is None:
        row = {**flag.cells, "person_id": merge.person, "check_in_id": check_in}
        done = connection.execute(FLAG.insert().values(row))
        assert done.inserted_primary_key is not None
        id = int(done.inserted_primary_key[0])
        merge.note(FLAG.name, id)
    else:
        merge.there[FLAG.name] += 1
    is_ended = connection.execute(select(FLAG_END.c.flag_id).where(FLAG_END.c.flag_id == id))
    if flag.end is None:
        return
    if is_ended.first() is not None:
        merge.there[FLAG_END.name] += 1
        return
    connection.execute(FLAG_END.insert().values({**flag.end, "flag_id": id}))
    merge.note(FLAG_END.name, id)


def _raise_again(merge: _Merge) -> None:
    """Raise what only a flag that was a mistake, here or there, had kept from being raised."""
    if not {kind for kind, _ in merge.added} & {CHECK_INS.name, FLAG.name, FLAG_END.name}:
        return
    wrong = select(FLAG.c.rule).join(FLAG_END).where(FLAG_END.c.how == MISTAKE)
    wrong = wrong.where(FLAG.c.person_id == merge.person).distinct().order_by(FLAG.c.rule)
    for rule in merge.connection.execute(wrong).scalars().all():
        for id in raise_again(merge.connection, merge.person, str(rule)):
            merge.note(FLAG.name, id)


def _merge_film(merge: _Merge, film: ComingFilm, sets: Mapping[str, int]) -> None:
    same = select(FILM.c.id).where(FILM.c.person_id == merge.person)
    same = same.where(*(FILM.c[name] == film.cells[name] for name in SAME_FILM))
    if merge.connection.execute(same).first() is not None:
        merge.there[FILM.name] += 1
        return
    of_set = sets.get(film.of_set) if film.of_set is not None else None
    row = {**film.cells, "person_id": merge.person, "set_id": of_set}
    done = merge.connection.execute(FILM.insert().values(row))
    assert done.inserted_primary_key is not None
    merge.note(FILM.name, int(done.inserted_primary_key[0]))
