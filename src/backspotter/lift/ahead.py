"""Things made a little ahead of their use, in a thread: decoding beside the network."""

from __future__ import annotations

from collections.abc import Iterator
from queue import Full, Queue
from threading import Event, Thread
from typing import Final, TypeVar

Made = TypeVar("Made")

WAIT_S: Final = 0.05
"""How often a waiting maker looks whether it is still wanted [s]."""


def made_ahead(source: Iterator[Made], most: int) -> Iterator[Made]:
    """The same things in the same order, up to ``most`` of them made before they are asked for.

    What the source raises is raised here in its turn. Left early, the source is closed and its
    thread ends before this does.
    """
    shelf: Queue[tuple[Made | None, BaseException | None]] = Queue(maxsize=most)
    unwanted = Event()
    maker = Thread(target=_make, args=(source, shelf, unwanted), daemon=True)
    maker.start()
    try:
        while True:
            made, error = shelf.get()
            if error is not None:
                raise error
            if made is None:
                return
            yield made
    finally:
        unwanted.set()
        maker.join()


def _make(
    source: Iterator[Made],
    shelf: Queue[tuple[Made | None, BaseException | None]],
    unwanted: Event,
) -> None:
    last: tuple[None, BaseException | None] = (None, None)
    try:
        for made in source:
            if not _put(shelf, (made, None), unwanted):
                break
    except Exception as error:  # raised again where the thing is asked for
        last = (None, error)
    finally:
        close = getattr(source, "close", None)
        if close is not None:
            close()
    _put(shelf, last, unwanted)


def _put(
    shelf: Queue[tuple[Made | None, BaseException | None]],
    thing: tuple[Made | None, BaseException | None],
    unwanted: Event,
) -> bool:
    """Waits for room; False when nobody wants it any more."""
    while not unwanted.is_set():
        try:
            shelf.put(thing, timeout=WAIT_S)
        except Full:
            continue
        return True
    return False
