"""The first screen of a check: questions or own words, where you are, and one left half way."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from backspotter.app.agreement import next_unclear
from backspotter.app.check import read_report
from backspotter.app.check_under_way import UnderWay, begun, keep, under_way
from backspotter.app.draft import STALE_AFTER_H
from backspotter.app.flags import cannot_wait
from backspotter.app.interview import PAGES_WHEN_SORE, Interview, for_what_is_new
from backspotter.app.keeping import kept_before
from backspotter.app.known_before import AGE, known_before
from backspotter.app.profile import changed, known
from backspotter.errors import InputError
from backspotter.triage.advice import countries, country_code, numbers_of
from backspotter.web.call_now import call_now
from backspotter.web.check_screen import next_screen
from backspotter.web.forms import Form, Sent
from backspotter.web.page_words import told
from backspotter.web.pages import page

router = APIRouter(include_in_schema=False)
SEE_OTHER = 303
START = "/check"
OTHER = "other"
HALF_AN_HOUR = 0.5


@router.get(START)
def start(request: Request) -> Response:
    """Where a check begins, or goes on."""
    return _start(request)


@router.post("/check/start")
def begin(request: Request, form: Form) -> Response:
    """Begin a check, and keep the country where it was said."""
    now = request.app.state.settings.now()
    country = form.text("country")
    if country == OTHER:
        country = form.text("other_country")
    in_words = form.text("way") == "words"
    try:
        if country and country_code(country) != known().country:
            changed(now=now, country=country)
    except InputError as error:
        return _start(request, wrong=told(error), typed=country)
    only_new = form.text("way") == "new" and bool(cannot_wait())
    taken = {} if only_new else _taken(form, now)
    if in_words:  # which lift it is about, the words say
        taken = {field: value for field, value in taken.items() if field == AGE}
    check = begun(known().country, in_words=in_words, only_new=only_new, taken=taken)
    keep(check, now=now)
    return RedirectResponse("/check/tell" if in_words else "/check/step/1", SEE_OTHER)


@router.get("/check/on")
def go_on(request: Request) -> Response:
    """To where a check was left."""
    found = under_way(now=request.app.state.settings.now())
    return RedirectResponse(START if found is None else place_of(found), SEE_OTHER)


def place_of(check: UnderWay) -> str:
    """The address at which a check goes on."""
    draft = check.draft
    if draft.agreed:
        return f"/check/step/{check.step}"
    if draft.agreement is None:
        return "/check/tell"
    asks = draft.agreement.facts_agreed and next_unclear(draft.agreement, read_report(draft.text))
    return "/check/unclear" if asks else "/check/read"


def instead(form: Sent, check: UnderWay | None) -> Response | None:
    """Where to go with a form of another check than the one under way: it was sent before.

    Raises
    ------
    InputError : it came with no key of a check
    """
    key = form.text("key")
    if check is not None and key == check.key:
        return None
    id = kept_before(key)
    return RedirectResponse(START if id is None else f"/check/answer/{id}", SEE_OTHER)


def ago(hours: float) -> str:
    """How long ago something was left, in words."""
    minutes = round(60 * hours)
    if hours < HALF_AN_HOUR:
        return "a moment" if minutes < 2 else f"{minutes} minutes"
    if hours < 1.5:
        return f"{minutes} minutes"
    days = round(hours / 24)
    return f"{hours:.0f} hours" if hours < 48 else f"{days} days"


def _taken(form: Sent, now: datetime) -> dict[str, float]:
    """What need not be asked, as far as the person left it ticked."""
    ticked = form.texts("take")
    return {each.field: each.value for each in known_before(now=now) if each.field in ticked}


def _most(interview: Interview) -> int:
    """How many questions an interview comes to at most."""
    first = next_screen(interview)
    return 0 if first is None else first.number + first.to_go


def _start(request: Request, *, wrong: str = "", typed: str = "") -> Response:
    try:
        left, unreadable = under_way(now=request.app.state.settings.now()), False
    except InputError:
        left, unreadable = None, True
    if left is not None and not left.has_answers:
        left = None
    code = known().country
    before = known_before(now=request.app.state.settings.now())
    return page(
        request,
        "check_start.html",
        status=422 if wrong else 200,
        open_first=cannot_wait(),
        now=call_now(),
        most_new=_most(for_what_is_new()),
        when_sore=PAGES_WHEN_SORE,
        before=before,
        left=left,
        left_ago=ago(left.age_h) if left else "",
        is_stale=left is not None and left.age_h >= STALE_AFTER_H,
        unreadable=unreadable,
        numbers=numbers_of(code) if code else None,
        countries=sorted(countries().values(), key=lambda each: each.name),
        wrong=wrong,
        typed=typed,
    )
