"""Films that come in piece by piece: counted as they come, refused at a limit, gone on with later.

A film that is not whole after a day is removed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Final

from backspotter.app.film_order import Order, write_order
from backspotter.app.film_shelf import FILM, PART, UPLOAD, Clip, Shelf, write_document
from backspotter.errors import BackspotterError, InputError

MOST_BYTES: Final = 2_000_000_000
"""Of one film."""

PIECE: Final = 4 << 20
"""What a script sends at a time [bytes]."""

MOST_UNFINISHED: Final = 4
LEAST_FREE: Final = 1_000_000_000
"""What a disk must have left beside the film [bytes]."""

EXPIRES: Final = timedelta(hours=24)
MOST_KEY: Final = 100
BEGINS: Final = 12
"""From so many bytes on, it is seen what kind of file it is."""

BOXES: Final = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
"""How the first box of an MP4 or MOV is called, from its fifth byte on."""

MATROSKA: Final = b"\x1a\x45\xdf\xa3"
"""How MKV and WebM begin."""

FILMS: Final = "a film (MP4, MOV, MKV or WebM)"


class Elsewhere(BackspotterError):
    """A piece does not follow on what is there; ``have`` says how much that is [bytes]."""

    def __init__(self, have: int) -> None:
        self.have = have
        super().__init__(f"upload: {have} bytes are here, go on from there")


@dataclass(frozen=True, slots=True)
class Upload:
    """A film that is coming in: how much of it is here, of how much [bytes]."""

    clip: Clip
    have: int
    size: int
    begun: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return self.have == self.size


def begin(shelf: Shelf, *, size: int, key: str, now: datetime) -> Upload:
    """A place for a film; that of an earlier try with the same key and size where there is one.

    Parameters
    ----------
    size : of the film [bytes]
    key : of the file as the sender knows it, so that it goes on after an interruption

    Raises
    ------
    InputError : an impossible size or key, or too much is coming in already
    OSError : no room can be made
    """
    check_size(size)
    if len(key) > MOST_KEY:
        raise InputError("key", given=f"{len(key)} characters", expected=f"at most {MOST_KEY}")
    remove_expired(shelf, now)
    going = uploads(shelf)
    for each in going:
        if key and each.size == size and each.clip.upload().get("key") == key:
            return each
    _check_room(shelf, going, size)
    clip = shelf.new()
    write_document(clip.folder / UPLOAD, {"key": key, "size": size, "begun": now.isoformat()})
    return Upload(clip, 0, size, now.isoformat())


def check_size(size: int) -> None:
    """Raises for a film that is too large, or empty.

    Raises
    ------
    InputError : it is
    """
    if not 0 < size <= MOST_BYTES:
        given = f"{in_words(size)}" if size > 0 else "an empty file"
        expected = f"at most {in_words(MOST_BYTES)}"
        do = "cut it to the one set, or save it smaller" if size > 0 else "choose another"
        raise InputError("film", given=given, expected=expected, do=do)


def uploads(shelf: Shelf) -> list[Upload]:
    """Films that are not whole yet."""
    return [found for clip in shelf.clips() if (found := _upload(clip)) is not None]


def upload_of(shelf: Shelf, id: str) -> Upload:
    """The upload of this id.

    Raises
    ------
    NoSuchFilm : this person has none that is coming in
    """
    from backspotter.app.film_shelf import NoSuchFilm

    found = _upload(shelf.clip(id))
    if found is None:
        raise NoSuchFilm("film: none of this id is coming in")
    return found


def _upload(clip: Clip) -> Upload | None:
    said = clip.upload()
    size = said.get("size")
    if not isinstance(size, int):
        return None
    have = _size(clip.folder / PART) or _size(clip.film)
    return Upload(clip, have, size, str(said.get("begun", "")))


def _check_room(shelf: Shelf, going: list[Upload], size: int) -> None:
    if len(going) >= MOST_UNFINISHED:
        given = f"{len(going)} that are not whole yet"
        raise InputError("film", given=given, expected="fewer", do="finish or drop one first")
    folder = next(each for each in (shelf.root, *shelf.root.parents) if each.is_dir())
    waits = sum(each.size - each.have for each in going)
    if shutil.disk_usage(folder).free - waits - size < LEAST_FREE:
        expected = f"room for it and {in_words(LEAST_FREE)} beside it"
        raise InputError(
            "film", given=in_words(size), expected=expected, do="make room on the disk"
        )


def received(shelf: Shelf, stream: BinaryIO, *, size: int, order: Order, now: datetime) -> Clip:
    """A film that is here in one piece, with what is asked of it; nothing of it if that breaks off.

    Parameters
    ----------
    size : of the film [bytes]

    Raises
    ------
    InputError : an impossible size, no film, or too much is coming in already
    OSError : it cannot be written
    """
    upload = begin(shelf, size=size, key="", now=now)
    try:
        with receiving(upload, 0) as receiver:
            while piece := stream.read(PIECE):
                receiver.take(piece)
        write_order(upload.clip, order, "asked")
        return whole(upload.clip)
    except BaseException:
        upload.clip.remove()
        raise


class Receiver:
    """Takes the bytes of one piece, as they come."""

    def __init__(self, upload: Upload, stream: BinaryIO) -> None:
        self.upload, self.have = upload, upload.have
        self._stream, self._head = stream, b""

    def take(self, piece: bytes) -> None:
        """More of it.

        Raises
        ------
        InputError : more than was promised, or no film
        OSError : it cannot be written
        """
        if self.have + len(piece) > self.upload.size:
            expected = f"{self.upload.size} bytes, as it was said"
            raise InputError("film", given="more", expected=expected, do="choose it again")
        before = self.have
        self._stream.write(piece)
        self.have += len(piece)
        if before < BEGINS <= self.have or (before < BEGINS and self.have == self.upload.size):
            self._check_kind()

    def _check_kind(self) -> None:
        self._stream.flush()
        with (self.upload.clip.folder / PART).open("rb") as stream:
            check_kind(stream.read(BEGINS))


@contextmanager
def receiving(upload: Upload, offset: int) -> Iterator[Receiver]:
    """Takes a piece that begins at ``offset``; what came of it is kept even if it breaks off.

    Raises
    ------
    Elsewhere : it does not follow on what is there, or another request is writing
    InputError : while bytes are taken: too many, or no film. Then everything of it is removed
    """
    path = upload.clip.folder / PART
    if upload.clip.film.is_file():
        raise Elsewhere(upload.size)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "ab") as stream:
        if not _is_alone(stream):
            raise Elsewhere(_size(path))
        have = os.fstat(stream.fileno()).st_size
        if offset != have:
            raise Elsewhere(have)
        receiver = Receiver(Upload(upload.clip, have, upload.size), stream)
        try:
            yield receiver
        except InputError:
            upload.clip.remove()
            raise


def _is_alone(stream: BinaryIO) -> bool:
    """Whether no other request writes to the same film, where the system can tell."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def check_kind(head: bytes) -> None:
    """Raises for what does not begin as a film does.

    Raises
    ------
    InputError : it does not
    """
    is_avi = head.startswith(b"RIFF") and head[8:12] == b"AVI "
    if head[4:8] in BOXES or head.startswith(MATROSKA) or is_avi:
        return
    do = "take it from the camera roll; a photo or a page is none"
    raise InputError("film", given="another kind of file", expected=FILMS, do=do)


