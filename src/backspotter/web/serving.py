"""Runs the application on a socket until it is told to stop."""

from __future__ import annotations

import gc
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import uvicorn

from backspotter.errors import InputError
from backspotter.web.logged import config
from backspotter.web.server import create_app
from backspotter.web.settings import Settings

if TYPE_CHECKING:
    from backspotter.web.certificates import Certified

CLOSES_WITHIN_S: Final = 5


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; ``port`` 0 takes any that is free.

    Raises
    ------
    InputError : the port is taken, or there is no such address here
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named asyncio sends at once; without it answers wait 40 ms for a receipt.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host.strip("[]"), port))
        made.listen(128)
    except OSError as error:
        made.close()
        given = f"{host}:{port} ({error.strerror or error})"
        do = "is it running already? --port N takes another"
        raise InputError("port", given=given, expected="one that is free", do=do) from None
    return made


def run(settings: Settings, on: socket.socket, tls: Certified | None = None) -> None:
    """Serve until a signal stops it.

    Parameters
    ----------
    tls : the files of a certificate, to speak TLS with

    Raises
    ------
    InputError, JournalError : the journal cannot be opened
    """
    made = uvicorn.Config(
        create_app(settings),
        log_config=config(settings.log_format),
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        lifespan="on",
        timeout_graceful_shutdown=CLOSES_WITHIN_S,
        ssl_certfile=None if tls is None else tls.chain,
        ssl_keyfile=None if tls is None else tls.key,
    )
    made.load()
    gc.collect()
    gc.freeze()  # what is there for good is not gone through again while somebody waits
    with suppress(KeyboardInterrupt):
        uvicorn.Server(made).run(sockets=[on])
