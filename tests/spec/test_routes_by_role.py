"""Every route by every role: a route that is not in the table fails, and so does one that leaks."""

import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fastapi.routing import iter_route_contexts
from sqlalchemy import select

from backspotter.app.film_desk import Desk
from backspotter.app.film_job import KINDS as WORK
from backspotter.jobs import queue_at
from backspotter.journal.codec import BODY_MASSES, CHECK_INS, NIGHTS, SETS, SORENESSES
from backspotter.journal.entries import current
from backspotter.journal.films import numbered_films
from backspotter.journal.flags import flags
from backspotter.journal.imports import batches
from backspotter.journal.passkeys import passkeys
from backspotter.journal.place import films_folder, jobs_address
from backspotter.journal.shares import comments, looks
from backspotter.journal.tables import METADATA, of_person
from backspotter.journal.tokens import tokens
from backspotter.web import static_files
from tests.accounts import NOW, PASSWORD, PLANTED, SHARED, Team, of, team
from tests.filmed import film_read_before
from tests.unit.test_web_api import examples_in
from tests.unpacked import said_in

FILES = {"/static"}
NOBODY = {"nobody"}
READERS = {"owner", "coach", "clinician"}
ROLES = ("nobody", "owner", "coach", "clinician", "other", "sharing")
"""The lifter who shares comes last: only they change what is theirs."""

STATIC = Path(static_files.__file__).parent / "static"

