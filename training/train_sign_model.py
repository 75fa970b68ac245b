"""Train the small model that catches signs which the phrase tables miss.

    python training/train_sign_model.py            train and write the model
    python training/train_sign_model.py --score    only print how the stored model does

Data, all invented for this project: phrasings, each with the item it speaks of
(``tests/data/phrasing_build.jsonl``, ``training/phrasings``); reports whose signs are marked with
the words that carry them, or that have none (``training/reports``, and the ``build`` split of
``tests/data/generated_reports.jsonl``). The held-out phrasings and reports in ``tests/data`` are
never trained on, only scored. Needs the package and scikit-learn (in the environment of
``make setup``: ``.venv/bin/python -m pip install scikit-learn``), which the product itself does
not.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from backspotter.reading import likeness, reader, tokens
from backspotter.reading.spelling import set_right
from backspotter.reading.times import moments

ROOT = Path(__file__).parent.parent
MODEL = ROOT / "src/backspotter/reading/sign_model.json"
STRENGTH = 60.0
POSITIVE_WEIGHT = 8.0
LEAST_WEIGHT = 0.9
FLOOR = 0.75
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


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def scenes_of(text: str) -> tuple[list[Any], bool]:
    cut = tokens.sentences(text)
    righted = [tuple(set_right(word) for word in sentence.words) for sentence in cut]
    timed = [moment for i, words in enumerate(righted) for moment in moments(words, i)]
    other = bool(reader.FOR_ANOTHER.search(text)) and not reader.OWN_COMPLAINT.search(text)
    return list(reader._scenes(righted, timed)), other


@dataclass(frozen=True)
class Example:
    """One passage: its features and the signs it speaks of."""

    features: set[str]
    signs: frozenset[str]
    source: str


def phrasing_examples() -> Iterator[Example]:
    built_on = [ROOT / "tests/data/phrasing_build.jsonl"]
    for path in [*built_on, *sorted((ROOT / "training/phrasings").glob("*.jsonl"))]:
        for row in rows(path):
            scenes, other = scenes_of(row["text"])
            whole = [w for s in scenes for w in likeness.asserted(s, about_other=other)]
            sign = SIGN_OF.get(row["item"], "") if row["expect"] == "raised" else ""
            yield Example(likeness.features(whole), frozenset([sign] if sign else []), "phrasing")


def plain_examples() -> Iterator[Example]:
    """Everyday statements about a back that say no sign, so that short texts stay quiet."""
    for text in (ROOT / "training/plain_statements.txt").read_text(encoding="utf-8").splitlines():
        scenes, other = scenes_of(text)
        whole = [w for s in scenes for w in likeness.asserted(s, about_other=other)]
        yield Example(likeness.features(whole), frozenset(), "plain")


def report_examples() -> Iterator[Example]:
    """Passages of reports whose signs are marked, and of those that have none."""
    build = [r for r in rows(ROOT / "tests/data/generated_reports.jsonl") if r["split"] == "build"]
    for path in sorted((ROOT / "training/reports").glob("*.jsonl")):
        build += rows(path)
    for row in build:
        benign = {"normal_soreness", "self_care"}.issuperset(row["levels"])
        if "signs" in row or benign:
            yield from passages_of(row)


def passages_of(row: dict[str, Any]) -> Iterator[Example]:
    text = row["text"]
    cut = tokens.sentences(text)
    places = [(s.tokens[0].start, s.tokens[-1].end) for s in cut]
    scenes, other = scenes_of(text)
    marked = [
        (SIGN_OF[m["item"]], text.find(m["quote"]), text.find(m["quote"]) + len(m["quote"]))
        for m in row.get("signs", [])
        if m["item"] in SIGN_OF
    ]
    for passage in likeness.passages(scenes, about_other=other):
        start, end = places[passage.first][0], places[passage.last][1]
        signs = frozenset(sign for sign, a, b in marked if a < end and start < b)
        yield Example(passage.seen, signs, row["id"])


def matrix(seen: list[set[str]], columns: dict[str, int]) -> csr_matrix:
    places = [(i, columns[f], len(fs)) for i, fs in enumerate(seen) for f in fs if f in columns]
    values = [1 / np.sqrt(n) for _, _, n in places]
    where = ([i for i, _, _ in places], [c for _, c, _ in places])
    return csr_matrix((values, where), shape=(len(seen), len(columns)))


def fit(chosen: list[Example]) -> dict[str, Any]:
    """The model of these examples, as it is stored."""
    often = Counter(feature for example in chosen for feature in example.features)
    columns = {f: i for i, f in enumerate(sorted(f for f, n in often.items() if n >= 2))}
    x = matrix([example.features for example in chosen], columns)
    names = sorted(set(SIGN_OF.values()))
    kept: dict[str, list[float]] = {}
    bias = []
    for place, name in enumerate(names):
        y = np.array([name in example.signs for example in chosen])
        weights = np.where(y, POSITIVE_WEIGHT, 1.0)
        fitted = LogisticRegression(C=STRENGTH, max_iter=400, random_state=SEED).fit(x, y, weights)
        bias.append(round(float(fitted.intercept_[0]), 3))
        for feature, column in columns.items():
            weight = float(fitted.coef_[0, column])
            if abs(weight) >= LEAST_WEIGHT:
                kept.setdefault(feature, []).extend([place, round(weight, 2)])
        print(f"\r{place + 1}/{len(names)} {name:40}", end="", file=sys.stderr)
    print(file=sys.stderr)
    return {
        "made_by": "training/train_sign_model.py", "seed": SEED, "signs": names, "bias": bias,
        "floor": FLOOR, "weights": kept,
    }  # fmt: skip


def examples() -> list[Example]:
    return [*phrasing_examples(), *plain_examples(), *report_examples()]


def score() -> None:
    """Held-out phrasings: how often the model alone finds the sign, by form."""
    likeness.sign_model.cache_clear()
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in rows(ROOT / "tests/data/phrasing_fresh.jsonl"):
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
