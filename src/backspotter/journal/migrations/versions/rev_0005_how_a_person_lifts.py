"""How a person lifts: style, scheme, stiff places, what made it worse, pain during a session."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

NUMBER: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
ENTERED = ("entered_utc", "entered_offset_s", "content_key")
PROFILE = (
    *("height_m", "mass_kg", "sex", "birth_year", "units", "rack_units", "bar", "plates"),
    *("country", "style", "scheme", "stiff", "helped", "made_worse"),
)
SORENESS = (
    *("episode_id", "at_utc", "at_offset_s", "pain_now", "pain_worst", "under_painkiller"),
    *("function", "scores", "helped", "note", "made_worse"),
)


def upgrade() -> None:
    """Add the columns and the table, and have the database refuse to change them too."""
    _forget("profile")
    _add("profile", "style", "")
    _add("profile", "scheme", "{}")
    for name in ("stiff", "helped", "made_worse"):
        _add("profile", name, "[]")
    # until now no plates meant that nothing was said; from now on it means a bar alone
    op.execute("UPDATE profile SET plates = 'null' WHERE plates = '[]'")
    _refuse_changes("profile", PROFILE)
    _forget("soreness")
    _add("soreness", "made_worse", "[]")
    _refuse_changes("soreness", SORENESS)
    _session_note()


def _session_note() -> None:
    op.create_table(
        "session_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("entered_utc", sa.Text(), nullable=False),
        sa.Column("entered_offset_s", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer()),
        sa.Column("content_key", sa.Text()),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("pain_during", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_session_note"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], "fk_session_note_person_id"),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["session_note.id"], "fk_session_note_replaces_id"
        ),
        sa.UniqueConstraint("replaces_id", name="uq_session_note_replaces_id"),
        sa.UniqueConstraint(
            "person_id", "content_key", name="uq_session_note_person_id_content_key"
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_session_note_person_id_day", "session_note", ["person_id", "day"])
    _refuse_changes("session_note", ("day", "pain_during"))


def _add(table: str, name: str, nothing: str) -> None:
    op.add_column(table, sa.Column(name, sa.Text(), nullable=False, server_default=nothing))


def _forget(table: str) -> None:
    of = "" if op.get_bind().dialect.name == "sqlite" else f' ON "{table}"'
    op.execute(f"DROP TRIGGER keep_{table}{of}")


def _refuse_changes(table: str, columns: tuple[str, ...]) -> None:
    """Let the database refuse to change these columns of a row that is there."""
    listed = ", ".join(f'"{column}"' for column in (*ENTERED, *columns))
    before = f'CREATE TRIGGER keep_{table} BEFORE UPDATE OF {listed} ON "{table}"'
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"{before} BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END")
    else:
        op.execute(f"{before} FOR EACH ROW EXECUTE FUNCTION refuse_change()")
