"""Films of a journal on PostgreSQL: jobs in the database, films in the data folder."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from backspotter.journal.erase import erase_everything
from backspotter.journal.films import films
from backspotter.journal.place import place_of
from backspotter.web.server import create_app
from backspotter.web.settings import Settings
from tests.e2e.postgres import INSTALL, server
from tests.filmed import done, stick_film, with_tracks

pytestmark = [
    pytest.mark.needs("postgres", install=INSTALL),
    pytest.mark.needs("psycopg", install=INSTALL),
    pytest.mark.needs("av", install="pip install 'backspotter[film]'"),
]
FORM = {"load": "140", "height_cm": "181", "mass": "84", "sex": "male"}


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
