"""Work done ahead in a thread: the same things, the same errors, and nothing left running."""

from __future__ import annotations

import threading

import pytest

from backspotter.lift.ahead import made_ahead


def test_the_same_things_in_the_same_order():
    assert list(made_ahead(iter(range(1, 200)), 3)) == list(range(1, 200))
    assert list(made_ahead(iter([]), 3)) == []


def test_an_error_comes_in_its_turn():
    def failing():
        yield from (1, 2)
        raise ValueError("third")

    made = made_ahead(failing(), 5)
    assert [next(made), next(made)] == [1, 2]
    with pytest.raises(ValueError, match="third"):
        next(made)


def test_left_early_it_closes_its_source_and_ends_its_thread():
    closed = []

    def endless():
        try:
            number = 0
            while True:
                number += 1
                yield number
        finally:
            closed.append(number)

    before = threading.active_count()
    made = made_ahead(endless(), 2)
    assert next(made) == 1
    made.close()
    assert threading.active_count() == before
    assert len(closed) == 1
    assert closed[0] <= 5
