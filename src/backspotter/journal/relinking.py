"""Puts entries that correct one another into one line, where two journals meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, select, update

from backspotter.journal.codec import PROFILES, Kind
from backspotter.journal.identity import is_from_a_file


def same_things(
    connection: Connection, person: int, kind: Kind[Any], new: set[int]
) -> list[tuple[int, int]]:
    """Pairs of entries that name one thing: the later entered of them counts."""
    if not new or not (kind.newest_counts or kind is PROFILES):
        return []
    table = kind.table
    rows = connection.execute(select(table).where(table.c.person_id == person)).mappings()
    things: dict[tuple[Any, ...], list[tuple[str, str, int]]] = {}
    for row in rows:
        if kind is PROFILES or is_from_a_file(row["content_key"]):
            thing = tuple(row[name] for name in kind.newest_counts)
            key = (row["entered_utc"], row["content_key"] or "", row["id"])
            things.setdefault(thing, []).append(key)
    pairs = []
    for found in things.values():
        ids = [id for _, _, id in sorted(found)]
        if new & set(ids):
            pairs += [(later, earlier) for earlier, later in pairwise(ids)]
    return pairs


def relink(
    connection: Connection,
    kind: Kind[Any],
    links: Mapping[int, int],
    wanted: Sequence[tuple[int, int]],
) -> None:
    """Let each entry replace the one before it, where the links here and those that came meet."""
    missing = [(later, earlier) for later, earlier in wanted if links.get(later) != earlier]
    if not missing:
        return
    group = _groups([*links.items(), *wanted])
    touched = {group(later) for later, _ in missing}
    members = {id for pair in [*links.items(), *wanted] for id in pair if group(id) in touched}
    entered = _entered(connection, kind, members)
    orders = [(later, earlier) for later, earlier in [*links.items(), *wanted] if later in members]
    table = kind.table
    connection.execute(update(table).where(table.c.id.in_(members)).values(replaces_id=None))
    for root in touched:
        line = _in_line([id for id in members if group(id) == root], orders, entered)
        for earlier, later in pairwise(line):
            link = update(table).where(table.c.id == later).values(replaces_id=earlier)
            connection.execute(link)


def _groups(pairs: Iterable[tuple[int, int]]) -> Callable[[int], int]:
    """What belongs together through any of the pairs, as a function to a number for each group."""
    parent: dict[int, int] = {}

    def root(id: int) -> int:
        while parent.get(id, id) != id:
            id = parent[id]
        return id

    for one, other in pairs:
        parent[max(root(one), root(other))] = min(root(one), root(other))
    return root


def _entered(connection: Connection, kind: Kind[Any], ids: set[int]) -> dict[int, tuple[str, str]]:
    """By what entries are ordered: when they were entered, then their words."""
    table = kind.table
    rows = connection.execute(select(table).where(table.c.id.in_(ids))).mappings()
    said = kind.to_cells
    return {row["id"]: (row["entered_utc"], repr(said(kind.from_cells(row)))) for row in rows}


def _in_line(
    ids: Sequence[int],
    orders: Sequence[tuple[int, int]],
    entered: Mapping[int, tuple[str, str]],
) -> list[int]:
    """The entries so that none stands before what it corrects, the earlier entered first."""
    before: dict[int, set[int]] = {id: set() for id in ids}
    for later, earlier in orders:
        if later in before and earlier != later:
            before[later].add(earlier)
    line: list[int] = []
    left = sorted(ids, key=lambda id: entered[id])
    while left:
        free = next((id for id in left if before[id] <= set(line)), left[0])
        line.append(free)
        left.remove(free)
    return line
