"""The check in a real browser: to every level, by keyboard, back and forth, and on the body."""

from __future__ import annotations

import re

import httpx
import pytest

from backspotter.journal.codec import CHECK_INS
from backspotter.journal.entries import count
from backspotter.journal.journal import opened
from backspotter.levels import Level
from tests.check_walks import ORDINARY, WALKS, asks_for, begin, step, walk
from tests.journals import place_in
from tests.pages import DESKTOP, PHONE, SMALL, cut_at_twice_the_text, violations

REPORT = (
    "Deadlifted 150 kg yesterday evening. This morning a dull ache on both sides of my lower back, "
    "about 4/10. No numbness. Peeing feels a bit off."
)
MOST_STEPS = 60


@pytest.fixture
def forms(address):
    """The same server's forms without a browser: the quick way to a screen."""
    with httpx.Client(base_url=address) as made:
        yield made


def to_screen(forms, asked, **begun):
    """The address of a screen that asks this, with all before it answered plainly."""
    at = begin(forms, **begun)
    for _ in range(MOST_STEPS):
        if asks_for(forms.get(at).text, asked):
            return at
        answers = ORDINARY if asked != "Where is it?" else {"How many hours": "30"}
        at = step(forms, at, answers)
    raise AssertionError(f"{asked} is never asked")


def asked(page):
    return page.locator("h1").inner_text()


def begin_here(page):
    page.goto("/")
    page.get_by_role("link", name="Check my back").first.click()
    page.get_by_label("Which country are you in?").select_option("GB")
    page.get_by_role("button", name="Answer questions").click()
    page.wait_for_url("**/check/step/1")


def answer_here(page, answers):
    """Answer the question that is shown, as a thumb would."""
    before = page.url
    tap_answer(page, answers)
    page.wait_for_url(lambda url: url != before)


def tap_answer(page, answers):
    title = asked(page)
    answer = answers.get(next((each for each in answers if title.startswith(each)), ""))
    if title == "Which of these?":
        tick(page, answers["which"])
    elif page.locator("[data-part]").count():
        for part in page.locator("[data-part]").all():
            tap_part(part, answers)
    elif page.locator("input[name=line]:not([type=hidden])").count():
        if not answer:
            page.get_by_role("button", name="None of these").click()
            return
        tick(page, answer)
    elif page.locator("input[name=number]").count():
        page.locator("input[name=number]").fill(answer)
    elif isinstance(answer, str):
        page.get_by_role("button", name=answer, exact=True).click()
        return
    else:
        tick(page, answer)
    page.get_by_role("button", name="Next").click()


def tap_part(part, answers):
    """Answer one question of several: tap what is offered, type what is not."""
    title = part.locator("legend").inner_text()
    answer = answers[next(each for each in answers if title.startswith(each))]
    for each in [answer] if isinstance(answer, str) else answer:
        chip = part.locator("label.chip", has_text=re.compile(f"^\\s*{re.escape(each)}\\s*$"))
        if chip.count():
            chip.click()
        else:
            part.get_by_role("textbox").fill(each)


def tick(page, words):
    for each in words:
        page.locator("label.choice", has_text=re.compile(f"^\\s*{re.escape(each)}")).click()


@pytest.mark.parametrize("level", list(Level), ids=str)
def test_a_check_from_today_to_its_level(page, level):
    begin_here(page)
    for _ in range(MOST_STEPS):
        if "/check/answer/" in page.url:
            break
        answer_here(page, WALKS[level])
    assert page.locator(".level").get_attribute("class") == f"level level-{level.name}"
    assert page.locator(".level rect.on").count() == level + 1
    first = page.locator(".do").first
    assert first.bounding_box()["y"] < page.viewport_size["height"]
    if level is Level.emergency:
        assert page.get_by_role("link", name="Call 999").get_attribute("href") == "tel:999"
    else:
        page.get_by_text(re.compile(r"reasons?, with sources")).click()
        page.locator(".reasons a[href^='/rules#']").first.wait_for()


