"""Tokens for programs: what one may do, how it is made and shown once, and whose it is."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from backspotter.app.people import Throttle, digest_of
from backspotter.errors import BackspotterError, InputError
from backspotter.journal import tokens as kept

if TYPE_CHECKING:
    from backspotter.journal.journal import Journal
    from backspotter.journal.tokens import Token

SCOPES: Final = {
    "answers:read": "Checks, their answers, open warning signs",
    "answers:write": "Enter checks",
    "course:read": "Pain and function, and the course",
    "course:write": "Enter how the back feels",
    "films:read": "What was found in films",
    "films:write": "Hand films over, and stop their reading",
    "log:read": "Sets, nights, body mass, water",
    "log:write": "Enter sets and nights",
    "plan:read": "The plan, with the reasons it gives",
    "profile:read": "Body size, units, plates, country",
    "profile:write": "Change the profile",
}
"""What a token may be good for, in the kinds in which people share; in the words of the page."""

LASTS: Final = {"30": "30 days", "90": "90 days", "365": "A year", "": "Until I take it back"}
"""How long a token may last [days], and how that is said."""

SHAPE: Final = re.compile(r"bsp_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
KEY_BYTES, SECRET_BYTES = 6, 32
NO_TOKEN: Final = "this token does not count, or does not count any more; make another under You"


class WrongToken(BackspotterError):
    """A token that nobody has, that is over or was taken back; it never says which."""

    exit_code = 2


class TooManyTries(WrongToken):
    """Wrong tokens came too often of late."""


@dataclass
class Tries:
    """Slows down who tries tokens: each token by itself, and each address with all it sends.

    A program that goes on with a token that was taken back is made to wait alone: the others at
    the same address are not.
    """

    of_token: Throttle = field(default_factory=lambda: Throttle(most=8))
    of_caller: Throttle = field(default_factory=lambda: Throttle(most=40))

    def refuse_if_many(self, key: str, caller: str, now: datetime) -> None:
        """Raise where this token, or this address, failed too often of late.

        Raises
        ------
        TooManyTries : it did
        """
        try:
            self.of_caller.refuse_if_many((caller,), now)
            self.of_token.refuse_if_many((f"{key} {caller}",), now)
        except BackspotterError as error:
            raise TooManyTries(str(error)) from None

    def failed(self, key: str, caller: str, now: datetime) -> None:
        """Count a failure."""
        self.of_caller.failed((caller,), now)
        self.of_token.failed((f"{key} {caller}",), now)


def made_token(
    journal: Journal, *, name: str, scopes: Collection[str], lasts: str, now: datetime
) -> str:
    """A new token of the person of this journal; only its digest is kept.

    Parameters
    ----------
    lasts : one of ``LASTS``

    Raises
    ------
    InputError : no name, nothing it may do, a scope or a time that there is not, or too many tokens
    JournalError : it cannot be kept
    """
    wrong = sorted(set(scopes) - set(SCOPES))
    if wrong:
        raise InputError("scopes", given=", ".join(wrong), expected=", ".join(SCOPES))
    if lasts not in LASTS:
        expected = ", ".join(each for each in LASTS if each)
        raise InputError("lasts", given=lasts, expected=f"a number of days ({expected}), or none")
    key = secrets.token_hex(KEY_BYTES)
    token = f"bsp_{key}_{secrets.token_urlsafe(SECRET_BYTES)}"
    ends = now + timedelta(days=int(lasts)) if lasts else None
    kept.add_token(journal, key, digest_of(token), name=name, scopes=scopes, now=now, ends=ends)
    return token


def owner_of(journal: Journal, shown: str, *, tries: Tries, caller: str, now: datetime) -> Token:
    """The token that a program shows.

    Parameters
    ----------
    caller : the address that asks

    Raises
    ------
    WrongToken : it does not count; or there were too many tries
    JournalError : it cannot be read
    """
    found = SHAPE.fullmatch(shown)
    key = found[1] if found else ""
    tries.refuse_if_many(key, caller, now)
    token = kept.shown_token(journal, key, digest_of(shown), now=now) if found else None
    if token is None:
        tries.failed(key, caller, now)
        raise WrongToken(NO_TOKEN)
    return token
