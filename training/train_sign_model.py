"""Train the small model that catches signs which the phrase tables miss.

    python training/train_sign_model.py            train and write the model
    python training/train_sign_model.py --score    only print how the stored model does

Data, all invented for this project: phrasings, each with the item it speaks of (``BUILT_ON`` in
``tests/data``, ``training/phrasings``); lines of eight hands that mostly tell a sign without naming
it, or tell none (``training/phrasings/hands``); texts composed from the wordings in
``training/wordings`` (``training/compose.py``); reports whose signs are marked with the words that
carry them, or that have none (``training/reports``, ``BUILT_ON_REPORTS``). The held-out phrasings
and reports in ``tests/data`` are never trained on, only scored, and a line that comes close to one
is left out. Runs in the environment of ``make setup``, some minutes on one core.

How much each kind of text counts, how rare features are weighed and where the floors of
``training/sign_floors.json`` stand was chosen by leaving hands out (``leave_hands_out.py``).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from compose import HELD_OUT, composed, runs, runs_held_out
from scipy.sparse import csr_matrix, hstack
from scipy.special import expit

from backspotter.reading import likeness, reader
from backspotter.reading.context import Scene, asserted
from backspotter.reading.settle import RELATED

ROOT = Path(__file__).parent.parent
BUILT_ON = tuple(
    f"phrasing_{name}.jsonl"
    for name in "build voices fresh apart varied unread own_words desk".split()
)
BUILT_ON_REPORTS = (
    "generated_reports.jsonl", "reports_voices.jsonl", "annotated_seen.jsonl",
    "annotated_reports.jsonl", "reports_apart.jsonl", "reports_varied.jsonl",
    "reports_own_words.jsonl", "reports_desk.jsonl", "reports_yard.jsonl",
)  # fmt: skip
HANDS = ROOT / "training/phrasings/hands"
FLOORS = ROOT / "training/sign_floors.json"
MODEL = ROOT / "src/backspotter/reading/sign_model.json"
STRENGTH = 6.0
POSITIVE_WEIGHT = 2.0
OF_REPORTS, OF_PHRASINGS, OF_COMPOSED = 0.3, 0.2, 0.05
"""What a passage of a report, a phrasing and a composed text count against a line of a hand."""

RELATED_WEIGHT = 0.15
"""What a text of one sign counts against another of its group, which it may say as well."""

BIAS_SCALE = 10.0
MOST_STEPS, MOST_TURNS = 60, 60
SETTLED = 3e-5
"""How steep the loss may still be where training ends, against where it begins."""

ENOUGH_GAIN = 1e-4
"""The least share of the promised gain that a step has to bring."""

LEAST_OFTEN = 3
LEAST_WEIGHT, LEAST_SHARED = 1.0, 0.5
TYPICAL_RARITY = 4.0
"""How rare an ordinary feature is: log of how many texts there are for one that has it."""

FLOOR = 0.85
"""How sure the model has to be; the bias of each sign is set so that this is its floor."""

HOW_ASKED = {"surer_unnamed": 2.0, "fewest_words": 2, "surest_only": True}
"""How the reader is to ask the model: see ``likeness.SignModel``."""

SEED = 1

SIGN_OF = {
    "bladder_start": "urine_hard_to_start", "bladder_cannot": "urine_cannot_pass",
    "bladder_control": "urine_cannot_control", "bladder_feel": "bladder_fullness_unclear",
    "bowel_hold": "bowel_cannot_hold", "bowel_feel": "bowel_not_felt", "saddle_numb": "saddle_numb",
    "buttocks_numb": "buttocks_numb", "wiping": "saddle_wiping_feels_different",
    "erection": "erection_or_ejaculation_changed", "genital_feel": "genital_feeling_lost",
    "both_legs": "both_legs_weak_or_numb", "foot_drop": "foot_drop", "leg_weak": "leg_weakness",
    "weak_worse": "leg_weakness_worsening", "leg_dense": "leg_numb_dense",
    "leg_partial": "leg_numb_partial", "leg_tingle": "leg_tingling",
    "leg_shoot": "leg_pain_shooting", "leg_unbearable": "leg_pain_unbearable",
    "cord": "unsteady_gait", "urine_dark": "urine_dark", "urine_little": "urine_little",
    "swelling": "muscle_swelling", "gross": "pain_out_of_proportion",
    "board_hard": "muscles_board_hard", "hourly": "worse_hour_by_hour",
    "back_skin_numb": "back_skin_numb", "no_relief": "not_relieved_lying_still",
    "vomit": "vomiting", "confused": "confusion", "collapse": "collapse", "chest": "chest_pain",
    "breath": "breathless", "faint": "faint_now", "tearing": "tearing_pain",
    "pulsing": "pulsing_belly", "cold_legs": "cold_legs", "trauma": "major_trauma",
    "bone": "bone_tender_or_bruised", "fever": "fever", "rigors": "rigors",
    "stone": "flank_pain_in_waves", "blood_urine": "blood_in_urine",
    "burning_urine": "burning_urine", "weight_loss": "weight_loss",
    "night_pain": "night_pain_constant", "preg_bleed": "pregnancy_bleeding_or_contractions",
}  # fmt: skip
SIGNS = sorted(set(SIGN_OF.values()))
NO_SIGN = "none"
NO_MODEL = likeness.SignModel((), (), {}, ())
CAUDA = frozenset(
    "urine_hard_to_start urine_cannot_pass urine_cannot_control bladder_fullness_unclear "
    "bowel_cannot_hold bowel_not_felt saddle_numb buttocks_numb saddle_wiping_feels_different "
    "erection_or_ejaculation_changed genital_feeling_lost".split()
)
FAMILIES = (CAUDA, *RELATED)
"""Signs that a text of one of them may well say too."""


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def scenes_of(text: str) -> tuple[Sequence[Scene], bool]:
    told = reader.tell(text)
    return told.scenes, told.about_other


@dataclass(frozen=True)
class Example:
    """One text or passage: its features, the signs it speaks of, and for how much it counts."""

    features: set[str]
    signs: frozenset[str]
    count: float = 1.0


def example_of(text: str, sign: str, count: float = 1.0) -> Example:
    """A whole text and its sign; an empty one for none."""
    scenes, other = scenes_of(text)
    words = [word for scene in scenes for word in asserted(scene, about_other=other)]
    return Example(likeness.features(words), frozenset([sign] if sign else []), count)


def hands() -> list[str]:
    """The names of the hands that wrote lines for training."""
    return sorted(path.stem for path in HANDS.glob("*.jsonl"))


def lines_of(hand: str) -> list[dict[str, str]]:
    """The lines of one hand: each has an ``item``, a sign or "none", and its ``text``."""
    return rows(HANDS / f"{hand}.jsonl")


@cache
def hand_examples(hand: str) -> tuple[Example, ...]:
    """The lines of one hand but for those that come close to a held-out text."""
    near = runs_held_out()
    kept = [row for row in lines_of(hand) if near.isdisjoint(runs(row["text"]))]
    return tuple(example_of(row["text"], row["item"].removeprefix(NO_SIGN)) for row in kept)


def phrasing_examples(without: Collection[str] = ()) -> Iterator[Example]:
    built_on = [ROOT / "tests/data" / name for name in BUILT_ON if name not in without]
    for path in [*built_on, *sorted((ROOT / "training/phrasings").glob("*.jsonl"))]:
        for row in rows(path):
            raised = row["expect"] == "raised"
            if row["expect"] == "free" and row["form"] != "feared":
                continue
            if not raised or row["item"] in SIGN_OF:
                sign = SIGN_OF[row["item"]] if raised else ""
                yield example_of(row["text"], sign, OF_PHRASINGS)


def composed_examples() -> Iterator[Example]:
    """Composed texts that tell no sign; those that tell one made hands found less often."""
    for text, item in composed(SEED):
        if item == NO_SIGN:
            yield example_of(text, "", OF_COMPOSED)


def plain_examples() -> Iterator[Example]:
    """Everyday statements about a back that say no sign, so that short texts stay quiet."""
    for text in (ROOT / "training/plain_statements.txt").read_text(encoding="utf-8").splitlines():
        yield example_of(text, "", OF_REPORTS)


def report_examples(without: Collection[str] = ()) -> Iterator[Example]:
    """Passages of reports whose signs are marked, and of those that have none."""
    built_on = [ROOT / "tests/data" / name for name in BUILT_ON_REPORTS if name not in without]
    for path in [*built_on, *sorted((ROOT / "training/reports").glob("*.jsonl"))]:
        for row in rows(path):
            benign = {"normal_soreness", "self_care"}.issuperset(row["levels"])
            if "signs" in row or benign:
                yield from passages_of(row)


def passages_of(row: dict[str, Any]) -> Iterator[Example]:
    text = row["text"]
    places = [(s.tokens[0].start, s.tokens[-1].end) for s in reader.tell(text).sentences]
    scenes, other = scenes_of(text)
    marked = [
        (SIGN_OF[m["item"]], text.find(m["quote"]), text.find(m["quote"]) + len(m["quote"]))
        for m in row.get("signs", [])
        if m["item"] in SIGN_OF
    ]
    for passage in likeness.passages(scenes, NO_MODEL, about_other=other):
        start, end = places[passage.first][0], places[passage.last][1]
        signs = frozenset(sign for sign, a, b in marked if a < end and start < b)
        yield Example(passage.seen, signs, OF_REPORTS)


def matrix(seen: list[set[str]], columns: Mapping[str, int], rarity: np.ndarray) -> csr_matrix:
    """Texts by features: how rare each is, less where a text has many."""
    places = [(i, columns[f], len(fs)) for i, fs in enumerate(seen) for f in fs if f in columns]
    values = [rarity[c] / np.sqrt(n) for _, c, n in places]
    where = ([i for i, _, _ in places], [c for _, c, _ in places])
    return csr_matrix((values, where), shape=(len(seen), len(columns)))


def fit(chosen: list[Example], floors: Mapping[str, float]) -> dict[str, Any]:
    """The model of these examples, as it is stored.

    A score for each sign, and one of whether a text says any sign, which is added to all of them.

    Parameters
    ----------
    floors : where each sign has to be, in log odds, to be told of
    """
    often = Counter(f for each in chosen for f in each.features)
    learned = sorted(f for f, n in often.items() if n >= LEAST_OFTEN and not is_pair(f))
    columns = {feature: column for column, feature in enumerate(learned)}
    rare = np.array([log(len(chosen) / often[f]) / TYPICAL_RARITY for f in columns]) ** 2
    weights, bias = fitted(chosen, columns, rare)
    kept: dict[str, list[float]] = {}
    for feature, column in columns.items():
        for place, weight in enumerate(weights[:, column] * rare[column]):
            if abs(weight) >= (LEAST_SHARED if place == len(SIGNS) else LEAST_WEIGHT):
                kept.setdefault(feature, []).extend([place, round(float(weight), 1)])
    shift = log(FLOOR / (1 - FLOOR)) - np.array([floors[sign] for sign in SIGNS])
    return {
        "made_by": "training/train_sign_model.py", "seed": SEED, "signs": SIGNS,
        "bias": [round(float(each), 3) for each in bias[:-1] + bias[-1] + shift],
        "floors": [FLOOR] * len(SIGNS), **HOW_ASKED, "words": words_of(chosen), "weights": kept,
    }  # fmt: skip


def is_pair(feature: str) -> bool:
    """Whether it is two words in a row: with ideas and pieces they brought nothing more."""
    return " " in feature


def words_of(chosen: list[Example]) -> list[str]:
    """The words of these texts, as people write them: all are English."""
    often = Counter(f for each in chosen for f in each.features if f.isalpha())
    return sorted(word for word, n in often.items() if n >= LEAST_OFTEN)


def fitted(
    chosen: list[Example], columns: Mapping[str, int], rarity: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The weights, shape (signs + 1, features), and the bias of each sign; last of any sign.

    A logistic regression for each: its squared weights and ``STRENGTH`` times its log loss are
    made least.
    """
    seen = matrix([each.features for each in chosen], columns, rarity)
    steady = csr_matrix(np.full((len(chosen), 1), BIAS_SCALE))
    x = hstack([seen, steady], format="csr", dtype=np.float64)
    across = x.T.tocsr()
    spoken, counts = _labels(chosen)
    none = np.zeros(x.shape[1])
    found = np.stack(
        [
            settled(x, across, spoken[:, i], STRENGTH * counts[:, i], none)
            for i in range(spoken.shape[1])
        ]
    )
    print(f"{len(chosen)} texts, {len(columns)} features: settled", file=sys.stderr)
    return found[:, :-1], found[:, -1] * BIAS_SCALE


