"""Tidy tables: what stands, typed columns, and the same again out of Parquet."""

from __future__ import annotations

import sys
from datetime import UTC, timedelta

import pytest

import backspotter as bs
from backspotter.cli import main as command_line
from backspotter.exports.tidy import COLUMNS
from backspotter.journal.journal import opened
from tests.episodes import LIFTED, episode
from tests.journals import fast_folder, place_in

polars = pytest.importorskip("polars")


@pytest.fixture(scope="module")
def folder():
    with fast_folder() as found:
        with opened(place_in(found)) as journal:
            episode(journal)
        yield found


@pytest.fixture(scope="module")
def tables(folder):
    return bs.tables(folder / "j.db")


def test_every_table_is_there_with_its_columns_also_without_a_row(tables, tmp_path):
    with opened(place_in(tmp_path)):
        pass
    empty = bs.tables(tmp_path / "j.db")
    assert set(empty) == set(tables) == set(COLUMNS)
    for name, columns in COLUMNS.items():
        assert empty[name].columns == list(columns)
        assert empty[name].schema == tables[name].schema
        assert empty[name].height == 0


def test_a_row_is_a_thing_that_stands(tables):
    counts = {name: frame.height for name, frame in tables.items()}
    assert counts["checks"] == 2
    assert counts["soreness"] == 5  # the sixth was corrected
    assert counts["sets"] == 15
    assert counts["flags"] == 2
    assert counts["activities"] == 10


def test_times_are_in_utc_with_the_offset_beside(tables):
    first = tables["soreness"].sort("at").row(0, named=True)
    assert first["at"] == (LIFTED + timedelta(days=1, hours=2)).astimezone(UTC)
    assert first["at_offset_s"] == 3600
    assert (first["pain_now"], first["pain_worst"], first["under_painkiller"]) == (5.0, 6.5, False)


def test_an_answer_is_a_row_and_what_was_not_asked_is_none(tables):
    said = tables["answers"].filter(polars.col("check") == 1)
    assert said.filter(polars.col("field") == "saddle_numb")["value"].to_list() == ["no"]
    assert said.filter(polars.col("field") == "quality")["value"].to_list() == ["dull", "stiff"]
    assert said.filter(polars.col("field") == "pain_now")["number"].to_list() == [5.0]
    assert "chest_pain" not in said["field"].to_list()


def test_a_number_of_a_film_has_its_band_or_why_there_is_none(tables):
    numbers = {row["what"]: row for row in tables["film_numbers"].iter_rows(named=True)}
    change = numbers["lumbar_change_from_set_up_deg"]
    assert (change["value"], change["low"], change["high"]) == (14, 4, 24)
    assert numbers["compression_N"]["cannot_judge"] == "no body mass"
    assert numbers["compression_N"]["value"] is None
    assert "knee_pass_s" not in numbers
    (fault,) = tables["film_faults"].iter_rows(named=True)
    assert (fault["size"], fault["low"], fault["high"], fault["chance"]) == (21, 9, 33, 0.86)


def test_a_flag_says_how_it_ended(tables):
    ended, is_open = tables["flags"].iter_rows(named=True)
    assert (ended["how"], ended["by"], is_open["how"], is_open["ended"]) == (
        "examined", "GP", "", None
    )  # fmt: skip


def test_parquet_gives_the_same_tables(tables, folder, tmp_path, capsys):
    out = tmp_path / "tables"
    words = ["--journal", str(folder / "j.db"), "export", "parquet", "--out", str(out)]
    assert command_line.run(words) == 0
    assert command_line.run(words) == 0  # into the same folder again
    for name, frame in tables.items():
        assert polars.read_parquet(out / f"{name}.parquet").equals(frame)
    assert out.stat().st_mode & 0o077 == 0
    assert "rows to" in capsys.readouterr().out


def test_no_journal_is_said_and_none_is_made(tmp_path):
    with pytest.raises(bs.InputError, match="expected a journal"):
        bs.tables(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said(folder, tmp_path, capsys):
    file = tmp_path / "file"
    file.write_text("here")
    for out in (file, tmp_path / "no" / "such"):
        words = ["--journal", str(folder / "j.db"), "export", "parquet", "--out", str(out)]
        assert command_line.run(words) == 2
    assert file.read_text() == "here"
    assert "Traceback" not in capsys.readouterr().err


def test_without_polars_it_says_what_to_install(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(bs.InputError, match=r"backspotter\[tables\]"):
        bs.tables(folder / "j.db")
