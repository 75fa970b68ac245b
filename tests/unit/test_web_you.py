"""Body and bar, signs that end, everything out, back in and away: forms without a browser."""

import io
import re
import sys
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from backspotter.app.flags import every_flag
from backspotter.app.giving import entries_there
from backspotter.app.journal_choice import journal
from backspotter.app.log_entry import add_session
from backspotter.app.profile import changed, known
from backspotter.app.tracking import add_soreness, so_far, soreness_from
from backspotter.journal.profile import set_profile
from backspotter.triage.advice import numbers_of
from tests.episodes import episode
from tests.journals import check, fast_folder
from tests.web_client import NOW, Clock, alert_in, client_on

PLANTED = "planted-0451"
BODY = {
    "height": "181",
    "mass": "84",
    "sex": "male",
    "birth_year": "1990",
    "units": "kg",
    "plates": "20, 10, 5",
    "bar": "20",
    "rack_units": "kg",
    "country": "gb",
}


@pytest.fixture
def folder():
    with fast_folder() as made:
        yield made


@pytest.fixture
def client(folder):
    with client_on(folder / "j.db", Clock()) as opened:
        yield opened


def with_flag():
    with journal() as opened:
        check(opened, at=NOW - timedelta(days=2), leg_tingling="yes", pain_now=4)
    return every_flag()[0]


def test_the_whole_form_is_kept_and_shown_again(client):
    assert client.post("/you/body", data=BODY).status_code == 303
    found = known()
    assert (found.height_m, found.mass_kg, found.sex, found.birth_year) == (
        1.81,
        84.0,
        "male",
        1990,
    )
    assert (found.plates, found.bar, found.rack_units) == ((20.0, 10.0, 5.0), 20.0, "kg")
    assert found.country == "GB"
    shown = client.get("/you").text
    assert 'value="181 cm"' in shown
    assert 'value="20, 10, 5"' in shown


def test_what_is_left_empty_is_not_known_any_more(client):
    client.post("/you/body", data=BODY)
    client.post("/you/body", data={**BODY, "height": "", "plates": "", "bar": "", "sex": ""})
    found = known()
    assert (found.height_m, found.plates, found.bar, found.sex) == (None, None, None, "")
    assert found.mass_kg == 84.0


@pytest.mark.parametrize(
    ("typed", "metres", "kilograms"),
    [
        (("5'11", "185"), 1.8034, 83.91),
        (("5 ft 11 in", "185 lb"), 1.8034, 83.91),
        (("71 in", "84 kg"), 1.8034, 84.0),
        (("1,81", "84 kg"), 1.81, 84.0),
    ],
)
def test_pounds_and_inches(client, typed, metres, kilograms):
    height, mass = typed
    client.post("/you/body", data={**BODY, "units": "lb", "height": height, "mass": mass})
    assert known().height_m == pytest.approx(metres)
    assert known().mass_kg == pytest.approx(kilograms, abs=0.01)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("height", "tall", "centimetres such as 181"),
        (
            "height",
            "18",
            "needs 120 to 230 cm, or 4'0 to 7'6 in feet and inches. Given: 18",
        ),
        ("height", "9'2", "This needs 4'0 to 7'6. Given: 9'2."),
        ("height", "0.9", "This needs 1.2 to 2.3 m"),
        ("mass", "heavy", "a number with kg or lb"),
        ("mass", "8", "This needs 30 to 250 kg, or 67 to 551 lb with lb after it. Given: 8 kg."),
        ("mass", "900 lb", "This needs 67 to 551 lb. Given: 900 lb."),
        ("birth_year", "1800", "a year from"),
        ("birth_year", "soon", "needs a number"),
        ("plates", "20, big", "numbers with commas"),
        ("plates", "1000", "0.05 to 100"),
        ("bar", "heavy", "needs a number"),
        ("country", "Narnia", "the two letters of a country"),
        ("country", "XX", "the two letters of a country"),
        ("units", "stone", "in kg or in lb"),
        ("sex", "maybe", "female or male"),
    ],
)
def test_bad_input_is_one_line_and_keeps_what_was_typed(client, field, typed, said):
    told = client.post(
        "/you/body", data={**BODY, field: typed, "plates" if field != "plates" else "bar": "17"}
    )
    assert told.status_code == 422
    assert alert_in(told.text).count(said) == 1
    assert 'value="17"' in told.text
    assert known().birth_year is None