def settled(
    x: csr_matrix, across: csr_matrix, spoken: np.ndarray, counts: np.ndarray, start: np.ndarray
) -> np.ndarray:
    """The weights that make half their squares and the log loss least: there is one such point.

    Newton's method, each step found by conjugate gradients and halved until it helps. It ends where
    the slope is ``SETTLED`` of what it is with no weights, and so at the same place from anywhere.

    Parameters
    ----------
    x, across : texts by features, and the same turned over
    spoken : whether each text speaks of the sign, 1 or -1
    counts : for how much each counts
    start : the weights to begin with

    Raises
    ------
    RuntimeError : not settled within ``MOST_STEPS`` steps
    """

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        margins = (x @ weights) * spoken
        unlike = expit(-margins)
        lost = float(counts @ np.logaddexp(0, -margins))
        slope = weights - across @ (counts * spoken * unlike)
        return 0.5 * float(weights @ weights) + lost, slope, counts * unlike * (1 - unlike)

    weights = start
    steepest = float(np.linalg.norm(across @ (counts * spoken * 0.5)))
    lost, slope, bend = loss(weights)
    for _ in range(MOST_STEPS):
        if np.linalg.norm(slope) <= SETTLED * steepest:
            return weights
        step = _newton_step(x, across, slope, bend, steepest)
        share, gain = 1.0, ENOUGH_GAIN * float(slope @ step)
        while (trial := loss(weights + share * step))[0] > lost + share * gain:
            share /= 2
        weights = weights + share * step
        lost, slope, bend = trial
    raise RuntimeError(f"not settled in {MOST_STEPS} steps")


