"""A check that was made where nothing could be reached, and was sent later: kept exactly once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from backspotter.app.agreement import still_holds
from backspotter.app.answer import can_be_judged
from backspotter.app.check import Answer, check_document, check_text, counted, read_report
from backspotter.app.keeping import kept, kept_before
from backspotter.app.not_alone import before
from backspotter.app.plain_words import PROBLEMS
from backspotter.app.profile import country_now
from backspotter.app.when import TOLERANCE
from backspotter.errors import BackspotterError, InputError
from backspotter.journal.sent import refuse_bad_key
from backspotter.triage.assess import assess
from backspotter.triage.check_in import SIGNS, CheckIn, as_document, check_in_from

OLDEST = timedelta(days=14)
EXPECTED = '{"key", "at", and "check_in", "text" or both}'


@dataclass(frozen=True, slots=True)
class KeptLater:
    """The number of a check that was sent later; ``not_read`` : why its words count for nothing,
    where only what was ticked could be judged; empty where all of it counts."""

    id: int
    not_read: str = ""


def kept_later(document: object, *, now: datetime) -> KeptLater:
    """A check that was made before now: kept now, or when it came before.

    Parameters
    ----------
    document : ``key``, 16 to 64 letters, digits and hyphens that the device made; ``at``, when
        the check was made, as ISO 8601 with its zone; and ``check_in``, as
        docs/check-in.schema.json has it, ``text``, or both, which are one check

    Raises
    ------
    InputError : no such document, a key of something else, a time in the future or more than two
        weeks ago, or words in which nothing could be read
    BackspotterError : it could not be kept now
    """
    given = _checked(document)
    before = kept_before(given["key"])
    if before is not None:
        return KeptLater(before, _answer(given)[1] if "text" in given else "")
    at = _time(given["at"], now)
    answer, not_read = _answer(given)
    done = kept(answer, now=now, at=at, key=given["key"])
    if done.id is None:
        raise BackspotterError(done.trouble)
    return KeptLater(done.id, not_read)


def _checked(document: object) -> dict[str, Any]:
    if not isinstance(document, dict):
        raise InputError("check", given=document, expected=EXPECTED)
    ways = [name for name in ("check_in", "text") if name in document]
    if set(document) - {"key", "at", *ways} or not ways or "at" not in document:
        raise InputError("check", given=", ".join(map(str, document)), expected=EXPECTED)
    key = document.get("key")
    refuse_bad_key(key if isinstance(key, str) else "")
    return document


def _time(given: object, now: datetime) -> datetime:
    expected = "a time with its zone, such as 2026-03-02T18:30:00+01:00"
    try:
        at = datetime.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise InputError("at", given=given, expected=expected)
    if at > now + TOLERANCE:
        raise InputError("at", given=given, expected="a time that is not in the future")
    if at < now - OLDEST:
        raise InputError("at", given=given, expected=f"at most {OLDEST.days} days ago")
    return min(at, now)


def _answer(given: dict[str, Any]) -> tuple[Answer, str]:
    """The answer, and why the words count for nothing where it rests on the ticks alone."""
    country = country_now()
    if "text" not in given:
        return check_document(given["check_in"], country), ""
    if not isinstance(given["text"], str):
        raise InputError("text", given=given["text"], expected="text")
    if "check_in" in given:
        return _together(check_document(given["check_in"], country), given["text"])
    answer = check_text(given["text"], country)
    if not answer.judged:
        raise InputError(
            "text",
            given=given["text"],
            expected=before(PROBLEMS[answer.problem], given["text"], country),
        )
    return answer, ""


def _together(ticked: Answer, text: str) -> tuple[Answer, str]:
    """One answer to what was ticked and what was written."""
    reading = read_report(text)
    told = _with_words(ticked.assessment.check_in, counted(reading))
    heard = tuple(each for each in reading.heard if still_holds(told, each))
    reading = replace(reading, check_in=told, heard=heard)
    if not can_be_judged(reading):
        return ticked, before(PROBLEMS[reading.problem], text, ticked.country)
    return Answer(assess(told, country=ticked.country), ticked.country, reading), ""


def _with_words(ticked: CheckIn, read: CheckIn) -> CheckIn:
    """What was ticked or typed, and of the words what that leaves open; a sign in either counts."""
    signs = {name: "yes" for name in SIGNS if getattr(read, name) == "yes"}
    return check_in_from(as_document(read) | as_document(ticked) | signs)
