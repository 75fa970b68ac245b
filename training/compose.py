"""Texts composed from the wordings in ``training/wordings``: frames, choices and slips of the pen.

The same seed gives the same texts. What comes out close to a held-out text is left out.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

WORDINGS = Path(__file__).parent / "wordings"
DATA = Path(__file__).parent.parent / "tests/data"
HELD_OUT = tuple(f"phrasing_{name}.jsonl" for name in ("kept", "ward", "porch", "quay"))
TEXTS_A_LINE = 6
MISSPELT = 0.35
SAME_WORDS_IN_A_ROW = 5
CHOICE = re.compile(r"\{([^{}]*)\}")
WORD = re.compile(r"[A-Za-z']+")
KEYS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj",
    "i": "uo", "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o",
    "q": "w", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc",
    "y": "tu", "z": "x",
}  # fmt: skip
BY_EAR = (
    ("ight", "ite"), ("tion", "shun"), ("sion", "shun"), ("ph", "f"), ("ck", "k"), ("ee", "ea"),
    ("ea", "ee"), ("ou", "u"), ("ing", "in"), ("ie", "ei"), ("le", "el"), ("wh", "w"),
    ("kn", "n"), ("mb", "m"), ("wr", "r"), ("ll", "l"), ("ss", "s"), ("tt", "t"), ("pp", "p"),
    ("oo", "u"), ("ai", "ay"), ("er", "ur"), ("ance", "ence"), ("y", "ie"), ("c", "k"),
)  # fmt: skip


def sections(path: Path) -> dict[str, list[str]]:
    """The lines of one file under each of its headings."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            lines = found.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return found


def composed(seed: int) -> Iterator[tuple[str, str]]:
    """Each text with the item it speaks of; "none" for no sign."""
    chance = random.Random(seed)
    frames = sections(WORDINGS / "frames.txt")
    near = runs_held_out()
    for path in sorted(WORDINGS.glob("*.txt")):
        if path.name == "frames.txt":
            continue
        for item, lines in sections(path).items():
            for line in lines:
                for text in _texts(line, frames, chance):
                    if near.isdisjoint(runs(text)):
                        yield text, item


def _texts(line: str, frames: Mapping[str, list[str]], chance: random.Random) -> Iterator[str]:
    for _ in range(TEXTS_A_LINE):
        text = _chosen(line, chance)
        said = _misspelt(text, chance) if chance.random() < MISSPELT else text
        yield _framed(said, frames, chance)


def _chosen(line: str, chance: random.Random) -> str:
    """One of the texts a line stands for."""
    while CHOICE.search(line):
        line = CHOICE.sub(lambda m: chance.choice(m.group(1).split("|")), line, count=1)
    return line


def _framed(text: str, frames: Mapping[str, list[str]], chance: random.Random) -> str:
    before, after = chance.choice(frames["before"]), chance.choice(frames["after"])
    parts = [part for part in (before, text, after) if part != "-"]
    return " ".join(parts).replace(" .", ".").replace(" ,", ",")


def _misspelt(text: str, chance: random.Random) -> str:
    """The text as typed in haste: about every third longer word has a slip."""
    return WORD.sub(lambda m: _slip(m.group(), chance), text.lower())


def _slip(word: str, chance: random.Random) -> str:
    word = word.replace("'", "")
    if len(word) < 4 or chance.random() > 0.4:
        return word
    at = chance.randrange(1, len(word) - 1)
    heard = [(a, b) for a, b in BY_EAR if a in word[1:] or (a in word and len(a) > 1)]
    kind = chance.choice(("swap", "drop", "double", "key", "ear", "ear"))
    if kind == "ear" and heard:
        return word.replace(*chance.choice(heard), 1)
    if kind == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[: at + 1] + word[at:]
    return word[:at] + chance.choice(KEYS.get(word[at], "e")) + word[at + 1 :]


def runs(text: str) -> set[tuple[str, ...]]:
    """Every few words in a row of a text."""
    words = WORD.findall(text.lower())
    n = SAME_WORDS_IN_A_ROW
    return {tuple(words[i : i + n]) for i in range(len(words) - n + 1)}


@cache
def runs_held_out() -> frozenset[tuple[str, ...]]:
    """Every few words in a row of the held-out phrasings."""
    texts = (
        json.loads(line)["text"]
        for name in HELD_OUT
        for line in (DATA / name).read_text(encoding="utf-8").splitlines()
    )
    return frozenset().union(*map(runs, texts))
