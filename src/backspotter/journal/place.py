"""Where a journal is: a file for this person's eyes only, or a database on a server."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from backspotter.errors import InputError
from backspotter.journal.errors import JournalError

VARIABLE = "BACKSPOTTER_JOURNAL"
"""The environment variable that names a journal where ``--journal`` does not."""

FILMS_VARIABLE = "BACKSPOTTER_FILMS"
FILMS_MARK = ".mark"
"""In the folder of films: by it a worker elsewhere knows it. A random number, nobody's data."""

"""The environment variable that names the folder of films of a journal on a server."""

FILE_NAME = "journal.db"
SHORT = 16
OWN_FOLDER = 0o700
OWN_FILE = 0o600
OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO
SERVERS = ("postgresql://", "postgresql+psycopg://", "postgres://")
SQLITE = "sqlite:///"
ENDING = ".db"
LOGS = ("-wal", "-shm", "-journal")
"""What SQLite writes beside its file."""

SNAPSHOTS, FILMS, LOCK, ARRIVALS, JOBS = ".snapshots", ".films", ".lock", ".arrivals", ".jobs"
"""What we write beside it, named after it."""

BESIDE = (SNAPSHOTS, FILMS, ARRIVALS, JOBS, *(f"{JOBS}{log}" for log in LOGS))


@dataclass(frozen=True, slots=True)
class Place:
    """A file, or the address of a database on a server; one of them is empty.

    ``is_ours`` : whether the folder is the default one, which belongs to this program alone.
    """

    file: Path | None = None
    address: str = ""
    is_ours: bool = False

    def __str__(self) -> str:
        return str(self.file) if self.file else _without_password(self.address)

    @property
    def is_there(self) -> bool:
        """Whether a journal may be found there already; a server is taken to have one."""
        return self.file is None or os.path.lexists(self.file)

    def beside(self, ending: str) -> Path:
        """A path named after the file, for what belongs to it."""
        assert self.file is not None, "a server has nothing beside it"
        return self.file.with_name(self.file.name + ending)


def place_of(named: str | None, environment: Mapping[str, str] = os.environ) -> Place:
    """The journal that was named, else that of the environment, else the default one.

    Raises
    ------
    InputError : an empty name, or an address of a kind that is not known
    """
    given = named if named is not None else environment.get(VARIABLE)
    if given is None:
        return Place(default_folder(environment) / FILE_NAME, is_ours=True)
    if not given.strip() or "\0" in given:
        raise InputError("journal", given=given or "nothing", expected="a file")
    if given.startswith(SERVERS):
        return Place(address=given)
    if "://" in given:
        kind = given.partition("://")[0]
        raise InputError("journal", given=f"{kind}://…", expected="a file, or postgresql://…")
    return Place(Path(given).expanduser().absolute())


def place_to_move_to(named: str) -> Place:
    """Where a journal is to go: only an address that is clearly one, so that a word is no place.

    Parameters
    ----------
    named : a file that ends in ``.db``, with or without ``sqlite:///``, or a server's address

    Raises
    ------
    InputError : anything else
    """
    if named.startswith(SERVERS):
        return place_of(named)
    path = named.removeprefix(SQLITE)
    if "://" in path or "\0" in path or not Path(path).name.removesuffix(ENDING).strip():
        raise _no_place_to_move_to(named)
    if not path.endswith(ENDING):
        raise _no_place_to_move_to(named)
    return place_of(path)


def _no_place_to_move_to(named: str) -> InputError:
    shown = _without_password(named) if "://" in named else named
    return InputError(
        "to",
        given=shown or "nothing",
        expected=f"a file that ends in {ENDING}, or postgresql+psycopg://…",
        do="nothing was made",
    )


def films_folder(place: Place, environment: Mapping[str, str] = os.environ) -> Path:
    """Where films are: beside the file; for a server, in a folder that the environment names, or in
    this person's data folder.

    Raises
    ------
    JournalError : a user without a home
    """
    if place.file is not None:
        return place.beside(FILMS)
    if environment.get(FILMS_VARIABLE):
        return Path(environment[FILMS_VARIABLE]).expanduser().absolute()
    return _of_a_server(place, FILMS, environment)


