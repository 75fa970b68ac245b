"""A check in the person's own words: told, what was read shown back, put right, agreed on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from backspotter.app.agreement import (
    Agreement,
    begin,
    next_unclear,
    not_known,
    still_holds,
    with_fact,
    with_unclear,
)
from backspotter.app.amounts import amount
from backspotter.app.answer import can_be_judged, in_order
from backspotter.app.card import cards_for
from backspotter.app.check import read_report
from backspotter.app.check_under_way import UnderWay, keep, under_way
from backspotter.app.interview import corrected
from backspotter.app.known_before import AGE
from backspotter.app.marked_text import pieces
from backspotter.app.not_alone import first_line
from backspotter.app.plain_words import PROBLEMS, fact_in_words, value_in_words
from backspotter.app.profile import country_now
from backspotter.errors import InputError
from backspotter.levels import Level
from backspotter.reading.model import UNREADABLE, Reading, Unclear
from backspotter.triage.advice import numbers_of
from backspotter.triage.assess import assess
from backspotter.triage.check_in import FIELDS, UNKNOWN, CheckIn, as_document
from backspotter.triage.questions import words_of
from backspotter.web import page_words
from backspotter.web.answer_view import dialled
from backspotter.web.check_screen import next_screen
from backspotter.web.check_start import SEE_OTHER, START, instead, place_of
from backspotter.web.check_steps import end
from backspotter.web.forms import Form, Sent
from backspotter.web.pages import page

router = APIRouter(include_in_schema=False)
READ = "/check/read"
CHOOSE = "Choose one of these, or “I cannot tell”."


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was read, with the words it was read from, and what it could be instead."""

    field: str
    words: str
    quotes: tuple[str, ...]
    asks: str
    kind: str
    values: tuple[tuple[str, str, bool], ...]
    number: str


@router.get("/check/tell")
def tell(request: Request) -> Response:
    """Where a person tells it in their own words."""
    check = _under_way(request)
    if check is None or check.draft.agreed:
        return RedirectResponse(place_of(check) if check else START, SEE_OTHER)
    return _show_tell(request, check, check.draft.text)


@router.post("/check/tell")
def told(request: Request, form: Form) -> Response:
    """Read what was told; or ask instead."""
    check = _under_way(request)
    elsewhere = instead(form, check)
    if elsewhere is not None or check is None:
        return elsewhere or RedirectResponse(START, SEE_OTHER)
    if "ask" in form:
        return _keep_on(request, check.with_(text="", agreement=None, agreed=True))
    text = form.text("text")
    try:
        reading = read_report(text)
    except InputError as error:
        return _show_tell(request, check, text, wrong=page_words.told(error))
    if can_be_judged(reading):
        return _keep_on(request, check.with_(text=text, agreement=begin(reading), agreed=False))
    if reading.problem in UNREADABLE:
        return _show_cards(request, check, reading)
    return _show_tell(request, check, text, wrong=PROBLEMS[reading.problem])


@router.get(READ)
def read(request: Request) -> Response:
    """What was read, to be put right."""
    found = _read(request)
    return found if isinstance(found, Response) else _show_read(request, *found)


@router.post(READ + "/fact")
def put_right(request: Request, form: Form) -> Response:
    """Change one fact, or take it out."""
    found = _read(request, form)
    if isinstance(found, Response):
        return found
    check, agreement, _ = found
    field = form.text("field")
    if field not in FIELDS:
        raise InputError("field", given=field, expected="one that was read")
    try:
        value = not_known(field) if "remove" in form else _value(field, form)
        agreed = with_fact(agreement, field, value)
    except InputError as error:
        wrong = f"{words_of(field)} Please give {error.expected}."
        return _show_read(request, *found, wrong=wrong, open_field=field)
    interview = check.draft.interview
    if check.draft.agreed:
        interview = corrected(interview, {field: value})
    keep(check.with_(agreement=agreed, interview=interview), now=_now(request))
    return RedirectResponse(f"{READ}#facts", SEE_OTHER)


@router.post(READ)
def agree(request: Request, form: Form) -> Response:
    """All of it is right."""
    found = _read(request, form)
    if isinstance(found, Response):
        return found
    check, agreement, reading = found
    if check.draft.agreed:
        return _keep_on(request, check)
    return _settle(request, check, replace(agreement, facts_agreed=True), reading)


@router.get("/check/unclear")
def unclear(request: Request) -> Response:
    """One mention that could be meant either way."""
    found = _read(request)
    if isinstance(found, Response):
        return found
    check, agreement, reading = found
    asks = next_unclear(agreement, reading)
    if asks is None or check.draft.agreed:
        return RedirectResponse(place_of(check), SEE_OTHER)
    return _show_unclear(request, check, asks)


@router.post("/check/unclear")
def settle_one(request: Request, form: Form) -> Response:
    """Take how one mention was meant."""
    found = _read(request, form)
    if isinstance(found, Response):
        return found
    check, agreement, reading = found
    asks = next_unclear(agreement, reading)
    if asks is None or check.draft.agreed or form.text("field") != asks.field:
        return RedirectResponse(place_of(check), SEE_OTHER)
    try:
        skipped = "skip" in form and not form.text("value")
        value = not_known(asks.field) if skipped else _value(asks.field, form)
        settled = with_unclear(agreement, asks, value)
    except InputError:
        return _show_unclear(request, check, asks, wrong=CHOOSE)
    return _settle(request, check, settled, reading)


