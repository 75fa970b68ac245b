"""A server that several people share, with one of each role, and clients signed in as each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

from fastapi.testclient import TestClient

from backspotter.app.people import digest_of, first_owner, joined, new_token
from backspotter.app.tokens import SCOPES, made_token
from backspotter.journal.checks import keep_check
from backspotter.journal.codec import BODY_MASSES, NIGHTS, SESSIONS, SETS, SORENESSES, WATERS
from backspotter.journal.drafts import keep_draft
from backspotter.journal.entries import add
from backspotter.journal.films import keep_film
from backspotter.journal.flags import end_flag, flags
from backspotter.journal.imports import bring_in
from backspotter.journal.journal import Journal
from backspotter.journal.passkeys import add_passkey
from backspotter.journal.people import Account, accounts, begin_session, invite
from backspotter.journal.profile import set_profile
from backspotter.journal.sent import once
from backspotter.journal.shares import comment, note_look, share
from backspotter.training.log import BodyMass, Night, SessionNote, Water
from backspotter.triage.check_in import CheckIn
from backspotter.web.server import create_app
from backspotter.web.settings import Settings
from tests.databases import Database
from tests.episodes import film
from tests.journals import NOON, arrival, check, lifted, sore

PASSWORD = "four plain words here"
HOST = "http://127.0.0.1"
NOW = NOON + timedelta(hours=30)
PLANTED = "planted words of a lifter"
"""In every kind of data of the one lifter who shares; after it, the kind."""

ROLES = {"coach": "coach", "clinician": "clinician", "sharing": "lifter", "other": "lifter"}
SHARED = {"coach": ("answers", "course", "films"), "clinician": ("answers", "log")}
"""What the lifter shares with whom."""


@dataclass
class Team:
    """``people`` : accounts by name. ``clients`` : by name, signed in; ``nobody`` is not."""

    journal: Journal
    people: dict[str, Account] = field(default_factory=dict)
    clients: dict[str, TestClient] = field(default_factory=dict)


@contextmanager
def team(database: Database) -> Iterator[Team]:
    """An owner, a coach, a clinician, and two lifters of whom one shares with the two."""
    with database.fresh(everybody) as place, ExitStack() as stack:
        named = place.address or str(place.file)
        settings = Settings(journal=named, accounts=True, now=lambda: NOW, works_on_films=False)
        app = create_app(settings)
        made = Team(app.state.held.current())
        made.people = {each.name: each for each in accounts(made.journal)}
        for name in ("nobody", *made.people):
            client = TestClient(app, base_url=HOST, follow_redirects=False)
            made.clients[name] = stack.enter_context(client)
            if name != "nobody":
                client.cookies.set("session", session_of(name), domain=HOST.rpartition("/")[2])
        stack.callback(made.journal.engine.dispose)  # a test may use it after its server let go
        yield made


def sign_in(client: TestClient, name: str, password: str = PASSWORD):
    return client.post("/sign-in", data={"name": name, "password": password})


def session_of(name: str) -> str:
    """What the cookie of somebody says who signed in."""
    return f"the session of {name}".replace(" ", "-")


def everybody(journal: Journal) -> None:
    """All their accounts, signed in, and something of one lifter's in every table."""
    people = {"owner": first_owner(journal, "owner", PASSWORD, now=NOON)}
    for name, role in ROLES.items():
        token, digest = new_token()
        invite(journal, digest, role=role, by=people["owner"], now=NOON)
        people[name] = joined(journal, token, name, PASSWORD, now=NOON)
    for name, each in people.items():
        begin_session(journal, each, digest_of(session_of(name)), now=NOW)
    invite(journal, digest_of("nobody came"), role="lifter", by=people["owner"], now=NOON)
    theirs = of(journal, people["sharing"])
    _plant_entries(theirs)
    _plant_around(theirs)
    for name, kinds in SHARED.items():
        share(theirs, people[name], kinds, now=NOON)
    note_look(journal, theirs.person, by=people["coach"], kinds=SHARED["coach"], now=NOON)
    words = f"{PLANTED}: comment"
    comment(journal, theirs.person, words, by=people["coach"], now=NOON)
    passkey = {"name": f"{PLANTED}: passkey", "credential": "b25l", "key": "a2V5", "uses": 0}
    add_passkey(journal, people["sharing"], **passkey, now=NOON)


def _plant_entries(theirs: Journal) -> None:
    at = NOON - timedelta(days=1)
    check(theirs, saddle_numb="yes", pain_now=5, at=at)
    for each in flags(theirs):
        end_flag(
            theirs, each.id, how="mistake", at=at, entered=at, note=f"{PLANTED}: flag",
        )  # fmt: skip
    keep_check(
        theirs, CheckIn(leg_tingling="yes", pain_now=5), at=NOON, engine="test",
        as_answer=lambda each: {"x": each.level}, text=f"{PLANTED}: check",
    )  # fmt: skip
    add(theirs, SORENESSES, sore(6, note=f"{PLANTED}: soreness"), entered=NOON)
    filmed = add(theirs, SETS, lifted(0, note=f"{PLANTED}: set"), entered=NOON, typed="140 kg")
    night = Night(woke=NOON.date(), asleep_h=7.25, source=f"{PLANTED}: night")
    add(theirs, NIGHTS, night, entered=NOON)
    add(theirs, SESSIONS, SessionNote(day=NOON.date(), pain_during=2.0), entered=NOON)
    add(theirs, BODY_MASSES, BodyMass(at=NOON, mass_kg=77.7, source=PLANTED), entered=NOON)
    add(theirs, WATERS, Water(day=NOON.date(), litres=2.5, source=PLANTED), entered=NOON)
    withheld = [{"what": "lower back", "why": f"{PLANTED}: film"}]
    seen = film(NOON, set_id=filmed)
    keep_film(theirs, replace(seen, summary={**seen.summary, "withheld": withheld}))
    bring_in(theirs, arrival(2, name=f"{PLANTED}: import"), at=NOON)


def _plant_around(theirs: Journal) -> None:
    set_profile(theirs, entered=NOON, height_m=1.777, mass_kg=77.7, sex="male", units="kg")
    keep_draft(theirs, "planted", {"text": f"{PLANTED}: draft"}, now=NOON)
    once(
        theirs, "a-key-that-was-used-once", kind="soreness", now=NOON,
        keep=lambda joined: add(
            joined, SORENESSES, sore(5, note=PLANTED, at=NOON + timedelta(hours=1)), entered=NOON
        ),
    )  # fmt: skip
    made_token(theirs, name=f"{PLANTED}: token", scopes=list(SCOPES)[:1], lasts="", now=NOON)


def of(journal: Journal, account: Account) -> Journal:
    """The journal as an account's."""
    return Journal(journal.place, journal.engine, account.person)
