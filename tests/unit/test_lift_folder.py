"""The folder of a film's results: whole, or not there."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from backspotter.app.film import analysed
from backspotter.app.film_folder import check_out, write_folder
from backspotter.app.film_summary import summary
from backspotter.errors import InputError
from backspotter.scoring.result import read_result
from backspotter.scoring.tables import read_table
from tests.lifted import ASKED, back_bends, back_unseen, film_read

pytestmark = pytest.mark.needs("polars", install="pip install 'backspotter[film]'")


@pytest.fixture(scope="module")
def found():
    return analysed(film_read(), ASKED, name="set.mp4", back=back_bends(22.0))


def rows_of(file):
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_everything_is_there_and_is_read_again_by_the_score(found, tmp_path):
    out = tmp_path / "a" / "set"
    document = write_folder(found, out, beside={"key.txt": "abc\n"})
    assert document == summary(found)
    assert json.loads((out / "summary.json").read_text("utf-8")) == document
    assert (out / "key.txt").read_text("utf-8") == "abc\n"
    assert [path.name for path in out.parent.iterdir()] == ["set"]
    result = read_result(out / "summary.json")
    assert result.judges_the_back
    assert len(result.frames.t_s) == len(found.frames.times_s)
    assert np.nanmax(result.frames.columns["lumbar_flexion_deg"]) == pytest.approx(47, abs=0.5)


FRAMES = (
    *("t_s", "rep", "phase", "trunk_deg", "hip_deg", "knee_deg", "lumbar_flexion_deg"),
    *("lumbar_flexion_deg_low", "lumbar_flexion_deg_high", "thoracic_flexion_deg"),
    *("bar_x_m", "bar_y_m"),
)
"""The columns that were promised."""


def test_the_table_of_frames_is_read_back_as_it_was_meant(found, tmp_path):
    import polars

    write_folder(found, tmp_path / "set")
    frames = polars.read_parquet(tmp_path / "set" / "frames.parquet")
    assert tuple(frames.columns[: len(FRAMES)]) == FRAMES
    assert frames["phase"].to_list() == list(found.frames.phase)
    assert frames["rep"].to_list() == found.frames.rep.tolist()
    np.testing.assert_allclose(frames["t_s"], found.frames.times_s, atol=1e-5)
    for n, end in enumerate(("", "_low", "_high")):
        column = frames[f"lumbar_flexion_deg{end}"].to_numpy()
        np.testing.assert_allclose(column, found.frames.lumbar[:, n], atol=1e-4)
    np.testing.assert_allclose(frames["trunk_deg"].to_numpy(), found.frames.trunk[:, 0], atol=1e-4)


def test_a_score_reads_the_same_of_both_tables(found, tmp_path):
    write_folder(found, tmp_path / "set")
    by_parquet, _ = read_table(tmp_path / "set", "")
    (tmp_path / "set" / "frames.parquet").unlink()
    by_csv, _ = read_table(tmp_path / "set", "")
    assert set(by_parquet.columns) == set(by_csv.columns)
    for name, values in by_parquet.columns.items():
        np.testing.assert_array_equal(values, by_csv.columns[name], err_msg=name)


def test_the_table_of_repetitions(found, tmp_path):
    write_folder(found, tmp_path / "set")
    (row,) = rows_of(tmp_path / "set" / "reps.csv")
    assert row["faults"] == "lumbar_rounding after_lift_off"
    assert float(row["rom_m_low"]) < float(row["rom_m"]) < float(row["rom_m_high"])


def test_what_is_withheld_is_an_empty_cell(tmp_path):
    import polars

    write_folder(analysed(film_read(), ASKED, name="a", back=back_unseen), tmp_path / "set")
    (row,) = rows_of(tmp_path / "set" / "reps.csv")
    assert row["lumbar_change_from_set_up_deg"] == ""
    frames = rows_of(tmp_path / "set" / "frames.csv")
    assert {frame["lumbar_flexion_deg"] for frame in frames} == {""}
    column = polars.read_parquet(tmp_path / "set" / "frames.parquet")["lumbar_flexion_deg"]
    assert column.null_count() == len(column)
    assert "nan" not in (tmp_path / "set" / "frames.csv").read_text("utf-8")


def test_earlier_results_are_replaced_and_other_folders_are_not(found, tmp_path):
    out = tmp_path / "set"
    write_folder(found, out)
    (out / "rep-9.jpg").write_bytes(b"old")
    write_folder(found, out)
    assert not (out / "rep-9.jpg").exists()
    (out / "set.mp4").write_bytes(b"the only film of a record")
    with pytest.raises(InputError, match=r"holds set\.mp4"):
        write_folder(found, out)
    (out / "set.mp4").rename(out / "annotated.mp4")
    with pytest.raises(InputError, match="hold the film itself"):
        check_out(out, out / "annotated.mp4")
    other = tmp_path / "letters"
    other.mkdir()
    (other / "dear.txt").write_text("x")
    with pytest.raises(InputError, match=r"holds dear\.txt"):
        write_folder(found, other)
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(InputError, match="not a file"):
        write_folder(found, file)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "letters", "set"]


def test_what_fails_half_way_leaves_nothing_and_keeps_what_was_there(found, tmp_path):
    out = tmp_path / "set"

    def full(analysis, folder):
        (folder / "half.mp4").write_text("x")
        raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match="No space left"):
        write_folder(found, out, adds=[full])
    assert list(tmp_path.iterdir()) == []
    write_folder(found, out)
    with pytest.raises(InputError):
        write_folder(found, out, adds=[full])
    assert (out / "summary.json").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["set"]
