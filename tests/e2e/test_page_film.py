"""Film in a real browser: sent piece by piece, read by a real worker, watched, corrected."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from backspotter.app import film_demo
from backspotter.app.film_archive import read_archive
from backspotter.app.film_desk import gather, hand_over
from backspotter.app.film_job import work
from backspotter.app.film_shelf import shelf_of
from backspotter.exports.film_report import write_report
from backspotter.journal.films import films
from backspotter.journal.journal import opened
from backspotter.journal.place import Place
from backspotter.journal.profile import set_profile
from backspotter.lift.analysis import LiftAnalysis
from backspotter.web import film_uploads
from tests.filmed import ORDER, desk_in, done, film_read_before, stick_film, with_tracks
from tests.journals import NOON
from tests.pages import DESKTOP, PHONE, SMALL, phone_page, served, violations

pytestmark = [
    pytest.mark.needs("av", install="pip install 'backspotter[film]'"),
    pytest.mark.needs("chromium", install="apt-get install chromium"),
]
DEMO = Path(__file__).parents[2] / "docs" / "demo" / "demo.mp4"
READY = "#player[data-ready=yes]"


@pytest.fixture
def address(folder):
    """A server that reads no film, over a journal with a film that was read."""
    with opened(Place(folder / "j.db")) as journal:
        set_profile(journal, entered=NOON, height_m=1.81, mass_kg=84.0, sex="male")
    with served(folder / "j.db", works_on_films=False) as url:
        yield url


@pytest.fixture
def clip(folder, address):
    with desk_in(folder) as desk:
        yield film_read_before(desk)


@pytest.fixture
def rough(browser, address):
    """A page on which requests may fail: the browser itself writes those down as errors."""
    context = browser.new_context(base_url=address, viewport=PHONE)
    yield context.new_page()
    context.close()


def shown_frame(page):
    return int(page.get_attribute("#player", "data-frame"))


def at_rest(page, frame):
    """The film has come to rest at this frame: picture, cursor and words agree."""
    page.wait_for_function(
        """frame => {
            const film = document.getElementById("film");
            return film.paused && !film.seeking
                && document.getElementById("player").dataset.frame === String(frame);
        }""",
        arg=frame,
    )


def cursors(page):
    """Where the cursor of every curve is."""
    return page.evaluate(
        "() => [...document.querySelectorAll('.u-over .at')].map(each => each.style.transform)"
    )


def drawn(page):
    """How many pixels of the canvas over the film are not empty."""
    return page.evaluate(
        """() => {
            const canvas = document.getElementById("over");
            const all = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            let found = 0;
            for (let n = 3; n < all.data.length; n += 4) found += all.data[n] > 0;
            return found;
        }"""
    )


def test_the_film_and_its_curves_are_at_one_moment(page, clip):
    page.goto(f"/film/{clip.id}")
    page.wait_for_selector(READY)
    times = page.evaluate(
        "() => fetch(document.getElementById('player').dataset.frames).then(r => r.json())"
    )["times"]

    # a curve seeks, by touch and by keys
    curve = page.locator(".plot").first
    box = curve.locator(".u-over").bounding_box()
    curve.scroll_into_view_if_needed()
    curve.click(position={"x": box["width"] * 0.75 + 44, "y": 40})
    pressed = shown_frame(page)
    assert 0.6 * len(times) < pressed < 0.9 * len(times)
    at_rest(page, pressed)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    at_rest(page, pressed + 2)
    assert times[pressed + 2] <= page.evaluate("document.getElementById('film').currentTime")
    assert page.evaluate("document.getElementById('film').currentTime") < times[pressed + 3]
    assert curve.get_attribute("aria-valuenow") == f"{times[pressed + 2]:.3f}"

    # playing moves the cursor of every curve
    before = cursors(page)
    page.get_by_role("button", name="Play").click()
    page.wait_for_function(
        "from => Number(document.getElementById('player').dataset.frame) > from + 5",
        arg=pressed + 2,
    )
    page.get_by_role("button", name="Pause").click()
    after = cursors(page)
    assert len(after) == 4
    assert all(one != other for one, other in zip(before, after, strict=True))

    # a fault leads to its moment
    page.get_by_role("button", name="Show it at").first.click()
    at = page.evaluate("Number(document.querySelector('.fault button[data-seek]').dataset.seek)")
    asked = min(range(len(times)), key=lambda n: abs(times[n] - at))
    at_rest(page, asked)
    said = page.get_by_role("button", name="Show it at").first.inner_text()
    assert page.inner_text("#moment").startswith(said.removeprefix("Show it at "))
    page.wait_for_function(
        "() => Math.abs(document.getElementById('player').getBoundingClientRect().top) < 60"
    )


@pytest.mark.parametrize("off", [-0.0004, 0.0004, 0.012])
def test_a_moment_between_two_pictures_shows_the_nearer_one(page, clip, off):
    page.goto(f"/film/{clip.id}")
    page.wait_for_selector(READY)
    page.evaluate(
        """([frame, off]) => fetch(document.getElementById('player').dataset.frames)
            .then(r => r.json())
            .then(({ times }) => {
                const button = document.querySelector('.fault button[data-seek]');
                button.dataset.seek = String(times[frame] + off);
                button.click();
            })""",
        arg=[70, off],
    )
    at_rest(page, 70)


def test_what_a_fault_costs_is_a_sentence_and_a_small_table(page, clip):
    page.goto(f"/film/{clip.id}")
    page.wait_for_selector(READY)
    glance = page.inner_text(".glance .change")
    assert "The one change that lowers most" in glance
    assert "kN less." in glance.replace("\N{NO-BREAK SPACE}", " ")
    assert "of its way up" in glance
    fault = page.locator(".fault").first
    rows = fault.locator(".cost > .scroll > table tbody tr")
    assert rows.count() == 3
    for words in ("Compression", "Moment to hold", "ligaments"):
        assert rows.filter(has_text=words).locator("td").last.is_visible()
    fault.get_by_text("What these numbers mean").click()
    for words in ("back muscles", "Shear"):
        assert fault.locator("details tr").filter(has_text=words).is_visible()
    overflow = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0
    assert violations(page) == []
    for table in fault.locator("table").all():
        assert table.evaluate("e => e.getBoundingClientRect().right <= innerWidth")


def test_the_number_with_a_fault_is_the_curves_at_its_moment(page, clip):
    page.goto(f"/film/{clip.id}")
    page.wait_for_selector(READY)
    page.get_by_role("button", name="Show it at").first.click()
    row = page.locator(".fault").first.locator("tbody tr").filter(has_text="Compression")
    with_it = row.locator("td").first.inner_text().replace("\N{NO-BREAK SPACE}", " ")
    chart = page.locator(".chart").filter(has_text="Compression").locator(".now")
    page.wait_for_function("e => e.textContent !== ''", arg=chart.element_handle())
    assert chart.inner_text().startswith(f"{with_it} (")


def test_no_option_of_a_command_stands_on_the_page(page, clip):
    page.goto(f"/film/{clip.id}")
    assert " --" not in page.inner_text("main")


def test_each_layer_can_be_taken_off(page, clip):
    page.goto(f"/film/{clip.id}")
    page.wait_for_selector(READY)
    everything = drawn(page)
    assert everything > 500
    left = everything
    for layer in ("Skeleton", "Back", "Bar path"):
        page.get_by_label(layer, exact=True).uncheck()
        assert drawn(page) < left
        left = drawn(page)
    assert left == 0


def test_a_correction_runs_again_and_is_shown(rough, clip, folder):
    page = rough
    page.goto(f"/film/{clip.id}")
    page.wait_for_selector(READY)
    page.get_by_text("Weight, plate, kind of lift").click()
    page.get_by_label("Weight on the bar").fill("heavy")
    page.get_by_role("button", name="Work it out anew").click()
    assert "a weight in kg" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Weight on the bar").input_value() == "heavy"

    page.wait_for_selector(READY)
    page.get_by_label("Weight on the bar").fill("155")
    page.get_by_label("Rep 2 begins", exact=True).fill("")
    page.get_by_label("Rep 2 ends", exact=True).fill("")
    assert page.get_by_label("I say where reps begin").is_checked()
    page.get_by_role("button", name="Work it out anew").click()
    page.wait_for_selector("text=It waits its turn")
    with desk_in(folder) as desk:
        held = desk.queue.table.take()
        desk.queue.table.heard_of(held, 0.5, "working out the set")
        page.wait_for_selector("text=Working out the set")
        desk.queue.table.done(held, work(held.job.payload, lambda progress, doing: None))
        gather(desk, NOON)
    page.wait_for_selector(READY)
    assert "1 rep · 155 kg" in page.locator(".film-head").inner_text()


def choose(page, film):
    page.goto("/film")
    page.set_input_files("#film", film)
    page.get_by_label("Weight on the bar").fill("140")


def send(page):
    page.get_by_role("button", name="Read this film").click()


def test_a_film_goes_on_after_a_broken_connection_and_a_closed_page(rough, folder, monkeypatch):
    film, page, sent = stick_film(), rough, []
    piece = film.stat().st_size // 5
    monkeypatch.setattr(film_uploads, "PIECE", piece)

    def breaks(route):
        if route.request.method != "PUT":
            return route.fallback()
        sent.append(route.request.headers["content-range"])
        return route.abort("connectionreset") if len(sent) in (2, 4, 5, 6) else route.fallback()

    page.route("**/film/uploads/*", breaks)
    choose(page, film)
    send(page)
    page.wait_for_function("() => document.getElementById('sent').value > 0")
    page.wait_for_selector("text=The connection broke")
    while len(sent) < 4:
        page.wait_for_timeout(50)
    page.close()

    page = rough.context.new_page()
    page.goto("/film")
    assert "A film is here in part" in page.inner_text("main")
    page.on("request", lambda r: r.method == "PUT" and sent.append(r.headers["content-range"]))
    before = len(sent)
    choose(page, film)
    send(page)
    page.wait_for_url("**/film/jobs/*", timeout=20_000)
    assert int(sent[before].split()[1].split("-")[0]) >= 2 * piece
    (clip,) = (folder / "j.db.films" / "1").iterdir()
    assert (clip / "your film").read_bytes() == film.read_bytes()


def test_what_cannot_be_read_is_said_and_what_was_typed_stays(rough, tmp_path):
    photo = tmp_path / "photo.mp4"
    photo.write_bytes(b"\xff\xd8\xff\xe0" + bytes(500))
    choose(rough, photo)
    send(rough)
    rough.wait_for_selector("#wrong:not([hidden])")
    assert "needs a film (MP4, MOV, MKV or WebM)" in rough.inner_text("#wrong")
    assert rough.evaluate("document.activeElement.id") == "wrong"
    rough.evaluate("document.getElementById('film-form').dataset.most = '100'")
    send(rough)
    rough.wait_for_selector("text=at most 2 GB can be read")
    assert rough.get_by_label("Weight on the bar").input_value() == "140"
    assert rough.evaluate("document.querySelector('#film').accept") == "video/*"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_and_no_sideways_scroll(browser, address, clip, folder, scheme):
    with desk_in(folder) as desk:
        waits = desk.shelf.new()
        waits.film.write_bytes(stick_film().read_bytes() + b"another")
        job = hand_over(desk, waits, ORDER, NOON)
    context = browser.new_context(base_url=address, viewport=PHONE, color_scheme=scheme)
    page = context.new_page()
    try:
        one = f"/film/{clip.id}"
        for path in ("/film", f"/film/jobs/{job.id}", one, f"{one}/delete"):
            page.goto(path)
            if path.endswith(clip.id):
                page.wait_for_selector(READY)
                page.get_by_text("Weight, plate, kind of lift").click()
            assert violations(page) == []
            for size in (SMALL, DESKTOP):
                page.set_viewport_size(size)
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= size["width"], path
            page.set_viewport_size(PHONE)
    finally:
        context.close()


def test_who_has_no_film_tries_ours_and_deletes_it(page, folder, monkeypatch):
    """One tap: the same job as an upload, marked as drawn from the list to the report."""
    monkeypatch.setattr(film_demo, "PLACES", (stick_film(),))
    page.goto("/film")
    page.get_by_role("button", name="Try it with our demo film").click()
    page.wait_for_url("**/film/jobs/*")
    with desk_in(folder) as desk:
        (clip,) = desk.shelf.clips()
        with_tracks(clip)
        done(desk, desk.queue.get(clip.job))
    page.goto("/film")
    page.get_by_role("link", name="Demo: a drawn lifter").click()
    page.wait_for_selector(READY)
    assert page.locator("h1").inner_text() == "Demo: a drawn lifter"
    page.get_by_text("The lifter is drawn, and is not you").wait_for()
    for size in (SMALL, DESKTOP):
        page.set_viewport_size(size)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.get_by_role("link", name="Delete it").click()
    page.get_by_role("button", name="Delete").click()
    page.wait_for_url("**/film")
    button = page.get_by_role("button", name="Try it with our demo film")
    page.set_viewport_size(SMALL)
    assert button.bounding_box()["height"] >= 44
    assert violations(page) == []


@pytest.mark.timeout(600)
def test_the_demo_from_the_camera_roll_to_the_overlay(browser, folder):
    """With a real worker, which reads it; the page is closed meanwhile."""
    with served(folder / "j.db") as url:
        context = browser.new_context(base_url=url, viewport=PHONE)
        page = context.new_page()
        choose(page, DEMO)
        page.get_by_label("Height [cm]").fill("181")
        page.get_by_label("Body weight").fill("84")
        send(page)
        page.wait_for_url("**/film/jobs/*")
        page.wait_for_selector("text=Looking for the lifter", timeout=60_000)
        page.close()
        page = context.new_page()
        page.goto("/film")
        page.get_by_text("Being read").click()
        page.wait_for_selector(READY, timeout=500_000)
        assert "2 reps · 140 kg" in page.inner_text(".film-head")
        assert "The lower back gave way after lift-off" in page.inner_text(".faults")
        assert page.evaluate("document.getElementById('film').videoWidth") == 1280
        assert drawn(page) > 500
        context.close()
    look_at_the_report(browser, found_in(folder), folder)


def found_in(folder):
    """What the only film of a journal showed, as it is kept beside it."""
    with opened(Place(folder / "j.db")) as journal:
        (clip,) = shelf_of(journal).clips()
    return read_archive(clip.run, LiftAnalysis)


def look_at_the_report(browser, found, folder):
    """The page that ``lift`` writes of the same reading, on a phone: its pictures are there, and a
    real lifter's trunk stays within what a trunk can do."""
    files = write_report(found, DEMO, folder, threads=2)
    with phone_page(browser, files.page.as_uri()) as page:
        page.goto(files.page.as_uri())
        page.wait_for_function("document.querySelector('video').readyState >= 2")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert page.evaluate(
            "[...document.querySelectorAll('.fault-card img')].every(one => one.naturalWidth > 100)"
        )
    trunk = found.frames.trunk[:, 0]
    assert np.nanmin(trunk) > -30
    assert np.nanmax(trunk) < 130


def test_a_job_left_by_an_earlier_server_is_taken_up(folder):
    with desk_in(folder) as desk:
        clip = desk.shelf.new()
        clip.film.write_bytes(stick_film().read_bytes())
        hand_over(desk, with_tracks(clip), ORDER, NOON)
    with served(folder / "j.db"):
        end = time.monotonic() + 50
        while not clip.kept():
            assert time.monotonic() < end, "it was not taken up"
            time.sleep(0.1)
    with opened(Place(folder / "j.db")) as journal:
        assert len(films(journal)) == 1
