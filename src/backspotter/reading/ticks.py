"""Ticks, crosses and boxes: what a mark before or behind a label says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from backspotter.reading.asking import TROUBLES, is_a_function
from backspotter.reading.tokens import Sentence, Token

Piece: TypeAlias = tuple[Sentence, tuple[str, ...]]
"""A sentence, and its words with spelling set right."""

EMPTY = frozenset("\u2610\u25fb\u25a1\u2b1c")
TICKS = frozenset("\u2705\u2713\u2714\u2611")
CROSSES = frozenset("\u274c\u2717\u2718\u2716")
MARKS = EMPTY | TICKS | CROSSES | {"\u2612", "["}
BOXES = (("[", "]"), ("[", "x", "]"), *((mark,) for mark in sorted(MARKS - {"["})))
"""With what a line of a checklist may begin."""

LONGEST_BOX = 3

COMPLAINTS = frozenset("sore soreness stiff stiffness tight ache aches achy doms pain".split())
"""Beside one of these a tick says yes, and so a cross no."""


def part(piece: Piece, start: int, end: int, *, asks: bool = False) -> Piece:
    """Some words of a piece, as a statement unless it asks."""
    return Sentence(piece[0].tokens[start:end], asks), piece[1][start:end]


def begins_marked(words: tuple[str, ...]) -> int:
    """How many words a mark at the beginning has: a box, a tick, a cross."""
    return next((len(mark) for mark in BOXES if words[: len(mark)] == mark), 0)


def as_ticked(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """What has a tick is said, what has an empty box is open.

    A cross says no where a tick says yes to a complaint. A tick says that something is fine where
    none stands at a trouble; beside it a cross may say that something is not.
    """
    ticked = [words for _, words in pieces if words[0] in TICKS or words[-1] in TICKS]
    named = {word for words in ticked for word in words}
    says_no, says_fine = not COMPLAINTS.isdisjoint(named), TROUBLES.isdisjoint(named)
    is_unclear = says_fine and not says_no and bool(ticked)
    behind = [*(words for _, words in pieces[1:]), ()]
    for each, after in zip(pieces, behind, strict=True):
        if is_unclear and each[0].asks and len(after) == 1 and after[0] in CROSSES:
            yield part(each, 0, len(each[1]))
        else:
            yield from _ticked(each, says_no=says_no, says_fine=says_fine)


def by_mark(piece: Piece) -> Iterator[Piece]:
    """A line that begins with a mark, cut before each."""
    sentence, words = piece
    if not begins_marked(words):
        yield piece
        return
    cuts = [at for at in range(len(words)) if begins_marked(words[at : at + LONGEST_BOX])]
    for first, last in pairwise([*cuts, len(words)]):
        yield part(piece, first, last, asks=sentence.asks)


def _ticked(piece: Piece, *, says_no: bool, says_fine: bool) -> Iterator[Piece]:
    sentence, words = piece
    before = begins_marked(words)
    behind = before == 0 and words[-1] in TICKS
    rest = part(piece, before, len(words) - behind, asks=sentence.asks)
    if (behind or words[0] in TICKS) and says_fine and is_a_function(rest[1]):
        yield _well(rest)
        return
    if not before or before == len(words):
        yield piece
        return
    is_open = words[0] in EMPTY or words[:2] == ("[", "]")
    crossed = words[0] in CROSSES and says_no
    yield part(piece, before, len(words), asks=sentence.asks or crossed or is_open)
    if crossed or is_open:
        yield part(piece, 0, before)


def _well(piece: Piece) -> Piece:
    """ "Bladder" with a tick as "bladder fine"."""
    sentence, words = piece
    fine = Token("fine", sentence.tokens[-1].start, sentence.tokens[-1].end)
    return Sentence((*sentence.tokens, fine), asks=False), (*words, "fine")