ROUTES = {
    # who may open it: "all", also who is not signed in; "own", everybody for themselves;
    # "door", "machine": nobody who has no token, or who is not a program of this machine
    # "readers", who is no lifter; "shared", whom the person shares with; "films", whom they share
    # films with; "owner", of the server
    "GET /healthz": "all",
    "GET /readyz": "all",
    "GET /api/openapi.json": "own",
    "GET /metrics": "machine",
    "GET /sign-in": "all",
    "POST /sign-in": "all",
    "GET /first": "door",
    "POST /first": "door",
    "GET /join/{token}": "door",
    "POST /join/{token}": "door",
    "GET /": "own",
    "POST /sign-out": "leaves",
    "GET /account": "own",
    "POST /account/share": "own",
    "POST /account/passkeys": "own",
    "POST /account/passkeys/begin": "own",
    "POST /account/passkey/{id}/remove": "own",
    "POST /sign-in/passkey": "all",
    "POST /sign-in/passkey/begin": "all",
    "POST /account/password": "own",
    "POST /account/sign-out-everywhere": "leaves",
    "POST /account/invite": "own",
    "GET /athletes": "readers",
    "GET /athletes/{person}": "shared",
    "POST /athletes/{person}/comment": "shared",
    "GET /athletes/{person}/films/{id}": "films",
    "GET /athletes/{person}/films/{id}/frames.json": "films",
    "GET /athletes/{person}/films/{id}/film.mp4": "films",
    "GET /athletes/{person}/films/{id}/picture/{name}": "films",
    "POST /api/v1/assess": "own",
    "POST /api/v1/check-ins": "own",
    "GET /api/v1/check-ins/{id}": "own",
    "GET /api/v1/films": "own",
    "GET /api/v1/films/{id}": "own",
    "GET /api/v1/film-jobs": "own",
    "POST /api/v1/film-jobs": "own",
    "GET /api/v1/film-jobs/{id}": "own",
    "POST /api/v1/film-jobs/{id}/cancel": "own",
    "GET /api/v1/health": "own",
    "GET /api/v1/log": "own",
    "POST /api/v1/next-question": "own",
    "POST /api/v1/nights": "own",
    "GET /api/v1/plan": "own",
    "GET /api/v1/profile": "own",
    "PATCH /api/v1/profile": "own",
    "GET /api/v1/rules": "own",
    "GET /api/v1/rules/{id:path}": "own",
    "POST /api/v1/sets": "own",
    "POST /api/v1/spine/compare": "own",
    "POST /api/v1/spine/posture": "own",
    "POST /api/v1/spine/rep": "own",
    "POST /api/v1/spine/sets": "own",
    "GET /api/v1/track": "own",
    "POST /api/v1/track": "own",
    "GET /devices": "owner",
    "POST /devices/code": "owner",
    "POST /devices/{id}/out": "owner",
    "GET /enter": "door",
    "POST /enter": "door",
    "GET /manifest.webmanifest": "all",
    "GET /offline": "all",
    "GET /shell.js": "all",
    "GET /trust": "door",
    "GET /trust/backspotter-authority.crt": "door",
    "GET /back": "own",
    "POST /back": "own",
    "GET /back/rep.svg": "own",
    "GET /back/changes": "own",
    "GET /back/changes.svg": "own",
    "GET /back/explained": "own",
    "GET /course": "own",
    "POST /course/pain": "own",
    "GET /course/entry/new": "own",
    "POST /course/entry/new": "own",
    "GET /course/entry/{number}": "own",
    "POST /course/entry/{number}": "own",
    "GET /course/curve.json": "own",
    "GET /course/picture.svg": "own",
    "GET /you/backup.zip": "own",
    "GET /you/tables.zip": "own",
    "GET /you/summary.pdf": "own",
    "GET /you/entries.fhir.json": "own",
    "POST /you/restore": "own",
    "GET /you/restore": "own",
    "POST /you/restore/keep": "own",
    "POST /you/restore/merge": "own",
    "POST /you/restore/drop": "own",
    "GET /you/delete": "own",
    "GET /you/deleted": "all",
    "POST /log/import": "own",
    "GET /log/import": "own",
    "POST /log/import/asked": "own",
    "POST /log/import/keep": "own",
    "POST /log/import/drop": "own",
    "POST /log/import/{number}/undo": "own",
    "GET /log": "own",
    "POST /log/sets": "own",
    "GET /log/set/{number}": "own",
    "POST /log/set/{number}": "own",
    "GET /log/{word}/{number}/delete": "own",
    "POST /log/night": "own",
    "GET /log/loads": "own",
    "GET /film": "own",
    "POST /film": "own",
    "POST /film/demo": "own",
    "POST /film/uploads": "own",
    "GET /film/uploads/{id}": "own",
    "PUT /film/uploads/{id}": "own",
    "POST /film/uploads/{id}/done": "own",
    "POST /film/uploads/{id}/drop": "own",
    "GET /film/jobs/{id}": "own",
    "POST /film/jobs/{id}/cancel": "own",
    "POST /film/jobs/{id}/again": "own",
    "GET /film/{id}": "own",
    "GET /film/{id}/frames.json": "own",
    "GET /film/{id}/film.mp4": "own",
    "GET /film/{id}/thumb.jpg": "own",
    "GET /film/{id}/picture/{name}": "own",
    "POST /film/{id}/correct": "own",
    "GET /film/{id}/delete": "own",
    "POST /film/{id}/delete": "own",
    "GET /plan": "own",
    "GET /plan/calendar.ics": "own",
    "GET /rules": "own",
    "GET /you": "own",
    "GET /you/tokens": "own",
    "POST /you/tokens": "own",
    "POST /you/tokens/{key}/back": "own",
    "POST /you/body": "own",
    "POST /you/flags/{number}/examined": "own",
    "POST /you/flags/{number}/mistake": "own",
    "GET /check": "own",
    "GET /check/answer/{id:int}": "own",
    "GET /check/on": "own",
    "GET /check/read": "own",
    "GET /check/so-far": "own",
    "GET /check/step/{number:int}": "own",
    "GET /check/step/{number:int}/which": "own",
    "GET /check/tell": "own",
    "GET /check/unclear": "own",
    "POST /check/offline": "own",
    "POST /check/read": "own",
    "POST /check/read/fact": "own",
    "POST /check/start": "own",
    "POST /check/so-far": "own",
    "POST /check/step/{number:int}": "own",
    "POST /check/step/{number:int}/which": "own",
    "POST /check/tell": "own",
    "POST /check/unclear": "own",
    # last, as what was planted may go with them
    "POST /course/entry/{number}/delete": "own",
    "POST /log/{word}/{number}/delete": "own",
    "POST /you/delete": "own",
}
KEY = "a-key-that-is-long-enough"
FILM = {"load": "140", "style": "conventional", "plate_mm": "450"}
OF_MANY_LIFTERS = (Path(__file__).parents[1] / "data/logs/openpowerlifting.csv").read_bytes()
"""A log that waits to be told whose meets are meant, so that it comes in by no route."""

