"""A check that was made where nothing could be reached, and was sent later: kept exactly once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from backspotter.app.check import Answer, check_document, check_text
from backspotter.app.keeping import kept, kept_before
from backspotter.app.plain_words import PROBLEMS
from backspotter.app.profile import country_now
from backspotter.app.when import TOLERANCE
from backspotter.errors import BackspotterError, InputError
from backspotter.journal.sent import refuse_bad_key

OLDEST = timedelta(days=14)
EXPECTED = '{"key", "at", "check_in" or "text"}'


def kept_later(document: object, *, now: datetime) -> int:
    """The number of a check that was made before now: kept now, or when it came before.

    Parameters
    ----------
    document : ``key``, 16 to 64 letters, digits and hyphens that the device made; ``at``, when
        the check was made, as ISO 8601 with its zone; and either ``check_in``, as
        docs/check-in.schema.json has it, or ``text``

    Raises
    ------
    InputError : no such document, a key of something else, a time in the future or more than two
        weeks ago, or words in which nothing could be read
    BackspotterError : it could not be kept now
    """
    given = _checked(document)
    before = kept_before(given["key"])
    if before is not None:
        return before
    at = _time(given["at"], now)
    done = kept(_answer(given), now=now, at=at, key=given["key"])
    if done.id is None:
        raise BackspotterError(done.trouble)
    return done.id


def _checked(document: object) -> dict[str, Any]:
    if not isinstance(document, dict):
        raise InputError("check", given=document, expected=EXPECTED)
    ways = [name for name in ("check_in", "text") if name in document]
    if set(document) - {"key", "at", *ways} or len(ways) != 1 or "at" not in document:
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


def _answer(given: dict[str, Any]) -> Answer:
    country = country_now()
    if "check_in" in given:
        return check_document(given["check_in"], country)
    if not isinstance(given["text"], str):
        raise InputError("text", given=given["text"], expected="text")
    answer = check_text(given["text"], country)
    if not answer.judged:
        raise InputError("text", given=given["text"], expected=PROBLEMS[answer.problem])
    return answer
