"""Lists of labels with what is noted at each, as so many questions with their answers.

"Fever: no, numb groin: yes", "weak legs - none", boxes to tick, and what was asked by somebody
whose name stands before it ("Q: numb groin? A: no").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from backspotter.reading.asking import (
    TROUBLES,
    as_inability,
    asked_from,
    asks_of_a_trouble,
    is_a_function,
    is_listed,
)
from backspotter.reading.replies import Reply, denies, is_of_all, reply_at
from backspotter.reading.ticks import (
    CROSSES,
    MARKS,
    TICKS,
    Piece,
    as_ticked,
    begins_marked,
    by_mark,
    part,
)
from backspotter.reading.tokens import Sentence

SEPARATORS = frozenset([":", "-", "\u2013", "\u2014", "=", ">", "\u2192", "\u21d2", "|", "("])
CLOSE = frozenset(["/", "|", ")", "]"])
GO_ON = frozenset([",", "and", "but"])
BARE_LABEL, LABEL_BETWEEN = 6, 4
"""How many words a label has at most before a bare no, and between two of them."""

FAR = 40
"""How many words around a reply are looked at."""

SPEAKERS = frozenset(
    "q a ans answer question me you user patient bot ai chatgpt gpt assistant app doctor doc dr gp "
    "nurse physio pt therapist chiro coach trainer wife husband partner mate friend mum mom dad "
    "triage them they he she asked asks ask said says reply replied my the".split()
)
SPEAKER = 3
"""How many words a speaker's name has at most: "GP asked:"."""

NUMBERED = frozenset(["q", "a", "ans", "answer", "question"])
BULLETS = frozenset(["-", "*", "\u2022", "\u00b7", "\u2013"])
UNSEEN = "\ufe0f"
"""How some writers end a drawn mark."""

LONGEST_HEAD = 6

HINTS = tuple(
    tuple(each.split())
    for each in ("( y / n )", "( yes / no )", "y / n", "yes / no", "yes or no", "( yes or no )")
)
"""What may be answered, beside the label."""


@dataclass(frozen=True, slots=True)
class _Noted:
    """A label and its reply in a sentence: where each begins, where the reply ends."""

    label: int
    label_end: int
    reply: int
    end: int
    kind: Reply


def as_questions(cut: Sequence[Sentence], righted: Sequence[tuple[str, ...]]) -> list[Piece]:
    """The sentences, each noted label as a question and its reply as an answer.

    Parameters
    ----------
    cut : the sentences
    righted : the words of each with spelling set right
    """
    pieces: list[Piece] = []
    for each in zip(cut, righted, strict=True):
        asked = bool(pieces) and pieces[-1][0].asks
        spoken = _without_speaker(each, asked=asked)
        for piece in by_mark(spoken) if spoken[1] else ():
            pieces += [piece] if begins_marked(piece[1]) else _items(piece, asked=asked)
    has_marks = any(not MARKS.isdisjoint(words) for _, words in pieces)
    return list(as_ticked(pieces)) if has_marks else pieces


def _without_speaker(piece: Piece, *, asked: bool) -> Piece:
    """ "Q: …?" and the "A: …" behind it without who speaks; a mark's unseen end goes too."""
    sentence, words = piece
    if UNSEEN in words:
        kept = [at for at, word in enumerate(words) if word != UNSEEN]
        sentence = Sentence(tuple(sentence.tokens[at] for at in kept), sentence.asks)
        words = tuple(words[at] for at in kept)
    if len(words) == 1 and words[0] in NUMBERED:
        return Sentence((), sentence.asks), ()
    name = words.index(":") if ":" in words[: SPEAKER + 1] else 0
    if name and SPEAKERS.issuperset(words[:name]) and (sentence.asks or asked):
        return part((sentence, words), name + 1, len(words), asks=sentence.asks)
    asks = sentence.asks or (asked and len(words) > 1 and reply_at(words, 1) is not None)
    if words[:1] and words[0] in BULLETS and (asks or begins_marked(words[1:])):
        return part((sentence, words), 1, len(words), asks=sentence.asks)
    return sentence, words


