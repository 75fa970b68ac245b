"""The commands about the journal: what they keep, what they print, and what they refuse."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest
from jsonschema import Draft202012Validator

from backspotter.app import log_import
from backspotter.app.journal_documents import journal_schema
from backspotter.cli import main as command_line
from backspotter.journal.place import films_folder, place_of
from backspotter.training.formats import Found, Preview, Skipped
from tests.journals import NOT_REAL, arrival, dump

SCHEMA = journal_schema()
REPORT = "Deadlifted yesterday, my low back is dull and stiff on both sides"
TINGLING = f"{REPORT}, and my left foot is tingling."


@pytest.fixture
def named(bare_place):
    """The name of a place where no journal was made yet."""
    return bare_place.address or str(bare_place.file)


@pytest.fixture
def run(capsys, named):
    def run_it(*words: str, code: int = 0) -> tuple[str, str]:
        given = command_line.run(["--journal", named, *words])
        out, err = capsys.readouterr()
        assert given == code, err
        return out, err

    return run_it


@pytest.fixture
def as_json(run):
    def run_it(name: str, *words: str, code: int = 0):
        document = json.loads(run(*words, "--json", code=code)[0])
        schema = {**SCHEMA, "anyOf": [{"$ref": f"#/$defs/{name}"}]}
        Draft202012Validator(schema).validate(document)
        return document

    return run_it


@pytest.fixture
def a_log(monkeypatch, tmp_path):
    """A file that a reader knows: five sets, a night, a body mass, water; one doubtful, two not."""
    file = tmp_path / "log.csv"
    file.write_text(NOT_REAL)
    items = arrival(5).items
    found = tuple(
        Found(
            value=each.value,
            key=f"key {n}",
            line=n + 2,
            typed=each.typed,
            doubts=() if n else ("1.005,5: thousands or decimals?",),
        )
        for n, each in enumerate(items)
    )
    skipped = tuple(Skipped(line=line, why="a rest timer") for line in (20, 21))
    notes = ("times have no zone in this file",)
    seen = Preview(format="An App", found=found, skipped=skipped, notes=notes)
    monkeypatch.setattr(log_import, "preview", lambda path, asked, progress: seen)
    return str(file)


def test_the_schema_is_one(as_json):
    Draft202012Validator.check_schema(SCHEMA)


def test_a_day_added_is_a_day_shown(run, as_json):
    added = as_json(
        "added", "track", "add", "--pain", "4", "--worst", "6", "--function", "tie my shoes=6",
        "--function", "sit=8.5", "--score", "Roland-Morris=7", "--helped", "heat, walking",
        "--at", "2026-03-02T18:30+01:00", "--note", "stairs", "--painkiller",
        "--made-worse", "sitting, the car",
    )  # fmt: skip
    assert added["added"] == [1]
    (entry,) = as_json("track", "track")["entries"]
    assert entry["at"] == "2026-03-02T18:30:00+01:00"
    assert entry["function"] == [
        {"activity": "tie my shoes", "score": 6}, {"activity": "sit", "score": 8.5},
    ]  # fmt: skip
    assert entry["scores"] == [{"name": "roland_morris", "total": 7}]
    assert (entry["helped"], entry["under_painkiller"]) == (["heat", "walking"], True)
    assert entry["made_worse"] == ["sitting", "the car"]
    assert "made worse by: sitting, the car" in " ".join(run("track")[0].split())
    run("track", "add", "--pain", "3", "--corrects", "1")
    (corrected,) = as_json("track", "track")["entries"]
    assert (corrected["id"], corrected["corrects"], corrected["pain_now"]) == (2, 1, 3)
    assert "pain" in run("track")[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--pain", "14"], "pain: got 14, expected a number from 0 to 10"),
        (["--pain", "nan"], "pain: got nan"),
        (["--pain", "4", "--worst", "2"], "worst: got 2, expected at least 4"),
        (["--pain", "4", "--function", "shoes"], "function: got shoes"),
        (["--pain", "4", "--function", "=4"], "function: got =4"),
        (["--pain", "4", "--function", "a=4", "--function", "a=5"], "a twice"),
        (["--pain", "4", *["--function", "a=4"] * 6], "6 activities"),
        (["--pain", "4", "--score", "mood=4"], "one of roland_morris"),
        (["--pain", "4", "--score", "roland_morris=25"], "from 0 to 24"),
        (["--pain", "4", "--at", "tomorrow"], "a time such as"),
        (["--pain", "4", "--at", "2999-01-01"], "not in the future"),
        (["--pain", "4", "--at", "1700-01-01"], "a time such as"),
        (["--pain", "4", "--at", "25:00"], "a time such as"),
        (["--pain", "4", "--corrects", "9"], "number of a soreness in the journal"),
        (["--pain", "4", "--note", "x" * 2001], "2001 characters"),
        (["--pain", "4", "--note", "a\0b"], "broken characters"),
        ([], "--pain"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_one_line(run, as_json, words, said):
    out, err = run("track", "add", *words, code=2)
    assert (out, err.count("\n")) == ("", 1)
    assert said in err
    assert as_json("track", "track")["entries"] == []


def test_the_profile_is_said_bit_by_bit(run, as_json):
    as_json("profile", "profile", "set", "--height-cm", "181", "--sex", "F", "--country", "gb")
    as_json("profile", "profile", "set", "--mass-lb", "185", "--birth-year", "1990")
    as_json("profile", "profile", "set", "--units", "lb", "--bar-lb", "45", "--plates", "45,25,5")
    found = as_json("profile", "profile")
    assert found == {
        "height_m": 1.81, "mass_kg": pytest.approx(83.9146, abs=1e-4), "sex": "female",
        "birth_year": 1990, "units": "lb", "rack_units": "lb", "bar": 45, "plates": [45, 25, 5],
        "country": "GB", "style": None, "stiff": [], "helped": [], "made_worse": [],
        "scheme": {"way": "double", "sets": None, "reps_low": None, "reps_high": None, "rpe": None},
    }  # fmt: skip
    assert "45, 25, 5" in run("profile")[0]


def test_the_profile_says_how_somebody_lifts(run, as_json):
    run("profile", "set", "--style", "trap bar", "--stiff", "front of hips, hamstrings")
    run("profile", "set", "--way", "rpe", "--reps", "4-6", "--rpe", "8", "--made-worse", "sitting")
    run("profile", "set", "--sets", "4", "--plates", "none", "--helped", "heat")
    found = as_json("profile", "profile")
    assert found["style"] == "trap_bar"
    assert found["scheme"] == {
        "way": "rpe", "sets": 4, "reps_low": 4, "reps_high": 6, "rpe": 8,
    }  # fmt: skip
    assert found["stiff"] == ["front_of_hips", "hamstrings"]
    assert (found["helped"], found["made_worse"]) == (["heat"], ["sitting"])
    assert found["plates"] == []
    shown = run("profile")[0]
    for words in ("trap bar", "front of hips", "by RPE, sets 4, repetitions 4-6", "a bar alone"):
        assert words in shown
    run("profile", "set", "--style", "none", "--stiff", "none", "--helped", "none")
    found = as_json("profile", "profile")
    assert (found["style"], found["stiff"], found["helped"]) == (None, [], [])
    assert found["made_worse"] == ["sitting"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "got nothing, expected an option"),
        (["--height-cm", "18"], "height_cm: got 18 cm, expected 120 to 230 cm"),
        (["--height-cm", "181", "--height-in", "70"], "two units"),
        (["--mass-kg", "inf"], "mass_kg: got inf kg, expected 30 to 250 kg"),
        (["--mass-lb", "900"], "mass_lb: got 900 lb, expected 67 to 551 lb"),
        (["--height-in", "100"], "height_in: got 100 in, expected 48 to 90 in"),
        (["--bar-lb", "500"], "bar: got 500 lb, expected 0 to 100 lb"),
        (["--sex", "cat"], "female or male"),
        (["--birth-year", "1800"], "a year from"),
        (["--units", "stone"], "kg or lb"),
        (["--plates", "20,many"], "numbers with commas"),
        (["--plates", ",".join(["20"] * 41)], "at most 40"),
        (["--bar-kg", "-1"], "bar: got -1"),
        (["--country", "England"], "the two letters of a country"),
        (["--style", "bench press"], "a deadlift, such as"),
        (["--stiff", "elbow"], "none, or some of hips"),
        (["--helped", "heat, none"], "none, or some of heat"),
        (["--made-worse", "my boss"], "none, or some of heat"),
        (["--reps", "8-4"], "low to high"),
        (["--reps", "a few"], "a number or two"),
        (["--reps", "0"], "reps_low: got 0"),
        (["--way", "hard"], "double or rpe"),
        (["--rpe", "11"], "rpe: got 11"),
        (["--sets", "0"], "sets: got 0"),
    ],
)
def test_a_profile_that_cannot_be_is_refused(run, as_json, words, said):
    _, err = run("profile", "set", *words, code=2)
    assert said in err
    assert as_json("profile", "profile")["height_m"] is None


def test_bar_and_plates_stay_in_one_unit(run):
    run("profile", "set", "--plates", "20,10", "--bar-kg", "20")
    assert "same unit" in run("profile", "set", "--bar-lb", "45", code=2)[1]
    run("profile", "set", "--bar-lb", "45", "--plates", "45,25")


def test_sets_in_one_line_or_by_options(run, as_json):
    assert as_json("added", "log", "add", "conventional 3x5 @ 140 rpe 8")["added"] == [1, 2, 3]
    by_options = ("--style", "trap-bar", "--reps", "3", "--load-lb", "405", "--rest-s", "180")
    as_json("added", "log", "add", *by_options, "--at", "2026-03-02 18:00")
    run("log", "add", "Squat 1x5 100kg", "--note", "easy", "--warm-up")
    sets = as_json("log", "log", "list")["sets"]
    assert [each["style"] for each in sets] == ["trap_bar", *["conventional"] * 3, None]
    assert sets[0]["load_kg"] == pytest.approx(183.705, abs=1e-3)
    assert [each["order"] for each in sets[1:4]] == [1, 2, 3]
    assert sets[4]["warm_up"] is True
    assert "405" not in run("log", "list")[0]
    run("profile", "set", "--units", "lb")
    assert "405" in run("log", "list")[0]
    run("log", "add", "conventional 1x1 @ 405", "--corrects", "3")
    assert as_json("log", "log", "list")["sets"][-1]["load_kg"] == pytest.approx(183.705, abs=1e-3)
    assert "one set" in run("log", "add", "sumo 2x5 @ 100", "--corrects", "1", code=2)[1]


def test_pain_during_a_session_beside_its_sets_or_alone(run, as_json):
    day = "2026-03-02"
    as_json("added", "log", "add", "deadlift 1x5 @ 140", "--pain", "3", "--at", f"{day} 18:30")
    alone = as_json("added", "log", "add", "--pain", "5", "--at", f"{day} 19:00", "--corrects", "1")
    assert (alone["added"], alone["corrects"]) == ([2], 1)
    found = as_json("log", "log", "list")
    assert len(found["sets"]) == 1
    assert found["pain_during"] == [
        {"id": 2, "corrects": 1, "import": None, "day": day, "pain_during": 5}
    ]
    assert "hurt 5 of 10 while lifting" in run("log", "list")[0]
    assert "deleted" in run("delete", "session", "2", "--yes")[0].lower()
    assert as_json("log", "log", "list")["pain_during"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--pain", "11"], "pain: got 11"),
        (["deadlift 1x5", "--pain", "nan"], "pain: got nan"),
        (["--pain", "2", "--sleep-h", "7"], "pain and a night"),
        (["deadlift 1x5", "--pain", "2", "--corrects", "1"], "sets or pain"),
        (["--pain", "2", "--corrects", "9"], "number of a session"),
    ],
)
def test_pain_that_cannot_be_is_refused_and_nothing_is_kept(run, as_json, words, said):
    assert said in run("log", "add", *words, code=2)[1]
    found = as_json("log", "log", "list")
    assert found["sets"] == found["pain_during"] == []


def test_a_night(run, as_json):
    run("log", "add", "--sleep-h", "6.5", "--in-bed-h", "8", "--woke", "2026-03-02")
    (night,) = as_json("log", "log", "list")["nights"]
    assert (night["woke"], night["asleep_h"], night["in_bed_h"]) == ("2026-03-02", 6.5, 8)
    for words, said in (
        (["--sleep-h", "25"], "0 to 24"),
        (["--sleep-h", "8", "--in-bed-h", "6"], "at least 8"),
        (["--sleep-h", "8", "--woke", "2999-01-01"], "not in the future"),
        (["sumo 1x5", "--sleep-h", "8"], "one of them"),
        ([], "a lift, sets"),
        (["sumo 1x5", "--reps", "5"], "one of them"),
    ):
        assert said in run("log", "add", *words, code=2)[1]


def test_an_import_is_shown_kept_listed_and_taken_back(run, as_json, a_log):
    out, _ = run("log", "import", a_log, "--yes")
    assert "8 would come in; 0 are here already" in out
    assert "5  Deadlift: conventional" in out
    assert "1  nights" in out
    assert "1.005,5" in out
    assert "2: a rest timer" in out
    assert "log undo 1" in out
    listed = as_json("log", "log", "list", "--imports")
    assert listed["sets"] == []
    assert [each["added"] for each in listed["imports"]] == [8]
    assert len(as_json("log", "log", "list")["sets"]) == 5
    assert as_json("log-import", "log", "import", a_log, "--yes") == {
        "added": 0, "skipped": 10, "doubtful": 1, "undo": None,
    }  # fmt: skip
    assert as_json("log-undo", "log", "undo", "1") == {"undone": 1, "removed": 8, "corrections": 0}
    again = as_json("log-import", "log", "import", a_log, "--yes")
    assert again["added"] == 8
    assert again["undo"] in (1, 2), "a server gives no number out twice"
    assert "import that stands" in run("log", "undo", "7", code=2)[1]


def test_an_import_that_nobody_agreed_to_is_not_kept(run, as_json, a_log):
    _, err = run("log", "import", a_log, code=2)
    assert "got nobody to ask, expected --yes" in err
    assert as_json("log", "log", "list")["imports"] == []
    for words, said in (
        (["/no/such/file"], "a file to read"),
        (["a\0b"], "a file to read"),
        ([a_log, "--unit", "stone"], "kg or lb"),
        ([a_log, "--zone", "Mars/Base"], "a zone such as"),
    ):
        assert said in run("log", "import", *words, "--yes", code=2)[1]


def test_a_check_is_kept_and_its_flag_stays_until_it_was_examined(run, as_json):
    out, _ = run("check", "--text", TINGLING)
    assert "Kept as check-in 1" in out
    assert "flags examined 1" in out
    easier = json.loads(run("check", "--text", f"{REPORT}, no tingling.", "--json")[0])
    assert easier["level"] == "see_clinician"
    assert easier["reasons"][0]["words"].startswith("Still open from an earlier check")
    track = as_json("track", "track")
    alone = [each["level_alone"] for each in track["checks"]]
    assert alone == ["see_clinician", "normal_soreness"]
    assert [each["rule"] for each in as_json("flags", "flags")["flags"]] == ["RAD-05"]
    assert "who examined it" in run("flags", "examined", "1", "--by", " ", code=2)[1]
    ended = as_json("flags", "flags", "examined", "1", "--by", "GP", "--note", "reflexes fine")
    assert (ended["flags"][0]["how"], ended["flags"][0]["by"]) == ("examined", "GP")
    assert as_json("flags", "flags")["flags"] == []
    assert len(as_json("flags", "flags", "--all")["flags"]) == 1
    after = json.loads(run("check", "--text", f"{REPORT}, no tingling.", "--json")[0])
    assert after["level"] == "normal_soreness"


def test_a_mistake_is_said_to_be_one(run, as_json):
    run("check", "--text", TINGLING)
    assert as_json("flags", "flags", "mistake", "1")["flags"][0]["how"] == "mistake"
    assert "open flag" in run("flags", "mistake", "1", code=2)[1]


def test_without_saving_nothing_is_kept_and_nothing_counts(run, as_json, tmp_path):
    run("check", "--text", TINGLING)
    quiet = json.loads(run("check", "--text", REPORT, "--json", "--no-save")[0])
    assert quiet["level"] == "normal_soreness"
    assert len(as_json("track", "track")["checks"]) == 1


def test_a_program_that_names_no_journal_gets_the_same_answer_every_time(
    capsys, monkeypatch, tmp_path
):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    for _ in range(2):
        command_line.run(["check", "--text", TINGLING, "--json"])
        command_line.run(["check", "--text", TINGLING])
    capsys.readouterr()
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setenv("BACKSPOTTER_JOURNAL", str(tmp_path / "named.db"))
    command_line.run(["check", "--text", TINGLING, "--json"])
    assert (tmp_path / "named.db").exists()


def test_a_journal_that_cannot_be_written_does_not_hold_an_answer_back(capsys, tmp_path):
    words = ["--journal", str(tmp_path / "no" / "folder.db"), "check", "--text"]
    assert command_line.run([*words, REPORT]) == 0
    out, err = capsys.readouterr()
    assert "Ordinary soreness" in out
    assert "not kept" in err
    assert command_line.run([*words, "saddle area is numb since the deadlift"]) == 10


def test_many_are_never_kept(run, as_json, tmp_path):
    file = tmp_path / "many.jsonl"
    file.write_text(json.dumps({"id": 1, "text": TINGLING}) + "\n")
    run("check", "--jsonl", str(file))
    assert as_json("track", "track")["checks"] == []


def test_out_and_in_again(run, as_json, tmp_path):
    run("track", "add", "--pain", "4", "--note", "=1+1")
    written = as_json("export", "export", "backup", "--out", str(tmp_path / "b.zip"))
    assert written["rows"]["soreness"] == 1
    assert as_json("export", "export", "csv", "--out", str(tmp_path))["file"].endswith(".zip")
    run("track", "add", "--pain", "9")
    assert "expected --yes" in run("restore", str(tmp_path / "b.zip"), code=2)[1]
    done = as_json("restore", "restore", str(tmp_path / "b.zip"), "--yes")
    assert done["restored"] == 1
    assert [each["pain_now"] for each in as_json("track", "track")["entries"]] == [4]
    assert "folder that is there" in run("export", "csv", "--out", "/no/such/x.zip", code=2)[1]


def test_what_goes_is_counted_like_what_a_backup_holds(run, as_json, tmp_path):
    run("check", "--text", TINGLING)
    run("track", "add", "--pain", "4")
    run("track", "add", "--pain", "5", "--corrects", "1")
    backup = str(tmp_path / "b.zip")
    as_json("export", "export", "backup", "--out", backup)
    holds = as_json("restore", "restore", backup, "--yes")["restored"]
    assert holds == 4, "a check, its flag, an entry and what it corrects"
    assert as_json("delete", "delete", "everything", "--yes")["deleted"] == holds


def test_deleting(run, as_json, bare_place):
    run("track", "add", "--pain", "4", "--note", NOT_REAL)
    run("track", "add", "--pain", "5")
    _, err = run("delete", "soreness", "1", code=2)
    assert "expected --yes" in err
    assert as_json("delete", "delete", "soreness", "1", "--yes")["deleted"] == 1
    assert NOT_REAL not in dump(bare_place)
    file = bare_place.file
    assert file is None or NOT_REAL.encode() not in file.read_bytes()
    for words, said in (
        (["soreness"], "its number"),
        (["mood", "1"], "one of check-in"),
        (["everything", "4"], "no number"),
        (["soreness", "1"], "number of a soreness"),
    ):
        assert said in run("delete", *words, "--yes", code=2)[1]
    assert as_json("delete", "delete", "everything", "--yes")["deleted"] == 1
    assert file is None or list(file.parent.iterdir()) == []
    assert as_json("delete", "delete", "everything", "--yes")["deleted"] == 0


@pytest.mark.parametrize(
    "words",
    [
        ["--journal", "{}", "track"],
        ["track", "--journal", "{}"],
        ["track", "--journal={}"],
        ["--journal={}", "track"],
    ],
)
def test_the_journal_is_named_anywhere(capsys, tmp_path, words):
    file = tmp_path / "named.db"
    assert command_line.run([word.format(file) for word in words]) == 0
    assert file.exists()
    capsys.readouterr()


@pytest.mark.parametrize(
    "words", [["track", "--journal"], ["--journal", "a", "track", "--journal", "b"]]
)
def test_a_journal_that_is_not_named_right(capsys, words):
    assert command_line.run(words) == 2
    assert "expected --journal FILE, once" in capsys.readouterr().err


def test_our_own_fault_says_nothing_of_what_was_entered(capsys, monkeypatch, tmp_path):
    from sqlalchemy.exc import OperationalError

    def broken(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {"note": NOT_REAL}, Exception("no such table"))

    monkeypatch.setattr("backspotter.journal.entries.insert", broken)
    file = str(tmp_path / "j.db")
    words = ["track", "add", "--pain", "4", "--note", NOT_REAL, "--journal", file]
    assert command_line.run(words) == 1
    assert NOT_REAL not in capsys.readouterr().err


def test_nothing_yet_is_said_with_what_to_do(run):
    assert "track add --pain" in run("track")[0]
    assert "log add" in run("log", "list")[0]
    assert "No flags." in run("flags")[0]


def test_a_journal_is_copied_to_another_place_once(as_json, run, named, tmp_path):
    run("track", "add", "--pain", "3")
    done = as_json("moved", "move", str(tmp_path / "elsewhere.db"))
    assert done["rows"]["soreness"] == 1
    said = run("move", str(tmp_path / "third.db"))[0]
    assert f"Films are in {films_folder(place_of(named))};" in " ".join(said.split())
    assert str(tmp_path / "third.db.films") in said
    assert "nothing entered" in run("move", str(tmp_path / "elsewhere.db"), code=2)[1]
    assert "another place" in run("move", named, code=2)[1]


@pytest.mark.parametrize(
    "to",
    ["nonsense", "", ".db", "~", "folder/", "journal.db.txt", "mysql://a:secret@b/c.db", "sqlite://x.db",
     "sqlite:///", "a\0.db", "postgres:/x"],
)  # fmt: skip
def test_what_is_no_address_of_a_journal_is_no_place_to_move_to(run, tmp_path, monkeypatch, to):
    monkeypatch.chdir(tmp_path)
    run("track", "add", "--pain", "3")
    before = sorted(tmp_path.rglob("*"))
    said = run("move", to, code=2)[1]
    assert "expected a file that ends in .db, or postgresql+psycopg://…; nothing was made" in said
    assert len(said.splitlines()) == 1
    assert "secret" not in said
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_can_be_named_as_databases_name_it(as_json, run, tmp_path):
    run("track", "add", "--pain", "3")
    to = tmp_path / "copy.db"
    assert as_json("moved", "move", f"sqlite:///{to}")["journal"] == str(to)
    assert to.is_file()


@pytest.mark.parametrize("kind", ["empty", "text", "database", "no tables", "folder"])
def test_nothing_is_moved_onto_a_file_of_something_else(run, tmp_path, kind):
    run("track", "add", "--pain", "3")
    to = tmp_path / "other.db"
    if kind == "folder":
        to.mkdir()
    elif kind in ("database", "no tables"):
        with closing(sqlite3.connect(to)) as connection:
            connection.execute("CREATE TABLE theirs (a)")
            if kind == "no tables":
                connection.execute("DROP TABLE theirs")
            connection.commit()
    else:
        to.write_text("a diary" if kind == "text" else "")
    before = to.read_bytes() if to.is_file() else b""
    assert "it was left as it is" in run("move", str(to), code=2)[1]
    assert (to.read_bytes() if to.is_file() else b"") == before
    assert not list(tmp_path.glob("other.db-*"))
