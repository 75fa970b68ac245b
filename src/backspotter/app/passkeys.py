"""Signing in with a passkey: what a browser is asked, and whether what it answers is right.

A device keeps a secret for one site and proves that it has it, after its owner has shown that it
is them; here lies only the public key. A challenge is not kept either: it carries when it ends and
what it is for, under a key of this process, and is good once.
"""

from __future__ import annotations

import hmac
import json
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from importlib.util import find_spec
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlsplit

from backspotter.app.people import SignInError, Throttle, from_address, refuse_wrong_password
from backspotter.errors import InputError
from backspotter.journal import passkeys as kept

if TYPE_CHECKING:
    from backspotter.journal.journal import Journal
    from backspotter.journal.people import Account

LASTS: Final = timedelta(minutes=5)
NONCE, ENDS, MAC = 16, 8, 32
"""Bytes of a challenge's parts."""

SIGN_IN: Final = "sign in"
NAMED: Final = "Backspotter"
WRONG: Final = "this passkey opens no account here"
NOT_MADE: Final = "a passkey that this device made just now"
MOST_LETTERS: Final = 20_000
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Site:
    """Where a passkey is good: the name of the host, and what a browser calls the page's origin."""

    name: str
    origin: str


def site_at(address: str) -> Site | None:
    """The site of an address such as ``http://localhost:8321/account``.

    None where a browser gives no passkey: to a number in place of a name, or without TLS to any
    name but that of the machine itself; and where the package that reads them is not installed.
    """
    said = urlsplit(address)
    name = said.hostname or ""
    is_safe = said.scheme == "https" or name == "localhost"
    if not name or _is_number(name) or not is_safe or find_spec("webauthn") is None:
        return None
    return Site(name, f"{said.scheme}://{said.netloc}")


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