BODIES = {
    "POST /account/share": {"data": {"with": "coach", "kinds": ["log"]}},
    "POST /account/passkeys": {"json": {"name": "phone", "credential": {}}},
    "POST /account/passkeys/begin": {"data": {"password": PASSWORD}},
    "POST /account/password": {"data": {"old": PASSWORD, "new": "another few words"}},
    "POST /account/invite": {"data": {"role": "lifter"}},
    "POST /athletes/{person}/comment": {"data": {"words": "rest today"}},
    "POST /back": {"data": {"style": "conventional", "load": "140", "unit": "kg"}},
    "POST /course/pain": {"data": {"key": KEY, "pain": "3"}},
    "POST /course/entry/new": {"data": {"key": KEY, "pain": "3", "when": "now"}},
    "POST /course/entry/{number}": {"data": {"pain": "0", "when": "same"}},
    "POST /you/restore": {"files": {"file": ("b.zip", b"PK")}},
    "POST /log/import": {"files": {"file": ("a.csv", OF_MANY_LIFTERS)}},
    "POST /log/import/asked": {"data": {"unit": "kg"}},
    "POST /log/sets": {
        "data": {"key": f"{KEY}-sets", "line": "conventional 3x5 @ 140 kg", "when": "now"}
    },
    "POST /log/set/{number}": {
        "data": {"exercise": "Deadlift", "reps": "3", "load": "100", "unit": "kg", "when": "same"}
    },
    "POST /log/night": {"data": {"key": f"{KEY}-night", "sleep_h": "7"}},
    "POST /film": {"data": FILM, "files": {"film": ("a.mp4", b"no film")}},
    "POST /film/uploads": {"data": {**FILM, "size": "100", "key": "k" * 32}},
    "PUT /film/uploads/{id}": {"content": b"x", "headers": {"Content-Range": "bytes 0-0/100"}},
    "POST /film/{id}/correct": {"data": {**FILM, "load": "100"}},
    "POST /you/tokens": {"data": {"name": "sheet", "scopes": ["log:read"], "lasts": "90"}},
    "POST /you/body": {"data": {"height": "180 cm", "mass": "80 kg", "units": "kg"}},
    "POST /you/flags/{number}/examined": {"data": {"by": "a doctor"}},
    "POST /you/flags/{number}/mistake": {"data": {"never": "yes"}},
    "POST /check/offline": {
        "json": {"key": f"{KEY}-check", "at": NOW.isoformat(), "check_in": {"pain_now": 3}}
    },
    "POST /check/start": {"data": {"way": "words"}},
    "POST /check/tell": {"data": {"text": "My low back is stiff since yesterday."}},
    "POST /you/delete": {"data": {"word": "delete"}},
}
"""What is sent; over the API the first example of its document."""

REFUSED = {
    *("POST /sign-in", "POST /account/passkeys"),
    *("POST /account/passkeys/begin", "POST /sign-in/passkey", "POST /sign-in/passkey/begin"),
    *("POST /account/invite", "POST /api/v1/film-jobs", "GET /api/v1/rules/{id:path}"),
    *("GET /you/restore", "POST /you/restore/keep", "POST /you/restore/merge"),
    *("GET /log/import", "POST /log/import/keep"),
    *("POST /film", "POST /film/uploads/{id}/done", "GET /film/{id}/picture/{name}"),
    *("POST /check/read", "POST /check/read/fact", "POST /check/so-far"),
    "POST /check/step/{number:int}",
    *("POST /check/step/{number:int}/which", "POST /check/tell", "POST /check/unclear"),
    # the other of two ways to end a flag, and a key or token that went with an earlier step
    *("POST /you/flags/{number}/mistake", "POST /you/tokens/{key}/back"),
    *("POST /account/share", "POST /log/sets"),
}
"""What is refused to the lifter too, whose everything it is, as this is asked; all else is done."""

OWN = {
    "GET /you/backup.zip": "check soreness set night film flag import",
    "GET /you/tables.zip": "soreness set",
    "GET /you/summary.pdf": "soreness",
    "GET /you/entries.fhir.json": "soreness",
    "GET /course": "soreness",
    "GET /account": "comment passkey",
    "GET /you/tokens": "token",
    "GET /log": "import",
    "GET /log/set/{number}": "set",
    "GET /api/v1/track": "soreness",
    "GET /api/v1/log": "set",
    "GET /api/v1/films/{id}": "film",
}
"""In which answers the lifter finds what of what was planted: there a leak would be seen."""

KINDS = {word for words in OWN.values() for word in words.split()}
READ = {"coach": {"check", "soreness", "film", "comment"}, "clinician": {"check", "set", "night"}}
"""What of it those may read whom it was shared with."""


@pytest.fixture(scope="module")
def made(database):
    with team(database) as built, ExitStack() as stack:
        yield Asking(built, *_around(built, stack))