def test_the_country_is_chosen_from_the_list_that_a_check_has(client):
    def listed(path):
        of = client.get(path).text.partition('name="country"')[2].partition("</select>")[0]
        return re.findall(r'<option value="([A-Z]{2})"[^>]*>([^<]+)', of)

    assert listed("/you") == listed("/check")
    assert ("GB", "United Kingdom") in listed("/you")
    client.post("/you/body", data={**BODY, "country": "other", "other_country": "mn"})
    assert known().country == "MN"
    assert 'value="other" selected' in client.get("/you").text
    assert 'name="other_country" maxlength="10"' in client.get("/you").text
    client.post("/you/body", data={**BODY, "country": "FR"})
    assert 'value="FR" selected' in client.get("/you").text


def test_letters_that_no_country_has_leave_the_old_one(client):
    changed(now=NOW, country="GB")
    assert client.post("/you/body", data={**BODY, "country": "XX"}).status_code == 422
    assert known().country == "GB"


def test_what_people_type_for_a_country_is_understood(client):
    client.post("/you/body", data={**BODY, "country": "uk"})
    assert known().country == "GB"


def test_uk_in_an_older_journal_has_its_number(client):
    with journal() as opened:
        set_profile(opened, entered=NOW, country="UK")
    assert known().country == "GB"
    assert numbers_of("UK").emergency == numbers_of("GB").emergency


def test_letters_of_no_country_in_an_older_journal_stand_in_no_way(client):
    with journal() as opened:
        set_profile(opened, entered=NOW, country="XX")
    assert known().country == ""
    assert client.get("/you").status_code == client.get("/check").status_code == 200
    assert "your emergency number" in client.get("/check").text


def test_a_sign_ends_when_it_was_examined(client):
    flag = with_flag()
    told = client.post(f"/you/flags/{flag.id}/examined", data={"by": "GP", "at": "2026-03-03"})
    assert told.status_code == 303
    assert every_flag()[0].by == "GP"
    assert "Examined by GP, Tuesday 3 March." in client.get("/you").text


@pytest.mark.parametrize(
    ("way", "typed", "said"),
    [
        ("examined", {"by": ""}, "who examined it"),
        ("examined", {"by": "GP", "at": "2026-03-09"}, "not in the future"),
        ("examined", {"by": "GP", "at": "2026-02-01"}, "the day it was raised"),
        ("examined", {"by": "GP", "at": "when"}, "a day such as"),
        ("mistake", {"mistaken": "yes"}, "the sign was never there"),
    ],
)
def test_a_sign_that_cannot_end_stays_open(client, way, typed, said):
    flag = with_flag()
    told = client.post(f"/you/flags/{flag.id}/{way}", data={"note": "<i>my words</i>", **typed})
    assert told.status_code == 422
    assert said in alert_in(told.text)
    assert "&lt;i&gt;my words&lt;/i&gt;" in told.text
    assert every_flag()[0].is_open


def test_a_sign_that_was_never_there(client):
    flag = with_flag()
    client.post(f"/you/flags/{flag.id}/mistake", data={"never": "yes", "note": "wrong button"})
    assert every_flag()[0].how == "mistake"
    again = client.post(f"/you/flags/{flag.id}/mistake", data={"never": "yes"})
    assert "an open flag" in alert_in(again.text)


@pytest.mark.parametrize("way", ["examined", "mistake"])
def test_a_sign_that_is_not_ones_own_is_not_there(client, way):
    assert client.post(f"/you/flags/7/{way}", data={"by": "GP"}).status_code == 404


def entered(note=PLANTED):
    add_soreness(soreness_from(at=NOW, pain=4, note=note), now=NOW)


def files_in(folder):
    return [each for each in folder.rglob("*") if each.is_file()]


