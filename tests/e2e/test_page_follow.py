"""Course, plan and open signs in a real browser: what is tapped shows, and what it means."""

from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from backspotter.app.journal_choice import journal
from backspotter.app.tracking import so_far
from tests.journals import check
from tests.lifters import fill, journal_at
from tests.pages import SMALL, violations

PATHS = (
    ("/course", "/course/entry/new", "/course/entry/1", "/plan"),
    ("/log", "/log/set/1", "/log/loads", "/you", "/you/delete"),
    ("/back", "/back/changes"),
    ("/back/explained", "/rules"),
)
SHORTENED = """
for (const group of document.querySelectorAll('.group')) {
  group.open = true;
  for (const row of [...group.querySelectorAll('.rule')].slice(3)) row.remove();
}"""
"""Looking at all 759 rows of the rule book would take half a minute, and they are alike."""


@pytest.fixture
def now():
    return datetime.now(UTC).astimezone()


def test_a_number_in_two_taps_shows_on_the_course(page, folder, now):
    with journal_at(folder / "j.db"):
        fill(now, sore=False)
        page.goto("/course")
        with page.expect_response("**/course/curve.json") as curve:
            page.get_by_role("button", name="6", exact=True).dblclick()
        page.get_by_text("Kept: 6 of 10").wait_for()
        assert [each.value.pain_now for each in so_far()[0]] == [6.0]
        page.wait_for_selector(".curve canvas")
        assert curve.value.ok
        assert (
            page.evaluate("fetch('/course/curve.json').then(r => r.json())")["entries"][-1][1] == 6
        )
        page.get_by_role("link", name="Add more, or change it").click()
        page.get_by_label("That is under a painkiller").check()
        page.get_by_label("What helped").fill("heat")
        page.get_by_role("button", name="Keep the change").click()
        page.get_by_text("Under a painkiller. Helped: heat.").wait_for()


def test_a_slip_in_the_form_shows_one_line_and_loses_nothing(browser, address):
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto("/course/entry/new")
    page.get_by_label("7", exact=True).check(force=True)
    page.get_by_label("Worst since the last entry").fill("3")
    page.get_by_label("Anything else").fill("after the drive")
    page.get_by_role("button", name="Keep it").click()
    assert "at least 7, as now" in page.locator(".wrong").inner_text()
    assert violations(page) == []
    assert page.get_by_label("7", exact=True).is_checked()
    assert page.get_by_label("Anything else").input_value() == "after the drive"
    context.close()


def test_while_an_emergency_is_open_each_page_has_the_number_under_the_thumb(page, folder, now):
    with journal_at(folder / "j.db"):
        fill(now)
        with journal() as opened:
            check(opened, at=now, urine_cannot_pass="yes")
    for path in ("/", "/course", "/plan", "/check"):
        page.goto(path)
        call = page.get_by_role("link", name="Call 999")
        box = call.bounding_box()
        assert call.get_attribute("href") == "tel:999"
        assert box["y"] + box["height"] <= page.viewport_size["height"], "without scrolling"
        assert box["height"] >= 44
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_the_course_is_a_picture_and_a_table(browser, address, folder, now):
    with journal_at(folder / "j.db"):
        fill(now)
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/course")
    page.locator("img.picture").wait_for()
    page.get_by_text("The curve as a table").click()
    page.get_by_role("row").nth(10).wait_for()
    page.get_by_role("button", name="3", exact=True).click()
    page.get_by_text("Kept: 3 of 10").wait_for()
    context.close()


def test_a_plan_and_its_calendar(page, folder, now):
    with journal_at(folder / "j.db"):
        fill(now, sore=False)
    page.goto("/plan")
    page.get_by_role("heading", name="Next session").wait_for()
    page.get_by_role("img", name="On the bar").wait_for()
    page.get_by_role("heading", name="Before lifting").wait_for()
    with page.expect_download() as given:
        page.get_by_role("link", name="Put it into my calendar").click()
    assert given.value.suggested_filename == "backspotter.ics"
    content = given.value.path().read_bytes()
    summaries = [str(each["summary"]) for each in Calendar.from_ical(content).walk("VEVENT")]
    assert any("conventional" in each for each in summaries)


def test_an_open_sign_stops_the_plan_until_it_was_examined(page, folder, now):
    with journal_at(folder / "j.db"):
        fill(now, flagged=True)
    page.goto("/plan")
    page.get_by_role("heading", name="No hinge for now").wait_for()
    assert page.locator(".guards .most .tag").inner_text() == "Limits most"
    page.get_by_role("link", name="Say what became of them").click()
    page.get_by_text("It was examined").first.click()
    page.get_by_label("By whom").fill("physiotherapist")
    page.get_by_role("button", name="It was examined").click()
    page.get_by_text("Ended ones (1)").click()
    page.get_by_text("Examined by physiotherapist").wait_for()
    page.goto("/plan")
    assert page.get_by_text("A nerve sign is open").count() == 0


@pytest.mark.parametrize("paths", PATHS, ids=lambda paths: paths[0])
def test_nothing_serious_on_any_of_these_screens_and_nothing_too_wide(page, folder, now, paths):
    with journal_at(folder / "j.db"):
        fill(now, flagged=True)
    page.set_viewport_size(SMALL)
    for path in paths:
        page.goto(path)
        page.evaluate(SHORTENED)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == [], (path, scheme)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
