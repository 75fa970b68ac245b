"""The log's forms without a browser: sets, nights, imports with preview and undo, and refusals."""

from pathlib import Path

import pytest

from backspotter.app.arrivals import shown_name, waiting
from backspotter.app.log_entry import logged
from backspotter.app.profile import changed
from backspotter.web import log_import
from tests.journals import fast_folder
from tests.web_client import NOW, Clock, alert_in, client_on, key_in

LOGS = Path(__file__).parents[1] / "data" / "logs"
STRONG = (LOGS / "strong_c_kg.csv").read_bytes().replace(b"2026-03-09", b"2026-03-03")
"""A log that ends before the day of these tests."""


@pytest.fixture
def folder():
    with fast_folder() as made:
        yield made


@pytest.fixture
def client(folder):
    with client_on(folder / "j.db", Clock()) as opened:
        yield opened


def add(client, **typed):
    return client.post("/log/sets", data={"key": key_in(client.get("/log").text), **typed})


def sets():
    return [each.value for each in logged().sets]


def send(client, content, name="log.csv"):
    return client.post("/log/import", files={"file": (name, content)})


def test_a_line_is_kept_as_its_sets(client):
    assert add(client, line="conventional 3x5 @ 140 rpe 8").status_code == 303
    assert [(one.style, one.load_kg, one.reps, one.rpe) for one in sets()] == [
        ("conventional", 140.0, 5, 8.0)
    ] * 3
    assert "140 kg × 5, RPE 8" in client.get("/log").text


def test_the_same_form_sent_twice_keeps_its_sets_once(client):
    data = {"key": key_in(client.get("/log").text), "line": "sumo 2x3 @ 160"}
    assert [client.post("/log/sets", data=data).status_code for _ in range(2)] == [303, 303]
    assert len(sets()) == 2


def test_fields_take_pounds(client):
    add(client, exercise="trap bar", sets="2", reps="5", load="315", unit="lb", when="yesterday")
    assert [round(one.load_kg, 2) for one in sets()] == [142.88] * 2
    assert {one.at.hour for one in sets()} == {20}
    assert logged().sets[0].typed == "315 lb"


def test_weights_are_in_the_persons_own_unit(client):
    changed(now=NOW, units="lb")
    add(client, line="conventional 1x5 @ 315")
    assert round(sets()[0].load_kg, 2) == 142.88
    assert "315 lb × 5" in client.get("/log").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"line": "ran 5 km"}, "a lift, sets×reps and a weight"),
        ({"line": ""}, "a lift, sets×reps and a weight"),
        ({"line": "conventional 3x5 @ 1400"}, "Weight: This needs 0 to 600 kg. Given: 1400 kg."),
        ({"line": "conventional 3x5 @ 2000 lb"}, "This needs 0 to 1,322 lb. Given: 2000 lb."),
        ({"line": "  "}, "This needs a lift, sets×reps and a weight"),
        ({"exercise": "sumo", "reps": "5", "load": "nan"}, "needs 0 to 600 kg"),
        ({"line": "conventional 99x5 @ 140"}, "1 to 30"),
        ({"exercise": "sumo"}, "no repetitions"),
        ({"exercise": "sumo", "reps": "2.5"}, "a whole number"),
        ({"exercise": "sumo", "reps": "5", "sets": "0"}, "1 to 30"),
        ({"exercise": "sumo", "reps": "5", "load": "heavy"}, "needs a number"),
        ({"exercise": "sumo", "reps": "5", "rpe": "11"}, "1 to 10"),
        ({"exercise": "sumo", "line": "sumo 1x1 @ 100", "reps": "5"}, "one of them"),
        ({"line": "sumo 1x1 @ 100", "when": "other", "at": "soon"}, "a time such as"),
    ],
)
def test_bad_input_is_one_line_and_keeps_what_was_typed(client, typed, said):
    told = add(client, note="felt <b>fine</b>", **typed)
    assert told.status_code == 422
    assert alert_in(told.text).count(said) == 1
    assert "felt &lt;b&gt;fine&lt;/b&gt;" in told.text
    assert sets() == []


