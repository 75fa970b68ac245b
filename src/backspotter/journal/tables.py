"""The tables, the same on SQLite and PostgreSQL.

Kinds of entries share their first columns: whose it is, when it was entered, what it corrects.
Nothing in a row is ever changed; the database itself refuses it (see the first migration).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    REAL,
    CheckConstraint,
    Column,
    ColumnElement,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)
NUMBER: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")


def _required(name: str, kind: type[Text] | type[Integer] = Text) -> Column[Any]:
    return Column(name, kind(), nullable=False)


def _empty(name: str, nothing: str) -> Column[Any]:
    """A text that rows of older versions have nothing in."""
    return Column(name, Text(), nullable=False, server_default=nothing)


def _number(name: str) -> Column[Any]:
    return Column(name, NUMBER)


def _yes_or_no(name: str) -> tuple[Column[Any], CheckConstraint]:
    return _required(name, Integer), CheckConstraint(f"{name} IN (0, 1)", name=name)


def _of_person() -> Column[Any]:
    return Column("person_id", Integer, ForeignKey("person.id"), nullable=False)


def _time(name: str) -> tuple[Column[Any], Column[Any]]:
    """A time in UTC, and the offset it was given in [s]."""
    return _required(f"{name}_utc"), _required(f"{name}_offset_s", Integer)


def _table(name: str, *parts: SchemaItem, with_rowid: bool = True) -> Table[Any]:
    return Table(name, METADATA, *parts, sqlite_strict=True, sqlite_with_rowid=with_rowid)


def _entries(name: str, *columns: SchemaItem, sorted_by: str | None) -> Table[Any]:
    table = _table(
        name,
        Column("id", Integer, primary_key=True),
        _of_person(),
        *_time("entered"),
        Column("replaces_id", Integer, ForeignKey(f"{name}.id"), unique=True),
        Column("content_key", Text),
        *columns,
        UniqueConstraint("person_id", "content_key"),
    )
    if sorted_by:
        Index(None, table.c.person_id, table.c[sorted_by])
    return table


PERSON = _table(
    "person", Column("id", Integer, primary_key=True), _required("name"), *_time("made")
)
EPISODE = _table("episode", Column("id", Integer, primary_key=True), _of_person(), *_time("began"))
PROFILE = _entries(
    "profile",
    _number("height_m"),
    _number("mass_kg"),
    _required("sex"),
    Column("birth_year", Integer),
    _required("units"),
    _required("rack_units"),
    _number("bar"),
    _required("plates"),
    _required("country"),
    _empty("style", ""),
    _empty("scheme", "{}"),
    *(_empty(name, "[]") for name in ("stiff", "helped", "made_worse")),
    sorted_by=None,
)
CHECK_IN = _entries(
    "check_in",
    Column("episode_id", Integer, ForeignKey("episode.id"), nullable=False),
    *_time("at"),
    _required("answers"),
    _required("text"),
    _required("country"),
    _required("level"),
    _required("level_alone"),
    _required("answer"),
    _required("engine"),
    sorted_by="at_utc",
)
SORENESS = _entries(
    "soreness",
    Column("episode_id", Integer, ForeignKey("episode.id"), nullable=False),
    *_time("at"),
    Column("pain_now", NUMBER, nullable=False),
    _number("pain_worst"),
    *_yes_or_no("under_painkiller"),
    _required("function"),
    _required("scores"),
    _required("helped"),
    _required("note"),
    _empty("made_worse", "[]"),
    sorted_by="at_utc",
)
LOGGED_SET = _entries(
    "logged_set",
    *_time("at"),
    _required("exercise"),
    Column("style", Text),
    _number("load_kg"),
    Column("reps", Integer),
    _number("rpe"),
    _number("rest_s"),
    _number("seconds"),
    *_yes_or_no("warm_up"),
    *_yes_or_no("failed"),
    *_yes_or_no("exact"),
    _required("place", Integer),
    _required("workout"),
    _required("note"),
    _required("typed"),
    sorted_by="at_utc",
)
NIGHT = _entries(
    "night",
    _required("woke"),
    _number("asleep_h"),
    _number("in_bed_h"),
    _required("source"),
    sorted_by="woke",
)
SESSION_NOTE = _entries(
    "session_note",
    _required("day"),
    Column("pain_during", NUMBER, nullable=False),
    sorted_by="day",
)
BODY_MASS = _entries(
    "body_mass",
    *_time("at"),
    Column("mass_kg", NUMBER, nullable=False),
    _required("source"),
    _required("typed"),
    sorted_by="at_utc",
)
WATER = _entries(
    "water",
    _required("day"),
    Column("litres", NUMBER, nullable=False),
    _required("source"),
    sorted_by="day",
)
FLAG = _table(
    "flag",
    Column("id", Integer, primary_key=True),
    _of_person(),
    Column("check_in_id", Integer, ForeignKey("check_in.id"), nullable=False, index=True),
    _required("rule"),
    _required("level"),
    _required("words"),
    *_time("opened"),
)
FLAG_END = _table(
    "flag_end",
    Column("flag_id", Integer, ForeignKey("flag.id"), primary_key=True, autoincrement=False),
    _required("how"),
    _required("by"),
    *_time("at"),
    *_time("entered"),
    _required("note"),
    CheckConstraint("how IN ('examined', 'mistake')", name="how"),
)
BATCH = _table(
    "batch",
    Column("id", Integer, primary_key=True),
    _of_person(),
    *_time("at"),
    _required("name"),
    _required("source"),
    _required("sha256"),
    _required("added", Integer),
    _required("skipped", Integer),
    _required("doubtful", Integer),
    Column("original", LargeBinary),
)
BATCH_ROW = _table(
    "batch_row",
    Column("batch_id", Integer, ForeignKey("batch.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("row_id", Integer, primary_key=True),
    Index(None, "kind", "row_id"),
    with_rowid=False,
)
FILM = _table(
    "film",
    Column("id", Integer, primary_key=True),
    _of_person(),
    Column("set_id", Integer, ForeignKey("logged_set.id"), index=True),
    *_time("made"),
    _required("sha256"),
    _required("engine"),
    _required("parameters"),
    _required("summary"),
    UniqueConstraint("person_id", "sha256", "engine", "parameters"),
)
DRAFT = _table(
    "draft",
    Column("person_id", Integer, ForeignKey("person.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    *_time("saved"),
    _required("document"),
)
SENT = _table(
    "sent",
    Column("person_id", Integer, ForeignKey("person.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    _required("kind"),
    _required("row_id", Integer),
    *_time("at"),
)
ACCOUNT = _table(
    "account",
    Column("id", Integer, primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id"), nullable=False, unique=True),
    Column("name", Text, nullable=False, unique=True),
    _required("password"),
    _required("role"),
    *_time("made"),
    CheckConstraint("role IN ('lifter', 'coach', 'clinician', 'owner')", name="role"),
)
SESSION = _table(
    "session",
    Column("digest", Text, primary_key=True),
    Column("account_id", Integer, ForeignKey("account.id"), nullable=False, index=True),
    *_time("made"),
    *_time("seen"),
)
INVITATION = _table(
    "invitation",
    Column("digest", Text, primary_key=True),
    Column("account_id", Integer, ForeignKey("account.id"), nullable=False, index=True),
    _required("role"),
    *_time("made"),
)
SHARE = _table(
    "share",
    Column("person_id", Integer, ForeignKey("person.id"), primary_key=True),
    Column("account_id", Integer, ForeignKey("account.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    *_time("since"),
    CheckConstraint("kind IN ('answers', 'course', 'films', 'log')", name="kind"),
)
LOOK = _table(
    "look",
    Column("id", Integer, primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id"), nullable=False, index=True),
    _required("by"),
    _required("kinds"),
    *_time("at"),
)
COMMENT = _table(
    "comment",
    Column("id", Integer, primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id"), nullable=False, index=True),
    _required("by"),
    _required("words"),
    *_time("at"),
)
TOKEN = _table(
    "token",
    Column("key", Text, primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id"), nullable=False, index=True),
    *(_required(name) for name in ("digest", "name", "scopes")),
    *_time("made"),
    Column("seen_utc", Text),
    Column("ends_utc", Text),
)
PASSKEY = _table(
    "passkey",
    Column("id", Integer, primary_key=True),
    Column("account_id", Integer, ForeignKey("account.id"), nullable=False, index=True),
    _required("credential"),
    *(_required(name) for name in ("key", "name")),
    Column("uses", Integer, nullable=False),
    *_time("made"),
    Column("seen_utc", Text),
    UniqueConstraint("credential"),
)
AMONG_PEOPLE: tuple[Table[Any], ...] = (
    *(COMMENT, LOOK, SHARE, INVITATION, SESSION, TOKEN),
    *(PASSKEY, ACCOUNT),
)
"""What is between people and not one person's own, each before those it points to."""

TABLES: dict[str, Table[Any]] = {
    table.name: table for table in METADATA.sorted_tables if table not in AMONG_PEOPLE
}
"""Every table of a person's own by name, each after those it points to."""


def of_person(table: Table[Any], person: int) -> ColumnElement[bool]:
    """What picks the rows of one person in any of the tables."""
    name = "id" if table is PERSON else "person_id"
    if name in table.c:
        mine: ColumnElement[bool] = table.c[name] == person
        return mine
    column, owner = (
        (FLAG_END.c.flag_id, FLAG) if table is FLAG_END else (BATCH_ROW.c.batch_id, BATCH)
    )
    theirs: ColumnElement[bool] = column.in_(select(owner.c.id).where(owner.c.person_id == person))
    return theirs
