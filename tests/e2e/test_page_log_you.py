"""Log, import, body, and everything deleted, in a real browser."""

from datetime import UTC, datetime
from pathlib import Path

from backspotter.app.log_entry import logged
from backspotter.app.profile import known
from backspotter.journal.backup import back_up
from backspotter.journal.journal import opened
from backspotter.journal.place import Place
from tests.episodes import NOW, episode
from tests.lifters import fill, journal_at
from tests.pages import cut_at_twice_the_text, phone_page, violations

STRONG = Path(__file__).parents[1] / "data" / "logs" / "strong_c_kg.csv"
PLANTED = "planted-0451"


def test_sets_in_a_line_and_in_fields(page, folder):
    page.goto("/log")
    page.get_by_label("As you would write it").fill("conventional 3x5 @ 140 rpe 8")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="140 kg × 5, RPE 8").first.click()
    page.get_by_label("Reps").fill("4")
    page.get_by_label("Another time", exact=True).fill("2026-03-02T18:30")
    assert page.get_by_label("Another time:").is_checked()
    page.get_by_role("button", name="Keep the change").click()
    page.get_by_role("link", name="140 kg × 4, RPE 8").wait_for()
    with journal_at(folder / "j.db"):
        found = [each.value for each in logged().sets]
    assert sorted(one.reps for one in found) == [4, 5, 5]
    assert [f"{one.at:%Y-%m-%d %H:%M}" for one in found if one.reps == 4] == ["2026-03-02 18:30"]


def test_an_import_is_looked_at_kept_and_undone(page, folder):
    page.goto("/log")
    log = folder / STRONG.name
    log.write_bytes(STRONG.read_bytes().replace(b"2026-03-09", b"2026-03-03"))
    page.get_by_label("File").set_input_files(log)
    page.get_by_role("button", name="Look into the file").click()
    page.get_by_role("heading", name="Before it comes in").wait_for()
    assert "no set: a rest timer" in page.locator("main").inner_text()
    looks_right(page)
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_text("6 came in from strong_c_kg.csv").wait_for()
    with journal_at(folder / "j.db"):
        assert len(logged().sets) == 6
        page.get_by_role("button", name="Undo this import").click()
        page.get_by_text("Nothing logged yet").wait_for()
        assert logged().sets == []


def test_a_backup_is_looked_at_added_and_undone(page, folder):
    with opened(Place(folder / "other.db")) as other:
        back_up(episode(other), folder / "other.zip", made=NOW, program="test")
    page.goto("/you")
    page.get_by_label("Backup", exact=True).set_input_files(folder / "other.zip")
    page.get_by_role("button", name="Look into it").click()
    page.get_by_role("heading", name="Add what is missing").wait_for()
    assert "15 sets" in page.locator("main").inner_text()
    looks_right(page)
    page.get_by_role("button", name="Add it").click()
    page.get_by_text("came in from other.zip").wait_for()
    with journal_at(folder / "j.db"):
        assert len(logged().sets) == 15
        page.get_by_role("button", name="Undo this import").click()
        page.get_by_text("Nothing logged yet").wait_for()
        assert logged().sets == []


def test_body_and_bar_are_kept_as_they_are_typed(page, folder):
    page.goto("/you")
    page.get_by_label("Height").fill("5'11")
    page.get_by_label("Body mass").fill("185 lb")
    page.get_by_label("Female").check()
    page.get_by_label("Plates, one number for each pair").fill("20, 10, 5")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text("Kept.").wait_for()
    with journal_at(folder / "j.db"):
        found = known()
    assert (round(found.mass_kg, 1), found.sex, found.plates) == (83.9, "female", (20.0, 10.0, 5.0))


def test_what_is_wrong_is_seen_at_once_and_stands_once(browser, address):
    with phone_page(browser, address, forgiven="422") as page:
        _say_a_wrong_mass(page)


def _say_a_wrong_mass(page):
    page.goto("/you")
    page.get_by_label("Body mass").fill("900 lb")
    page.get_by_role("button", name="Keep it").click()
    said = page.get_by_text("This needs 67 to 551 lb. Given: 900 lb.")
    said.wait_for()
    assert said.count() == 1
    assert 0 <= page.locator("#body").bounding_box()["y"] < 60
    page.get_by_role("link", name="What to change").click()
    page.wait_for_function(
        "() => { const at = document.querySelector('#wrong-mass').getBoundingClientRect();"
        " return at.top >= 0 && at.bottom < innerHeight; }"
    )


def test_a_button_for_a_file_looks_like_the_other_buttons(page):
    look = (
        "each => { const of = getComputedStyle(each, '::file-selector-button');"
        " return [of.borderRadius, of.color, of.borderTopColor]; }"
    )
    buttons = []
    for path in ("/log", "/you", "/film"):
        page.goto(path)
        buttons.append(page.locator("input[type=file]").evaluate(look))
    teal = page.locator(".button, button.primary").first.evaluate(
        "each => getComputedStyle(each).borderTopColor"
    )
    assert buttons == [["999px", teal, teal]] * 3


def test_everything_deleted_is_nowhere_on_disk(page, folder):
    with journal_at(folder / "j.db"):
        fill(datetime.now(UTC).astimezone())
    page.goto("/course/entry/new")
    page.get_by_label("4", exact=True).check(force=True)
    page.get_by_label("Anything else").fill(PLANTED)
    page.get_by_role("button", name="Keep it").click()
    page.get_by_text("Kept: 4 of 10").wait_for()
    page.goto("/log")
    csv = {"name": f"{PLANTED}.csv", "mimeType": "text/csv", "buffer": STRONG.read_bytes()}
    page.get_by_label("File").set_input_files(csv)
    page.get_by_role("button", name="Look into the file").click()
    page.get_by_role("button", name="Bring it in").click()
    assert holding(folder)
    page.goto("/you")
    page.get_by_role("link", name="Delete everything …").click()
    assert "It cannot be undone" in page.locator("main").inner_text()
    with page.expect_download() as given:
        page.get_by_role("link", name="Backup of every entry").click()
    assert given.value.suggested_filename.startswith("backspotter-backup-")
    page.get_by_label("To go on, type the word").fill("delete")
    page.get_by_role("button", name="Delete everything").click()
    page.get_by_role("heading", name="All of it is gone").wait_for()
    looks_right(page)
    assert holding(folder) == []
    assert list(folder.iterdir()) == []


def looks_right(page):
    """A screen that only an action leads to: nothing serious for axe, light and dark, nothing cut
    at twice the text."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == [], scheme
    assert cut_at_twice_the_text(page) == []


def holding(folder):
    files = [each for each in folder.rglob("*") if each.is_file()]
    return [each.name for each in files if PLANTED.encode() in each.read_bytes()]