def test_words_with_a_correction_to_an_answer(page):
    page.goto("/check")
    page.get_by_role("button", name="In my own words").click()
    page.get_by_label("In your own words").fill(REPORT)
    page.get_by_role("button", name="Read it").click()
    page.locator("mark", has_text="both sides").wait_for()
    fact = page.locator(".fact", has_text="Pain now is 4 of 10")
    fact.locator("summary").click()
    fact.get_by_role("textbox").fill("6")
    fact.get_by_role("button", name="Save").click()
    page.locator(".fact", has_text="Pain now is 6 of 10").wait_for()
    page.locator(".fact", has_text="spread over").get_by_role("button", name="Remove").click()
    page.locator("mark", has_text="both sides").wait_for(state="detached")
    page.get_by_role("button", name="All right").click()
    page.locator(".topic", has_text="Peeing feels").wait_for()
    page.get_by_role("button", name="No", exact=True).click()
    page.wait_for_url("**/check/step/1")
    for _ in range(MOST_STEPS):
        if "/check/answer/" in page.url:
            break
        answer_here(page, ORDINARY)
    page.get_by_text("Read from your words").click()
    read = page.locator("details", has_text="Read from your words").inner_text()
    assert "150 kg" in read
    assert "Pain at its worst was 4 of 10" in read
    assert "Pain now" not in read


def tab_to(page, words):
    """Press Tab until what has the focus is called so."""
    for _ in range(40):
        page.keyboard.press("Tab")
        called = page.evaluate(
            "(document.activeElement.labels?.[0] ?? document.activeElement).innerText"
        )
        if (called or "").strip().startswith(words):
            return
    raise AssertionError(f"no Tab comes to {words}")


def asks(page, number):
    """The question is there and has the focus: a browser moves it a moment after loading."""
    page.wait_for_url(f"**/check/step/{number}")
    page.wait_for_function("document.activeElement !== document.body")


def test_the_keyboard_alone_comes_from_today_to_an_answer(page):
    past_the_signs_by_keyboard(page)
    what_happened_by_keyboard(page)
    page.goto("/check/step/1")
    tab_to(page, "Cannot pee")
    page.keyboard.press("Space")
    tab_to(page, "Next")
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/step/1/which")
    tab_to(page, "Call 999")
    tab_to(page, "Cannot pass urine")
    page.keyboard.press("Space")
    tab_to(page, "Next")
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/answer/1")
    tab_to(page, "Call 999")


def test_space_and_enter_on_a_sign_is_next_not_skip(page, forms):
    page.goto(to_screen(forms, "Toilet and sex"))
    page.locator("input[name=line]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/which")
    page.locator("input[name=sign]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/answer/1")
    page.get_by_role("link", name="Call 999").first.wait_for()


def test_enter_on_what_is_ticked_is_next(page, forms):
    at = to_screen(forms, "Your legs")
    page.goto(at)
    page.locator("input[name=line]").nth(2).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{at}/which")
    page.locator("input[name=sign]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")  # one of them, not “I cannot tell (all count)”
    page.wait_for_url(lambda url: not url.endswith("/which"))


def past_the_signs_by_keyboard(page):
    page.goto("/")
    tab_to(page, "Check my back")
    page.keyboard.press("Enter")
    page.wait_for_url("**/check")
    tab_to(page, "Which country")
    page.keyboard.type("United K")
    tab_to(page, "Answer questions")
    page.keyboard.press("Enter")
    for number in range(1, 5):
        asks(page, number)
        tab_to(page, "None of these")
        page.keyboard.press("Enter")
    asks(page, 5)
    tab_to(page, "Answer so far")
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/so-far")
    tab_to(page, "Next question")
    page.keyboard.press("Enter")


def what_happened_by_keyboard(page):
    asks(page, 5)
    tab_to(page, "1 hour")
    page.keyboard.press("ArrowRight")  # the arrows choose among what is offered
    tab_to(page, "Or type it")
    page.keyboard.type("30")
    for chosen in ("during the lift", "getting better"):
        tab_to(page, chosen)
        page.keyboard.press("Space")
    page.keyboard.press("Enter")  # sends it, from any field
    asks(page, 6)
    for chosen in ("sore or aching", "spread", "0"):
        tab_to(page, chosen)
        page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    tab_to(page, "Next")
    page.keyboard.press("Enter")
    asks(page, 7)
    page.keyboard.press("1")  # the first line
    assert page.locator("input[name=line]").first.is_checked()
    page.goto("/check/step/5")
    assert page.locator("#typed").input_value() == "30"
    assert not page.locator("input[name=number]:checked").count(), "what was typed counts alone"
    page.goto("/check/step/6")
    assert page.locator("input[name=number-2]:checked").get_attribute("value") == "3"


