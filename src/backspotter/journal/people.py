"""People who share one journal: their accounts, and how they are signed in and invited.

Tokens are never kept, only their digests; a password only as its hash.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, delete, func, select

from backspotter.errors import InputError
from backspotter.journal.journal import Journal
from backspotter.journal.tables import (
    ACCOUNT,
    COMMENT,
    INVITATION,
    LOOK,
    PASSKEY,
    PERSON,
    SESSION,
    SHARE,
    TOKEN,
)
from backspotter.journal.times import kept_time, time_of

ROLES: Final = ("lifter", "coach", "clinician", "owner")
IDLE: Final = timedelta(days=7)
LONGEST: Final = timedelta(days=30)
INVITED_FOR: Final = timedelta(days=7)
SEEN_EVERY: Final = timedelta(minutes=5)
"""How often it is noted that a session is in use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who can sign in, and whose journal is theirs."""

    id: int
    person: int
    name: str
    role: str

    @property
    def is_owner(self) -> bool:
        """Whether they invite others and can close accounts."""
        return self.role == "owner"


def is_shared(journal: Journal) -> bool:
    """Whether the journal has accounts.

    Raises
    ------
    JournalError : it cannot be read
    """
    with journal.reading() as connection:
        return _count(connection) > 0


def has_owner(journal: Journal) -> bool:
    """Whether somebody can invite others; an owner who left has left none behind.

    Raises
    ------
    JournalError : it cannot be read
    """
    with journal.reading() as connection:
        return _has_owner(connection)


def add_owner(journal: Journal, *, name: str, password: str, now: datetime) -> Account:
    """The account of whoever runs the place, while there is no owner.

    What the journal holds is theirs where nobody has an account yet, and nobody else's.

    Parameters
    ----------
    password : its hash

    Raises
    ------
    InputError : there is an owner, or a name that is taken
    JournalError : it cannot be written
    """
    with journal.writing() as connection:
        if _has_owner(connection):
            expected = "a journal without an owner"
            raise InputError("owner", given="a second owner", expected=expected)
        _refuse_taken(connection, name)
        person = new_person(connection, now) if _count(connection) else journal.person
        return _add(connection, person, name, password, "owner", now)


def join(journal: Journal, digest: str, *, name: str, password: str, now: datetime) -> Account:
    """The account of somebody who was invited; the invitation is used up.

    Raises
    ------
    InputError : no such invitation any more, or a name that is taken
    JournalError : it cannot be written
    """
    with journal.writing() as connection:
        role = _invited_as(connection, digest, now)
        if role is None:
            raise no_invitation()
        _refuse_taken(connection, name)
        connection.execute(delete(INVITATION).where(INVITATION.c.digest == digest))
        return _add(connection, new_person(connection, now), name, password, role, now)


def no_invitation() -> InputError:
    """What is said of an invitation that is not there, was used, or is too old."""
    expected = "one that is new"
    return InputError("invitation", given="one that is over", expected=expected, do="ask again")


def invite(journal: Journal, digest: str, *, role: str, by: Account, now: datetime) -> None:
    """Let one person in, in a role.

    Raises
    ------
    InputError : somebody who may not, or no such role
    JournalError : it cannot be written
    """
    if role not in ROLES[:-1]:
        raise InputError("role", given=role, expected=", ".join(ROLES[:-1]))
    if not by.is_owner and not (by.role in ("coach", "clinician") and role == "lifter"):
        raise InputError("role", given=role, expected="one that you may invite")
    utc, offset_s = kept_time("made", now)
    row = {"digest": digest, "account_id": by.id, "role": role}
    with journal.writing() as connection:
        connection.execute(INVITATION.insert().values(**row, made_utc=utc, made_offset_s=offset_s))


def invited_as(journal: Journal, digest: str, *, now: datetime) -> str | None:
    """The role of an invitation that still stands; None for any other.

    Raises
    ------
    JournalError : it cannot be read
    """
    with journal.reading() as connection:
        return _invited_as(connection, digest, now)


def accounts(journal: Journal) -> list[Account]:
    """Everybody's accounts, by name.

    Raises
    ------
    JournalError : it cannot be read
    """
    with journal.reading() as connection:
        rows = connection.execute(select(ACCOUNT).order_by(ACCOUNT.c.name)).mappings()
        return [account_in(row) for row in rows]


def account_named(journal: Journal, name: str) -> tuple[Account, str] | None:
    """An account with its password's hash; None where nobody is called that.

    Raises
    ------
    JournalError : it cannot be read
    """
    query = select(ACCOUNT).where(ACCOUNT.c.name == name)
    with journal.reading() as connection:
        row = connection.execute(query).mappings().first()
    return (account_in(row), row["password"]) if row else None


def account_of(journal: Journal, person: int) -> Account | None:
    """The account of a person; None where they have none.

    Raises
    ------
    JournalError : it cannot be read
    """
    query = select(ACCOUNT).where(ACCOUNT.c.person_id == person)
    with journal.reading() as connection:
        row = connection.execute(query).mappings().first()
    return account_in(row) if row else None


def set_password(journal: Journal, account: Account, password: str) -> None:
    """Keep another hash, end every session, take back every token, remove every passkey.

    Raises
    ------
    JournalError : it cannot be written
    """
    with journal.writing() as connection:
        changed = ACCOUNT.update().where(ACCOUNT.c.id == account.id)
        connection.execute(changed.values(password=password))
        connection.execute(delete(PASSKEY).where(PASSKEY.c.account_id == account.id))
        _let_out(connection, account)


def begin_session(journal: Journal, account: Account, digest: str, *, now: datetime) -> None:
    """Sign somebody in under a new token; sessions that are over are forgotten.

    Raises
    ------
    JournalError : it cannot be written
    """
    utc, offset_s = kept_time("made", now)
    times = {"made_utc": utc, "made_offset_s": offset_s, "seen_utc": utc, "seen_offset_s": offset_s}
    with journal.writing() as connection:
        oldest, idle = (kept_time("made", now - each)[0] for each in (LONGEST, IDLE))
        over = (SESSION.c.made_utc < oldest) | (SESSION.c.seen_utc < idle)
        connection.execute(delete(SESSION).where(over))
        connection.execute(SESSION.insert().values(digest=digest, account_id=account.id, **times))


def signed_in(journal: Journal, digest: str, *, now: datetime) -> Account | None:
    """Whose session this is; None where it is over or never was.

    Raises
    ------
    JournalError : it cannot be read or written
    """
    query = (
        select(ACCOUNT, SESSION.c.seen_utc, SESSION.c.made_utc.label("begun_utc"))
        .join(SESSION, SESSION.c.account_id == ACCOUNT.c.id)
        .where(SESSION.c.digest == digest)
    )
    with journal.reading() as connection:
        row = connection.execute(query).mappings().first()
    if row is None:
        return None
    seen, begun = (time_of(row[name], 0) for name in ("seen_utc", "begun_utc"))
    if now - seen > IDLE or now - begun > LONGEST:
        end_session(journal, digest)
        return None
    if now - seen > SEEN_EVERY:
        utc, offset_s = kept_time("seen", now)
        with journal.writing() as connection:
            noted = SESSION.update().where(SESSION.c.digest == digest)
            connection.execute(noted.values(seen_utc=utc, seen_offset_s=offset_s))
    return account_in(row)


def end_session(journal: Journal, digest: str) -> None:
    """Sign out where this token is.

    Raises
    ------
    JournalError : it cannot be written
    """
    with journal.writing() as connection:
        connection.execute(delete(SESSION).where(SESSION.c.digest == digest))


def end_sessions(journal: Journal, account: Account) -> None:
    """Sign out everywhere; programs too, as their tokens are taken back.

    Raises
    ------
    JournalError : it cannot be written
    """
    with journal.writing() as connection:
        _let_out(connection, account)


def remove_account(connection: Connection, person: int) -> None:
    """Delete what is between a person and others, in the transaction that is open.

    Who looked at others stays written there, under the name they had.
    """
    of_account = select(ACCOUNT.c.id).where(ACCOUNT.c.person_id == person)
    for table in (SESSION, INVITATION, PASSKEY, SHARE):
        connection.execute(delete(table).where(table.c.account_id.in_(of_account)))
    for table in (SHARE, LOOK, COMMENT, TOKEN, ACCOUNT):
        connection.execute(delete(table).where(table.c.person_id == person))


def _let_out(connection: Connection, account: Account) -> None:
    connection.execute(delete(SESSION).where(SESSION.c.account_id == account.id))
    connection.execute(delete(TOKEN).where(TOKEN.c.person_id == account.person))


def _refuse_taken(connection: Connection, name: str) -> None:
    """A name is one person's for good: under it stand their words, and their looks, at others."""
    kept = (ACCOUNT.c.name, COMMENT.c.by, LOOK.c.by)
    if any(connection.execute(select(by).where(by == name).limit(1)).first() for by in kept):
        raise InputError("name", given=name, expected="one that nobody has yet")


