"""Many reports, one a line: answers in order, and a bad line stops nothing."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from backspotter.app.documents import MAX_LINE_BYTES
from backspotter.app.lines import check_lines
from backspotter.errors import InputError

GOOD = b'{"id": 1, "check_in": {"pain_now": 3}}'


def answers(*lines: bytes) -> list[dict]:
    return list(check_lines(BytesIO(b"\n".join(lines))))


def test_answers_come_in_order_with_their_ids():
    rows = [json.dumps({"id": name, "check_in": {}}).encode() for name in ("b", "a", 3)]
    assert [each["id"] for each in answers(*rows)] == ["b", "a", 3]


def test_a_line_of_text_is_read():
    (answer,) = answers(b'{"id": "t", "text": "deadlifted yesterday, dull low back ache"}')
    assert answer["level"]
    assert answer["read"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"not json", "line: got expecting value at line 1, column 1, expected JSON"),
        (b"[1]", "line: got a list, expected"),
        (b'"text"', "line: got text, expected"),
        (b"null", "line: got null, expected"),
        (b'{"id": 5}', "neither text nor check_in"),
        (b'{"id": 5, "text": "a", "check_in": {}}', "both text and check_in"),
        (b'{"id": 5, "text": 5}', "text: got a number, expected text in quotes"),
        (b'{"id": 5, "text": null}', "text: got null"),
        (b'{"id": 5, "check_in": "text"}', "check_in: got text"),
        (b'{"id": 5, "check_in": {"pain_now": NaN}}', "line: got NaN, expected a finite number"),
        (b'{"id": 5, "check_in": {"pain_now": -Infinity}}', "line: got -Infinity"),
        (b'{"id": 5, "check_in": {"pain_now": 1e999}}', "pain_now: got inf"),
        (b'{"id": 5, "check_in": {"age": 1' + b"0" * 5000 + b"}}", "a number too long to read"),
        (b'{"id": 5, "id": 6, "check_in": {}}', "id given twice"),
        (b'{"id": 5, "check_in": {"age": 5, "age": 6}}', "age given twice"),
        (b'{"id": true, "check_in": {}}', "id: got true or false"),
        (b'{"id": [], "check_in": {}}', "id: got a list"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"id": 5, "check_in": {"age": ' + b"[" * 900 + b"]" * 900 + b"}}", "age: got"),
        (b"\x80 is no start", "line: got a byte 0x80 at position 0, expected UTF-8 text"),
        (b'{"id": 5, "text": "\\ud800"}', "broken characters"),
    ],
    ids=range(21),
)
def test_a_bad_line_is_said_and_the_next_goes_on(line, words):
    bad, good = answers(b"", line, GOOD)
    assert set(bad) == {"id", "line", "error"}
    assert bad["line"] == 2
    assert words in bad["error"]
    assert "\n" not in bad["error"]
    assert len(bad["error"]) < 500
    assert good["id"] == 1


def test_a_bad_line_keeps_the_id_it_could_read():
    (bad,) = answers(b'{"id": "x", "check_in": {"pain_now": 40}}')
    assert bad["id"] == "x"


def test_blank_lines_are_no_reports():
    assert len(answers(b"", GOOD, b"  ", b"\r", GOOD, b"")) == 2


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm():
    assert [each["id"] for each in answers(b"\xef\xbb\xbf" + GOOD + b"\r", GOOD + b"\r")] == [1, 1]


def test_other_names_on_a_line_are_left_alone():
    (answer,) = answers(b'{"id": 1, "check_in": {}, "levels": ["self_care"]}')
    assert "level" in answer


def test_a_line_without_an_id_is_answered():
    (answer,) = answers(b'{"check_in": {}}')
    assert answer["id"] is None


def test_a_line_just_short_enough_is_read_and_a_longer_one_is_not():
    room = b" " * (MAX_LINE_BYTES - len(GOOD))
    fits, too_long, after = answers(GOOD + room, GOOD + room + b" ", GOOD)
    assert "level" in fits
    assert too_long == {"id": None, "line": 2, "error": "line: longer than 1,000,000 bytes"}
    assert "level" in after


def test_a_stream_of_utf_16_is_refused_as_a_whole():
    with pytest.raises(InputError, match="UTF-16"):
        list(check_lines(BytesIO(GOOD.decode().encode("utf-16"))))
