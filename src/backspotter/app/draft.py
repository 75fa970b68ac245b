"""What a person has said so far, kept in one small file until they have their answer."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backspotter.app.agreement import Agreement, as_agreed, begin
from backspotter.app.check import Answer, read_report
from backspotter.app.documents import json_from, plain_errors, read_all
from backspotter.app.interview import Interview, Step, assessment_of
from backspotter.errors import InputError
from backspotter.triage.advice import numbers_of
from backspotter.triage.check_in import FIELDS, SIGNS, CheckIn, as_document, check_in_from
from backspotter.triage.questions import screens

VERSION = 1
MAX_DRAFT_BYTES = 1_000_000
NOTICED_AFTER_H = 0.05
"""Hours since the lift are kept to a tenth: less than half of that is no time."""

STALE_AFTER_H = 6
"""Pain and absent signs can change in this time, so they are asked again."""

DAMAGED = "draft.damaged.json"
NOWHERE = Path(os.devnull, "backspotter", "draft.json")
"""A place where nothing can be kept."""

CHANGES_FAST = ("pain_now", "trend", "walking", "standing", "sitting")
CHANGES_OVERNIGHT = frozenset(["night_pain_constant"])
HISTORY_SCREENS = ("history", "history_more")


@dataclass(frozen=True, slots=True)
class Draft:
    """An interview that was left, with the words it began with.

    ``agreement`` is how far what was read from them was gone through; ``agreed`` is whether
    that is over, or there were none.
    """

    interview: Interview
    text: str = ""
    agreement: Agreement | None = None
    agreed: bool = False


def answer_of(draft: Draft) -> Answer:
    """The answer as things stand, with what was read as it was agreed on."""
    interview, agreement = draft.interview, draft.agreement
    assessment = assessment_of(interview)
    if agreement is None:
        return Answer(assessment, interview.country)
    reading = as_agreed(read_report(draft.text), interview.check_in, agreement)
    return Answer(assessment, interview.country, reading)


def draft_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the draft of this person is kept on this platform."""
    try:
        return _state_folder(environment) / "backspotter" / "draft.json"
    except RuntimeError:  # a user without a home
        return NOWHERE


def _state_folder(environment: Mapping[str, str]) -> Path:
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    given = Path(environment.get("XDG_STATE_HOME") or "")
    return given if given.is_absolute() else Path.home() / ".local" / "state"


