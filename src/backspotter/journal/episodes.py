"""Episodes: which check-ins and soreness entries belong to the same bout of pain."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, Table, bindparam, delete, func, select

from backspotter.journal.tables import CHECK_IN, EPISODE, SORENESS
from backspotter.journal.times import kept_time, time_of

QUIET = timedelta(days=28)
"""So long without an entry, and a new one begins another episode: an assumption. A flag does not
look at it: it stays until it was examined or corrected, however long that takes."""

EPISODIC = (CHECK_IN.name, SORENESS.name)


def episode_at(connection: Connection, person: int, utc: str, offset_s: int) -> int:
    """The episode that a time belongs to, begun where none is near."""
    at = time_of(utc, offset_s)
    near = [_near(connection, person, table, utc) for table in (CHECK_IN, SORENESS)]
    found = sorted((abs(time_of(when, 0) - at), id) for rows in near for when, id in rows)
    if found and found[0][0] <= QUIET:
        return found[0][1]
    began_utc, began_offset_s = kept_time("began", at)
    added = connection.execute(
        EPISODE.insert().values(
            person_id=person, began_utc=began_utc, began_offset_s=began_offset_s
        )
    )
    assert added.inserted_primary_key is not None
    return int(added.inserted_primary_key[0])


def _near(
    connection: Connection, person: int, table: Table[Any], utc: str
) -> list[tuple[str, int]]:
    """The entries just before and just after a time, each with its episode."""
    found = connection.execute(_neighbours(table), {"person": person, "utc": utc})
    return [(str(when), int(id)) for when, id in found]


@cache
def _neighbours(table: Table[Any]) -> Select[Any]:
    mine, at = table.c.person_id == bindparam("person"), table.c.at_utc
    utc: BindParameter[str] = bindparam("utc")
    ends = (
        select(func.max(at)).where(mine, at <= utc).scalar_subquery(),
        select(func.min(at)).where(mine, at >= utc).scalar_subquery(),
    )
    return select(at, table.c.episode_id).where(mine, at.in_(ends))


def drop_empty_episodes(connection: Connection) -> None:
    """Delete the episodes that no entry belongs to any more."""
    used = [select(table.c.episode_id) for table in (CHECK_IN, SORENESS)]
    connection.execute(delete(EPISODE).where(*(EPISODE.c.id.not_in(each) for each in used)))
