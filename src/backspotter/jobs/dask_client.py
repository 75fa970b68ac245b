"""A client of a Dask cluster: of one on this machine, or of one that is running already."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from backspotter.errors import InputError

CONNECT_S: Final = 10


def client_of(count: int, scheduler: str | None) -> tuple[Any, Callable[[], None]]:
    """A client, and what closes it and what it started.

    Parameters
    ----------
    count : workers of a cluster that is started on this machine, each with one thread
    scheduler : address of one that is running, such as tcp://host:8786, in place of that

    Raises
    ------
    InputError : Dask is not installed, or there is no cluster at that address
    """
    distributed = dask()
    if scheduler is not None:
        try:
            client = distributed.Client(scheduler, timeout=CONNECT_S)
        except (OSError, ValueError) as error:
            given = f"{scheduler} ({type(error).__name__})"
            expected = "a running Dask scheduler"
            raise InputError("scheduler", given=given, expected=expected) from None
        return client, client.close
    local = distributed.LocalCluster(
        n_workers=count, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
    )
    client = distributed.Client(local)

    def close() -> None:
        client.close()
        local.close()

    return client, close


def dask() -> Any:
    """The package distributed.

    Raises
    ------
    InputError : it is not installed
    """
    try:
        return import_module("distributed")
    except ImportError:
        expected, do = "the package distributed", "install it: pip install 'backspotter[cluster]'"
        raise InputError("workers", given="dask", expected=expected, do=do) from None
