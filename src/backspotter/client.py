"""A client for the HTTP API: typed calls, errors of one line, and entries that are kept once.

    from backspotter.client import Client

    with Client() as backspotter:                    # http://127.0.0.1:8321
        print(backspotter.assess(text="sore on both sides since yesterday's deadlifts")["level"])
        backspotter.add_felt(pain=3)

Needs nothing but Python. An entry is sent under a key of its own; where the connection breaks it is
sent again under the same key, so it is there once whatever happened on the way.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from os import SEEK_END
from pathlib import Path
from ssl import SSLContext
from types import TracebackType
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from backspotter.errors import BackspotterError, InputError

Document = dict[str, Any]

LOCAL: Final = "http://127.0.0.1:8321"
HERE: Final = ("127.0.0.1", "::1", "localhost")
PATIENCE_S: Final = 60.0
TRIES: Final = 3
PART: Final = 1 << 20


class ServerError(BackspotterError):
    """What the server said went wrong, in its own line. ``status`` : of HTTP; 0 for no answer."""

    def __init__(self, words: str, *, status: int) -> None:
        self.status = status
        super().__init__(words)


class Client:
    """One server, called over one connection; not for several threads at a time.

    Parameters
    ----------
    address : of the server
    token : of yours, made under You, Programs; what it is good for decides which calls are answered
    cookie : of a device that was let in, for a server on the network
    tls : what to trust, such as ``ssl.create_default_context(cafile="authority.crt")``

    Raises
    ------
    InputError : an address that is none, or a token that would go over a network in the clear
    """

    def __init__(
        self,
        address: str = LOCAL,
        *,
        token: str = "",
        cookie: str = "",
        tls: SSLContext | None = None,
    ) -> None:
        said = urlsplit(address)
        if said.scheme not in ("http", "https") or not said.hostname:
            raise InputError("address", given=address, expected=f"one such as {LOCAL}")
        if token and said.scheme == "http" and said.hostname not in HERE:
            expected = "https, so that nobody on the way reads the token"
            raise InputError("address", given=address, expected=expected)
        self._connection: HTTPConnection = (
            HTTPSConnection(said.hostname, said.port, timeout=PATIENCE_S, context=tls)
            if said.scheme == "https"
            else HTTPConnection(said.hostname, said.port, timeout=PATIENCE_S)
        )
        self._cookie = cookie
        self._token = _checked(token)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def health(self) -> Document:
        """Whether it answers, and its version."""
        return self._get("health")

    def assess(
        self, check_in: Mapping[str, Any] | None = None, *, text: str = "", country: str = ""
    ) -> Document:
        """The answer to a check-in or a text; nothing is kept."""
        return self._post("assess", _told(check_in, text, country))

    def next_question(
        self, check_in: Mapping[str, Any], *, country: str = "", skipped: Sequence[str] = ()
    ) -> Document:
        """What to ask next; its question is None where nothing could matter."""
        told = {"check_in": dict(check_in), "country": country, "skipped": list(skipped)}
        return self._post("next-question", told)

    def keep(
        self,
        check_in: Mapping[str, Any] | None = None,
        *,
        text: str = "",
        country: str = "",
        key: str = "",
    ) -> Document:
        """Assess beside the flags that are open, and keep; once under a key, or a new one."""
        return self._post("check-ins", _told(check_in, text, country), key=key or _key())

    def check(self, id: int) -> Document:
        """A check as it was answered then."""
        return self._get(f"check-ins/{id}")

    def track(self) -> Document:
        """Entries, checks, open flags, and the course."""
        return self._get("track")

    def add_felt(
        self,
        *,
        pain: float,
        worst: float | None = None,
        painkiller: bool = False,
        note: str = "",
        key: str = "",
    ) -> list[int]:
        """Keep how the back feels; the numbers of what was kept."""
        told = {"pain": pain, "worst": worst, "painkiller": painkiller, "note": note}
        return _added(self._post("track", told, key=key or _key()))

    def log(self, *, last: int = 30, dose: bool = False) -> Document:
        """The last of what was logged; with what it loaded on the back where asked."""
        return self._get("log?" + urlencode({"last": last, "dose": str(dose).lower()}))

    def add_sets(self, words: str, *, note: str = "", key: str = "") -> list[int]:
        """Keep sets, such as ``conventional 3x5 @ 140 kg rpe 8``; their numbers."""
        return _added(self._post("sets", {"words": words, "note": note}, key=key or _key()))

    def add_night(self, asleep_h: float, *, woke: str = "", key: str = "") -> list[int]:
        """Keep how long a night's sleep was [h]."""
        told = {"asleep_h": asleep_h, "woke": woke}
        return _added(self._post("nights", told, key=key or _key()))

    def plan(self, today: str = "") -> Document:
        """The plan of a day, such as ``2026-03-16``; of now without one."""
        return self._get("plan" + (f"?{urlencode({'today': today})}" if today else ""))

    def posture(self, task: Mapping[str, Any]) -> Document:
        """What the lower back carries in a posture, as docs/spine-task.schema.json has it."""
        return self._post("spine/posture", dict(task))

    def rep(self, load_kg: float, **how: Any) -> Document:
        """What the lower back carries through one rep, as ``POST /spine/rep`` takes it."""
        return self._post("spine/rep", {"load_kg": load_kg, **how})

    def compare(self, load_kg: float, **how: Any) -> Document:
        """What one change at a time would do to such a rep."""
        return self._post("spine/compare", {"load_kg": load_kg, **how})

    def session(
        self, sets: Sequence[Mapping[str, Any]], *, lifter: Mapping[str, Any] | None = None
    ) -> Document:
        """What sets added up to on the back, as ``POST /spine/sets`` takes them."""
        given = [dict(each) for each in sets]
        return self._post("spine/sets", {"sets": given, "lifter": dict(lifter or {})})

    def profile(self) -> Document:
        """What is known of the person."""
        return self._get("profile")

    def change_profile(self, **said: Any) -> Document:
        """Say something of the person anew."""
        return self._ask("PATCH", "profile", said)

    def films(self) -> list[Document]:
        """Every film that was read and kept."""
        return list(self._get("films")["films"])

    def film(self, id: int) -> Document:
        """What was found in one film."""
        return self._get(f"films/{id}")

    def add_film(
        self,
        film: Path | str,
        *,
        load_kg: float,
        style: str = "",
        plate_mm: float | None = None,
        of_set: int | None = None,
        keep: bool = False,
    ) -> Document:
        """Hand a film over to be read in the background; the same film again is the same job.

        Parameters
        ----------
        film : a file of this machine; its name is not sent
        load_kg : on the bar, with the bar [kg]
        style : as ``POST /film-jobs`` names them; as the film shows it without one
        plate_mm : across the largest plate [mm]
        of_set : the number of the logged set that it shows
        keep : whether the film itself is kept

        Raises
        ------
        InputError : no such file
        ServerError : it was refused, or the server could not be reached
        """
        said = {"load_kg": f"{load_kg:g}", "style": style, "keep": "yes" if keep else ""}
        said |= {"plate_mm": "" if plate_mm is None else f"{plate_mm:g}"}
        said |= {"set": "" if of_set is None else str(of_set)}
        form = Form(Path(film), {name: words for name, words in said.items() if words})
        headers = {"Content-Type": form.kind, "Content-Length": str(form.length)}
        return self._sent("POST", "film-jobs", form.parts, headers, harmless=True)

    def film_jobs(self) -> list[Document]:
        """The last job of each film, the newest first."""
        return list(self._get("film-jobs")["jobs"])

    def film_job(self, id: str) -> Document:
        """How far a job is, or how it ended; then ``film`` is the number for ``film``."""
        return self._get(f"film-jobs/{quote(id)}")

    def stop_film(self, id: str) -> Document:
        """Stop a job; what was found stays."""
        return self._post(f"film-jobs/{quote(id)}/cancel", {})

    def rules(self) -> list[Document]:
        """The rule book, row by row."""
        return list(self._get("rules")["rows"])

    def rule(self, id: str) -> Document:
        """One row with its sources written out."""
        return self._get(f"rules/{quote(id)}")

    def _get(self, path: str) -> Document:
        return self._ask("GET", path, None)

    def _post(self, path: str, told: Document, *, key: str = "") -> Document:
        return self._ask("POST", path, told, key=key)

    def _ask(self, method: str, path: str, told: Document | None, *, key: str = "") -> Document:
        body = None if told is None else json.dumps(told).encode("utf-8")
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        harmless = bool(key) or method == "GET"
        return self._sent(method, path, lambda: body, headers, harmless=harmless)

    def _sent(
        self,
        method: str,
        path: str,
        body: Callable[[], bytes | Iterable[bytes] | None],
        headers: Mapping[str, str],
        *,
        harmless: bool,
    ) -> Document:
        """What the server gave; asked again where that is harmless.

        Raises
        ------
        ServerError : it refused, or could not be reached
        """
        who = {"Authorization": f"Bearer {self._token}" if self._token else ""}
        said = {**headers, **who, "Cookie": self._cookie}
        sent = {name: value for name, value in said.items() if value}
        for left in reversed(range(TRIES if harmless else 1)):
            try:
                self._connection.request(method, f"/api/v1/{path}", body(), sent)
                answer = self._connection.getresponse()
                return _document(answer.status, answer.read())
            except (OSError, HTTPException) as error:
                self._connection.close()
                if not left:
                    words = f"the server does not answer ({type(error).__name__})"
                    raise ServerError(words, status=0) from None
        raise AssertionError("the last try gives or raises")