def _items(piece: Piece, *, asked: bool) -> Iterator[Piece]:
    sentence, words = piece
    headed = _headed(words)
    if headed:
        yield part(piece, headed + 1, len(words), asks=True)
        yield part(piece, 0, headed)
        return
    start = _answer_before(piece) if asked else 0
    if start:
        yield part(piece, 0, start)
        start += words[start : start + 1] == (",",)
        behind = part(piece, start, len(words), asks=sentence.asks)
        spoken = _without_speaker(behind, asked=asked)
        if spoken != behind:
            yield from _items(spoken, asked=False) if spoken[1] else ()
            return
    for noted in _noted(piece, start):
        if noted.label > start:
            yield part(piece, start, noted.label)
        yield from _as_asked(piece, noted)
        start = noted.end
        while start < len(words) and (words[start] in CLOSE | GO_ON or _is_number(words, start)):
            start += 1
    if start < len(words):
        yield part(piece, start, len(words), asks=sentence.asks)


def _headed(words: tuple[str, ...]) -> int:
    """How many words say no to a list behind them: "none of these: fever, chills"."""
    at = words.index(":") if ":" in words[:LONGEST_HEAD] else 0
    return at if is_of_all(words[:at]) and asks_of_a_trouble(words[at + 1 :], of_all=True) else 0


def _answer_before(piece: Piece) -> int:
    """How many words answer the question before, where another question follows: "no, chills?"."""
    sentence, words = piece
    reply = reply_at(words, 0)
    if reply is None or reply[0] == len(words):
        return 0
    goes_on = words[reply[0]] == "," and any(True for _ in _noted(piece, reply[0] + 1))
    return reply[0] if sentence.asks or goes_on else 0


def _as_asked(piece: Piece, noted: _Noted) -> Iterator[Piece]:
    """A label with a no, or with nothing, as question and answer; with a yes as it stands."""
    if noted.kind in (Reply.NO, Reply.UNSAID):
        yield part(piece, noted.label, noted.label_end, asks=True)
        yield part(piece, noted.reply, noted.end)
    else:
        yield part(piece, noted.label, noted.end)


def _noted(piece: Piece, start: int) -> Iterator[_Noted]:
    """The labels with a reply, from this place on."""
    sentence, words = piece
    alternate = _alternate(words, start)
    at = start + 1
    while at < len(words):
        reply = reply_at(words, at)
        noted = None if reply is None else _label(words, start, at, *reply)
        if noted and not (sentence.asks and noted.end == len(words)):
            end = _closes(words, noted, alternate=alternate)
            if end:
                noted = _Noted(noted.label, noted.label_end, noted.reply, end, noted.kind)
                yield noted
                start = at = end
        at += 1


def _label(words: tuple[str, ...], start: int, at: int, length: int, kind: Reply) -> _Noted | None:
    """The label before a reply; None where there is none, or none that can be answered."""
    end, start = at, max(start, at - FAR)
    while end > start and words[end - 1] in SEPARATORS:
        end -= 1
    of_all = is_of_all(words[at : at + length]) and end < at
    first, last = _label_span(words, start, end, of_all=of_all)
    label = words[first:last]
    bare = end == at
    if not label or (bare and (len(label) > BARE_LABEL or not _is_plain(label))):
        return None
    if any((said := reply_at(label, i)) and said[1] is Reply.YES for i in range(len(label))):
        return None
    can_be_answered = (
        asks_of_a_trouble(label, of_all=of_all)
        or (words[at] in TICKS and is_a_function(label))
        or (
            (not bare or words[at] in CROSSES)
            and kind is Reply.NO
            and as_inability(label) is not None
        )
    )
    return _Noted(first, last, at, at + length, kind) if can_be_answered else None


