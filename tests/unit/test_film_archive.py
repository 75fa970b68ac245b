"""What was read from a film comes back as it was, and nothing else comes back at all."""

from __future__ import annotations

import json
import pickle
from dataclasses import dataclass, is_dataclass
from typing import get_args, get_type_hints

import numpy as np
import pytest

from backspotter.app.film import analysed
from backspotter.app.film_archive import ARRAYS, KNOWN, VALUES, read_archive, write_archive
from backspotter.app.film_reading import FilmRead
from backspotter.app.film_summary import summary
from backspotter.errors import InputError
from backspotter.lift.analysis import LiftAnalysis
from tests.lifted import ASKED, back_bends, film_read
from tests.read_films import all_withheld, analysis_of, plain_truth

ANALYSIS = analysis_of(plain_truth(np.arange(60) / 30.0))


@pytest.mark.parametrize("said", [ANALYSIS, all_withheld(ANALYSIS)], ids=["judged", "withheld"])
def test_an_analysis_comes_back(said, tmp_path):
    write_archive(said, tmp_path)
    found = read_archive(tmp_path, LiftAnalysis)
    assert summary(found) == summary(said)
    assert found.reps == said.reps
    assert np.array_equal(found.frames.times_s, said.frames.times_s)
    assert np.allclose(found.frames.lumbar, said.frames.lumbar, equal_nan=True)
    assert found.frames.rep.dtype.kind == "i"


def test_what_was_read_gives_the_same_analysis_when_it_comes_back(tmp_path):
    read = film_read()
    write_archive(read, tmp_path)
    once = read_archive(tmp_path, FilmRead)
    write_archive(once, tmp_path)
    twice = read_archive(tmp_path, FilmRead)
    first, second = (
        summary(analysed(each, ASKED, name="a", back=back_bends(8.0))) for each in (once, twice)
    )
    assert first == second
    assert np.array_equal(once.tracks.times_s, read.tracks.times_s)


def test_files_are_for_this_person_alone(tmp_path):
    write_archive(ANALYSIS, tmp_path)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_no_stranger_goes_in(tmp_path):
    @dataclass
    class Band:
        value: float

    with pytest.raises(TypeError, match="of no known kind"):
        write_archive(Band(1.0), tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1",
        '{"is": "Path", "x": 1}',
        '{"is": "Band"}',
        '{"array": "nothing"}',
        json.dumps({"is": "Band", "value": 1.0, "low": 0.0, "high": 2.0}),
    ],
)
def test_damaged_values_are_one_line(text, tmp_path):
    write_archive(ANALYSIS, tmp_path)
    (tmp_path / VALUES).write_text(text)
    with pytest.raises(InputError, match="upload the film again"):
        read_archive(tmp_path, LiftAnalysis)


def test_nothing_is_unpickled(tmp_path):
    write_archive(ANALYSIS, tmp_path)
    (tmp_path / ARRAYS).write_bytes(pickle.dumps(ANALYSIS))
    with pytest.raises(InputError, match="upload the film again"):
        read_archive(tmp_path, LiftAnalysis)


def kinds_in(hint):
    """Every kind of value that a type hint speaks of, and those that these hold."""
    if is_dataclass(hint):
        yield hint
        for inner in get_type_hints(hint).values():
            yield from kinds_in(inner)
    for inner in get_args(hint):
        yield from kinds_in(inner)


@pytest.mark.parametrize("whole", [FilmRead, LiftAnalysis])
def test_every_kind_of_value_that_can_be_in_it_is_known(whole):
    assert {kind for kind in kinds_in(whole) if KNOWN.get(kind.__name__) is not kind} == set()
