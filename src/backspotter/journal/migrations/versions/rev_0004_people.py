"""Several people: accounts, sessions, invitations, what is shared with whom, and who looked."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables that are between people."""
    _accounts()
    _of_account("session", *_time("made"), *_time("seen"))
    _of_account("invitation", _text("role"), *_time("made"))
    _shares()
    _about_person("look", _text("by"), _text("kinds"), *_time("at"))
    _about_person("comment", _text("by"), _text("words"), *_time("at"))


def _accounts() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        _text("name"),
        _text("password"),
        _text("role"),
        *_time("made"),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], "fk_account_person_id"),
        sa.UniqueConstraint("person_id", name="uq_account_person_id"),
        sa.UniqueConstraint("name", name="uq_account_name"),
        sa.CheckConstraint(
            "role IN ('lifter', 'coach', 'clinician', 'owner')", name="ck_account_role"
        ),
        sqlite_strict=True,
    )


def _of_account(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        _text("digest"),
        sa.Column("account_id", sa.Integer(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("digest", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], f"fk_{name}_account_id"),
        sqlite_strict=True,
    )
    op.create_index(f"ix_{name}_account_id", name, ["account_id"])


def _shares() -> None:
    op.create_table(
        "share",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        _text("kind"),
        *_time("since"),
        sa.PrimaryKeyConstraint("person_id", "account_id", "kind", name="pk_share"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], "fk_share_person_id"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], "fk_share_account_id"),
        sa.CheckConstraint("kind IN ('answers', 'course', 'films', 'log')", name="ck_share_kind"),
        sqlite_strict=True,
    )


def _about_person(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], f"fk_{name}_person_id"),
        sqlite_strict=True,
    )
    op.create_index(f"ix_{name}_person_id", name, ["person_id"])


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _time(name: str) -> tuple[sa.Column[Any], sa.Column[Any]]:
    return _text(f"{name}_utc"), sa.Column(f"{name}_offset_s", sa.Integer(), nullable=False)
