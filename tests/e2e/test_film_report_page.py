"""The report in a real browser, on a phone's width: curves and film follow each other."""

from __future__ import annotations

import numpy as np
import pytest

from backspotter.exports.film_report import write_report
from tests.browser import Browser
from tests.films import film_of
from tests.read_films import analysis_of, plain_truth

pytestmark = [
    pytest.mark.needs("av", install="pip install 'backspotter[film]'"),
    pytest.mark.needs("chromium", install="apt-get install chromium"),
]
TIMES = np.cumsum([0, *[0.04, 0.06] * 30])[:60]
AREA = 'document.querySelector("#chart-back .area")'
VIDEO = 'document.querySelector("video")'


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    film = film_of(folder / "set.mp4", times_s=tuple(TIMES.tolist()), sound=True)
    files = write_report(analysis_of(plain_truth(TIMES, reps=2)), film, folder, threads=1)
    with Browser(files.page) as browser:
        browser.until(f"{VIDEO}.readyState >= 2")
        yield browser


def frame_of(page):
    """The frame that the curves' cursor is at."""
    now = float(page.value(f'{AREA}.getAttribute("aria-valuenow")'))
    return int(np.argmin(np.abs(TIMES - now)))


def shown(page):
    """The frame whose time the film is at."""
    page.until(f"!{VIDEO}.seeking")
    return int(np.searchsorted(TIMES, page.value(f"{VIDEO}.currentTime") + 1e-4) - 1)


def test_nothing_is_wider_than_the_phone_and_nothing_complains(page):
    assert page.value("document.documentElement.scrollWidth") <= 390
    assert page.errors == []


def test_arrow_keys_on_a_curve_go_one_picture_at_a_time(page):
    page.value(f"{AREA}.focus()")
    page.press("Home")
    for _ in range(3):
        page.press("ArrowRight")
    assert frame_of(page) == shown(page) == 3
    page.press("ArrowLeft")
    assert frame_of(page) == shown(page) == 2
    page.press("End")
    assert frame_of(page) == 59


def test_a_press_on_a_curve_takes_the_film_there(page):
    page.value(f'{AREA}.scrollIntoView({{block: "center"}})')
    box = [page.value(f"{AREA}.getBoundingClientRect().{n}") for n in ("left", "top", "width")]
    page.click(box[0] + box[2] / 2, box[1] + 10)
    half = int(np.searchsorted(TIMES, TIMES[-1] / 2)) - 1
    assert abs(frame_of(page) - half) <= 1
    assert shown(page) == frame_of(page)


def test_the_cursor_follows_the_film_and_its_numbers_too(page):
    page.value(f"{VIDEO}.pause(); {VIDEO}.currentTime = 1.0")
    page.until(f'Math.abs({AREA}.getAttribute("aria-valuenow") - 1.0) < 0.06')
    x = float(page.value(f'{AREA}.querySelector(".cursor").getAttribute("x1")'))
    assert x == pytest.approx(1000 * TIMES[frame_of(page)] / TIMES[-1], abs=0.5)
    assert "rep 1" in page.value('document.getElementById("moment").textContent')
    words = page.value(f'{AREA}.getAttribute("aria-valuetext")')
    assert "°" in words
    assert page.value('document.querySelector("#chart-back .now").textContent') in words


def test_the_button_of_a_fault_shows_its_moment(page):
    page.value('document.querySelector(".fault-card button").click()')
    peak = page.value('Number(document.querySelector(".fault-card button").dataset.seek)')
    assert abs(TIMES[shown(page)] - peak) < 0.06