@dataclass
class Challenges:
    """Challenges of this process: each for one purpose, for five minutes, and good once."""

    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _met: dict[bytes, datetime] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def new(self, purpose: str, now: datetime) -> bytes:
        """One more."""
        ends = int((now + LASTS).timestamp()).to_bytes(ENDS, "big")
        head = secrets.token_bytes(NONCE) + ends
        return head + self._mac(head, purpose)

    def meet(self, challenge: bytes, purpose: str, now: datetime) -> bool:
        """Whether it is ours, for this purpose, not over and not met before; it is met now."""
        head, mac = challenge[: NONCE + ENDS], challenge[NONCE + ENDS :]
        if not hmac.compare_digest(mac, self._mac(head, purpose)):
            return False
        with self._lock:
            self._met = {met: ends for met, ends in self._met.items() if ends >= now}
            stands = int.from_bytes(head[NONCE:], "big") >= now.timestamp()
            is_first = head not in self._met
            self._met[head] = now + LASTS
            return stands and is_first

    def _mac(self, head: bytes, purpose: str) -> bytes:
        return hmac.digest(self._key, head + purpose.encode(), "sha256")


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What checking a passkey wants beside it: where, when, who asks, who was wrong before."""

    site: Site
    challenges: Challenges
    throttle: Throttle
    caller: str
    now: datetime

    @property
    def keys(self) -> tuple[str]:
        """By which failures are counted."""
        return (from_address(self.caller),)


def asked_to_make(
    journal: Journal, account: Account, password: str, *, door: Door
) -> dict[str, Any]:
    """What a browser is asked to make a passkey; the password says that it is them who ask.

    Raises
    ------
    SignInError : the password is wrong, or there were too many tries
    JournalError : it cannot be read
    """
    from webauthn import generate_registration_options
    from webauthn.helpers import options_to_json_dict
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    refuse_wrong_password(journal, account, password, throttle=door.throttle, now=door.now)
    options = generate_registration_options(
        rp_id=door.site.name,
        rp_name=NAMED,
        user_name=account.name,
        user_id=_handle(account),
        challenge=door.challenges.new(_making(account), door.now),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[_described(each) for each in kept.passkeys(journal, account)],
    )
    return options_to_json_dict(options)


def made(
    journal: Journal, account: Account, name: str, answer: Mapping[str, Any], *, door: Door
) -> None:
    """Keep the passkey that a browser made.

    Raises
    ------
    InputError : no passkey that was made for this, a name that cannot be, or too many
    JournalError : it cannot be written
    """
    from webauthn import verify_registration_response
    from webauthn.helpers import bytes_to_base64url

    challenge = _met(answer, _making(account), door)
    found = _read(
        lambda: verify_registration_response(
            credential=dict(answer),
            expected_challenge=challenge or b"",
            expected_rp_id=door.site.name,
            expected_origin=door.site.origin,
            require_user_verification=True,
        )
    )
    if not challenge or found is None:
        raise InputError("passkey", given="something else", expected=NOT_MADE, do="try again")
    kept.add_passkey(
        journal,
        account,
        name=name,
        credential=bytes_to_base64url(found.credential_id),
        key=bytes_to_base64url(found.credential_public_key),
        uses=found.sign_count,
        now=door.now,
    )


def asked_to_sign_in(door: Door) -> dict[str, Any]:
    """What a browser is asked for: any passkey of this site. It says nothing of who has one."""
    from webauthn import generate_authentication_options
    from webauthn.helpers import options_to_json_dict
    from webauthn.helpers.structs import UserVerificationRequirement

    return options_to_json_dict(
        generate_authentication_options(
            rp_id=door.site.name,
            challenge=door.challenges.new(SIGN_IN, door.now),
            user_verification=UserVerificationRequirement.REQUIRED,
        )
    )


def signed_in(journal: Journal, answer: Mapping[str, Any], *, door: Door) -> Account:
    """Whose passkey this is.

    It says the same whether the passkey is not known or does not prove itself.

    Raises
    ------
    SignInError : nobody's, or there were too many tries
    JournalError : it cannot be read or written
    """
    door.throttle.refuse_if_many(door.keys, door.now)
    account = _signed_in(journal, answer, door)
    if account is None:
        door.throttle.failed(door.keys, door.now)
        raise SignInError(WRONG)
    return account


def _signed_in(journal: Journal, answer: Mapping[str, Any], door: Door) -> Account | None:
    from webauthn import verify_authentication_response
    from webauthn.helpers import base64url_to_bytes

    challenge = _met(answer, SIGN_IN, door)
    there = kept.passkey_with(journal, _text(answer.get("id")))
    if not challenge or there is None or not _is_theirs(answer, there[0]):
        return None
    account, passkey = there
    found = _read(
        lambda: verify_authentication_response(
            credential=dict(answer),
            expected_challenge=challenge,
            expected_rp_id=door.site.name,
            expected_origin=door.site.origin,
            credential_public_key=base64url_to_bytes(passkey.key),
            credential_current_sign_count=passkey.uses,
            require_user_verification=True,
        )
    )
    if found is None or not kept.used(journal, passkey, found.new_sign_count, now=door.now):
        return None
    return account


def _read(act: Callable[[], Told]) -> Told | None:
    """What an answer proves; None where it does not, or cannot be read."""
    try:
        return act()
    except Exception:  # bytes of a stranger: whatever they break, they prove nothing
        return None


def _met(answer: Mapping[str, Any], purpose: str, door: Door) -> bytes | None:
    """The challenge that was answered, which is met with that; None where it was none of ours."""
    from webauthn.helpers import base64url_to_bytes

    said = _read(
        lambda: base64url_to_bytes(
            json.loads(base64url_to_bytes(_text(answer["response"]["clientDataJSON"])))["challenge"]
        )
    )
    is_ours = said is not None and door.challenges.meet(said, purpose, door.now)
    return said if is_ours else None


def _is_theirs(answer: Mapping[str, Any], account: Account) -> bool:
    """Whether the device names the account that the passkey is kept for, if it names any."""
    from webauthn.helpers import base64url_to_bytes

    response = answer.get("response")
    handle = response.get("userHandle") if isinstance(response, Mapping) else None
    if handle is None:
        return True
    return _read(lambda: base64url_to_bytes(_text(handle))) == _handle(account)


def _making(account: Account) -> str:
    return f"make {account.id}"


def _handle(account: Account) -> bytes:
    """By which a device tells accounts of this site apart; it is no name."""
    return sha256(f"backspotter account {account.id} {account.person}".encode()).digest()


def _described(passkey: kept.Passkey) -> Any:
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return PublicKeyCredentialDescriptor(id=base64url_to_bytes(passkey.credential))


def _text(given: object) -> str:
    return given if isinstance(given, str) and len(given) <= MOST_LETTERS else ""
