"""Somebody's own words, cut where something was read from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from backspotter.reading.model import Heard


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the words, and whether anything was read from them."""

    words: str
    is_read: bool


def pieces(text: str, heard: Iterable[Heard]) -> tuple[Piece, ...]:
    """The whole text in pieces; put together again they are the text."""
    found: list[Piece] = []
    at = 0
    for start, end in _joined(text, heard):
        found += [Piece(text[at:start], False), Piece(text[start:end], True)]
        at = end
    found.append(Piece(text[at:], False))
    return tuple(piece for piece in found if piece.words)


def _joined(text: str, heard: Iterable[Heard]) -> list[tuple[int, int]]:
    """The spans in order, those that touch as one, within the text."""
    spans = sorted((max(each.start, 0), min(each.end, len(text))) for each in heard)
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