def test_a_set_is_corrected_and_deleted(client):
    add(client, line="conventional 1x5 @ 140")
    typed = {"exercise": "conventional", "sets": "1", "reps": "4", "load": "145", "unit": "kg"}
    assert client.post("/log/set/1", data={**typed, "when": "same"}).status_code == 303
    assert [(one.load_kg, one.reps, one.at) for one in sets()] == [(145.0, 4, NOW)]
    refused = client.post("/log/set/1", data={**typed, "reps": "x", "when": "same"})
    assert "needs a number" in alert_in(refused.text)
    assert client.post("/log/set/1/delete").status_code == 303
    assert sets() == []


def test_what_an_import_knew_of_a_set_outlives_its_correction(client):
    add(client, line="conventional 1x5 @ 140")
    send(client, STRONG)
    client.post("/log/import/keep")
    number = next(each.id for each in logged().sets if each.value.workout)
    before = next(each.value for each in logged().sets if each.id == number)
    typed = {"exercise": "conventional", "sets": "1", "reps": "4", "load": "145", "unit": "kg"}
    assert client.post(f"/log/set/{number}", data={**typed, "when": "same"}).status_code == 303
    after = next(one for one in sets() if (one.load_kg, one.reps) == (145.0, 4))
    same = ("at", "exact", "order", "workout", "rest_s", "seconds", "failed")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]


@pytest.mark.parametrize("path", ["/log/set/9", "/log/set/0"])
def test_a_set_that_is_not_ones_own_is_not_there(client, path):
    assert client.get(path).status_code == 404
    assert client.post(path, data={}).status_code == 404
    assert client.post(f"{path}/delete").status_code == 404
    assert client.post("/log/profile/1/delete").status_code == 404


def test_a_night(client):
    key = key_in(client.get("/log").text)
    assert client.post("/log/night", data={"key": key, "sleep_h": "6,5"}).status_code == 303
    assert [each.value.asleep_h for each in logged().nights] == [6.5]
    for bad in ({"sleep_h": "25"}, {"sleep_h": ""}, {"sleep_h": "8", "in_bed_h": "7"}):
        fresh = key_in(client.get("/log").text)
        told = client.post("/log/night", data={"key": fresh, **bad})
        assert told.status_code == 422
        assert alert_in(told.text)


def test_a_night_is_deleted_after_a_look(client):
    client.post("/log/night", data={"key": key_in(client.get("/log").text), "sleep_h": "7"})
    assert "7 h asleep, to Wednesday 4 March 2026" in client.get("/log/night/1/delete").text
    assert client.post("/log/night/1/delete").status_code == 303
    assert logged().nights == []
    assert client.get("/log/night/1/delete").status_code == 404
    assert client.get("/log/set/1/delete").status_code == 404


def test_a_day_of_another_year_says_so(client):
    add(client, line="sumo 1x1 @ 100", when="other", at="2025-03-02T10:00")
    assert "Sunday 2 March 2025" in client.get("/log").text


def test_an_import_is_looked_at_then_kept_then_undone(client, folder):
    assert send(client, STRONG, "my strong log.csv").status_code == 303
    seen = client.get("/log/import").text
    assert "my strong log.csv" in seen
    assert "no set: a rest timer" in seen
    assert sets() == []
    told = client.post("/log/import/keep")
    assert told.headers["location"] == "/log?brought=1#brought"
    assert "6 came in from my strong log.csv" in client.get("/log?brought=1").text
    assert len(sets()) == 6
    assert not list(folder.rglob("import-*"))
    send(client, STRONG)
    assert "All of it is here already" in client.get("/log/import").text
    again = client.post("/log/import/keep").headers["location"]
    assert "All of it was here before" in client.get(again).text
    assert client.post("/log/import/1/undo").status_code == 303
    assert sets() == []
    assert client.post("/log/import/1/undo").status_code == 404


