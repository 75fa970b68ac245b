"""What a person enters: check-ins, soreness, sets, nights, body mass, water, flags, imports."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    """Make the tables, and have the database refuse to change what was entered."""
    _table("person", _id(), _text("name"), *_time("made"))
    _table("episode", _id(), *_person("episode"), *_time("began"))
    _entries("profile", None, *_profile())
    _entries("check_in", "at_utc", *_check_in())
    _entries("soreness", "at_utc", *_soreness())
    _entries("logged_set", "at_utc", *_logged_set())
    _entries("night", "woke", *_night())
    _entries("body_mass", "at_utc", *_body_mass())
    _entries("water", "day", _text("day"), _number("litres", False), _text("source"))
    _flags()
    _imports()


def _profile() -> tuple[Any, ...]:
    return (
        _number("height_m"),
        _number("mass_kg"),
        _text("sex"),
        sa.Column("birth_year", sa.Integer()),
        _text("units"),
        _text("rack_units"),
        _number("bar"),
        _text("plates"),
        _text("country"),
    )


def _check_in() -> tuple[Any, ...]:
    words = ("answers", "text", "country", "level", "level_alone", "answer", "engine")
    return (*_link("check_in", "episode_id", "episode"), *_time("at"), *map(_text, words))


def _soreness() -> tuple[Any, ...]:
    numbers = (_number("pain_now", False), _number("pain_worst"))
    painkiller = _yes_or_no("soreness", "under_painkiller")
    words = map(_text, ("function", "scores", "helped", "note"))
    return (
        *_link("soreness", "episode_id", "episode"),
        *_time("at"),
        *numbers,
        *painkiller,
        *words,
    )


def _logged_set() -> tuple[Any, ...]:
    return (
        *_time("at"),
        _text("exercise"),
        sa.Column("style", sa.Text()),
        _number("load_kg"),
        sa.Column("reps", sa.Integer()),
        *map(_number, ("rpe", "rest_s", "seconds")),
        *(
            part
            for name in ("warm_up", "failed", "exact")
            for part in _yes_or_no("logged_set", name)
        ),
        _whole("place"),
        _text("workout"),
        _text("note"),
        _text("typed"),
    )


def _body_mass() -> tuple[Any, ...]:
    return (*_time("at"), _number("mass_kg", False), _text("source"), _text("typed"))


def _night() -> tuple[Any, ...]:
    return (_text("woke"), _number("asleep_h"), _number("in_bed_h"), _text("source"))


def _flags() -> None:
    words = map(_text, ("rule", "level", "words"))
    link = _link("flag", "check_in_id", "check_in")
    _table("flag", _id(), *_person("flag"), *link, *words, *_time("opened"))
    op.create_index("ix_flag_check_in_id", "flag", ["check_in_id"])
    _table(
        "flag_end",
        sa.Column("flag_id", sa.Integer(), nullable=False, autoincrement=False),
        *map(_text, ("how", "by")),
        *_time("at"),
        *_time("entered"),
        _text("note"),
        sa.PrimaryKeyConstraint("flag_id", name="pk_flag_end"),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], "fk_flag_end_flag_id"),
        sa.CheckConstraint("how IN ('examined', 'mistake')", name=op.f("ck_flag_end_how")),
    )
    _refuse_changes("flag", ["rule", "level", "words", "opened_utc", "check_in_id"])
    _refuse_changes("flag_end", ["how", "by", "at_utc", "entered_utc", "note"])


def _imports() -> None:
    words = map(_text, ("name", "source", "sha256"))
    counts = map(_whole, ("added", "skipped", "doubtful"))
    original = sa.Column("original", sa.LargeBinary())
    _table("batch", _id(), *_person("batch"), *_time("at"), *words, *counts, original)
    _table(
        "batch_row",
        *map(_whole, ("batch_id",)),
        _text("kind"),
        _whole("row_id"),
        sa.PrimaryKeyConstraint("batch_id", "kind", "row_id", name="pk_batch_row"),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], "fk_batch_row_batch_id"),
        with_rowid=False,
    )
    op.create_index("ix_batch_row_kind_row_id", "batch_row", ["kind", "row_id"])


def _entries(name: str, sorted_by: str | None, *columns: Any) -> None:
    """A table of entries: whose, entered when, which one it corrects, and what it says."""
    _table(
        name,
        _id(),
        *_person(name),
        *_time("entered"),
        sa.Column("replaces_id", sa.Integer()),
        sa.Column("content_key", sa.Text()),
        *columns,
        sa.ForeignKeyConstraint(["replaces_id"], [f"{name}.id"], f"fk_{name}_replaces_id"),
        sa.UniqueConstraint("replaces_id", name=f"uq_{name}_replaces_id"),
        sa.UniqueConstraint("person_id", "content_key", name=f"uq_{name}_person_id_content_key"),
    )
    if sorted_by:
        op.create_index(f"ix_{name}_person_id_{sorted_by}", name, ["person_id", sorted_by])
    said = [part.name for part in columns if isinstance(part, sa.Column)]
    _refuse_changes(name, ["entered_utc", "entered_offset_s", "content_key", *said])


def _refuse_changes(name: str, columns: list[str]) -> None:
    """Let the database refuse to change these columns of a row that is there."""
    listed = ", ".join(f'"{column}"' for column in columns)
    before = f'CREATE TRIGGER keep_{name} BEFORE UPDATE OF {listed} ON "{name}"'
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"{before} BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END")
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'entries are never changed'; END $$"
    )
    op.execute(f"{before} FOR EACH ROW EXECUTE FUNCTION refuse_change()")


def _table(name: str, *parts: Any, with_rowid: bool = True) -> None:
    primary = any(isinstance(part, sa.PrimaryKeyConstraint) for part in parts)
    key = () if primary else (sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),)
    op.create_table(name, *parts, *key, sqlite_strict=True, sqlite_with_rowid=with_rowid)


def _id() -> Any:
    return sa.Column("id", sa.Integer(), nullable=False)


def _person(of: str) -> tuple[Any, ...]:
    return _link(of, "person_id", "person")


def _link(of: str, column: str, to: str) -> tuple[Any, ...]:
    key = sa.ForeignKeyConstraint([column], [f"{to}.id"], f"fk_{of}_{column}")
    return sa.Column(column, sa.Integer(), nullable=False), key


def _time(name: str) -> tuple[Any, ...]:
    return _text(f"{name}_utc"), _whole(f"{name}_offset_s")


def _text(name: str) -> Any:
    return sa.Column(name, sa.Text(), nullable=False)


def _whole(name: str) -> Any:
    return sa.Column(name, sa.Integer(), nullable=False)


def _number(name: str, nullable: bool = True) -> Any:
    return sa.Column(name, NUMBER, nullable=nullable)


def _yes_or_no(of: str, name: str) -> tuple[Any, ...]:
    check = sa.CheckConstraint(f"{name} IN (0, 1)", name=op.f(f"ck_{of}_{name}"))
    return _whole(name), check
