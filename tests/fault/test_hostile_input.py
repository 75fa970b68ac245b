"""Hostile input: one clear line, in bounded time and memory, and never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tracemalloc
from io import BytesIO, RawIOBase
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from backspotter.app.check import check_document
from backspotter.app.documents import MAX_DOCUMENT_BYTES, MAX_LINE_BYTES, read_all
from backspotter.app.lines import check_lines
from backspotter.app.schemas import answer_schema
from backspotter.errors import InputError
from backspotter.triage.check_in import FIELDS

PATIENCE_S = 50
MEGABYTE = 1_000_000
MANY = 100_000
ANSWER = Draft202012Validator(answer_schema())


def backspotter(
    *words: str, given: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "backspotter", *words],
        input=given,
        capture_output=True,
        timeout=PATIENCE_S,
        env={**os.environ, **environment},
        check=False,
    )


def refused(done: subprocess.CompletedProcess[bytes]) -> str:
    """The one line it was refused with."""
    said = done.stderr.decode()
    assert done.returncode == 2, said
    assert done.stdout == b""
    assert said.startswith("backspotter: ")
    assert said.count("\n") == 1
    assert said[:-1].isprintable()
    return said


BAD_TEXTS = {
    "10 MB": (b"my back hurts " * 750_000, "at most 20,000"),
    "10 MB in one word": (b"a" * 10 * MEGABYTE, "at most 20,000"),
    "binary": (bytes(range(256)) * 40, "expected UTF-8 text"),
    "UTF-16": ("my back hurts".encode("utf-16"), "expected UTF-8"),
    "UTF-32": ("my back hurts".encode("utf-32"), "expected UTF-8"),
    "Latin-1": ("gestern im Rücken".encode("latin-1"), "expected UTF-8 text"),
}


@pytest.mark.parametrize("name", BAD_TEXTS)
def test_a_text_that_is_no_report_is_refused(name):
    given_bytes, words = BAD_TEXTS[name]
    assert words in refused(backspotter("check", "--text", "-", given=given_bytes))


BAD_DOCUMENTS = {
    "nothing": (b"", "got nothing, expected JSON"),
    "blank": (b" \n", "got nothing, expected JSON"),
    "cut off": (b'{"pain_now": 4, "qual', "at line 1"),
    "NaN": (b'{"pain_now": NaN}', "got NaN"),
    "Infinity": (b'{"hours_since_lift": Infinity}', "got Infinity"),
    "too large for a number": (b'{"hours_since_lift": 1e400}', "hours_since_lift: got inf"),
    "deep": (b"[" * 200_000, "nested too deeply"),
    "deep inside": (b'{"age":' * 100_000, "nested too deeply"),
    "a very long number": (b'{"age": ' + b"9" * 100_000 + b"}", "a number too long"),
    "twice": (b'{"age": 20, "age": 30}', "age given twice"),
    "UTF-16": ('{"age": 20}'.encode("utf-16"), "expected UTF-8"),
    "Latin-1": ('{"é": 20}'.encode("latin-1"), "expected UTF-8"),
    "binary": (bytes(range(256)), "expected UTF-8"),
    "zeros": (b"\x00" * 5000, "expected JSON"),
    "too long": (b'{"age": 20}' + b" " * MAX_DOCUMENT_BYTES, "at most 1,000,000"),
    "10 MB of text": (b'{"onset": "' + b"x" * 10 * MEGABYTE + b'"}', "at most 1,000,000"),
    "a long value": (b'{"onset": "' + b"x" * 900_000 + b'"}', "onset: got xxx"),
    "a long name": (b'{"' + b"x" * 900_000 + b'": 1}', "check_in: got xxx"),
    "a terminal attack": (b'{"\\u001b[2J\\u202e": 1}', "check_in: got"),
    "a list": (b"[]", "expected an object"),
    "half a character": (b'{"onset": "\\ud800"}', "onset: got"),
}


@pytest.mark.parametrize("name", BAD_DOCUMENTS)
def test_a_document_that_is_no_check_in_is_refused(name, tmp_path):
    given_bytes, words = BAD_DOCUMENTS[name]
    file = tmp_path / "check_in.json"
    file.write_bytes(given_bytes)
    assert words in refused(backspotter("check", "--from", str(file)))


def test_a_missing_file_a_folder_and_a_broken_name_are_refused(tmp_path):
    for option in ("--from", "--jsonl"):
        assert "no such file" in refused(backspotter("check", option, str(tmp_path / "none")))
        assert "this is a folder" in refused(backspotter("check", option, str(tmp_path)))


def test_a_file_that_may_not_be_read_is_refused(monkeypatch):
    def not_for_you(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", not_for_you)
    with pytest.raises(InputError, match="you may not read this one"):
        read_all("secret.json", what="from", most=MEGABYTE)


def test_a_byte_order_mark_does_no_harm(tmp_path):
    file = tmp_path / "check_in.json"
    file.write_bytes(b'\xef\xbb\xbf{"saddle_numb": "yes"}')
    assert backspotter("check", "--from", str(file)).returncode == 10


def test_control_and_right_to_left_characters_reach_no_terminal():
    text = "\x1b[2J\x07my low back is \u202edull\u202c and \x9b31mstiff\u2066 since yesterday\x00"
    done = backspotter("check", "--text", "-", given=text.encode())
    assert done.returncode in (0, 3)
    shown = done.stdout.decode()
    assert all(line.isprintable() for line in shown.splitlines())


def test_words_that_no_terminal_letter_exists_for_end_no_answer():
    done = backspotter("check", "--text", "我的腰很痛", PYTHONIOENCODING="ascii")
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is full")
def test_a_full_disk_is_said_in_one_line(tmp_path):
    file = tmp_path / "check_in.json"
    file.write_text("{}")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "backspotter", "check", "--from", str(file), "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=PATIENCE_S,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.decode() == "backspotter: cannot write the answer: No space left on device\n"


def test_a_reader_that_goes_away_is_left_in_peace(tmp_path):
    file = tmp_path / "reports.jsonl"
    file.write_text('{"check_in": {}}\n' * 200)
    with subprocess.Popen(
        [sys.executable, "-m", "backspotter", "check", "--jsonl", str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        program.stdout.readline()
        program.stdout.close()
        assert program.stderr.read() == b""
    assert program.returncode == 141


def test_a_reader_that_goes_away_from_one_answer_is_left_in_peace_too():
    told = f"{sys.executable} -m backspotter check --text 'sore lower back since the deadlift'"
    command = f"set -o pipefail; {told} | true"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, timeout=PATIENCE_S, check=False
    )
    assert (done.returncode, done.stderr) == (141, b"")


def test_standard_input_that_is_closed_is_said():
    command = f"{sys.executable} -m backspotter check --from - <&-"
    done = subprocess.run(command, shell=True, capture_output=True, timeout=PATIENCE_S, check=False)
    refused(done)


class Reports(RawIOBase):
    """Lines made as they are read, so that they take no memory themselves."""

    def __init__(self, lines: int, broken: int) -> None:
        self.lines, self.broken, self.given = lines, broken, 0

    def readable(self) -> bool:
        return True

    def readline(self, size: int | None = -1, /) -> bytes:
        self.given += 1
        if self.given > self.lines:
            return b""
        if self.given == self.broken:
            return b'{"id": 7, "check_in": {"pain_now"\n'
        return b'{"id": %d, "check_in": {"pain_now": 3}}\n' % self.given


class Brief(NamedTuple):
    """Stands for an answer, so that the stream alone is weighed."""

    id: int

    def document(self) -> dict[str, object]:
        return {"id": self.id, "level": "self_care"}


def test_a_hundred_thousand_lines_with_one_broken_stream_in_little_memory(monkeypatch):
    monkeypatch.setattr("backspotter.app.lines.check_document", lambda _, __, *, id: Brief(id))
    tracemalloc.start()
    strange = [
        (position, each)
        for position, each in enumerate(check_lines(Reports(MANY, broken=77_777)), start=1)
        if "error" in each or each["id"] != position
    ]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [position for position, _ in strange] == [77_777]
    assert strange[0][1]["line"] == 77_777
    assert peak < MEGABYTE


def test_a_thousand_real_answers_with_one_broken_line_stream_in_little_memory():
    list(check_lines(Reports(10, broken=0)))
    tracemalloc.start()
    answered = sum("level" in each for each in check_lines(Reports(1000, broken=500)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answered == 999
    assert peak < 5 * MEGABYTE


class OneEndlessLine(RawIOBase):
    """A line of ten gigabytes, as long as nobody keeps it."""

    def __init__(self, length: int, then: bytes) -> None:
        self.left, self.then = length, [then, b""]

    def readable(self) -> bool:
        return True

    def readline(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert 0 < size <= MAX_LINE_BYTES + 1, "it asked for all of it at once"
        if not self.left:
            return self.then.pop(0)
        part = min(size, self.left)
        self.left -= part
        return b"x" * part if self.left else b"x" * (part - 1) + b"\n"


def test_a_line_of_a_gigabyte_is_never_held():
    tracemalloc.start()
    first, second = check_lines(OneEndlessLine(1000 * MEGABYTE, b'{"id": 2, "check_in": {}}'))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert first["error"] == "line: longer than 1,000,000 bytes"
    assert second["id"] == 2
    assert peak < 20 * MEGABYTE


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(document=JSON | st.dictionaries(st.sampled_from(sorted(FIELDS)) | st.text(), JSON))
def test_any_json_is_answered_or_refused_in_one_line(document):
    try:
        made = check_document(document).document()
    except InputError as error:
        made, said = None, str(error)
    if made is None:
        assert len(said) < 2000
        assert said.isprintable()
    else:
        ANSWER.validate(made)


@given(lines=st.lists(st.binary(max_size=200) | JSON.map(lambda v: json.dumps(v).encode())))
def test_any_bytes_give_one_document_for_each_line(lines):
    stream = b"\n".join(lines)
    if stream.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return
    written = [line.removeprefix(b"\xef\xbb\xbf").strip() for line in stream.split(b"\n")]
    documents = list(check_lines(BytesIO(stream)))
    assert len(documents) == len([line for line in written if line])
    for each in documents:
        if "error" in each:
            assert "\n" not in each["error"]
        else:
            ANSWER.validate(each)


@given(text=st.text(max_size=400))
def test_any_text_is_answered_or_refused(text):
    line = json.dumps({"id": "t", "text": text}).encode()
    (document,) = check_lines(BytesIO(line))
    if "error" not in document:
        ANSWER.validate(document)