def test_days_that_cannot_be_are_named_and_left_out_unless_they_are_chosen(client):
    log = (
        "date,exercise,weight_kg,reps\n2026-03-02,Deadlift,140,5\n2027-12-27,Deadlift,150,5\n"
        "1899-12-31,Deadlift,160,5\n2026-03-04 18:00,Deadlift,170,1\n"
    )
    send(client, log.encode())
    seen = client.get("/log/import").text
    assert "2 days to look at, left out" in seen
    assert "Line 3: date: 27 Dec 2027 is still to come" in seen
    assert "Line 4: date: 31 Dec 1899 is before 1950" in seen
    client.post("/log/import/asked", data={"unlikely": "yes"})
    assert "2 to look at" in client.get("/log/import").text
    client.post("/log/import/asked", data={"unlikely": "", "zone": "Asia/Tokyo"})
    client.post("/log/import/keep")
    assert sorted(one.load_kg for one in sets()) == [140.0, 170.0]
    send(client, log.encode())
    client.post("/log/import/asked", data={"unlikely": "yes"})
    client.post("/log/import/keep")
    assert sorted(one.load_kg for one in sets()) == [140.0, 150.0, 160.0, 170.0]


def test_a_dropped_file_leaves_nothing(client, folder):
    send(client, STRONG)
    assert list(folder.rglob("import-*/file"))
    client.post("/log/import/drop")
    assert not list(folder.rglob("import-*"))
    assert client.get("/log/import").headers["location"] == "/log#import"
    assert client.post("/log/import/keep").status_code == 404


def test_the_file_that_waits_is_for_this_person_alone(client, folder):
    send(client, STRONG)
    found = waiting("import").file
    assert found.stat().st_mode & 0o077 == 0
    assert found.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x00\x01nothing known", "cannot be read"),
        (b"a,b\n1,2\n", "a file from one of"),
        (b"", "an empty file"),
        (b"PK\x03\x04broken zip", "cannot be read"),
    ],
)
def test_a_file_of_no_use_says_so_and_leaves_nothing(client, folder, content, said):
    told = send(client, content, "../../etc/passwd.csv")
    shown = client.get("/log/import") if told.status_code == 303 else told
    assert shown.status_code == 422
    assert said in alert_in(shown.text)
    assert "etc/passwd" not in shown.text
    assert "Nothing of it is kept" in alert_in(shown.text)
    assert waiting("import") is None
    assert not list(folder.rglob("import-*"))


def test_a_file_beyond_the_limit_is_refused_while_it_comes_in(client, folder, monkeypatch):
    monkeypatch.setattr(log_import, "LARGEST", 10_000)
    told = send(client, b"x" * 20_000)
    assert told.status_code == 422
    assert "at most 10 kB" in alert_in(told.text)
    assert not list(folder.rglob("import-*"))


def test_a_form_without_a_file_says_so(client):
    assert "one file" in alert_in(client.post("/log/import", data={"x": "y"}).text)
    told = client.post("/log/import", files=[("file", ("a", b"1")), ("file", ("b", b"2"))])
    assert "one at a time" in alert_in(told.text)
    broken = client.post(
        "/log/import",
        content=b"--x\r\nbroken",
        headers={"content-type": "multipart/form-data; boundary=x"},
    )
    assert broken.status_code == 422


def test_what_the_file_does_not_say_is_asked(client):
    send(client, LOGS.joinpath("strong_a_legacy.csv").read_bytes())
    client.post("/log/import/asked", data={"unit": "lb", "zone": "Europe/Nowhere"})
    told = client.get("/log/import")
    assert "a zone such as Europe/Berlin" in alert_in(told.text)
    assert waiting("import") is not None
    client.post("/log/import/asked", data={"unit": "lb", "zone": "Europe/Berlin"})
    assert client.get("/log/import").status_code == 200


@pytest.mark.parametrize(
    ("given", "shown"),
    [("C:\\logs\\a.csv", "a.csv"), ("/x/y", "y"), ("", "a file without a name"), ("a\x00b", "ab")],
)
def test_a_name_from_elsewhere_is_only_shown(given, shown):
    assert shown_name(given) == shown


def test_loads_stand_beside_the_log(client):
    add(client, line="conventional 3x5 @ 140")
    assert "kN" in client.get("/log/loads").text


def test_what_says_it_is_too_large_is_refused_before_it_comes_in(client, folder):
    told = client.post(
        "/log/import",
        content=b"--x",
        headers={
            "content-type": "multipart/form-data; boundary=x",
            "content-length": str(log_import.LARGEST * 2),
        },
    )
    assert told.status_code == 413
    assert not list(folder.rglob("import-*"))


def test_a_form_of_fields_is_small(client):
    assert client.post("/log/sets", data={"note": "x" * 2_000_000}).status_code == 413
