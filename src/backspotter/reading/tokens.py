"""Text to sentences of tokens, each token with its place in the text it came from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

WORD = re.compile(
    r"\b(?:w/o|b/c|[lsct]\d{1,2})\b|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['\u2019\u02bc`][^\W\d_]+)*|[^\w\s]",
    re.I,
)
ENDERS = frozenset(".!?\u2026;")
LONG, LONGEST = 300, 400
"""From how many words on a sentence without an end is cut before the next joint, and at the latest:
what stands around a word is looked for in its sentence, which has to stay bounded."""

CUT_BEFORE = frozenset(["and", "but", "so", "because", "then"])
HYPHENS = frozenset("-\u2010\u2011")
APOSTROPHES = re.compile("['\u2019\u02bc`]")
CAPABLE = {"can": "can", "could": "could", "ca": "can", "wo": "will", "sha": "shall"}
CONTRACTED = {
    "cant": ("can", "not"), "cannot": ("can", "not"), "couldnt": ("could", "not"),
    "dont": ("do", "not"), "doesnt": ("does", "not"), "didnt": ("did", "not"),
    "isnt": ("is", "not"), "wasnt": ("was", "not"), "arent": ("are", "not"),
    "werent": ("were", "not"), "havent": ("have", "not"), "hasnt": ("has", "not"),
    "hadnt": ("had", "not"), "wont": ("will", "not"), "wouldnt": ("would", "not"),
    "shouldnt": ("should", "not"), "aint": ("is", "not"), "im": ("i", "am"),
    "ive": ("i", "have"), "id": ("i", "would"), "thats": ("that", "is"),
    "theres": ("there", "is"), "whats": ("what", "is"), "gonna": ("going", "to"),
    "gotta": ("got", "to"), "wanna": ("want", "to"), "itll": ("it", "will"),
    "youre": ("you", "are"), "cuz": ("because",), "cos": ("because",), "coz": ("because",),
    "bc": ("because",), "b/c": ("because",), "tho": ("though",), "cannae": ("can", "not"),
    "rn": ("right", "now"), "w/o": ("without",), "cnt": ("can", "not"), "dnt": ("do", "not"),
    "cnat": ("can", "not"), "cannt": ("can", "not"), "canot": ("can", "not"),
    "cannott": ("can", "not"), "carnt": ("can", "not"), "kant": ("can", "not"),
    "couldent": ("could", "not"), "coudnt": ("could", "not"), "coulnt": ("could", "not"),
    "dosnt": ("does", "not"), "dosent": ("does", "not"), "doesent": ("does", "not"),
    "didint": ("did", "not"), "dident": ("did", "not"), "havnt": ("have", "not"),
    "woudnt": ("would", "not"), "wouldent": ("would", "not"),
    "isent": ("is", "not"), "wasent": ("was", "not"), "cany": ("can", "not"),
    "wudnt": ("would", "not"), "shes": ("she", "is"), "hes": ("he", "is"), "nothin": ("nothing",),
    "dunno": ("do", "not", "know"), "cudnt": ("could", "not"), "lemme": ("let", "me"),
}  # fmt: skip
SAID_OF = frozenset("it that there what he she here where how who this everything nothing".split())
ENDINGS = {"m": "am", "ve": "have", "re": "are", "ll": "will", "d": "would", "s": "'s", "t": "not"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark: as compared, and where it stands in the text."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens of one sentence; ``asks`` when it ended in a question mark."""

    tokens: tuple[Token, ...]
    asks: bool

    @property
    def words(self) -> tuple[str, ...]:
        """The words alone."""
        return tuple(token.word for token in self.tokens)


def sentences(text: str) -> list[Sentence]:
    """The text cut into sentences; numbers keep their point, marks are tokens of their own."""
    found: list[Sentence] = []
    current: list[Token] = []
    line_end = 0
    for match in WORD.finditer(text):
        mark = match.group()
        new_paragraph = "\n" in text[line_end : match.start()]
        line_end = match.end()
        if current and new_paragraph:
            found.append(Sentence(tuple(current), False))
            current = []
        if mark in HYPHENS and _joins_words(text, match):
            continue
        if len(current) >= LONG and (mark.lower() in CUT_BEFORE or len(current) >= LONGEST):
            found.append(Sentence(tuple(current), False))
            current = []
        if mark in ENDERS and not _is_list_mark(text, match):
            if current:
                found.append(Sentence(tuple(current), mark == "?"))
            current = []
        else:
            current.extend(_split(mark, match.start(), match.end()))
    if current:
        found.append(Sentence(tuple(current), False))
    return found


def _joins_words(text: str, match: re.Match[str]) -> bool:
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return before.isalnum() and after.isalnum()


def _is_list_mark(text: str, match: re.Match[str]) -> bool:
    """A point inside an abbreviation such as "e.g." does not end a sentence."""
    before = text[max(0, match.start() - 4) : match.start()].lower()
    return match.group() == "." and before.endswith(
        (" e", "e.g", " i", "i.e", " vs", " approx", " dr")
    )


def _split(mark: str, start: int, end: int) -> list[Token]:
    """A word into its parts, so that "can't" reads as "can not"."""
    folded = fold(mark)
    if folded in CONTRACTED:
        return [Token(part, start, end) for part in CONTRACTED[folded]]
    pieces = APOSTROPHES.split(folded)
    if len(pieces) == 1:
        return [Token(folded, start, end)]
    return [Token(part, start, end) for part in _parts_of(pieces)]


def _parts_of(pieces: list[str]) -> list[str]:
    stem, ending = "".join(pieces[:-1]), pieces[-1]
    if stem + ending in CONTRACTED and ending != "d":
        return list(CONTRACTED[stem + ending])
    if ending == "t" and stem.endswith("n"):
        return [CAPABLE.get(stem[:-1], stem[:-1]), "not"]
    if ending == "s" and stem in SAID_OF:
        return [stem, "is"]
    if ending in ENDINGS:
        return [part for part in (stem, ENDINGS[ending]) if part]
    return [stem + ending]


def fold(word: str) -> str:
    """A word as it is compared: lower case, no accents, ordinary apostrophes."""
    lowered = word.lower()
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(c for c in decomposed if not unicodedata.combining(c))
