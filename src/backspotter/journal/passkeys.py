"""Passkeys of people who share a journal: public keys only, each with a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import RowMapping, delete, func, select

from backspotter.errors import InputError
from backspotter.journal.codec import checked_name
from backspotter.journal.journal import Journal
from backspotter.journal.people import Account, account_in
from backspotter.journal.tables import ACCOUNT, PASSKEY
from backspotter.journal.times import kept_time, time_of

MOST: Final = 10
"""Passkeys of one person; who has more has lost sight of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """A passkey.

    Parameters
    ----------
    credential, key : its id and its public key, in base64url
    uses : how often the device says that it was used; 0 where it does not count
    """

    id: int
    name: str
    credential: str
    key: str
    uses: int
    made: datetime
    seen: datetime | None


def add_passkey(
    journal: Journal,
    account: Account,
    *,
    name: str,
    credential: str,
    key: str,
    uses: int,
    now: datetime,
) -> None:
    """Keep a passkey of an account.

    Raises
    ------
    InputError : no name, too many, or one that is there
    JournalError : it cannot be written
    """
    called = checked_name(name)
    utc, offset_s = kept_time("made", now)
    row = {"account_id": account.id, "name": called, "credential": credential, "key": key}
    mine = PASSKEY.c.account_id == account.id
    with journal.writing() as connection:
        count = select(func.count()).select_from(PASSKEY).where(mine)
        if int(connection.execute(count).scalar_one()) >= MOST:
            expected = f"at most {MOST}; remove one first"
            raise InputError("passkeys", given=f"{MOST + 1}", expected=expected)
        there = select(PASSKEY.c.id).where(PASSKEY.c.credential == credential)
        if connection.execute(there).first() is not None:
            raise InputError("passkey", given="one that is there", expected="a new one")
        times = {"made_utc": utc, "made_offset_s": offset_s, "seen_utc": None}
        connection.execute(PASSKEY.insert().values(**row, uses=uses, **times))


def passkeys(journal: Journal, account: Account) -> list[Passkey]:
    """The passkeys of an account, the oldest first.

    Raises
    ------
    JournalError : it cannot be read
    """
    query = select(PASSKEY).where(PASSKEY.c.account_id == account.id).order_by(PASSKEY.c.id)
    with journal.reading() as connection:
        return [_passkey(row) for row in connection.execute(query).mappings()]


def passkey_with(journal: Journal, credential: str) -> tuple[Account, Passkey] | None:
    """The passkey of a credential, and whose it is; None where nobody has it.

    Raises
    ------
    JournalError : it cannot be read
    """
    query = select(PASSKEY).where(PASSKEY.c.credential == credential)
    with journal.reading() as connection:
        row = connection.execute(query).mappings().first()
        if row is None:
            return None
        whose = select(ACCOUNT).where(ACCOUNT.c.id == row["account_id"])
        return account_in(connection.execute(whose).mappings().one()), _passkey(row)


def used(journal: Journal, passkey: Passkey, uses: int, *, now: datetime) -> bool:
    """Note that a passkey was used; False where it has gone, or was used with this number already.

    Raises
    ------
    JournalError : it cannot be written
    """
    same = (PASSKEY.c.id == passkey.id) & (PASSKEY.c.uses == passkey.uses)
    noted = PASSKEY.update().where(same).values(uses=uses, seen_utc=kept_time("seen", now)[0])
    with journal.writing() as connection:
        return bool(connection.execute(noted).rowcount)


def remove_passkey(journal: Journal, account: Account, id: int) -> bool:
    """Remove a passkey; whether the account had it.

    Raises
    ------
    JournalError : it cannot be written
    """
    own = (PASSKEY.c.id == id) & (PASSKEY.c.account_id == account.id)
    with journal.writing() as connection:
        return bool(connection.execute(delete(PASSKEY).where(own)).rowcount)


def _passkey(row: RowMapping) -> Passkey:
    return Passkey(
        **{name: row[name] for name in ("id", "name", "credential", "key", "uses")},
        made=time_of(row["made_utc"], row["made_offset_s"]),
        seen=time_of(row["seen_utc"], row["made_offset_s"]) if row["seen_utc"] else None,
    )
