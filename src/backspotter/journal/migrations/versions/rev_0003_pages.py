"""What a page keeps between two requests: what was left half way, and what a device has sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables of drafts and of sent entries."""
    op.create_table(
        "draft",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("saved_utc", sa.Text(), nullable=False),
        sa.Column("saved_offset_s", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "kind", name="pk_draft"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], "fk_draft_person_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "sent",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("at_utc", sa.Text(), nullable=False),
        sa.Column("at_offset_s", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "key", name="pk_sent"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], "fk_sent_person_id"),
        sqlite_strict=True,
    )