def _under_way(request: Request) -> UnderWay | None:
    return under_way(now=_now(request))


def _now(request: Request) -> Any:
    return request.app.state.settings.now()


def _read(
    request: Request, form: Sent | None = None
) -> tuple[UnderWay, Agreement, Reading] | Response:
    """The check with what was read; or where to go instead."""
    check = _under_way(request)
    elsewhere = instead(form, check) if form is not None else None
    if elsewhere is not None or check is None:
        return elsewhere or RedirectResponse(START, SEE_OTHER)
    if check.draft.agreement is None:
        return RedirectResponse(place_of(check), SEE_OTHER)
    return check, check.draft.agreement, read_report(check.draft.text)


def _keep_on(request: Request, check: UnderWay) -> Response:
    """Keep it and go to where it goes on; to the answer where nothing is left to ask."""
    if check.draft.agreed and next_screen(check.draft.interview) is None:
        return end(request, check)
    keep(check, now=_now(request))
    return RedirectResponse(place_of(check), SEE_OTHER)


def _settle(request: Request, check: UnderWay, agreement: Agreement, reading: Reading) -> Response:
    if next_unclear(agreement, reading) is not None:
        return _keep_on(request, check.with_(agreement=agreement))
    before, told = check.draft.interview.check_in, agreement.check_in
    adds = before.knows(AGE) and not told.knows(AGE)
    told = told.with_(age=before.age) if adds else told
    interview = replace(check.draft.interview, check_in=told)
    agreed = check.with_(agreement=agreement, interview=interview, agreed=True)
    return _keep_on(request, replace(agreed, taken=(AGE,) if adds else ()))


def _value(field: str, form: Sent) -> Any:
    """The value that was given for a field.

    Raises
    ------
    InputError : none, or one that cannot be
    """
    kind = FIELDS[field]["kind"]
    if kind == "number":
        return amount(field, form.text("value"))
    given = form.texts("value")
    if not given:
        raise InputError(field, given="nothing", expected="an answer")
    CheckIn().with_(**{field: given if kind == "any_of" else given[0]})
    return given if kind == "any_of" else given[0]


def _show_tell(request: Request, check: UnderWay, text: str, *, wrong: str = "") -> Response:
    return page(
        request,
        "check_tell.html",
        status=422 if wrong else 200,
        check=check,
        text=text,
        first=_first(check, text),
        wrong=wrong,
    )


def _first(check: UnderWay, text: str) -> str:
    """What is said before all else; mostly nothing."""
    return first_line(text, country_now(check.draft.interview.country))


def _show_cards(request: Request, check: UnderWay, reading: Reading) -> Response:
    likeliest, *others = cards_for(reading.text)
    number = numbers_of(country_now() or check.draft.interview.country)
    return page(
        request,
        "check_card.html",
        status=422,
        check=check,
        text=reading.text,
        first=_first(check, reading.text),
        says=PROBLEMS[reading.problem],
        card=likeliest,
        others=others,
        statuses=sorted({each.status for each in (likeliest, *others)}),
        known=number.emergency if number.name else "",
        call=dialled(number.emergency if number.name else ""),
    )


def _show_read(
    request: Request,
    check: UnderWay,
    agreement: Agreement,
    reading: Reading,
    *,
    wrong: str = "",
    open_field: str = "",
) -> Response:
    told = agreement.check_in
    held = [each for each in reading.heard if still_holds(told, each)]
    return page(
        request,
        "check_read.html",
        status=422 if wrong else 200,
        check=check,
        first=_first(check, reading.text),
        pieces=pieces(reading.text, held),
        facts=[_fact(reading, told, name) for name in in_order(as_document(told))],
        unclear=0 if check.draft.agreed else len(reading.unclear),
        is_emergency=assess(told).level is Level.emergency,
        in_part=reading.problem in UNREADABLE,
        wrong=wrong,
        open_field=open_field,
    )


def _show_unclear(request: Request, check: UnderWay, asks: Unclear, *, wrong: str = "") -> Response:
    return page(
        request,
        "check_unclear.html",
        status=422 if wrong else 200,
        check=check,
        asks=asks,
        question=words_of(asks.field),
        values=_values(asks.field, not_known(asks.field)),
        is_number=FIELDS[asks.field]["kind"] == "number",
        several=FIELDS[asks.field]["kind"] == "any_of",
        counts=value_in_words(asks.field, asks.taken_as) if asks.taken_as else "not known",
        wrong=wrong,
    )


def _fact(reading: Reading, told: CheckIn, name: str) -> Fact:
    value = getattr(told, name)
    heard = (each for each in reading.heard if each.field == name and still_holds(told, each))
    return Fact(
        field=name,
        words=fact_in_words(name, value),
        quotes=tuple(dict.fromkeys(" ".join(each.words.split()) for each in heard)),
        asks=words_of(name),
        kind=str(FIELDS[name]["kind"]),
        values=_values(name, value),
        number=f"{value:g}" if FIELDS[name]["kind"] == "number" else "",
    )


def _values(name: str, now: Any) -> tuple[tuple[str, str, bool], ...]:
    """What a field can be, in words, and whether it is so."""
    given = now if isinstance(now, frozenset) else {now}
    values = [each for each in FIELDS[name].get("values", ()) if each != UNKNOWN]
    return tuple((each, value_in_words(name, each), each in given) for each in values)
