"""The simulated cluster: its arithmetic, and that its workers do every job once."""

from __future__ import annotations

import pytest

from benchmarks import cluster
from tests.job_queues import NEEDS_DASK
from tests.journals import fast_folder


def a_run(faster, used):
    return cluster.Run(make="x", workers=100, faster=faster, jobs=100, ideal_s=used, took_s=1.0)


def test_jobs_go_to_the_worker_that_is_free_first():
    assert cluster.ideal_s([4.0, 1.0, 1.0, 1.0], 2) == 4.0
    assert cluster.ideal_s([1.0, 1.0, 4.0], 2) == 5.0
    assert cluster.ideal_s([2.0] * 6, 3) == 4.0


def test_durations_are_drawn_from_what_was_measured_the_same_each_time():
    drawn = cluster.drawn_s(50)
    assert drawn == cluster.drawn_s(50)
    assert drawn != cluster.drawn_s(50, seed=2)
    assert set(drawn) <= set(cluster.measured_s())
    assert min(cluster.measured_s()) > 1.0  # a film takes seconds, not milliseconds


def test_the_limit_is_the_most_workers_that_were_kept_busy():
    runs = [a_run(5, 0.99), a_run(20, 0.91), a_run(80, 0.6)]
    assert cluster.limit(runs) == 2000
    assert cluster.limit(runs[2:]) is None
    assert "keeps 2000 workers busy" in cluster.shown(runs)
    assert "does not keep 8000 busy" in cluster.shown(runs[2:])
    mean_s = sum(cluster.measured_s()) / len(cluster.measured_s())
    assert f"which {100 * mean_s:.0f} workers ask for" in cluster.shown(runs)


@pytest.mark.needs("huey", install="pip install 'backspotter[web]'")
def test_workers_that_sleep_do_every_job_of_a_list_once_and_are_heard_of():
    heard = []
    with fast_folder() as folder:
        took = cluster.list_s(folder / "q.db", [0.02] * 12, 4, beat_s=0.01)
    assert took >= cluster.ideal_s([0.02] * 12, 4) == pytest.approx(0.06)
    cluster._sleep(0.05, 0.01, lambda: heard.append(1))
    assert heard


@NEEDS_DASK
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_dasks_scheduler_gives_every_job_to_workers_that_sleep():
    (found,) = cluster.runs("Dask", [2.0] * 12, [100], workers=4)
    assert found.took_s >= found.ideal_s == pytest.approx(0.06)
    assert found.stands_for == 400
