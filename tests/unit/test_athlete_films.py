"""A film that is shared: who may watch it, what they cannot do, and that it is written down."""

from contextlib import closing
from datetime import timedelta

import pytest

from backspotter.app.film_desk import Desk
from backspotter.app.film_job import KINDS
from backspotter.jobs import queue_at
from backspotter.journal.place import jobs_address
from backspotter.journal.shares import LATEST, looks, note_look
from tests.accounts import NOW, of, team
from tests.filmed import film_read_before

PARTS = ("", "/frames.json", "/film.mp4")


@pytest.fixture
def built(database):
    with team(database) as made:
        yield made


@pytest.fixture
def theirs(built):
    return of(built.journal, built.people["sharing"])


@pytest.fixture
def film(built, theirs):
    """The address of a film of the lifter who shares, for their coach."""
    with closing(queue_at(jobs_address(theirs.place), KINDS)) as queue:
        clip = film_read_before(Desk(theirs, queue), NOW - timedelta(days=1))
    return f"/athletes/{theirs.person}/films/{clip.id}"


def shares(built, *kinds):
    told = built.clients["sharing"].post("/account/share", data={"with": "coach", "kinds": kinds})
    assert told.status_code == 303


def test_a_coach_comes_to_it_from_the_days_and_sees_all_but_the_ways_to_change_it(
    built, theirs, film
):
    coach = built.clients["coach"]
    assert f'href="{film}"' in coach.get(f"/athletes/{theirs.person}").text
    shown = coach.get(film).text
    assert "What it loaded" in shown
    assert "sharing: set" in shown
    assert f'src="{film}/film.mp4"' in shown
    assert "<form" not in shown.partition("<main")[2]
    assert "/delete" not in shown
    assert coach.get(f"{film}/film.mp4").headers["content-type"] == "video/mp4"
    assert coach.get(f"{film}/frames.json").json()["times"]


def test_one_look_at_a_film_is_written_once_and_a_picture_alone_too(built, theirs, film):
    coach = built.clients["coach"]
    before = len(looks(theirs))
    assert coach.get(f"{film}/film.mp4").status_code == 200
    for part in PARTS:
        coach.get(film + part)
    first, *rest = looks(theirs)
    assert (first.by, first.kinds, first.at) == ("coach", ("films",), NOW)
    assert len(rest) == before
    note_look(
        theirs, theirs.person, by=built.people["coach"], kinds=("films",),
        now=NOW + timedelta(hours=2), unless_since=NOW + timedelta(hours=1),
    )  # fmt: skip
    assert len(looks(theirs)) == min(before + 2, LATEST)


@pytest.mark.parametrize("kinds", [(), ("answers", "course", "log")])
def test_without_films_among_what_is_shared_there_is_none(built, theirs, film, kinds):
    shares(built, *kinds)
    seen = looks(theirs)
    for part in PARTS:
        assert built.clients["coach"].get(film + part).status_code == 404
    assert looks(theirs) == seen
    if kinds:
        assert film not in built.clients["coach"].get(f"/athletes/{theirs.person}").text


def test_a_film_of_somebody_else_cannot_be_reached_through_who_shares(built, theirs, film):
    other = of(built.journal, built.people["other"])
    with closing(queue_at(jobs_address(other.place), KINDS)) as queue:
        clip = film_read_before(Desk(other, queue), NOW)
    for person in (theirs.person, other.person):
        for part in PARTS:
            path = f"/athletes/{person}/films/{clip.id}{part}"
            assert built.clients["coach"].get(path).status_code == 404


def test_a_picture_is_one_of_the_film_and_nothing_else(built, film):
    coach = built.clients["coach"]
    for name in ("..%2forder.json", "summary.json", "rep-1-.jpg"):
        assert coach.get(f"{film}/picture/{name}").status_code == 404
