"""The shell that a device keeps: what is in it, and what never is."""

import pytest
from fastapi.testclient import TestClient

from backspotter.app.offline_form import ASKED, onsets, signs
from backspotter.triage.check_in import SIGNS
from backspotter.web.server import create_app
from backspotter.web.settings import Settings
from backspotter.web.shell import KEPT, version
from tests.journals import fast_folder


@pytest.fixture(scope="module")
def client():
    with (
        fast_folder() as folder,
        TestClient(
            create_app(Settings(journal=str(folder / "j.db"))), base_url="http://127.0.0.1"
        ) as made,
    ):
        yield made


def test_what_is_kept_is_there_and_named_by_its_content(client):
    worker = client.get("/shell.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    assert version() in worker.text
    for name in KEPT:
        assert f"/static/{name}?v=" in worker.text
    for path in worker.text.split('"files": [')[1].split("]")[0].replace('"', "").split(", "):
        assert client.get(path).status_code == 200


def test_the_page_without_the_server_asks_about_signs_and_is_nobodys(client):
    client.patch("/api/v1/profile", json={"mass_kg": 83.7, "country": "GB"})
    client.post("/api/v1/track", json={"pain": 3, "note": "planted words"})
    shown = client.get("/offline").text
    assert "planted words" not in shown
    assert "83.7" not in shown
    assert shown == client.get("/offline").text
    assert all(f'data-sign="{name}"' in shown for name in ASKED)


def test_each_line_is_a_sign_and_most_mean_go_now():
    assert set(ASKED) <= set(SIGNS)
    assert {each.field for each in signs() if not each.is_emergency} == {
        "leg_weakness",
        "foot_drop",
        "leg_numb_dense",
        "major_trauma",
        "fever",
    }
    assert len(onsets()) >= 3


def test_without_tls_and_off_this_machine_no_worker_is_registered_and_the_page_says_so():
    with fast_folder() as folder:
        names = frozenset({"192.168.1.5"})
        app = create_app(Settings(journal=str(folder / "j.db"), host="192.168.1.5", names=names))
        with TestClient(app, base_url="http://192.168.1.5") as plain:
            shown = plain.get("/").text
    assert "shell.js" not in shown
    assert "not encrypted" in shown


def test_on_this_machine_it_is_registered(client):
    assert "shell.js" in client.get("/").text
