"""A disk that fails at the n-th write: under SQLite, and under the files that Python writes.

It puts its own functions into the table by which SQLite's library reaches the operating system, so
the code under test, the driver and the library are those that people run. For a process of its
own only: it cannot be taken out again.
"""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

KILL, EIO, FULL = "kill", "eio", "full"
IOERR_WRITE, SQLITE_FULL, SQLITE_OK = 10 | (3 << 8), 13, 0
POINTERS_IN_METHODS = 18
X_WRITE, X_TRUNCATE, X_SYNC = 2, 3, 4

Write = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
)
Truncate = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int64)
Sync = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
Open = ctypes.CFUNCTYPE(
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_int,
    ctypes.c_void_p,
)


class Methods(ctypes.Structure):
    _fields_ = [("version", ctypes.c_int), ("calls", ctypes.c_void_p * POINTERS_IN_METHODS)]


class File(ctypes.Structure):
    _fields_ = [("methods", ctypes.POINTER(Methods))]


class System(ctypes.Structure):
    """The first fields of ``sqlite3_vfs``."""

    _fields_ = [
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("open", ctypes.c_void_p),
    ]


def shared_library() -> str | None:
    """The SQLite library that this Python has loaded, where it is one of its own."""
    import sqlite3

    with sqlite3.connect(":memory:") as connection:
        connection.execute("SELECT 1")
    maps = Path("/proc/self/maps")
    if not maps.exists():
        return None
    names = (line.split()[-1] for line in maps.read_text().splitlines())
    return next((name for name in names if "libsqlite3.so" in name), None)


class FailingDisk:
    """Counts writes, and lets the n-th one go wrong. ``fired`` : whether it came to that."""

    def __init__(self, kind: str, at: int) -> None:
        self.kind, self.at = kind, at
        self.count, self.fired = 0, False
        self._kept: list[Any] = []
        self._methods: dict[int, Methods] = {}
        self._under_sqlite()
        self._under_python()

    def goes_wrong(self) -> bool:
        """Whether this write does; a killed process does not come back to be told."""
        self.count += 1
        now = self.count == self.at or (self.kind == FULL and self.count > self.at)
        if now:
            self.fired = True
            if self.kind == KILL:
                os.kill(os.getpid(), signal.SIGKILL)
        return now

    def _under_sqlite(self) -> None:
        library = ctypes.CDLL(shared_library())
        library.sqlite3_vfs_find.restype = ctypes.POINTER(System)
        system = library.sqlite3_vfs_find(None).contents
        before = Open(system.open)

        def opened(vfs: int, name: int, file: int, flags: int, out: int) -> int:
            code = before(vfs, name, file, flags, out)
            if code == SQLITE_OK:
                self._watch(File.from_address(file))
            return code

        system.open = self._pointer(Open(opened))

    def _watch(self, file: File) -> None:
        if not file.methods:
            return
        address = ctypes.addressof(file.methods.contents)
        if address not in self._methods:
            self._methods[address] = self._failing(file.methods.contents)
        file.methods = ctypes.pointer(self._methods[address])

    def _failing(self, real: Methods) -> Methods:
        copy = Methods(real.version, real.calls)
        code = SQLITE_FULL if self.kind == FULL else IOERR_WRITE
        for place, kind in ((X_WRITE, Write), (X_TRUNCATE, Truncate), (X_SYNC, Sync)):
            copy.calls[place] = self._pointer(kind(self._or_fail(kind(real.calls[place]), code)))
        return copy

    def _or_fail(self, real: Callable[..., int], code: int) -> Callable[..., int]:
        return lambda *given: code if self.goes_wrong() else real(*given)

    def _pointer(self, call: Any) -> int | None:
        self._kept.append(call)  # SQLite keeps the address alone
        return ctypes.cast(call, ctypes.c_void_p).value

    def _under_python(self) -> None:
        fdopen, fsync, replace = os.fdopen, os.fsync, Path.replace
        number = 28 if self.kind == FULL else 5

        def check() -> None:
            if self.goes_wrong():
                raise OSError(number, os.strerror(number))

        def counted(handle: int, *given: Any, **named: Any) -> BinaryIO:
            stream = fdopen(handle, *given, **named)
            write = stream.write

            class Counted:
                def write(self, part: bytes) -> int:
                    check()
                    return write(part)

                def __getattr__(self, name: str) -> Any:
                    return getattr(stream, name)

                def __enter__(self) -> Any:
                    return self

                def __exit__(self, *_: object) -> None:
                    stream.close()

            return Counted()  # type: ignore[return-value]

        def synced(handle: int) -> None:
            check()
            fsync(handle)

        def replaced(self: Path, target: Path) -> Path:
            check()
            return replace(self, target)

        os.fdopen, os.fsync = counted, synced
        Path.replace = replaced  # type: ignore[method-assign,assignment]
