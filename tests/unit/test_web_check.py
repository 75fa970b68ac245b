"""The check and today through their forms, without a browser."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from backspotter.errors import BackspotterError
from backspotter.journal.codec import CHECK_INS, SETS, SORENESSES
from backspotter.journal.entries import add, add_all, current
from backspotter.journal.flags import flags
from backspotter.journal.journal import opened
from backspotter.journal.tables import PERSON
from backspotter.levels import Level
from backspotter.training.log import LoggedSet
from backspotter.triage.assess import assess
from backspotter.triage.check_in import check_in_from
from tests.check_walks import (
    ORDINARY,
    WALKS,
    all_asked_on,
    asked_on,
    asks_for,
    begin,
    client,
    form_for,
    key_on,
    step,
    walk,
)
from tests.journals import check, fast_folder, place_in, sore

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
REPORT = (
    "Deadlifted 150 kg yesterday evening <b>&. This morning a dull ache on both sides of my lower "
    "back, about 4/10. No numbness. Better after a walk."
)


@pytest.fixture
def folder():
    with fast_folder() as made:
        yield made


@pytest.fixture
def clock():
    return {"now": NOW}


@pytest.fixture
def web(folder, clock):
    with client(folder / "j.db", now=lambda: clock["now"]) as made:
        yield made


def checks(folder):
    with opened(place_in(folder)) as journal:
        return [each.value for each in current(journal, CHECK_INS)]


def level_on(html):
    return re.search(r'class="level level-(\w+)', html)[1]


@pytest.mark.parametrize("level", [Level.normal_soreness, Level.urgent_care])
def test_a_check_says_what_the_rules_say(web, folder, level):
    html = unescape(web.get(walk(web, WALKS[level])).text)
    (kept,) = checks(folder)
    told = assess(check_in_from(kept.answers), country="GB")
    assert kept.level == told.level == level
    assert level_on(html) == level.name
    for words in (each.words for each in told.do_now):
        assert words in html
    for hours in told.recheck_h:
        assert f"{NOW + timedelta(hours=hours):%H:%M}" in html
    for reason in told.reasons[:1]:
        assert f'href="/rules#{reason.rule}"' in html


def test_the_country_is_asked_once(web):
    assert 'name="country"' in web.get("/check").text
    begin(web, country="DE")
    html = web.get("/check").text
    assert 'name="country"' not in html
    assert "Germany." in html
    assert "Call 112 now" in html


def test_a_country_that_is_none_is_one_line_and_stays_typed(web):
    form = {"way": "questions", "country": "other", "other_country": "<Narnia>"}
    sent = web.post("/check/start", data=form)
    assert sent.status_code == 422
    assert sent.text.count('role="alert"') == 1
    assert 'value="&lt;Narnia&gt;"' in sent.text


def test_nothing_is_asked_before_a_check_is_begun(web):
    for address in ("/check/step/1", "/check/step/3/which", "/check/read", "/check/tell"):
        assert web.get(address).headers["location"] == "/check"


@pytest.mark.parametrize("address", ["/check/step/0", "/check/step/x", "/check/step/-1"])
def test_a_step_that_cannot_be_is_not_there(web, address):
    begin(web)
    assert web.get(address).status_code == 404


@pytest.mark.parametrize("number", [2, 99, 10**30])
def test_a_step_not_come_to_yet_leads_to_the_one_that_is(web, number):
    begin(web)
    assert web.get(f"/check/step/{number}").headers["location"] == "/check/step/1"


def story(web):
    """Past the signs, at what happened."""
    at = begin(web)
    while not asks_for(web.get(at).text, "How many hours"):
        at = step(web, at, ORDINARY)
    return at


@pytest.mark.parametrize("typed", ["nan", "1e999", "-4", "soon", "<script>", "9" * 500, "\0", ""])
def test_a_number_that_cannot_be_is_one_line_and_stays_typed(web, typed):
    at = story(web)
    rest = {"choice-1": "1", "choice-2": "1"}
    sent = web.post(at, data={"key": key_on(web.get(at).text), "typed": typed, **rest})
    assert sent.status_code == 422
    assert sent.text.count('role="alert"') == 1
    assert sent.text.count('value="1" checked') == 2, "what was tapped beside it stays"
    assert "<script>" not in sent.text
    if typed.isalpha():
        assert f'value="{typed}"' in sent.text
    assert web.get("/check/on").headers["location"] == at


REST = {"number": "24", "choice-1": "1", "choice-2": "1"}
HOSTILE = [
    {**REST, "choice-1": "99"},
    {**REST, "choice-1": "-1"},
    {**REST, "choice-1": "٣"},
    {**REST, "choice-1": ["0", "1"]},
    {**REST, "choice-1": "'; drop table person; --"},
    {**REST, "number": "99999"},
    {**REST, "number": "3", "typed": "4"},
    {"choice": "0"},
    {"line": "0"},
    {},
]


@pytest.mark.parametrize("form", HOSTILE)
def test_a_choice_that_was_not_offered_changes_nothing(web, form):
    at = story(web)
    sent = web.post(at, data={"key": key_on(web.get(at).text), **form})
    assert sent.status_code == 422
    assert "Traceback" not in sent.text
    assert asks_for(web.get(at).text, "How did it begin?")
    assert "checked" not in web.get(at).text


def test_what_was_left_open_is_named_and_skip_leaves_only_that(web, folder):
    at = story(web)
    key = key_on(web.get(at).text)
    sent = web.post(at, data={"key": key, "choice-1": "2"})
    assert sent.status_code == 422
    assert "Not answered: How many hours ago was the lift; Which way is it going." in sent.text
    assert re.search(r'name="choice-1" value="2" checked', sent.text)
    going = web.post(at, data={"key": key, "choice-1": "2", "skip": "1"}).headers["location"]
    assert not asks_for(web.get(going).text, "Which way")
    walk(web, ORDINARY, address=going)
    (kept,) = checks(folder)
    assert kept.answers["onset"] == "next_day"
    assert "trend" not in kept.answers


@pytest.mark.parametrize("region", ["spleen", "", "midline\0", "x" * 10_000])
def test_a_region_that_is_none_is_refused(web, region):
    skips = {**ORDINARY, **dict.fromkeys(("How old", "Bending"), None)}
    at = begin(web)
    for _ in range(40):
        if "region" in (html := web.get(at).text) and 'name="region"' in html:
            break
        keep = {"How many hours ago was the lift?": "30"}
        at = step(web, at, keep if "lift?" in asked_on(html) else {"-": skips})
    sent = web.post(at, data={"key": key_on(html), "region": region})
    assert sent.status_code == 422
    marked = {"key": key_on(html), "region": ["left_buttock", "saddle", "midline"]}
    assert web.post(at, data=marked).status_code == 303
    assert re.search(r'value="left_buttock" checked', web.get(at).text)


def test_none_of_these_says_no_and_skip_says_nothing(web, folder):
    walk(web, WALKS[Level.emergency])
    (kept,) = checks(folder)
    assert kept.answers["urine_cannot_pass"] == "yes"
    assert kept.answers["urine_leaking"] == "no"
    assert "foot_drop" not in kept.answers


def legs(web):
    at = begin(web)
    while "Your legs" not in asked_on(web.get(at).text):
        at = step(web, at, ORDINARY)
    return at


def test_nothing_ticked_is_asked_about(web):
    at = legs(web)
    assert web.post(at, data={"key": key_on(web.get(at).text)}).status_code == 422


def sent_by(web, at, button, **ticked):
    """Where it goes on after a tick that this button sent, with a line told apart the same way."""
    html = web.get(at).text
    sent = web.post(at, data={"key": key_on(html), button: "1", **ticked}).headers["location"]
    if not sent.endswith("/which"):
        return sent
    line = unescape(re.search(r'name="line" value="([^"]+)"', web.get(sent).text)[1])
    return sent_by(web, sent, button, line=line, sign="0")


@pytest.mark.parametrize("button", ["skip", "none"])
def test_a_tick_counts_whichever_button_sent_it(web, folder, button):
    at, seen = begin(web), 0
    while not at.startswith("/check/answer/"):
        if 'name="line"' in web.get(at).text:
            seen += 1
            if sent_by(web, at, button, line="0").startswith("/check/answer/"):
                assert checks(folder)[-1].level is Level.emergency
                again = begin(web)
                while again != at:
                    again = step(web, again, ORDINARY)
            else:
                assert 'value="0" data-answer checked' in web.get(at).text
        at = step(web, at, ORDINARY)
    assert seen >= 5


def test_a_choice_that_is_ticked_counts_where_skip_sent_it(web, folder):
    answers = {**ORDINARY, "What is it like?": ["sharp"]}
    at = begin(web)
    while not at.startswith("/check/answer/"):
        html = web.get(at).text
        skip = {"skip": "1"} if asked_on(html) == "What is it like?" else {}
        form = {"key": key_on(html), **form_for(html, answers), **skip}
        at = web.post(at, data=form).headers["location"]
    assert "sharp" in checks(folder)[-1].answers["quality"]


def test_a_line_of_several_signs_is_told_apart(web):
    at = legs(web)
    key = key_on(web.get(at).text)
    which = web.post(at, data={"key": key, "line": "2"}).headers["location"]
    assert which == f"{at}/which"
    html = web.get(which).text
    line = re.search(r'name="line" value="([^"]+)"', html)[1]
    unsaid = web.post(which, data={"key": key, "line": line})
    assert unsaid.status_code == 422
    assert web.post(which, data={"key": key, "line": line, "sign": "9"}).status_code == 422
    # it is kept: a person who leaves finds the same question
    assert web.get(which).status_code == 200
    after = web.post(which, data={"key": key, "line": line, "all": "1"})
    assert after.headers["location"] == f"/check/step/{int(at.rpartition('/')[2]) + 1}"
    assert re.search(r'value="2" data-answer checked', web.get(at).text)
    assert web.get(which).headers["location"] == at


def test_cannot_tell_counts_all_and_none_after_all_counts_none(web, folder):
    for answer, expected in (("all", "yes"), ("none", "no")):
        at = legs(web)
        key = key_on(web.get(at).text)
        which = web.post(at, data={"key": key, "line": "2"}).headers["location"]
        line = re.search(r'name="line" value="([^"]+)"', web.get(which).text)[1]
        sent = web.post(which, data={"key": key, "line": line, answer: "1"})
        walk(web, ORDINARY, address=sent.headers["location"])
        assert checks(folder)[-1].answers["leg_numb_dense"] == expected


def test_going_back_loses_nothing(web):
    at, asked = begin(web), []
    for _ in range(6):
        asked.append(all_asked_on(web.get(at).text))
        at = step(web, at, ORDINARY)
    bladder, onset, pain = (
        1 + next(n for n, each in enumerate(asked) if any(a.startswith(words) for a in each))
        for words in ("Toilet", "How did it begin", "How bad is it now")
    )
    # shown again, as they were answered
    assert "none of these" in web.get(f"/check/step/{bladder}").text
    assert re.search(r'value="3" checked', web.get(f"/check/step/{pain}").text)
    # one is answered anew: what came after it stays
    again = step(web, f"/check/step/{onset}", {**ORDINARY, "How did it begin?": "during the lift"})
    assert again == f"/check/step/{onset + 1}"
    html = web.get(f"/check/step/{onset}").text
    assert re.search(r"checked><span>during the lift", html)
    assert [all_asked_on(web.get(f"/check/step/{n}").text) for n in range(1, 7)] == asked
    assert re.search(r'value="3" checked', web.get(f"/check/step/{pain}").text)
    assert web.get("/check/on").headers["location"] == "/check/step/7"
    assert web.get("/check/step/7").status_code == 200


def test_a_sign_ticked_later_still_counts_after_going_back(web, folder):
    walks = WALKS[Level.see_clinician], WALKS[Level.emergency]
    at = step(web, step(web, legs(web), walks[0]), walks[0])
    assert at.startswith("/check/step/")
    answer = step(web, step(web, "/check/step/1", walks[1]), walks[1])
    assert answer.startswith("/check/answer/")
    (kept,) = checks(folder)
    assert kept.answers["leg_tingling"] == "yes"
    assert kept.answers["urine_cannot_pass"] == "yes"


def last_step(web, answers):
    """The address and the form that end a check."""
    at = begin(web)
    while True:
        html = web.get(at).text
        form = {"key": key_on(html), **form_for(html, answers)}
        sent = web.post(at, data=form).headers["location"]
        if sent.startswith("/check/answer/"):
            return at, form, sent
        at = sent


def test_what_is_sent_again_is_one_check(web, folder):
    at, form, answer = last_step(web, WALKS[Level.emergency])
    assert web.post(at, data=form).headers["location"] == answer
    begin(web)
    assert web.post(at, data=form).headers["location"] == answer
    assert len(checks(folder)) == 1
    assert web.get("/check/on").headers["location"] == "/check/step/1"


def test_a_double_tap_is_one_check(web, folder):
    at = begin(web)
    at = step(web, at, WALKS[Level.emergency])
    html = web.get(at).text
    form = {"key": key_on(html), **form_for(html, WALKS[Level.emergency])}
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda _: web.post(at, data=form).headers["location"], range(4)))
    assert set(sent) == {"/check/answer/1"}
    assert len(checks(folder)) == 1


@pytest.mark.parametrize("key", ["", "short", "x" * 500, "<b>0123456789abcdef"])
def test_a_form_with_no_key_of_a_check_is_refused(web, key):
    at = begin(web)
    assert web.post(at, data={"key": key, "number": "3"}).status_code == 422
    elsewhere = web.post(at, data={"key": "0" * 32, "number": "3"})
    assert elsewhere.headers["location"] == "/check"
    assert asked_on(web.get(at).text).startswith("Toilet and sex")


def test_a_check_left_for_long_asks_anew_what_may_have_changed(web, clock):
    at = step(web, story(web), ORDINARY)
    clock["now"] = NOW + timedelta(hours=3)
    assert "You stopped a check 3 hours ago" in web.get("/check").text
    assert "You stopped a check 3 hours ago" in web.get("/").text
    assert web.get("/check/on").headers["location"] == at
    clock["now"] = NOW + timedelta(hours=7)
    assert "is asked again" in web.get("/check").text
    assert web.get("/check/on").headers["location"] == "/check/step/1"
    assert asked_on(web.get("/check/step/1").text).startswith("Toilet and sex")


def test_a_draft_that_cannot_be_read_can_be_begun_anew(web, folder):
    from backspotter.journal.drafts import keep_draft

    begin(web)
    with opened(place_in(folder)) as journal:
        keep_draft(journal, "check", {"draft": {"version": 99}, "key": "x"}, now=NOW)
    assert "could not be read" in web.get("/check").text
    assert web.get("/").status_code == 200
    assert web.get("/check/step/1").status_code == 422
    assert walk(web, WALKS[Level.emergency]).startswith("/check/answer/")


def test_only_ones_own_answer_is_shown(web, folder):
    begin(web)
    with opened(place_in(folder)) as journal:
        with journal.writing() as connection:
            row = {"name": "other", "made_utc": NOW.isoformat(), "made_offset_s": 0}
            other = connection.execute(PERSON.insert().values(row)).inserted_primary_key[0]
        from dataclasses import replace

        theirs = check(replace(journal, person=other), leg_tingling="yes").id
        own = check(journal, leg_tingling="yes").id
    assert web.get(f"/check/answer/{own}").status_code == 200
    for address in (theirs, own + 100, 0, 10**30, "x"):
        told = web.get(f"/check/answer/{address}")
        assert told.status_code == 404
        assert "There is nothing at this address." in told.text


def test_an_answer_that_cannot_be_kept_is_shown_all_the_same(web, folder, monkeypatch):
    def fails(*_):
        raise BackspotterError("journal: the disk is full; nothing was changed")

    at = begin(web)
    at = step(web, at, WALKS[Level.emergency])
    monkeypatch.setattr("backspotter.journal.checks.keep_ready", fails)
    html = web.get(at).text
    form = {"key": key_on(html), **form_for(html, WALKS[Level.emergency])}
    sent = web.post(at, data=form)
    assert sent.status_code == 200
    assert level_on(sent.text) == "emergency"
    assert 'href="tel:999"' in sent.text
    assert "the disk is full" in sent.text
    assert checks(folder) == []


def read_report(web, text=REPORT):
    tell = begin(web, way="words")
    key = key_on(web.get(tell).text)
    return key, web.post(tell, data={"key": key, "text": text})


def test_what_was_read_is_marked_in_the_persons_words(web):
    _, sent = read_report(web)
    assert sent.headers["location"] == "/check/read"
    html = web.get("/check/read").text
    assert "&lt;b&gt;&amp;" in html
    assert "<mark>both sides</mark>" in html
    assert "Pain now is 4 of 10." in html


def test_what_was_read_is_put_right_before_it_counts(web, folder):
    key, _ = read_report(web)
    change = {"key": key, "field": "pain_now", "value": "6"}
    assert web.post("/check/read/fact", data=change).status_code == 303
    web.post("/check/read/fact", data={"key": key, "field": "spread", "remove": "1"})
    html = web.get("/check/read").text
    assert "Pain now is 6 of 10." in html
    assert "<mark>both sides</mark>" not in html
    at = web.post("/check/read", data={"key": key}).headers["location"]
    answer = walk(
        web, {**ORDINARY, "Spread over the muscles, or one spot?": "one spot"}, address=at
    )
    (kept,) = checks(folder)
    assert (kept.answers["pain_now"], kept.answers["spread"]) == (6, "one_spot")
    assert kept.text == REPORT
    assert "Read from your words" in web.get(answer).text


def test_a_fact_put_right_later_loses_no_answer(web):
    key, _ = read_report(web)
    at = web.post("/check/read", data={"key": key}).headers["location"]
    at = step(web, at, ORDINARY)
    assert "/check/read" in web.get("/check/step/1").text
    web.post("/check/read/fact", data={"key": key, "field": "pain_now", "value": "2"})
    assert web.post("/check/read", data={"key": key}).headers["location"] == at


HOSTILE_FACTS = [
    {"field": "pain_now", "value": "11"},
    {"field": "pain_now", "value": "four"},
    {"field": "pain_now"},
    {"field": "quality", "value": "<b>"},
    {"field": "spread", "value": "everywhere"},
    {"field": "__class__", "value": "1"},
    {"field": "x" * 1000, "remove": "1"},
]


@pytest.mark.parametrize("form", HOSTILE_FACTS)
def test_a_fact_that_cannot_be_changes_nothing(web, form):
    key, _ = read_report(web)
    sent = web.post("/check/read/fact", data={"key": key, **form})
    assert sent.status_code == 422
    assert sent.text.count('role="alert"') == 1
    assert "<b>" not in sent.text.replace("<b>&amp;", "")
    assert "Pain now is 4 of 10." in web.get("/check/read").text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "There was nothing to read."),
        ("The weather is lovely and the train was late.", "Nothing in this is about a back."),
        ("x" * 20_001, "at most 20,000"),
    ],
)
def test_words_that_cannot_be_judged_are_kept_and_told_why(web, text, says):
    _, sent = read_report(web, text)
    assert sent.status_code == 422
    assert says in sent.text
    assert f">{text}</textarea>" in sent.text


def test_words_that_are_not_english_get_the_emergency_card(web):
    _, sent = read_report(web, "Me duele mucho la espalda desde ayer después de levantar peso")
    assert sent.text.index('lang="es"') < sent.text.index('lang="fr"')
    assert "Me duele mucho" in sent.text


def test_the_card_serves_a_reader_of_that_language_first(web):
    _, sent = read_report(web, "me duele la espalda y no puedo orinar")
    html = sent.text
    assert sent.status_code == 422
    order = ['lang="es"', "Busca ayuda ya", "(999)", "Only English", 'name="ask"', "Français"]
    places = [html.index(each) for each in [*order, "not checked by a native speaker"]]
    assert places == sorted(places)
    assert 'dir="rtl"' in html


def test_partly_english_gets_the_card_as_well(web):
    _, sent = read_report(web, "My back is sore after deadlifts. No puedo orinar.")
    assert sent.status_code == 422
    assert "Part of this may not be English" in sent.text
    assert sent.text.index('lang="es"') < sent.text.index('name="ask"')


def test_a_sign_in_the_english_part_goes_on_to_be_agreed_on(web):
    _, sent = read_report(web, "I cannot pee since deadlifting. Mi espalda duele mucho.")
    assert sent.headers["location"] == "/check/read"
    assert "Part of this was not read" in web.get("/check/read").text


def test_an_unclear_mention_is_asked_about(web, folder):
    key, _ = read_report(web, REPORT + " Peeing feels a bit off.")
    assert "asked about next" in web.get("/check/read").text
    at = web.post("/check/read", data={"key": key}).headers["location"]
    assert at == "/check/unclear"
    field = re.search(r'name="field" value="(\w+)"', web.get(at).text)[1]
    assert web.post(at, data={"key": key, "field": field}).status_code == 422
    assert web.post(at, data={"key": key, "field": field, "value": "maybe"}).status_code == 422
    after = web.post(at, data={"key": key, "field": field, "value": "no"}).headers["location"]
    again = web.post(at, data={"key": key, "field": field, "value": "yes"})
    assert again.headers["location"] == after
    walk(web, ORDINARY, address=after)
    assert checks(folder)[0].answers[field] == "no"


def test_an_emergency_that_was_read_asks_nothing_more(web):
    key, _ = read_report(web, "Since deadlifting this morning I cannot pee at all.")
    assert "does not wait" in web.get("/check/read").text
    answer = web.post("/check/read", data={"key": key}).headers["location"]
    assert level_on(web.get(answer).text) == "emergency"


def test_open_flags_stay_on_the_answer_and_on_today(web, folder):
    walk(web, WALKS[Level.see_clinician])
    with opened(place_in(folder)) as journal:
        (flag,) = flags(journal, only_open=True)
    html = web.get(walk(web, ORDINARY)).text
    assert level_on(html) == "see_clinician"
    assert "Still open from an earlier check" in html
    assert flag.words in html
    assert flag.words in web.get("/").text


def test_today_says_what_is_due(web, clock):
    assert "Your last answer" not in web.get("/").text
    walk(web, ORDINARY)
    html = web.get("/").text
    assert "Your last answer" in html
    assert "Next check" in html
    assert "Time to check again" not in html
    clock["now"] = NOW + timedelta(hours=20)
    assert "Time to check again" in web.get("/").text
    clock["now"] = NOW + timedelta(days=30)
    assert "Time to check again" not in web.get("/").text


def test_today_says_how_it_goes_and_what_to_pull(web, folder):
    with opened(place_in(folder)) as journal:
        sets = [
            LoggedSet(at=NOW - timedelta(days=day), exercise="Deadlift", load_kg=140.0, reps=5)
            for day in (2, 6, 9, 13)
            for _ in range(3)
        ]
        add_all(journal, SETS, sets, entered=NOW)
    assert "First a check" in web.get("/").text
    with opened(place_in(folder)) as journal:
        add(journal, SORENESSES, sore(4, at=NOW - timedelta(days=1)), entered=NOW)
        check(journal, at=NOW, pain_now=0, trend="gone")
    html = web.get("/").text
    assert re.search(r"Next session: Deadlift, [\d.]+ kg", html)
    course = re.search(r'id="course".*?<p>(.*?)</p>', html, re.S)[1]
    assert course != "No entry to follow yet."
    assert 'href="/course#now"' in html


def test_today_without_anything_invites_the_first_check(web):
    html = web.get("/").text
    assert 'href="/check"' in html
    assert "Plan for today" not in html
