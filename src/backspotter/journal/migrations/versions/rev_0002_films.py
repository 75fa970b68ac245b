"""What was found in films, each beside the set it shows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of films."""
    op.create_table(
        "film",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("set_id", sa.Integer()),
        sa.Column("made_utc", sa.Text(), nullable=False),
        sa.Column("made_offset_s", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_film"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], "fk_film_person_id"),
        sa.ForeignKeyConstraint(["set_id"], ["logged_set.id"], "fk_film_set_id"),
        sa.UniqueConstraint(
            "person_id",
            "sha256",
            "engine",
            "parameters",
            name="uq_film_person_id_sha256_engine_parameters",
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_film_set_id", "film", ["set_id"])
