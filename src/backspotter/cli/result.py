"""An answer on the terminal: the level, what to do first, and then why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console

from backspotter.app.card import Card, cards_for
from backspotter.app.check import Answer
from backspotter.app.plain_words import (
    LEVEL_NAMES,
    LEVEL_WORDS,
    NOT_A_DIAGNOSIS,
    PROBLEMS,
    READ_IN_PART,
    TOPIC_WORDS,
    fact_in_words,
    screen_in_words,
)
from backspotter.app.said_days import said_moment
from backspotter.cli.terminal import clean, hanging
from backspotter.levels import Level
from backspotter.reading.model import UNREADABLE, Heard
from backspotter.triage.advice import Advice, numbers_of
from backspotter.triage.assess import (
    Assessment,
    Change,
    Likely,
    Reason,
    reported_in_words,
    signs_that_decide,
)
from backspotter.triage.questions import screen_of, words_of

if TYPE_CHECKING:
    from backspotter.app.check_again import AfterCheck

STYLES = {
    Level.normal_soreness: "bold green",
    Level.self_care: "bold green",
    Level.see_clinician: "bold yellow",
    Level.urgent_care: "bold red",
    Level.emergency: "bold white on red",
}
MOST_SCREENS_NAMED = 4
MOST_EMERGENCY_REASONS = 2
MOST_EMERGENCY_QUOTES = 3
MOST_CHANGES_SHOWN = 4
MOST_SIGNS_NAMED = 3


def show_answer(
    console: Console, answer: Answer, *, figures: bool = False, again: Sequence[AfterCheck] = ()
) -> None:
    """Print one answer; an emergency is short, with the action first.

    Parameters
    ----------
    again : when to check again, where the answer was kept; hours from now without it
    """
    if answer.first:
        hanging(console, "", answer.first, style="bold")
    if answer.problem in UNREADABLE:
        show_card(console, answer)
    if not answer.judged:
        if answer.problem not in UNREADABLE:
            hanging(console, "", PROBLEMS[answer.problem])
        return
    if answer.assessment.level is Level.emergency:
        _show_emergency(console, answer)
        return
    _show_calm(console, answer, figures=figures, again=again)


def show_card(console: Console, answer: Answer) -> None:
    """Print the signs that mean go now in every language, the likeliest where the eye rests.

    The language that the text is likeliest in comes first, what is said in English of the reading
    after it and who checked the wording last; on a terminal the other way round.
    """
    likeliest, *others = cards_for(answer.reading.text if answer.reading else "")
    said = PROBLEMS[answer.problem] if not answer.judged else READ_IN_PART
    statuses = ", ".join(sorted({card.status for card in (likeliest, *others)}))
    blocks = [
        _card_lines(likeliest, answer.country),
        [("", said)],
        *(_card_lines(card, answer.country) for card in others),
        [("", f"The cards: {statuses}.")],
    ]
    for block in reversed(blocks) if console.is_terminal else blocks:
        console.print()
        for mark, words in block:
            hanging(console, mark, words)


def _card_lines(card: Card, country: str) -> list[tuple[str, str]]:
    """The lines of a card, each with the mark before it."""
    number = numbers_of(country)
    known = f" ({number.emergency})" if number.name else ""
    signs = [("- ", sign) for sign in card.signs]
    return [("", f"{card.language}: {card.title}"), *signs, ("", f"{card.call}{known}")]


def _show_emergency(console: Console, answer: Answer) -> None:
    assessment = answer.assessment
    _headline(console, assessment.level)
    for topic in ("action", "tell"):
        for each in _of_topic(assessment.do_now, topic):
            hanging(console, "", each.words, style="bold" if topic == "action" else "")
    signs = signs_that_decide(assessment.check_in, Level.emergency)
    if signs:
        hanging(console, "", f"You reported: {reported_in_words(signs)}.")
    held = [reason for reason in assessment.reasons if reason.level is Level.emergency]
    for reason in held[:MOST_EMERGENCY_REASONS]:
        hanging(console, "", f"Why: {_with_sources(reason)}")
    for each in _of_topic(assessment.do_now, "avoid"):
        hanging(console, "", each.words)
    said = [clean(each.words) for each in _heard(answer) if each.value == "yes"]
    if said:
        hanging(console, "", f"Read from your words: “{'”, “'.join(said[:MOST_EMERGENCY_QUOTES])}”")
    _show_unclear(console, answer)


def _show_calm(
    console: Console, answer: Answer, *, figures: bool, again: Sequence[AfterCheck]
) -> None:
    assessment = answer.assessment
    _headline(console, assessment.level)
    _show_how_final(console, assessment)
    for each in _of_topic(assessment.do_now, "action"):
        hanging(console, "", each.words, style="bold")
    _show_why(console, assessment)
    _show_plan(console, assessment)
    _show_recheck(console, assessment, again)
    _show_changes(console, assessment)
    if figures:
        _show_figures(console, assessment.mechanisms)
    _show_reading(console, answer)
    console.print()
    hanging(console, "", NOT_A_DIAGNOSIS, style="dim")


def _headline(console: Console, level: Level) -> None:
    filled, empty = ("●", "○") if console.encoding.startswith("utf") else ("#", "-")
    symbol = filled * (level + 1) + empty * (Level.emergency - level)
    console.print()
    words = f"{LEVEL_WORDS[level]} (level {level + 1} of {len(Level)})"
    hanging(console, f"{symbol}  ", words, style=STYLES[level])


def _show_how_final(console: Console, assessment: Assessment) -> None:
    if not assessment.so_far:
        hanging(console, "", "No further answer could raise this.")
        return
    highest = LEVEL_NAMES[assessment.could_rise_to]
    open_screens = (screen_of()[each.field] for each in assessment.not_asked)
    named = list(dict.fromkeys(screen_in_words(screen) for screen in open_screens))
    because = f", because not asked: {_first_few(named, MOST_SCREENS_NAMED)}" if named else ""
    hanging(console, "", f"So far: could rise to “{highest}”{because}.")


def _first_few(words: Sequence[str], most: int) -> str:
    more = len(words) - most
    return "; ".join(words[:most]) + (f"; and {more} more" if more > 0 else "")


def _show_why(console: Console, assessment: Assessment) -> None:
    _section(console, "Why")
    hanging(console, "", assessment.most_like)
    marks = {"for": "+ ", "against": "- ", "note": "  "}
    shown = [each for each in assessment.reasons if not _is_overruled(each, assessment.level)]
    for reason in sorted(shown, key=lambda each: list(marks).index(each.speaks)):
        hanging(console, marks[reason.speaks], _with_sources(reason))
    if shown:
        hanging(console, "", "+ speaks for it, - against it, [ ] are sources.", style="dim")
        hanging(console, "", f"More: backspotter evidence {shown[0].sources[0]}", style="dim")


def _is_overruled(reason: Reason, level: Level) -> bool:
    """Whether this is what the ranking alone would have said, where a rule decided."""
    return reason.speaks == "note" and reason.level is not None and reason.level != level


def _with_sources(reason: Reason) -> str:
    return f"{reason.words} [{', '.join(reason.sources)}]"


def _show_plan(console: Console, assessment: Assessment) -> None:
    rest = [each for each in assessment.do_now if each.topic != "action"]
    _section(console, "The next 72 hours")
    for topic, rows in groupby(rest, key=lambda each: each.topic):
        hanging(console, "", TOPIC_WORDS[topic], style="bold")
        for each in rows:
            hanging(console, "  ", each.words)


def _show_recheck(console: Console, assessment: Assessment, again: Sequence[AfterCheck]) -> None:
    if not (again or assessment.recheck_h):
        return
    _section(console, "Check again")
    for each in again:
        after = "" if each.after_lift is None else f" ({each.after_lift:.0f} h after the lift)"
        hanging(console, "- ", f"{said_moment(each.at)}{after}")
    if again:
        return
    since = assessment.check_in.hours_since_lift
    for hours in assessment.recheck_h:
        hanging(console, "- ", clock_words(hours, since))


def clock_words(hours: float, since: float | None) -> str:
    """When something is due, in hours from now and after the lift where that is known [h]."""
    soon = f"in about {hours:.0f} hour{'s' if round(hours) != 1 else ''}"
    return soon if since is None else f"{soon} ({since + hours:.0f} h after the lift)"


def _show_changes(console: Console, assessment: Assessment) -> None:
    if not assessment.would_change:
        return
    _section(console, "What would change this")
    for change in assessment.would_change[:MOST_CHANGES_SHOWN]:
        verb = "Up" if change.level > assessment.level else "Down"
        hanging(console, "- ", f"{verb} to “{LEVEL_NAMES[change.level]}”: {_change_words(change)}.")
    more = len(assessment.would_change) - MOST_CHANGES_SHOWN
    if more > 0:
        hanging(console, "- ", f"and {more} more; --json lists them all")


def _change_words(change: Change) -> str:
    named = [words_of(name) for name in change.fields]
    return _first_few(named, MOST_SIGNS_NAMED) if named else change.words


def _show_figures(console: Console, mechanisms: Iterable[Likely]) -> None:
    _section(console, "Rough, from assumed starting values")
    for each in mechanisms:
        hanging(console, "- ", f"{each.words}: {figure_words(each)}")


def figure_words(likely: Likely) -> str:
    """The share with its range in percent, or why there is none."""
    if likely.probability is None or likely.low is None or likely.high is None:
        return likely.withheld
    share, low, high = (round(100 * part) for part in (likely.probability, likely.low, likely.high))
    return f"{share} % ({low} to {high} %)"


def _heard(answer: Answer) -> tuple[Heard, ...]:
    return answer.reading.heard if answer.reading else ()


def _show_reading(console: Console, answer: Answer) -> None:
    if answer.reading is None:
        return
    _section(console, "Read from your words")
    for each in _heard(answer):
        fact = fact_in_words(each.field, each.value)
        hanging(console, "- ", f"{fact} — “{clean(each.words)}”")
    _show_unclear(console, answer)


def _show_unclear(console: Console, answer: Answer) -> None:
    for each in answer.reading.unclear if answer.reading else ():
        counts = fact_in_words(each.field, each.taken_as)
        hanging(console, "- ", f"Unclear: “{clean(each.words)}” ({each.why}). Counts as: {counts}")


def _of_topic(advice: Iterable[Advice], topic: str) -> list[Advice]:
    return [each for each in advice if each.topic == topic]


def _section(console: Console, title: str) -> None:
    console.print()
    hanging(console, "", title, style="bold underline")
