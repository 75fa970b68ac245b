"""What could be going on, ranked by Bayes over labelled, capped likelihood ratios.

Scores are natural-log odds: the log of the starting share plus, for each group of findings,
the capped and shrunk sum of the log likelihood ratios of what was found. The range of each
probability follows from the ranges of its parts by the delta method on its log odds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from math import exp, log, sqrt
from typing import Any

from backspotter.levels import Level
from backspotter.triage.check_in import CheckIn
from backspotter.triage.conditions import Condition, compile_condition
from backspotter.triage.floors import facts, table

NORMAL_90 = 1.645
"""Half-width of a 90 % range in standard deviations."""


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One possible cause with its assumed starting share."""

    id: str
    say: str
    prior: float
    low: float
    high: float
    serious: bool
    needs_look: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding and what it says about each mechanism (log likelihood ratios, by position)."""

    id: str
    group: str
    say: str
    sources: tuple[str, ...]
    basis: str
    condition: Condition
    log_lr: tuple[float, ...]
    log_factor: float
    claims: tuple[str, ...] = ()
    when: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class CutOff:
    """From the ranking to a level: the first whose share is reached decides."""

    id: str
    level: Level
    of: str
    at_least: float
    say: str
    sources: tuple[str, ...]
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A mechanism's probability with its 90 % range."""

    mechanism: Mechanism
    probability: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """All mechanisms, likeliest first, and the levels the answers so far allow."""

    ranked: tuple[Ranked, ...]
    cut_off: CutOff
    lowest: Level
    highest: Level


@dataclass(frozen=True, slots=True)
class _Model:
    mechanisms: tuple[Mechanism, ...]
    groups: tuple[tuple[str, tuple[Finding, ...]], ...]
    cut_offs: tuple[CutOff, ...]
    cap: float
    shrink: float

    def position(self, mechanism: str) -> int:
        return [m.id for m in self.mechanisms].index(mechanism)


@cache
def model() -> _Model:
    """The mechanisms, findings and cut-offs of ``mechanisms.toml``."""
    rows = table("mechanisms.toml")
    mechanisms = tuple(Mechanism(**row) for row in rows["mechanism"])
    ids = [m.id for m in mechanisms]
    found = [_finding(row, ids) for row in rows["finding"]]
    names = dict.fromkeys(finding.group for finding in found)
    groups = tuple((name, tuple(f for f in found if f.group == name)) for name in names)
    cut_offs = tuple(_cut_off(row) for row in rows["cut_off"])
    return _Model(mechanisms, groups, cut_offs, rows["settings"]["cap"], rows["settings"]["shrink"])


def _finding(row: dict[str, Any], ids: list[str]) -> Finding:
    strange = set(row["lr"]) - set(ids)
    if strange:
        raise ValueError(f"{row['id']}: no such mechanism {strange}")
    known = {fact.id: fact.condition for fact in facts().values()}
    return Finding(
        row["id"],
        row["group"],
        row["say"],
        tuple(row["sources"]),
        row["basis"],
        compile_condition(row["when"], known),
        tuple(log(row["lr"].get(name, 1.0)) for name in ids),
        log(row["factor"]),
        tuple(row.get("claims", ())),
        row["when"],
    )


def _cut_off(row: dict[str, Any]) -> CutOff:
    level, sources, claims = Level[row["level"]], row["sources"], row.get("claims", ())
    return CutOff(
        row["id"], level, row["of"], row["at_least"], row["say"], tuple(sources), tuple(claims)
    )


@dataclass(frozen=True, slots=True)
class _GroupScore:
    """What one group adds to each log score: now, at least and at most, with its variance."""

    now: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    variance: tuple[float, ...]


@cache
def _group_fields() -> tuple[tuple[str, ...], ...]:
    groups = (found for _, found in model().groups)
    return tuple(
        tuple(sorted(frozenset().union(*(f.condition.fields for f in found)))) for found in groups
    )


@lru_cache(maxsize=8192)
def _score_group(position: int, answers: tuple[object, ...]) -> _GroupScore:
    """The score of one group from the answers to its fields alone, kept for reuse."""
    named: dict[str, Any] = dict(zip(_group_fields()[position], answers, strict=True))
    check_in = CheckIn(**named)
    found = [(f, f.condition.judge(check_in)) for f in model().groups[position][1]]
    held = [f for f, judged in found if judged.now]
    sure = [f for f, judged in found if judged.must]
    loose = [f for f, judged in found if judged.could and not judged.must]
    columns = range(len(model().mechanisms))
    base = [sum(f.log_lr[i] for f in sure) for i in columns]
    return _GroupScore(
        tuple(_kept(sum(f.log_lr[i] for f in held)) for i in columns),
        tuple(_kept(base[i] + sum(min(f.log_lr[i], 0.0) for f in loose)) for i in columns),
        tuple(_kept(base[i] + sum(max(f.log_lr[i], 0.0) for f in loose)) for i in columns),
        tuple(_variance(held, i) for i in columns),
    )