@dataclass
class Asking:
    """A team; what the ids in an address are that are the lifter's own; their jobs."""

    team: Team
    places: dict[str, str]
    desk: Desk
    bodies: dict[str, dict[str, object]] = field(default_factory=dict)
    before: dict[str, object] = field(default_factory=dict)

    def ask(self, who: str, route: str):
        """The answer to somebody who guesses the ids of the lifter who shares."""
        method, _, path = route.partition(" ")
        for start, place in self.places.items():
            if path.startswith(start):
                path = place + path.removeprefix(start)
                break
        path = re.sub(r"\{[^}]+\}", "1", path)
        # without an owner the door to be one is open again
        stays = who == "owner" and route == "POST /you/delete"
        sent = {} if stays else self._sent(route)
        return self.team.clients[who].request(method, path, **sent)

    def _sent(self, route: str) -> dict[str, object]:
        if not self.bodies:
            document = self.team.clients["other"].get("/api/openapi.json").json()
            examples = reversed(list(examples_in(document)))
            self.bodies = {f"{how.upper()} {path}": {"json": value}
                           for how, path, _, value, _ in examples}  # fmt: skip
            self.bodies |= BODIES
        return self.bodies.get(route, {})

    def theirs(self) -> dict[str, object]:
        """All that is kept of the lifter who shares: rows, files and work that is to be done."""
        account = self.team.people["sharing"]
        found: dict[str, object] = {}
        with self.team.journal.reading() as connection:
            for table in METADATA.sorted_tables:
                mine = (table.c.account_id == account.id if "account_id" in table.c
                        and "person_id" not in table.c else of_person(table, account.person)
                        )  # fmt: skip
                found[table.name] = connection.execute(select(table).where(mine)).all()
        shelf = films_folder(self.team.journal.place) / str(account.person)
        found["files"] = sorted((f"{file}", file.stat().st_size) for file in shelf.rglob("*"))
        jobs = self.desk.queue.listed()  # everybody's: those for the lifter's own films count
        own = [each for each in jobs if str(each.payload.get("folder")).startswith(f"{shelf}/")]
        found["jobs"] = [(each.id, each.status) for each in own]
        return found


def _around(built: Team, stack: ExitStack) -> tuple[dict[str, str], Desk]:
    """Films, an upload, files that wait and a check that is under way, of the lifter who shares."""
    client, theirs = built.clients["sharing"], of(built.journal, built.people["sharing"])
    queue = queue_at(jobs_address(built.journal.place), WORK)
    stack.callback(queue.close)
    desk = Desk(theirs, queue)
    clip = film_read_before(desk, NOW)
    client.post("/log/import", **BODIES["POST /log/import"])
    client.post("/check/start", data={"way": "words"})
    client.post("/check/tell", data={"text": f"Low back dull. {PLANTED}: draft", "key": KEY})
    upload = client.post("/film/uploads", **BODIES["POST /film/uploads"]).json()["id"]
    seen = next(id for id, each in numbered_films(theirs) if PLANTED in str(each.summary))
    places = {
        "/athletes/{person}/films/{id}": f"/athletes/{theirs.person}/films/{clip.id}",
        "/athletes/{person}": theirs.person,
        "/course/entry/{number}": current(theirs, SORENESSES)[0].id,
        "/log/set/{number}": current(theirs, SETS)[0].id,
        "/log/{word}/{number}": f"night/{current(theirs, NIGHTS)[0].id}",
        "/log/import/{number}": batches(theirs)[0].id,
        "/you/flags/{number}": flags(theirs, only_open=True)[0].id,
        "/you/tokens/{key}": tokens(theirs, now=NOW)[0].key,
        "/account/passkey/{id}": passkeys(theirs, built.people["sharing"])[0].id,
        "/check/answer/{id:int}": current(theirs, CHECK_INS)[-1].id,
        "/film/uploads/{id}": upload,
        "/film/jobs/{id}": clip.job,
        "/film/{id}": clip.id,
        "/api/v1/check-ins/{id}": current(theirs, CHECK_INS)[-1].id,
        "/api/v1/films/{id}": seen,
        "/api/v1/film-jobs/{id}": clip.job,
    }
    whole = {
        start: str(id) if str(id).startswith("/") else re.sub(r"\{.*\}", str(id), start)
        for start, id in places.items()
    }
    return whole, desk


def routes_of(app):
    return {
        f"{method} {each.path}"
        for each in iter_route_contexts(app.routes)
        for method in (each.methods or set()) - {"HEAD"}
    }


def test_the_table_has_every_route_and_no_other(made):
    app = made.team.clients["nobody"].app
    assert routes_of(app) == set(ROUTES)
    assert {each.path for each in iter_route_contexts(app.routes) if not each.methods} == FILES


@pytest.mark.parametrize("route", OWN)
def test_the_lifter_finds_there_what_a_leak_would_show(made, route):
    told = said_in(made.ask("sharing", route).content)
    assert {word for word in OWN[route].split() if f"{PLANTED}: {word}" not in told} == set()