def test_back_works_both_ways_and_loses_nothing(page, forms):
    page.goto(to_screen(forms, "How often has your back"))
    at = page.url
    tap_back(page, "This pain, and you")
    page.go_back()
    assert page.url == at
    tap_back(page, "This pain, and you")
    tap_back(page, "What happened")
    assert page.get_by_label("spread, or both sides").is_checked()
    assert page.locator("[data-part]").last.get_by_label("3", exact=True).is_checked()
    tap_back(page, "What happened", to_ask="How many hours")
    assert page.get_by_label("getting better").is_checked()
    assert page.locator("#typed").input_value() == "30"
    tap_back(page, "The rest of you")
    page.get_by_text("You said: none of these.").wait_for()
    page.get_by_role("button", name="None of these").click()
    page.get_by_text("How many hours").wait_for()
    page.goto("/")
    page.get_by_role("link", name="Go on").click()
    page.get_by_text("How often has your back").wait_for()


def tap_back(page, to, *, to_ask=""):
    page.locator(".steps").get_by_role("link", name="Back").click()
    page.locator("legend" if to_ask else "h1", has_text=to_ask or to).wait_for()


def test_the_body_by_tap_by_keyboard_and_by_list(page, forms, folder):
    at = to_screen(forms, "Where is it?")
    page.goto(at)
    back, front = page.locator(".figure").nth(0), page.locator(".figure").nth(1)
    back.locator(".spot[data-region=left_paraspinal]").tap()
    assert page.locator("#region-left_paraspinal").is_checked()
    front.locator(".spot[data-region=right_groin]").tap()
    box = page.locator("#region-right_groin")
    assert box.is_checked()
    # a person's own left is on the left from behind, and on the right from the front
    assert left_of(back, "left_buttock", "right_buttock")
    assert left_of(front, "right_groin", "left_groin")
    box.focus()
    page.keyboard.press("Space")
    assert not box.is_checked()
    assert (
        "on" not in front.locator(".spot[data-region=right_groin]").get_attribute("class").split()
    )
    page.get_by_role("group", name="buttock").get_by_label("right").check()
    assert "on" in back.locator(".spot[data-region=right_buttock]").get_attribute("class").split()
    every = page.locator("input[name=region]").evaluate_all("all => all.map(e => e.value)")
    drawn = page.locator(".spot").evaluate_all("all => all.map(e => e.dataset.region)")
    assert set(every) == set(drawn)
    page.get_by_role("button", name="Next").click()
    page.wait_for_url(lambda url: not url.endswith(at))
    tap_back(page, "Where is it?")
    marked = page.locator("input[name=region]:checked").evaluate_all("all => all.map(e => e.value)")
    assert marked == ["left_paraspinal", "right_buttock"]


def left_of(figure, one, other):
    boxes = [
        figure.locator(f".spot[data-region={each}]").bounding_box()["x"] for each in (one, other)
    ]
    return boxes[0] < boxes[1]


WIDTHS = """() => {
  const widest = {};
  for (const figure of document.querySelectorAll('svg.figure')) {
    const box = figure.getBoundingClientRect();
    scrollTo(0, box.top + scrollY);
    const now = figure.getBoundingClientRect();
    for (let y = now.top + 1; y < Math.min(now.bottom, innerHeight); y += 2) {
      let [last, wide] = ['', 0];
      for (let x = now.left; x <= now.right; x += 0.5) {
        const on = document.elementFromPoint(x, y)?.dataset?.region ?? '';
        wide = on === last ? wide + 0.5 : 0.5;
        last = on;
        if (on) widest[on] = Math.max(widest[on] ?? 0, wide);
      }
    }
  }
  return widest;
}"""
"""How wide each part of the body can be hit at its widest [px]."""

NARROWEST = 24
BETWEEN_MUSCLES = {"midline"}
"""The bone line has a muscle at each side, so it is as wide as it looks."""


def test_a_thumb_can_hit_each_part_of_the_smallest_body(page, forms):
    page.set_viewport_size({"width": SMALL["width"], "height": 800})
    page.goto(to_screen(forms, "Where is it?"))
    page.evaluate(
        "for (const each of document.querySelectorAll('.steps, .places')) each.hidden = 1"
    )
    found = page.evaluate(WIDTHS)
    assert len(found) == page.locator("input[name=region]").count()
    assert {name for name, wide in found.items() if wide < NARROWEST} == BETWEEN_MUSCLES
    page.locator(".reach[data-region=left_flank]").first.dispatch_event("click")
    assert page.locator("#region-left_flank").is_checked()


def test_who_must_not_answer_questions_first_reads_so_in_the_first_view(page):
    page.set_viewport_size(SMALL)
    page.goto("/check")
    note = page.get_by_text("Call your emergency number now").bounding_box()
    assert note["y"] + note["height"] <= page.locator(".places").bounding_box()["y"]


