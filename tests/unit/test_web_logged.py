"""How a record is written down: its kind, and never the words of an error or of another library."""

import json
import logging
import sys

import pytest

from backspotter.web.logged import AsJson, AsText

PLANTED = "planted-6201"


def record(name, words, *given, error=None):
    try:
        if error:
            raise error
        found = None
    except ValueError:
        found = sys.exc_info()
    return logging.LogRecord(name, logging.ERROR, "file", 1, words, given, found)


def test_of_an_error_there_is_the_kind_alone():
    line = json.loads(
        AsJson().format(record("uvicorn.error", "it broke", error=ValueError(PLANTED)))
    )
    assert line.pop("time").endswith("Z")
    assert line == {"level": "error", "event": "uvicorn.error", "kind": "ValueError"}
    plain = AsText("%(levelname)s %(message)s").format(
        record("uvicorn.error", "it broke", error=ValueError(PLANTED))
    )
    assert plain == "ERROR it broke\nValueError"


@pytest.mark.parametrize("words", [PLANTED, "task: %s"])
def test_what_other_libraries_say_is_left_out(words):
    given = (PLANTED,) if "%" in words else ()
    assert PLANTED not in AsJson().format(record("asyncio", words, *given))


def test_what_we_say_ourselves_is_there():
    line = json.loads(AsJson().format(record("backspotter.web", "films: %s", "OSError")))
    assert (line["event"], line["said"]) == ("backspotter.web", "films: OSError")