def whole(clip: Clip) -> Clip:
    """The film, all of it here, under its own name; may be asked for again.

    Raises
    ------
    InputError : something is missing
    """
    part, size = clip.folder / PART, clip.upload().get("size")
    if part.is_file():
        have = _size(part)
        if have != size:
            given = f"{have} of {size} bytes"
            raise InputError("film", given=given, expected="all of it", do="send the rest")
        part.replace(clip.film)
    if not clip.film.is_file():
        raise InputError("film", given="nothing", expected="a film", do="choose it again")
    return clip


def ended(clip: Clip) -> None:
    """It is no longer an upload: a job has it."""
    (clip.folder / UPLOAD).unlink(missing_ok=True)


def remove_expired(shelf: Shelf, now: datetime) -> None:
    """Removes films that are not whole after a day; one that a job waits for stays."""
    for clip in shelf.clips():
        if clip.run is None and not clip.job and is_expired(clip, now):
            clip.remove()


def is_expired(clip: Clip, now: datetime) -> bool:
    """Whether nothing has happened to it for a day."""
    return _age(clip.folder, now) > EXPIRES


def _age(folder: Path, now: datetime) -> timedelta:
    """Since something last happened to it."""
    last = 0.0
    for path in (folder, folder / PART, folder / FILM):
        with suppress(OSError):
            last = max(last, path.stat().st_mtime)
    return timedelta(seconds=now.timestamp() - last)


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0


def in_words(size: int) -> str:
    """So many bytes, as people say it."""
    if size >= 1_000_000_000:
        return f"{size / 1e9:.3g} GB"
    return f"{size / 1e6:.3g} MB" if size >= 100_000 else f"{size / 1e3:.3g} kB"
