"""What is counted for Prometheus: routes and times, and nothing of a person."""

from fastapi.testclient import TestClient

from backspotter.web.metrics import Counts
from backspotter.web.server import create_app
from backspotter.web.settings import Settings


def client_at(folder, host):
    app = create_app(Settings(journal=str(folder / "j.db"), works_on_films=False))
    return TestClient(app, base_url="http://127.0.0.1", client=(host, 5000))


def test_answers_are_counted_by_route_without_what_was_asked(tmp_path):
    with client_at(tmp_path, "127.0.0.1") as client:
        client.get("/")
        client.get("/no-such-page-of-anna")
        told = client.get("/metrics").text
    assert 'backspotter_requests_total{method="GET",route="/",status="200"} 1' in told
    assert 'route="unknown",status="404"} 1' in told
    assert "anna" not in told


def test_jobs_are_counted_and_nothing_of_them_is_said(tmp_path):
    with client_at(tmp_path, "127.0.0.1") as client:
        assert 'backspotter_jobs{state="queued"} 0' in client.get("/metrics").text
        queue = client.app.state.films.queue()
        for film in ("anna", "bert"):
            queue.submit("film", key=film, payload={"folder": f"/films/{film}", "key": film})
        cancelled = queue.submit("film", key="x", payload={"folder": "/films/x", "key": "x"})
        queue.cancel(cancelled.id)
        held = queue.table.take()
        queue.table.set_aside(held, "it crashed")
        told = client.get("/metrics").text
    for state, count in (("queued", 1), ("running", 0), ("set_aside", 1)):
        assert f'backspotter_jobs{{state="{state}"}} {count}\n' in told
    assert "anna" not in told
    assert "crashed" not in told


def test_only_programs_of_this_machine_may_ask(tmp_path):
    with client_at(tmp_path, "192.168.1.7") as client:
        assert client.get("/metrics").status_code == 404


def test_a_histogram_counts_everything_below_each_edge():
    counts = Counts()
    for seconds in (0.001, 0.02, 0.02, 9.0):
        counts.add("GET", "/x", 200, seconds)
    told = counts.text()
    for edge, below in (("0.005", 1), ("0.025", 3), ("2.5", 3), ("+Inf", 4)):
        assert f'_bucket{{route="/x",le="{edge}"}} {below}' in told
    assert '_sum{route="/x"} 9.041000' in told
