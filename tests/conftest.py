"""For every kind of test: how hard Hypothesis tries, and what a missing component means."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}
SOAK_EXAMPLES = int(os.environ.get("EXAMPLES", "20000"))

POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
if POSTGRES and not shutil.which("postgres"):  # Debian keeps the server out of the way
    os.environ["PATH"] += f"{os.pathsep}{POSTGRES[-1]}"
DATABASES = ["sqlite", pytest.param("postgres", marks=[
    pytest.mark.needs(each, install="apt-get install postgresql, and pip install 'psycopg[binary]'")
    for each in ("postgres", "psycopg")
])]  # fmt: skip
for name in ("BACKSPOTTER_JOURNAL", "BACKSPOTTER_FILMS", "XDG_DATA_HOME"):
    os.environ.pop(name, None)  # no test may come near the journal of who runs it

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.register_profile(
    "soak",
    deadline=None,
    max_examples=SOAK_EXAMPLES,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if IN_CI else "local"))


@pytest.fixture(scope="session")
def databases():
    """Databases by name, one server for the whole run."""
    from tests.databases import databases

    with databases() as called:
        yield called


@pytest.fixture(scope="module", params=DATABASES)
def database(request: pytest.FixtureRequest, databases):
    """Each database in turn: every test that asks for it runs on a file and on a server."""
    return databases(request.param)


@pytest.fixture
def place(database):
    """An empty journal of the test's own."""
    with database.fresh() as made:
        yield made


@pytest.fixture
def bare_place(database):
    """A place where no journal was made yet."""
    with database.bare() as made:
        yield made


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("needs"):
        require(*mark.args, **mark.kwargs)


def require(component: str, *, install: str) -> None:
    """Skip the running test where a program, module or path is missing; in CI, fail it."""
    if "/" in component:
        is_there = (ROOT / component).exists()
    else:
        is_there = bool(shutil.which(component) or importlib.util.find_spec(component))
    if is_there:
        return
    missing = f"needs {component}; install it: {install}"
    if IN_CI:
        pytest.fail(missing, pytrace=False)
    pytest.skip(missing)
