"""Letters of our own, drawn as strokes, to write over pictures of any size."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np

from backspotter.exports.film_drawing import (
    Colour,
    Floats,
    Pixels,
    add_segment,
    blend,
    patch_around,
)

TALL: Final = 6.0
"""Height of a digit, in the units of the drawings below; small letters are 4 high."""

BELOW: Final = 2.0
"""How far a letter reaches below the line."""

DRAWN: Final = """
a 4.2 | o 1.9 2 1.5 2 0 360 | 3.4 4 3.4 0
b 4.2 | .7 6 .7 0 | o 2.2 2 1.5 2 0 360
c 3.8 | o 2.1 2 1.5 2 50 310
d 4.2 | 3.4 6 3.4 0 | o 1.9 2 1.5 2 0 360
e 4.1 | o 2.05 2 1.5 2 0 315 | .6 2 3.55 2
f 2.7 | o 2.2 4.9 1 1.1 70 180 | 1.2 4.9 1.2 0 | .3 4 2.2 4
g 4.2 | o 1.9 2 1.5 2 0 360 | 3.4 4 3.4 -.5 | o 1.9 -.5 1.5 1.3 0 -150
h 4.1 | .7 6 .7 0 | o 2.05 2.4 1.35 1.6 0 180 | 3.4 2.4 3.4 0
i 1.6 | .8 4 .8 0 | .8 5.5 .8 5.6
j 1.8 | 1.1 4 1.1 -.9 | o .3 -.9 .8 .9 0 -90 | 1.1 5.5 1.1 5.6
k 3.7 | .7 6 .7 0 | 3.2 4 .7 1.7 | 1.6 2.5 3.4 0
l 1.6 | .8 6 .8 0
m 6 | .7 4 .7 0 | o 1.85 2.6 1.15 1.4 0 180 | 3 2.6 3 0 | o 4.15 2.6 1.15 1.4 0 180 | 5.3 2.6 5.3 0
n 4.1 | .7 4 .7 0 | o 2.05 2.4 1.35 1.6 0 180 | 3.4 2.4 3.4 0
o 4.2 | o 2.1 2 1.5 2 0 360
p 4.2 | .7 4 .7 -1.8 | o 2.2 2 1.5 2 0 360
q 4.2 | 3.4 4 3.4 -1.8 | o 1.9 2 1.5 2 0 360
r 2.9 | .7 4 .7 0 | o 2.05 2.4 1.35 1.6 60 180
s 3.6 | o 1.8 3 1.15 1 45 270 | o 1.8 1 1.25 1 90 -140
t 2.7 | 1.2 5.4 1.2 1 | o 2.1 1 .9 1 180 290 | .3 4 2.2 4
u 4.1 | .7 4 .7 1.6 | o 2.05 1.6 1.35 1.6 180 360 | 3.4 4 3.4 0
v 3.8 | .4 4 1.9 0 3.4 4
w 5.6 | .4 4 1.6 0 2.8 4 4 0 5.2 4
x 3.8 | .5 4 3.3 0 | .5 0 3.3 4
y 3.8 | .4 4 1.9 0 | 3.4 4 1.4 -1.3 .6 -1.8
z 3.6 | .5 4 3.1 4 .5 0 3.1 0
0 4.2 | o 2.1 3 1.5 3 0 360
1 4.2 | 1 4.8 2.3 6 2.3 0
2 4.2 | o 2.1 4.4 1.45 1.6 165 -40 | 3.21 3.37 .6 0 3.6 0
3 4.2 | o 2 4.5 1.35 1.5 150 -90 | o 2 1.5 1.5 1.5 90 -150
4 4.2 | 2.9 0 2.9 6 .5 1.6 3.7 1.6
5 4.2 | 3.3 6 1 6 .8 3.2 | o 2 1.9 1.55 1.9 140 -150
6 4.2 | o 2.1 1.9 1.5 1.9 0 360 | 2.9 6 1.6 4.4 .7 2.5
7 4.2 | .6 6 3.6 6 1.6 0
8 4.2 | o 2.1 4.5 1.3 1.5 0 360 | o 2.1 1.5 1.5 1.5 0 360
9 4.2 | o 2.1 4.1 1.5 1.9 0 360 | 3.5 3.5 2.6 1.6 1.3 0
° 2.6 | o 1.3 5.1 .8 .9 0 360
. 1.6 | .8 .1 .8 0
, 1.6 | .9 .2 .5 -.9
/ 3.0 | .3 -.6 2.7 6.2
– 3.6 | .4 2.2 3.2 2.2
− 3.6 | .5 2.2 3.1 2.2
( 2.2 | o 2.7 2.6 2 4 130 230
) 2.2 | o -.5 2.6 2 4 50 -50
"""
SPACE: Final = 2.4
HALF: Final = 0.5
"""Half the width of a stroke in those units."""


def _strokes(written: str) -> list[Floats]:
    """The strokes of a drawing, each as points (n, 2): straight pieces, or arcs after an o."""
    found: list[Floats] = []
    for stroke in written.split("|")[1:]:
        words = stroke.split()
        if words[0] == "o":
            x, y, wide, high, start, end = map(float, words[1:])
            turn = np.radians(np.linspace(start, end, 2 + int(abs(end - start) / 20)))
            found.append(np.stack([x + wide * np.cos(turn), y + high * np.sin(turn)], axis=1))
        else:
            found.append(np.array(words, float).reshape(-1, 2))
    return found


LETTERS: Final = {row[0]: _strokes(row) for row in DRAWN.strip().splitlines()}
WIDTHS: Final = {row[0]: float(row[1:].split("|")[0]) for row in DRAWN.strip().splitlines()}


def width_of(words: str, high: float) -> float:
    """How wide a line of text is, with digits this high [px]."""
    return sum(WIDTHS.get(letter, SPACE) for letter in words) * high / TALL


@lru_cache(maxsize=512)
def _cover(letter: str, high: float, bold: float) -> Floats:
    """How far a letter covers each pixel of its box, the box's upper left being one digit up."""
    unit = high / TALL
    reach = bold * HALF * unit + 1.5
    size = (int(np.ceil((TALL + BELOW + 1.4) * unit)), int(np.ceil((WIDTHS[letter] + 1.4) * unit)))
    patch = patch_around(np.array([[0.0, 0.0], size[::-1]]), 0, size)
    assert patch is not None
    for stroke in LETTERS[letter]:
        places = np.stack([stroke[:, 0] + 0.7, TALL + 0.7 - stroke[:, 1]], axis=1) * unit
        for start, end in pairwise(places):
            add_segment(patch, start, end, reach)
    return np.asarray(np.clip(bold * HALF * unit + 0.5 - patch.away, 0, 1))


def write(
    picture: Pixels,
    at: tuple[float, float],
    words: str,
    *,
    high: float,
    colour: Colour,
    bold: float = 1.0,
) -> float:
    """Writes a line whose digits' upper left corner is there; gives where it ends [px].

    Letters are small ones; what has no drawing leaves a gap.
    """
    x, unit = at[0], high / TALL
    for letter in words.lower():
        if letter in LETTERS:
            corner = (round(x - 0.7 * unit), round(at[1] - 0.7 * unit))
            blend(picture, corner, _cover(letter, high, bold), colour)
        x += WIDTHS.get(letter, SPACE) * unit
    return x
