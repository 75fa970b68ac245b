"""Train the small model that catches signs which the phrase tables miss.

    python training/train_sign_model.py            train and write the model
    python training/train_sign_model.py --score    only print how the stored model does

Data, all invented for this project: phrasings, each with the item it speaks of
(``BUILT_ON`` in ``tests/data``, ``training/phrasings``); texts composed from the wordings in
``training/wordings`` (``training/compose.py``); reports whose signs are marked with the words that
carry them, or that have none (``training/reports``, ``BUILT_ON_REPORTS``). The held-out phrasings
and reports in ``tests/data`` are never trained on, only scored. Runs in the environment of
``make setup``, some minutes on one core.

A text says its sign in one or two of its sentences, and nobody marked which. So it is trained
twice: first on whole texts; then, beside them, on the sentence of each that the first round finds
likeliest, and on those it finds to say nothing of the sign.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from compose import HELD_OUT, composed
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack

from backspotter.reading import likeness, reader
from backspotter.reading.context import Scene, asserted
from backspotter.reading.settle import RELATED

ROOT = Path(__file__).parent.parent
BUILT_ON = tuple(
    f"phrasing_{name}.jsonl" for name in "build voices fresh apart varied unread own_words".split()
)
BUILT_ON_REPORTS = (
    "generated_reports.jsonl", "reports_voices.jsonl", "annotated_seen.jsonl",
    "annotated_reports.jsonl", "reports_apart.jsonl", "reports_varied.jsonl",
    "reports_own_words.jsonl",
)  # fmt: skip
MODEL = ROOT / "src/backspotter/reading/sign_model.json"
STRENGTH = 60.0
POSITIVE_WEIGHT = 5.0
RELATED_WEIGHT = 0.15
"""What a text of one sign counts against another of its group, which it may say as well."""

BIAS_SCALE = 10.0
MOST_STEPS = 150
LEAST_OFTEN = 3
LEAST_WEIGHT = 0.9
SAYS_NOTHING = 0.3
FLOOR, FLOOR_SELDOM_NAMED = 0.85, 0.7
"""How sure the model has to be; less where what the sign is about is seldom named otherwise."""

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
    """One text or passage: its features and the signs it speaks of, and those of its parts."""

    features: set[str]
    signs: frozenset[str]
    parts: tuple[set[str], ...] = ()


def example_of(text: str, sign: str) -> Example:
    """A whole text; its parts are its sentences, and every two neighbours where there are more."""
    scenes, other = scenes_of(text)
    said = [asserted(scene, about_other=other) for scene in scenes]
    parts = [words for words in said if words]
    parts += [part for words in said for part in likeness.clauses(words)]
    if len(said) > 2:
        parts += [[*first, *second] for first, second in pairwise(said) if first and second]
    whole = [word for words in said for word in words]
    kept = tuple(map(likeness.features, parts)) if len(parts) > 1 else ()
    return Example(likeness.features(whole), frozenset([sign] if sign else []), kept)


def phrasing_examples() -> Iterator[Example]:
    built_on = [ROOT / "tests/data" / name for name in BUILT_ON]
    for path in [*built_on, *sorted((ROOT / "training/phrasings").glob("*.jsonl"))]:
        for row in rows(path):
            raised = row["expect"] == "raised"
            if not raised or row["item"] in SIGN_OF:
                yield example_of(row["text"], SIGN_OF[row["item"]] if raised else "")


def composed_examples() -> Iterator[Example]:
    for text, item in composed(SEED):
        yield example_of(text, SIGN_OF.get(item, ""))


def plain_examples() -> Iterator[Example]:
    """Everyday statements about a back that say no sign, so that short texts stay quiet."""
    for text in (ROOT / "training/plain_statements.txt").read_text(encoding="utf-8").splitlines():
        yield Example(example_of(text, "").features, frozenset())


def report_examples() -> Iterator[Example]:
    """Passages of reports whose signs are marked, and of those that have none."""
    build = [row for name in BUILT_ON_REPORTS for row in rows(ROOT / "tests/data" / name)]
    for path in sorted((ROOT / "training/reports").glob("*.jsonl")):
        build += rows(path)
    for row in build:
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
        yield Example(passage.seen, signs)


def matrix(seen: list[set[str]], columns: dict[str, int]) -> csr_matrix:
    places = [(i, columns[f], len(fs)) for i, fs in enumerate(seen) for f in fs if f in columns]
    values = [1 / np.sqrt(n) for _, _, n in places]
    where = ([i for i, _, _ in places], [c for _, c, _ in places])
    return csr_matrix((values, where), shape=(len(seen), len(columns)))


def fit(chosen: list[Example]) -> dict[str, Any]:
    """The model of these examples, as it is stored."""
    often = Counter(f for each in chosen for f in each.features.union(*each.parts))
    columns = {f: i for i, f in enumerate(sorted(f for f, n in often.items() if n >= LEAST_OFTEN))}
    weights, bias = fitted(chosen, columns)
    first = np.vstack([weights.T, bias / BIAS_SCALE])
    more = likeliest_parts(chosen, columns, weights, bias)
    weights, bias = fitted([*chosen, *more], columns, first)
    kept: dict[str, list[float]] = {}
    for feature, column in columns.items():
        for place, weight in enumerate(weights[:, column]):
            if abs(weight) >= LEAST_WEIGHT:
                kept.setdefault(feature, []).extend([place, round(float(weight), 2)])
    return {
        "made_by": "training/train_sign_model.py", "seed": SEED, "signs": SIGNS,
        "bias": [round(float(each), 3) for each in bias],
        "floors": [floor_of(sign) for sign in SIGNS], "weights": kept,
    }  # fmt: skip


def floor_of(sign: str) -> float:
    return FLOOR_SELDOM_NAMED if sign in CAUDA or "urin" in sign else FLOOR


def fitted(
    chosen: list[Example], columns: dict[str, int], start: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """The weights, shape (signs, features), and the bias of each sign.

    A logistic regression for each sign, all at once: the squared weights and ``STRENGTH`` times
    the log loss are made least together, from ``start`` where one is given.
    """
    seen = matrix([each.features for each in chosen], columns)
    steady = csr_matrix(np.full((len(chosen), 1), BIAS_SCALE, np.float32))
    x = hstack([seen, steady], format="csr", dtype=np.float32)
    across = x.T.tocsr()
    spoken, counts = _labels(chosen)
    shape = (len(columns) + 1, len(SIGNS))

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(shape).astype(np.float32)
        margins = (x @ weights) * spoken
        lost = float((counts * np.logaddexp(0, -margins)).sum(dtype=np.float64))
        pull = -STRENGTH * counts * spoken / (1 + np.exp(np.clip(margins, -60, 60)))
        size = 0.5 * float((weights.astype(np.float64) ** 2).sum())
        return size + STRENGTH * lost, (weights + across @ pull).ravel().astype(np.float64)

    first = np.zeros(shape) if start is None else start
    best = minimize(
        loss, first.ravel(), jac=True, method="L-BFGS-B",
        options={"maxiter": MOST_STEPS, "maxcor": 6},
    )  # fmt: skip
    print(f"{len(chosen)} texts, {len(columns)} features: {best.message}", file=sys.stderr)
    found = best.x.reshape(shape)
    return found[:-1].T, found[-1] * BIAS_SCALE


def _labels(chosen: list[Example]) -> tuple[np.ndarray, np.ndarray]:
    """Whether each text speaks of each sign, 1 or -1, and for how much that counts."""
    spoken = np.full((len(chosen), len(SIGNS)), -1, np.float32)
    counts = np.ones_like(spoken)
    akin = {
        sign: next((group for group in FAMILIES if sign in group), frozenset([sign]))
        for sign in SIGNS
    }
    for i, each in enumerate(chosen):
        for place, sign in enumerate(SIGNS if each.signs else ()):
            if sign in each.signs:
                spoken[i, place], counts[i, place] = 1, POSITIVE_WEIGHT
            elif not akin[sign].isdisjoint(each.signs):
                counts[i, place] = RELATED_WEIGHT
    return spoken, counts


def likeliest_parts(
    chosen: list[Example], columns: dict[str, int], weights: np.ndarray, bias: np.ndarray
) -> Iterator[Example]:
    """Of each text the part that speaks of its sign, and those that say nothing of it."""
    cut = [each for each in chosen if each.parts]
    odds = matrix([part for each in cut for part in each.parts], columns) @ weights.T + bias
    start = 0
    for each in cut:
        of_parts = odds[start : start + len(each.parts)]
        start += len(each.parts)
        if not each.signs:
            yield from (Example(part, frozenset()) for part in each.parts)
            continue
        likely = 1 / (1 + np.exp(-of_parts[:, SIGNS.index(next(iter(each.signs)))]))
        best = int(likely.argmax())
        yield Example(each.parts[best], each.signs)
        silent = np.flatnonzero(likely < SAYS_NOTHING)
        yield from (Example(each.parts[i], frozenset()) for i in silent if i != best)


def examples() -> list[Example]:
    return [
        *phrasing_examples(), *composed_examples(), *plain_examples(), *report_examples()
    ]  # fmt: skip


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
        text = json.dumps(fit(examples()), ensure_ascii=False, separators=(",", ":"))
        MODEL.write_text(text + "\n", encoding="utf-8")
        print(f"{MODEL.relative_to(ROOT)}: {len(text) / 1000:.0f} kB")
    score()


if __name__ == "__main__":
    main()