def _kept(log_lr: float) -> float:
    """A group's sum, capped and shrunk."""
    cap = model().cap
    return model().shrink * max(-cap, min(cap, log_lr))


def _variance(held: list[Finding], i: int) -> float:
    spoken = [f.log_factor / NORMAL_90 for f in held if f.log_lr[i]]
    return sum((model().shrink * spread) ** 2 for spread in spoken)


def rank(check_in: CheckIn) -> Ranking:
    """The mechanisms ranked for this check-in, with the levels the ranking allows.

    Returns
    -------
    Ranking : probabilities sum to 1; ``lowest`` and ``highest`` bound the level that any
        further answers could give
    """
    scores = [
        _score_group(position, tuple(getattr(check_in, name) for name in names))
        for position, names in enumerate(_group_fields())
    ]
    columns = range(len(model().mechanisms))
    priors = _log_priors()
    now = [priors[i] + sum(s.now[i] for s in scores) for i in columns]
    low = [priors[i] + sum(s.low[i] for s in scores) for i in columns]
    high = [priors[i] + sum(s.high[i] for s in scores) for i in columns]
    shares = _softmax(now)
    variances = [_prior_variance()[i] + sum(s.variance[i] for s in scores) for i in columns]
    ranked = [
        Ranked(m, shares[i], *_range(i, shares, variances))
        for i, m in enumerate(model().mechanisms)
    ]
    ranked.sort(key=lambda each: -each.probability)
    lowest, highest = _bounds(low, high)
    return Ranking(tuple(ranked), decide(shares), lowest, highest)


@cache
def _log_priors() -> tuple[float, ...]:
    return tuple(log(m.prior) for m in model().mechanisms)


@cache
def _prior_variance() -> tuple[float, ...]:
    return tuple((log(m.high / m.low) / (2 * NORMAL_90)) ** 2 for m in model().mechanisms)


def _softmax(scores: list[float]) -> list[float]:
    top = max(scores)
    weights = [exp(score - top) for score in scores]
    total = sum(weights)
    return [weight / total for weight in weights]


def _range(i: int, shares: list[float], variances: list[float]) -> tuple[float, float]:
    """The 90 % range of one share, from the variances of all log scores."""
    rest = max(1.0 - shares[i], 1e-12)
    others = sum((shares[j] / rest) ** 2 * v for j, v in enumerate(variances) if j != i)
    half = NORMAL_90 * sqrt(variances[i] + others)
    odds = log(max(shares[i], 1e-12) / rest)
    return 1 / (1 + exp(half - odds)), 1 / (1 + exp(-half - odds))


def decide(shares: list[float]) -> CutOff:
    """The first cut-off whose share is reached; ``shares`` in the order of the mechanisms."""
    return next(c for c in model().cut_offs if _share_of(c.of, shares) >= c.at_least)


def _share_of(of: str, shares: list[float]) -> float:
    if of == "anything":
        return 1.0
    if of == "needs_look":
        return sum(s for s, m in zip(shares, model().mechanisms, strict=True) if m.needs_look)
    return shares[model().position(of)]


def _bounds(low: list[float], high: list[float]) -> tuple[Level, Level]:
    """The lowest and highest level any completion could reach: sound, not always reached."""
    sore = model().position("ordinary_soreness")
    look = [i for i, m in enumerate(model().mechanisms) if m.needs_look]
    most_alike = [high[i] if i == sore else low[i] for i in range(len(low))]
    least_alike = [low[i] if i == sore else high[i] for i in range(len(low))]
    most_look = [high[i] if i in look else low[i] for i in range(len(low))]
    least_look = [low[i] if i in look else high[i] for i in range(len(low))]
    decided = [decide(_softmax(s)).level for s in (most_alike, least_alike, most_look, least_look)]
    return min(decided), max(decided)


def findings(check_in: CheckIn) -> list[Finding]:
    """The findings that hold for this check-in, in the order of the table."""
    every = (finding for _, found in model().groups for finding in found)
    return [finding for finding in every if finding.condition.judge(check_in).now]


@cache
def ranking_fields() -> frozenset[str]:
    """Every field that some finding looks at."""
    return frozenset().union(*_group_fields())