def test_it_works_without_scripts(browser, address, forms):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(to_screen(forms, "Where is it?"))
    page.get_by_role("group", name="buttock").get_by_label("left").check()
    page.get_by_role("button", name="Next").click()
    tap_back(page, "Where is it?")
    assert page.locator("#region-left_buttock").is_checked()
    page.goto(to_screen(forms, "Toilet and sex"))
    page.get_by_label("Cannot pee").check()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("link", name="Call 999").wait_for()
    page.get_by_label("Cannot pass urine").check()
    page.get_by_role("button", name="Next").click()
    page.wait_for_url("**/check/answer/1")
    page.get_by_role("link", name="Call 999").wait_for()
    context.close()


def test_a_double_tap_keeps_one_check(page, forms, folder):
    page.goto(step(forms, to_screen(forms, "Toilet and sex"), WALKS[Level.emergency]))
    page.get_by_label("Cannot pass urine").check()
    page.get_by_role("button", name="Next").dblclick()
    page.wait_for_url("**/check/answer/1")
    with opened(place_in(folder)) as journal:
        assert count(journal, CHECK_INS) == 1
    page.go_back()
    assert "/check/answer/" not in page.url


def test_every_screen_without_a_serious_fault(page, forms):
    """Light and dark, wide and at 320 px."""
    to_screen(forms, "How often has your back")
    steps = [f"/check/step/{number}" for number in range(1, 9)]
    for at in ("/check", *steps, "/check/so-far"):
        look_at(page, at)
        assert narrow_targets(page) == [], at
    legs = to_screen(forms, "Your legs")
    which = step(forms, legs, {"Your legs": ["Leg, foot or buttock"]})
    toilet = step(forms, to_screen(forms, "Toilet and sex"), WALKS[Level.emergency])
    for at in (which, toilet, "/check/so-far"):
        look_at(page, at)
        assert narrow_targets(page) == [], at
    look_at(page, step(forms, toilet, WALKS[Level.emergency]))
    at = to_screen(forms, "Where is it?")
    look_at(page, at)
    look_at(page, step(forms, at, ORDINARY))


def test_a_check_beside_an_open_emergency_is_short_and_stays_one(page, forms):
    walk(forms, WALKS[Level.emergency])
    look_at(page, "/check")
    page.get_by_role("button", name="Something is new").click()
    for _ in range(4):
        assert "/check/step/" in page.url
        answer_here(page, ORDINARY)
    page.wait_for_url("**/check/answer/2")
    assert page.locator(".level").get_attribute("class") == "level level-emergency"
    page.goto("/check")
    page.get_by_role("link", name="it was a mistake").click()
    page.wait_for_url("**/you#flags")


def test_a_summary_is_one_sheet_of_paper(page, forms):
    page.goto(walk(forms, WALKS[Level.see_clinician]))
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
    assert len(sheets) == 1


def test_how_likely_each_thing_is_can_be_read_whole(page, forms):
    """Each figure with its range; no frame that cuts them off."""
    page.goto(walk(forms, ORDINARY))
    page.get_by_text("How likely each thing is, roughly").click()
    frame = page.get_by_label("How likely each thing is")
    for size in (PHONE, SMALL):
        page.set_viewport_size(size)
        assert frame.evaluate("each => each.scrollWidth <= each.clientWidth"), size


def test_every_screen_of_own_words_without_a_serious_fault(page):
    page.goto("/check")
    page.get_by_role("button", name="In my own words").click()
    look_at(page, "/check/tell")
    page.get_by_label("In your own words").fill(REPORT)
    page.get_by_role("button", name="Read it").click()
    page.locator(".fact summary").first.click()
    look_at(page, "/check/read")
    page.get_by_role("button", name="All right").click()
    look_at(page, "/check/unclear")
    page.get_by_role("button", name="Yes", exact=True).click()
    page.wait_for_url("**/check/answer/1")
    look_at(page, page.url)
    look_at(page, "/")


TARGETS = """() => [...document.querySelectorAll(
    'main .button, main button, main label.choice, main label.chip, main .so-far')]
  .map((each) => [each.innerText, each.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 44 || box.height < 44))
  .map(([words, box]) => `${words}: ${box.width} x ${box.height}`)"""


def narrow_targets(page):
    """What a thumb may miss on the smallest phone: less than 44 px wide or high."""
    page.set_viewport_size(SMALL)
    return page.evaluate(TARGETS)


def look_at(page, address):
    """Nothing serious for axe, nothing wider than the screen, also at twice the text."""
    page.set_viewport_size(SMALL)
    page.emulate_media(color_scheme="light")
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    assert violations(page) == [], address
    assert cut_at_twice_the_text(page) == [], address
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="dark")
    assert violations(page) == [], address
