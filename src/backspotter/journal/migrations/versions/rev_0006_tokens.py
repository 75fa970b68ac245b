"""Tokens: what a program shows to reach what is of one person, and what it may do there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "token",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("digest", "name", "scopes")),
        sa.Column("made_utc", sa.Text(), nullable=False),
        sa.Column("made_offset_s", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text()) for name in ("seen_utc", "ends_utc")),
        sa.PrimaryKeyConstraint("key", name="pk_token"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], "fk_token_person_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_token_person_id", "token", ["person_id"])
