"""Films of a journal on PostgreSQL: jobs in the database, films in the data folder."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from backspotter.app.film_desk import hand_over
from backspotter.app.people import first_owner, joined, new_token
from backspotter.journal.erase import erase_everything
from backspotter.journal.films import films
from backspotter.journal.people import invite
from backspotter.journal.place import place_of
from backspotter.web.server import create_app
from backspotter.web.settings import Settings
from tests.accounts import PASSWORD, sign_in
from tests.e2e.postgres import INSTALL, server
from tests.filmed import ORDER, done, stick_film, with_tracks

pytestmark = [
    pytest.mark.needs("postgres", install=INSTALL),
    pytest.mark.needs("psycopg", install=INSTALL),
    pytest.mark.needs("av", install="pip install 'backspotter[film]'"),
]
WORD = "delete"
FORM = {"load": "140", "height_cm": "181", "mass": "84", "sex": "male"}


@pytest.mark.parametrize("several", [False, True])
def test_who_deletes_everything_leaves_no_job_behind(tmp_path, monkeypatch, several):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with server() as address, ExitStack() as stack:
        settings = Settings(journal=address, accounts=several, works_on_films=False)
        app = create_app(settings)
        held = app.state.held.current()
        other, others = None, []
        if several:
            owner = first_owner(held, "owner", PASSWORD, now=settings.now())
            token, digest = new_token()
            invite(held, digest, role="lifter", by=owner, now=settings.now())
            other = joined(held, token, "other", PASSWORD, now=settings.now())
        web = stack.enter_context(
            TestClient(app, base_url="http://localhost", follow_redirects=False)
        )
        if several:
            sign_in(web, "owner")
            desk = app.state.films.desk(replace(held, person=other.person))
            clip = desk.shelf.new()
            clip.film.write_bytes(stick_film().read_bytes())
            others = [hand_over(desk, clip, ORDER, settings.now()).id]
        film = {"film": ("a.mp4", stick_film().read_bytes(), "video/mp4")}
        assert web.post("/film", data=FORM, files=film).status_code == 303
        queue = app.state.films.queue()
        assert len(queue.listed()) == 1 + len(others)
        assert web.post("/you/delete", data={"word": WORD}).status_code == 303
        assert [job.id for job in queue.listed()] == others


def test_a_film_is_read_watched_and_deleted(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with server() as address:
        app = create_app(Settings(journal=address, works_on_films=False))
        with TestClient(app, base_url="http://localhost", follow_redirects=False) as web:
            film = {"film": ("a.mp4", stick_film().read_bytes(), "video/mp4")}
            to = web.post("/film", data=FORM, files=film).headers["location"]
            assert "It waits its turn" in web.get(to).text
            desk = app.state.films.desk(app.state.held.current())
            (clip,) = desk.shelf.clips()
            assert clip.folder.is_relative_to(tmp_path / "backspotter")
            done(desk, desk.queue.get(with_tracks(clip).job))
            assert "The bar drifted ahead" in web.get(f"/film/{clip.id}").text
            assert len(films(desk.journal)) == 1
        erase_everything(place_of(address))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
