"""Files that are broken or meant to harm: refused with one line, in little memory."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from contextlib import suppress
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backspotter.errors import InputError
from backspotter.training.formats import Asked, Preview, preview

ASKED = Asked(zone=UTC, unit="kg", lifter="Test Lifter #1")
LOGS = Path(__file__).parent.parent / "data/logs"
HEAD = b"date,exercise,weight_kg,reps\n"
DECLARED = b'<?xml version="1.0"?>\n'
LAUGHS = b'<!DOCTYPE HealthData [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


def refused(file: Path) -> str:
    with pytest.raises(InputError) as caught:
        preview(file, ASKED)
    words = str(caught.value)
    assert "\n" not in words
    assert len(words) < 600
    return words


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "an empty file"),
        (b"   \n \n", "an empty file"),
        (b"\x00\x01\x02" * 99, "no text"),
        (b"MZ\x90\x00", "no text"),
        ("date,exercise,weight_kg,reps\n2026-03-02,Kreuzhebenübung,1,1".encode("latin-1"), "UTF-8"),
        (b"a,b,c\n1,2,3\n", "expected a file from one of"),
        (b"," * 20_000_000, "without an end"),
        (b"x," * 5000 + b"\n", "columns"),
        (HEAD + b'2026-03-02,"' + b"x" * 200_000 + b'",1,1\n', "field larger"),
        (HEAD + b"2026-03-02,DL" + b"x" * 2_000_000, "without an end"),
        (b"date,exercise,reps\n2026-03-02,DL,5\n", "a column weight_kg or weight_lb"),
        (DECLARED + LAUGHS + b'<HealthData><Record a="&b;"/></HealthData>', "broken"),
        (DECLARED + b"<HealthData><Record", "broken"),
        (DECLARED + b"<!DOCTYPE HealthData [" + b"x" * 3_000_000, "no health data"),
        (b"\x0e\x10\x00\x00\xff\xff\xff\x7f.FIT" + b"\x00" * 50, "broken"),
        (b"PK\x03\x04" + b"\x00" * 99, "health data"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(content, said, tmp_path):
    file = tmp_path / "given"
    file.write_bytes(content)
    assert said in refused(file)


def test_no_file_and_a_folder(tmp_path):
    assert "No such file" in refused(tmp_path / "none.csv")
    assert "a folder" in refused(tmp_path)


def test_sets_before_and_after_broken_rows_come_in(tmp_path):
    file = tmp_path / "log.csv"
    file.write_bytes(HEAD + b"2026-03-02,DL,100,5\n???,DL,100,5\n2026-03-02\n2026-03-03,DL,nan,5\n")
    got = preview(file, ASKED)
    assert (len(got.found), len(got.doubtful), len(got.skipped)) == (2, 1, 2)


@pytest.mark.parametrize("name", ["../../etc/export.xml", "a/b/c/export.xml", "export_cda.xml"])
def test_only_an_export_near_the_top_of_an_archive_is_read(name, tmp_path):
    file = tmp_path / "export.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "<HealthData/>")
    assert "without export.xml" in refused(file)


def test_an_archive_that_grows_without_measure_is_refused(tmp_path):
    file = tmp_path / "export.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export.xml", b"<HealthData>" + b" " * 50_000_000)
    assert "unpacks to" in refused(file)


RECORD = (
    '<Record type="HKQuantityTypeIdentifierHeartRate" sourceName="Watch" unit="count/min" '
    'startDate="2026-03-02 06:15:00 +0100" endDate="2026-03-02 06:15:00 +0100" value="61">'
    '<MetadataEntry key="k" value="v"/></Record>\n'
)
IN_LITTLE_MEMORY = """
import resource, sys
from datetime import timezone
from pathlib import Path
from backspotter.training.formats import Asked, preview
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
got = preview(Path(sys.argv[1]), Asked(zone=timezone.utc))
print(len(got.found), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory as Linux does")
def test_a_large_export_takes_no_more_memory_than_a_small_one(tmp_path):
    file = tmp_path / "export.xml"
    with file.open("w", encoding="utf-8") as out:
        out.write("<HealthData>\n")
        for _ in range(100):
            out.write(RECORD * 2_000)
        out.write("</HealthData>\n")
    assert file.stat().st_size > 40_000_000
    done = subprocess.run(
        [sys.executable, "-c", IN_LITTLE_MEMORY, str(file)],
        capture_output=True,
        text=True,
        check=True,
    )
    found, grown_mb = map(int, done.stdout.split())
    assert found == 0
    assert grown_mb < 20


@given(data=st.data())
def test_a_log_that_is_cut_or_changed_anywhere_is_read_or_refused(data, tmp_path_factory):
    whole = data.draw(st.sampled_from(sorted(LOGS.iterdir()))).read_bytes()
    at = data.draw(st.integers(0, len(whole)))
    put = data.draw(st.binary(max_size=6))
    file = tmp_path_factory.mktemp("log") / "given"
    file.write_bytes(whole[:at] + put + whole[at + data.draw(st.integers(0, 40)) :])
    with suppress(InputError):
        assert isinstance(preview(file, ASKED), Preview)
