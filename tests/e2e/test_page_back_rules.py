"""The sliders of the back and the filter of the rule book, in a real browser."""

import re

STYLED = """() => document.readyState !== 'loading' &&
  [...document.querySelectorAll('link[rel=stylesheet]')].every(each => each.sheet)"""


def test_a_slider_changes_the_figure_and_the_numbers(page):
    page.goto("/back")
    before = page.locator(".highest").inner_text()
    figure = page.locator("#figure svg").inner_html()
    bar = page.get_by_label("Bar further from the body")
    with page.expect_response("**/back"):
        bar.fill("10")
    page.wait_for_function(
        "before => document.querySelector('.highest').innerText !== before", arg=before
    )
    assert page.locator("#figure svg").inner_html() != figure
    page.get_by_text("Next to the usual way of this lift").wait_for()
    assert page.locator("output[for=bar]").inner_text() == "10 cm"
    assert page.url.endswith("/back")
    page.reload()
    assert bar.input_value() == "10"


def test_on_a_phone_the_numbers_are_whole_and_nothing_lies_over_them(page):
    page.goto("/back")
    size = "e => [e.scrollWidth, e.clientWidth]"
    wide, seen = page.get_by_label("The numbers").evaluate(size)
    assert wide <= seen
    cells = page.locator("#carried tbody td, #carried tbody th").all()
    for cell in cells:
        cell.evaluate("e => scrollBy(0, e.getBoundingClientRect().top - 200)")
        assert cell.evaluate(
            """e => {
                const box = e.getBoundingClientRect();
                const on = document.elementFromPoint(box.left + 5, box.top + box.height / 2);
                return e.contains(on) && box.right <= innerWidth;
            }"""
        )
    page.goto("/back/changes")
    wide, seen = page.get_by_label("Changes", exact=True).evaluate(size)
    assert wide <= seen


def test_a_posture_that_cannot_be_is_said_beside_its_picture(page):
    page.goto("/back")
    page.get_by_label("Lift", exact=True).select_option("romanian")
    page.get_by_label("Hips higher at the start").fill("-10")
    page.locator("#figure").get_by_text("Nobody of this size").wait_for()
    assert page.locator("#figure svg").is_visible()
    page.get_by_label("Hips higher at the start").fill("0")
    page.locator("#figure").get_by_text("Nobody of this size").wait_for(state="detached")


def test_the_second_slider_ends_where_the_first_leaves_no_more(page):
    page.goto("/back")
    first = page.get_by_label("Roundness of the lower back")
    second = page.get_by_label("How much more it gives way")
    second.fill("30")
    assert page.locator("#no-more").is_hidden()
    first.fill("60")
    assert (second.get_attribute("max"), second.input_value()) == ("19", "19")
    assert page.locator("output[for=rounding]").inner_text() == "19°"
    assert "Goes to 19° here" in page.locator("#no-more").inner_text()
    page.wait_for_function("() => !document.querySelector('.htmx-request')")
    page.locator("#figure svg").wait_for()
    assert page.locator("[role=alert]").count() == 0
    first.fill("20")
    assert second.get_attribute("max") == "30"


def test_the_sliders_work_without_scripts(browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/back")
    page.get_by_label("Weight", exact=True).fill("180")
    page.get_by_label("Lift", exact=True).select_option("sumo")
    page.get_by_role("button", name="Work it out").click()
    page.get_by_role("heading", name="Sumo deadlift, at its highest").wait_for()
    assert page.get_by_label("Weight", exact=True).input_value() == "180"
    page.get_by_label("Weight", exact=True).fill("heavy")
    page.get_by_role("button", name="Work it out").click()
    assert "This needs a number. Given: heavy." in page.locator(".wrong").first.inner_text()
    assert page.get_by_label("Weight", exact=True).input_value() == "heavy"
    context.close()


def test_the_rule_book_is_filtered_and_linked(page):
    page.goto("/rules#greenhalgh-card")
    row = page.locator("[id='greenhalgh-card']")
    assert row.is_visible()
    page.get_by_label("Find a rule").fill("pins needles")
    page.wait_for_function("() => document.querySelectorAll('.rule:not([hidden])').length < 40")
    shown = page.locator(".rule:visible").all_inner_texts()
    assert shown
    assert all("needles" in each.lower() for each in shown)
    page.get_by_label("Find a rule").fill("no such words at all")
    page.get_by_text("Nothing goes by these words.").wait_for()
    page.get_by_label("Find a rule").fill("")
    page.wait_for_function("() => document.querySelectorAll('.rule[hidden]').length === 0")


def test_a_search_finds_whole_words_and_beginnings_and_the_best_first(page):
    page.goto("/rules")
    words = page.locator(".rule:visible")
    before = page.locator(".rule").evaluate_all("rows => rows.map(row => row.id)")
    page.get_by_label("Find a rule").fill("ice")
    page.wait_for_function("() => !/^\\d{3,}/.test(document.querySelector('#found').textContent)")
    found = words.all_inner_texts()
    assert all(re.search(r"(?<![^\W_])ice", each, re.IGNORECASE) for each in found)
    page.get_by_label("Find a rule").fill("numb")
    page.wait_for_function("() => document.querySelectorAll('.rule:not([hidden])').length > 3")
    first, *_, last = words.all_inner_texts()
    assert re.search(r"\bnumb\b", first, re.IGNORECASE)
    assert not re.search(r"\bnumb\b", last, re.IGNORECASE)
    page.get_by_label("Find a rule").fill("")
    page.wait_for_function("() => document.querySelectorAll('.rule[hidden]').length === 0")
    after = page.locator(".rule").evaluate_all("rows => rows.map(row => row.id)")
    assert after == before


def test_a_group_that_is_linked_to_is_open_and_its_heading_is_below_the_search(page):
    page.goto("/rules#group-model")
    heading = page.get_by_role("heading", name="The model of the back")
    page.wait_for_function("() => document.querySelector('#group-model').open")
    page.wait_for_function(
        """() => {
          const of = (what) => document.querySelector(what).getBoundingClientRect();
          const heading = of('#group-model h2'), search = of('.find');
          return heading.top >= search.bottom && heading.bottom < innerHeight / 2;
        }"""
    )
    assert heading.is_visible()


def test_nothing_moves_when_the_rule_book_can_be_searched(page):
    """The field comes with its script; its place is kept."""
    held = []
    page.route("**/rules.js*", lambda route: held.append(route))
    page.goto("/rules", wait_until="commit")
    page.wait_for_function(STYLED)
    first = page.locator(".group").first
    assert page.get_by_label("Find a rule").is_hidden()
    before = first.bounding_box()["y"]
    held[0].continue_()
    page.get_by_label("Find a rule").wait_for()
    assert first.bounding_box()["y"] == before
