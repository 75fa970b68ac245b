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
for name in ("BACKSPOTTER_JOURNAL", "XDG_DATA_HOME"):
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