@pytest.mark.parametrize("route", [each for each, kind in ROUTES.items() if kind != "leaves"])
@pytest.mark.parametrize("who", ROLES)
def test_who_may_not_gets_nothing_and_changes_nothing(made, route, who):
    kind = ROUTES[route]
    made.before = made.before or made.theirs()
    told = made.ask(who, route)
    assert told.status_code != 500
    may = {
        "all": set(ROLES),
        "door": set(),
        "machine": set(),
        "own": set(ROLES) - NOBODY,
        "readers": READERS,
        "shared": set(SHARED),
        "films": {who for who, kinds in SHARED.items() if "films" in kinds},
        "owner": {"owner"},
    }[kind]
    if kind == "films" and who in may:
        assert told.status_code == 200 or "picture" in route  # of that name there is none
    if who in may:
        assert told.headers.get("location") != "/sign-in"
        assert told.status_code != 401
    elif who == "nobody" and kind not in ("door", "machine"):
        assert told.status_code == 401 or told.headers["location"] == "/sign-in"
    else:
        assert told.status_code == 404
    if who == "sharing":
        assert told.status_code < 400 or route in REFUSED or who not in may
        return
    reads = who in SHARED and kind in ("readers", "shared", "films")
    said = said_in(told.content)
    seen = {word for word in KINDS if f"{PLANTED}: {word}" in said}
    assert seen <= (READ[who] if reads else set())
    if not reads:
        assert PLANTED not in said
        assert "pain 6" not in said.casefold()
    if not route.startswith("GET"):
        _nothing_changed(made, who, route)


def _nothing_changed(made: Asking, who: str, route: str) -> None:
    """Only that somebody looked, what they wrote, and that who left sees nothing any more."""
    now = made.theirs()
    changed = {name for name, rows in now.items() if rows != made.before[name]}
    may = {"look"} if who in SHARED else set()
    may |= {"comment"} if who in SHARED and route.endswith("/comment") else set()
    may |= {"share"} if who in SHARED and route == "POST /you/delete" else set()
    made.before = now
    assert changed <= may


WORDS = {"set": SETS, "night": NIGHTS, "body-mass": BODY_MASSES}


def test_who_guesses_an_id_deletes_nothing_of_anybody(database):
    with team(database) as built:
        theirs = of(built.journal, built.people["sharing"])
        there = {f"/log/{word}": kind for word, kind in WORDS.items()}
        there["/course/entry"] = SORENESSES
        for path, kind in there.items():
            before = current(theirs, kind)
            address = f"{path}/{before[0].id}/delete"
            for who in ("other", "coach", "clinician", "owner"):
                assert built.clients[who].post(address).status_code == 404
            assert current(theirs, kind) == before
            assert built.clients["sharing"].post(address).status_code == 303
            assert current(theirs, kind) == before[1:]


@pytest.mark.parametrize("who", SHARED)
def test_a_share_that_was_taken_back_opens_nothing(database, who):
    with team(database) as built:
        theirs, client = of(built.journal, built.people["sharing"]), built.clients[who]
        address = f"/athletes/{theirs.person}"
        assert client.get(address).status_code == 200
        assert client.post(f"{address}/comment", data={"words": "rest"}).status_code == 303
        assert comments(theirs, theirs.person)[0].words == "rest"
        told = built.clients["sharing"].post("/account/share", data={"with": who})
        assert told.status_code == 303
        seen, written = looks(theirs), comments(theirs, theirs.person)
        assert client.get(address).status_code == 404
        assert client.post(f"{address}/comment", data={"words": "rest"}).status_code == 404
        assert f'{address}"' not in client.get("/athletes").text
        assert (looks(theirs), comments(theirs, theirs.person)) == (seen, written)


@pytest.mark.parametrize(
    "path", ["%2e%2e/server.py", "..%2fserver.py", "css/..%2f..%2fserver.py", "%2fetc%2fpasswd"]
)
def test_static_files_are_those_of_their_folder_alone(made, path):
    assert (STATIC.parent / "server.py").is_file()
    for who in ("nobody", "sharing"):
        told = made.team.clients[who].get(f"/static/{path}")
        assert told.status_code == 404
        assert "import" not in told.text


@pytest.mark.parametrize("route", [each for each, kind in ROUTES.items() if kind == "leaves"])
def test_who_is_not_signed_in_cannot_sign_out(made, route):
    assert made.ask("nobody", route).headers["location"] == "/sign-in"