def _newton_step(
    x: csr_matrix, across: csr_matrix, slope: np.ndarray, bend: np.ndarray, steepest: float
) -> np.ndarray:
    """Where the slope would be nought if the loss bent everywhere as it does here, nearly."""
    step, rest = np.zeros_like(slope), -slope
    along, left = rest.copy(), float(slope @ slope)
    near_enough = left * min(0.01, left**0.5 / steepest)
    for _ in range(MOST_TURNS):
        bent = along + across @ (bend * (x @ along))
        length = left / float(along @ bent)
        step += length * along
        rest -= length * bent
        left, before = float(rest @ rest), left
        if left <= near_enough:
            break
        along = rest + left / before * along
    return step


def _labels(chosen: list[Example]) -> tuple[np.ndarray, np.ndarray]:
    """Whether each text speaks of each sign, and last of any, 1 or -1; for how much it counts."""
    spoken = np.full((len(chosen), len(SIGNS) + 1), -1.0)
    counts = np.repeat([[each.count] for each in chosen], len(SIGNS) + 1, axis=1)
    akin = {
        sign: next((group for group in FAMILIES if sign in group), frozenset([sign]))
        for sign in SIGNS
    }
    for i, each in enumerate(chosen):
        for place, sign in enumerate(SIGNS if each.signs else ()):
            if sign in each.signs:
                spoken[i, place] = 1
                counts[i, place] *= POSITIVE_WEIGHT
            elif not akin[sign].isdisjoint(each.signs):
                counts[i, place] *= RELATED_WEIGHT
        if each.signs:
            spoken[i, -1] = 1
    return spoken, counts