def test_everything_in_one_file_and_nothing_left_behind(client, folder):
    entered()
    for name, member in (("backup", "manifest.json"), ("tables", "soreness.csv")):
        told = client.get(f"/you/{name}.zip")
        assert told.status_code == 200
        assert f"backspotter-{name}-2026-03-04.zip" in told.headers["content-disposition"]
        assert member in zipfile.ZipFile(io.BytesIO(told.content)).namelist()
    assert not list(folder.rglob("export-*"))


@pytest.mark.parametrize(
    ("name", "kind", "holds"),
    [
        ("summary.pdf", "application/pdf", b"%PDF-"),
        ("entries.fhir.json", "application/fhir+json", b'"resourceType": "Bundle"'),
    ],
)
def test_a_clinician_is_given_a_file_and_none_stays_here(client, folder, name, kind, holds):
    entered(PLANTED)
    assert f'href="/you/{name}"' in client.get("/you").text
    told = client.get(f"/you/{name}")
    assert (told.status_code, told.headers["content-type"]) == (200, kind)
    assert "2026-03-04" in told.headers["content-disposition"]
    assert told.headers["cache-control"] == "no-store"
    assert holds in told.content
    assert not list(folder.rglob("export-*"))


@pytest.mark.parametrize("name", ["summary.pdf", "entries.fhir.json"])
def test_a_journal_without_an_entry_gives_a_clinician_nothing_and_says_so(client, folder, name):
    told = client.get(f"/you/{name}")
    assert told.status_code == 422
    assert "Nothing is entered yet" in told.text
    assert not list(folder.rglob("export-*"))


