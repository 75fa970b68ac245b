"""Ticks, crosses and boxes: what a mark before or behind a label says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from backspotter.reading.asking import (
    ABLE,
    ELSEWHERE,
    OUTWEIGHS,
    TROUBLES,
    asks_of_a_trouble,
    is_a_function,
)
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
"""What is told of a back as of a trouble: "sore back", ticked, says yes."""

PAIN_ALONE = MARKS | {"/", "]", "x", "pain", "|", ",", "and"}
"""Ticked alone, pain may be what is fine or what is there."""

HEADS = (TROUBLES - COMPLAINTS - {"pains"}) | frozenset(
    "wrong symptom symptoms sign signs complaint complaints affected bad not no cannot flags "
    "apply applies unable".split()
)
"""A line with one of these before the ticks asks what is wrong."""

LONGEST_HEAD = 8
OPEN_ENDED = frozenset([":", "with", "of", "in"])
SAYS_MORE = (ELSEWHERE - {"can", "am", "is", "are"}) | frozenset("but yes y yep now still".split())
"""Behind an empty box these tell something all the same."""


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
    says_no = bool(ticked) and all(_is_of_a_complaint(words) for words in ticked)
    says_no = says_no and not all(PAIN_ALONE.issuperset(words) for words in ticked)
    says_fine = TROUBLES.isdisjoint(named) and not _headed_by_a_trouble(pieces)
    is_unclear = not says_no and bool(ticked)
    behind = [*(words for _, words in pieces[1:]), ()]
    for each, after in zip(pieces, behind, strict=True):
        if is_unclear and each[0].asks and len(after) == 1 and after[0] in CROSSES:
            yield part(each, 0, len(each[1]))
        else:
            yield from _ticked(each, says_no=says_no, says_fine=says_fine)


def _is_of_a_complaint(words: Sequence[str]) -> bool:
    """ "Sore back", "fever"; not "no pain", "stiffness better", "bladder"."""
    told = [word for word in words if word != "back" and word not in MARKS | {"]", "x"}]
    return asks_of_a_trouble(["ache" if word in COMPLAINTS else word for word in told])


def _headed_by_a_trouble(pieces: Sequence[Piece]) -> bool:
    """ "Trouble with:", "tick what is wrong": the last words before the first mark."""
    at = next((at for at, (_, words) in enumerate(pieces) if begins_marked(words)), 0)
    head = pieces[at - 1][1] if at else ()
    if not head or len(head) > LONGEST_HEAD:
        return False
    asks = not HEADS.isdisjoint(head)
    open_ended = head[-1] in OPEN_ENDED and not (OUTWEIGHS | COMPLAINTS).isdisjoint(head)
    return asks or open_ended


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
    is_open = (words[0] in EMPTY or words[:2] == ("[", "]")) and _is_a_label(rest[1])
    crossed = words[0] in CROSSES and (says_no or not ABLE.isdisjoint(rest[1][:1]))
    yield part(piece, before, len(words), asks=sentence.asks or crossed or is_open)
    if crossed or is_open:
        yield part(piece, 0, before)


def _is_a_label(words: Sequence[str]) -> bool:
    """What stands at an empty box and tells nothing more: not "numb groin: yes"."""
    plain = all(word.isalpha() or word == "/" for word in words)
    return asks_of_a_trouble(words) or (plain and (SAYS_MORE | TROUBLES).isdisjoint(words))


def _well(piece: Piece) -> Piece:
    """ "Bladder" with a tick as "bladder fine"."""
    sentence, words = piece
    fine = Token("fine", sentence.tokens[-1].start, sentence.tokens[-1].end)
    return Sentence((*sentence.tokens, fine), asks=False), (*words, "fine")
