"""A server that several people share, with one of each role, and clients signed in as each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from fastapi.testclient import TestClient

from backspotter.app.people import digest_of, first_owner, joined, new_token
from backspotter.journal.codec import SORENESSES
from backspotter.journal.entries import add
from backspotter.journal.journal import Journal
from backspotter.journal.people import Account, invite
from backspotter.journal.shares import share
from backspotter.web.server import create_app
from backspotter.web.settings import Settings
from tests.journals import NOON, check, sore

PASSWORD = "four plain words here"
HOST = "http://127.0.0.1"
NOW = NOON + timedelta(hours=30)
PLANTED = "planted words of a lifter"
"""In every kind of data of the one lifter who shares with the coach."""


@dataclass
class Team:
    """``people`` : accounts by name. ``clients`` : by name, signed in; ``nobody`` is not."""

    journal: Journal
    people: dict[str, Account] = field(default_factory=dict)
    clients: dict[str, TestClient] = field(default_factory=dict)


@contextmanager
def team(folder: Path) -> Iterator[Team]:
    """An owner, a coach, a clinician, and two lifters of whom one shares with the coach."""
    settings = Settings(
        journal=str(folder / "j.db"), accounts=True, now=lambda: NOW, works_on_films=False
    )
    app = create_app(settings)
    with ExitStack() as stack:
        made = Team(app.state.held.current())
        _add_people(made)
        for name in ("nobody", *made.people):
            client = TestClient(app, base_url=HOST, follow_redirects=False)
            made.clients[name] = stack.enter_context(client)
            if name != "nobody":
                sign_in(client, name)
        yield made


def sign_in(client: TestClient, name: str, password: str = PASSWORD):
    return client.post("/sign-in", data={"name": name, "password": password})


def _add_people(made: Team) -> None:
    owner = first_owner(made.journal, "owner", PASSWORD, now=NOON)
    made.people["owner"] = owner
    roles = {"coach": "coach", "clinician": "clinician", "sharing": "lifter", "other": "lifter"}
    for name, role in roles.items():
        token, digest = new_token()
        assert digest == digest_of(token)
        invite(made.journal, digest, role=role, by=owner, now=NOON)
        made.people[name] = joined(made.journal, token, name, PASSWORD, now=NOON)
    theirs = of(made.journal, made.people["sharing"])
    check(theirs, leg_tingling="yes", pain_now=5)
    add(theirs, SORENESSES, sore(6, note=PLANTED), entered=NOON)
    share(theirs, made.people["coach"], ["answers", "course"], now=NOON)


def of(journal: Journal, account: Account) -> Journal:
    """The journal as an account's."""
    return Journal(journal.place, journal.engine, account.person)
