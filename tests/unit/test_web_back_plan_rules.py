"""What the back carries, the plan and the rule book, without a browser."""

import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar

from backspotter.app.back_asked import asked_from, kept_asked
from backspotter.app.back_carried import carried, lifter_known
from backspotter.app.body_size import height_in_words, mass_in_words
from backspotter.app.journal_choice import journal
from backspotter.app.log_entry import add_sets, units_in_use
from backspotter.app.log_words import written_sets
from backspotter.app.profile import changed
from backspotter.app.rule_book import entries
from backspotter.app.rule_groups import groups
from backspotter.errors import InputError
from backspotter.journal.codec import BODY_MASSES
from backspotter.journal.entries import add
from backspotter.training.log import BodyMass
from tests.journals import check, fast_folder
from tests.web_client import NOW, Clock, alert_in, client_on

ASKED = {"style": "conventional", "load": "100", "unit": "kg", "reps": "5"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client():
    with fast_folder() as folder, client_on(folder / "j.db", Clock()) as opened:
        yield opened


def pulled(*, days_ago=3, line="sumo 3x5 @ 150 rpe 7"):
    sets = written_sets(line, units=units_in_use())
    add_sets(sets, at=NOW - timedelta(days=days_ago), now=NOW)


def test_it_begins_with_the_last_lift_of_the_log(client):
    pulled(days_ago=3)
    pulled(days_ago=1, line="trap bar 1x5 @ 120")
    assert (kept_asked()["style"], kept_asked()["load"]) == ("trap_bar", "120")
    assert 'value="120"' in client.get("/back").text


def test_what_was_asked_is_kept_and_not_in_the_address(client):
    told = client.post("/back", data={**ASKED, "lumbar": "40"})
    assert told.headers["location"] == "/back#carried"
    assert kept_asked()["lumbar"] == "40"
    shown = client.get("/back").text
    assert "Next to the usual way of this lift" in shown
    assert "no number here is safe or dangerous by itself" in shown


def test_a_slider_swaps_a_part_of_the_page(client):
    told = client.post("/back", data={**ASKED, "bar": "5"}, headers=HTMX)
    assert told.status_code == 200
    assert "<html" not in told.text
    assert 'hx-swap-oob="innerHTML"' in told.text
    assert "style=" not in told.text


def test_the_picture_is_drawn_for_the_lift_that_was_asked(client):
    close, far = (
        carried(asked_from({**ASKED, "bar": bar}, units="kg"), lifter_known(NOW))
        for bar in ("0", "10")
    )
    assert close.highest != far.highest
    words = [ET.fromstring(each.picture).itertext() for each in (close, far)]
    assert [next(w for w in each if w.endswith(" cm")) for each in words] == ["33 cm", "43 cm"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"load": ""}, "the weight on the bar"),
        ({"load": "heavy"}, "needs a number"),
        ({"load": "5000"}, "0 to 600"),
        ({"reps": "0"}, "1 to 30"),
        ({"reps": "2.5"}, "a whole number"),
        ({"style": "curl"}, "one of conventional"),
        ({"lumbar": "200"}, "needs -5 to 60 degrees"),
        ({"bar": "nan"}, "needs -5 to 15 cm"),
    ],
)
def test_bad_input_is_one_line_and_keeps_what_was_typed(client, typed, said):
    told = client.post("/back", data={**ASKED, "hips": "3", **typed})
    assert told.status_code == 422
    assert alert_in(told.text).count(said) == 1
    assert "Not kept" not in told.text
    assert 'value="3"' in told.text
    part = client.post("/back", data={**ASKED, **typed}, headers=HTMX)
    assert part.status_code == 200
    assert said in alert_in(part.text)


def test_a_posture_that_cannot_be_is_drawn_as_near_as_it_can_be_and_said_plainly(client):
    changed(now=NOW, height_m=1.81, mass_kg=84)
    low = {**ASKED, "style": "romanian", "hips": "-10", "bar": "0", "rounding": "0"}
    part = client.post("/back", data=low, headers=HTMX).text
    assert "Nobody of this size gets the bar up like that" in part
    assert "cm lower than usual" in part
    assert "<svg" in part
    assert 'role="alert"' not in part
    for words in ("expected", "proportions"):
        assert words not in part
    for path in ("/back", "/back/changes", "/back/rep.svg"):
        assert client.get(path).status_code == 200
    assert "Nobody of this size" in client.get("/back").text
    assert "Nobody of this size" not in client.post("/back", data=ASKED, headers=HTMX).text