def _has_owner(connection: Connection) -> bool:
    query = select(ACCOUNT.c.id).where(ACCOUNT.c.role == "owner")
    return connection.execute(query).first() is not None


def _count(connection: Connection) -> int:
    return int(connection.execute(select(func.count(ACCOUNT.c.id))).scalar_one())


def _invited_as(connection: Connection, digest: str, now: datetime) -> str | None:
    query = select(INVITATION.c.role, INVITATION.c.made_utc).where(INVITATION.c.digest == digest)
    row = connection.execute(query).first()
    if row is None or now - time_of(row[1], 0) > INVITED_FOR:
        return None
    return str(row[0])


def new_person(connection: Connection, now: datetime) -> int:
    """Another person in the journal, without an account yet, in the transaction that is open."""
    utc, offset_s = kept_time("made", now)
    added = connection.execute(
        PERSON.insert().values(name="", made_utc=utc, made_offset_s=offset_s)
    )
    assert added.inserted_primary_key is not None
    return int(added.inserted_primary_key[0])


def _add(
    connection: Connection, person: int, name: str, password: str, role: str, now: datetime
) -> Account:
    utc, offset_s = kept_time("made", now)
    row: dict[str, Any] = {"person_id": person, "name": name, "password": password, "role": role}
    added = connection.execute(ACCOUNT.insert().values(**row, made_utc=utc, made_offset_s=offset_s))
    assert added.inserted_primary_key is not None
    return Account(id=int(added.inserted_primary_key[0]), person=person, name=name, role=role)


def account_in(row: RowMapping) -> Account:
    """The account that a row of its table says."""
    return Account(id=row["id"], person=row["person_id"], name=row["name"], role=row["role"])