def test_what_a_file_for_a_clinician_wants_is_said_where_it_is_missing(client, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    entered()
    told = client.get("/you/summary.pdf")
    assert told.status_code == 422
    assert "backspotter[clinic]" in told.text


def test_a_backup_is_looked_at_then_put_in_place(client, folder):
    entered("before")
    kept = client.get("/you/backup.zip").content
    entered("after")
    assert client.post("/you/restore", files={"file": ("b.zip", kept)}).status_code == 303
    shown = client.get("/you/restore").text
    assert "1 soreness entry<" in shown
    assert "place of the 2 entries that are here" in " ".join(shown.split())
    assert entries_there() == 2
    assert client.post("/you/restore/keep").status_code == 303
    assert "Put in its place." in client.get("/you?restored=1").text
    assert [each.value.note for each in so_far()[0]] == ["before"]
    assert not list(folder.rglob("restore-*"))
    assert client.post("/you/restore/keep").status_code == 404


def test_what_is_listed_of_a_backup_adds_up_to_what_it_holds_and_to_what_is_here(client, folder):
    with journal() as held:
        episode(held)
    add_session(4, day=NOW.date(), now=NOW)
    client.post("/course/entry/1", data={"pain": "3", "when": "same"})
    kept = client.get("/you/backup.zip").content
    client.post("/you/restore", files={"file": ("b.zip", kept)})
    shown = " ".join(client.get("/you/restore").text.split())
    listed = re.findall(r"<li>([\d,]+) ([^<]+)</li>", shown)
    total = re.search(r"it holds (\d+) entries", shown)[1]
    assert sum(int(count) for count, _ in listed) == int(total)
    assert f"the {total} entries that are here" in shown
    assert f"{total} entries are there already" in shown
    assert [one for count, one in listed if count == "1" and one.split()[0].endswith("s")] == []
    assert re.search(r"Made on \w+ \d+ \w+ \d{4}, \d\d:\d\d,", shown)


@pytest.mark.parametrize(
    ("path", "is_current"),
    [("/you", True), ("/you/delete", True), ("/log", True), ("/rules", True), ("/film", False)],
)
def test_the_last_entry_of_a_phones_bar_is_marked_on_what_is_under_it(client, path, is_current):
    assert ('<summary class="current">' in client.get(path).text) is is_current


def test_a_backup_is_added_to_what_is_here_and_taken_back(client):
    entered("before")
    kept = client.get("/you/backup.zip").content
    assert client.post("/course/entry/1/delete").status_code == 303
    entered("after")
    client.post("/you/restore", files={"file": ("b.zip", kept)})
    assert "1 soreness entry<" in client.get("/you/restore").text
    told = client.post("/you/restore/merge")
    assert {each.value.note for each in so_far()[0]} == {"before", "after"}
    assert "1 came in from b.zip" in client.get(told.headers["location"]).text
    assert client.post("/log/import/1/undo").status_code == 303
    assert [each.value.note for each in so_far()[0]] == ["after"]


@pytest.mark.parametrize("content", [b"no zip", b"PK\x05\x06" + bytes(18), b""])
def test_what_is_no_backup_changes_nothing(client, folder, content):
    entered()
    told = client.post("/you/restore", files={"file": ("b.zip", content)})
    shown = client.get("/you/restore") if told.status_code == 303 else told
    assert shown.status_code == 422
    said = alert_in(shown.text)
    assert "no backup that can be restored" in said
    assert said.lower().count("nothing was changed") == 1
    assert entries_there() == 1
    assert not list(folder.rglob("restore-*"))


def test_a_journal_has_one_count_before_it_is_restored_over_or_deleted(client):
    """Also where an entry was corrected and a sign is open; a backup counts the same."""
    entered("before")
    with_flag()
    (entry,) = so_far()[0]
    add_soreness(replace(entry.value, note="corrected"), now=NOW, corrects=entry.id)
    kept = client.get("/you/backup.zip").content
    assert client.post("/you/restore", files={"file": ("b.zip", kept)}).status_code == 303
    shown = " ".join(client.get("/you/restore").text.split())
    assert "it holds 4 entries" in shown, "a check, its sign, an entry and what it corrects"
    assert "place of the 4 entries that are here" in shown
    for html in (client.get("/you/delete").text, client.post("/you/delete", data={}).text):
        assert "4 entries go" in html


def test_deleting_wants_the_word(client):
    entered()
    told = client.post("/you/delete", data={"word": "yes"})
    assert told.status_code == 422
    assert "the word “delete”" in alert_in(told.text)
    assert entries_there() == 1


def test_deleting_everything_leaves_nothing_on_disk(client, folder):
    entered()
    changed(now=NOW, height_m=1.8)
    client.post("/log/import", files={"file": ("a.csv", f"{PLANTED},x\n".encode())})
    client.post("/you/restore", files={"file": ("b.zip", f"{PLANTED}".encode())})
    films = folder / "j.db.films"
    films.mkdir()
    films.joinpath("a.json").write_text(PLANTED)
    assert any(
        PLANTED.encode() in file.read_bytes() for file in folder.rglob("*") if file.is_file()
    )
    told = client.post("/you/delete", data={"word": " Delete "})
    assert told.headers["location"] == "/you/deleted"
    assert "All of it is gone" in client.get("/you/deleted").text
    assert list(folder.iterdir()) == []
    assert "Nothing entered yet" in client.get("/course").text


def test_what_the_page_does_not_ask_stays_and_a_bar_alone_is_one(client):
    changed(now=NOW, style="sumo", stiff="hips", made_worse="sitting", plates="none")
    assert 'value="none"' in client.get("/you").text
    client.post("/you/body", data={**BODY, "plates": "none"})
    found = known()
    assert (found.style, found.stiff, found.made_worse) == ("sumo", {"hips"}, {"sitting"})
    assert found.plates == ()


def test_entries_that_were_given_away_as_fhir_are_added_again(client):
    entered("before")
    kept = client.get("/you/entries.fhir.json").content
    client.post("/course/entry/1/delete")
    client.post("/you/restore", files={"file": ("b.json", kept)})
    shown = client.get("/you/restore").text
    assert "1 soreness entry<" in shown
    assert "Put it in place" not in shown
    client.post("/you/restore/merge")
    assert [each.value.note for each in so_far()[0]] == ["before"]


def test_what_was_given_away_is_no_log_and_says_where_it_comes_in(client, folder):
    entered("before")
    for path in ("/you/backup.zip", "/you/entries.fhir.json"):
        client.post("/log/import", files={"file": ("b", client.get(path).content)})
        said = alert_in(client.get("/log/import").text)
        assert "This needs a log of another program. Bring it in under You" in said
        assert not list(folder.rglob("import-*"))
