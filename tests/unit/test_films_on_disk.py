"""Where films are, who may look, and that what is deleted is gone."""

from __future__ import annotations

import pytest

from backspotter.app.film_shelf import NoSuchFilm, Shelf, read_document, write_document
from backspotter.errors import InputError
from backspotter.journal.erase import erase_everything
from backspotter.journal.films import drop_film, films, keep_film
from backspotter.journal.journal import opened
from backspotter.journal.place import Place, films_folder, jobs_address
from backspotter.journal.records import FilmKept
from tests.journals import NOON, fast_folder

SERVER = Place(address="postgresql://me:secret@db.example/backs")


@pytest.fixture
def folder():
    with fast_folder() as made:
        yield made


def film(sha256="a", **parameters):
    return FilmKept(sha256=sha256, engine="1", parameters=parameters, summary={}, made=NOON)


def test_films_are_beside_a_file_and_in_the_data_folder_for_a_server(tmp_path):
    assert films_folder(Place(tmp_path / "j.db")) == tmp_path / "j.db.films"
    assert jobs_address(Place(tmp_path / "j.db")) == tmp_path / "j.db.jobs"
    found = films_folder(SERVER, {"XDG_DATA_HOME": str(tmp_path)})
    assert found.parent == tmp_path / "backspotter"
    assert "secret" not in found.name
    other = Place(address="postgresql://me:new@db.example/backs")
    assert films_folder(other, {"XDG_DATA_HOME": str(tmp_path)}) == found
    assert jobs_address(SERVER) == SERVER.address


def test_a_place_for_a_film_is_for_this_person_alone(folder):
    clip = Shelf(folder / "data" / "films" / "1").new()
    write_document(clip.folder / "upload.json", {"size": 3})
    assert clip.folder.stat().st_mode & 0o777 == 0o700
    assert clip.folder.parent.stat().st_mode & 0o777 == 0o700
    assert (clip.folder / "upload.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("id", ["", ".", "..", "../1", "a" * 31, "A" * 32, "a" * 33, "/etc"])
def test_only_ids_are_ids(folder, id):
    shelf = Shelf(folder / "films" / "1")
    shelf.new()
    with pytest.raises(NoSuchFilm):
        shelf.clip(id)


def test_a_link_is_no_film(folder):
    shelf = Shelf(folder / "films" / "1")
    clip = shelf.new()
    (shelf.root / ("b" * 32)).symlink_to(clip.folder)
    assert [each.id for each in shelf.clips()] == [clip.id]
    with pytest.raises(NoSuchFilm):
        shelf.clip("b" * 32)


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000])
def test_a_damaged_note_counts_as_none(folder, text):
    (folder / "note.json").write_text(text)
    assert read_document(folder / "note.json") == {}


def test_what_is_removed_is_gone(folder):
    shelf = Shelf(folder / "films" / "1")
    clip = shelf.new()
    clip.film.write_bytes(b"x")
    clip.remove()
    assert list(shelf.root.iterdir()) == []


def test_deleting_everything_takes_films_and_jobs_with_it(folder):
    place = Place(folder / "j.db")
    with opened(place) as journal:
        Shelf(films_folder(place) / str(journal.person)).new().film.write_bytes(b"x")
    for ending in ("", "-wal", "-shm"):
        (folder / f"j.db.jobs{ending}").write_bytes(b"")
    erase_everything(place)
    assert list(folder.iterdir()) == []


def test_a_link_in_place_of_the_films_is_refused(folder):
    (folder / "j.db.films").symlink_to(folder)
    with pytest.raises(InputError, match="this is a link"), opened(Place(folder / "j.db")):
        pass


def test_what_was_found_gives_way_to_what_is_found_after_a_correction(folder):
    with opened(Place(folder / "j.db")) as journal:
        before = keep_film(journal, film(load_kg=140))
        keep_film(journal, film(load_kg=150))
        assert drop_film(journal, before)
        assert not drop_film(journal, before)
        assert [each.parameters for each in films(journal)] == [{"load_kg": 150}]
