"""Signing in: names, passwords and tokens, for a journal that several people share."""

from __future__ import annotations

import re
import secrets
import threading
import unicodedata
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from backspotter.errors import BackspotterError, InputError
from backspotter.journal import people

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from backspotter.journal.journal import Journal
    from backspotter.journal.people import Account

NAME: Final = re.compile(r"[^\W_][\w .'-]{0,39}")
SHORTEST, LONGEST = 8, 256
FEWEST_LETTERS: Final = 5
"""Different characters that a password has at least."""

OBVIOUS: Final = ("password", "passwort", "backspotter", "deadlift", "letmein", "welcome", "qwerty")
RUNS: Final = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "0123456789" * 2)
RUN_LENGTH: Final = 6

TOKEN_BYTES: Final = 32
WRONG: Final = "name and password do not go together"


class SignInError(BackspotterError):
    """Somebody could not be signed in; it never says whether the name exists."""

    exit_code = 2


@dataclass
class Throttle:
    """Slows down who guesses: so many failures of one key in a span, then a wait.

    An empty key stands for nobody, and is not counted.
    """

    most: int = 8
    span: timedelta = timedelta(minutes=15)
    _failed: dict[str, deque[datetime]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def refuse_if_many(self, keys: tuple[str, ...], now: datetime) -> None:
        """Raise where one of the keys failed too often of late.

        Raises
        ------
        SignInError : it did
        """
        with self._lock:
            if any(len(self._recent(key, now)) >= self.most for key in keys if key):
                raise SignInError("too many tries; wait a quarter of an hour")

    def failed(self, keys: tuple[str, ...], now: datetime) -> None:
        """Count a failure."""
        with self._lock:
            for key in filter(None, keys):
                self._failed.setdefault(key, deque(maxlen=self.most)).append(now)
            for key in [each for each in self._failed if not self._recent(each, now)]:
                del self._failed[key]

    def _recent(self, key: str, now: datetime) -> deque[datetime]:
        times = self._failed.get(key, deque())
        while times and now - times[0] > self.span:
            times.popleft()
        return times


def from_address(caller: str) -> str:
    """The key by which failures of an address are counted; empty where it is not known."""
    return f"from {caller}" if caller else ""


def new_token() -> tuple[str, str]:
    """A token to hand out once, and the digest to keep."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    """What is kept of a token; it has too much chance in it to need a slow hash."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def name_from(typed: str) -> str:
    """A name as it is kept: one spelling of what looks the same, in small letters.

    Raises
    ------
    InputError : no name
    """
    name = " ".join(unicodedata.normalize("NFKC", typed).split()).casefold()
    if not NAME.fullmatch(name):
        expected = "1 to 40 letters, digits, spaces and . - ' _"
        raise InputError("name", given=typed, expected=expected)
    return name


def first_owner(journal: Journal, typed: str, password: str, *, now: datetime) -> Account:
    """The owner's account, while there is no owner.

    Raises
    ------
    InputError : a name or password that cannot be, or there is an owner
    JournalError : it cannot be kept
    """
    name = name_from(typed)
    return people.add_owner(journal, name=name, password=_hashed(password, name), now=now)


def joined(journal: Journal, token: str, typed: str, password: str, *, now: datetime) -> Account:
    """The account of somebody who was invited.

    Raises
    ------
    InputError : no invitation, or a name or password that cannot be
    JournalError : it cannot be kept
    """
    if people.invited_as(journal, digest_of(token), now=now) is None:
        raise people.no_invitation()
    name = name_from(typed)
    hashed = _hashed(password, name)
    return people.join(journal, digest_of(token), name=name, password=hashed, now=now)


def signed_in(
    journal: Journal,
    typed: str,
    password: str,
    *,
    throttle: Throttle,
    caller: str,
    now: datetime,
) -> Account:
    """Whose name and password these are.

    It takes as long for a name that nobody has, and says the same.

    Parameters
    ----------
    caller : the address that asks; empty where it is not known

    Raises
    ------
    SignInError : they do not go together, or there were too many tries
    JournalError : it cannot be read
    """
    keys = (f"name {_spelt(typed)}", from_address(caller))
    throttle.refuse_if_many(keys, now)
    found = _account_named(journal, typed)
    if not _matches(found[1] if found else _nobodys(), password[:LONGEST]) or found is None:
        throttle.failed(keys, now)
        raise SignInError(WRONG)
    return found[0]


def _spelt(typed: str) -> str:
    """One spelling of what may name the same account."""
    with suppress(InputError):
        return name_from(typed)
    return typed[:LONGEST]


def _account_named(journal: Journal, typed: str) -> tuple[Account, str] | None:
    try:
        name = name_from(typed)
    except InputError:
        return None
    return people.account_named(journal, name)


def new_password(
    journal: Journal, account: Account, old: str, new: str, *, throttle: Throttle, now: datetime
) -> None:
    """Change a password, which signs out everywhere.

    Raises
    ------
    SignInError : the old one is wrong
    InputError : a new one that cannot be
    JournalError : it cannot be kept
    """
    refuse_wrong_password(journal, account, old, throttle=throttle, now=now)
    people.set_password(journal, account, _hashed(new, account.name))


def refuse_wrong_password(
    journal: Journal, account: Account, password: str, *, throttle: Throttle, now: datetime
) -> None:
    """Raise where this is not the password of somebody who is signed in.

    Raises
    ------
    SignInError : it is not, or there were too many tries
    JournalError : it cannot be read
    """
    signed_in(journal, account.name, password, throttle=throttle, caller=account.name, now=now)


def refuse_weak(password: str, name: str) -> None:
    """Raise where a password is easily guessed.

    Raises
    ------
    InputError : it says what is wrong, and not the password
    """
    if not SHORTEST <= len(password) <= LONGEST:
        expected = f"{SHORTEST} to {LONGEST} characters; three or four words are good"
        raise InputError("password", given=f"{len(password)} characters", expected=expected)
    plain = password.casefold()
    if (
        len(set(plain)) < FEWEST_LETTERS
        or any(word in plain for word in (*OBVIOUS, name) if len(word) > 2)
        or _has_run(plain)
    ):
        expected = "one that is harder to guess; three or four words are good"
        raise InputError("password", given="one that is tried first", expected=expected)


def _has_run(plain: str) -> bool:
    parts = (plain[i : i + RUN_LENGTH] for i in range(len(plain) - RUN_LENGTH + 1))
    return any(part in run or part[::-1] in run for part in parts for run in RUNS)


def _hashed(password: str, name: str) -> str:
    refuse_weak(password, name)
    return _hasher().hash(password)


def _matches(hashed: str, password: str) -> bool:
    from argon2.exceptions import VerificationError

    try:
        return _hasher().verify(hashed, password)
    except VerificationError:
        return False


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys() -> str:
    """A hash that no password has, to take as long where there is no account."""
    return _hasher().hash(secrets.token_urlsafe(TOKEN_BYTES))
