"""Flags stay: a warning sign is in force until it was examined, or was a mistake.

Less pain, an unanswered question or a no in a later check-in clears nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, lru_cache
from typing import Final

from backspotter.app.history import CheckedIn, Corrected, Examined, History, KeptFlag
from backspotter.levels import Level
from backspotter.triage.assess import Assessment, assess
from backspotter.triage.check_in import UNKNOWN, CheckIn
from backspotter.triage.flag_signs import FACTS_OF_LIFE, signs_in, signs_of_rules
from backspotter.triage.floors import facts, floors
from backspotter.triage.questions import words_of

KEPT: Final = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A sign in force: its field and value, since when, and what it alone would mean.

    ``field`` : empty for a flag of the journal that leans on no single sign.
    """

    field: str
    value: str
    since: datetime
    words: str
    level: Level


def open_flags(history: History) -> tuple[Flag, ...]:
    """The signs in force, the most urgent first, then the oldest.

    Where the journal keeps them, they are its own, none below the level of its floor.
    """
    found: dict[str, Flag] = {}
    if history.flags is not None:
        return _most_urgent_first(_kept(history.flags))
    for checked in sorted(history.check_ins, key=_at):
        for field, value in signs_in(checked.check_in):
            if not _cleared(field, checked.at, history.examined, history.corrected):
                found.setdefault(field, _flag(field, value, checked.at))
    return _most_urgent_first(found.values())


def _most_urgent_first(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    return tuple(sorted(flags, key=lambda flag: (-flag.level, flag.since, flag.field)))


def _kept(flags: Sequence[KeptFlag]) -> Iterable[Flag]:
    """One flag for every sign of those that are open; one without a sign speaks for itself."""
    found: dict[str, Flag] = {}
    for kept in flags:
        if kept.ended is not None or _is_old_fact(kept, flags):
            continue
        for field, value in kept.signs or (("", ""),):
            alone = _flag(field, value, kept.opened) if field else None
            flag = Flag(
                field=field,
                value=value,
                since=kept.opened,
                words=alone.words if alone else kept.words,
                level=max(kept.level, alone.level) if alone else kept.level,
            )
            known = found.setdefault(field or kept.rule, flag)
            if flag.level > known.level:
                found[field or kept.rule] = replace(flag, since=known.since)
    return found.values()


def _is_old_fact(kept: KeptFlag, flags: Sequence[KeptFlag]) -> bool:
    """Whether it is of facts of life alone, and somebody looked at the same ones before."""
    old = bool(kept.signs) and all(field in FACTS_OF_LIFE for field, _ in kept.signs)
    return old and any(each.rule == kept.rule and each.was_examined for each in flags)


def _at(checked: CheckedIn) -> datetime:
    return checked.at


def _cleared(
    field: str, since: datetime, examined: Sequence[Examined], corrected: Sequence[Corrected]
) -> bool:
    about = [each for each in examined if _is_about(each, field)]
    seen = any(each.at >= since for each in about) or (about and field in FACTS_OF_LIFE)
    return bool(seen) or any(each.at >= since and each.sign == field for each in corrected)


def _is_about(each: Examined, field: str) -> bool:
    if not each.signs and not each.rules:
        return True
    return field in each.signs or any(field in signs_of_rules()[rule] for rule in each.rules)


def settled(history: History, check_in: CheckIn) -> CheckIn:
    """The check-in without old facts that somebody has examined, as long as the back is well.

    An operation years ago, once looked at, does not keep a back that is well from pulling. With
    any pain, or any other sign, it counts again.
    """
    others = [flag for flag in open_flags(history) if flag.field not in FACTS_OF_LIFE]
    if check_in.pain_now != 0 or others or _shows_more(check_in):
        return check_in
    old = [name for name in FACTS_OF_LIFE if getattr(check_in, name) == "yes"]
    known = [n for n in old if any(_is_about(each, n) for each in history.examined)]
    return check_in.with_(**dict.fromkeys(known, UNKNOWN)) if known else check_in


def _shows_more(check_in: CheckIn) -> bool:
    return any(name not in FACTS_OF_LIFE for name, _ in signs_in(check_in))


def _flag(field: str, value: str, since: datetime) -> Flag:
    alone = assessed(CheckIn(**{field: value}), "")  # type: ignore[arg-type]
    words = words_of(field) if value == "yes" else f"unable: {field}"
    return Flag(field=field, value=value, since=since, words=words, level=alone.level)


@lru_cache(maxsize=KEPT)
def assessed(check_in: CheckIn, country: str) -> Assessment:
    """The assessment of a check-in; kept, since the same one is asked again and again."""
    return assess(check_in, country=country)


def with_flags(check_in: CheckIn, flags: Sequence[Flag]) -> CheckIn:
    """The check-in with every open flag in it."""
    signs = {flag.field: flag.value for flag in flags if flag.field}
    return check_in.with_(**signs) if signs else check_in


def level_with(check_in: CheckIn, flags: Sequence[Flag], country: str) -> tuple[Level, Assessment]:
    """The level with every open flag: never below the check-in's own, nor below any flag's."""
    whole = assessed(with_flags(check_in, flags), country)
    own = assessed(check_in, country)
    level = max([whole.level, own.level, *(flag.level for flag in flags)])
    return level, whole if whole.level >= own.level else own


def is_nerve(flags: Sequence[Flag]) -> bool:
    """Whether a nerve sign is among the flags."""
    carrying = with_flags(CheckIn(), flags)
    return facts()["nerve_sign"].condition.judge(carrying).now


def is_swollen(check_in: CheckIn) -> bool:
    """Whether the muscles are swollen or hard."""
    return check_in.muscle_swelling == "yes" or check_in.muscles_board_hard == "yes"


@cache
def _bone_rules() -> frozenset[str]:
    return frozenset(floor.id for floor in floors() if floor.id.startswith(("PARS", "FX")))


def is_bone(assessment: Assessment) -> bool:
    """Whether a rule about bone holds."""
    return any(reason.rule in _bone_rules() for reason in assessment.reasons)
