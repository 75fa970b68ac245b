"""Questions that people ask themselves, or are asked, with their answers.

"Numb between my legs? No." denies a trouble. "Can I pee? No." tells of one: there the answer is
read into the question, as "I can not pee". A line of a checklist is such a question as well
(``checklists.py``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from backspotter.reading.asking import (
    NEGATED,
    TROUBLES,
    as_ability,
    as_inability,
    asked_from,
    asks_of_a_trouble,
    is_a_function,
)
from backspotter.reading.checklists import as_questions
from backspotter.reading.replies import (
    WITH_EFFORT,
    confirms,
    denies,
    doubts,
    is_of_all,
    is_well,
    leaves_it_open,
    refuses,
    says_hardly,
    says_yes,
    takes_back,
)
from backspotter.reading.tokens import Sentence, Token

LONGEST = 14
"""How many words a question to oneself has at most."""

OF_ONESELF = {"you": "i", "your": "my", "are": "am"}
WIPING = frozenset(["wiping", "wipe", "wiped", "when", "i", "my", "bum"])
FELT = frozenset(["feel", "feeling", "tell"])
"""Where one is asked for feeling, a yes says no more than that nothing is wrong."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence with its words set right, and what the answer to it was."""

    sentence: Sentence
    words: tuple[str, ...]
    is_denied: bool = False
    """A trouble that was asked for and is not there."""
    is_open: bool = False
    """What was asked and not answered: nothing is said of it."""

    def part(self, start: int, end: int) -> Told:
        """Some of its words as a statement."""
        return Told(Sentence(self.sentence.tokens[start:end], asks=False), self.words[start:end])


def with_answers(cut: Sequence[Sentence], righted: Sequence[tuple[str, ...]]) -> Iterator[Told]:
    """Each sentence; a question that the next one answers, as it is meant then.

    Parameters
    ----------
    cut : the sentences
    righted : the words of each with spelling set right
    """
    pieces = [Told(*each) for each in as_questions(*_with_nothing(cut, righted))]
    for at, told in enumerate(pieces):
        behind = pieces[at + 1 : at + 4]
        answered = told.sentence.asks and bool(behind) and not behind[0].sentence.asks
        yield from _with_answer(told, behind) if answered else [told]


def _with_nothing(
    cut: Sequence[Sentence], righted: Sequence[tuple[str, ...]]
) -> tuple[list[Sentence], list[tuple[str, ...]]]:
    """ "Wiping. Nothing." as one sentence: what is felt there, in two."""
    joined: list[Sentence] = []
    words: list[tuple[str, ...]] = []
    for sentence, said in zip(cut, righted, strict=True):
        if said == ("nothing",) and words and WIPING.issuperset(words[-1]):
            joined[-1] = Sentence((*joined[-1].tokens, *sentence.tokens), asks=False)
            words[-1] = (*words[-1], *said)
        else:
            joined.append(sentence)
            words.append(said)
    return joined, words


def _with_answer(asked: Told, behind: Sequence[Told]) -> Iterator[Told]:
    """A question as it is meant with what follows it."""
    said, left = behind[0].words, _is_taken_back(behind[1:])
    words = asked.words
    if len(words) > LONGEST:
        yield asked
        return
    start = asked_from(words, of_all=is_of_all(said))
    if start < len(words) and not (TROUBLES | NEGATED).isdisjoint(words[:start]):
        yield asked.part(0, start)
        asked = replace(asked.part(start, len(words)), sentence=_asking(asked.sentence, start))
    yield _answered(asked, said, is_left=left)


def _asking(sentence: Sentence, start: int) -> Sentence:
    return Sentence(sentence.tokens[start:], asks=True)


def _is_taken_back(behind: Sequence[Told]) -> bool:
    """Whether what follows an answer leaves it in doubt: "well, a bit", "sure? - not really"."""
    if not behind:
        return False
    then = behind[0].words
    if behind[0].sentence.asks and doubts(then):
        return len(behind) > 1 and not confirms(behind[1].words)
    return takes_back(then) and not _is_of_another(then)


def _answered(asked: Told, said: tuple[str, ...], *, is_left: bool) -> Told:
    is_asked = asks_of_a_trouble(asked.words, of_all=is_of_all(said))
    if leaves_it_open(said):
        return replace(asked, is_open=is_asked or _can_be_left(asked.words))
    if is_asked and denies(said):
        return asked if is_left else replace(asked, is_denied=True)
    if is_a_function(asked.words) and is_well(said):
        return _in_order(asked, [*range(len(asked.words)), "fine"])
    able = as_ability(asked.words)
    if able is not None and says_yes(said):
        return _able(asked, able, is_left=is_left)
    if able is not None and says_hardly(said):
        return _in_order(asked, [*able[:2], "hardly", *able[2:]])
    return _in_order(asked, as_inability(asked.words) if refuses(said) else None)


def _can_be_left(words: tuple[str, ...]) -> bool:
    """A function that tells nothing where it has no answer."""
    asks = as_ability(words) is not None or as_inability(words) is not None
    return is_a_function(words) or (asks and TROUBLES.isdisjoint(words))


def _able(asked: Told, able: list[int | str], *, is_left: bool) -> Told:
    """What a yes to "can you …" comes to; a trouble in what was asked is told."""
    tells = not (TROUBLES | NEGATED | WITH_EFFORT).isdisjoint(asked.words)
    if tells or FELT.isdisjoint(asked.words):
        return _in_order(asked, able)
    return asked if is_left else replace(asked, is_open=True)


def _is_of_another(then: tuple[str, ...]) -> bool:
    """ "Chills: yes" behind "fever: no" takes nothing back."""
    words = [word for word in then if word.isalpha()]
    return words[1:] == ["yes"] and asks_of_a_trouble(words[:1])


def _in_order(asked: Told, order: list[int | str] | None) -> Told:
    """A question as a statement: its words in this order, with words put in."""
    if order is None:
        return asked
    sentence, words = asked.sentence, asked.words
    first = sentence.tokens[0]
    tokens = tuple(
        Token(at, first.start, first.end) if isinstance(at, str) else sentence.tokens[at]
        for at in order
    )
    said = (at if isinstance(at, str) else words[at] for at in order)
    return Told(Sentence(tokens, asks=False), tuple(OF_ONESELF.get(word, word) for word in said))
