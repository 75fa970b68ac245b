"""How well the small model reads a hand it never saw: each hand left out of training in turn.

    python training/leave_hands_out.py             the table, a quarter of an hour on one core
    python training/leave_hands_out.py --floors    also write training/sign_floors.json
    python training/leave_hands_out.py --curve     also by how many hands were trained on

Every hand wrote 14 lines for each sign and 350 that tell none (denied, over, somebody else's,
feared, harmless talk). Floors are chosen so that the model raises something in at most
``MOST_RAISED`` of the lines with no sign on which the tables are silent. Those that a hand is
counted with are chosen from the other hands.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from unittest.mock import patch

import numpy as np
from train_sign_model import (
    FLOORS,
    HOW_ASKED,
    NO_MODEL,
    NO_SIGN,
    SIGN_OF,
    SIGNS,
    examples,
    fit,
    hand_examples,
    hands,
    lines_of,
    scenes_of,
)

from backspotter.reading import likeness, reader
from backspotter.reading.likeness import SignModel

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from tests.phrasing import PRESENT, items  # noqa: E402

MOST_RAISED = 0.015
"""Of the lines without a sign, the share on which the model may speak where the tables do not."""

NEARLY_ONE = 1 - 1e-9
LOWEST = -4.0
STEPS = np.arange(LOWEST, 8, 0.1)
FARTHEST = 1.5
"""How far the floor of one sign may lie from that of all, in log odds."""

OF_ALL = 0.2
"""How much all signs together count beside the lines of one, when its floor is chosen."""

CURVE = (1, 2, 4)
CURVE_LEFT_OUT = 2
ITEM_OF = {sign: item for item, sign in SIGN_OF.items()}
COUNTED = frozenset(field for item in SIGN_OF for field in items()[item])


@dataclass(frozen=True)
class Line:
    """A line as the tables read it, and how sure the model is of each sign, in log odds."""

    item: str
    tables: frozenset[str]
    odds: Mapping[str, float]

    @property
    def fields(self) -> frozenset[str]:
        """Those that count as this sign."""
        return frozenset(items()[ITEM_OF[self.item]])

    def found(self, floors: Mapping[str, float] | None) -> bool:
        """Whether its sign is read, by the tables alone where no floors are given."""
        by_model = (f for f in self.fields.intersection(self.odds) if floors)
        return bool(self.tables & self.fields) or any(
            self.odds[field] >= (floors or {})[field] for field in by_model
        )

    def raised(self, floors: Mapping[str, float]) -> bool:
        """Whether the model finds any sign."""
        return any(odds >= floors[sign] for sign, odds in self.odds.items())


def signs_in(text: str, model: SignModel) -> frozenset[str]:
    """The warning signs that are read from a text with this model behind the tables."""
    with patch.object(likeness, "sign_model", lambda: model):
        check_in = reader.read(text).check_in
    return frozenset(field for field in COUNTED if getattr(check_in, field) in PRESENT)


def odds_of(text: str, model: SignModel) -> dict[str, float]:
    """How sure the model is of each sign that it adds to what the tables read."""
    with patch.object(likeness, "sign_model", lambda: model):
        scenes, other = scenes_of(text)
        likely = likeness.alike(scenes, about_other=other)
        unclear = {each.field for each in reader.read(text).unclear if "reads like" in each.why}
    sure = {each.sign: min(each.probability, NEARLY_ONE) for each in likely}
    return {sign: log(each / (1 - each)) for sign, each in sure.items() if sign in unclear}


def model_of(chosen: Sequence[str]) -> SignModel:
    """A model trained on everything but the hands that are not chosen, with its lowest floors."""
    texts = [*examples(), *(each for hand in chosen for each in hand_examples(hand))]
    as_stored = fit(texts, dict.fromkeys(SIGNS, log(0.85 / 0.15)))
    return SignModel(
        tuple(SIGNS),
        tuple(as_stored["bias"]),
        as_stored["weights"],
        (LOWEST,) * len(SIGNS),
        **HOW_ASKED,
    )


@cache
def by_tables(text: str) -> frozenset[str]:
    """The signs that the tables read alone."""
    return signs_in(text, NO_MODEL)


def read_with(hand: str, model: SignModel) -> list[Line]:
    """The lines of a hand as they are read with a model that did not see it."""
    return [
        Line(row["item"], by_tables(row["text"]), odds_of(row["text"], model))
        for row in lines_of(hand)
    ]


def chosen_floors(lines: Collection[Line]) -> dict[str, float]:
    """The floor of each sign: the most signs found at ``MOST_RAISED``.

    One more line raised for nothing is worth the same number of signs found, whichever sign it is;
    that number is made as small as the cost allows.
    """
    silent = [line for line in lines if line.item == NO_SIGN and not line.tables]
    missed = [line for line in lines if line.item != NO_SIGN and not line.tables & line.fields]
    most = MOST_RAISED * len(silent)
    found = np.array([_reached(sign, [m for m in missed if m.item == sign]) for sign in SIGNS])
    raised = np.array([_reached(sign, silent) for sign in SIGNS])
    low, high = 0.0, 200.0
    for _ in range(30):
        price = (low + high) / 2
        floors = _floors_at(price, found, raised)
        if sum(line.raised(floors) for line in silent) > most:
            low = price
        else:
            high = price
    return _floors_at(high, found, raised)


def _reached(sign: str, lines: Iterable[Line]) -> np.ndarray:
    """In how many lines the odds of a sign reach each step."""
    odds = np.array([line.odds.get(sign, -np.inf) for line in lines])
    return (odds[:, None] >= STEPS).sum(axis=0) if len(odds) else np.zeros(len(STEPS))


def _floors_at(price: float, found: np.ndarray, raised: np.ndarray) -> dict[str, float]:
    """The best step of each sign, not far from that of all, at this price of a line raised."""
    gain = found - price * raised
    of_all = gain.mean(axis=0)
    middle = STEPS[int(of_all.argmax())]
    near = np.abs(STEPS - middle) <= FARTHEST
    best = np.where(near, gain + OF_ALL * len(gain) * of_all / 10, -np.inf)
    return {
        sign: round(float(STEPS[int(row.argmax())]), 1)
        for sign, row in zip(SIGNS, best, strict=True)
    }


def counts(lines: Sequence[Line], floors: Mapping[str, float]) -> tuple[int, ...]:
    """Signs; found by the tables, and with the model; lines of none; raised by each."""
    signs = [line for line in lines if line.item != NO_SIGN]
    none = [line for line in lines if line.item == NO_SIGN]
    return (
        len(signs), sum(line.found(None) for line in signs),
        sum(line.found(floors) for line in signs), len(none),
        sum(bool(line.tables) for line in none),
        sum(not line.tables and line.raised(floors) for line in none),
    )  # fmt: skip


def left_out() -> dict[str, list[Line]]:
    """Each hand, read with a model that was trained on all others."""
    every = hands()
    found: dict[str, list[Line]] = {}
    for hand in every:
        found[hand] = read_with(hand, model_of([name for name in every if name != hand]))
        print(f"{hand} read", file=sys.stderr, flush=True)
    return found


def table_of(lines: Mapping[str, Sequence[Line]]) -> None:
    """What was found and raised in each hand."""
    head = ("hand", "signs", "tables", "+ model", "none", "tables", "+ model")
    print("{:10} {:>6} {:>7} {:>8} {:>6} {:>7} {:>8}".format(*head))
    total = np.zeros(6, int)
    for hand, own in lines.items():
        others = [line for name, rest in lines.items() if name != hand for line in rest]
        row = counts(own, chosen_floors(others))
        total += row
        print("{:10} {:6} {:7} {:8} {:6} {:7} {:8}".format(hand, *row), flush=True)
    print("{:10} {:6} {:7} {:8} {:6} {:7} {:8}".format("all", *total))


def curve() -> None:
    """What is found in the first hands by models trained on few others."""
    every = hands()
    out, rest = every[:CURVE_LEFT_OUT], every[CURVE_LEFT_OUT:]
    for many in CURVE:
        lines = [line for hand in out for line in read_with(hand, model_of(rest[:many]))]
        row = counts(lines, chosen_floors(lines))
        print(f"{many} hands: {row[2]} of {row[0]} found, {row[5]} of {row[3]} raised", flush=True)


def main() -> None:
    lines = left_out()
    table_of(lines)
    if "--floors" in sys.argv:
        floors = chosen_floors([line for own in lines.values() for line in own])
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    if "--curve" in sys.argv:
        curve()


if __name__ == "__main__":
    main()
