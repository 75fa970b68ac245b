"""Loops over pixels and vertices, compiled to machine code where numba is installed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from backspotter.errors import InputError

P = ParamSpec("P")
R = TypeVar("R")


def compiled(loop: Callable[P, R]) -> Callable[P, R]:
    """The same function as machine code, kept on disk from the second start on.

    Without a folder to keep it in (a read-only package and home) it is compiled at each start;
    without numba, calling it says how to get it.
    """
    try:
        from numba import njit
    except ImportError:
        return _missing
    try:
        return _typed(njit(cache=True, error_model="numpy", _nrt=False)(loop))
    except RuntimeError:  # no folder can be written to
        return _typed(njit(error_model="numpy", _nrt=False)(loop))


def _typed(dispatcher: Any) -> Any:
    return dispatcher


def _missing(*_: Any, **__: Any) -> Any:
    raise InputError(
        "synth",
        given="no compiler of loops",
        expected="the package numba",
        do="install it: make setup-synth",
    )