@cache
def examples(without: tuple[str, ...] = ()) -> tuple[Example, ...]:
    """All texts but those of the hands; ``without`` names files of ``tests/data`` to leave out."""
    return (
        *phrasing_examples(without), *composed_examples(), *plain_examples(),
        *report_examples(without),
    )  # fmt: skip


def measured_floors() -> dict[str, float]:
    """Where each sign has to be, in log odds, as ``leave_hands_out.py --floors`` wrote it."""
    found: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return found


def score() -> None:
    """Held-out phrasings: how often the model alone finds the sign, by form."""
    likeness.sign_model.cache_clear()
    for name in HELD_OUT:
        print(name)
        score_of(rows(ROOT / "tests/data" / name))


def score_of(held_out: list[dict[str, Any]]) -> None:
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in held_out:
        if row["item"] not in SIGN_OF:
            continue
        scenes, other = scenes_of(row["text"])
        alike = {each.sign for each in likeness.alike(scenes, about_other=other)}
        total[row["form"]] += 1
        found[row["form"]] += SIGN_OF[row["item"]] in alike
    for form, count in total.items():
        print(f"{form:14} {found[form]:4} of {count}")


def main() -> None:
    if "--score" not in sys.argv:
        chosen = [*examples(), *(each for hand in hands() for each in hand_examples(hand))]
        text = json.dumps(fit(chosen, measured_floors()), ensure_ascii=False, separators=(",", ":"))
        MODEL.write_text(text + "\n", encoding="utf-8")
        print(f"{MODEL.relative_to(ROOT)}: {len(text) / 1000:.0f} kB")
    score()


if __name__ == "__main__":
    main()
