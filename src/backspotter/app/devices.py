"""Devices that were let in over the local network: kept in one small file, each by a hash."""

from __future__ import annotations

import json
import os
import secrets
import tempfile
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from backspotter.errors import InputError

FILE: Final = "devices.json"
SECRET_BYTES: Final = 32
IDLE: Final = timedelta(days=30)
AT_MOST: Final = timedelta(days=180)
SEEN_EVERY: Final = timedelta(hours=1)
MOST: Final = 50
LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class Device:
    """One device. ``hash`` is of its secret, which only the device itself has."""

    id: int
    name: str
    hash: str
    let_in: datetime
    seen: datetime

    def is_in(self, now: datetime) -> bool:
        """Whether it may still come in: seen lately, and not let in too long ago."""
        return now - self.seen < IDLE and now - self.let_in < AT_MOST


@dataclass
class Devices:
    """The devices of one installation, in a folder that only this person can look into."""

    folder: Path
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _known: tuple[Device, ...] | None = None

    def let_in(self, name: str, *, now: datetime) -> str:
        """Let a device in, and give the secret that it shows from now on.

        Raises
        ------
        InputError : too many are in
        OSError : it cannot be kept; it is not in
        """
        secret = secrets.token_urlsafe(SECRET_BYTES)
        with self._lock:
            known = tuple(each for each in self._all() if each.is_in(now))
            if len(known) >= MOST:
                expected = f"at most {MOST} devices; let one out first"
                raise InputError("devices", given=f"{len(known)}", expected=expected)
            id = max((each.id for each in self._all()), default=0) + 1
            made = Device(id, name.strip()[:LONGEST_NAME], _hash(secret), now, now)
            self._keep((*known, made))
        return secret

    def of(self, secret: str, *, now: datetime) -> Device | None:
        """The device that shows this secret; None where none may come in with it."""
        shown = _hash(secret)
        with self._lock:
            found = next((each for each in self._all() if each.hash == shown), None)
            if found is None or not found.is_in(now):
                return None
            if now - found.seen > SEEN_EVERY:
                found = replace(found, seen=now)
                others = (found if each.id == found.id else each for each in self._all())
                with suppress(OSError):  # that it was seen can wait; that it is in cannot
                    self._keep(tuple(others))
            return found

    def let_out(self, id: int) -> bool:
        """Let a device out; whether it was in.

        Raises
        ------
        OSError : it cannot be kept
        """
        with self._lock:
            left = tuple(each for each in self._all() if each.id != id)
            was_in = len(left) < len(self._all())
            if was_in:
                self._keep(left)
            return was_in

    def are_in(self, *, now: datetime) -> list[Device]:
        """The devices that may come in, the latest first."""
        with self._lock:
            return sorted((each for each in self._all() if each.is_in(now)), key=_latest)

    def _all(self) -> tuple[Device, ...]:
        if self._known is None:
            self._known = _read(self.folder / FILE)
        return self._known

    def _keep(self, devices: tuple[Device, ...]) -> None:
        rows = [asdict(each) for each in devices]
        write_own(self.folder / FILE, json.dumps(rows, default=datetime.isoformat).encode("utf-8"))
        self._known = devices


def write_own(file: Path, content: bytes) -> None:
    """Write a file for this person's eyes only, whole or not at all.

    Raises
    ------
    OSError : it cannot be written
    """
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _read(file: Path) -> tuple[Device, ...]:
    """What is in the file; a file that cannot be read lets nobody in."""
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
        return tuple(_device(row) for row in rows)
    except (OSError, ValueError, TypeError, KeyError):
        return ()


def _device(row: dict[str, str]) -> Device:
    times = (datetime.fromisoformat(row[name]) for name in ("let_in", "seen"))
    return Device(int(row["id"]), str(row["name"]), str(row["hash"]), *times)


def _latest(device: Device) -> float:
    return -device.let_in.timestamp()


def _hash(secret: str) -> str:
    # 256 random bits need no slow hash: nothing could be tried out
    return sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
