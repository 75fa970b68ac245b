"""The load of a team: what counts as nothing lost and nothing doubled; who is measured."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from backspotter.journal.journal import opened
from backspotter.journal.place import place_of
from benchmarks import films_per_hour, team_load
from benchmarks import page as of_the_check
from benchmarks.section import PAGE, write_section
from tests.journals import fast_folder

REPOSITORY = PAGE.parents[1]
RIGHT = team_load.Found(
    database="SQLite",
    people=3,
    refused=0,
    checked_in=[0.1, 0.2, 0.3],
    looked=[0.1, 0.1, 0.1],
    each=Counter({1: 1, 2: 1, 3: 1}),
    films=2,
    films_read=2,
    reading_s=9.0,
)


@pytest.mark.parametrize(
    "wrong",
    [
        {"each": Counter({1: 1, 2: 1})},  # lost
        {"each": Counter({1: 1, 2: 1, 3: 2})},  # doubled
        {"each": Counter({1: 2, 2: 1})},  # kept as somebody else's
        {"films_read": 1},
        {"films_read": 3},
        {"refused": 1},
    ],
)
def test_anything_lost_doubled_or_refused_is_seen(wrong):
    assert RIGHT.is_right
    assert not replace(RIGHT, **wrong).is_right


def test_the_longest_waits_are_said():
    said = team_load.shown(RIGHT, 60)
    assert "check-in: p50 200 ms, p99 300 ms, longest 300 ms" in said
    assert "kept 3 check-ins, one each" in said
    assert "[(1, 2), (2, 1)]" in team_load.shown(
        replace(RIGHT, each=Counter({1: 1, 2: 1, 3: 2})), 60
    )


@pytest.mark.needs("argon2", install="pip install 'backspotter[web]'")
def test_everybody_has_an_account_a_session_and_nothing_yet():
    from backspotter.app.people import digest_of
    from backspotter.journal.people import signed_in

    with fast_folder() as folder:
        address = str(folder / "j.db")
        everybody = team_load.invited(address, 3)
        assert team_load.kept(address, everybody) == (Counter(), 0)
        with opened(place_of(address)) as journal:
            now = team_load.datetime.now(team_load.UTC)
            for each in everybody:
                assert signed_in(journal, digest_of(each.cookie), now=now) == each.account


def test_a_section_is_written_between_its_marks_and_nothing_else_changes(tmp_path):
    page = tmp_path / "p.md"
    page.write_text("a\n<!-- x -->\nold\n<!-- end of x -->\nb\n")
    write_section("x", "\nnew\n", page)
    assert page.read_text() == "a\n<!-- x -->\nnew\n<!-- end of x -->\nb\n"
    with pytest.raises(ValueError, match="no place for y"):
        write_section("y", "new", page)


@pytest.mark.parametrize("name", ["team", "hour", "cluster", "queues", "durations"])
def test_the_page_has_a_place_for_each(name, tmp_path):
    page = tmp_path / "p.md"
    page.write_text(PAGE.read_text())
    write_section(name, "said", page)
    assert "said" in page.read_text()


@pytest.mark.parametrize("file", ["benchmarks/page.md", "docs/benchmarks.md"])
def test_the_part_on_how_right_the_check_is_stands_once_on_its_page(file):
    text = (REPOSITORY / file).read_text(encoding="utf-8")
    assert [text.count(mark) for mark in (of_the_check.RIGHT, of_the_check.FAST)] == [1, 1]


def test_two_workers_are_set_beside_one_by_the_best_of_each():
    said = films_per_hour.shown({1: [90.0, 100.0], 2: [185.0, 150.0]}, 8)
    assert "1.85 times as many with two" in said