def _label_span(words: tuple[str, ...], start: int, end: int, *, of_all: bool) -> tuple[int, int]:
    """Where the label begins and ends, without what may be answered, bullets and what is before."""
    for hint in HINTS:
        if words[max(end - len(hint), start) : end] == hint:
            end -= len(hint)
    first = start
    if not of_all and words[end - 1 : end] != (")",):
        marks = [at for at in range(start, end) if not words[at].isalpha() and words[at] != "/"]
        cuts = [at for at in marks if words[at] != ","]
        first = cuts[-1] + 1 if cuts else start
        first += asked_from(words[first:end])
    while first < end and not words[first].isalpha():
        first += 1
    return first, end


def _is_plain(label: Sequence[str]) -> bool:
    return all(word.isalpha() or word == "/" for word in label)


def _is_number(words: tuple[str, ...], at: int) -> bool:
    """ "2." or "b)" of the next line in a list."""
    closed = words[at + 1 : at + 2] == (")",)
    is_last = words[at].isdigit() and at + 1 == len(words)
    return len(words[at]) == 1 and words[at].isalnum() and (closed or is_last)


def _another_follows(words: tuple[str, ...], at: int) -> bool:
    """ "… weak legs: yes" behind a reply, with no comma between."""
    last = next((i for i in range(at, len(words)) if not words[i].isalpha()), len(words))
    begins = last
    while begins < len(words) and words[begins] in SEPARATORS:
        begins += 1
    is_noted = last < begins < len(words) and reply_at(words, begins) is not None
    return is_noted and last - at <= LABEL_BETWEEN and is_listed(words[at:last])


def _alternate(words: tuple[str, ...], start: int) -> bool:
    """ "Fever no chills no weakness no": each reply is to what stands before it."""
    spans: list[tuple[int, int]] = []
    at = start
    while at < len(words):
        reply = None if words[at] == "n" else reply_at(words, at)
        if reply:
            spans.append((at, at + reply[0]))
        at += reply[0] if reply else 1
    if len(spans) <= 1 or spans[-1][1] != len(words):
        return False
    labels = [words[start : spans[0][0]], *(words[a[1] : b[0]] for a, b in pairwise(spans))]
    replies = [reply_at(words, first) for first, _ in spans]
    denied = [each for each, said in zip(labels[1:], replies[1:], strict=True) if _is_no(said)]
    if not all(is_listed(each) for each in denied):
        return False
    return all(0 < len(each) <= LABEL_BETWEEN and _is_plain(each) for each in labels)


def _is_no(reply: tuple[int, Reply] | None) -> bool:
    return reply is not None and reply[1] is Reply.NO


def _closes(words: tuple[str, ...], noted: _Noted, *, alternate: bool) -> int:
    """Where the reply ends; 0 where what follows makes it another answer: "no, completely dead"."""
    end = noted.end
    if end == len(words) or alternate:
        return end
    if words[end] in CLOSE:
        after = words[end + 1 : end + 2]
        return 0 if after and (after[0].isdigit() or reply_at(words, end + 1)) else end
    bare = noted.kind is Reply.NO and noted.reply == noted.label_end
    if _is_number(words, end) or (not bare and _another_follows(words, end)):
        return end
    if words[end] not in GO_ON:
        return 0
    if noted.kind is Reply.NO and len(words) - end <= FAR and denies(words[noted.reply :]):
        return len(words)
    begins = end + 1 + (words[end + 1 : end + 2] in (("and",), ("but",)))
    last = min(begins + FAR, len(words))
    rest = words[begins : next((at for at in range(begins, last) if words[at] == ","), last)]
    if rest[:1] == ("no",) and len(rest) > 1 and not TROUBLES.isdisjoint(rest):
        return end
    if ":" in rest[1:] and _is_plain(rest[: rest.index(":")]):
        return end
    ends = any(
        (reply := reply_at(rest, at)) and at + reply[0] == len(rest) for at in range(1, len(rest))
    )
    return end if ends else 0
