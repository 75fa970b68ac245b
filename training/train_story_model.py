"""Train the small model that reads the story of a sore back where the phrase tables read nothing.

    python training/train_story_model.py            train and write the model
    python training/train_story_model.py --score    leave one hand out, each in turn, and count

Data, all invented for this project: ``training/story/*.jsonl``, one hand a file, each row a
statement with the field and value that it says ("unknown": it only seems to); wordings of warning
signs in ``training/wordings``, which say nothing of the story. Runs in the environment of
``make setup``, some minutes on one core.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from compose import CHOICE, WORDINGS, sections
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from backspotter.reading import reader
from backspotter.reading import story_likeness as story
from backspotter.reading.context import asserted
from backspotter.triage.check_in import EFFECTS, FUNCTIONS, ONSETS, SPREADS, TRENDS

ROOT = Path(__file__).parent.parent
ROWS = ROOT / "training/story"
MODEL = ROOT / "src/backspotter/reading/story_model.json"
STRENGTH = 30.0
LEAST_OFTEN = 2
LEAST_WEIGHT = 0.35
SEED = 1
MOST_STEPS = 30
UNKNOWN = "unknown"

SAID_COUNTS, TRAP_COUNTS, OTHER_COUNTS, AKIN_COUNTS, SIGN_COUNTS = 4.0, 3.0, 1.0, 0.15, 0.3
"""What a row counts that says a value; that only seems to; that speaks of something else; of
something that often comes with it; of a warning sign."""

REPORT, REPORT_COUNTS, REPORTS_EACH = "a report", 0.7, 30
"""Statements of reports, what one counts, and how many reports of each file are used."""

SAYS_NOTHING = 0.3
AKIN = tuple(
    frozenset(group.split())
    for group in (
        "trend walking standing sitting sleeping dressing working pain_now daily_pain",
        "onset felt_or_heard_something unaccustomed hours_since_lift quality",
        "spread regions quality",
        "unaccustomed long_layoff heat_exposure",
        "movement_effect walking rest_effect",
        "flexion_effect dressing",
        "sitting_effect sitting working",
        "rest_effect sleeping",
        "painkiller_relief_only rest_effect movement_effect",
        "daily_pain pain_days onset trend",
        "thigh_muscle_ache_only regions quality",
        "standing walking sitting",
    )
)
STORYLESS = frozenset(
    "bladder_start bladder_cannot bladder_control bladder_feel bowel_hold bowel_feel saddle_numb "
    "buttocks_numb wiping erection genital_feel urine_dark urine_little vomit confused chest "
    "breath faint fever rigors stone blood_urine burning_urine weight_loss preg_bleed".split()
)
"""Signs whose wordings say nothing of the story."""

FLOOR = 0.6
"""How sure the model has to be: chosen with each hand left out of training in turn."""

FLOORS = {
    ("trend", "easing"): 0.8, ("trend", "gone"): 0.85, ("trend", "unchanged"): 0.85,
    ("trend", "worsening"): 0.85, ("trend", "second_worsening"): 0.85,
    ("function", "fine"): 0.85, ("function", "limited"): 0.9, ("function", "unable"): 0.98,
    ("effect", "eases"): 0.7, ("effect", "no_change"): 0.7, ("effect", "worsens"): 0.85,
    ("onset", "during_rep"): 0.75, ("onset", "same_day"): 0.75, ("onset", "next_day"): 0.75,
    ("onset", "gradual"): 0.75,
    ("daily_pain", "yes"): 0.9, ("felt_or_heard_something", "yes"): 0.9,
    ("unaccustomed", "yes"): 0.75, ("place", "yes"): 0.75, ("spread", "spread"): 0.7,
    ("spread", "one_spot"): 0.75,
}  # fmt: skip
"""Surer where it lowers concern or can raise the level; less sure where little goes astray."""

VALUES = {
    "trend": TRENDS, "onset": ONSETS, "spread": SPREADS, "effect": EFFECTS, "function": FUNCTIONS,
    "place": ("yes",),
}  # fmt: skip


Row = tuple[frozenset[str], int, float]
"""Features, the place of the value or -1 for none, and what it counts."""


@dataclass(frozen=True)
class Example:
    """One text: what it says, of which fields it speaks, and what it seems to say where."""

    said: frozenset[tuple[str, str]]
    traps: frozenset[str]
    about: frozenset[str]
    whole: tuple[story.Candidate, ...]
    parts: tuple[story.Candidate, ...] = ()


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def hands() -> dict[str, list[Example]]:
    """The examples of each hand."""
    return {path.stem: list(map(example_of, rows(path))) for path in sorted(ROWS.glob("*.jsonl"))}


def example_of(row: dict[str, Any]) -> Example:
    told = [(row["field"], row["value"]), *map(tuple, row.get("also", ()))]
    said = frozenset((f, str(v)) for f, v in told if v != UNKNOWN)
    traps = frozenset(f for f, v in told if v == UNKNOWN)
    whole, parts = statements_of(row["text"])
    return Example(said, traps, frozenset(f for f, _ in told), whole, parts)


def statements_of(text: str) -> tuple[tuple[story.Candidate, ...], tuple[story.Candidate, ...]]:
    """What a whole text seems to say, and each of its statements."""
    told = reader.tell(text)
    cut = {s.words for s in story.told_in(told.scenes, about_other=told.about_other) if s.words}
    words = [
        word for around in told.scenes for word in asserted(around, about_other=told.about_other)
    ]
    more = sorted(cut - {tuple(words)})
    return tuple(candidates(words)), tuple(each for part in more for each in candidates(part))


def candidates(words: Sequence[str]) -> Iterator[story.Candidate]:
    """What these words may speak of, each with all that speaks for it."""
    named = story.ideas(words)
    seen = story.features(words, named)
    for each in story.candidates(words, named):
        yield replace(each, seen=each.seen | seen)


def signs() -> list[Example]:
    """Wordings of warning signs, one text a line."""
    chance = random.Random(SEED)
    found = []
    for path in sorted(WORDINGS.glob("*.txt")):
        for item, lines in sections(path).items():
            for line in lines if item in STORYLESS else ():
                text = CHOICE.sub(lambda m: chance.choice(m.group(1).split("|")), line)
                empty: frozenset[Any] = frozenset()
                found.append(Example(empty, empty, empty, statements_of(text)[0]))
    return found


def reports() -> Iterator[Example]:
    """Statements of reports whose tables read a field in other words: they say none of it."""
    silent = story.StoryModel({}, (), (), (), {})
    for path in sorted((ROOT / "training/reports").glob("*.jsonl")):
        for row in rows(path)[:REPORTS_EACH]:
            told = reader.tell(row["text"])
            with mock.patch.object(story, "story_model", return_value=silent):
                heard = reader.read(row["text"]).heard
            for said in story.told_in(told.scenes, about_other=told.about_other):
                start = told.sentences[said.first].tokens[said.start].start
                end = told.sentences[said.last].tokens[said.end - 1].end
                here = {f.field for f in heard if f.start < end and start < f.end}
                read = frozenset(f.field for f in heard if f.field in story.FIELDS) - here
                seems = tuple(c for c in candidates(said.words) if c.field in read)
                if seems:
                    yield Example(frozenset(), frozenset(), frozenset([REPORT]), seems)


def fit(chosen: Sequence[Example]) -> dict[str, Any]:
    """The model of these examples, as it is stored."""
    heads = {name: VALUES.get(name, ("no", "yes")) for name in (*story.SINGLE, *story.families())}
    kept: dict[str, list[float]] = {}
    bias: list[float] = []
    for name, values in heads.items():
        weights, columns = of_head(name, values, chosen)
        for feature, column in columns.items():
            for at, weight in enumerate(weights[column]):
                if abs(weight) >= LEAST_WEIGHT:
                    kept.setdefault(feature, []).extend([len(bias) + at, round(float(weight), 1)])
        bias += [round(float(each), 2) for each in weights[-1]]
    return {
        "made_by": "training/train_story_model.py", "seed": SEED, "heads": heads, "bias": bias,
        "floors": [FLOORS.get((n, value), FLOOR) for n, own in heads.items() for value in own],
        "weights": dict(sorted(kept.items())),
    }  # fmt: skip


def of_head(
    name: str, values: Sequence[str], chosen: Sequence[Example]
) -> tuple[np.ndarray, dict[str, int]]:
    """The weights of one head, and the column of each feature; the last row is the bias."""
    place = {value: i for i, value in enumerate(values)}
    first = [row for each in chosen for row in _whole(name, place, each)]
    often = Counter(f for seen, _, _ in first for f in seen)
    columns = {f: i for i, f in enumerate(sorted(f for f, n in often.items() if n >= LEAST_OFTEN))}
    weights = softmax(first, len(values), columns)
    more = [row for each in chosen for row in _of_parts(name, place, each, columns, weights)]
    return softmax([*first, *more], len(values), columns, weights), columns


def label_of(each: story.Candidate, said: frozenset[tuple[str, str]]) -> list[str]:
    """The values of its head that a text says of this candidate."""
    if each.value:
        return ["yes"] if (each.field, each.value) in said else []
    return [value for f, value in sorted(said) if f == each.field]


def _whole(name: str, place: dict[str, int], each: Example) -> Iterator[Row]:
    """What a whole text says or does not say, by this head."""
    for seems in (c for c in each.whole if c.head == name):
        values = label_of(seems, each.said)
        for value in values:
            yield seems.seen, place[value], SAID_COUNTS / len(values)
        if not values:
            yield seems.seen, -1, counts_of(seems, each)


def counts_of(seems: story.Candidate, each: Example) -> float:
    """What it counts that a text does not say this."""
    if seems.field in each.traps:
        return TRAP_COUNTS
    if not each.about:
        return SIGN_COUNTS
    if REPORT in each.about:
        return REPORT_COUNTS
    if seems.value and seems.field in each.about:
        return OTHER_COUNTS
    akin = frozenset().union(*(group for group in AKIN if seems.field in group))
    return OTHER_COUNTS if akin.isdisjoint(each.about) else AKIN_COUNTS


def _of_parts(
    name: str, place: dict[str, int], each: Example, columns: dict[str, int], weights: np.ndarray
) -> Iterator[Row]:
    """Of a longer text the part that says its value, and those that say nothing."""
    by_field: dict[tuple[str, str], list[story.Candidate]] = {}
    for seems in each.parts:
        if seems.head == name:
            by_field.setdefault((seems.field, seems.value), []).append(seems)
    for parts in by_field.values():
        values = [place[value] for value in label_of(parts[0], each.said)]
        if not values:
            continue
        logits = matrix([part.seen for part in parts], columns) @ weights
        odds = np.exp(logits - np.logaddexp(0, _logsum(logits))[:, None])
        for value in values:
            yield parts[int(odds[:, value].argmax())].seen, value, SAID_COUNTS / len(values)
        for i in np.flatnonzero(odds[:, values].sum(axis=1) < SAYS_NOTHING):
            yield parts[i].seen, -1, OTHER_COUNTS


def matrix(seen: Sequence[frozenset[str]], columns: dict[str, int]) -> csr_matrix:
    """The features of these statements, each row of unit length, and a last column of ones."""
    places = [
        (i, columns[f], len(fs)) for i, fs in enumerate(seen) for f in sorted(fs) if f in columns
    ]
    last = len(columns)
    values = [*(1 / np.sqrt(n) for _, _, n in places), *[1.0] * len(seen)]
    where = (
        [*(i for i, _, _ in places), *range(len(seen))],
        [*(c for _, c, _ in places), *[last] * len(seen)],
    )
    return csr_matrix((values, where), shape=(len(seen), last + 1))


def _logsum(logits: np.ndarray) -> np.ndarray:
    return np.logaddexp.reduce(logits, axis=1)


def softmax(
    labelled: Sequence[Row], count: int, columns: dict[str, int], start: np.ndarray | None = None
) -> np.ndarray:
    """The weights, shape (features + 1, values), that make half their squares and the log loss
    least; the last row is the bias.
    """
    x = matrix([seen for seen, _, _ in labelled], columns)
    across = x.T.tocsr()
    label = np.array([value for _, value, _ in labelled])
    counts = STRENGTH * np.array([n for _, _, n in labelled])
    spoken = np.zeros((len(labelled), count))
    spoken[np.flatnonzero(label >= 0), label[label >= 0]] = 1
    shape = (len(columns) + 1, count)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(shape)
        logits = x @ weights
        total = np.logaddexp(0, _logsum(logits))
        lost = float(counts @ (total - (logits * spoken).sum(axis=1)))
        pull = counts[:, None] * (np.exp(logits - total[:, None]) - spoken)
        sized = weights.copy()
        sized[-1] *= 0.01
        return 0.5 * float((weights * sized).sum()) + lost, (sized + across @ pull).ravel()

    first = np.zeros(shape) if start is None else start
    best = minimize(
        loss, first.ravel(), jac=True, method="L-BFGS-B",
        options={"maxiter": MOST_STEPS, "ftol": 1e-6, "gtol": 1e-4},
    )  # fmt: skip
    return best.x.reshape(shape)


KINDS = ("told", "right", "wrong", "trap raised", "beside")


def score(every: dict[str, list[Example]], beside: list[Example]) -> None:
    """Each hand read by a model of the others: what it says right, wrong, or where nothing is.

    The model alone, also of what the tables read; "beside" is a value of a field that the row was
    not labelled for, which may well be so.
    """
    for name, path in ((path.stem, path) for path in sorted(ROWS.glob("*.jsonl"))):
        learned = [each for other, own in every.items() if other != name for each in own]
        model = story.model_of(json.loads(json.dumps(fit([*learned, *beside]))))
        found = Counter(kind for row in rows(path) for kind in judged(row, model))
        print(f"{name:12}", ", ".join(f"{kind} {found[kind]}" for kind in KINDS))


def judged(row: dict[str, Any], model: story.StoryModel) -> Iterator[str]:
    """What a model makes of one row, in words of ``KINDS``."""
    told = [(row["field"], row["value"]), *map(tuple, row.get("also", ()))]
    ours = {f for f, _ in told if f in story.FIELDS}
    yield from ("told" for f, value in told if f in ours and value != UNKNOWN)
    scenes = reader.tell(row["text"])
    for found in story.story_of(
        scenes.scenes, about_other=scenes.about_other, model=model
    ).values():
        if (found.field, UNKNOWN) in told:
            yield "trap raised"
        elif found.field in ours:
            yield "right" if (found.field, found.value) in told else "wrong"
        else:
            yield "beside"


def main() -> int:
    every, beside = hands(), [*signs(), *reports()]
    if "--score" in sys.argv:
        score(every, beside)
        return 0
    kept = fit([*(each for own in every.values() for each in own), *beside])
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    MODEL.write_text(text + "\n", encoding="utf-8")
    print(f"{MODEL.relative_to(ROOT)}: {len(text) / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