def save(draft: Draft, file: Path, *, now: datetime) -> None:
    """Write the draft whole or not at all, for this person's eyes only.

    Raises
    ------
    OSError : the folder cannot be made or written
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".draft-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(draft_document(draft, now=now), stream)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def load(file: Path, *, now: datetime) -> tuple[Draft, float] | None:
    """The draft brought up to now, and its age [h]; nothing when there is none.

    Raises
    ------
    InputError : it is damaged, or from another version
    """
    if not _is_there(file):
        return None
    document = json_from(read_all(str(file), what="draft", most=MAX_DRAFT_BYTES), what="draft")
    return draft_from(document, now=now)


def draft_from(document: dict[str, Any], *, now: datetime) -> tuple[Draft, float]:
    """The draft of a document brought up to now, and its age [h].

    Raises
    ------
    InputError : it is damaged, or from another version
    """
    try:
        with plain_errors("draft"):
            draft, saved_at = _draft(document)
    except (AttributeError, KeyError, TypeError) as error:
        raise InputError("draft", given=repr(error), expected="a draft of ours") from None
    age_h = max((now - saved_at).total_seconds() / 3600, 0.0)
    if age_h < NOTICED_AFTER_H:
        return draft, age_h
    agreement = draft.agreement if draft.agreed else _agreement_aged(draft, age_h)
    return replace(draft, interview=aged(draft.interview, age_h), agreement=agreement), age_h


def _agreement_aged(draft: Draft, age_h: float) -> Agreement | None:
    """What was read and not yet agreed on, brought up to now: "yesterday" was said back then."""
    agreement = draft.agreement
    if agreement is None and draft.text:
        with suppress(InputError):  # the conversation reads it again, and says what is wrong
            agreement = begin(read_report(draft.text))
    if agreement is None:
        return None
    return replace(agreement, check_in=_aged(agreement.check_in, age_h))


def _is_there(file: Path) -> bool:
    try:
        return file.exists()
    except OSError:
        return False


def delete(file: Path) -> None:
    """Remove the draft; nothing happens where there is none."""
    with suppress(OSError):
        file.unlink()


def set_aside(file: Path) -> Path:
    """Move a damaged draft out of the way, and say where it went."""
    aside = file.with_name(DAMAGED)
    with suppress(OSError):
        file.replace(aside)
    return aside


def aged(interview: Interview, hours: float) -> Interview:
    """The interview some hours later: the lift is further back, and what may have changed is open.

    Signs that were present stay present; only what was absent is asked again.

    Parameters
    ----------
    hours : since it was left [h]
    """
    steps = tuple(replace(step, check_in=_aged(step.check_in, hours)) for step in interview.earlier)
    is_stale = hours >= STALE_AFTER_H
    skipped = frozenset[str]() if is_stale else interview.skipped
    check_in = _aged(interview.check_in, hours)
    return replace(interview, check_in=check_in, skipped=skipped, earlier=() if is_stale else steps)


def _aged(check_in: CheckIn, hours: float) -> CheckIn:
    answers = as_document(check_in)
    if "hours_since_lift" in answers:
        longest = FIELDS["hours_since_lift"]["high"]
        answers["hours_since_lift"] = min(round(answers["hours_since_lift"] + hours, 1), longest)
    if hours >= STALE_AFTER_H:
        for name in _may_have_changed(check_in):
            answers.pop(name, None)
    return check_in_from(answers)


def _may_have_changed(check_in: CheckIn) -> list[str]:
    lasting = {
        name for screen in screens() if screen.id in HISTORY_SCREENS for name in screen.fields
    } - CHANGES_OVERNIGHT
    absent = [n for n in SIGNS if getattr(check_in, n) == "no" and n not in lasting]
    return absent + [name for name in CHANGES_FAST if getattr(check_in, name) != "unable"]


def draft_document(draft: Draft, *, now: datetime) -> dict[str, Any]:
    """The draft as JSON has it; ``draft_from`` reads it back."""
    interview = draft.interview
    return {
        "version": VERSION,
        "saved_at": now.astimezone(UTC).isoformat(),
        "country": interview.country,
        "text": draft.text,
        "agreement": _agreement_document(draft.agreement),
        "agreed": draft.agreed,
        **_step_document(Step(interview.check_in, interview.skipped, interview.asked)),
        "earlier": [_step_document(step) for step in interview.earlier],
    }


def _step_document(step: Step) -> dict[str, Any]:
    return {
        "check_in": as_document(step.check_in),
        "skipped": sorted(step.skipped),
        "asked": list(step.asked),
    }


def _agreement_document(agreement: Agreement | None) -> dict[str, Any] | None:
    if agreement is None:
        return None
    return {
        "check_in": as_document(agreement.check_in),
        "facts_agreed": agreement.facts_agreed,
        "settled": list(agreement.settled),
        "unsure": list(agreement.unsure),
    }


def _draft(document: dict[str, Any]) -> tuple[Draft, datetime]:
    if document["version"] != VERSION:
        raise InputError("draft", given=document["version"], expected=f"version {VERSION}")
    now = _step(document)
    earlier = tuple(_step(step) for step in document["earlier"])
    country, text, agreed = document["country"], document["text"], document["agreed"]
    if not (isinstance(country, str) and isinstance(text, str) and isinstance(agreed, bool)):
        raise TypeError("country and text are text, agreed is true or false")
    numbers_of(country)
    interview = Interview(now.check_in, country, now.skipped, now.asked, earlier)
    saved_at = datetime.fromisoformat(document["saved_at"])
    if saved_at.tzinfo is None:
        raise TypeError("saved_at has no time zone")
    return Draft(interview, text, _agreement(document["agreement"]), agreed), saved_at


def _step(document: dict[str, Any]) -> Step:
    skipped = frozenset(_fields(document["skipped"]))
    return Step(check_in_from(document["check_in"]), skipped, tuple(document["asked"]))


def _agreement(document: dict[str, Any] | None) -> Agreement | None:
    if document is None:
        return None
    settled, unsure = _fields(document["settled"]), _fields(document["unsure"])
    check_in = check_in_from(document["check_in"])
    return Agreement(check_in, document["facts_agreed"] is True, settled, unsure)


def _fields(names: list[str]) -> tuple[str, ...]:
    if not set(names) <= set(FIELDS):
        raise TypeError("not all of them are fields")
    return tuple(names)
