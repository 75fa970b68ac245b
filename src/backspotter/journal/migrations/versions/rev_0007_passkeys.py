"""Passkeys: the public keys with which people sign in in place of a password."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        *(sa.Column(each, sa.Text(), nullable=False) for each in ("credential", "key", "name")),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("made_utc", sa.Text(), nullable=False),
        sa.Column("made_offset_s", sa.Integer(), nullable=False),
        sa.Column("seen_utc", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_passkey"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], "fk_passkey_account_id"),
        sa.UniqueConstraint("credential", name="uq_passkey_credential"),
        sqlite_strict=True,
    )
    op.create_index("ix_passkey_account_id", "passkey", ["account_id"])