def test_the_second_slider_goes_as_far_as_the_first_leaves_and_says_why(client):
    round_back = {**ASKED, "lumbar": "60", "rounding": "30", "bar": "0", "hips": "0"}
    assert client.post("/back", data=round_back).status_code == 303
    shown = client.get("/back").text
    assert kept_asked()["rounding"] == "19"
    assert re.search(r'name="rounding" min="0" max="19"[^>]* value="19"', shown)
    assert "a back bends 79° at the very most" in shown
    assert "<svg" in shown
    assert 'role="alert"' not in shown
    changed(now=NOW, birth_year=NOW.year - 90)
    for path in ("/back", "/back/changes", "/back/rep.svg"):
        assert client.get(path).status_code == 200
    assert 'name="lumbar" min="-5" max="47"' in client.get("/back").text
    part = client.post("/back", data=round_back, headers=HTMX).text
    assert 'role="alert"' not in part
    assert "<svg" in part


def test_beside_a_field_that_cannot_be_no_other_lift_is_drawn(client):
    client.post("/back", data=ASKED)
    shown = client.post("/back", data={**ASKED, "load": "heavy"}).text
    assert "first put right what is marked" in shown
    assert "<svg" not in shown.partition('id="figure"')[2].partition("<form")[0]
    assert "Compression" not in shown


def test_a_body_of_two_people_says_so(client):
    with pytest.raises(InputError, match="one person"):
        changed(now=NOW, height_m=2.2, mass_kg=40)
    changed(now=NOW, height_m=2.2)
    with pytest.raises(InputError, match="one person"):
        changed(now=NOW, mass_kg=40)
    with journal() as opened:
        add(opened, BODY_MASSES, BodyMass(at=NOW, mass_kg=40.0, source="scale"), entered=NOW)
    told = client.get("/back")
    assert told.status_code == 200
    assert "a body mass and height of one person" in alert_in(told.text)


def test_pictures_name_no_body_in_their_address(client):
    client.post("/back", data=ASKED)
    for path in ("/back/rep.svg", "/back/changes.svg"):
        told = client.get(path)
        assert told.headers["content-type"] == "image/svg+xml"
        assert "style=" not in told.text
        assert told.headers["cache-control"] == "no-store"
    assert "Back neutral" in client.get("/back/changes").text
    assert "Who moves the bar" in client.get("/back/explained").text


def well(pain=0):
    with journal() as opened:
        check(opened, at=NOW - timedelta(hours=2), pain_now=pain, trend="easing")


def test_an_empty_journal_has_nothing_to_plan_from(client):
    assert "Nothing to plan from yet" in client.get("/plan").text
    assert client.get("/plan/calendar.ics").status_code == 200


def test_a_session_with_its_plates_guards_and_warm_up(client):
    changed(now=NOW, plates="25,20,15,10,5,2.5,1.25", bar=20, rack_units="kg")
    pulled(days_ago=3)
    assert "First a check" in client.get("/plan").text
    well()
    shown = client.get("/plan").text
    assert "Next session" in shown
    assert "On the bar: each side" in shown
    assert "Before lifting" in shown
    found = Calendar.from_ical(client.get("/plan/calendar.ics").content)
    assert len(found.walk("VEVENT")) == 1


def test_pounds_are_planned_in_pounds(client):
    changed(now=NOW, plates="45,45,45,35,25,10,5,2.5", bar=45, rack_units="lb", units="lb")
    pulled(days_ago=3, line="conventional 3x5 @ 315 rpe 7")
    well()
    shown = client.get("/plan").text
    assert '<p class="big-figure">315 lb</p>' in shown
    assert "each side 45 + 45 + 45 lb" in shown


def test_an_open_sign_stops_the_hinge_and_is_named_as_most_limiting(client):
    pulled(days_ago=3)
    with journal() as opened:
        check(opened, at=NOW - timedelta(hours=2), leg_tingling="yes", pain_now=4)
    shown = client.get("/plan").text
    assert "No hinge for now" in shown
    assert "Limits most" in shown
    assert "Open until somebody has examined them" in shown
    assert "The way back to pulling" in shown


def test_every_row_of_the_rule_book_has_one_place(client):
    rows = [row.id for group in groups() for row in group.rows]
    assert sorted(rows) == sorted(entries())
    shown = client.get("/rules").text
    assert all(f'id="{id_}"' in shown for id_ in rows)


@pytest.mark.parametrize(
    ("units", "height", "mass"), [("kg", "181 cm", "84 kg"), ("lb", "5'11", "185 lb")]
)
def test_body_size_as_it_may_be_typed_again(units, height, mass):
    assert height_in_words(1.81, units) == height
    assert mass_in_words(84.0, units) == mass
