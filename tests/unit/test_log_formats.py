"""Files of other programs: what comes in, what is doubtful, what is left out. The files in
``tests/data/logs`` are invented, with traps on purpose."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backspotter.errors import InputError
from backspotter.training.formats import Asked, preview
from backspotter.training.formats.cells import moment, number
from backspotter.training.formats.plain import COLUMNS, EXAMPLE, row_of
from backspotter.training.log import BodyMass, LoggedSet, Night, Water
from backspotter.training.units import KG_PER_LB

LOGS = Path(__file__).parent.parent / "data/logs"
OSLO = ZoneInfo("Europe/Oslo")
ASKED = Asked(zone=OSLO, unit="kg", lifter="Test Lifter #1")


def read(name: str, asked: Asked = ASKED):
    return preview(LOGS / name, asked)


def deadlifts(name: str) -> list[LoggedSet]:
    values = (each.value for each in read(name).found)
    return [v for v in values if isinstance(v, LoggedSet) and v.exercise.startswith("Deadlift")]


def kg_times_reps(sets: list[LoggedSet]) -> float:
    working = (one for one in sets if not one.warm_up)
    return sum((one.load_kg or 0) * (one.reps or 0) for one in working)


WHAT_COMES_IN = """
file                              program            comes in  doubtful  left out
apple_health_export.xml           Apple Health              5         0         0
fitbod.csv                        Fitbod                    5         0         1
fitnotes_android_kgs_header.csv   FitNotes                  5         0         1
fitnotes_android_unit_column.csv  FitNotes                  5         1         2
fitnotes_ios.csv                  FitNotes                  6         1         0
hevy_kg.csv                       Hevy                      8         0         2
hevy_lbs_localised_dates.csv      Hevy                      6         1         0
liftosaur.csv                     Liftosaur                 5         0         1
openpowerlifting.csv              OpenPowerlifting          4         0         4
strong_a_legacy.csv               Strong                    6         0         2
strong_a_no_notes.csv             Strong                    4         0         2
strong_b_unit_columns.csv         Strong                    4         0         2
strong_c_kg.csv                   Strong                    6         0         3
strong_c_lbs_decimal_comma.csv    Strong                    4         1         2
stronglifts_current.csv           StrongLifts               9         1         1
stronglifts_legacy.csv            StrongLifts              71         1         0
stronglifts_newest.csv            StrongLifts               9         0         1
"""
ROWS = [line.rsplit(maxsplit=3) for line in WHAT_COMES_IN.strip().splitlines()[1:]]


@pytest.mark.parametrize(("what", "found", "doubtful", "skipped"), ROWS)
def test_what_comes_in(what, found, doubtful, skipped):
    name, program = what.split(maxsplit=1)
    got = read(name)
    counts = (len(got.found), len(got.doubtful), len(got.skipped))
    assert (got.format, *counts) == (program, int(found), int(doubtful), int(skipped))
    assert all(each.why for each in got.skipped)


def test_every_invented_log_is_tried():
    assert {row[0].split()[0] for row in ROWS} == {file.name for file in LOGS.iterdir()}


@pytest.mark.parametrize("name", sorted(file.name for file in LOGS.iterdir()))
def test_reading_again_gives_the_same_keys_and_no_key_twice(name):
    keys = [each.key for each in read(name).found]
    assert keys == [each.key for each in read(name).found]
    assert len(set(keys)) == len(keys)


def test_a_traveller_who_reads_the_file_in_another_zone_adds_nothing():
    abroad = Asked(zone=ZoneInfo("Asia/Tokyo"))
    assert [f.key for f in read("hevy_kg.csv").found] == [
        f.key for f in read("hevy_kg.csv", abroad).found
    ]


def test_a_set_that_stands_twice_counts_once_where_sets_are_numbered():
    assert kg_times_reps(deadlifts("hevy_kg.csv")) == 140 * 5 + 142.5 * 5 + 150 * 3


def test_two_sets_that_are_alike_stay_two_where_nothing_numbers_them():
    alike = [s for s in deadlifts("fitnotes_android_kgs_header.csv") if s.load_kg == 140]
    assert [one.order for one in alike] == [2, 3]


def test_pounds_become_kilograms_once_and_the_typed_weight_is_kept():
    (found,) = (f for f in read("hevy_lbs_localised_dates.csv").found if f.typed == "317.5 lb")
    assert found.value.load_kg == pytest.approx(317.5 * KG_PER_LB, abs=1e-6)


def test_months_in_other_languages_are_read():
    days = {one.at.date() for one in deadlifts("hevy_lbs_localised_dates.csv")}
    assert days == {date(2026, 3, 4), date(2026, 3, 11), date(2026, 3, 18)}


def test_a_legacy_strong_file_without_units_asks_for_one():
    with pytest.raises(InputError, match="--unit kg or --unit lb"):
        read("strong_a_legacy.csv", Asked(zone=OSLO))
    pounds = read("strong_a_legacy.csv", Asked(zone=OSLO, unit="lb")).found[1].value
    assert pounds.load_kg == pytest.approx(140 * KG_PER_LB)


def test_a_weight_that_can_be_read_two_ways_is_doubted_and_not_guessed():
    (doubted,) = read("strong_c_lbs_decimal_comma.csv").doubtful
    assert doubted.value.load_kg is None
    assert doubted.typed == "1.005,5 lb"


def test_one_dumbbell_in_each_hand_weighs_twice():
    (found,) = (f for f in read("fitbod.csv").found if "Dumbbell" in f.value.exercise)
    assert (found.value.load_kg, found.typed) == (60.0, "30.0 kg × 2")


def test_what_was_planned_and_not_done_does_not_come_in():
    assert [one.reps for one in deadlifts("liftosaur.csv")] == [5, 5, 3]


def test_missed_attempts_are_marked_and_lifts_of_others_stay_out():
    attempts = deadlifts("openpowerlifting.csv")
    assert [(one.load_kg, one.failed) for one in attempts] == [
        *((230, False), (245, False), (255, True))
    ]


@pytest.mark.parametrize(
    ("lifter", "said"),
    [(None, "--lifter NAME"), ("Test Lifter", "names that begin so: Test Lifter #1"), ("X", "X")],
)
def test_a_file_of_many_lifters_asks_for_one(lifter, said):
    with pytest.raises(InputError, match=said):
        read("openpowerlifting.csv", Asked(zone=OSLO, lifter=lifter))


def test_columns_of_one_name_are_told_apart():
    last = [one.load_kg for one in deadlifts("stronglifts_legacy.csv")]
    assert last == [140, 145, 150, 135, 140]


def test_health_recorded_by_several_sources_counts_once():
    values = [each.value for each in read("apple_health_export.xml").found]
    (night,) = (v for v in values if isinstance(v, Night))
    (water,) = (v for v in values if isinstance(v, Water))
    (mass,) = (v for v in values if isinstance(v, BodyMass))
    assert (night.woke, night.asleep_h) == (date(2026, 3, 2), 7.5)
    assert water.litres == pytest.approx(1.25)
    assert mass.mass_kg == pytest.approx(84.1)


def test_a_health_export_comes_as_a_zip_whatever_its_name_inside(tmp_path):
    export = tmp_path / "export.zip"
    with zipfile.ZipFile(export, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(LOGS / "apple_health_export.xml", "apple_health_export/导出.xml")
        archive.writestr("apple_health_export/export_cda.xml", "<x>" + "a" * 99_999 + "</x>")
        archive.writestr("apple_health_export/workout-routes/far.xml", "b" * 99_999)
    assert [f.key for f in preview(export, ASKED).found] == [
        f.key for f in read("apple_health_export.xml").found
    ]


# --- Garmin --------------------------------------------------------------------------------------

SETS_OF_A_WATCH = [
    *((1, 5, 140.0, 8, 0), (0, None, None, None, None), (1, 8, 80.0, 8, 23)),
    *((1, 5, None, 28, None), (1, None, 60.0, 8, 17)),
]


FIT_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
FIELDS = {
    "timestamp": (254, "I", 0x86),
    "start_time": (6, "I", 0x86),
    "set_type": (5, "B", 0x02),
    "repetitions": (3, "H", 0x84),
    "weight": (4, "H", 0x84),
    "category": (7, "H", 0x84),
    "category_subtype": (8, "H", 0x84),
    "duration": (0, "I", 0x86),
}
"""Number, struct format and base type of the fields of a set, as the FIT profile has them."""

MISSING = {"B": 0xFF, "H": 0xFFFF, "I": 0xFFFFFFFF}


def fit_crc(content: bytes) -> bytes:
    """CRC-16 with the polynomial 0xA001, low bit first."""
    crc = 0
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xA001 if crc & 1 else 0)
    return struct.pack("<H", crc)


def fit_file(rows: list[dict[str, int]]) -> bytes:
    """An activity of sets: header, one definition, one message a set, checksum."""
    layout = [struct.pack("BBB", n, struct.calcsize(f), base) for n, f, base in FIELDS.values()]
    body = struct.pack("<BBBHB", 0x40, 0, 0, 225, len(layout)) + b"".join(layout)
    for row in rows:
        body += b"\x00"
        for name, (_, kind, _) in FIELDS.items():
            body += struct.pack(f"<{kind}", row.get(name, MISSING[kind]))
    head = struct.pack("<BBHI4s", 14, 0x10, 2118, len(body), b".FIT")
    whole = head + fit_crc(head) + body
    return whole + fit_crc(whole)


def a_watch(tmp_path: Path) -> Path:
    """What a watch writes for these sets."""
    began = datetime(2026, 3, 2, 18, 5, tzinfo=UTC)
    rows = []
    for place, (kind, reps, kg, category, subtype) in enumerate(SETS_OF_A_WATCH):
        at = int((began + timedelta(minutes=3 * place) - FIT_EPOCH).total_seconds())
        row = {"timestamp": at, "start_time": at, "set_type": kind, "duration": 30_000}
        given = {"repetitions": reps, "category": category, "category_subtype": subtype}
        row |= {name: value for name, value in given.items() if value is not None}
        rows.append(row if kg is None else row | {"weight": int(kg * 16)})
    file = tmp_path / "activity.fit"
    file.write_bytes(fit_file(rows))
    return file


def test_sets_of_a_watch(tmp_path):
    got = preview(a_watch(tmp_path), ASKED)
    sets = [f.value for f in got.found]
    assert [(s.exercise, s.load_kg, s.reps) for s in sets] == [
        *(("Barbell deadlift", 140.0, 5), ("Romanian deadlift", 80.0, 8)),
        *(("Squat", None, 5), ("Trap bar deadlift", 60.0, None)),
    ]
    assert sets[0].at == datetime(2026, 3, 2, 18, 5, tzinfo=UTC)
    assert [s.why for s in got.skipped] == ["a rest"]
    assert [f.doubts for f in got.doubtful] == [("reps: none given",)]


# --- A plain table -------------------------------------------------------------------------------

TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20).map(str.strip)
ZONES = st.integers(-12 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
SETS = st.builds(
    LoggedSet,
    at=st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=ZONES),  # noqa: DTZ001
    exercise=TEXT.filter(bool),
    style=st.none() | st.sampled_from(("conventional", "sumo")),
    load_kg=st.none() | st.floats(0, 600).map(lambda kg: round(kg, 3)),
    reps=st.integers(1, 1000),
    rpe=st.none() | st.sampled_from((6.0, 7.5, 10.0)),
    rest_s=st.none() | st.floats(1, 900).map(lambda s: round(s, 1)),
    seconds=st.none() | st.floats(1, 900).map(lambda s: round(s, 1)),
    warm_up=st.booleans(),
    failed=st.booleans(),
    exact=st.booleans(),
    order=st.integers(1, 99),
    workout=TEXT,
    note=TEXT,
)


@given(sets=st.lists(SETS, min_size=1, max_size=5))
def test_what_is_written_is_read_back_as_it_was_and_starts_no_formula(sets, tmp_path_factory):
    table = io.StringIO()
    rows = [row_of(one) for one in sets]
    csv.writer(table).writerows([COLUMNS, *rows])
    file = tmp_path_factory.mktemp("plain") / "log.csv"
    file.write_text(table.getvalue(), encoding="utf-8", newline="")
    assert [f.value for f in preview(file, ASKED).found] == sets
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def plain(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "mine.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_several_sets_in_one_row_are_several(tmp_path):
    got = preview(
        plain(tmp_path, "Date,Exercise,Sets,Reps,Weight_kg\n2026-03-02,DL,3,5,140\n"), ASKED
    )
    assert [(f.value.order, f.value.reps) for f in got.found] == [(1, 5), (2, 5), (3, 5)]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_by_hand_may_name_its_columns_as_people_do(tmp_path, mark):
    text = "Day,Lift,lb,Reps,Sets,RPE\n2026-03-02,sumo,225,5,2,8\n".replace(",", mark)
    found = [each.value for each in preview(plain(tmp_path, text), ASKED).found]
    assert [(one.exercise, round(one.load_kg, 1), one.reps, one.rpe) for one in found] == [
        ("sumo", 102.1, 5, 8.0)
    ] * 2


def test_the_example_of_a_plain_table_is_read_whole(tmp_path):
    got = preview(plain(tmp_path, EXAMPLE), Asked(zone=OSLO))
    assert len(got.found) == 8
    assert not got.doubtful
    assert not got.skipped
    given = files("backspotter.web").joinpath("static/plain-log.csv").read_text(encoding="utf-8")
    assert given == EXAMPLE


def test_a_day_that_could_be_a_month_is_told_from_the_rest_of_the_file(tmp_path):
    text = "date,exercise,weight_kg,reps\n02/03/2026,DL,140,5\n02/25/2026,DL,140,5\n"
    got = preview(plain(tmp_path, text), ASKED)
    assert [f.value.at.month for f in got.found] == [2, 2]
    assert not got.doubtful


# --- Cells ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "found"),
    [("140", 140.0), (" 142,5 ", 142.5), ("1e2", 100.0), ("", None), ("-3.5", -3.5)],
)
def test_numbers(cell, found):
    assert number(cell) == found


@pytest.mark.parametrize("cell", ["1.005,5", "1,005", "12kg", "nan", "inf", "٣", "1_0", "9" * 40])
def test_no_numbers(cell):
    with pytest.raises(ValueError, match="no number"):
        number(cell)


@pytest.mark.parametrize(
    ("cell", "wall_clock"),
    [
        ("4 Mar 2026, 18:05", "2026-03-04T18:05:00+01:00"),
        ("4 mars 2026, 18:05", "2026-03-04T18:05:00+01:00"),
        ("4 de dez. de 2026, 6:05 PM", "2026-12-04T18:05:00+01:00"),
        ("2026-03-02 18:05:11 +0000", "2026-03-02T18:05:11+00:00"),
        ("2026-03-02T05:00:00.000Z", "2026-03-02T05:00:00+00:00"),
        ("2026/03/02", "2026-03-02T00:00:00+01:00"),
    ],
)
def test_times(cell, wall_clock):
    assert moment(cell, OSLO).isoformat() == wall_clock


@pytest.mark.parametrize("cell", ["", "yesterday", "31 Feb 2026", "2026-13-01", "12"])
def test_no_times(cell):
    assert moment(cell, OSLO) is None
