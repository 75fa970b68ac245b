"""Loops over pixels and vertices, compiled to machine code where numba is installed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, ParamSpec, TypeVar

from backspotter.errors import InputError

P = ParamSpec("P")
R = TypeVar("R")

OPTIONS: Final[dict[str, Any]] = {"error_model": "numpy", "_nrt": False}
"""Division by zero as in NumPy; arrays are not counted, which quarters the time of a pixel. So no
loop may make an array: it is given all it needs."""


def compiled(loop: Callable[P, R]) -> Callable[P, R]:
    """The same function as machine code, kept on disk from the second start on.

    Without a folder to keep it in (a read-only package and home) it is compiled at each start;
    without numba, calling it says how to get it.
    """
    return _made(loop, OPTIONS)


def inlined(step: Callable[P, R]) -> Callable[P, R]:
    """A compiled step of a loop that becomes part of whatever calls it: a call for each pixel
    copies every array's shape and place, which takes longer than the step itself."""
    return _made(step, OPTIONS | {"forceinline": True})


def _made(loop: Callable[P, R], options: dict[str, Any]) -> Callable[P, R]:
    try:
        from numba import njit
    except ImportError:
        return _missing
    made: Callable[P, R]
    try:
        made = njit(cache=True, **options)(loop)
    except RuntimeError:  # no folder can be written to
        made = njit(**options)(loop)
    return made


def _missing(*_: Any, **__: Any) -> Any:
    raise InputError(
        "synth",
        given="no compiler of loops",
        expected="the package numba",
        do="install it: make setup-synth",
    )