def arrivals_folder(place: Place, environment: Mapping[str, str] = os.environ) -> Path:
    """Where files wait that came or are about to go: beside the file; for a server, in this
    person's data folder. Each journal has its own: the same number names others in another.

    Raises
    ------
    JournalError : a user without a home
    """
    if place.file is not None:
        return place.beside(ARRIVALS)
    return _of_a_server(place, ARRIVALS, environment)


def _of_a_server(place: Place, ending: str, environment: Mapping[str, str]) -> Path:
    named = sha256(str(place).encode()).hexdigest()[:SHORT]
    return default_folder(environment) / f"server-{named}{ending}"


def jobs_address(place: Place) -> Path | str:
    """Where the list of jobs is: a file beside the journal's, or the same server."""
    return place.address if place.file is None else place.beside(JOBS)


def of_jobs(address: str) -> Place | None:
    """The journal that a list of jobs belongs to; None for a file that is not named after one.

    Raises
    ------
    InputError : an address of a kind that is not known
    """
    place = place_of(address)
    if place.file is None:
        return place
    name = place.file.name
    return Place(place.file.with_name(name.removesuffix(JOBS))) if name.endswith(JOBS) else None


def default_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The data folder of this person on this platform.

    Raises
    ------
    JournalError : a user without a home
    """
    try:
        return _data_folder(environment) / "backspotter"
    except RuntimeError:
        raise JournalError("journal: no home folder; name a file with --journal") from None


def _data_folder(environment: Mapping[str, str]) -> Path:
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    given = Path(environment.get("XDG_DATA_HOME") or "")
    return given if given.is_absolute() else Path.home() / ".local" / "share"


def make_safe(place: Place) -> bool:
    """Make the file and its folder where they are missing, for this person alone.

    Returns whether the file is new.

    Raises
    ------
    InputError : a link, a folder or another person's file stands where ours should
    JournalError : it cannot be made
    """
    assert place.file is not None
    try:
        _make_folder(place.file.parent, is_ours=place.is_ours)
        for ending in ("", *LOGS, *BESIDE, LOCK):
            _refuse_trick(place.beside(ending))
        return _make_file(place.file)
    except OSError as error:
        raise JournalError(f"journal: {place.file}: {error.strerror}") from None


def make_own_folder(folder: Path) -> None:
    """Make a folder that only this person can look into.

    Raises
    ------
    InputError : a link or another person's folder stands there
    OSError : it cannot be made
    """
    with suppress(FileExistsError):
        folder.mkdir(mode=OWN_FOLDER)
    _refuse_trick(folder)
    _tighten(folder, OWN_FOLDER)


def _make_folder(folder: Path, *, is_ours: bool) -> None:
    if is_ours:
        folder.parent.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)
        make_own_folder(folder)
    elif not folder.is_dir():
        raise InputError("journal", given=str(folder), expected="a file in a folder that is there")


def _make_file(file: Path) -> bool:
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        os.close(os.open(file, flags, OWN_FILE))
    except FileExistsError:
        if not file.is_file():
            raise InputError("journal", given=str(file), expected="a file") from None
        _tighten(file, OWN_FILE)
        return file.stat().st_size == 0
    return True


def _refuse_trick(path: Path) -> None:
    """Raise where a link, or something of another person's, stands in for what is ours."""
    with suppress(FileNotFoundError):
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode):
            raise InputError("journal", given=str(path), expected="a file", do="this is a link")
        if hasattr(os, "geteuid") and found.st_uid != os.geteuid():
            raise InputError(
                "journal",
                given=str(path),
                expected="a file of yours",
                do="it belongs to someone else",
            )


def _tighten(path: Path, mode: int) -> None:
    if os.name == "posix" and path.stat().st_mode & OF_OTHERS:
        path.chmod(mode)


def _without_password(address: str) -> str:
    """An address with whatever stands between the name and the host left out."""
    kind, _, rest = address.partition("://")
    return f"{kind}://{rest.rpartition('@')[2].partition('?')[0]}"
