"""Films over the API: handed over, looked at, stopped, and of nobody else."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from backspotter.app.film_jobs import jobs_schema
from backspotter.app.film_shelf import Shelf
from backspotter.journal.journal import opened
from backspotter.journal.place import Place
from backspotter.journal.profile import set_profile
from backspotter.web.server import create_app
from backspotter.web.settings import Settings
from tests.accounts import team
from tests.filmed import desk_in, done, stick_film, with_tracks
from tests.journals import NOON, fast_folder

pytestmark = pytest.mark.needs("av", install="pip install 'backspotter[film]'")
JOBS = "/api/v1/film-jobs"
SAID = {"load_kg": "140", "style": "conventional", "plate_mm": "450"}


@pytest.fixture
def folder():
    with fast_folder() as made:
        yield made


@pytest.fixture
def api(folder):
    """A server that works on nothing, over a journal with a profile."""
    with opened(Place(folder / "j.db")) as journal:
        set_profile(journal, entered=NOON, height_m=1.81, mass_kg=84.0, sex="male")
    settings = Settings(journal=str(folder / "j.db"), works_on_films=False, now=lambda: NOON)
    with TestClient(create_app(settings), base_url="http://localhost") as client:
        yield client


def sent(api, film=None, **said):
    content = stick_film().read_bytes() if film is None else film
    return api.post(JOBS, data=said or SAID, files={"film": ("set1.mp4", content)})


def listed(api):
    document = api.get(JOBS).json()
    Draft202012Validator(jobs_schema()).validate(document)
    return document["jobs"]


def clips(folder):
    return list(Shelf(folder / "j.db.films" / "1").clips())


def test_a_film_is_handed_over_once_and_found_again(api):
    assert listed(api) == []
    told = sent(api)
    assert (told.status_code, told.json()["status"]) == (201, "queued")
    assert sent(api).json()["id"] == told.json()["id"]
    assert listed(api) == [told.json()]
    assert api.get(f"{JOBS}/{told.json()['id']}").json() == told.json()


def test_the_documents_example_runs_and_is_answered_as_it_says(api):
    document = api.get("/api/openapi.json").json()
    handing = document["paths"][JOBS]["post"]
    shown = handing["requestBody"]["content"]["multipart/form-data"]
    assert shown["examples"]
    for each in shown["examples"].values():
        said = dict(each["value"])
        assert said.keys() <= shown["schema"]["properties"].keys()
        assert said.pop("film") == "(the film)"
        told = sent(api, **said)
        assert told.status_code == 201, told.text
        answer = handing["responses"]["201"]["content"]["application/json"]["schema"]
        whole = {**answer, "components": document["components"]}
        Draft202012Validator(whole).validate(told.json())


def test_a_film_is_larger_than_a_document_may_be(api):
    padding = 2_000_000
    film = stick_film().read_bytes() + (8 + padding).to_bytes(4, "big") + b"free" + bytes(padding)
    assert sent(api, film).status_code == 201
    refused = api.post("/api/v1/check-ins", content=film)
    assert (refused.status_code, "may have" in refused.json()["error"]) == (413, True)


def test_what_was_found_has_a_number_once_it_is_done(api, folder):
    id = sent(api).json()["id"]
    with_tracks(*clips(folder))
    with desk_in(folder) as desk:
        done(desk, desk.queue.get(id))
    job = api.get(f"{JOBS}/{id}").json()
    assert (job["status"], job["progress"]) == ("done", 1.0)
    assert api.get(f"/api/v1/films/{job['film']}").json()["summary"]["reps"]
    assert api.post(f"{JOBS}/{id}/cancel").json() == job


def test_a_film_that_is_stopped_goes(api, folder):
    id = sent(api).json()["id"]
    assert api.post(f"{JOBS}/{id}/cancel").json()["status"] == "cancelled"
    assert listed(api) == []
    assert api.get(f"{JOBS}/{id}").status_code == 404
    assert clips(folder) == []


@pytest.mark.parametrize(
    ("film", "said", "words"),
    [
        (b"", SAID, "film: got nothing"),
        (b"no film", SAID, "film: got another kind of file"),
        (None, {"style": "sumo"}, "load_kg: got nothing"),
        (None, {"load_kg": "heavy"}, "load: got heavy kg"),
        (None, {**SAID, "style": "clean"}, "style: got clean"),
        (None, {**SAID, "plate_mm": "wide"}, "plate_mm: got wide"),
        (None, {**SAID, "set": "7"}, "set: got 7"),
        (None, {**SAID, "mass": "84"}, "film: got mass"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_leaves_nothing(api, folder, film, said, words):
    told = sent(api, film, **said)
    assert told.status_code == 422
    assert told.json()["error"].startswith(words)
    assert "\n" not in told.json()["error"]
    assert clips(folder) == []
    assert listed(api) == []


def test_a_job_of_somebody_else_is_none(database):
    with team(database) as built:
        id = sent(built.clients["sharing"]).json()["id"]
        for who in ("other", "coach", "owner"):
            assert listed(built.clients[who]) == []
            assert built.clients[who].get(f"{JOBS}/{id}").status_code == 404
            assert built.clients[who].post(f"{JOBS}/{id}/cancel").status_code == 404
        assert [each["id"] for each in listed(built.clients["sharing"])] == [id]