class Form:
    """A film and what is said beside it, as a browser's form sends them, a part at a time.

    Raises
    ------
    InputError : no such film
    """

    def __init__(self, film: Path, said: Mapping[str, str]) -> None:
        mark = uuid.uuid4().hex
        self.kind = f"multipart/form-data; boundary={mark}"
        named = f'--{mark}\r\nContent-Disposition: form-data; name="'
        fields = "".join(f'{named}{name}"\r\n\r\n{words}\r\n' for name, words in said.items())
        opens = f'{named}film"; filename="film"\r\nContent-Type: application/octet-stream\r\n\r\n'
        self._film = film
        self._before = f"{fields}{opens}".encode()
        self._after = f"\r\n--{mark}--\r\n".encode()
        try:
            with film.open("rb") as stream:
                size = stream.seek(0, SEEK_END)
        except OSError as error:
            given = f"{film.name} ({error.strerror})"
            raise InputError("film", given=given, expected="a file to read") from None
        self.length = len(self._before) + size + len(self._after)

    def parts(self) -> Iterator[bytes]:
        """Its bytes, anew each time."""
        yield self._before
        with self._film.open("rb") as stream:
            while part := stream.read(PART):
                yield part
        yield self._after


def _document(status: int, given: bytes) -> Document:
    try:
        found = json.loads(given)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ServerError("the server's answer is no document of ours", status=status)
    if status >= 400:
        raise ServerError(str(found.get("error", "refused")), status=status)
    return found


def _checked(token: str) -> str:
    """A token that fits into a header; what is wrong with it is said without repeating it."""
    if not token.isascii() or any(not each.isprintable() for each in token):
        raise InputError("token", given="something else", expected="a token such as bsp_…")
    return token


def _told(check_in: Mapping[str, Any] | None, text: str, country: str) -> Document:
    own: Document = {"country": country}
    return {**own, "text": text} if check_in is None else {**own, "check_in": dict(check_in)}


def _added(told: Document) -> list[int]:
    return [int(each) for each in told["added"]]


def _key() -> str:
    return str(uuid.uuid4())
