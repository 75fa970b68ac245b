"""The socket that the page is served on."""

from __future__ import annotations

import socket

import pytest

from backspotter.errors import InputError
from backspotter.web.serving import listening


def test_answers_on_an_open_connection_do_not_wait_for_a_receipt():
    with listening("127.0.0.1", 0) as on:
        assert on.proto == socket.IPPROTO_TCP, "asyncio sends at once only where it is named"


def test_a_port_that_is_taken_is_one_line():
    with listening("127.0.0.1", 0) as on, pytest.raises(InputError, match="expected one that"):
        listening("127.0.0.1", on.getsockname()[1])
