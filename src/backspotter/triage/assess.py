"""From a check-in to an assessment: the level, why, what is still open, and what to do now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from backspotter.levels import Level
from backspotter.triage.advice import Advice, advise, recheck_hours
from backspotter.triage.check_in import SIGNS, CheckIn
from backspotter.triage.floors import Floor, FloorJudgement, judge_floors, signs_behind, signs_of
from backspotter.triage.mechanisms import Finding, Ranked, Ranking, findings, rank, ranking_fields
from backspotter.triage.questions import Screen, next_screen, screen_of, sign_words, words_of

ONSETS_AFTER_THE_LIFT = ("during_rep", "same_day", "next_day", "later")
MOST_CHANGES = 12


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the level is what it is: a rule or finding, in plain words, with its sources."""

    rule: str
    words: str
    sources: tuple[str, ...]
    basis: str
    level: Level | None
    speaks: str
    """``for`` or ``against`` the level; ``note`` for what only shifts the ranking."""


@dataclass(frozen=True, slots=True)
class Likely:
    """A mechanism by rank; the figures are withheld where they would mislead."""

    name: str
    words: str
    probability: float | None
    low: float | None
    high: float | None
    withheld: str


@dataclass(frozen=True, slots=True)
class Open:
    """A fact that was not said and could still matter."""

    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """What would move the level, and to where."""

    level: Level
    words: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer to one check-in. ``level`` stands so far until ``could_rise_to`` equals it."""

    check_in: CheckIn
    level: Level
    could_rise_to: Level
    mechanisms: tuple[Likely, ...]
    most_like: str
    reasons: tuple[Reason, ...]
    not_asked: tuple[Open, ...]
    next_question: Screen | None
    relevant: frozenset[str]
    would_change: tuple[Change, ...]
    do_now: tuple[Advice, ...]
    recheck_h: tuple[float, ...]

    @property
    def so_far(self) -> bool:
        """Whether an unasked sign could still raise the level."""
        return self.could_rise_to > self.level


def assess(
    check_in: CheckIn, *, country: str = "", standing: tuple[Reason, ...] = ()
) -> Assessment:
    """How urgently this back should be looked at, and what to do about it.

    Parameters
    ----------
    check_in : what is known; what is not said stays unknown and is never read as no
    country : two-letter code that chooses the emergency number; empty for not said
    standing : reasons from before this check-in, such as open flags; each can only raise the level

    Returns
    -------
    Assessment : the same for the same input, on any date

    Raises
    ------
    InputError : a country that is no two-letter code
    """
    return _assessment(check_in, country, standing)


@lru_cache(maxsize=64)
def _assessment(check_in: CheckIn, country: str, standing: tuple[Reason, ...]) -> Assessment:
    """One check is asked for several times on its way into a journal; it is thought out once."""
    told = with_what_follows(check_in)
    floors = judge_floors(told)
    ranking = rank(told)
    alone = _level(floors, ranking)
    held = max([Level.normal_soreness, *(each.level for each in standing if each.level)])
    level = max(alone, held)
    relevant = _relevant(floors, ranking, held)
    open_fields = tuple(name for name in screen_of() if name in relevant and not told.knows(name))
    ended = level is Level.emergency
    return Assessment(
        check_in=told,
        level=level,
        could_rise_to=max(level, _highest(floors, ranking)),
        mechanisms=_likely(ranking, floors, held),
        most_like=_most_like(ranking, floors, held, _deciding(told, level, floors, standing)),
        reasons=_reasons(told, floors, ranking, level, standing),
        not_asked=tuple(Open(name, words_of(name)) for name in open_fields),
        next_question=None if ended else next_screen(told, relevant),
        relevant=relevant,
        would_change=() if ended else _would_change(floors, ranking, alone, held, told),
        do_now=advise(told, level, country=country),
        recheck_h=recheck_hours(told, level),
    )


def with_what_follows(check_in: CheckIn) -> CheckIn:
    """The check-in with what its answers already say: pain after a lift is no older than it."""
    since = check_in.hours_since_lift
    began_after = check_in.onset in ONSETS_AFTER_THE_LIFT
    if check_in.pain_days is None and since is not None and began_after:
        return check_in.with_(pain_days=since / 24)
    return check_in


def _level(floors: Sequence[FloorJudgement], ranking: Ranking) -> Level:
    held = [each.floor.level for each in floors if each.judgement.now]
    return max([ranking.cut_off.level, *held])


def _highest(floors: Sequence[FloorJudgement], ranking: Ranking) -> Level:
    return max([ranking.highest, *(each.floor.level for each in floors)])


def _lowest(floors: Sequence[FloorJudgement], ranking: Ranking) -> Level:
    return max([ranking.lowest, *(each.floor.level for each in floors if each.judgement.must)])


def _relevant(floors: Sequence[FloorJudgement], ranking: Ranking, held: Level) -> frozenset[str]:
    """The fields whose answers could still move the level, up or down."""
    lowest, highest = max(held, _lowest(floors, ranking)), _highest(floors, ranking)
    if lowest >= highest:
        return frozenset()
    unsettled = [
        each.floor.condition.fields
        for each in floors
        if not each.judgement.must and each.floor.level > lowest
    ]
    ranking_decides = ranking.highest > max(ranking.lowest, lowest)
    return frozenset().union(*unsettled, *([ranking_fields()] if ranking_decides else []))


def _figures_withheld(floors: Sequence[FloorJudgement], held: Level) -> bool:
    now = (each.floor.level for each in floors if each.judgement.now)
    return max((held, *now)) >= Level.urgent_care


def _likely(ranking: Ranking, floors: Sequence[FloorJudgement], held: Level) -> tuple[Likely, ...]:
    urgent = _figures_withheld(floors, held)
    return tuple(_likely_of(ranked, urgent) for ranked in ranking.ranked)


def _likely_of(ranked: Ranked, urgent: bool) -> Likely:
    mechanism = ranked.mechanism
    if urgent or mechanism.serious:
        why = "a warning sign decides, not a figure" if urgent else "no figure for a serious cause"
        return Likely(mechanism.id, mechanism.say, None, None, None, why)
    share, low, high = (
        round(figure, 3) for figure in (ranked.probability, ranked.low, ranked.high)
    )
    return Likely(mechanism.id, mechanism.say, share, low, high, "")


def _deciding(
    told: CheckIn,
    level: Level,
    floors: Sequence[FloorJudgement],
    standing: tuple[Reason, ...],
) -> str:
    """What set a level at which somebody has to look: signs, else a rule; empty where none did."""
    if level < Level.see_clinician:
        return ""
    signs = signs_that_decide(told, level)
    if signs:
        return reported_in_words(signs)
    rules = [each.floor.say for each in floors if each.judgement.now and each.floor.level is level]
    rules += [each.words for each in standing if each.level is level]
    return rules[0].removesuffix(".") if rules else ""


def _most_like(
    ranking: Ranking, floors: Sequence[FloorJudgement], held: Level, deciding: str
) -> str:
    """What it looks like; what set the level stands before what the rest looks like."""
    first, second = ranking.ranked[0], ranking.ranked[1]
    if _figures_withheld(floors, held):
        return "A warning sign decides here, whatever the rest looks like."
    like = first.mechanism.say
    if first.probability < 0.5 and not second.mechanism.serious:
        like = f"{like} or {second.mechanism.say}"
    if deciding:
        return f"What decides is this: {deciding}. The rest is most like {like}."
    return f"Most like {like}."


def _reasons(
    check_in: CheckIn,
    floors: Sequence[FloorJudgement],
    ranking: Ranking,
    level: Level,
    standing: tuple[Reason, ...],
) -> tuple[Reason, ...]:
    held = [each.floor for each in floors if each.judgement.now]
    rules = [
        Reason(f.id, _with_signs(f, check_in), f.sources, f.basis, f.level, "for") for f in held
    ]
    said_now = {reason.rule for reason in rules}
    rules += [reason for reason in standing if reason.rule not in said_now]
    rules.sort(key=lambda reason: -(reason.level or Level.normal_soreness))
    if level <= Level.see_clinician:
        cut = ranking.cut_off
        rules += [_reason_of(found, level) for found in findings(check_in)]
        if cut.level == level:
            rules.append(Reason(cut.id, cut.say, cut.sources, "judgement", cut.level, "for"))
    return tuple(rules)


def _with_signs(floor: Floor, check_in: CheckIn) -> str:
    """What a rule says; where it is there for several signs, with those that were reported."""
    signs = signs_behind(floor, check_in) if len(signs_of(floor)) > 1 else ()
    if not signs:
        return floor.say
    return f"{floor.say} You reported: {reported_in_words(signs)}."


def reported_in_words(signs: Iterable[str]) -> str:
    """Signs in plain words, one after the other, for the middle of a sentence."""
    words = (sign_words()[name] for name in signs)
    return "; ".join(word[:1].lower() + word[1:] for word in words)


def signs_that_decide(check_in: CheckIn, level: Level) -> tuple[str, ...]:
    """The reported signs behind the rules of this level, in the order of the check-in."""
    told = with_what_follows(check_in)
    held = (each.floor for each in judge_floors(told) if each.judgement.now)
    found = {name for floor in held if floor.level is level for name in signs_behind(floor, told)}
    return tuple(name for name in SIGNS if name in found)


def _reason_of(found: Finding, level: Level) -> Reason:
    soreness = found.log_lr[0]
    towards_soreness = soreness > 0
    is_soreness = level is Level.normal_soreness
    speaks = "note" if soreness == 0 else "for" if towards_soreness == is_soreness else "against"
    return Reason(found.id, found.say, found.sources, found.basis, None, speaks)


def _would_change(
    floors: Sequence[FloorJudgement],
    ranking: Ranking,
    alone: Level,
    held: Level,
    check_in: CheckIn,
) -> tuple[Change, ...]:
    """What would raise the level, the most urgent first, then what would lower it."""
    changes: dict[tuple[Level, str], list[str]] = {}
    level = max(alone, held)
    for each in floors:
        if each.judgement.now or each.floor.level <= level:
            continue
        for name, screen in _flags_asked(each.floor.condition.fields):
            if not check_in.knows(name):
                changes.setdefault((each.floor.level, screen), []).append(name)
    first = islice(changes.items(), MOST_CHANGES)
    raised = [_change(level_to, names) for (level_to, _), names in first]
    if held > alone:
        return (*raised, Change(alone, "Open flags that were examined, or were a mistake", ()))
    return (*raised, *_lowering(floors, ranking, level, held))


@cache
def _flags_asked(fields: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Those of the fields that a screen of warning signs asks for, each with its screen."""
    asked = ((name, screen_of().get(name)) for name in sorted(fields))
    return tuple((name, screen.id) for name, screen in asked if screen and screen.flags)


def _change(level: Level, names: list[str]) -> Change:
    unique = tuple(dict.fromkeys(names))
    words = "; ".join(words_of(name) for name in unique[:6])
    return Change(level, words, unique)


def _lowering(
    floors: Sequence[FloorJudgement], ranking: Ranking, level: Level, held: Level
) -> tuple[Change, ...]:
    lowest = max(_lowest(floors, ranking), held)
    if lowest >= level:
        return ()
    return (Change(lowest, "Answers to the open questions that fit ordinary soreness", ()),)
